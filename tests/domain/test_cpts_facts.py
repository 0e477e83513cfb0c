from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cpr_desk import paths
from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract, EndKind
from cpr_desk.domain.cpts_facts import Alert, CptsFacts, alerts_of, facts_of
from cpr_desk.domain.cpts_tasks import Task, TaskKind
from cpr_desk.domain.dossier import Area, Dossier, Figure, MissionState
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.schedule import schedule
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment, statement
from cpr_desk.storage.reference import load_scales
from tests.factories import adhesion

SCALES = tuple(load_scales(paths.reference_dir()).values())
SIGNED_ON, TODAY = date(2022, 3, 15), date(2022, 6, 1)
YESTERDAY, IN_A_MONTH, IN_A_YEAR = date(2022, 5, 31), date(2022, 7, 1), date(2023, 6, 1)


@pytest.mark.parametrize(
    ("kind", "on", "alert"),
    [
        (TaskKind.TACIT_VALIDATION, TODAY, Alert.TACIT_VALIDATION),
        (TaskKind.TACIT_VALIDATION, IN_A_MONTH, None),
        (TaskKind.ACCOMPANIMENT, YESTERDAY, Alert.ACCOMPANIMENT),
        (TaskKind.MISSION_START, YESTERDAY, Alert.MISSION),
        (TaskKind.MISSION_START, TODAY, None),
        (TaskKind.MISSION_DEPLOYMENT, YESTERDAY, Alert.MISSION),
        (TaskKind.DIALOGUE, YESTERDAY, Alert.DIALOGUE),
        (TaskKind.SUSPENSION, YESTERDAY, Alert.SUSPENSION),
        (TaskKind.TERM, YESTERDAY, Alert.TERM_PAST),
        (TaskKind.TERM, IN_A_MONTH, Alert.TERM_NEAR),
        (TaskKind.TERM, IN_A_YEAR, None),
        (TaskKind.PAYMENT, YESTERDAY, Alert.PAYMENT),
        (TaskKind.PAYMENT, None, None),
        (TaskKind.AREA, None, Alert.AREA),
        (TaskKind.POPULATION, None, Alert.POPULATION),
    ],
)
def test_what_is_late_near_or_unknown_is_an_alert(kind: TaskKind, on: date | None, alert: Alert | None) -> None:
    assert alerts_of([Task(kind, on, "…")], TODAY) == ({alert} if alert else frozenset())


def test_only_what_has_a_day_behind_it_is_late() -> None:
    assert [alert for alert in Alert if not alert.is_late] == [Alert.TERM_NEAR, Alert.AREA, Alert.POPULATION]
    assert len({alert.label for alert in Alert}) == len(Alert)


def dossier(**facts: object) -> Dossier:
    shown = adhesion(step=Step.SIGNED, step_since=SIGNED_ON, population=39_999)
    known = {
        "steps": (StepTaken(Step.SIGNED, SIGNED_ON),),
        "figures": (Figure(SIGNED_ON, 39_999),),
        "contracts": (Contract(SIGNED_ON, 5),),
    }
    return replace(Dossier(shown), **(known | facts))  # type: ignore[arg-type]


def test_the_facts_of_a_contract_are_its_days_its_account_and_its_missions() -> None:
    file = dossier(
        areas=(Area(SIGNED_ON, 2021, (("49007", 30_000), ("49015", 9_999))),),
        missions=(MissionState(Mission.ACCES, started_on=SIGNED_ON), MissionState(Mission.PREVENTION)),
        payments=(Payment(date(2022, 4, 1), Decimal(50_000)),),
    )
    signed = file.signed(SCALES[-1].thresholds)
    assert signed
    account = statement(schedule(signed, SCALES, TODAY), file.payments, TODAY)
    todo = (Task(TaskKind.PAYMENT, YESTERDAY, "À verser."), Task(TaskKind.TERM, date(2027, 3, 15), "Terme."))

    facts = facts_of(file, signed, account, todo, TODAY)

    assert (facts.retained, facts.anniversary, facts.term) == (SizeClass.SIZE_1, date(2023, 3, 15), date(2027, 3, 15))
    assert (facts.due, facts.paid, facts.balance) == (Decimal(91_250), Decimal(50_000), Decimal(41_250))
    assert (facts.missions, facts.started, facts.communes) == (2, 1, 2)
    assert (facts.next_task, facts.pressing) == (todo[0], todo[:1])
    assert facts.alerts == {Alert.PAYMENT}


def test_a_contract_that_ended_has_no_anniversary_to_come() -> None:
    ended = dossier(contracts=(Contract(SIGNED_ON, 5, ended_on=YESTERDAY, end_kind=EndKind.BY_CPTS),))
    facts = facts_of(ended, None, None, (), TODAY)
    assert (facts.anniversary, facts.term) == (None, None)


def test_a_project_has_no_facts_of_a_contract() -> None:
    assert facts_of(Dossier(adhesion()), None, None, (), TODAY) == CptsFacts()
