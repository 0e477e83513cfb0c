"""The application that the pages are measured in, and when a list of theirs was painted."""

import logging
import sys
from collections.abc import Callable
from functools import cache
from time import perf_counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from cpr_desk.ui.application import create_application
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.table_view import TableView


@cache
def application() -> QApplication:
    """Return the application, as people get it, made once for all groups."""
    logging.getLogger("qt").addHandler(logging.NullHandler())  # the offscreen platform says what it lacks, each time
    app = create_application([], UiState())
    sys.excepthook = sys.__excepthook__  # a fault of a benchmark is told on the terminal
    return app


class Paints(QObject):
    """Counts the paints of a list."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._painted = False
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note a painting, and let it go on."""
        self._painted |= event.type() == QEvent.Type.Paint
        return False

    def after(self, action: Callable[[], object]) -> float:
        """Return the seconds from an action to the end of the painting it causes."""
        QApplication.processEvents()
        self._painted = False
        start = perf_counter()
        action()
        while not self._painted:
            QApplication.processEvents()
        return perf_counter() - start
