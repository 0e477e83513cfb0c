"""The start of the window: an empty frame is painted first, everything heavy is loaded behind it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cpr_desk.ui import tasks

T = TypeVar("T")


class _FirstPaint(QObject):
    """Says once that a widget has been painted."""

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False


def show_then_load(
    window: QWidget,
    label: str,
    load: Callable[[tasks.Progress], T],
    ready: Callable[[T], object],
    failed: Callable[[Exception], object] | None = None,
) -> None:
    """Show a window; once it is painted run `load` in a thread, then `ready` with its result in the window's thread.

    `load` is where SQLAlchemy is imported and the database opened.
    """
    first = _FirstPaint(window)

    first.painted.connect(lambda: tasks.run(window, label, load, ready, failed))
    window.show()
