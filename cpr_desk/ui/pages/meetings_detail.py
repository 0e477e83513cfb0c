"""One meeting whole, in tabs."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain.meetings import Meeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.detail_tabs import DetailTab, DetailTabs, Factory
from cpr_desk.ui.pages.meeting_agenda import AgendaTab
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meeting_documents import DocumentsTab
from cpr_desk.ui.pages.meeting_follow_up import FollowUpTab
from cpr_desk.ui.pages.meeting_minutes import MinutesTab
from cpr_desk.ui.pages.meeting_preparation import PreparationTab
from cpr_desk.ui.pages.meeting_session import SessionTab
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.pages.meeting_votes import VotesTab
from cpr_desk.ui.state import UiState


class MeetingDetail(DetailTabs):
    """The tabs of the meeting chosen."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        tr = partial(QCoreApplication.translate, "MeetingDetail")
        tabs: dict[str, tuple[str, Factory]] = {
            "preparation": (tr("Préparation"), PreparationTab),
            "agenda": (tr("Ordre du jour"), AgendaTab),
            "dispatches": (tr("Envois"), DispatchTab),
            "session": (tr("Séance"), SessionTab),
            "votes": (tr("Votes"), VotesTab),
            "minutes": (tr("Relevé"), MinutesTab),
            "follow-up": (tr("Suites"), FollowUpTab),
            "documents": (tr("Documents"), DocumentsTab),
        }
        super().__init__(desk, state, page, tabs)
        self._meeting: Meeting | None = None
        self.setAccessibleName(tr("Parties de la réunion"))

    def show_meeting(self, meeting: Meeting) -> None:
        """Show a meeting in the tab in front."""
        self._meeting = meeting
        self.refresh()

    def show_in(self, tab: DetailTab) -> None:
        if self._meeting and isinstance(tab, MeetingTab):
            tab.show_meeting(self._meeting)
