"""The page of the commission with 5,040 mandates of history: read, opened, moved through time."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import event

from benchmarks import data
from benchmarks.commission_history import history_in
from benchmarks.measure import AtMost, Line, Measure, alternate, compare, timed
from benchmarks.paints import Paints, application
from cpr_desk.domain.difference_lines import lines as difference_lines
from cpr_desk.services import composition, history
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_evolution import EvolutionSheet
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.table_view import TableView

_SIZE = (1140, 680)
_STEPS = 12
_ROWS = "the same SQL in sqlite3, rows as they come"


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield what is read, the opening of the page and of the sheet « Évolution », each step of the slider."""
    application()
    db, commission = history_in(_folder(folder, "history"))
    desk = Desk(db, lambda: data.AT)
    days = history.change_days(db, commission.id)
    at = days[len(days) // 2]
    reads: tuple[tuple[str, AtMost, Callable[[], object]], ...] = (
        (
            f"the {len(days)} days of change among 5,040 mandates",
            AtMost(2.0),
            lambda: history.change_days(db, commission.id),
        ),
        (
            "composition at a date, 5,040 mandates",
            AtMost(5.0),
            lambda: composition.composition_at(db, commission.id, at),
        ),
    )
    with closing(sqlite3.connect(db.file)) as raw:
        for what, goal, read in reads:
            yield compare(what, _ROWS, goal, runs, timed(read), timed(partial(_again, raw, _statements(db, read))))
    bare, _ = history_in(_folder(folder, "bare"), years=1)
    young = Desk(bare, lambda: data.AT)
    yield Line(
        "opening the page of the commission, 5,040 mandates",
        "the same page in a commission of 140 mandates",
        AtMost(1.25),
        *alternate(runs, _opening(partial(_page, desk)), _opening(partial(_page, young))),
    )
    bare.close()
    yield _steps(desk, days, runs)
    yield _comparison(desk, days, runs)
    db.close()


def _steps(desk: Desk, days: tuple[date, ...], runs: int) -> Line:
    """Compare a step of the slider, until the tables are painted, with a bare repaint of the same sheet."""
    page = _page(desk)
    page.resize(*_SIZE)
    page.show()
    seats = page.seats
    paints = Paints(_view(seats.tables))
    paints.after(seats.reload)
    middle = len(days) // 2
    there = cycle(days[middle : middle + _STEPS])

    def step() -> float:
        return paints.after(lambda: seats.at.set_day(next(there)))

    def repaint() -> float:
        return paints.after(lambda: [widget.update() for widget in seats.findChildren(QWidget)])

    line = Line(
        "each step of the slider → tables repainted",
        "a bare repaint of the sheet",
        AtMost(3.0),
        *alternate(runs * _STEPS, step, repaint),
    )
    _discard(page)
    return line


def _comparison(desk: Desk, days: tuple[date, ...], runs: int) -> Line:
    """Compare the sheet « Évolution » over the whole history with its table over the same lines, found beforehand."""
    page = _page(desk)
    page.resize(*_SIZE)
    sheet = page.show_sheet("evolution")
    assert isinstance(sheet, EvolutionSheet)  # noqa: S101 - as the page declares it
    page.show()
    paints = Paints(sheet.panel.view)
    sheet.since.set_day(days[0])
    found = difference_lines(history.differences_between(desk.db, desk.commission.id, days[0], desk.today()))
    line = Line(
        "comparing two dates 36 years apart → table repainted",
        "the same lines, found beforehand, set and repainted",
        AtMost(3.0),
        *alternate(
            runs * _STEPS,
            lambda: paints.after(sheet.reload),
            lambda: paints.after(lambda: sheet._model.set_rows(found)),  # noqa: SLF001 - the floor of this very table
        ),
    )
    _discard(page)
    return line


def _page(desk: Desk) -> CommissionPage:
    page = CommissionPage(desk, UiState())
    page.reload()
    return page


def _opening(build: Callable[[], QWidget]) -> Measure:
    """Measure from nothing to the rows painted; the widget is destroyed outside the measure."""

    def measure() -> float:
        start = perf_counter()
        widget = build()
        widget.resize(*_SIZE)
        Paints(_view(widget)).after(widget.show)
        taken = perf_counter() - start
        _discard(widget)
        return taken

    return measure


def _folder(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


def _view(widget: QWidget) -> TableView:
    """Return the table that is in front."""
    return next(view for view in widget.findChildren(TableView) if view.isVisibleTo(widget))


def _discard(widget: QWidget) -> None:
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _statements(db: Database, read: Callable[[], object]) -> list[tuple[str, Any]]:
    """Return the SQL of a reading, each statement with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        seen.append((told[2], told[3]))

    event.listen(db.engine, "before_cursor_execute", note)
    read()
    event.remove(db.engine, "before_cursor_execute", note)
    return [(statement, given) for statement, given in seen if statement.startswith("SELECT")]


def _again(raw: sqlite3.Connection, statements: list[tuple[str, Any]]) -> None:
    for statement, given in statements:
        raw.execute(statement, given).fetchall()
