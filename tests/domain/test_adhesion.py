from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.adhesion import (
    Adhesion,
    Stage,
    Step,
    StepTaken,
    Transition,
    check_transition,
    summarise,
    the_cpts,
)
from cpr_desk.domain.french import typeset
from cpr_desk.domain.sizes import SizeClass

DAY = date(2021, 2, 4)
LATER = date(2021, 6, 1)
PATH = [
    Step.REFLECTION,
    Step.LETTER_DEPOSITED,
    Step.LETTER_VALIDATED,
    Step.PROJECT_SENT,
    Step.PROJECT_VALIDATED,
    Step.NEGOTIATION,
    Step.SIGNED,
]
steps = st.sampled_from(list(Step))


def after(current: Step, step: Step, on: date = LATER) -> Transition:
    return check_transition([StepTaken(current, DAY)], step, on)


@pytest.mark.parametrize(("current", "step"), list(pairwise(PATH)))
def test_each_step_of_the_path_leads_to_the_next_without_remark(current: Step, step: Step) -> None:
    assert after(current, step) == Transition()


@pytest.mark.parametrize("current", PATH[:-1])
def test_a_project_is_abandoned_at_any_step_before_the_signature(current: Step) -> None:
    assert after(current, Step.ABANDONED) == Transition()


@pytest.mark.parametrize("current", [Step.SIGNED, Step.RENEWED, Step.TERMINATED])
def test_nothing_is_abandoned_after_the_signature(current: Step) -> None:
    assert "avant la signature" in " ".join(after(current, Step.ABANDONED).refusals)


@pytest.mark.parametrize("step", [Step.RENEWED, Step.TERMINATED])
@pytest.mark.parametrize("current", [Step.SIGNED, Step.RENEWED])
def test_a_contract_in_force_is_renewed_again_or_terminated(current: Step, step: Step) -> None:
    assert after(current, step) == Transition()


@pytest.mark.parametrize("step", [Step.RENEWED, Step.TERMINATED])
@pytest.mark.parametrize("current", [*PATH[:-1], Step.ABANDONED])
def test_without_a_contract_there_is_nothing_to_renew_or_terminate(current: Step, step: Step) -> None:
    assert "enregistrez d’abord la signature" in " ".join(after(current, step).refusals)


def test_a_terminated_contract_is_not_renewed() -> None:
    assert not after(Step.TERMINATED, Step.RENEWED).allowed


def test_skipped_steps_are_named_in_a_warning() -> None:
    transition = after(Step.LETTER_DEPOSITED, Step.PROJECT_VALIDATED)
    assert transition.allowed
    assert transition.warnings == (
        typeset("Étapes non renseignées : « Lettre d’intention validée » et « Projet de santé transmis »."),
    )


def test_the_path_never_goes_backward() -> None:
    assert after(Step.NEGOTIATION, Step.LETTER_VALIDATED).refusals == (
        typeset(
            "« Lettre d’intention validée » vient avant « Négociation de l’ACI ». "
            "Pour réparer une erreur de saisie, corrigez l’étape."
        ),
    )


@pytest.mark.parametrize("step", PATH[:-1])
def test_no_step_of_the_path_is_possible_under_a_contract(step: Step) -> None:
    assert "avant sa fin" in " ".join(after(Step.RENEWED, step).refusals)


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.RENEWED])
def test_a_step_is_not_taken_twice(step: Step) -> None:
    assert after(step, step).refusals == (typeset(f"La CPTS est déjà à l’étape « {step.label} »."),)


@pytest.mark.parametrize("ended", [Step.ABANDONED, Step.TERMINATED])
@pytest.mark.parametrize("step", PATH)
def test_after_an_end_the_path_may_start_again_with_a_warning(ended: Step, step: Step) -> None:
    transition = after(ended, step)
    assert transition.allowed
    assert transition.warnings == (typeset(f"« {ended.label} » depuis le 04/02/2021 : la CPTS reprend le parcours."),)


def test_a_date_before_the_current_step_is_refused_together_with_the_other_objections() -> None:
    refusals = after(Step.NEGOTIATION, Step.REFLECTION, date(2021, 2, 3)).refusals
    assert len(refusals) == 2
    assert refusals[0].startswith("La date du 03/02/2021 précède")


def test_the_same_day_is_not_before() -> None:
    assert after(Step.PROJECT_VALIDATED, Step.NEGOTIATION, DAY).allowed


@pytest.mark.parametrize("step", list(Step))
def test_a_cpts_enters_the_register_at_any_step(step: Step) -> None:
    transition = check_transition([], step, DAY)
    assert transition.allowed
    assert bool(transition.warnings) == (step in {Step.RENEWED, Step.TERMINATED})


@given(steps, steps, st.dates(date(2020, 1, 1), date(2023, 1, 1)))
def test_a_refused_step_gives_no_warning_besides(current: Step, step: Step, on: date) -> None:
    transition = after(current, step, on)
    assert transition.allowed or not transition.warnings
    assert on >= DAY or not transition.allowed


def test_the_history_is_judged_by_day_whatever_its_order() -> None:
    history = [StepTaken(Step.LETTER_VALIDATED, LATER), StepTaken(Step.REFLECTION, DAY)]
    assert check_transition(history, Step.PROJECT_SENT, LATER) == Transition()


def test_of_two_steps_of_one_day_the_last_given_stands() -> None:
    history = [StepTaken(Step.REFLECTION, DAY), StepTaken(Step.LETTER_VALIDATED, DAY)]
    assert check_transition(history, Step.PROJECT_SENT, LATER) == Transition()


def adhesion(code: int, step: Step, department: str, population: int | None, size: SizeClass | None) -> Adhesion:
    return Adhesion(code, f"CPTS-{code}", f"CPTS {code}", department, step, population=population, size=size)


REGISTER = [
    adhesion(1, Step.SIGNED, "44", 88_000, SizeClass.SIZE_3),
    adhesion(2, Step.RENEWED, "85", 30_000, SizeClass.SIZE_1),
    adhesion(3, Step.PROJECT_SENT, "44", 220_000, SizeClass.SIZE_4),
    adhesion(4, Step.REFLECTION, "49", None, None),
    adhesion(5, Step.ABANDONED, "49", 45_000, SizeClass.SIZE_2),
    adhesion(6, Step.TERMINATED, "72", 60_000, SizeClass.SIZE_2),
]


def test_the_summary_counts_every_stage_and_size_even_at_zero() -> None:
    summary = summarise(REGISTER, DAY, 1_000_000)
    assert summary.by_stage == {
        Stage.REFLECTION: 1,
        Stage.LETTER: 1,
        Stage.PROJECT_VALIDATED: 0,
        Stage.NEGOTIATION: 0,
        Stage.SIGNED: 2,
        Stage.TERMINATED: 1,
        Stage.ABANDONED: 1,
    }
    assert summary.by_size == {
        SizeClass.SIZE_1: 1,
        SizeClass.SIZE_2: 2,
        SizeClass.SIZE_3: 1,
        SizeClass.SIZE_4: 1,
        None: 1,
    }
    assert list(summary.by_department.items()) == [("44", 2), ("49", 2), ("72", 1), ("85", 1)]


def test_only_contracts_in_force_cover_and_only_open_projects_count() -> None:
    summary = summarise(REGISTER, DAY, 1_000_000)
    assert summary.population_covered == 118_000
    assert summary.population_projects == 338_000
    assert summary.population_by_stage[Stage.ABANDONED] == 45_000
    assert summary.coverage == pytest.approx(0.118)


def test_the_coverage_is_unknown_without_the_region_s_population() -> None:
    assert summarise(REGISTER, DAY, None).coverage is None


def test_an_empty_register_still_has_every_key() -> None:
    summary = summarise([], DAY, 1_000_000)
    assert set(summary.by_stage) == set(summary.population_by_stage) == set(Stage)
    assert set(summary.by_size) == {*SizeClass, None}
    assert summary.total == summary.population_covered == summary.population_projects == 0


@given(
    st.lists(
        st.builds(
            adhesion,
            st.integers(1),
            steps,
            st.sampled_from(["44", "49"]),
            st.none() | st.integers(0, 300_000),
            st.none() | st.sampled_from(list(SizeClass)),
        )
    )
)
def test_every_breakdown_adds_up_to_the_total(register: list[Adhesion]) -> None:
    summary = summarise(register, DAY, 1)
    for counts in (summary.by_stage, summary.by_department, summary.by_size):
        assert sum(counts.values()) == summary.total == len(register)
    assert summary.population_covered <= summary.population_projects <= sum(summary.population_by_stage.values())


def test_the_national_stages_of_december_2020_are_exclusive() -> None:
    counted = {Step.REFLECTION: 326, Step.LETTER_VALIDATED: 158, Step.NEGOTIATION: 30, Step.SIGNED: 85}
    register = [adhesion(n, step, "44", 1, None) for step, number in counted.items() for n in range(number)]
    summary = summarise(register, DAY, None)
    assert summary.total == 599
    assert [summary.by_stage[step.stage] for step in counted] == [326, 158, 30, 85]


def test_every_step_and_stage_has_a_french_name_of_its_own() -> None:
    assert len({step.label for step in Step}) == len(Step)
    assert len({stage.label for stage in Stage}) == len(Stage)
    assert [step.stage for step in PATH] == [
        Stage.REFLECTION,
        Stage.LETTER,
        Stage.LETTER,
        Stage.LETTER,
        Stage.PROJECT_VALIDATED,
        Stage.NEGOTIATION,
        Stage.SIGNED,
    ]


@pytest.mark.parametrize("name", ["CPTS Anjou Bleu", "Anjou Bleu"])
def test_a_sentence_names_a_cpts_with_its_article_whatever_its_name_says(name: str) -> None:
    assert the_cpts(name) == "la CPTS Anjou Bleu"
