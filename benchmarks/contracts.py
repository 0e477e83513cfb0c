"""CPTS under contract: what is late, the workbook for the ARS, the effects of another scale."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks import data
from benchmarks.measure import AtMost, Line, compare, timed
from benchmarks.workbooks import FLOOR, cells, write
from cpr_desk.domain.scale import Scale
from cpr_desk.reports import xlsx
from cpr_desk.reports.register_book import adhesions_workbook
from cpr_desk.services import reference, regional, scales
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.register_facts import RegisterFacts

_COUNT = 1_000
_FILES = "reading their files"


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield what is worked out of every contract, against reading the files or writing the same cells."""
    gc.disable()  # as in the window, where no worker collects garbage
    yield from _lines(folder, runs)
    gc.enable()


def _lines(folder: Path, runs: int) -> Iterator[Line]:
    db, commission = data.contracts_in(folder, _COUNT)
    counted = min(runs, 3)
    read = timed(partial(snapshot_at, db, commission, data.AT))

    def late() -> None:
        RegisterFacts(db).read(commission, data.AT, _quiet)

    what = f"what is late among {_COUNT:,} contracts"
    yield compare(what, _FILES, AtMost(8.0), counted, timed(late), read)
    known, new = reference.scales(db), _doubled(data.scale())
    after = scales.with_scale(db, new)
    weigh = partial(scales.effects, db, commission, after, new, data.AT, _quiet)
    what = f"effects of another scale on {_COUNT:,} contracts"
    yield compare(what, _FILES, AtMost(14.0), counted, timed(weigh), read)
    if len(after) == len(known):
        raise ValueError("the scale is not new")

    def book() -> bytes:
        return xlsx.render(adhesions_workbook(commission, regional.state_at(db, commission, data.AT), data.ISSUED))

    same = cells(adhesions_workbook(commission, regional.state_at(db, commission, data.AT), data.ISSUED))
    what = f"workbook for the ARS, {_COUNT:,} contracts, from the database"
    yield compare(what, FLOOR, AtMost(1.2), counted, timed(book), timed(partial(write, same)))
    db.close()


def _doubled(scale: Scale) -> Scale:
    """Return a scale that changes every amount of the last years."""
    dearer = tuple(replace(line, amounts=tuple(2 * each for each in line.amounts)) for line in scale.lines)
    return replace(scale, code="double", label="Double", in_force_from=date(2025, 1, 1), lines=dearer, printed=())


def _quiet(_done: int, _total: int) -> None:
    """Tell nobody."""
