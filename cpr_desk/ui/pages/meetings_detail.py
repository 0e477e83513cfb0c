"""One meeting whole, in tabs."""

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cpr_desk.domain.meetings import Meeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
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

_Factory = Callable[[Desk, UiState, Page], MeetingTab]


class MeetingDetail(QTabWidget):
    """The tabs of the meeting chosen, each built at its first visit."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self._made_of = (desk, state, page)
        self._meeting: Meeting | None = None
        self._factories: dict[str, _Factory] = {}
        self._frames: dict[str, QVBoxLayout] = {}
        self._built: dict[str, MeetingTab] = {}
        self.setObjectName("sheets")
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Parties de la réunion"))
        self.setMinimumSize(360, 240)
        self._add("preparation", self.tr("Préparation"), PreparationTab)
        self._add("agenda", self.tr("Ordre du jour"), AgendaTab)
        self._add("dispatches", self.tr("Envois"), DispatchTab)
        self._add("session", self.tr("Séance"), SessionTab)
        self._add("votes", self.tr("Votes"), VotesTab)
        self._add("minutes", self.tr("Relevé"), MinutesTab)
        self._add("follow-up", self.tr("Suites"), FollowUpTab)
        self._add("documents", self.tr("Documents"), DocumentsTab)
        self.currentChanged.connect(lambda _index: self._refresh())

    def show_meeting(self, meeting: Meeting) -> None:
        """Show a meeting in the tab in front; the others follow when they come up."""
        self._meeting = meeting
        self._refresh()

    def tab(self, key: str) -> MeetingTab:
        """Return a tab, built if need be."""
        if key not in self._built:
            self._built[key] = made = self._factories[key](*self._made_of)
            self._frames[key].addWidget(made)
        return self._built[key]

    def show_tab(self, key: str) -> MeetingTab:
        """Bring a tab to the front and return it."""
        self.setCurrentIndex(list(self._factories).index(key))
        return self.tab(key)

    def _add(self, key: str, title: str, factory: _Factory) -> None:
        frame = QWidget(self)
        self._frames[key] = QVBoxLayout(frame)
        self._frames[key].setContentsMargins(0, 0, 0, 0)
        self._factories[key] = factory
        self.addTab(frame, title)

    def _refresh(self) -> None:
        if self._meeting:
            self.tab(list(self._factories)[self.currentIndex()]).show_meeting(self._meeting)
