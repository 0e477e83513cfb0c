"""A CPTS with everything the paper of a dialogue may have to tell, and one of which almost nothing is known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract, ContractEvent, EventKind
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
from cpr_desk.domain.schedule import Kind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment
from cpr_desk.office.dialogues import preparations
from cpr_desk.paths import reference_dir
from cpr_desk.reports.dialogue import Preparation
from cpr_desk.services.dossiers import Snapshot
from cpr_desk.storage.reference import load_indicators, load_scales
from tests.factories import adhesion
from tests.reports.sample import COMMISSION

AT = date(2024, 4, 20)
SIGNED_ON = date(2022, 3, 15)
SCALES = tuple(load_scales(reference_dir()).values())
NAME = (
    "CPTS de la Presqu’île guérandaise, du Sillon de Bretagne, de l’Estuaire et des Marais salants réunis en "
    "Loire-Atlantique"
)
"""As long as a name may well be: 120 characters."""
_SHORT = "CPTS du Sillon"
_WHY = "accord des parties, le logiciel commun ayant été livré en juin"
_NOTES = """Points relevés par le secrétariat :

- le logiciel de coordination, livré en juin
- le **délai** du parcours insuffisance cardiaque
- l’arrivée de deux communes au 1er janvier"""


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _year(mission: Mission, number: int, indicator: Indicator) -> YearIndicator:
    return YearIndicator(mission, 2, replace(indicator, id=number), number)


_VALUES = (
    ("21340", "23000", "22600"),
    ("11.8", "9", "9.7"),
    ("17.2", "15", "17.5"),
    ("24", "30", None),
    (None, "1200", "1268"),
)
_GIVEN = [each for each in load_indicators(reference_dir()) if each.in_force(AT)]
_NATIONAL = tuple(
    _year(
        Mission.ACCES,
        number,
        Indicator(each.label, each.unit, Decimal(1), _number(start), _number(target), _number(result), national=True),
    )
    for number, (each, (start, target, result)) in enumerate(zip(_GIVEN, _VALUES, strict=True), start=1)
)
_LOCAL = (
    Indicator(
        "Patients inclus dans le parcours insuffisance cardiaque",
        "patients",
        Decimal(3),
        Decimal(0),
        Decimal(150),
        Decimal(128),
    ),
    Indicator(
        "Délai moyen de la première consultation après une hospitalisation",
        "jours",
        Decimal("1.5"),
        Decimal(21),
        Decimal(10),
        Decimal("14.5"),
    ),
    Indicator("Réunions de concertation pluriprofessionnelle", "réunions", Decimal(0), None, Decimal(12), Decimal(9)),
)
FILE = Dossier(
    adhesion(
        "44-CPTS-07", name=NAME, step=Step.SIGNED, population=82_140, members=112, contact="Dr Yseult Marzac",
        phone="02 00 00 00 00", email="contact@cpts-presquile.example",
    ),
    "Association de préfiguration de la communauté professionnelle de la Presqu’île",
    date(2021, 6, 1),
    steps=(StepTaken(Step.SIGNED, SIGNED_ON),),
    figures=(
        Figure(SIGNED_ON, 79_640, "INSEE, populations légales 2019", 94),
        Figure(date(2024, 1, 1), 82_140, "INSEE, populations légales 2021", 112),
    ),
    areas=(Area(SIGNED_ON, 2022, tuple((f"44{number:03d}", 3_000) for number in range(26))),),
    contracts=(
        Contract(
            SIGNED_ON, 5, cpts_party="Dr Yseult Marzac", ars_party="Mme Anaïg Lebreton",
            insurance_party="M. Perrig Lanvaux", events=(ContractEvent(EventKind.AMENDMENT, date(2023, 6, 1)),),
        ),
    ),
    sizes=(SizeFixed(SIGNED_ON, SizeClass.SIZE_2, 79_640),),
    missions=(
        MissionState(Mission.ACCES, SIGNED_ON, date(2022, 9, 1), date(2023, 10, 2)),
        MissionState(Mission.PARCOURS, started_on=date(2023, 4, 3)),
        MissionState(Mission.PREVENTION, planned_on=date(2024, 6, 1)),
        MissionState(Mission.CRISES, started_on=date(2022, 9, 1), plan_written_on=date(2022, 11, 4)),
        MissionState(Mission.QUALITE, planned_on=date(2024, 9, 1)),
    ),
    indicators=(*_NATIONAL, *(_year(Mission.PARCOURS, 10 + number, each) for number, each in enumerate(_LOCAL))),
    rates=(RateKept(Mission.PARCOURS, 2, Decimal("0.8"), _WHY),),
    dialogues=(
        Dialogue(
            DialogueKind.YEARLY, year=2, planned_on=date(2024, 5, 6),
            notes=_NOTES,
        ),
    ),
    payments=(
        Payment(date(2023, 3, 20), Decimal(45_000), of=("fonctionnement", Kind.ADVANCE, 2, date(2023, 3, 15)), id=1),
        Payment(date(2023, 3, 20), Decimal(52_500), of=("acces-fixe", Kind.ADVANCE, 2, date(2023, 3, 15)), id=2),
    ),
)  # fmt: skip
HELD_FILE = replace(
    FILE,
    adhesion=replace(FILE.adhesion, name=_SHORT),
    dialogues=(
        Dialogue(
            DialogueKind.YEARLY, year=2, planned_on=date(2024, 5, 6), held_on=date(2024, 4, 18),
            attendees="Dr Yseult Marzac, présidente\nMme Anaïg Lebreton (ARS)\nM. Perrig Lanvaux (Assurance maladie)",
            conclusions="La cible de 2025 est portée à **180 patients**.\n\nLa révision de la taille est retenue.",
        ),
    ),
)  # fmt: skip
BARE_FILE = Dossier(
    adhesion("44-CPTS-12", name=_SHORT, step=Step.SIGNED),
    steps=(StepTaken(Step.SIGNED, SIGNED_ON),),
    contracts=(Contract(date(2021, 3, 15), 5),),
    missions=(MissionState(Mission.CRISES),),
)


def prepared(file: Dossier, key: str = "", at: date = AT) -> Preparation:
    """Return what a dialogue of a file is prepared from."""
    return next(iter(preparations(Snapshot(COMMISSION, at, (file,), SCALES), key)))
