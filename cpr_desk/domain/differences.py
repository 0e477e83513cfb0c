"""What changed between two compositions: seats, persons, votes, places in the table, professions, presidents."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cpr_desk.domain.composition import Composition, Holding, MandateRole, Person, Profession, Seat, Section
from cpr_desk.domain.presidency import SectionPresident, president_at


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the commission: a seat, as titular or as substitute."""

    seat: Seat
    role: MandateRole

    @property
    def key(self) -> tuple[int, MandateRole]:
        """What makes it the same place on two days."""
        return self.seat.id, self.role

    @property
    def label(self) -> str:
        """« Médecins – CSMF (titulaire) »."""
        return f"{self.seat.label} ({self.role.label})"


@dataclass(frozen=True, slots=True)
class Member:
    """A person with every place held on one day, in seat order."""

    person: Person
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A member on both days whose places changed."""

    before: Member
    after: Member


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A seat on both days whose votes, place in the table or two holders changed."""

    before: Seat
    after: Seat


@dataclass(frozen=True, slots=True)
class Renewal:
    """A place that the same person holds on both days, by another mandate."""

    place: Place
    before: Holding
    after: Holding


@dataclass(frozen=True, slots=True)
class PresidentChange:
    """The president of a section on both days; None: none designated."""

    section: Section
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Differences:
    """What leads from one composition to another; each change is said once.

    A person who goes from one place to another has `moved`: neither left nor arrived. `swapped` are the seats whose
    titular and substitute changed places, `renewed` the places that the same person holds by another mandate,
    `placed` the fewest seats whose move explains the new order of the table.
    """

    before: Composition
    after: Composition
    arrived: tuple[Member, ...] = ()
    left: tuple[Member, ...] = ()
    moved: tuple[Move, ...] = ()
    swapped: tuple[SeatChange, ...] = ()
    renewed: tuple[Renewal, ...] = ()
    opened: tuple[Seat, ...] = ()
    closed: tuple[Seat, ...] = ()
    votes: tuple[SeatChange, ...] = ()
    placed: tuple[SeatChange, ...] = ()
    represented: tuple[Profession, ...] = ()
    unrepresented: tuple[Profession, ...] = ()
    presidents: tuple[PresidentChange, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return self.count > 0

    @property
    def count(self) -> int:
        """How many changes there are."""
        groups: tuple[Sequence[object], ...] = (
            (*self.arrived, *self.left, *self.moved, *self.swapped, *self.renewed),
            (*self.opened, *self.closed, *self.votes, *self.placed),
            (*self.represented, *self.unrepresented, *self.presidents),
        )
        return sum(len(group) for group in groups)


def members(composition: Composition) -> dict[int, Member]:
    """Return who sits, by id, each with every place held."""
    held: dict[int, Member] = {}
    for seat, role, holding in composition.holdings():
        known = held.get(holding.person.id)
        places = (*(known.places if known else ()), Place(seat, role))
        held[holding.person.id] = Member(holding.person, places)
    return held


def differences(before: Composition, after: Composition, presidents: Iterable[SectionPresident] = ()) -> Differences:
    """Return what changed from one composition to another, and who then presides each section.

    Example: a titular and a substitute who trade places are one swap; somebody who leaves the union's seat for
    another's has moved; whoever sits nowhere afterwards has left.
    """
    old, new = {seat.id: seat for seat in before.seats}, {seat.id: seat for seat in after.seats}
    kept = tuple(SeatChange(old[seat.id], seat) for seat in after.seats if seat.id in old)
    swapped = tuple(pair for pair in kept if _is_swap(pair))
    was, now = members(before), members(after)
    spoken_for = _Swaps(swapped)
    had, have = _represented(before), _represented(after)
    return Differences(
        before,
        after,
        arrived=tuple(member for key, member in now.items() if key not in was),
        left=tuple(member for key, member in was.items() if key not in now),
        moved=tuple(
            Move(was[key], member)
            for key, member in now.items()
            if key in was and spoken_for.rest(was[key]) != spoken_for.rest(member)
        ),
        swapped=swapped,
        renewed=tuple(found for pair in kept for role in MandateRole if (found := _renewal(pair, role))),
        opened=tuple(seat for seat in after.seats if seat.id not in old),
        closed=tuple(seat for seat in before.seats if seat.id not in new),
        votes=tuple(pair for pair in kept if pair.before.votes != pair.after.votes),
        placed=_placed(kept, before),
        represented=tuple(profession for code, profession in have.items() if code not in had),
        unrepresented=tuple(profession for code, profession in had.items() if code not in have),
        presidents=_presidents(before, after, tuple(presidents)),
    )


class _Swaps:
    """The places that the swaps explain, before and after alike."""

    def __init__(self, swapped: Iterable[SeatChange]) -> None:
        self._seats = {pair.after.id for pair in swapped}

    def rest(self, member: Member) -> set[tuple[int, MandateRole]]:
        """Return the places of a member that no swap explains."""
        return {place.key for place in member.places if place.seat.id not in self._seats}


def _is_swap(pair: SeatChange) -> bool:
    before = [_person(pair.before.holder(role)) for role in MandateRole]
    after = [_person(pair.after.holder(role)) for role in MandateRole]
    return None not in before and before[0] != before[1] and before == after[::-1]


def _renewal(pair: SeatChange, role: MandateRole) -> Renewal | None:
    before, after = pair.before.holder(role), pair.after.holder(role)
    if before is None or after is None or before.person.id != after.person.id or before.since == after.since:
        return None
    return Renewal(Place(pair.after, role), before, after)


def _person(holding: Holding | None) -> int | None:
    return holding.person.id if holding else None


def _placed(kept: Sequence[SeatChange], before: Composition) -> tuple[SeatChange, ...]:
    """Return the fewest seats that must move to make the old order the new one; those added or closed push nobody."""
    pairs = {pair.after.id: pair for pair in kept}
    moved: list[SeatChange] = []
    for section in Section:
        wanted = {pair.after.id: number for number, pair in enumerate(kept) if pair.after.section is section}
        order = [seat.id for seat in before.of(section) if seat.id in wanted]
        runs: list[list[int]] = []
        for seat in order:
            length = bisect_left([wanted[run[-1]] for run in runs], wanted[seat])
            runs[length : length + 1] = [[*(runs[length - 1] if length else ()), seat]]
        staying = set(runs[-1] if runs else ())
        moved += [pairs[seat] for seat in wanted if seat not in staying]
    return tuple(moved)


def _represented(composition: Composition) -> dict[str, Profession]:
    """Return the professions with a titular on one of their voting seats, by code."""
    return {
        seat.profession.code: seat.profession
        for seat in composition.seats
        if seat.profession and seat.titular and seat.section.votes
    }


def _presidents(
    before: Composition, after: Composition, presidents: Sequence[SectionPresident]
) -> tuple[PresidentChange, ...]:
    found = []
    for section in Section:
        was, now = (president_at(presidents, section, each.at) for each in (before, after))
        if (was and was.person.id) != (now and now.person.id):
            found.append(PresidentChange(section, was.name if was else None, now.name if now else None))
    return tuple(found)
