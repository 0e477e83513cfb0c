"""Propose the lines of the social section for a number of votes, starting from those there are (domain.md §2.2)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Regime, Seat, SeatState, Section
from cpr_desk.domain.controls import social_allocation


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One line of the social section: `seat` None adds it, `votes` 0 closes it."""

    regime: Regime
    votes: int
    seat: Seat | None = None

    @property
    def changes(self) -> bool:
        """Whether the line differs from the seat as it is."""
        return self.seat is None or self.votes != self.seat.votes


def propose_lines(composition: Composition, votes: int, rules: Rules) -> tuple[ProposedLine, ...]:
    """Return the lines that give the social section these votes, 80 % of them to the régime général.

    Seats keep their votes where they can; those too many are closed, the vacant ones first, then from the end of the
    table; those missing are added. Example: 35 votes are the 13 lines of S3, left as they are.
    """
    general, agricultural = social_allocation(votes, rules)
    social = composition.of(Section.SOCIAL)
    return (
        *_scheme([seat for seat in social if seat.regime and seat.regime.is_general], general, Regime.RG),
        *_scheme([seat for seat in social if seat.regime and not seat.regime.is_general], agricultural, Regime.MSA),
        *(ProposedLine(Regime.RG, 0, seat) for seat in social if seat.regime is None),
    )


def _scheme(seats: Sequence[Seat], wanted: Sequence[int], added: Regime) -> Iterator[ProposedLine]:
    """Leave as many seats as may be with the votes they have, then share out what is left, then add lines."""
    left = Counter(wanted)
    given: dict[int, int] = {}
    by_right = sorted(seats, key=_closes_last)
    for seat in by_right:
        if left[seat.votes]:
            given[seat.id] = seat.votes
            left[seat.votes] -= 1
    rest = sorted(left.elements(), reverse=True)
    for seat in by_right:
        if seat.id not in given and rest:
            given[seat.id] = rest.pop(0)
    yield from (ProposedLine(seat.regime or added, given.get(seat.id, 0), seat) for seat in seats)
    yield from (ProposedLine(added, votes) for votes in rest)


def _closes_last(seat: Seat) -> tuple[bool, bool, int]:
    return (seat.titular is None, seat.substitute is None, seat.position)


def as_revision(
    composition: Composition, lines: Sequence[ProposedLine]
) -> tuple[tuple[SeatState, ...], tuple[int, ...]]:
    """Return the seats to bring to a state and those to close, so that the proposal holds; unchanged ones stay out.

    Added lines stand after those of the section.
    """
    social = composition.of(Section.SOCIAL)
    position = max((seat.position for seat in social), default=0)
    states: list[SeatState] = []
    for line in lines:
        if line.seat is None:
            position += 1
            states.append(SeatState(Section.SOCIAL, position, line.votes, line.regime))
        elif line.changes and line.votes:
            states.append(replace(SeatState.of(line.seat), votes=line.votes))
    return tuple(states), tuple(line.seat.id for line in lines if line.seat and not line.votes)
