from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.allocation import as_revision, propose_lines
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Holding, Person, Regime, Seat, SeatState, Section
from cpr_desk.domain.controls import check, social_figures
from tests.factories import INSTALLED, seed_composition

RULES = Rules()
SEATS = st.builds(
    Seat,
    id=st.integers(1, 10_000),
    section=st.just(Section.SOCIAL),
    position=st.integers(1, 60),
    votes=st.integers(1, 5),
    regime=st.sampled_from([*Regime, None]),
    titular=st.sampled_from([None, Holding(Person(1, "Ana", "Le Goff"), INSTALLED)]),
)


def applied(composition: Composition, votes: int) -> Composition:
    """Return the composition as the proposal leaves it."""
    states, closed = as_revision(composition, propose_lines(composition, votes, RULES))
    kept = {seat.id: seat for seat in composition.seats if seat.id not in closed}
    for number, state in enumerate(states, start=20_000):
        old = kept.get(state.seat_id or 0)
        kept[state.seat_id or number] = (
            replace(old, votes=state.votes)
            if old
            else Seat(number, state.section, state.position, state.votes, state.regime)
        )
    return replace(composition, seats=tuple(kept.values()))


def professional(votes: int) -> tuple[Seat, ...]:
    return tuple(Seat(30_000 + n, Section.PROFESSIONAL, n, 1, organisation=f"Syndicat {n}") for n in range(votes))


@given(st.integers(1, 200), st.lists(SEATS, max_size=30, unique_by=lambda seat: seat.id))
def test_whatever_there_is_the_lines_sum_to_n_respect_three_votes_the_shares_and_parity(
    votes: int, seats: list[Seat]
) -> None:
    after = applied(Composition(INSTALLED, (*seats, *professional(votes))), votes)
    figures = social_figures(after)
    problems = {problem.rule for problem in check(after, RULES).problems}

    assert (figures.votes, figures.general_votes) == (votes, int(votes * 0.8 + 0.5))
    assert figures.general_votes + figures.agricultural_votes == votes
    assert all(1 <= seat.votes <= 3 for seat in after.of(Section.SOCIAL))
    assert not problems & {"parity", "shares", "votes_per_member", "scheme"}


@given(st.integers(1, 200), st.lists(SEATS, max_size=30, unique_by=lambda seat: seat.id))
def test_a_proposal_that_was_applied_proposes_nothing_more(votes: int, seats: list[Seat]) -> None:
    after = applied(Composition(INSTALLED, tuple(seats)), votes)

    assert as_revision(after, propose_lines(after, votes, RULES)) == ((), ())


def test_the_official_table_stays_as_it_is() -> None:
    assert not any(line.changes for line in propose_lines(seed_composition(), 35, RULES))


def test_one_union_more_changes_one_line() -> None:
    changed = [line for line in propose_lines(seed_composition(), 36, RULES) if line.changes]

    assert [(line.regime, line.seat and line.seat.votes, line.votes) for line in changed] == [(Regime.RG, 1, 2)]


def test_an_empty_section_gets_its_lines_in_order() -> None:
    states, closed = as_revision(Composition(INSTALLED, ()), propose_lines(Composition(INSTALLED, ()), 5, RULES))

    assert closed == ()
    assert states == (
        SeatState(Section.SOCIAL, 1, 3, Regime.RG),
        SeatState(Section.SOCIAL, 2, 1, Regime.RG),
        SeatState(Section.SOCIAL, 3, 1, Regime.MSA),
    )


def test_a_vacant_seat_closes_before_one_that_is_held() -> None:
    held = Holding(Person(1, "Ana", "Le Goff"), INSTALLED)
    vacant = Seat(1, Section.SOCIAL, 1, 1, Regime.RG)
    seats = (vacant, Seat(2, Section.SOCIAL, 2, 1, Regime.RG, titular=held))

    lines = propose_lines(Composition(INSTALLED, seats), 1, RULES)

    assert [(line.seat and line.seat.id, line.votes) for line in lines] == [(1, 0), (2, 1)]
