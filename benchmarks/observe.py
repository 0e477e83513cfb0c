"""In a process that opens a window: note when its parts have been painted, tell the parent, leave.

Imports Qt alone, for the bare window's sake.
"""

import json
import os
import sys
from time import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

STARTED = "CPR_DESK_BENCH_STARTED"
"""The variable in which the parent gives the moment it started the process: `time`, the same under Wine."""


class Observer(QObject):
    """Notes the first paint of the window, of a table with rows, of a table with all `rows` once `ready_with` is here.

    Each moment is taken after the paint, when the event loop comes round.
    """

    def __init__(self, app: QApplication, rows: int, ready_with: str = "sys") -> None:
        super().__init__(app)
        self._started = float(os.environ[STARTED])
        self._rows = rows
        self._ready_with = ready_with
        self._waiting = ["window", "rows", "data"]
        self._moments: dict[str, float] = {}
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102, N802 - Qt's
        if event.type() == QEvent.Type.Paint:
            if isinstance(watched, QMainWindow):
                self._note("window")
            elif isinstance(parent := watched.parent(), QTableView) and (count := parent.model().rowCount()):
                self._note("rows")
                if count == self._rows and self._ready_with in sys.modules:
                    self._note("data")
        return False

    def _note(self, what: str) -> None:
        if what in self._waiting:
            self._waiting.remove(what)
            QTimer.singleShot(0, lambda: self._keep(what))

    def _keep(self, what: str) -> None:
        self._moments[what] = time() - self._started
        if not self._waiting and len(self._moments) == 3:
            print(json.dumps(self._moments), flush=True)
            # The moments are all that was asked: the end of the process is nobody's measure.
            os._exit(0)
