"""The persons the secretariat knows: what each does or did, what is missing, who may be recorded twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise, product

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import NO_LETTER, PERSON_DETAILS, Letter, MandateRole, Person, Section
from cpr_desk.domain.french import capital, date_digits, fold, listing, since_until, typeset
from cpr_desk.domain.likeness import Likeness, alike
from cpr_desk.domain.mandates import EndReason
from cpr_desk.domain.term import Term


@dataclass(frozen=True, slots=True)
class Role(Term):
    """What a person was named to, from `since` to `until` included: a place on a seat, or to preside a section.

    `seat_id` and `place` are 0 and None for a section president.
    """

    commission_id: int
    commission: str
    section: Section
    since: date
    until: date | None = None
    seat_id: int = 0
    place: MandateRole | None = None
    seat: str = ""
    letter: Letter = NO_LETTER
    end_reason: EndReason | None = None
    end_note: str = ""

    @property
    def label(self) -> str:
        """« titulaire, Médecins – CSMF », « préside la section sociale »."""
        return self._label(self.place.label if self.place else "")

    def said_of(self, person: Person) -> str:
        """Return the label that agrees with the person, as far as the civility tells: « suppléante, URPS »."""
        return self._label(self.place.said_of(person) if self.place else "")

    def _label(self, place: str) -> str:
        return f"{place}, {self.seat}" if place else f"préside la {self.section.label.lower()}"

    @property
    def letter_words(self) -> str:
        """« 12/05/2022, réf. 2022-41 », as far as the letter is known."""
        reference = f"réf. {self.letter.reference}" if self.letter.reference else ""
        return ", ".join(part for part in (date_digits(self.letter.on) if self.letter.on else "", reference) if part)

    @property
    def ended(self) -> str:
        """Why it ended, « Démission, par lettre »; empty while it runs, or when nobody said why."""
        reason = self.end_reason.label if self.end_reason else ""
        return capital(", ".join(part for part in (reason, self.end_note) if part))


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A stored person with every role, past and present, of every commission, in order of date."""

    person: Person
    roles: tuple[Role, ...] = ()

    @property
    def id(self) -> int:
        """The identity of the person."""
        return self.person.id

    def current(self, day: date) -> tuple[Role, ...]:
        """Return the roles held on a day."""
        return tuple(role for role in self.roles if role.covers(day))

    def hint(self, day: date) -> str:
        """Return what tells the person from a namesake: the roles of a day, else the last one, else who and where."""
        if held := self.current(day):
            return listing(role.said_of(self.person) for role in held)
        person = self.person
        whereabouts = ", ".join(part for part in (person.profession, person.city) if part) or person.email
        if self.roles:
            last = self.roles[-1]
            when = (
                f"dès le {date_digits(last.since)}"
                if last.since > day
                else f"jusqu’au {date_digits(last.until or day)}"
            )
            return f"{last.said_of(person)} {when}"
        return whereabouts or "sans mandat"


def missing_details(person: Person) -> tuple[str, ...]:
    """Return what a letter to the person would lack, in French."""
    names = {
        "civility": "civilité",
        "email": "courriel",
        "address": "adresse",
        "postcode": "code postal",
        "city": "ville",
    }
    return tuple(word for detail, word in names.items() if not getattr(person, detail))


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody known, to be found as one types; hints are of the day `on`."""

    on: date
    persons: tuple[KnownPerson, ...] = ()

    def find(self, typed: str) -> tuple[KnownPerson, ...]:
        """Return who has, for each word typed, a name that begins with it: in any order, accents and case ignored.

        >>> le_moal = KnownPerson(Person(1, "Anne", "Le Moal"))
        >>> Directory(date(2026, 1, 1), (le_moal,)).find("moal an") == (le_moal,)
        True
        """
        words = fold(typed).split()
        return tuple(each for each in self.persons if words and _begins(fold(each.person.name).split(), words))

    def named(self, name: str) -> tuple[KnownPerson, ...]:
        """Return who has exactly this name, « Prénom Nom », accents and case ignored."""
        folded = fold(name)
        return tuple(each for each in self.persons if folded and fold(each.person.name) == folded)

    def introduce(self, known: KnownPerson) -> str:
        """Return « Mme Prénom Nom – titulaire, Médecins – CSMF »."""
        return f"{known.person.courteous_name} – {known.hint(self.on)}"


def _begins(names: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether each word begins a name; « lemoal » typed in one word begins « Le Moal »."""
    starts = [*names, *(one + other for one, other in pairwise(names))]
    return all(any(name.startswith(word) for name in starts) for word in words)


def merge(kept: Person, other: Person) -> Person:
    """Return the record kept, its blanks filled from the other one."""
    filled = {detail: getattr(other, detail) for detail in ("first_name", *PERSON_DETAILS) if not getattr(kept, detail)}
    return replace(kept, **filled)


def refuse_merge(one: KnownPerson, other: KnownPerson) -> tuple[str, ...]:
    """Return every reason why two records cannot be one person's: one seat, one time, two places.

    Roles on several seats at once add up (domain.md §2.7); the places of one seat do not, nor two mandates to one
    place that share a day.
    """
    return tuple(dict.fromkeys(_clashes(one, other)))


def _clashes(one: KnownPerson, other: KnownPerson) -> Iterator[str]:
    for first, second in product(one.roles, other.roles):
        same = (first.commission_id, first.seat_id) == (second.commission_id, second.seat_id)
        if not same or not first.meets(second.since, second.until):
            continue
        ends = [role.until for role in (first, second) if role.until]
        when = since_until(max(first.since, second.since), min(ends, default=None))
        if first.place is not second.place:
            yield typeset(
                f"L’une est titulaire et l’autre suppléante du même siège ({first.seat}) {when} : une personne ne se "
                f"supplée pas elle-même ({DEFAULT_RULE_NOTICE})."
            )
        elif first.place is not None or first.section is second.section:
            yield f"Les deux ont un mandat à la même place ({first.label}) {when}."


@dataclass(frozen=True, slots=True)
class Double:
    """Two records that may be one person's, and why."""

    one: KnownPerson
    other: KnownPerson
    likeness: Likeness

    @property
    def ids(self) -> tuple[int, int]:
        """The numbers of both records, the older first."""
        first, second = sorted((self.one.id, self.other.id))
        return first, second


def find_doubles(known: Iterable[KnownPerson], apart: Collection[tuple[int, int]] = ()) -> tuple[Double, ...]:
    """Return the pairs of records that may be one person's, the surest first; `apart` are known to be two persons.

    Only names that share a word, or all their letters, are compared: `alike` finds nothing in others.
    """
    blocks: defaultdict[str, list[KnownPerson]] = defaultdict(list)
    for each in known:
        folded = fold(each.person.name)
        for key in {*folded.split(), "".join(sorted(folded.replace(" ", "")))}:
            blocks[key].append(each)
    pairs = {(one.id, other.id): (one, other) for block in blocks.values() for one, other in combinations(block, 2)}
    likely = (
        Double(one, other, likeness)
        for one, other in pairs.values()
        if (likeness := alike(one.person.name, other.person.name))
    )
    found = [double for double in likely if double.ids not in apart]
    order = list(Likeness)
    return tuple(sorted(found, key=lambda double: (order.index(double.likeness), fold(double.one.person.last_name))))
