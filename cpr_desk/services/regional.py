"""The register as a whole on a day, made from one snapshot: every document and export of it is made from this."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.areas import map_source
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.region_map import Plotted, RegionMap, draw
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.domain.standing import CptsStanding, weigh
from cpr_desk.services import reference, territories
from cpr_desk.services.dossiers import Snapshot, snapshot_at, snapshots_at
from cpr_desk.services.register import Progress
from cpr_desk.storage.database import Database

_BATCH = 100
"""CPTS weighed between two tellings of the progress."""


def state_at(db: Database, commission: Commission, at: date, ids: Iterable[int] | None = None) -> RegionalState:
    """Return the register on a day with all its sums; only some CPTS when `ids` names them."""
    return state_of(snapshot_at(db, commission, at, ids))


def states_at(
    db: Database, commission: Commission, days: Sequence[date], progress: Progress | None = None
) -> tuple[RegionalState, ...]:
    """Return the register on several days, to compare; `progress` counts the CPTS weighed on all days."""
    tell = progress or (lambda _done, _total: None)
    snapshots = snapshots_at(db, commission, days)
    total, passed = sum(len(each.dossiers) for each in snapshots), 0
    states = []
    for snapshot in snapshots:

        def weighed(done: int, before: int = passed) -> None:
            tell(before + done, total)

        states.append(state_of(snapshot, weighed))
        passed += len(snapshot.dossiers)
    return tuple(states)


def state_of(snapshot: Snapshot, weighed: Callable[[int], object] | None = None) -> RegionalState:
    """Return the sums of a snapshot; `weighed` hears now and then how many CPTS were weighed."""
    standings = []
    for number, dossier in enumerate(snapshot.dossiers):
        if weighed and number % _BATCH == 0:
            weighed(number)
        account = snapshot.account(dossier)
        standings.append(weigh(dossier, account, snapshot.tasks(dossier, account), snapshot.scales))
    territory = reference.territory_of(snapshot.commission)
    return RegionalState(
        snapshot.at,
        tuple(standings),
        scale_in_force(snapshot.scales, snapshot.at),
        reference.department_names(),
        _places(snapshot.commission, standings),
        territory.population if territory else None,
    )


def _places(commission: Commission, standings: Iterable[CptsStanding]) -> dict[str, str]:
    """Return the names of the communes of the territories; a code that the data do not know any more has none."""
    codes = {code for each in standings if each.dossier.area for code in each.dossier.area.codes}
    known = territories.gazetteer_for(commission, codes) if codes else None
    return {code: found.label for code in codes if known and (found := known.current(code))}


@dataclass(frozen=True, slots=True)
class StateMap:
    """The map of a state, and where its inhabitants and contours are from."""

    drawing: RegionMap
    source: str


def map_of(commission: Commission, state: RegionalState) -> StateMap | None:
    """Return the map of the territories of a state; None where there is nothing to draw.

    The CPN has no map, nor has a register without territories.
    """
    contours = reference.contours(commission.region_code)
    plotted = [
        Plotted(each.dossier.id, each.adhesion.name, each.adhesion.stage, area.codes)
        for each in state.standings
        if (area := each.dossier.area)
    ]
    if contours is None or not any(each.stage.is_open for each in plotted):
        return None
    gazetteer = territories.gazetteer_for(commission, (code for each in plotted for code in each.codes))
    drawing = draw(contours, gazetteer, plotted, reference.departments_of(commission))
    return StateMap(drawing, map_source(gazetteer, contours))
