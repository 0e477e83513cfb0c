"""The frame every page shares: a header, a body, and messages at its foot, where they move nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cpr_desk.ui.actions import CommandSet
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import PageHeader
from cpr_desk.ui.widgets.message_bar import MessageBar


class Page(QWidget):
    """A page of the window: `header`, `messages`, `body` to fill, `commands` of its own.

    `go_to` asks for another page by its key; « meetings/new » asks it to `begin` « new » as well.
    """

    go_to = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.header = PageHeader(title, self)
        self.messages = MessageBar(self)
        self.commands = CommandSet(self)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.L)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(self.header)
        column.addLayout(self.body, 1)
        column.addWidget(self.messages)

    def reload(self) -> None:
        """Read the data again; selection, scroll and what is being typed must stay. Called when the page comes up."""

    def begin(self, work: str) -> None:
        """Open the dialog that another page asked for, by its word; a word nobody knows only shows the page."""

    def may_leave(self) -> bool:
        """Ask before what is being typed is lost, at another page or the end; False keeps the person here."""
        return True


@dataclass(frozen=True, slots=True)
class PageSpec:
    """Declare a page: `factory` builds it at the first visit; its place in the list gives its shortcut, from Ctrl+1."""

    key: str
    title: str
    icon: str
    factory: Callable[[], Page]
