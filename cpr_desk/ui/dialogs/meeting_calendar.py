"""The calendar in which the day of a meeting is chosen: holidays, meetings and limits before one's eyes."""

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.deadlines import Deadline, first_lawful_meeting
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import meetings
from cpr_desk.services.holidays import holidays_of
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.meeting_words import first_possible
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.month_calendar import DayMark, MonthCalendar


class MeetingCalendar(QWidget):
    """Picks the day; `own` leaves out the meeting that is being changed."""

    picked = Signal(object)

    def __init__(self, desk: Desk, own: Meeting | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._commission = desk.commission
        self._holidays = holidays_of(desk.commission.rules.holiday_territory)
        planned = meetings.list_meetings(desk.db, desk.commission.id)
        self.days = {each.on: each for each in planned if not each.is_cancelled and (not own or each.id != own.id)}
        self._others: dict[date, list[str]] = {}
        for name, meeting in meetings.meetings_of_others(desk.db, desk.commission.id):
            self._others.setdefault(meeting.on, []).append(name)
        self._limits: tuple[Deadline, ...] = ()
        self.month = MonthCalendar(self._marks, self)
        self.month.picked.connect(self.picked)
        self.first = QPushButton(self.tr("Première date possible"), self)
        self.first.setAutoDefault(False)
        self.first.clicked.connect(lambda: self.picked.emit(self.first_possible()))
        legend = QLabel(
            self.tr(
                "F{nbsp}: férié · R{nbsp}: réunion · A{nbsp}: autre commission · C, O{nbsp}: dernier jour pour la "
                "convocation, l’ordre du jour (c, o{nbsp}: conseillé) · barré{nbsp}: trop proche pour convoquer "
                "dans le délai"
            ).format(nbsp=NBSP),
            self,
            wordWrap=True,
        )
        legend.setProperty("muted", True)
        legend.setFont(theme.font(TextSize.SMALL))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self.month, legend, self.first):
            column.addWidget(widget)
        if own:
            self.month.show_day(own.on)

    def first_possible(self) -> date:
        """Return the first working day that can still be convened in time and has no meeting."""
        return first_possible(self._desk.today(), self._commission, self.days)

    def others_on(self, day: date) -> Sequence[str]:
        """Return the names of the other commissions that meet on a day."""
        return self._others.get(day, ())

    def follow(self, day: date | None, limits: tuple[Deadline, ...]) -> None:
        """Show the day chosen with its limits, None while there is none."""
        self._limits = limits if day else ()
        if day:
            self.month.show_day(day)
        self.month.refresh()

    def _marks(self, day: date) -> tuple[DayMark, ...]:
        return tuple(self._told(day))

    def _told(self, day: date) -> Iterator[DayMark]:
        if name := self._holidays(day):
            yield DayMark(self.tr("F"), Tone.URGENT, self.tr("Férié{nbsp}: {name}").format(nbsp=NBSP, name=name))
        elif day.weekday() >= 5:
            yield DayMark(words=self.tr("Fin de semaine"))
        if meeting := self.days.get(day):
            words = f"{french.capital(meeting.kind.label)} n°{NBSP}{meeting.reference}"
            yield DayMark(self.tr("R"), Tone.ACCENT, words)
        for other in self.others_on(day):
            yield DayMark(self.tr("A"), Tone.ACCENT, other)
        for limit in self._limits:
            yield from self._limit(limit, day)
        today = self._desk.today()
        if today <= day < first_lawful_meeting(today, self._commission.rules):
            yield DayMark(words=self.tr("Trop proche pour convoquer dans le délai"), struck=True)

    def _limit(self, limit: Deadline, day: date) -> Iterator[DayMark]:
        letter = limit.kind.label[0]
        if day == limit.latest:
            words = self.tr("{what}{nbsp}: dernier jour").format(what=limit.kind.label, nbsp=NBSP)
            yield DayMark(letter, Tone.LATE, words)
        elif day == limit.advised:
            words = self.tr("{what}{nbsp}: jour conseillé").format(what=limit.kind.label, nbsp=NBSP)
            yield DayMark(letter.lower(), Tone.UPCOMING, words)
