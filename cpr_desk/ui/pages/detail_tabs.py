"""One thing whole, in tabs, each built at its first visit: a meeting, a CPTS."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cpr_desk.ui.desk import Desk
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.page import Page
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.front_tabs import FrontTabs
from cpr_desk.ui.widgets.message_bar import MessageBar


class DetailTab(QWidget):
    """A tab of the thing chosen; what it shows must keep selection and scroll when data change."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self.desk = desk
        self.state = state
        self.page = page

    @property
    def messages(self) -> MessageBar:
        """The messages of the page."""
        return self.page.messages

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


Factory = Callable[[Desk, UiState, Page], DetailTab]


class DetailTabs(FrontTabs):
    """The tabs of one thing; override `show_in` to fill the one in front."""

    def __init__(self, desk: Desk, state: UiState, page: Page, tabs: Mapping[str, tuple[str, Factory]]) -> None:
        """`tabs` gives each tab’s title and what builds it, by its key."""
        super().__init__(page)
        self._made_of = (desk, state, page)
        self._factories = {key: factory for key, (_, factory) in tabs.items()}
        self._frames: dict[str, QVBoxLayout] = {}
        self._built: dict[str, DetailTab] = {}
        for key, (title, _) in tabs.items():
            frame = QWidget(self)
            self._frames[key] = QVBoxLayout(frame)
            self._frames[key].setContentsMargins(0, 0, 0, 0)
            self.addTab(frame, title)
        self.currentChanged.connect(lambda _index: self.refresh())

    @property
    def key(self) -> str:
        """The key of the tab in front."""
        return list(self._factories)[self.currentIndex()]

    def tab(self, key: str) -> DetailTab:
        """Return a tab, built if need be."""
        if key not in self._built:
            self._built[key] = made = self._factories[key](*self._made_of)
            self._frames[key].addWidget(made)
        return self._built[key]

    def show_tab(self, key: str) -> DetailTab:
        """Bring a tab to the front and return it."""
        self.setCurrentIndex(list(self._factories).index(key))
        return self.tab(key)

    def refresh(self) -> None:
        """Fill the tab in front again; the others follow when they come up."""
        self.show_in(self.tab(self.key))

    def show_in(self, tab: DetailTab) -> None:
        """Show the thing chosen in a tab, if there is one."""
        raise NotImplementedError
