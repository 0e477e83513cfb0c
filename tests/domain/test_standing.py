from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.cpts_tasks import Task, TaskKind
from cpr_desk.domain.dossier import (
    Area,
    Dialogue,
    DialogueKind,
    Dossier,
    Figure,
    MissionState,
    RateKept,
    SizeFixed,
    YearIndicator,
)
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import account
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.standing import CptsStanding, weigh
from cpr_desk.domain.statement import Payment
from cpr_desk.services.reference import packaged_scales
from tests.factories import adhesion

SCALES = tuple(packaged_scales().values())
SIGNED_ON, AT = date(2022, 3, 15), date(2024, 6, 30)
SIGNED = Dossier(
    adhesion(step=Step.SIGNED, signed_on=SIGNED_ON, step_since=SIGNED_ON, population=39_999),
    steps=(StepTaken(Step.SIGNED, SIGNED_ON),),
    figures=(Figure(SIGNED_ON, 39_999),),
    contracts=(Contract(SIGNED_ON, 5),),
    payments=(Payment(date(2022, 4, 1), Decimal(50_000), id=1), Payment(date(2023, 4, 1), Decimal(-500), id=2)),
)


def weighed(dossier: Dossier, *tasks: Task, at: date = AT) -> CptsStanding:
    return weigh(dossier, account(dossier, SCALES, at), tasks, SCALES)


def test_a_contract_is_weighed_with_its_size_its_dialogues_and_its_money() -> None:
    found = weighed(SIGNED)

    assert (found.at, found.in_force) == (AT, True)
    assert found.retained == SizeFixed(SIGNED_ON, SizeClass.SIZE_1, 39_999)
    assert [each.known.year for each in found.yearly] == [1, 2]
    assert found.next_dialogue is not None
    assert found.next_dialogue.key == "signature"
    assert (found.due_in(2022), found.due) == (Decimal(50_000), Decimal(150_000) - Decimal(12_500))
    assert (found.paid_in(2023), found.paid, found.balance) == (Decimal(-500), Decimal(49_500), Decimal(88_000))


def test_a_project_has_no_size_no_dialogue_and_owes_nothing() -> None:
    found = weighed(Dossier(adhesion(step=Step.LETTER_DEPOSITED)))

    assert (found.retained, found.next_dialogue, found.last_dialogue, found.yearly) == (None, None, None, ())
    assert (found.due, found.paid, found.balance) == (Decimal(0),) * 3
    assert found.dues == ()
    assert found.area_population is None


def test_the_last_dialogue_and_what_is_late_are_told() -> None:
    held = tuple(Dialogue(DialogueKind.YEARLY, year=year, held_on=date(2022 + year, 4, 1)) for year in (1, 2))
    late = Task(TaskKind.DIALOGUE, date(2024, 1, 1), "En retard")
    found = weighed(replace(SIGNED, dialogues=held), late, Task(TaskKind.TERM, date(2027, 3, 15), "Plus tard"))

    assert found.last_dialogue == date(2024, 4, 1)
    assert found.late == (late,)


def test_the_territory_adds_up_and_the_last_rate_is_that_of_the_last_year_known() -> None:
    area = Area(SIGNED_ON, 2026, (("44109", 300), ("49007", 99)))
    known = YearIndicator(Mission.ACCES, 1, Indicator("Patients", target=Decimal(10), result=Decimal(5)))
    unknown = YearIndicator(Mission.ACCES, 3, Indicator("Patients"))
    rates = (RateKept(Mission.ACCES, 2, Decimal("0.9")),)
    found = weighed(replace(SIGNED, areas=(area,), indicators=(known, unknown), rates=rates))

    assert found.area_population == 399
    assert found.last_rate(Mission.ACCES) == (2, Decimal("0.9"))
    assert found.last_rate(Mission.PARCOURS) is None


def test_a_mission_is_weighed_against_its_limits() -> None:
    states = (MissionState(Mission.ACCES), MissionState(Mission.PARCOURS, started_on=date(2022, 9, 1)))
    found = weighed(replace(SIGNED, missions=states))

    assert [each.progress.is_late for each in found.missions] == [True, True]
