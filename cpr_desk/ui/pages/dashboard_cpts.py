"""The card of the dashboard on what is left to do for the CPTS: late first, each line a link to the file."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP, plural
from cpr_desk.services.overview import Overview
from cpr_desk.ui.pages.dashboard_cards import DashboardCard, clear
from cpr_desk.ui.widgets.badges import State
from cpr_desk.ui.widgets.link_row import LinkRow

if TYPE_CHECKING:
    from cpr_desk.services.cpts_todo import CptsTask, Todo

SHOWN = 6


class CptsTasksCard(DashboardCard):
    """Gone while there is no CPTS. What presses is computed apart: a register of thousands takes seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("À faire pour les CPTS"), "alarm-clock", parent)
        self._lead_to("cpts", self.tr("CPTS"))
        self.count = QLabel(self.tr("Calcul en cours…"), self, wordWrap=True)
        self.count.setProperty("muted", True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addWidget(self.count)
        self.body.addLayout(self._rows)

    def show_overview(self, seen: Overview) -> None:
        self.needed = seen.summary.total > 0

    def show_todo(self, todo: "Todo") -> None:
        """Show the first of what presses, and how much more there is."""
        clear(self._rows)
        late = plural(todo.late, self.tr("CPTS est en retard"), self.tr("CPTS sont en retard"))
        self.count.setText(f"{late}." if todo.late else self.tr("Aucune CPTS n’est en retard."))
        for each in todo.first:
            self._rows.addWidget(self._row(each, todo))
        if todo.others:
            more = plural(todo.others, self.tr("autre point"), self.tr("autres points"))
            page, whose = ("cpts/late", self.tr("voir les CPTS en retard")) if todo.late else ("cpts", "")
            row = LinkRow((State.UPCOMING.tone, "info", self.tr("Et aussi")), more, whose, parent=self)
            row.clicked.connect(partial(self.go_to.emit, page))
            self._rows.addWidget(row)

    def _row(self, each: "CptsTask", todo: "Todo") -> LinkRow:
        task = each.task
        state = State.LATE if task.late(todo.at) else State.URGENT if task.on else State.UPCOMING
        badge = (state.tone, state.icon_name, state.word if task.on else self.tr("À compléter"))
        row = LinkRow(badge, f"{each.name}{NBSP}: {task.kind.label.lower()}", task.words, parent=self)
        row.clicked.connect(partial(self.go_to.emit, f"cpts/{each.cpts_id}/{task.kind.tab}"))
        return row
