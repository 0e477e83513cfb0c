"""What follows the meeting chosen, part by part; each part is a tab of its own."""

from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from cpr_desk.domain.meetings import Meeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_decisions import DecisionsPart
from cpr_desk.ui.pages.meeting_indemnities import IndemnitiesPart
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space


class FollowUpTab(MeetingTab):
    """The decisions to follow, then what the members are paid."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._meeting: Meeting | None = None
        self.parts = QTabWidget(self)
        self.parts.setDocumentMode(True)
        self.parts.setAccessibleName(self.tr("Suites de la réunion"))
        self.decisions = DecisionsPart(desk, state, page)
        self.parts.addTab(self.decisions, self.tr("Décisions et avis"))
        self.indemnities = IndemnitiesPart(desk, state, page)
        self.parts.addTab(self.indemnities, self.tr("Indemnités"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.addWidget(self.parts)
        self.parts.currentChanged.connect(lambda _place: self._refresh())

    def show_meeting(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self._refresh()

    def _refresh(self) -> None:
        part = self.parts.currentWidget()
        if self._meeting and isinstance(part, MeetingTab):
            part.show_meeting(self._meeting)
