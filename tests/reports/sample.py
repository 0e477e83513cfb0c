"""An invented commission and register with the structure of the real ones: 13 social lines, 35 professional seats."""

from datetime import date, time
from decimal import Decimal

from cpr_desk.domain.adhesion import Adhesion, Step, summarise
from cpr_desk.domain.commission import Commission, CommissionKind, Secretariat
from cpr_desk.domain.composition import HEALTH_CENTRES, Composition, Holding, Person, Profession, Regime, Seat, Section
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode, numbered
from cpr_desk.domain.presidency import SectionPresident, ledger
from cpr_desk.domain.sizes import size_of
from cpr_desk.reports.adhesions import State
from cpr_desk.reports.wording import Chair

INSTALLED = date(2021, 2, 4)
THRESHOLDS = (40_000, 80_000, 175_000)
ISSUED = date(2021, 1, 18)
CHAIR = Chair(Section.SOCIAL, "Mme Solène Kervadec")
DEPARTMENTS = {"44": "Loire-Atlantique", "49": "Maine-et-Loire", "53": "Mayenne", "72": "Sarthe", "85": "Vendée"}

COMMISSION = Commission(
    id=1,
    kind=CommissionKind.CPR,
    name="Commission paritaire régionale des CPTS – Pays de la Loire",
    region_code="52",
    region_name="Pays de la Loire",
    installed_on=INSTALLED,
    secretariat=Secretariat(
        name="Cellule de coordination régionale de gestion du risque",
        address="9 rue des Écluses",
        postcode="44000",
        city="Nantes",
        email="secretariat.cpr@exemple.fr",
        phone="02 00 00 00 00",
        signatory="Maëlle Tréguier",
        signatory_title="La directrice de la coordination régionale",
    ),
)

MEETING = Meeting(
    id=1,
    number=1,
    kind=MeetingKind.INSTALLATION,
    mode=MeetingMode.MIXED,
    on=INSTALLED,
    starts=time(14),
    place="Salle Loire, 9 rue des Écluses, 44000 Nantes",
    link="https://visio.exemple.fr/cpr-2021-1",
    agenda=numbered(
        "Installation de la commission\n- Composition\n- Présidence et vice-présidence\n- Règlement intérieur\n"
        "Présentation de l’ACI\nÉtat des lieux des adhésions\nDispositif d’accompagnement des CPTS\nCalendrier"
    ),
)

_FIRST = "Anaïs Bertrand Chloé Damien Élise Fabien Gaëlle Hugo Inès Joël Katell Loïc Maud Noé Odile Pierrick".split()
_LAST = (
    "Aubrac Bellanger Coutant Delaunay Esnault Fouquet Guérin Hervouet Izard Jolivet Kermarrec Lécuyer Mahé Nédélec "
    "Orhant Pasquier Quéré Renaudin Sœurdon Thébaud Urvoy Vrignaud"
).split()


def person(number: int) -> Person:
    """Return an invented member, always the same for a number."""
    first = _FIRST[number % len(_FIRST)]
    return Person(
        id=number,
        first_name=first,
        last_name=_LAST[number * 7 % len(_LAST)],
        civility=("Mme", "M.", "Dr")[number % 3],
        email=f"membre{number}@exemple.fr",
        address=f"{number} rue du Port",
        postcode="49000",
        city="Angers",
    )


def _holding(number: int) -> Holding:
    return Holding(person(number), INSTALLED)


_SOCIAL = [(3, Regime.RG)] * 7 + [(3, Regime.RG_MEDICAL)] * 2 + [(1, Regime.RG)] + [(3, Regime.MSA)] * 2
_SOCIAL += [(1, Regime.MSA_MEDICAL)]
_UNIONS = (
    ("Médecins", "CSMF+ MG+ SML"),
    ("Infirmiers", "SNIIL+ FNI CI"),
    ("Orthoptistes", "SNAO+"),
    ("Orthophonistes", "FNO+"),
    ("Sages-femmes", "ONSSF UNSSF"),
    ("Pharmaciens", "FSPF USPO+"),
    ("Pédicures-podologues", "FNP+"),
    ("Biologistes", "SNMB SLBC+ SDB+ SJBM+"),
    ("Opticiens", "FNOF ROF"),
    ("Fournisseurs d’appareillage", "FFPO+ UFOP+ SNOF SYNEA+ UNSAF"),
    ("Chirurgiens-dentistes", "CDF+ UD+"),
    ("Masseurs-kinésithérapeutes", "UNSMKL+ FFMKR"),
    ("Transporteurs", "CNSA+ FNMS FNAP+ FNAA"),
)


def _social() -> list[Seat]:
    return [
        Seat(n, Section.SOCIAL, n, votes, regime, titular=_holding(n), substitute=_holding(100 + n) if n % 3 else None)
        for n, (votes, regime) in enumerate(_SOCIAL, 1)
    ]


def _professional() -> list[Seat]:
    named = [(rank, label, union) for rank, (label, unions) in enumerate(_UNIONS, 1) for union in unions.split()]
    seats = []
    for n, (rank, label, union) in enumerate(named, 1):
        profession = Profession(label.lower(), label, rank)
        held = union.endswith("+")
        seats.append(
            Seat(
                20 + n,
                Section.PROFESSIONAL,
                n,
                1,
                profession=profession,
                organisation=union.removesuffix("+").replace("MG", "MG France"),
                titular=_holding(20 + n) if held else None,
                substitute=_holding(120 + n) if held and n % 4 else None,
            )
        )
    centres = Profession(HEALTH_CENTRES, "Centres de santé", 99)
    seats.extend(
        Seat(
            60 + rank,
            Section.PROFESSIONAL,
            40 + rank,
            1,
            profession=centres,
            rank=rank,
            titular=_holding(61) if rank == 1 else None,
        )
        for rank in (1, 2, 3)
    )
    return seats


def _consultative() -> list[Seat]:
    bodies = (("URPS", 1), ("URPS", 2), ("URPS", 3), ("France Assos Santé", 1), ("APMSL", 1), ("ARS", 1))
    return [
        Seat(
            70 + n,
            Section.CONSULTATIVE,
            n,
            0,
            organisation=body,
            rank=rank,
            titular=_holding(70 + n) if body != "APMSL" else None,
            substitute=_holding(170 + n) if rank == 1 and body != "APMSL" else None,
        )
        for n, (body, rank) in enumerate(bodies, 1)
    ]


COMPOSITION = Composition(INSTALLED, (*_social(), *_professional(), *_consultative()))

YEARS = ledger(
    2021,
    2021,
    2024,
    (
        SectionPresident(Section.SOCIAL, "Mme Solène Kervadec", INSTALLED),
        SectionPresident(Section.PROFESSIONAL, "Dr Yann Le Goff", INSTALLED, date(2022, 6, 30)),
        SectionPresident(Section.PROFESSIONAL, "M. Titouan Brossard", date(2022, 7, 1)),
    ),
)

_STEPS = (
    [Step.SIGNED] * 7
    + [Step.PROJECT_VALIDATED] * 3
    + [Step.NEGOTIATION] * 2
    + [Step.LETTER_VALIDATED] * 8
    + [Step.LETTER_DEPOSITED] * 2
    + [Step.PROJECT_SENT]
    + [Step.REFLECTION] * 4
    + [Step.ABANDONED]
)
_PLACES = (
    "Pays d’Ancenis", "Sud-Loire", "Presqu’île", "Saumurois", "Haut-Anjou", "Baugeois", "Laval Centre", "Coëvrons",
    "Bocage mayennais", "Le Mans Nord", "Perche sarthois", "Vallée du Loir", "Yon", "Sud-Vendée", "Marais breton",
    "Erdre et Gesvres", "Estuaire", "Layon", "Mauges", "Segréen", "Sablé", "Alpes mancelles", "Vignoble", "Retz",
    "Olonnes", "Fontenay", "Sud-Mayenne", "Brière",
)  # fmt: skip


def _adhesion(number: int, step: Step) -> Adhesion:
    population = None if step is Step.REFLECTION else 30_000 + number * 37_123 % 190_000
    signed = date(2020, 1 + number % 12, 15) if step is Step.SIGNED else None
    return Adhesion(
        id=number,
        code=f"PDL-{number:03d}",
        name=f"CPTS {_PLACES[number - 1]}",
        department=list(DEPARTMENTS)[number % 5],
        step=step,
        step_since=signed or date(2020, 1 + number % 11, 1 + number),
        population=population,
        population_source="INSEE 2018" if population else "",
        size=size_of(population, THRESHOLDS) if population else None,
        members=20 + number if signed else None,
        letter_on=date(2019, 6, number),
        signed_on=signed,
        missions=(("acces", signed), ("parcours", None)) if signed else (),
        contact=person(200 + number).name,
        email=f"cpts{number}@exemple.fr",
        phone="02 00 00 00 00",
        paid=Decimal("98000.50") if signed else None,
    )


ADHESIONS = tuple(_adhesion(number, step) for number, step in enumerate(_STEPS, 1))
STATE = State(ADHESIONS, summarise(ADHESIONS, date(2020, 12, 31), 3_801_797), DEPARTMENTS, THRESHOLDS)
