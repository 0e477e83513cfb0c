"""What a person does to a page or a dialog, as the tests of the pages do it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.state import UiState
from tests.ui.conftest import Dialogs

D = TypeVar("D", bound=QDialog)
P = TypeVar("P", bound=Page)


def shown(kind: Callable[[Desk, UiState], P], desk: Desk, qtbot: QtBot) -> P:
    """Show a page with its data, as wide as the window leaves it on a small screen."""
    page = kind(desk, UiState())
    desk.setParent(page)
    qtbot.addWidget(page)
    page.resize(1140, 680)
    page.show()
    page.reload()
    return page


def open_dialog(dialogs: Dialogs, owner: QWidget, kind: type[D], act: Callable[[], object]) -> D:
    """Do what opens a dialog, expect it, and return it."""
    dialogs.answer(lambda _dialog: None)
    act()
    return next(dialog for dialog in owner.findChildren(kind) if dialog.isVisible())


def type_in(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Replace what a field holds, key by key; Qt simulates no key for accents, which are inserted."""
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    for letter in text:
        if letter.isascii():
            qtbot.keyClicks(field, letter)
        else:
            field.insert(letter)


def beside(control: QWidget) -> str:
    """Return the help or the error that stands under a field, as a screen reader says it."""
    return control.accessibleDescription()


def run(sheet: Sheet, command: str) -> None:
    """Run a command of a sheet by its name, as the menu and the button do."""
    action = next(each for each in sheet.actions() if each.text().replace("&", "") == command)
    assert action.isEnabled()
    action.trigger()


def click(qtbot: QtBot, owner: QWidget, verb: str) -> None:
    """Press the button that says a verb."""
    button = next(button for button in owner.findChildren(QPushButton) if button.text() == verb)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
