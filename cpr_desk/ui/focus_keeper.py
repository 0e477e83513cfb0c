"""The focus stays in its tab when what held it goes: a button hidden by its own command, a row taken away."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from cpr_desk.ui.tab_order import reading_order, reveal
from cpr_desk.ui.widgets.message_bar import MessageBar

_Place = tuple[QWidget, int]
"""A sheet of a stack – a tab, a page – and how many stops of it are read before the widget that had the focus."""


class FocusKeeper(QObject):
    """Remembers where the focus was in a stack of pages; the stop that is now in that place gets it.

    It waits until what made the widget go has ended: only then what takes its place is there.
    """

    def __init__(self, pages: QStackedWidget, otherwise: Callable[[bool], object]) -> None:
        """`otherwise` finds a place for the focus, forward or back, when the page that had it is no longer in view."""
        super().__init__(pages)
        self._pages = pages
        self._otherwise = otherwise
        self._held: QWidget | None = None
        self._places: list[_Place] = []
        self._forward = True
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._settle_somewhere)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def is_lost(self) -> bool:
        """Tell whether what has the focus in the window can hold it no more."""
        return _is_gone(self._pages.window().focusWidget())

    def settle_later(self, *, forward: bool = True) -> None:
        """Settle at the end of what goes on now; `forward` is where Tab, or Shift+Tab, was going."""
        self._forward = forward
        self._later.start()

    def settle(self) -> bool:
        """Give a lost focus to what is in its place now; False when the page is no longer in view or has no stop."""
        if not self.is_lost():
            return True
        stop = next((found for place in self._places if (found := self._stop_at(place))), None)
        if self._held and not _is_gone(self._held):
            stop = self._held
        if stop is None:
            return False
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(stop)
        return True

    def _settle_somewhere(self) -> None:
        if not self.settle():
            self._otherwise(self._forward)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            if before is None or not isValid(before) or _is_gone(before):
                self.settle_later()
        elif self._pages.isAncestorOf(now) and not _in_messages(now):
            self._held = now
            self._places = self._places_of(now)

    def _places_of(self, widget: QWidget) -> list[_Place]:
        """Return the place of a widget in each sheet around it, the narrowest first."""
        places: list[_Place] = []
        sheet: QWidget | None = widget
        while sheet is not None and sheet is not self._pages:
            parent = sheet.parentWidget()
            if isinstance(parent, QStackedWidget):
                places.append((sheet, _rank(widget, _stops(sheet))))
            sheet = parent
        return places

    def _stop_at(self, place: _Place) -> QWidget | None:
        sheet, rank = place
        if not isValid(sheet) or not sheet.isVisible():
            return None
        stops = _stops(sheet)
        return stops[min(rank, len(stops) - 1)] if stops else None


def _stops(sheet: QWidget) -> list[QWidget]:
    return [stop for stop in reading_order(sheet) if not _in_messages(stop)]


def _rank(widget: QWidget, stops: list[QWidget]) -> int:
    return next((rank for rank, stop in enumerate(stops) if stop is widget or stop.isAncestorOf(widget)), len(stops))


def _in_messages(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), MessageBar)


def _is_gone(widget: QWidget | None) -> bool:
    return widget is None or not isValid(widget) or not widget.isVisible() or not widget.isEnabled()
