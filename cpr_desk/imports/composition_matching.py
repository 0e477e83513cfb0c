"""Recognise to which seat each line of a composition file belongs."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from itertools import count

from cpr_desk.domain.composition import Composition, MandateRole, Person, Seat, Section
from cpr_desk.imports.cells import key
from cpr_desk.imports.composition_lines import CompositionFile, SeatLine
from cpr_desk.imports.names import person_key

Place = SeatLine | Seat
Tell = Callable[[Person], Hashable]
"""What tells one person from another."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The seat of each line of the file, by the line's number, and the seats that no line has taken."""

    seats: dict[int, Seat]
    left: tuple[Seat, ...]


def by_name(person: Person) -> Hashable:
    """Tell persons apart by their names, however these are typed."""
    return person_key(person.name)


def by_record(person: Person) -> Hashable:
    """Tell persons apart by the number of their records, by their names where they have none."""
    return person.id or person_key(person.name)


def held_by(place: Place, role: MandateRole) -> Person | None:
    """Return who holds a seat, or whom a line names, in that role."""
    if isinstance(place, SeatLine):
        return place.person(role)
    holding = place.holder(role)
    return holding.person if holding else None


def match_seats(file: CompositionFile, current: Composition, tell: Tell) -> Matching:
    """Match the lines to the seats of the sections that the file holds.

    Social seats are matched by their titular, then their substitute, then by régime and order; the others by
    profession and organisation, where one has several seats by their titular, then by order.
    """
    seats: dict[int, Seat] = {}
    left: list[Seat] = []
    for section in file.sections:
        lines = [(number, line) for number, line in enumerate(file.lines) if line.section is section]
        free = list(current.of(section))
        for recognise in _keys(section, tell):
            for number, line in lines:
                wanted = recognise(line)
                if number in seats or wanted is None:
                    continue
                seat = next((seat for seat in free if recognise(seat) == wanted), None)
                if seat:
                    seats[number] = seat
                    free.remove(seat)
        left += free
    return Matching(seats, tuple(left))


_Key = Callable[[Place], Hashable | None]


def _keys(section: Section, tell: Tell) -> tuple[_Key, ...]:
    """Return what a seat is recognised by, the surest first."""

    def who(role: MandateRole) -> _Key:
        def told(place: Place) -> Hashable | None:
            person = held_by(place, role)
            return tell(person) if person else None

        return told

    titular, substitute = who(MandateRole.TITULAR), who(MandateRole.SUBSTITUTE)
    if section is Section.SOCIAL:
        return (
            lambda place: (place.regime, place.votes, titular(place), substitute(place)),
            titular,
            substitute,
            lambda place: place.regime,
        )
    return (lambda place: (body_of(place), titular(place)) if held_by(place, MandateRole.TITULAR) else None, body_of)


def body_of(place: Place) -> Hashable:
    """Return what tells who designates a seat outside the social section."""
    return place.profession and key(place.profession.label), key(place.organisation)


def with_ranks(file: CompositionFile, matching: Matching, current: Composition) -> CompositionFile:
    """Give each line the rank of its seat, and those of new seats a rank that no other seat of the body bears."""
    taken: defaultdict[Hashable, set[int]] = defaultdict(set)
    for seat in current.seats:
        taken[seat.section, body_of(seat)].add(seat.rank)
    lines = []
    for number, line in enumerate(file.lines):
        ranks, own = taken[line.section, body_of(line)], matching.seats.get(number)
        rank = own.rank if own else line.rank
        if not own and line.section is not Section.SOCIAL:
            rank = next(free for free in count(1) if free not in ranks)
            ranks.add(rank)
        lines.append(replace(line, rank=rank))
    return replace(file, lines=tuple(lines))
