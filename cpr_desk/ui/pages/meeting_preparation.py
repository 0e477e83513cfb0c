"""The preparation of the meeting chosen: when and where, its deadlines explained."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cpr_desk.domain import french
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.meetings import deadlines_of
from cpr_desk.ui import theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.deadline_row import DeadlineRow


class PreparationTab(MeetingTab):
    """Cards one below the other."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self.title = QLabel(wordWrap=True)
        self.title.setFont(theme.font(bold=True))
        self.facts = QLabel(wordWrap=True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.rows = (DeadlineRow(), DeadlineRow())
        meeting = Card(self.tr("Réunion"), "calendar-days")
        meeting.body.addWidget(self.title)
        meeting.body.addWidget(self.facts)
        deadlines = Card(self.tr("Échéances"), "alarm-clock")
        for row in self.rows:
            row.unfold()
            deadlines.body.addWidget(row)
        column = self.scrolling_column()
        column.addWidget(meeting)
        column.addWidget(deadlines)
        column.addStretch()

    def show_meeting(self, meeting: Meeting) -> None:
        self.title.setText(french.capital(french.date_words(meeting.on)))
        self.facts.setText("\n".join(facts(meeting)))
        limits = deadlines_of(self.desk.commission, meeting.on)
        for row, deadline in zip(self.rows, (limits.convocation, limits.agenda), strict=True):
            row.show_deadline(deadline, self.desk.today())


def facts(meeting: Meeting) -> list[str]:
    """Return the lines that say what, when, how and where."""
    hour = french.time_words(meeting.starts) if meeting.starts else ""
    return [
        line
        for line in (
            f"{french.capital(meeting.kind.label)} n°{NBSP}{meeting.reference}",
            ", ".join(part for part in (hour, meeting.mode.label) if part),
            meeting.place,
            meeting.link,
        )
        if line
    ]
