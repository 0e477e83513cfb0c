"""A sheet of the page of the commission: one tab, with commands of its own."""

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cpr_desk.domain.french import typeset
from cpr_desk.ui.actions import CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.files import open_with_system
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.page import Page
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight


class Sheet(QWidget):
    """Fill it, and set `primary` and `secondary`: the header of the page shows them while the sheet is in front."""

    _desk: Desk

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.page = page
        self.commands = CommandSet(self)
        self.primary: QAction | None = None
        self.secondary: list[QAction] = []

    @property
    def messages(self) -> MessageBar:
        """The messages of the page."""
        return self.page.messages

    def reload(self) -> None:
        """Read the data again; selection and scroll must stay. Called when the sheet comes up and data change."""
        raise NotImplementedError

    def begin(self, work: str) -> None:
        """Do what another page asked for, by its word; a word nobody knows only shows the sheet."""

    def say_saved(self, sentence: str) -> None:
        """Say that a use case is stored, and offer to undo it."""
        self._desk.say_saved(self.messages, sentence)

    def say_written(self, file: Path) -> None:
        """Say that a file is written, and offer to open it."""
        sentence = self.tr("Le fichier « {name} » est enregistré.").format(name=file.name)
        self.messages.say(Weight.SUCCESS, typeset(sentence), self.tr("Ouvrir"), lambda: open_with_system(file))

    def say_failure(self, failure: Exception) -> None:
        """Say why a task failed."""
        self.messages.say_error(as_user_error(failure))
