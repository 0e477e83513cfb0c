"""The controls over the members: several roles, terms that end too soon, letters and addresses that are missing."""

from collections import Counter
from collections.abc import Iterable, Iterator

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.composition import Composition, MandateRole, Person, Seat, Section
from cpr_desk.domain.french import NBSP, date_digits, listing, plural
from cpr_desk.domain.problems import S3, Problem, Remedy, Severity

_PRACTICE = f"Pratique du secrétariat, {DEFAULT_RULE_NOTICE}"


def person_problems(composition: Composition) -> Iterator[Problem]:
    """Yield what concerns the persons who sit: roles that add up, letters and addresses that are missing."""
    yield from _roles(composition)
    yield from _addresses(composition)
    yield from _letters(composition)


def _roles(composition: Composition) -> Iterator[Problem]:
    held: dict[int, tuple[Person, Counter[Seat]]] = {}
    for seat, _role, holding in composition.holdings():
        held.setdefault(holding.person.id, (holding.person, Counter()))[1][seat] += 1
    for person, seats in held.values():
        for seat in (seat for seat, places in seats.items() if places > 1):
            yield Problem(
                "titular_and_substitute",
                Severity.ERROR,
                f"{person.name} est {_both(person)} du même siège ({seat.label}).",
                "Désignez une autre personne à l’une des deux places.",
                f"Une personne ne peut pas se suppléer elle-même, {DEFAULT_RULE_NOTICE}",
                Certainty.DEFAULT,
                (seat.id,),
                Remedy.DESIGNATE,
                (person.id,),
            )
        if len(seats) > 1:
            yield Problem(
                "several_roles",
                Severity.INFO,
                f"{person.name} siège à plusieurs titres ({listing(map(_named, seats))}).",
                f"Rien n’oblige à changer{NBSP}: vérifiez seulement que c’est bien la même personne.",
                f"{S3}{NBSP}: deux personnes y siègent à deux titres",
                seats=tuple(seat.id for seat in seats),
                remedy=Remedy.PERSON,
                persons=(person.id,),
            )


def _both(person: Person) -> str:
    return listing(role.said_of(person) for role in MandateRole)


def _named(seat: Seat) -> str:
    """Name a seat apart from the others: the lines of one régime differ by their places only."""
    return seat.label if seat.section is Section.SOCIAL else seat.represents


def term_problems(composition: Composition, at_meeting: Composition | None) -> Iterator[Problem]:
    """Yield the mandates that leave their places empty at the next meeting, whose composition is given."""
    if at_meeting is None:
        return
    empty = {(seat.id, role) for seat in at_meeting.seats for role in MandateRole if seat.holder(role) is None}
    ending = [(seat, holding) for seat, role, holding in composition.holdings() if (seat.id, role) in empty]
    if ending:
        number = plural(len(ending), "mandat se termine", "mandats se terminent")
        ends = (f"{each.person.name}, le {date_digits(each.until)}" for _, each in ending if each.until)
        yield Problem(
            "mandate_ending",
            Severity.WARNING,
            f"{number} avant la réunion du {date_digits(at_meeting.at)} ({_some(ends)}).",
            "Faites renouveler la désignation, ou désignez un successeur, avant de convoquer.",
            _PRACTICE,
            Certainty.DEFAULT,
            tuple(dict.fromkeys(seat.id for seat, _ in ending)),
            Remedy.DESIGNATE,
            tuple(dict.fromkeys(holding.person.id for _, holding in ending)),
        )


def _addresses(composition: Composition) -> Iterator[Problem]:
    unreachable = [
        (seat, holding.person)
        for seat, _role, holding in composition.holdings()
        if not holding.person.email and not (holding.person.address and holding.person.postcode)
    ]
    persons = {person.id: person.name for _, person in unreachable}
    if unreachable:
        yield Problem(
            "missing_addresses",
            Severity.WARNING,
            f"{plural(len(persons), 'membre')} sans courriel ni adresse postale complète ({_some(persons.values())}).",
            f"Complétez les coordonnées{NBSP}: sans elles, la convocation ne peut pas partir.",
            _PRACTICE,
            Certainty.DEFAULT,
            tuple(dict.fromkeys(seat.id for seat, _ in unreachable)),
            Remedy.PERSON,
            tuple(persons),
        )


def _letters(composition: Composition) -> Iterator[Problem]:
    without = [(seat, holding) for seat, _role, holding in composition.holdings() if not holding.letter]
    if without:
        number = plural(len(without), "désignation sans lettre enregistrée", "désignations sans lettre enregistrée")
        yield Problem(
            "missing_letters",
            Severity.INFO,
            f"{number} ({_some(holding.person.name for _, holding in without)}).",
            "Notez la date et la référence de la lettre par laquelle l’organisation désigne son représentant.",
            _PRACTICE,
            Certainty.DEFAULT,
            tuple(dict.fromkeys(seat.id for seat, _ in without)),
            Remedy.MANDATE,
            tuple(dict.fromkeys(holding.person.id for _, holding in without)),
        )


_NAMED = 5
"""How many names a sentence can carry; the table selects them all."""


def _some(names: Iterable[str]) -> str:
    known = list(dict.fromkeys(names))
    more = len(known) - _NAMED
    return listing([*known[:_NAMED], f"{more} autres"] if more > 1 else known)
