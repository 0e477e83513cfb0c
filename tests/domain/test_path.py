from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.adhesion import PATH, Stage, Step, StepTaken
from cpr_desk.domain.dossier import Dossier, FilePaper
from cpr_desk.domain.french import typeset
from cpr_desk.domain.mandates import Fault
from cpr_desk.domain.path import (
    TACIT_AUTHOR,
    Reached,
    Silence,
    Verdict,
    author_words,
    judge_step,
    milestones,
    misplaced,
    next_step,
    refuse_removal,
    tacit_validation,
)
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

TODAY = date(2023, 1, 1)
SCALES = tuple(load_scales(reference_dir()).values())


def on(month: int, day: int = 1, year: int = 2022) -> date:
    return date(year, month, day)


def taken(*steps: Step) -> tuple[StepTaken, ...]:
    """The first of each month of 2022, one step a month."""
    return tuple(StepTaken(step, on(month), id=month) for month, step in enumerate(steps, start=1))


def judged(history: tuple[StepTaken, ...], step: Step, day: date, comment: str = "") -> Verdict:
    return judge_step(history, StepTaken(step, day, comment=comment), TODAY)


def test_the_next_step_meets_no_remark() -> None:
    assert judged(taken(Step.REFLECTION), Step.LETTER_DEPOSITED, on(6)) == Verdict()


def test_a_signature_before_the_validation_is_an_objection_to_its_day() -> None:
    history = taken(Step.REFLECTION, Step.LETTER_VALIDATED, Step.PROJECT_SENT, Step.PROJECT_VALIDATED)
    verdict = judged(history, Step.SIGNED, on(3, 15))

    assert verdict.refusals == ()
    (objection,) = verdict.objections
    assert objection.fault is Fault.SINCE
    assert objection.what == typeset("« Projet de santé validé », du 01/04/2022, ne peut pas suivre cette étape.")
    assert verdict.warnings == (
        typeset("Étapes non renseignées : « Projet de santé validé » et « Négociation de l’ACI »."),
        typeset("Le registre montrera « Projet de santé validé », du 01/04/2022, et non cette étape."),
    )


def test_a_step_back_is_an_objection_to_the_step() -> None:
    (objection,) = judged(taken(Step.REFLECTION, Step.NEGOTIATION), Step.LETTER_VALIDATED, on(6)).objections
    assert objection.fault is Fault.STEP
    assert "vient avant" in objection.what


def test_an_exception_with_its_reason_lifts_objections_and_nothing_else() -> None:
    history = taken(Step.REFLECTION, Step.NEGOTIATION)
    plain = StepTaken(Step.LETTER_VALIDATED, on(6))
    reasoned = replace(plain, exception="Nouvelle lettre après fusion")

    assert judge_step(history, plain, TODAY).against(plain)
    assert judge_step(history, reasoned, TODAY).against(reasoned) == ()
    late = replace(reasoned, on=date(2023, 1, 2))
    assert [each.what for each in judge_step(history, late, TODAY).against(late)] == ["Cette date est à venir."]


def test_only_the_end_of_a_contract_may_be_to_come() -> None:
    history = taken(Step.SIGNED)
    assert judged(history, Step.TERMINATED, on(6, year=2024)).refusals == ()
    assert judged(history, Step.RENEWED, on(6, year=2024)).refusals


def test_a_step_is_recorded_once_a_day() -> None:
    history = taken(Step.SIGNED, Step.RENEWED)
    assert [each.fault for each in judged(history, Step.RENEWED, on(2)).refusals] == [Fault.SINCE]
    assert judged(history, Step.RENEWED, on(3)) == Verdict()


def test_a_project_is_not_abandoned_without_a_reason() -> None:
    history = taken(Step.REFLECTION, Step.LETTER_VALIDATED)
    assert [each.fault for each in judged(history, Step.ABANDONED, on(6)).refusals] == [Fault.REASON]
    assert judged(history, Step.ABANDONED, on(6), comment="Porteur parti") == Verdict()


def test_an_abandoned_project_is_taken_up_again_with_a_word() -> None:
    history = taken(Step.REFLECTION, Step.LETTER_VALIDATED, Step.ABANDONED)
    verdict = judged(history, Step.LETTER_VALIDATED, on(6))
    assert not verdict.objections
    assert "reprend le parcours" in " ".join(verdict.warnings)


def test_a_step_corrected_is_not_compared_with_itself() -> None:
    history = taken(Step.REFLECTION, Step.LETTER_VALIDATED, Step.PROJECT_SENT)
    assert judge_step(history, replace(history[1], on=on(2, 20), author="ARS"), TODAY) == Verdict(
        warnings=(typeset("Étapes non renseignées : « Lettre d’intention déposée »."),)
    )
    assert judge_step(history, replace(history[1], on=on(3, 20)), TODAY).objections


def test_two_steps_of_one_day_stand_in_the_order_of_their_recording() -> None:
    same = (StepTaken(Step.LETTER_DEPOSITED, on(1), id=1), StepTaken(Step.LETTER_VALIDATED, on(1), id=2))
    assert judge_step(same, replace(same[0], author="Mme Marlou"), TODAY) == Verdict()
    assert judged(same, Step.REFLECTION, on(1)).objections


def test_what_an_exception_already_explains_hinders_nothing() -> None:
    history = (
        StepTaken(Step.REFLECTION, on(1), id=1),
        StepTaken(Step.LETTER_VALIDATED, on(4), exception="Registre reconstitué", id=2),
    )
    assert not judged(history, Step.PROJECT_SENT, on(3)).objections


def test_a_follower_that_was_out_of_order_before_is_not_told_again() -> None:
    history = taken(Step.NEGOTIATION, Step.LETTER_VALIDATED)
    assert not judged(history, Step.SIGNED, on(1, 15)).objections


def test_the_only_step_and_what_a_contract_hangs_on_stay() -> None:
    (alone,) = taken(Step.REFLECTION)
    assert "ne serait plus au registre" in refuse_removal((alone,), alone)[0].what

    signed = taken(Step.NEGOTIATION, Step.SIGNED, Step.RENEWED)
    assert "en dépend" in refuse_removal(signed, signed[1])[0].what
    assert refuse_removal(signed, signed[2]) == ()
    assert refuse_removal(signed, signed[0]) == ()

    twice = taken(Step.SIGNED, Step.RENEWED, Step.TERMINATED)
    assert refuse_removal(twice, twice[1]) == ()

    explained = (*signed[:2], replace(signed[2], exception="Contrat repris"))
    assert refuse_removal(explained, explained[1]) == ()


def test_steps_out_of_order_are_found() -> None:
    history = taken(Step.REFLECTION, Step.NEGOTIATION, Step.LETTER_VALIDATED)
    assert list(misplaced(history)) == [3]
    assert misplaced(history[:2]) == {}


WANTED = st.lists(st.tuples(st.sampled_from(list(Step)), st.integers(1, 12), st.booleans()), max_size=9)
"""Steps as somebody would record them one after another, in any order: the step, its month, whether by exception."""


def recorded(wanted: list[tuple[Step, int, bool]]) -> tuple[StepTaken, ...]:
    history: tuple[StepTaken, ...] = ()
    for number, (step, month, excepted) in enumerate(wanted, start=1):
        new = StepTaken(step, on(month), comment="Motif", exception="Reprise" if excepted else "")
        if not judge_step(history, new, TODAY).against(new):
            history = tuple(sorted((*history, replace(new, id=number)), key=lambda each: (each.on, each.id)))
    return history


@given(WANTED)
def test_what_was_recorded_without_objection_is_never_out_of_order(wanted: list[tuple[Step, int, bool]]) -> None:
    history = recorded([(step, month, excepted and step.stage is not Stage.SIGNED) for step, month, excepted in wanted])
    assert misplaced(history) == {}


@given(WANTED)
def test_the_path_and_the_register_agree_on_who_has_a_contract(wanted: list[tuple[Step, int, bool]]) -> None:
    for history in (recorded(wanted), ordered(wanted)):
        shown = history[-1].step.stage if history else Stage.REFLECTION  # as the register reads it: the last by its day
        if shown.is_open:
            done = milestones(history)[-1].state in (Reached.DONE, Reached.SKIPPED)
            assert done == (shown is Stage.SIGNED)


def ordered(wanted: list[tuple[Step, int, bool]]) -> tuple[StepTaken, ...]:
    """Whatever the rules say of it, as an import writes it."""
    steps = (
        StepTaken(step, on(month), exception="Reprise" if excepted else "", id=number)
        for number, (step, month, excepted) in enumerate(wanted, start=1)
    )
    return tuple(sorted(steps, key=lambda each: (each.on, each.id)))


SIGNED_EARLY = (*taken(Step.REFLECTION, Step.LETTER_VALIDATED), StepTaken(Step.SIGNED, on(3), exception="Lot", id=3))
"""A contract signed, by exception, before the project was validated."""


def test_a_contract_signed_by_exception_is_not_taken_out_of_the_register_by_a_step_of_later() -> None:
    (objection,) = judged(SIGNED_EARLY, Step.PROJECT_VALIDATED, on(6)).objections
    assert objection.fault is Fault.STEP
    assert objection.what.startswith("Le contrat est signé")
    assert objection.what_to_do.startswith("Donnez-lui un jour avant le 01/03/2022, celui de l’exception.")
    assert judged(SIGNED_EARLY, Step.PROJECT_VALIDATED, on(2, 15)).objections == ()
    assert judged(SIGNED_EARLY, Step.RENEWED, on(6)) == Verdict()


def test_a_signature_put_before_a_step_that_is_known_shows_that_step_out_of_order() -> None:
    history = (*SIGNED_EARLY, StepTaken(Step.PROJECT_VALIDATED, on(6), id=6))
    assert list(misplaced(history)) == [6]
    assert next_step(history) is Step.NEGOTIATION


def test_a_step_behind_another_says_that_the_register_will_show_it() -> None:
    told = typeset("Le registre montrera cette étape : « Projet de santé validé », plus avancée, est déjà enregistrée.")
    assert judged(early()[:-1], Step.PROJECT_SENT, on(6)).warnings == (told,)
    assert judge_step(early(), EARLY, TODAY).warnings[-1] == typeset(
        "Le registre montrera « Projet de santé transmis », du 01/04/2022, et non cette étape."
    )
    ended = (*taken(Step.LETTER_VALIDATED, Step.ABANDONED, Step.LETTER_VALIDATED),)
    assert judged(ended, Step.PROJECT_SENT, on(1, 15)) == Verdict()
    assert told not in judged(early(), Step.NEGOTIATION, on(6)).warnings
    assert told not in judge_step(early(), replace(early()[2], author="CPTS"), TODAY).warnings


EARLY = StepTaken(Step.PROJECT_VALIDATED, on(1, 15), exception="Validé en séance avant la lettre", id=9)
"""A project validated, by exception, before the letter and the project sent."""


def early() -> tuple[StepTaken, ...]:
    first, *others = taken(Step.REFLECTION, Step.LETTER_DEPOSITED, Step.LETTER_VALIDATED, Step.PROJECT_SENT)
    return (first, EARLY, *others)


def test_an_exception_with_its_reason_settles_the_order_of_what_follows() -> None:
    assert misplaced(early()) == {}
    assert list(misplaced([replace(each, exception="") for each in early()])) == [2]

    back = (*taken(Step.REFLECTION, Step.NEGOTIATION), StepTaken(Step.LETTER_VALIDATED, on(6), exception="x", id=6))
    assert misplaced(back) == {}
    assert not judged(back, Step.PROJECT_SENT, on(7)).objections
    assert not judged(back, Step.SIGNED, on(7)).objections
    assert judged(back, Step.REFLECTION, on(7)).objections


def test_a_step_before_an_exception_leaves_its_place_to_the_first_that_follows_in_order() -> None:
    history = (
        StepTaken(Step.REFLECTION, on(1), id=1),
        StepTaken(Step.NEGOTIATION, on(4), exception="Registre reconstitué", id=2),
        StepTaken(Step.LETTER_VALIDATED, on(6), id=3),
    )
    assert not judged(history, Step.LETTER_DEPOSITED, on(2)).objections
    (objection,) = judged(history, Step.PROJECT_SENT, on(2)).objections
    assert "« Lettre d’intention validée », du 01/06/2022" in objection.what.replace("\u00a0", " ")


def test_the_next_step_follows_from_what_is_done_an_exception_included() -> None:
    assert next_step(early()) is Step.NEGOTIATION
    assert [each.state for each in milestones(early())][:6] == [*(Reached.DONE,) * 5, Reached.NEXT]

    again = (*taken(*PATH[:4]), StepTaken(Step.LETTER_DEPOSITED, on(9), exception="Fusion", id=9))
    assert next_step(again) is Step.PROJECT_VALIDATED
    restarted = (*again, StepTaken(Step.ABANDONED, on(10), id=10), StepTaken(Step.REFLECTION, on(11), id=11))
    assert next_step(restarted) is Step.LETTER_DEPOSITED
    assert next_step((StepTaken(Step.TERMINATED, on(1)),)) is None


def states(*steps: Step) -> list[Reached]:
    return [each.state for each in milestones(taken(*steps))]


@pytest.mark.parametrize(
    ("author", "step", "words"),
    [
        ("ARS", Step.PROJECT_VALIDATED, "Décision de l’ARS"),
        ("ARS Pays de la Loire", Step.LETTER_VALIDATED, "Décision de l’ARS Pays de la Loire"),
        ("CPR", Step.PROJECT_VALIDATED, "Décision de la CPR"),
        (TACIT_AUTHOR, Step.PROJECT_VALIDATED, "Accord tacite de l’ARS"),
        ("CPTS", Step.PROJECT_SENT, "Par la CPTS"),
        ("ARS", Step.NEGOTIATION, "Par l’ARS"),
        ("Secrétariat", Step.LETTER_VALIDATED, "Par le secrétariat"),
        ("Docteur Brune Vauclair", Step.LETTER_DEPOSITED, "Par Docteur Brune Vauclair"),
        ("", Step.LETTER_DEPOSITED, ""),
    ],
)
def test_who_took_a_step_is_said_in_french(author: str, step: Step, words: str) -> None:
    assert author_words(StepTaken(step, date(2020, 3, 10), author)) == words


def test_milestones_tell_what_is_done_skipped_and_next() -> None:
    found = milestones(taken(Step.REFLECTION, Step.LETTER_VALIDATED))
    assert [each.state for each in found] == [
        *(Reached.DONE, Reached.SKIPPED, Reached.DONE, Reached.NEXT),
        *(Reached.TO_COME,) * 3,
    ]
    assert [each.on for each in found[:3]] == [on(1), None, on(2)]
    assert {state.label for state in Reached} >= {"franchie", "sans suite"}


def test_a_renewed_contract_has_the_whole_path_behind_it() -> None:
    assert states(*PATH, Step.RENEWED) == [Reached.DONE] * 7
    assert next_step(taken(*PATH, Step.RENEWED)) is None


def test_after_an_end_nothing_is_next_until_the_path_is_taken_up_again() -> None:
    assert states(Step.REFLECTION, Step.ABANDONED) == [Reached.DONE, *(Reached.DROPPED,) * 6]
    assert next_step(taken(Step.REFLECTION, Step.ABANDONED)) is None
    assert next_step(taken(Step.REFLECTION, Step.ABANDONED, Step.REFLECTION)) is Step.LETTER_DEPOSITED
    assert next_step(()) is Step.REFLECTION


def dossier(*steps: StepTaken, **facts: object) -> Dossier:
    return replace(Dossier(adhesion(), steps=steps), **facts)  # type: ignore[arg-type]


def sent(day: date) -> StepTaken:
    return StepTaken(Step.PROJECT_SENT, day)


@pytest.mark.parametrize(
    ("complete", "accepted"),
    [(date(2021, 12, 31), date(2022, 2, 28)), (date(2023, 12, 31), date(2024, 2, 29)), (on(3, 15), on(5, 15))],
)
def test_two_months_of_silence_mean_acceptance(complete: date, accepted: date) -> None:
    waiting = tacit_validation(dossier(sent(complete)), SCALES, complete)
    reached = tacit_validation(dossier(sent(complete)), SCALES, accepted)

    assert waiting is not None
    assert (waiting.state, waiting.on) == (Silence.RUNNING, accepted)
    assert "vaudra accord" in waiting.words
    assert reached is not None
    assert reached.state is Silence.ACCEPTED
    assert "vaut accord" in reached.words
    assert (reached.step.step, reached.step.on, reached.step.author) == (Step.PROJECT_VALIDATED, accepted, TACIT_AUTHOR)


def test_the_months_count_from_the_day_on_which_the_project_was_complete() -> None:
    later = dossier(sent(on(3)), papers=(FilePaper("project", received_on=on(4)), FilePaper("project")))
    earlier = dossier(sent(on(3)), papers=(FilePaper("project", received_on=on(2)),))

    found = [tacit_validation(each, SCALES, on(3)) for each in (later, earlier)]
    assert [each.complete_on for each in found if each] == [on(4), on(3)]


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (StepTaken(Step.PROJECT_VALIDATED, on(4, 30), "ARS"), Silence.EXPRESS, "avant l’accord tacite du 01/05/2022"),
        (StepTaken(Step.PROJECT_VALIDATED, on(5), TACIT_AUTHOR), Silence.RECORDED, "a valu accord le 01/05/2022"),
        (StepTaken(Step.PROJECT_VALIDATED, on(6), "ARS"), Silence.TOO_LATE, "avant la réponse du 01/06/2022"),
    ],
)
def test_an_answer_makes_the_silence_void_or_comes_too_late(answer: StepTaken, state: Silence, words: str) -> None:
    found = tacit_validation(dossier(sent(on(3)), answer), SCALES, TODAY)
    assert found is not None
    assert (found.state, found.answered_on) == (state, answer.on)
    assert words in found.words


def test_there_is_no_silence_to_judge_without_a_project_or_once_it_went_on() -> None:
    assert tacit_validation(dossier(StepTaken(Step.REFLECTION, on(1))), SCALES, TODAY) is None
    assert tacit_validation(dossier(sent(on(3)), StepTaken(Step.ABANDONED, on(4))), SCALES, TODAY) is None


def test_a_project_sent_again_is_judged_anew() -> None:
    again = dossier(sent(on(1)), StepTaken(Step.ABANDONED, on(2)), sent(on(6)))
    found = tacit_validation(again, SCALES, on(6))
    assert found is not None
    assert found.on == on(8)


def test_an_exception_beyond_the_project_answers_it_and_one_behind_it_does_not() -> None:
    validated = tacit_validation(dossier(*early()), SCALES, TODAY)
    assert validated is not None
    assert (validated.state, validated.answered_on) == (Silence.EXPRESS, EARLY.on)

    signed = (replace(EARLY, step=Step.SIGNED), sent(on(4)))
    assert tacit_validation(dossier(*signed), SCALES, TODAY) is None

    back = (sent(on(3)), StepTaken(Step.LETTER_DEPOSITED, on(4), exception="Fusion"))
    waiting = tacit_validation(dossier(*back), SCALES, on(4))
    assert waiting is not None
    assert (waiting.state, waiting.on) == (Silence.RUNNING, on(5))
