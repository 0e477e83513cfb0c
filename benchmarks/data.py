"""An invented commission and an invented register, as large as a measure needs."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.agenda import from_lines
from cpr_desk.domain.commission import Commission, CommissionKind, Secretariat
from cpr_desk.domain.composition import Person, Profession, SeatState, Section
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.sizes import size_of
from cpr_desk.domain.standing import CptsStanding
from cpr_desk.domain.statement import Statement
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition, meetings, reference, register
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database, open_data
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.services.register import TakeInRegister

INSTALLED = date(2021, 2, 4)
AT = date(2026, 11, 2)
ISSUED = date(2026, 11, 3)
REGION = "52"
LETTERS = 70


def scale() -> Scale:
    """Return the scale of the program in force on that day."""
    return scale_in_force(reference.packaged_scales().values(), AT)


def adhesions(count: int) -> tuple[Adhesion, ...]:
    """Return a register in which every field of most lines is filled."""
    departments = list(reference.department_names(REGION))
    thresholds = scale().thresholds
    steps = list(Step)

    def adhesion(number: int) -> Adhesion:
        population = 12_000 + number * 7919 % 230_000
        started = date(2022, 1, 1) + timedelta(days=number % 700)
        return Adhesion(
            id=0,
            code=f"PDL-{number:05d}",
            name=f"Communauté de l’Étang {number * 7919 % count:05d}",
            department=departments[number % len(departments)],
            step=steps[number % len(steps)],
            step_since=started + timedelta(days=400),
            population=population,
            population_source="INSEE 2023",
            size=size_of(population, thresholds),
            members=20 + number % 180,
            letter_on=started,
            project_sent_on=started + timedelta(days=100),
            project_validated_on=started + timedelta(days=200),
            signed_on=started + timedelta(days=300),
            missions=tuple((mission.value, started + timedelta(days=330)) for mission in Mission),
            contact=f"Maëlle Tréguier {number}",
            email=f"cpts{number}@exemple.fr",
            phone="02 00 00 00 00",
            comment="Projet suivi avec la délégation départementale." if number % 3 else "",
            paid=Decimal(98_000 + number),
        )

    return tuple(adhesion(number) for number in range(1, count + 1))


def state(count: int) -> RegionalState:
    """Return a register as its reports take it."""
    standings = tuple(CptsStanding(Dossier(each), Statement(AT, (), ())) for each in adhesions(count))
    return RegionalState(AT, standings, scale(), reference.department_names(), population_region=3_900_000)


def commission_in(folder: Path) -> tuple[Database, Commission]:
    """Create a commission, with its secretariat, in an empty data folder."""
    db = open_data(folder)
    created = commissions.create_commission(
        db, CreateCommission(CommissionKind.CPR, REGION, "Pays de la Loire", INSTALLED)
    )
    secretariat = Secretariat(
        name="Cellule de coordination régionale de gestion du risque",
        address="9 rue des Écluses",
        postcode="44000",
        city="Nantes",
        email="secretariat.cpr@exemple.fr",
        phone="02 00 00 00 00",
        signatory="Maëlle Tréguier",
        signatory_title="La directrice de la coordination régionale",
    )
    commissions.change_secretariat(db, created.id, secretariat)
    return db, replace(created, secretariat=secretariat)


def register_in(folder: Path, count: int) -> tuple[Database, Commission]:
    """Create a data folder that holds a register."""
    db, commission = commission_in(folder)
    order = TakeInRegister(commission.id, adhesions(count), AT, "Importer le registre")
    register.take_in_register(db, order, lambda _done, _total: None)
    return db, commission


def contracts_in(folder: Path, count: int) -> tuple[Database, Commission]:
    """Create a data folder whose CPTS have each a contract of two to four years, six missions, and a payment."""
    db, commission = commission_in(folder)
    signed = tuple(replace(each, step=Step.SIGNED, step_since=each.signed_on) for each in adhesions(count))
    order = TakeInRegister(commission.id, signed, AT, "Importer le registre")
    register.take_in_register(db, order, lambda _done, _total: None)
    return db, commission


def meeting_in(folder: Path, letters: int = LETTERS) -> tuple[Database, Commission, Meeting]:
    """Create a data folder with a meeting to come and titulars to convene: letters alike but for the person."""
    db, commission = commission_in(folder)
    profession = Profession("medecins", "Médecins")
    seats = tuple(
        SeatState(
            Section.PROFESSIONAL,
            number,
            1,
            profession=profession,
            organisation=f"Syndicat {number:02d}",
            titular=Person(
                0, "Gwenaëlle", f"Trévidic {number:02d}", "Mme", address=f"{number} rue du Port", postcode="49000",
                city="Angers",
            ),
        )
        for number in range(1, letters + 1)
    )  # fmt: skip
    composition.revise_composition(db, ReviseComposition(commission.id, INSTALLED, seats))
    agenda = from_lines(
        "Approbation du relevé de décisions\nComposition de la commission\nÉtat des lieux des adhésions\n"
        "- Contrats signés\n- Projets en cours\nCalendrier\nQuestions diverses"
    )
    order = PlanMeeting(
        commission.id, date(2026, 12, 3), starts=time(14), place="Salle Loire, 9 rue des Écluses", agenda=agenda
    )
    return db, commission, meetings.plan_meeting(db, order)
