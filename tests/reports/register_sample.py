"""One CPTS told whole, as its file prints it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract, ContractEvent, EventKind
from cpr_desk.domain.cpts_tasks import Task, TaskKind
from cpr_desk.domain.decisions import Decision, DecisionKind, Listed
from cpr_desk.domain.dossier import (
    Area,
    Dialogue,
    DialogueKind,
    Dossier,
    Figure,
    FilePaper,
    MissionState,
    RateKept,
    SizeFixed,
    YearIndicator,
)
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import account
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.domain.schedule import Kind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.standing import weigh
from cpr_desk.domain.statement import Payment
from cpr_desk.services.reference import packaged_scales
from tests.factories import adhesion

AT = date(2024, 6, 30)
SIGNED_ON = date(2022, 3, 15)
SCALES = tuple(packaged_scales().values())
WHOLE = Dossier(
    replace(
        adhesion("94-01", name="CPTS L’Haÿ-les-Roses", department="94", step=Step.SIGNED, population=41_000),
        id=7,
        step_since=SIGNED_ON,
        signed_on=SIGNED_ON,
        population_source="INSEE 2021",
        size=SizeClass.SIZE_2,
        members=64,
        contact="Mme Ysée Marlou",
        email="ysee.marlou@exemple.fr",
        phone="01 00 00 00 00",
        comment="Suivie par la délégation : à revoir.",
    ),
    association="CPTS de la Bièvre",
    association_on=date(2021, 5, 3),
    steps=(
        StepTaken(Step.LETTER_DEPOSITED, date(2021, 6, 1), "Secrétariat"),
        StepTaken(Step.SIGNED, SIGNED_ON, "Secrétariat", "Projet connu", "le dossier vient d’une autre région"),
    ),
    figures=(Figure(date(2021, 6, 1), 39_999, "INSEE 2018"), Figure(date(2023, 4, 3), 41_000, "INSEE 2021", 64)),
    areas=(Area(SIGNED_ON, 2026, (("94038", 31_000), ("94041", 9_000), ("94016", 999), ("94022", 2))),),
    papers=(FilePaper("project", received_on=date(2022, 1, 10)),),
    contracts=(
        Contract(
            SIGNED_ON,
            5,
            cpts_party="Mme Ysée Marlou",
            ars_party="ARS",
            insurance_party="CPAM",
            comment="Signé en préfecture",
            events=(
                ContractEvent(EventKind.AMENDMENT, date(2023, 5, 1), signed_on=date(2023, 4, 20), label="Missions",
                              decision_id=3),
                ContractEvent(EventKind.SUSPENSION, date(2023, 9, 1), date(2023, 9, 30), label="Vacance"),
            ),
        ),
    ),
    sizes=(SizeFixed(SIGNED_ON, SizeClass.SIZE_1, 39_999), SizeFixed(date(2023, 4, 3), SizeClass.SIZE_2, 41_000)),
    missions=(
        MissionState(Mission.ACCES, started_on=date(2022, 6, 1), deployed_on=date(2023, 6, 1), plan="- Accueil"),
        MissionState(Mission.PARCOURS, planned_on=date(2022, 9, 1), started_on=date(2022, 9, 15)),
        MissionState(Mission.PREVENTION),
    ),
    indicators=(
        YearIndicator(Mission.ACCES, 1, Indicator("Patients", "patients", target=Decimal(100), result=Decimal(80))),
        YearIndicator(Mission.ACCES, 1, Indicator("Délai", weight=Decimal(0))),
    ),
    rates=(RateKept(Mission.PARCOURS, 1, Decimal("0.9")),),
    dialogues=(
        Dialogue(DialogueKind.SIGNATURE, held_on=SIGNED_ON, conclusions="Territoire : arrêté.", id=1),
        Dialogue(DialogueKind.YEARLY, year=1, held_on=date(2023, 4, 3), conclusions="Taille 2.", id=2),
    ),
    payments=(
        Payment(date(2022, 4, 1), Decimal(50_000), "Première année", ("fonctionnement", Kind.FULL, 1, SIGNED_ON), 1),
        Payment(date(2023, 4, 1), Decimal("12.34"), "Inconnu", id=2),
    ),
)  # fmt: skip
TASKS = (
    Task(
        TaskKind.MISSION_START,
        date(2023, 3, 15),
        "La mission «\u00a0Prévention\u00a0» est à démarrer avant le 15/03/2023.",
    ),
    Task(TaskKind.DIALOGUE, date(2024, 7, 15), "Le dialogue de l’année 3 est à préparer."),
    Task(TaskKind.TERM, date(2027, 3, 15), "Le contrat arrive à son terme."),
)
DECISIONS = (
    Listed(Decision(DecisionKind.OPINION, 2023, 1, "Avis favorable à l’avenant.", date(2023, 4, 1), 1, cpts_id=7, id=3),
           "2023-1"),
    Listed(Decision(DecisionKind.DECISION, 2023, 1, "Demande retirée.", date(2023, 5, 1), 1, cpts_id=7, id=4,
                    withdrawn_on=date(2023, 6, 1)), "2023-1"),
    Listed(Decision(DecisionKind.DECISION, 2023, 2, "Une autre CPTS.", date(2023, 5, 1), 1, cpts_id=8, id=5), "2023-1"),
)  # fmt: skip


def alone(dossier: Dossier, at: date = AT, *tasks: Task) -> RegionalState:
    """Return a register of one CPTS."""
    places = {"94038": "L’Haÿ-les-Roses (94)", "94041": "Ivry-sur-Seine (94)", "94016": "Cachan (94)"}
    standing = weigh(dossier, account(dossier, SCALES, at), tasks, SCALES)
    return RegionalState(at, (standing,), scale_in_force(SCALES, at), {"94": "Val-de-Marne"}, places, 1_400_000)
