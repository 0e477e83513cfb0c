"""An invented commission and register with the structure of the real ones: 13 social lines, 35 professional seats."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.agenda import Item, ItemKind, Verdict, agenda_hash, from_lines
from cpr_desk.domain.commission import Commission, CommissionKind, Secretariat
from cpr_desk.domain.composition import Composition, Holding, MandateRole, Section
from cpr_desk.domain.designations import Correspondent, Designator, designators
from cpr_desk.domain.dispatch import RecipientChange, recipients
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.opinions import Opinion
from cpr_desk.domain.organisations import Organisation
from cpr_desk.domain.papers import Paper
from cpr_desk.domain.presidency import Presidency, PresidencyException, SectionPresident, chair_at, ledger
from cpr_desk.domain.sizes import size_of
from cpr_desk.reports.agenda import Surroundings
from cpr_desk.reports.convocation import Addressee, addressee
from cpr_desk.reports.reminders import Terms
from tests.factories import INSTALLED, person, regional_state, seed_composition

THRESHOLDS = (40_000, 80_000, 175_000)
ISSUED = date(2021, 1, 18)
PRESIDENCY = Presidency(
    INSTALLED,
    (
        SectionPresident(Section.SOCIAL, person("Solène Kervadec", civility="Mme"), INSTALLED, date(2023, 3, 14)),
        SectionPresident(Section.PROFESSIONAL, person("Yann Le Goff", civility="Dr"), INSTALLED, date(2022, 6, 30)),
        SectionPresident(Section.PROFESSIONAL, person("Titouan Brossard", civility="M."), date(2022, 7, 1)),
        SectionPresident(Section.SOCIAL, person("Maud Esnault", civility="Mme"), date(2023, 5, 1)),
    ),
    (PresidencyException(2024, Section.SOCIAL, "accord des deux sections en séance", date(2023, 12, 11)),),
)
CHAIR = chair_at(PRESIDENCY, INSTALLED)
DEPARTMENTS = {"44": "Loire-Atlantique", "49": "Maine-et-Loire", "53": "Mayenne", "72": "Sarthe", "85": "Vendée"}

COMMISSION = Commission(
    id=1,
    kind=CommissionKind.CPR,
    name="Commission paritaire régionale des CPTS – Pays de la Loire",
    region_code="52",
    territory="Pays de la Loire",
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
    agenda=from_lines(
        "Installation de la commission\n- Composition\n- Présidence et vice-présidence\n- Règlement intérieur\n"
        "Présentation de l’ACI\nÉtat des lieux des adhésions\nDispositif d’accompagnement des CPTS\nCalendrier"
    ),
)

DETAILED = replace(
    MEETING,
    kind=MeetingKind.ORDINARY,
    starts=time(22, 30),
    agenda=(
        Item("Approbation du relevé de décisions de la réunion précédente", kind=ItemKind.MINUTES, minutes=10),
        Item("État des lieux des adhésions", minutes=15, speaker="Mme Maud Esnault"),
        Item(
            "Avenant au contrat de la CPTS Presqu’île", 1, ItemKind.OPINION, "M. Titouan Brossard", 45,
            "La CPTS demande **le passage en taille 3** :\n- population de 82 000 habitants\n- note d’analyse, "
            "[à lire avant la réunion](https://exemple.fr/note.pdf)\n\nContact : "
            "[cpts@exemple.fr](mailto:cpts@exemple.fr)",
        ),
        Item("Bilan par mission", 1, minutes=20),
        Item("Accès aux soins", 2),
        Item("Calendrier de 2022", kind=ItemKind.DECISION, minutes=5),
    ),
)  # fmt: skip
"""An agenda whole, which goes past midnight."""

WHOLE = replace(
    DETAILED,
    agenda=tuple(replace(item, id=n, cpts_id=7 if n == 3 else None) for n, item in enumerate(DETAILED.agenda, 1)),
)
AROUND = Surroundings(
    {
        3: (
            Paper("Avenant.pdf", "application/pdf", 345_678, "0" * 64, 3),
            Paper("Note d’analyse.docx", "application/msword", 34_567, "0" * 64, 3),
        ),
        4: (Paper("Bilan 2021.pdf", "application/pdf", 1_234_567, "0" * 64, 4),),
    },
    {7: "CPTS Presqu’île (Loire-Atlantique)"},
    (
        Opinion(
            Section.SOCIAL, date(2021, 1, 10), date(2021, 1, 12), Verdict.REMARKS, "Un point manque : les délais ?",
            agenda_hash(WHOLE.agenda),
        ),
        Opinion(Section.PROFESSIONAL, date(2021, 1, 10)),
    ),
    {Section.SOCIAL: "Mme Solène Kervadec", Section.PROFESSIONAL: "Dr Yann Le Goff"},
    "le second avis n’est pas parvenu à temps",
)  # fmt: skip
"""What stands around `WHOLE`, the detailed agenda with a CPTS and papers."""

COMPOSITION = seed_composition()


def recipient(section: Section, role: MandateRole = MandateRole.TITULAR, civility: str = "Mme") -> Addressee:
    """Return the first holder of a seat in a role, with a postal address."""
    seat, _, holding = next(
        found for found in COMPOSITION.holdings() if found[0].section is section and found[1] is role
    )
    holder = replace(
        holding.person,
        civility=civility,
        address="Résidence du Port\n12 rue des Carriers",
        postcode="49000",
        city="Angers",
    )
    held: Holding = replace(holding, person=holder)
    seat = replace(seat, titular=held) if role is MandateRole.TITULAR else replace(seat, substitute=held)
    return addressees(Composition(INSTALLED, (seat,)))[0 if role is MandateRole.TITULAR else -1]


def addressees(composition: Composition, changes: tuple[RecipientChange, ...] = ()) -> tuple[Addressee, ...]:
    """Return whom the letters of a composition are for."""
    return tuple(addressee(each, composition) for each in recipients(composition, changes))


def _written_to(designator: Designator) -> Correspondent:
    organisation = Organisation(
        0,
        designator.name,
        f"Organisation d’essai {designator.name}",
        "Madame la présidente",
        "12 rue de la Haÿe\nBâtiment C",
        "94240",
        "L’Haÿ-les-Roses",
        "bureau@exemple.fr",
        "01 00 00 00 00",
    )
    return Correspondent(designator, organisation, tuple((each, None) for each in designator.professions))


CORRESPONDENTS = tuple(map(_written_to, designators(COMPOSITION)))
TERMS = Terms(INSTALLED, date(2021, 3, 1), date(2021, 5, 25), replace(MEETING, id=2, on=date(2021, 6, 10)))


def correspondent(name: str) -> Correspondent:
    """Return one organisation with its address."""
    return next(each for each in CORRESPONDENTS if each.organisation.name == name)


YEARS = ledger(PRESIDENCY, 2021, 2025)

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
        contact="Maud Esnault",
        email=f"cpts{number}@exemple.fr",
        phone="02 00 00 00 00",
        paid=Decimal("98000.50") if signed else None,
    )


ADHESIONS = tuple(_adhesion(number, step) for number, step in enumerate(_STEPS, 1))
STATE = regional_state(ADHESIONS, date(2020, 12, 31), population_region=3_801_797, departments=DEPARTMENTS)
