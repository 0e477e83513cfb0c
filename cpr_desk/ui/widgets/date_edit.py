"""A date typed as people type it (4/2/21, 04022021) or picked in a French calendar."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.ui.icons import icon
from cpr_desk.ui.widgets.month_calendar import FrenchCalendar

_WHOLE_DATE = 8
"""Digits of a date typed to its end."""


class DateEdit(QLineEdit):
    """Understands what `french.parse_date` reads and rewrites it 04/02/2021 when left.

    Up and Down move by a day, Alt+Down opens the calendar. `changed` comes with each new date or None.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day: date | None = None
        self._popup: _CalendarPopup | None = None
        self.setPlaceholderText(self.tr("jj/mm/aaaa"))
        self.setMinimumWidth(140)
        self.setMaximumWidth(170)
        self._calendar_action = self.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        self._calendar_action.setToolTip(self.tr("Choisir dans le calendrier (Alt+Bas)"))
        self._calendar_action.triggered.connect(self.open_calendar)
        self.textChanged.connect(self._read)

    def day(self) -> date | None:
        """Return the date, None while the field is empty or not a date."""
        return self._day

    def set_day(self, day: date | None) -> None:
        """Write a date."""
        self.setText(french.date_digits(day) if day else "")

    def problem(self) -> str:
        """Return what is wrong with what is typed, in French; empty when nothing is."""
        if not self.text().strip():
            return ""
        try:
            french.parse_date(self.text())
        except ValueError as wrong:
            return str(wrong)
        return ""

    def fault(self) -> str:
        """Return what is wrong while one types: nothing before the date stands there whole."""
        digits = sum(letter.isdigit() for letter in self.text())
        return self.problem() if digits >= _WHOLE_DATE else ""

    def open_calendar(self) -> None:
        """Show the calendar under the field."""
        if self._popup is None:
            self._popup = _CalendarPopup(self)
            self._popup.picked.connect(self.set_day)
        self._popup.open_at(self._day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif self._day and event.key() in steps and not event.modifiers():
            self.set_day(self._day + timedelta(days=steps[Qt.Key(event.key())]))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._day:
            self.set_day(self._day)
        super().focusOutEvent(event)

    def _read(self) -> None:
        try:
            day = french.parse_date(self.text()) if self.text().strip() else None
        except ValueError:
            day = None
        if day != self._day:
            self._day = day
            self.changed.emit(day)


class _CalendarPopup(QWidget):
    """A month in French, from Monday; a click or Enter picks, Esc leaves."""

    picked = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self._field = field
        self.calendar = FrenchCalendar(self)
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.calendar)

    def open_at(self, day: date | None) -> None:
        """Show the month of a day, or of today, under the field (above it when there is no room)."""
        self.calendar.calm_weekends()
        if day:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        field = self._field
        place = field.mapToGlobal(QPoint(0, field.height()))
        room = field.screen().availableGeometry()
        if place.y() + self.height() > room.bottom():
            place = field.mapToGlobal(QPoint(0, -self.height()))
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)
        self.show()
        self.calendar.setFocus()

    def _pick(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()
