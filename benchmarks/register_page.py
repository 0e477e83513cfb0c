"""The page of the CPTS with 10,000 rows: opened, filtered by words and by ticks, sorted; what is late computed."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks import data
from benchmarks.measure import AtMost, Line, Measure, alternate
from benchmarks.paints import Paints, application
from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.register_filter import EVERYTHING, Facet, codes_of
from cpr_desk.services import register
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.register_facts import facts_at
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.register import columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.table_panel import TablePanel
from cpr_desk.ui.widgets.table_view import TableView

_ROWS = 10_000
_WEIGHED = 500
_DEPARTMENTS = ("44", "49", "53", "72", "85")
_TYPED = "communaute"
_REPAINT = "a bare repaint of the list"


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield the opening of the page, each keystroke of its filter, each sort of its columns."""
    app = application()
    db, _ = data.register_in(folder, _ROWS)
    desk = Desk(db, lambda: data.AT)
    opening = alternate(runs, _opening(lambda: _page(desk)), _opening(lambda: _whole(desk)))
    yield Line("opening the page of the CPTS, 10,000 rows", "all rows fetched into a model", AtMost(0.5), *opening)
    page = _page(desk)
    page.resize(1030, 640)
    page.show()
    view = page.panel.view
    paints = Paints(view)
    paints.after(page.reload)

    def repaint() -> float:
        return paints.after(view.viewport().update)

    def forget() -> None:
        """Let each round read the rows it shows from the database."""
        page.reload()
        app.processEvents()

    def keystrokes() -> list[float]:
        page.panel.filter.clear()
        forget()
        return [paints.after(partial(QTest.keyClick, page.panel.filter, key)) for key in _TYPED]

    def sorts() -> list[float]:
        _change(desk)  # else the orders found in the last round would be known
        forget()
        orders = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
        return [
            paints.after(partial(view.sortByColumn, column, order))
            for column in range(len(columns()))
            for order in orders
        ]

    yield _repeated("each keystroke → list repainted, 10,000 rows", AtMost(3.0), runs, keystrokes, repaint)
    page.panel.filter.clear()
    yield _repeated("each sort → list repainted, 10,000 rows", AtMost(2.0), runs, sorts, repaint)
    desk.facts.read(desk.commission, data.AT, lambda _done, _all: None)
    page.reload()

    def ticks() -> list[float]:
        page.list.ask(EVERYTHING)
        forget()
        asked = [
            EVERYTHING.choosing(facet, codes)
            for facet in Facet
            for codes in (codes_of(facet, _DEPARTMENTS)[:2], codes_of(facet, _DEPARTMENTS))
        ]
        return [paints.after(partial(page.list.ask, each)) for each in asked]

    def counts() -> list[float]:
        asked = EVERYTHING.choosing(Facet.STAGE, (Stage.SIGNED,))
        page.list.ask(asked)
        return [_seconds(partial(page.list.source.index.counts, facet, _TYPED, asked)) for facet in Facet]

    yield _repeated("each tick of a filter → list repainted, 10,000 rows", AtMost(3.0), runs, ticks, repaint)
    answers = [statistics.median(same) for same in zip(*(ticks() for _ in range(runs + 1)), strict=True)]
    yield Line(
        f"the slowest of {len(answers)} ticks", "100 ms, what a person waits for", AtMost(1.0), max(answers), 0.1
    )
    yield _repeated("counts beside the choices of a filter, 10,000 rows", AtMost(1.0), runs, counts, repaint)
    page.list.ask(EVERYTHING)
    yield Line(
        f"what is late among {_WEIGHED} CPTS, with their accounts",
        "reading their files",
        AtMost(8.0),
        *alternate(runs, _weighing(desk), _reading(desk)),
    )
    page.deleteLater()
    app.processEvents()
    db.close()


def _change(desk: Desk) -> None:
    first = register.adhesions_at(desk.db, desk.commission.id, data.AT, [1])[0]
    members = (first.members or 0) % 100 + 1
    register.save_adhesion(desk.db, desk.commission.id, replace(first, members=members), data.AT)


def _seconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


def _weighing(desk: Desk) -> Measure:
    return lambda: _seconds(lambda: facts_at(desk.db, desk.commission, data.AT, range(1, _WEIGHED + 1)))


def _reading(desk: Desk) -> Measure:
    return lambda: _seconds(lambda: snapshot_at(desk.db, desk.commission, data.AT, range(1, _WEIGHED + 1)))


def _repeated(what: str, goal: AtMost, runs: int, actions: Callable[[], list[float]], repaint: Measure) -> Line:
    """Compare each of several actions with a repaint; the slowest of them is told."""
    rounds = [(actions(), [repaint() for _ in range(5)]) for _ in range(runs + 1)][1:]
    medians = [statistics.median(same) for same in zip(*(taken for taken, _ in rounds), strict=True)]
    floor = statistics.median(seconds for _, bare in rounds for seconds in bare)
    slowest = f"{_REPAINT}; the slowest of {len(medians)}: {max(medians) / floor:.2f} ×"
    return Line(what, slowest, goal, statistics.median(medians), floor)


def _page(desk: Desk) -> CptsPage:
    return CptsPage(desk, UiState())


def _whole(desk: Desk) -> TablePanel:
    """Build the same list over rows that are all fetched."""
    model = TableModel(columns())
    panel = TablePanel(model, UiState(), "cpts", "CPTS", "CPTS", EmptyState("map-pinned", "", ""))
    model.setParent(panel)
    model.set_rows(register.adhesions_at(desk.db, desk.commission.id, data.AT))
    return panel


def _opening(build: Callable[[], CptsPage | TablePanel]) -> Measure:
    """Measure from nothing to the rows painted; the widget is destroyed outside the measure."""

    def measure() -> float:
        start = perf_counter()
        widget = build()
        widget.resize(1030, 640)
        if isinstance(widget, CptsPage):
            widget.reload()
        view = widget.findChild(TableView)
        if view is None:
            raise ValueError("no table")
        Paints(view).after(widget.show)
        taken = perf_counter() - start
        widget.close()
        widget.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return taken

    return measure
