"""A French month: what a day is known for stands in its cell as a letter, and in words on hover."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QLocale, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QWidget

from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import TextSize


@dataclass(frozen=True, slots=True)
class DayMark:
    """What stands in a cell: a letter, its tone, and words that say it in full; `struck` draws the day crossed out."""

    letter: str = ""
    tone: Tone = Tone.NEUTRAL
    words: str = ""
    struck: bool = False


_LEAST = QSize(280, 210)
_HIGHEST = 260
_AROUND = 7
"""Days of the month before that a month may show."""
_SHOWN = 42

Marks = Callable[[date], tuple[DayMark, ...]]


class FrenchCalendar(QCalendarWidget):
    """A month in French, from Monday, weekends calm."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.French, QLocale.Country.France))
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setGridVisible(False)
        self.setAccessibleName(self.tr("Calendrier"))
        self.calm_weekends()

    def calm_weekends(self) -> None:
        """Write Saturdays and Sundays in the muted colour of the theme in force."""
        calm = QTextCharFormat()
        calm.setForeground(QColor(theme.colours().muted))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(weekend, calm)


class MonthCalendar(FrenchCalendar):
    """Picks a day by click or Enter; `marks` says what each day is known for."""

    picked = Signal(object)

    def __init__(self, marks: Marks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self.setMinimumSize(_LEAST)
        self.setMaximumHeight(_HIGHEST)
        self.clicked.connect(lambda day: self.picked.emit(_plain(day)))
        self.activated.connect(lambda day: self.picked.emit(_plain(day)))
        self.currentPageChanged.connect(lambda _year, _month: self.refresh())
        self.refresh()

    def show_day(self, day: date) -> None:
        """Select a day and bring up its month."""
        self.setSelectedDate(QDate(day.year, day.month, day.day))

    def refresh(self) -> None:
        """Ask again what the days of the month shown, and those around it, are known for."""
        self.setDateTextFormat(QDate(), QTextCharFormat())
        first = QDate(self.yearShown(), self.monthShown(), 1).addDays(-_AROUND)
        for number in range(_SHOWN + _AROUND):
            day = first.addDays(number)
            if marks := self._marks(_plain(day)):
                shape = QTextCharFormat()
                shape.setToolTip("\n".join(mark.words for mark in marks if mark.words))
                if any(mark.struck for mark in marks):
                    shape.setFontStrikeOut(True)
                    shape.setForeground(QColor(theme.colours().muted))
                self.setDateTextFormat(day, shape)

    def words_of(self, day: date) -> str:
        """Return what is said of a day of the month shown on hover."""
        return self.dateTextFormat(QDate(day.year, day.month, day.day)).toolTip()

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate) -> None:
        super().paintCell(painter, rect, day)
        painter.save()
        painter.setFont(theme.font(TextSize.SMALL, bold=True))
        place = rect.adjusted(0, 1, -3, 0)
        for mark in self._marks(_plain(day)):
            if mark.letter:
                selected = day == self.selectedDate()
                colours = theme.colours()
                painter.setPen(QColor(colours.text if selected else colours.ink(mark.tone)))
                painter.drawText(place, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, mark.letter)
                place.translate(-painter.fontMetrics().horizontalAdvance(mark.letter) - 2, 0)
        painter.restore()


def _plain(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
