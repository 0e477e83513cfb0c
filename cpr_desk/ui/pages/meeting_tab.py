"""A tab of the meeting chosen: its preparation, its agenda, what was sent, its documents."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cpr_desk.domain.meetings import Meeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.page import Page
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.message_bar import MessageBar


class MeetingTab(QWidget):
    """Fill it and override `show_meeting`; built at its first visit, told of the meeting each time it comes up."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self.desk = desk
        self.state = state
        self.page = page

    @property
    def messages(self) -> MessageBar:
        """The messages of the page."""
        return self.page.messages

    def show_meeting(self, meeting: Meeting) -> None:
        """Show a meeting as it is stored now; called again when data change: selection and scroll must stay."""
        raise NotImplementedError

    def say_saved(self, sentence: str) -> None:
        """Say that a use case is stored, and offer to undo it."""
        self.desk.say_saved(self.messages, sentence)

    def say_failure(self, failure: Exception) -> None:
        """Say why a task failed."""
        self.messages.say_error(as_user_error(failure))

    def scrolling_column(self) -> QVBoxLayout:
        """Fill the tab with one column of cards that scrolls, and return it."""
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, Space.M, Space.S, 0)
        column.setSpacing(Space.L)
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        for sheet in (area.viewport(), inside):
            sheet.setAutoFillBackground(False)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)
        return column
