"""« Composition au »: a date one types or picks, the slider over the days of change, and the way back to today."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cpr_desk.domain.difference_lines import lines
from cpr_desk.services import history
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.time_slider import TimeSlider


class TimeRow(QWidget):
    """One date, typed, picked or slid; `changed` comes with each new one. Call `read` when the data changed."""

    changed = Signal(object)

    def __init__(self, desk: Desk, commands: CommandSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._commands = commands
        self._counts: dict[date, int] = {}
        self.at = DateEdit(self)
        self.at.set_day(desk.today())
        self.at.setAccessibleName(self.tr("Composition au"))
        self.slider = TimeSlider(self)
        self.today = QPushButton(self.tr("Aujourd’hui"), self)
        self._back = commands.add(
            Command(self.tr("Changement précédent"), self.slider.go_back, "chevron-left", "Alt+Left",
                    enabled=lambda: self.slider.previous() is not None)
        )  # fmt: skip
        self._forward = commands.add(
            Command(self.tr("Changement suivant"), self.slider.go_forward, "chevron-right", "Alt+Right",
                    enabled=lambda: self.slider.following() is not None)
        )  # fmt: skip
        self._lay_out()
        self.at.changed.connect(self._take)
        self.slider.moved.connect(self.at.set_day)
        self.today.clicked.connect(lambda: self.at.set_day(desk.today()))

    def day(self) -> date:
        """Return the day shown: the one typed, else today."""
        return self.at.day() or self._desk.today()

    def read(self) -> None:
        """Read the days of change again."""
        self._counts.clear()
        self.slider.set_days(history.change_days(self._desk.db, self._desk.commission.id), self._count)
        self._show()

    def _take(self, day: date | None) -> None:
        if day:
            self._show()
            self.changed.emit(day)
        else:
            self.today.setEnabled(True)

    def _show(self) -> None:
        self.slider.show_day(self.day())
        self.today.setEnabled(self.day() != self._desk.today() or bool(self.at.problem()))
        self._commands.refresh()

    def _count(self, day: date) -> int:
        """Return how many things a day changed, counted once."""
        if day not in self._counts:
            self._counts[day] = len(lines(history.changes_on(self._desk.db, self._desk.commission.id, day)))
        return self._counts[day]

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Composition au"), self)
        label.setBuddy(self.at)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        back, forward = (ActionButton(action, self) for action in (self._back, self._forward))
        for button in (back, forward):
            button.set_compact(compact=True)
        for part in (label, self.at, back, self.slider, forward, self.today):
            row.addWidget(part, int(part is self.slider))
