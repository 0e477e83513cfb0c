from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.adhesion import Adhesion, Stage, Step
from cpr_desk.domain.dossier import Dialogue, DialogueKind, Dossier, MissionState
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.regional import Count, DialogueCount, RegionalState, Spread
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.standing import CptsStanding
from tests.domain.test_standing import AT, SCALES, SIGNED, weighed
from tests.factories import adhesion


def register(*standings: CptsStanding) -> RegionalState:
    return RegionalState(AT, standings, scale_in_force(SCALES, AT))


def shown(rows: Iterable[Adhesion]) -> RegionalState:
    return register(*(weighed(Dossier(row)) for row in rows))


def test_december_2020_has_twelve_projects_validated_seven_signed_among_them() -> None:
    steps = [Step.SIGNED] * 7 + [Step.PROJECT_VALIDATED] * 3 + [Step.NEGOTIATION] * 2
    steps += [Step.LETTER_VALIDATED] * 11 + [Step.REFLECTION] * 5
    populations = [30_000, 220_000, *[(28 * 88_000 - 250_000) // 26] * 26]
    state = shown(adhesion(str(n), step=step, population=populations[n]) for n, step in enumerate(steps))

    assert (state.summary.total, state.validated.cpts, len(state.in_force)) == (28, 12, 7)
    assert state.by_stage[Stage.LETTER].cpts == 11
    assert state.spread
    assert (state.spread.least, state.spread.most) == (30_000, 220_000)
    assert abs(state.spread.mean - 88_000) <= 1


def test_what_is_not_known_counts_for_nothing_and_is_told_apart() -> None:
    state = shown([adhesion("1", step=Step.SIGNED), adhesion("2", step=Step.ABANDONED, population=7)])

    assert state.spread is None
    assert state.by_size[None] == Count(2, 7)
    assert state.by_retained_size[None] == 1
    assert state.by_department == {"44": Count(2, 7)}
    assert state.thresholds == (40_000, 80_000, 175_000)


def test_the_mean_is_rounded_half_up_over_those_alive() -> None:
    rows = [adhesion("1", population=10), adhesion("2", population=11), adhesion("3")]
    gone = adhesion("4", step=Step.TERMINATED, population=1_000)

    assert shown([*rows, gone]).spread == Spread(2, 10, 11, 11)


def test_missions_and_dialogues_are_those_of_the_contracts_in_force() -> None:
    states = (
        MissionState(Mission.ACCES, started_on=date(2022, 6, 1), deployed_on=date(2023, 6, 1)),
        MissionState(Mission.PARCOURS, started_on=date(2022, 9, 1)),
        MissionState(Mission.PREVENTION),
        MissionState(Mission.QUALITE),
    )
    held = (Dialogue(DialogueKind.YEARLY, year=1, held_on=date(2023, 4, 1)),)
    own = weighed(replace(SIGNED, missions=states, dialogues=held))
    ended = replace(SIGNED.adhesion, id=2, step=Step.TERMINATED)
    state = register(own, weighed(replace(SIGNED, adhesion=ended, missions=states)))
    counts = {each.mission: (each.planned, each.started, each.deployed, each.late) for each in state.missions}

    assert counts[Mission.ACCES] == (0, 1, 1, 0)
    assert counts[Mission.PARCOURS] == (0, 1, 0, 1)
    assert counts[Mission.PREVENTION] == (1, 0, 0, 1)
    assert counts[Mission.QUALITE] == (1, 0, 0, 0)
    assert state.dialogues == DialogueCount(2, 1, 1)
    assert state.by_retained_size[SizeClass.SIZE_1] == 1


def test_the_money_of_the_years_adds_up_to_that_of_the_cpts() -> None:
    state = register(weighed(SIGNED), weighed(replace(SIGNED, adhesion=replace(SIGNED.adhesion, id=2))))

    assert state.money.due == sum(each.due for each in state.standings)
    assert state.money.paid == sum(each.paid for each in state.standings) == Decimal(99_000)
    assert [each.label for each in state.years] == ["2022", "2023", "2024", "2025"]


@given(st.lists(st.tuples(st.sampled_from(list(Step)), st.none() | st.integers(0, 400_000)), max_size=20))
def test_every_count_adds_up_to_the_register(rows: list[tuple[Step, int | None]]) -> None:
    state = shown(adhesion(str(n), step=step, population=people) for n, (step, people) in enumerate(rows))
    people = sum(population or 0 for _, population in rows)
    for counts in (state.by_stage, state.by_department, state.by_size):
        assert sum(each.cpts for each in counts.values()) == len(rows) == state.summary.total
        assert sum(each.population for each in counts.values()) == people
