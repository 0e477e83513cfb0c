"""The file of a CPTS as a person opens it, for the tests of its tabs."""

from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.domain.french import NBSP
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.cpts_tab import CptsTab
from tests.ui.driving import shown

T = TypeVar("T", bound=CptsTab)


def open_tab(qtbot: QtBot, db: Database, cpts_id: int, key: str, kind: type[T], today: date) -> T:
    """Show the page of the register and open the file of a CPTS at one of its tabs."""
    page = shown(CptsPage, Desk(db, lambda: today), qtbot)
    page.open_file(cpts_id, key)
    file = page.findChild(CptsFile)
    assert isinstance(file, CptsFile)
    tab = file.tabs.tab(key)
    assert isinstance(tab, kind)
    return tab


def button_of(owner: QWidget, verb: str, title: str) -> QToolButton:
    """Return what one may do with a fact."""
    name = f"{verb}{NBSP}: {title}"
    return next(each for each in owner.findChildren(QToolButton) if each.accessibleName() == name and each.isVisible())


def press(qtbot: QtBot, owner: QWidget, verb: str, title: str) -> None:
    """Press what one may do with a fact."""
    qtbot.mouseClick(button_of(owner, verb, title), Qt.MouseButton.LeftButton)


def press_in(box: object, verb: str) -> None:
    """Answer a question by the button that says a verb."""
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if button.text() == verb).click()
