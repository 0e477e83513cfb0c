"""The state of the adhesions, its workbook and the file of one CPTS: each from one snapshot."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.regional import RegionalState
from cpr_desk.errors import UserError
from cpr_desk.services import decisions, regional, territories
from cpr_desk.services.instance import Database
from cpr_desk.services.register import Progress
from cpr_desk.services.territories import RegionView

if TYPE_CHECKING:
    from cpr_desk.reports.document import Document, Map, Workbook

_OWN_MAP = 80
"""The height of the map of one CPTS in millimetres."""


def report(db: Database, commission: Commission, at: date, since: date | None) -> "Document":
    """Return the state of the adhesions on a day, compared with another one."""
    from cpr_desk.reports.adhesions import adhesions_report

    state, before = _states(db, commission, at, since)
    return adhesions_report(commission, state, before, _map(commission, state))


def workbook(
    db: Database,
    commission: Commission,
    at: date,
    since: date | None,
    issued_on: date,
    progress: Progress | None = None,
) -> "tuple[int, Workbook]":
    """Return the number of CPTS and the workbook for the ARS, compared with another day."""
    from cpr_desk.reports.register_book import adhesions_workbook

    state, before = _states(db, commission, at, since, progress)
    return len(state.standings), adhesions_workbook(commission, state, issued_on, before)


def cpts_files(db: Database, commission: Commission, at: date, cpts_id: int) -> "list[Document]":
    """Return the file of a CPTS on a day, of each one where `cpts_id` is 0.

    Raises UserError when there was none in the register then.
    """
    from cpr_desk.reports.cpts_file import cpts_file

    state = regional.state_at(db, commission, at, [cpts_id] if cpts_id else None)
    if not state.standings:
        raise UserError(
            "Cette CPTS n’est pas au registre à cette date." if cpts_id else "Le registre est vide à cette date.",
            "Choisissez une autre CPTS, ou une date plus récente.",
        )
    taken = decisions.register_at(db, commission, at)
    view = territories.region_view(db, commission, at)
    return [
        cpts_file(commission, replace(state, standings=(own,)), taken, _surroundings(view, own.dossier.id))
        for own in state.standings
    ]


def _surroundings(view: RegionView, cpts_id: int) -> "Map | None":
    from cpr_desk.reports.document import Map

    near = view.map.near(cpts_id) if view.map else None
    return Map("Le territoire et ses voisins, par étape", near, view.source, _OWN_MAP) if near else None


def _states(
    db: Database, commission: Commission, at: date, since: date | None, progress: Progress | None = None
) -> tuple[RegionalState, RegionalState]:
    """Return the state of a day and of the one it is compared with, a year before unless said otherwise."""
    compared = since or add_months(at, -12)
    if compared >= at:
        raise UserError(
            "La date de comparaison ne précède pas celle de l’état.", "Choisissez une date de comparaison antérieure."
        )
    state, before = regional.states_at(db, commission, (at, compared), progress)
    return state, before


def _map(commission: Commission, state: RegionalState) -> "Map | None":
    from cpr_desk.reports.document import Map

    found = regional.map_of(commission, state)
    return Map("Territoires des CPTS, par étape", found.drawing, found.source) if found else None
