"""Invented persons and CPTS on the real structure: the composition of the official table of 04/02/2021 (S3)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import CommissionKind
from cpr_desk.domain.composition import (
    Composition,
    Holding,
    Person,
    Profession,
    Regime,
    Seat,
    SeatState,
    Section,
)
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import squeeze
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.domain.standing import CptsStanding, weigh
from cpr_desk.domain.statement import Payment, Statement
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.reference import scales

INSTALLED = date(2021, 2, 4)
"""The day of the installation meeting in S3: the composition, the deadlines and the presidency are tested on it."""

PAYS_DE_LA_LOIRE = CreateCommission(CommissionKind.CPR, "52", "Pays de la Loire", INSTALLED)

_SOCIAL = """
3 | rg          | Aubin Tréhorel      |
3 | rg          | Solène Marzac       |
3 | rg          | Odilon Brécourt     | Lubin Castérac
3 | rg          | Ysaline Dorvault    | Firmin Échalier
3 | rg          | Maïwenn Gastelou    |
3 | rg          | Perrine Houlgard    | Colombe Isnardon
3 | rg          | Gildas Jarnoux      |
3 | rg_medical  | Nolwenn Kerlidou    | Blandine Lussault
3 | rg_medical  | Évariste Morteuil   | Rosalie de Nampont-Orvès
1 | rg          | Capucine Pélissanne |
3 | msa         | Tancrède Quillebois | Donatien Rivoalan
3 | msa         | Leïla Sauvaget      | Ambroise Taillebourg
1 | msa_medical | Côme Uzerchois      | Hortense Vaudreville Yonnet
"""

_PROFESSIONAL = """
Médecins                  | CSMF    | Basile Abgrall       | Corentin Bessanges
                          | MG France | Diane Crozanne     | Edgar Dampierrot
                          | SML     |                      |
Infirmiers                | SNIIL   | Fulbert Estuaire     | Garance Frémaudière
                          | FNI     |                      |
                          | CI      |                      |
Orthoptistes              | SNAO    | Hélory Guimarch      |
Orthophonistes            | FNO     | Ilan Hautefaye       | Joséphine Illiers
Sages-femmes              | ONSSF   |                      |
                          | UNSSF   |                      |
Pharmaciens               | FSPF    |                      |
                          | USPO    | Katell Joncheray     |
Pédicures-podologues      | FNP     | Léonie Kerbastard    |
Biologistes               | SNMB    |                      |
                          | SLBC    | Myrtille Lancieux    |
                          | SDB     | Nathan Maubrac       | Octave Névoux
                          | SJBM    | Paulin Orsenne       | Quitterie Pontrieux
Opticiens                 | FNOF    |                      |
                          | ROF     |                      |
Fournisseurs d’appareillage | FFPO  | Roparz Quémeneur     | Sidonie Ravenel
                          | UFOP    | Théophane Sablière   | Ursule Tinchebray
                          | SNOF    |                      |
                          | SYNEA   | Valère Ustaritz      | Wandrille Vignemale
                          | UNSAF   |                      |
Centres de santé          |         | Xavière Wissant      |
                          |         |                      |
                          |         |                      |
Chirurgiens-dentistes     | CDF     | Yvonnick Argelès     | Zélie Bourgneuf
                          | UD      | Anselme Coatmeur     | Bérénice Deauvergne
Masseurs-kinésithérapeutes | UNSMKL | Cyprien Étréchy      |
                          | FFMKR   |                      |
Transporteurs             | CNSA    | Delphin Fougerolle   | Eulalie Gourdon-Lys
                          | FNMS    |                      |
                          | FNAP    | Florimond Hauteclocque-Brie | Gersende Issarlès
                          | FNAA    |                      |
"""

_CONSULTATIVE = """
URPS               | Fulbert Estuaire | Léonie Kerbastard
URPS               | Honorin Jalesnes |
URPS               | Isaure Kermoal   |
France Assos Santé | Juste Lamballec  | Kilda Montjarret
APMSL              |                  |
ARS                | Lothaire Nérondes | Mahaut Ollivaud
"""

_CODES = {
    "Médecins": "medecins",
    "Infirmiers": "infirmiers",
    "Fournisseurs d’appareillage": "fournisseurs-appareillage",
    "Centres de santé": "centres-de-sante",
    "Masseurs-kinésithérapeutes": "masseurs-kinesitherapeutes",
    "Pédicures-podologues": "pedicures-podologues",
}
"""Codes that are not simply the label in small letters."""


def person(name: str, **details: Any) -> Person:
    """Return an invented person, not stored yet, from « Prénom Nom »."""
    first, _, last = name.partition(" ")
    return Person(**{"id": 0, "first_name": first, "last_name": last, **details})


def _holder(name: str) -> Person | None:
    return person(name) if name else None


def _lines(table: str) -> Iterator[tuple[int, list[str]]]:
    return enumerate(([squeeze(cell) for cell in line.split("|")] for line in table.strip("\n").splitlines()), start=1)


def seed_states() -> tuple[SeatState, ...]:
    """Return the seats of the official table as a revision that creates them, in its order."""
    return (*_social(), *_professional(), *_consultative())


def _social() -> Iterator[SeatState]:
    for position, (votes, regime, titular, substitute) in _lines(_SOCIAL):
        yield SeatState(
            Section.SOCIAL,
            position,
            int(votes),
            regime=Regime(regime),
            titular=_holder(titular),
            substitute=_holder(substitute),
        )


def _professional() -> Iterator[SeatState]:
    profession = Profession("", "")
    ranks: dict[tuple[str, str], int] = {}
    for position, (label, union, titular, substitute) in _lines(_PROFESSIONAL):
        if label:
            profession = Profession(_CODES.get(label, label.lower()), label, profession.position + 1)
        rank = ranks[profession.code, union] = ranks.get((profession.code, union), 0) + 1
        yield SeatState(
            Section.PROFESSIONAL,
            position,
            1,
            profession=profession,
            organisation=union,
            rank=rank,
            titular=_holder(titular),
            substitute=_holder(substitute),
        )


def _consultative() -> Iterator[SeatState]:
    ranks: dict[str, int] = {}
    for position, (body, titular, substitute) in _lines(_CONSULTATIVE):
        rank = ranks[body] = ranks.get(body, 0) + 1
        yield SeatState(
            Section.CONSULTATIVE,
            position,
            0,
            organisation=body,
            rank=rank,
            titular=_holder(titular),
            substitute=_holder(substitute),
        )


def seed_composition(at: date = INSTALLED) -> Composition:
    """Return the same seats as a composition at a date, each seat and person with an id."""
    ids: dict[str, int] = {}

    def holding(holder: Person | None) -> Holding | None:
        return Holding(replace(holder, id=ids.setdefault(holder.name, len(ids) + 1)), INSTALLED) if holder else None

    return Composition(
        at,
        tuple(
            Seat(
                number,
                state.section,
                state.position,
                state.votes,
                state.regime,
                state.profession,
                state.organisation,
                state.rank,
                holding(state.titular),
                holding(state.substitute),
            )
            for number, state in enumerate(seed_states(), start=1)
        ),
    )


def state_of(seat: Seat, **changes: Any) -> SeatState:
    """Return what leaves a seat as it is, but for the changes."""
    return replace(SeatState.of(seat), **changes)


def adhesion(code: str = "CPTS-001", **facts: Any) -> Adhesion:
    """Return an invented adhesion, in reflection unless said otherwise."""
    return replace(Adhesion(0, code, f"CPTS {code}", "44", Step.REFLECTION), **facts)


def regional_state(
    adhesions: Iterable[Adhesion], at: date, *, population_region: int | None = None, departments: Any = None
) -> RegionalState:
    """Return a register that knows of its CPTS what the adhesions show, and what was paid."""
    known = tuple(scales(None).values())

    def standing(row: Adhesion) -> CptsStanding:
        paid = (Payment(row.step_since or at, row.paid, id=1),) if row.paid else ()
        return weigh(Dossier(row, payments=paid), Statement(at, (), paid), (), known)

    standings = tuple(standing(row) for row in adhesions)
    return RegionalState(
        at, standings, scale_in_force(known, at), departments or {}, population_region=population_region
    )


def as_lines(items: Iterable[Item]) -> str:
    """Return the titles of an agenda as `from_lines` reads them."""
    return "\n".join("-" * item.level + " " * bool(item.level) + item.title for item in items)
