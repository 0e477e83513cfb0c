"""Tableau de bord: what must be done, who presides, what is wrong, where the adhesions stand."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from cpr_desk.domain.french import date_words
from cpr_desk.services.overview import Overview, overview
from cpr_desk.ui import tasks
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.dashboard_cards import (
    AdhesionsCard,
    DashboardCard,
    FirstStepsCard,
    MeetingCard,
    PresidencyCard,
    ProblemsCard,
)
from cpr_desk.ui.pages.dashboard_cpts import SHOWN, CptsTasksCard
from cpr_desk.ui.pages.dashboard_decisions import DecisionsCard
from cpr_desk.ui.theme import Space

if TYPE_CHECKING:
    from cpr_desk.services.cpts_todo import Todo

# What is computed in a worker is imported there: the dashboard is often the first page shown.

_TWO_COLUMNS = 820
"""Least width, in logical pixels, where two columns of cards are easier to read than one."""


class DashboardPage(Page):
    """Cards over one `Overview`; each leads to the page where things are mended."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Tableau de bord"), parent)
        self._desk = desk
        plan = Command(self.tr("Prévoir une réunion…"), partial(self.go_to.emit, "meetings/new"), "calendar-days")
        self.header.set_actions(self.commands.add(plan))
        self.first_steps = FirstStepsCard(self)
        self.meeting = MeetingCard(self)
        self.decisions = DecisionsCard(self)
        self.todo = CptsTasksCard(self)
        self.problems = ProblemsCard(self)
        self.presidency = PresidencyCard(self)
        self.adhesions = AdhesionsCard(self)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(Space.L)
        self._columns.addLayout(_column(self.meeting, self.decisions, self.todo, self.problems), 3)
        self._columns.addLayout(_column(self.presidency, self.adhesions), 2)
        self.body.addWidget(self.first_steps)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)
        self._cards: tuple[DashboardCard, ...] = (
            self.first_steps,
            self.meeting,
            self.decisions,
            self.todo,
            self.problems,
            self.presidency,
            self.adhesions,
        )
        for card in self._cards:
            card.go_to.connect(self.go_to)
            card.hide()
        self._computing: tasks.Task | None = None
        self._again = False
        desk.changed.connect(self._follow)

    def reload(self) -> None:
        desk, today = self._desk, self._desk.today()
        tasks.run(
            self,
            self.tr("Lecture du tableau de bord"),
            lambda _progress: overview(desk.db, desk.commission, today),
            self.show_overview,
        )
        self._compute()

    def _compute(self) -> None:
        """Compute what presses for the CPTS, once at a time: while it lasts, the page is there."""
        if self._computing:
            self._again = True
            return
        self._again = False
        desk, today = self._desk, self._desk.today()

        def work(progress: tasks.Progress) -> "Todo":
            from cpr_desk.services.cpts_todo import todo

            return todo(desk.db, desk.facts, desk.commission, today, SHOWN, progress)

        label = self.tr("Calcul de ce qui est à faire pour les CPTS")
        self._computing = tasks.run(self, label, work, self._show_todo)
        self._computing.finished.connect(self._end)

    def _show_todo(self, found: "Todo") -> None:
        self.todo.show_todo(found)
        self.adhesions.show_money(found.due, found.paid)

    def _end(self) -> None:
        self._computing = None
        if self._again and self.isVisible():
            self._compute()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the computation to the page that comes up: what is known already is kept."""
        if self._computing:
            self._computing.cancel()
        super().hideEvent(event)

    def show_overview(self, seen: Overview) -> None:
        """Show a state of the commission."""
        self.header.set_subtitle(f"{seen.commission.name}, {date_words(seen.today)}")
        for card in self._cards:
            card.show_overview(seen)
            card.setVisible(card.needed)

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of the wider column alone: where there is no room for both, one follows the other."""
        least = super().minimumSizeHint()
        return QSize(least.width() - self._both + max(self._widths), least.height()) if self._wide else least

    @property
    def _widths(self) -> list[int]:
        """The least width of each column."""
        return [item.minimumSize().width() for number in (0, 1) if (item := self._columns.itemAt(number))]

    @property
    def _both(self) -> int:
        return sum(self._widths) + self._columns.spacing()

    @property
    def _wide(self) -> bool:
        return self._columns.direction() == QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        direction = QBoxLayout.Direction
        room = self.width() - 2 * Space.XL
        wide = self.width() >= _TWO_COLUMNS and room >= self._both
        self._columns.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        super().resizeEvent(event)

    def _follow(self) -> None:
        if self.isVisible():
            self.reload()


def _column(*cards: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.L)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    return column
