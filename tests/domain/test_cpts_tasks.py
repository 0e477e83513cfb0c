from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cpr_desk import paths
from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract, ContractEvent, EventKind
from cpr_desk.domain.cpts_tasks import Task, TaskKind, pressing, tasks
from cpr_desk.domain.dossier import Area, Dialogue, DialogueKind, Dossier, Figure, GrantGiven, MissionState
from cpr_desk.domain.french import NBSP, squeeze
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import account
from cpr_desk.domain.scale import GrantKind, Scale
from cpr_desk.domain.schedule import Kind
from cpr_desk.domain.statement import Payment
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(paths.reference_dir()).values())
SIGNED_ON = date(2023, 3, 15)
TODAY = date(2024, 1, 15)
KNOWN = {"areas": (Area(SIGNED_ON, 2023, (("49007", 39_000),)),), "figures": (Figure(SIGNED_ON, 39_000),)}


def project(step: Step, on: date = SIGNED_ON, **facts: object) -> Dossier:
    shown = adhesion(step=step, step_since=on, population=39_000)
    known = KNOWN | {"steps": (StepTaken(step, on),)} | facts
    return replace(Dossier(shown), **known)  # type: ignore[arg-type]


def signed(**facts: object) -> Dossier:
    return replace(project(Step.SIGNED, contracts=(Contract(SIGNED_ON, 5),)), **facts)  # type: ignore[arg-type]


def todo(dossier: Dossier, today: date = TODAY) -> dict[TaskKind, Task]:
    return {each.kind: each for each in every(dossier, today)}


def every(dossier: Dossier, today: date = TODAY, scales: Sequence[Scale] = SCALES) -> tuple[Task, ...]:
    return tasks(dossier, account(dossier, SCALES, today), scales, today)


def test_silence_of_two_months_on_a_project_accepts_it() -> None:
    waiting = project(Step.PROJECT_SENT, date(2023, 12, 31))

    before, after = todo(waiting), todo(waiting, date(2024, 3, 5))
    task = after[TaskKind.TACIT_VALIDATION]
    assert task.on == date(2024, 2, 29)
    assert "vaudra accord le 29/02/2024" in before[TaskKind.TACIT_VALIDATION].words
    assert "vaut accord depuis le 29/02/2024" in task.words
    assert not task.late(date(2024, 3, 5))


def test_an_accompaniment_asks_for_the_signature_within_nine_months() -> None:
    given = GrantGiven(GrantKind.ACCOMPANIMENT, date(2023, 2, 28))

    task = todo(project(Step.LETTER_VALIDATED, grants=(given,)))[TaskKind.ACCOMPANIMENT]
    assert (task.on, task.late(TODAY)) == (date(2023, 11, 28), True)
    assert TaskKind.ACCOMPANIMENT not in todo(signed(grants=(given,)))
    assert TaskKind.ACCOMPANIMENT not in todo(project(Step.LETTER_VALIDATED))


def test_an_accompaniment_of_a_scale_without_it_has_no_limit() -> None:
    given = GrantGiven(GrantKind.ACCOMPANIMENT, date(2020, 1, 1))
    oldest = min(SCALES, key=lambda scale: scale.in_force_from)

    found = every(project(Step.LETTER_VALIDATED, grants=(given,)), scales=(oldest,))
    assert TaskKind.ACCOMPANIMENT not in [each.kind for each in found]


def test_missions_are_to_start_then_to_be_deployed_within_their_months() -> None:
    chosen = signed(missions=(MissionState(Mission.ACCES), MissionState(Mission.PARCOURS, started_on=SIGNED_ON)))

    found = todo(chosen)
    assert found[TaskKind.MISSION_START].on == date(2023, 9, 15)
    assert found[TaskKind.MISSION_DEPLOYMENT].on == date(2025, 3, 15)
    assert squeeze(found[TaskKind.MISSION_START].words).startswith("La mission «")


def test_a_mission_deployed_and_a_free_one_ask_for_nothing() -> None:
    done = MissionState(Mission.ACCES, started_on=SIGNED_ON, deployed_on=SIGNED_ON)

    kinds = todo(signed(missions=(done, MissionState(Mission.QUALITE), MissionState(Mission.QUALITE, None, SIGNED_ON))))
    assert not {TaskKind.MISSION_START, TaskKind.MISSION_DEPLOYMENT} & set(kinds)


def test_a_mission_that_the_scale_does_not_know_has_no_limit() -> None:
    oldest = min(SCALES, key=lambda scale: scale.in_force_from)

    found = every(signed(missions=(MissionState(Mission.CRISES),)), scales=(oldest,))
    assert TaskKind.MISSION_START not in [each.kind for each in found]


def test_each_year_asks_for_its_dialogue_within_two_months_of_the_anniversary() -> None:
    held = Dialogue(DialogueKind.YEARLY, year=1, held_on=date(2024, 4, 2))
    planned = Dialogue(DialogueKind.YEARLY, year=2, planned_on=date(2025, 4, 2))

    (first,) = [each for each in every(signed()) if each.kind is TaskKind.DIALOGUE]
    assert first.on == date(2024, 5, 15)
    assert "année 1" in first.words
    later = every(signed(dialogues=(held, planned)), date(2024, 6, 1))
    assert [each.on for each in later if each.kind is TaskKind.DIALOGUE] == [date(2025, 5, 15)]


def test_the_term_is_told_half_a_year_before() -> None:
    term = todo(signed())[TaskKind.TERM]

    assert term.on == date(2028, 3, 15)
    assert not term.near(date(2027, 9, 1))
    assert term.near(date(2027, 10, 1))


def test_past_the_term_of_a_renewal_the_last_dialogue_and_what_became_of_the_contract_are_asked() -> None:
    renewed = Contract(SIGNED_ON, 5, events=(ContractEvent(EventKind.RENEWAL, date(2028, 3, 15)),))
    known = signed(
        contracts=(renewed,),
        missions=(MissionState(Mission.ACCES), MissionState(Mission.PARCOURS, started_on=SIGNED_ON)),
        adhesion=adhesion(step=Step.RENEWED, population=39_000),
    )

    kinds = {TaskKind.MISSION_START, TaskKind.MISSION_DEPLOYMENT, TaskKind.DIALOGUE}
    assert kinds <= set(todo(known, date(2033, 3, 14)))
    held = tuple(Dialogue(DialogueKind.YEARLY, year=year, held_on=date(2023 + year, 4, 1)) for year in range(1, 10))
    later = replace(known, dialogues=held)
    asked = [(each.kind, each.on) for each in every(later, date(2036, 6, 1))]
    assert asked == [(TaskKind.TERM, date(2033, 3, 15)), (TaskKind.DIALOGUE, date(2033, 5, 15))]
    last = Dialogue(DialogueKind.YEARLY, year=10, held_on=date(2033, 4, 1))
    (left,) = every(replace(later, dialogues=(*held, last)), date(2036, 6, 1))
    assert left.kind is TaskKind.TERM


def test_a_suspension_asks_to_be_lifted_once_its_planned_end_is_past() -> None:
    stopped = ContractEvent(EventKind.SUSPENSION, date(2023, 12, 1), planned_until=date(2024, 1, 14))

    def asked(event: ContractEvent, today: date = TODAY) -> Task | None:
        return todo(signed(contracts=(Contract(SIGNED_ON, 5, events=(event,)),)), today).get(TaskKind.SUSPENSION)

    late, near = asked(stopped), asked(stopped, date(2024, 1, 14))
    assert late is not None
    assert near is not None
    assert (late.on, late.late(TODAY), near.late(date(2024, 1, 14))) == (date(2024, 1, 14), True, False)
    assert late.words.startswith("Suspension dont la fin prévue est passée (14/01/2024)")
    assert "prévue jusqu’au 14/01/2024" in near.words
    assert asked(replace(stopped, planned_until=None)) is None
    assert asked(replace(stopped, until=date(2024, 1, 10))) is None


def test_an_end_that_is_announced_stands_in_the_place_of_the_term() -> None:
    ending = Contract(SIGNED_ON, 5, ended_on=date(2024, 6, 30))

    task = todo(signed(contracts=(ending,)))[TaskKind.TERM]
    assert (task.on, task.words) == (date(2024, 6, 30), "Le contrat prend fin le 30/06/2024.")


def test_payments_are_late_only_where_the_register_follows_them() -> None:
    first = Payment(SIGNED_ON, Decimal(50_000), of=("fonctionnement", Kind.FULL, 1, SIGNED_ON))
    today = date(2024, 3, 16)

    assert TaskKind.PAYMENT not in todo(signed(), today)
    late = todo(signed(payments=(first,)), today)[TaskKind.PAYMENT]
    assert late.on == date(2024, 3, 15)
    assert late.words.startswith(f"37\u202f500{NBSP}€ à verser")
    assert TaskKind.PAYMENT not in todo(signed(payments=(first,)))
    both = todo(signed(payments=(first,)), date(2025, 3, 16))[TaskKind.PAYMENT]
    assert squeeze(both.words).endswith("à verser en 3 lignes, la première depuis le 15/03/2024.")


def test_payments_put_to_no_line_are_to_be_put_to_one_before_anything_is_late() -> None:
    task = todo(signed(payments=(Payment(SIGNED_ON, Decimal(1)),)), date(2025, 3, 16))[TaskKind.PAYMENT]

    assert task.on is None
    assert squeeze(task.words) == "1 versement enregistré est à rattacher à une ligne de l’échéancier."


def test_what_is_not_known_has_no_day_and_comes_last() -> None:
    unknown = replace(
        project(Step.LETTER_DEPOSITED, areas=(), figures=()), adhesion=adhesion(step=Step.LETTER_DEPOSITED)
    )

    found = every(unknown)
    assert [each.kind for each in found] == [TaskKind.AREA, TaskKind.POPULATION]
    assert all(each.near(TODAY) and not each.late(TODAY) for each in found)
    assert pressing(found, TODAY) == found


@pytest.mark.parametrize("step", [Step.REFLECTION, Step.ABANDONED, Step.TERMINATED])
def test_nothing_is_asked_of_a_reflection_nor_of_what_is_over(step: Step) -> None:
    assert every(Dossier(adhesion(step=step))) == ()


def test_what_is_left_to_pay_of_a_contract_that_is_over_is_not_forgotten() -> None:
    ended = Contract(SIGNED_ON, 5, ended_on=date(2023, 12, 31))
    missions = (MissionState(Mission.ACCES, started_on=SIGNED_ON),)
    paid = Payment(SIGNED_ON, Decimal(1), of=("fonctionnement", Kind.FULL, 1, SIGNED_ON))
    over = project(Step.TERMINATED, contracts=(ended,), missions=missions, payments=(paid,))

    (task,) = every(over)
    assert (task.kind, task.on, task.late(TODAY)) == (TaskKind.PAYMENT, SIGNED_ON, True)


def test_what_was_advanced_beyond_the_end_of_a_contract_is_to_be_taken_back() -> None:
    ended = Contract(SIGNED_ON, 5, ended_on=date(2023, 9, 13))  # 183 days of 366
    paid = Payment(SIGNED_ON, Decimal(50_000), of=("fonctionnement", Kind.FULL, 1, SIGNED_ON))
    over = project(Step.TERMINATED, contracts=(ended,), payments=(paid,))

    (task,) = every(over, date(2024, 4, 1))
    assert (task.on, task.words) == (date(2024, 3, 15), f"25\u202f000{NBSP}€ à reprendre sur les avances versées.")


def test_every_task_has_a_name_and_a_tab() -> None:
    assert all(kind.label and kind.tab for kind in TaskKind)


def test_what_precedes_the_contract_is_a_line_too_and_payments_without_any_ask_for_nothing() -> None:
    given = GrantGiven(GrantKind.ACCOMPANIMENT, date(2022, 1, 10))
    line = ("accompaniment", Kind.ONCE, 0, given.on)
    part = Payment(date(2022, 2, 1), Decimal(1), of=line)
    supported = project(Step.LETTER_VALIDATED, grants=(given,), payments=(part,))

    assert "14" in todo(supported, date(2022, 6, 1))[TaskKind.PAYMENT].words
    loose = project(Step.LETTER_VALIDATED, payments=(Payment(date(2022, 2, 1), Decimal(1)),))
    assert TaskKind.PAYMENT not in todo(loose, date(2022, 6, 1))
