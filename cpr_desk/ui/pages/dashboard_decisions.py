"""The card of the dashboard on what follows from decisions: overdue first, each line a link to the register."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cpr_desk.domain.decisions import Decision, FollowUp
from cpr_desk.domain.french import NBSP, date_digits, plural, squeeze
from cpr_desk.services.overview import Overview
from cpr_desk.ui.pages.dashboard_cards import DashboardCard, clear
from cpr_desk.ui.widgets.badges import State
from cpr_desk.ui.widgets.link_row import LinkRow

_SHOWN = 6
_LONGEST = 120


class DecisionsCard(DashboardCard):
    """What is overdue or due within two weeks; gone while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Suites des décisions"), "scale", parent)
        self._lead_to("meetings/decisions", self.tr("Registre"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)

    def show_overview(self, seen: Overview) -> None:
        self.needed = bool(seen.decisions)
        clear(self._rows)
        for each in seen.decisions[:_SHOWN]:
            late = each.follow_up(seen.today) is FollowUp.OVERDUE
            state = State.LATE if late else State.URGENT
            word = state.word if late else self.tr("Bientôt")
            row = LinkRow((state.tone, state.icon_name, word), _words(each), self._remark(each), each.text, self)
            row.clicked.connect(partial(self.go_to.emit, f"meetings/decisions/{each.id}"))
            self._rows.addWidget(row)
        if hidden := len(seen.decisions[_SHOWN:]):
            more = plural(hidden, self.tr("autre suite à donner"), self.tr("autres suites à donner"))
            row = LinkRow((State.UPCOMING.tone, "info", self.tr("Et aussi")), more, parent=self)
            row.clicked.connect(partial(self.go_to.emit, "meetings/decisions"))
            self._rows.addWidget(row)

    def _remark(self, decision: Decision) -> str:
        assert decision.due_on  # noqa: S101 - what presses has a day
        due = self.tr("Échéance le {day}").format(day=date_digits(decision.due_on))
        return f"{due}, {decision.responsible}." if decision.responsible else f"{due}."


def _words(decision: Decision) -> str:
    text = squeeze(decision.text)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"
    return f"{decision.reference}{NBSP}: {short}"
