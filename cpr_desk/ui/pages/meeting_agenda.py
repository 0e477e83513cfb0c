"""The agenda of the meeting chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cpr_desk.domain.meetings import Meeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.meeting import numbered_text
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState


class AgendaTab(MeetingTab):
    """The items as they are numbered."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self.items = QLabel(wordWrap=True)
        self.items.setTextFormat(Qt.TextFormat.PlainText)
        self.items.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = self.scrolling_column()
        column.addWidget(self.items)
        column.addStretch()

    def show_meeting(self, meeting: Meeting) -> None:
        missing = self.tr("L’ordre du jour n’est pas encore établi. Modifiez la réunion pour l’écrire.")
        self.items.setText(numbered_text(meeting.agenda) or missing)
