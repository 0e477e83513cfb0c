"""Tell who the persons of a composition file are: known ones, known ones written differently, or new ones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cpr_desk.domain.composition import Composition, MandateRole, Person, Seat
from cpr_desk.domain.french import listing, typeset
from cpr_desk.domain.likeness import Likeness, Sameness, alike
from cpr_desk.imports.composition_lines import CompositionFile, SeatLine
from cpr_desk.imports.composition_matching import Matching, by_name, held_by, match_seats

PlaceKey = tuple[int, MandateRole]
"""A place of the file: the number of the line among those read, and the role."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A name of the file that may be somebody known, or named elsewhere in the file; `proposed` holds by default.

    `where` says in French who the other one is.
    """

    key: PlaceKey
    line: SeatLine
    person: Person
    other: Person
    where: str
    reason: Likeness
    proposed: Sameness

    @property
    def can_correct(self) -> bool:
        """Whether the file writes the name of a stored person differently."""
        return self.other.id > 0 and self.person.name != self.other.name


Answers = Mapping[PlaceKey, Sameness]


@dataclass(frozen=True, slots=True)
class Identified:
    """The file with the record of everyone it names: a stored id, or a negative one for each new person.

    `records` holds them by id, completed and corrected by what the file says; two new persons who bear one name
    have two ids.
    """

    file: CompositionFile
    records: dict[int, Person]
    resemblances: tuple[Resemblance, ...]


def identify(file: CompositionFile, current: Composition, known: Iterable[Person], answers: Answers) -> Identified:
    """Tell who is who: who sits at the very place, else whom the answers say, else whom the names propose.

    A name written differently (accents, order, compound or particle apart) is taken for the same person, as is a
    nearly equal one at the same place. Elsewhere a name that is only near stays another person unless the answer
    says otherwise: two records of one person can be merged later, one record of two cannot be parted.
    """
    return _Identification(file, current, known, answers).result()


@dataclass(slots=True)
class _Mention:
    key: PlaceKey
    line: SeatLine
    role: MandateRole
    person: Person
    seat: Seat | None


@dataclass(slots=True)
class _Identification:
    file: CompositionFile
    current: Composition
    known: Iterable[Person]
    answers: Answers
    ids: dict[PlaceKey, int] = field(default_factory=dict)
    records: dict[int, Person] = field(default_factory=dict)
    places: dict[int, list[str]] = field(default_factory=dict)
    resemblances: list[Resemblance] = field(default_factory=list)

    def result(self) -> Identified:
        self.records = {person.id: person for person in self.known}
        for seat, role, holding in self.current.holdings():
            self.records.setdefault(holding.person.id, holding.person)
            self.places.setdefault(holding.person.id, []).append(f"{seat.label} ({role.label})")
        mentions = list(_mentions(self.file, match_seats(self.file, self.current, by_name)))
        for mention in mentions:
            if settled := _settled(mention):
                self.ids[mention.key] = settled
        for mention in mentions:
            if mention.key not in self.ids:
                self.ids[mention.key] = self._recognised(mention)
        corrected = {
            self.ids[each.key]: each.person
            for each in self.resemblances
            if self.answers.get(each.key) is Sameness.CORRECTED
        }
        for mention in mentions:
            number = self.ids[mention.key]
            self.records[number] = self.records[number].completed_by(mention.person)
        for number, right in corrected.items():
            record = self.records[number]
            self.records[number] = replace(record, first_name=right.first_name, last_name=right.last_name)
        file = replace(self.file, lines=tuple(map(self._with_records, range(len(self.file.lines)), self.file.lines)))
        return Identified(file, self.records, tuple(self.resemblances))

    def _recognised(self, mention: _Mention) -> int:
        """Return the id of the person whom the answer or the proposal points at, a new one else."""
        found = self._likest(mention)
        if found:
            other, reason = found
            proposed = _proposed(mention, other, reason)
            where = typeset(self._where(other))
            case = Resemblance(mention.key, mention.line, mention.person, other, where, reason, proposed)
            self.resemblances.append(case)
            if self.answers.get(mention.key, proposed) is not Sameness.OTHER:
                return other.id
        number = min(0, *self.records) - 1 if self.records else -1
        self.records[number] = replace(mention.person, id=number)
        self.places[number] = [f"feuille {mention.line.sheet}, ligne {mention.line.row}"]
        return number

    def _likest(self, mention: _Mention) -> tuple[Person, Likeness] | None:
        """Return the person whose name is nearest; the titular of a seat is never its substitute."""
        beside = {self.ids.get((mention.key[0], role)) for role in MandateRole}
        found = [
            (other, reason)
            for other in self.records.values()
            if (reason := alike(mention.person.name, other.name)) and other.id not in beside
        ]
        order = list(Likeness)

        def rank(pair: tuple[Person, Likeness]) -> tuple[bool, bool, int, bool, bool, int]:
            other, reason = pair
            named = by_name(other) == by_name(mention.person)
            apart = other.id not in _holders(mention.seat)
            absent = other.id not in self.places
            return (not named, apart, order.index(reason), absent, other.id < 0, abs(other.id))

        return min(found, key=rank, default=None)

    def _where(self, other: Person) -> str:
        places = listing(self.places.get(other.id, ()))
        if other.id < 0:
            return f"dans le fichier : {places}"
        return places or "sans mandat dans cette composition"

    def _with_records(self, number: int, line: SeatLine) -> SeatLine:
        titular, substitute = (
            self.records[self.ids[number, role]] if line.person(role) else None for role in MandateRole
        )
        return replace(line, titular=titular, substitute=substitute)


def _mentions(file: CompositionFile, matching: Matching) -> Iterator[_Mention]:
    for number, line in enumerate(file.lines):
        for role in MandateRole:
            if person := line.person(role):
                yield _Mention((number, role), line, role, person, matching.seats.get(number))


def _holders(seat: Seat | None) -> Sequence[int]:
    return [person.id for role in MandateRole if seat and (person := held_by(seat, role))]


def _settled(mention: _Mention) -> int:
    """Return the id of who holds the very seat under that name, be it in the other role; 0 when nobody does.

    Another civility or another address may betray a namesake who took over: that is asked for.
    """
    roles = sorted(MandateRole, key=lambda role: role is not mention.role)
    holders = [holder for role in roles if mention.seat and (holder := held_by(mention.seat, role))]
    person = mention.person
    return next((each.id for each in holders if by_name(each) == by_name(person) and not _differ(each, person)), 0)


def _differ(one: Person, other: Person) -> bool:
    """Return whether two records of one name contradict each other: man and woman, or two mail addresses."""
    mails = {person.email.lower() for person in (one, other) if person.email}
    return {_gender(one), _gender(other)} == {"M", "F"} or len(mails) > 1


def _proposed(mention: _Mention, other: Person, reason: Likeness) -> Sameness:
    here = other.id in _holders(mention.seat)
    if here and by_name(mention.person) == by_name(other):
        return Sameness.SAME
    if {_gender(mention.person), _gender(other)} == {"M", "F"}:
        return Sameness.OTHER
    return Sameness.SAME if reason.is_sure or here else Sameness.OTHER


def _gender(person: Person) -> str:
    return {"M.": "M", "Mme": "F", "Mlle": "F"}.get(person.civility, "")
