"""A secretary before the register of CPTS in the real window, as the years go by: clicks, keys and typing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Adhesion
from cpr_desk.services import register
from cpr_desk.services.funding import Account
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.opening import page_specs
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_contract import ContractTab
from cpr_desk.ui.pages.cpts_dialogues import DialoguesTab
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.cpts_funding import FundingTab
from cpr_desk.ui.pages.cpts_history import HistoryTab
from cpr_desk.ui.pages.cpts_missions import MissionsTab
from cpr_desk.ui.pages.cpts_path import PathTab
from cpr_desk.ui.pages.cpts_summary import SummaryTab
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.pages.cpts_territory import TerritoryTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.form import Field
from tests.reports import reading
from tests.ui.conftest import Dialogs
from tests.ui.cpts_files import button_of
from tests.ui.driving import open_dialog, type_in
from tests.ui.whole.secretary import plain

Keys, Held = Qt.Key, Qt.KeyboardModifier
D = TypeVar("D", bound=QDialog)
T = TypeVar("T", bound=CptsTab)
TABS: dict[type[CptsTab], str] = {
    SummaryTab: "Résumé", HistoryTab: "Historique",
    TerritoryTab: "Territoire", PathTab: "Parcours", ContractTab: "Contrat", MissionsTab: "Missions",
    DialoguesTab: "Dialogues", FundingTab: "Financement",
}  # fmt: skip


@dataclass
class CptsSecretary:
    """Who sits at the keyboard; `today` is what the calendar on the wall shows."""

    db: Database
    qtbot: QtBot
    dialogs: Dialogs
    monkeypatch: pytest.MonkeyPatch
    folder: Path
    today: date
    state: UiState = field(default_factory=UiState)
    page: CptsPage = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        now = lambda: datetime.combine(self.today, time(10))  # noqa: E731
        self.desk = Desk(self.db, lambda: self.today, now=now)
        self.window = MainWindow(self.state)
        self.desk.setParent(self.window)
        self.qtbot.addWidget(self.window)
        self.window.set_pages(page_specs(self.desk, self.state))
        self.window.edit_menu.follow(self.desk)
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        page = self.window.show_page("cpts")
        assert isinstance(page, CptsPage)
        self.page = page

    def on(self, day: date) -> date:
        """Let the days go by; F5 reads the page again."""
        self.today = day
        self.key(Keys.Key_F5)
        assert self.page.day.day() == day
        return day

    # Hands -------------------------------------------------------------------------------------------------------

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
        """Press a key of the window, once the window is in front again after a dialog."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window.navigation, key, held)

    def choose(self, owner: QWidget, title: str, verb: str) -> None:
        """Choose a command in the menu of a button."""
        button = next(each for each in owner.findChildren(QPushButton) if bare(each.text()) == title)
        menu = button.menu()
        action = next(each for each in menu.actions() if bare(each.text()) == verb)
        assert button.isEnabled(), title
        assert action.isEnabled(), verb
        menu.popup(QPoint())
        self.qtbot.keyClick(menu, action.text().partition("&")[2][0].lower())

    def push(self, owner: QWidget, verb: str) -> None:
        """Press the button of a verb with the space bar."""
        buttons = [each for each in owner.findChildren(QAbstractButton) if bare(each.text()) == verb]
        button = next(each for each in buttons if each.isVisibleTo(owner))
        assert button.isEnabled(), verb
        self.qtbot.keyClick(button, Keys.Key_Space)

    def press(self, owner: QWidget, verb: str, title: str) -> None:
        """Press what one may do with a fact of a list."""
        self.qtbot.keyClick(button_of(owner, verb, title), Keys.Key_Space)

    def asked(self, owner: QWidget, kind: type[D], act: str | Callable[[], object]) -> D:
        """Do what asks something in a dialog, named by its verb unless it is told, and return the dialog."""
        run = (lambda: self.push(owner, act)) if isinstance(act, str) else act
        return open_dialog(self.dialogs, self.window, kind, run)

    def write(self, edit: QLineEdit, text: object) -> None:
        """Type over what a field holds; a day as people write it."""
        type_in(self.qtbot, edit, digits(text) if isinstance(text, date) else str(text))

    def pick(self, box: QComboBox, words: str) -> None:
        """Choose in a list with the arrows."""
        wanted = next(row for row in range(box.count()) if plain(box.itemText(row)).startswith(words))
        while box.currentIndex() != wanted:
            self.qtbot.keyClick(box, Keys.Key_Down if box.currentIndex() < wanted else Keys.Key_Up)

    def save(self, dialog: QDialog) -> None:
        """Press the verb of a dialog, which has nothing to object."""
        self.try_to_save(dialog)
        assert not dialog.isVisible(), errors(dialog)

    def try_to_save(self, dialog: QDialog) -> dict[str, str]:
        """Press the verb of a dialog, and return what is said beside its fields."""
        button = dialog.save_button  # type: ignore[attr-defined]
        button.setFocus()
        self.qtbot.keyClick(button, Keys.Key_Space)
        return errors(dialog) if dialog.isVisible() else {}

    def give_up(self, dialog: QDialog) -> None:
        """Press Escape, be asked whether what is typed is lost, go on; press it again and let it be lost."""
        for verb in ("Reprendre la saisie", "Abandonner"):
            assert dialog.isVisible()
            self.dialogs.answer(lambda box, verb=verb: answer(box, verb))  # type: ignore[misc]
            self.qtbot.keyClick(dialog, Keys.Key_Escape)
        assert not dialog.isVisible()

    def choose_file(self, name: str) -> Path:
        """Answer the next question where to write a file."""
        file = self.folder / name
        self.monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(file), ""))
        return file

    def written(self, name: str, act: Callable[[], object]) -> Path:
        """Do what writes a file, and return it once it is whole."""
        file = self.choose_file(name)
        act()
        self.qtbot.waitUntil(file.exists, timeout=30_000)
        return file

    def printed(self, owner: QWidget, verb: str, name: str) -> str:
        """Look at a document in its preview, save it from there, and return its text."""
        seen: list[PreviewDialog] = []
        self.dialogs.answer(lambda dialog: seen.append(dialog) if isinstance(dialog, PreviewDialog) else None)
        self.push(owner, verb)
        self.qtbot.waitUntil(lambda: bool(seen), timeout=30_000)
        file = self.written(name, lambda: self.push(seen[0], "Enregistrer…"))
        self.push(seen[0], "Fermer")
        return plain(reading.text(file.read_bytes()))

    # Places ------------------------------------------------------------------------------------------------------

    @property
    def said(self) -> str:
        """What the page says."""
        return plain(self.page.messages.text())

    @property
    def file(self) -> CptsFile:
        """The file of the CPTS in front."""
        assert isinstance(self.page._file, CptsFile)
        return self.page._file

    def open_file(self, code: str) -> None:
        """Look for a CPTS in the register and open its file with Enter."""
        type_in(self.qtbot, self.page.panel.filter, code)
        self.qtbot.keyClick(self.page.panel.filter, Keys.Key_Down)
        self.page.panel.view.selectRow(0)
        self.qtbot.keyClick(self.page.panel.view, Keys.Key_Return)
        type_in(self.qtbot, self.page.panel.filter, "")

    def tab(self, kind: type[T]) -> T:
        """Go to a tab of the file with the arrows."""
        bar = self.file.tabs.tabBar()
        wanted = next(row for row in range(bar.count()) if bar.tabText(row) == TABS[kind])
        bar.setFocus()
        while bar.currentIndex() != wanted:
            self.qtbot.keyClick(bar, Keys.Key_Right if bar.currentIndex() < wanted else Keys.Key_Left)
        found = self.file.findChild(kind)
        assert isinstance(found, kind)
        self.qtbot.waitUntil(found.isVisible)
        return found

    def territory(self) -> TerritoryTab:
        """Go to the territory and wait until it is read."""
        tab = self.tab(TerritoryTab)
        self.qtbot.waitUntil(
            lambda: tab._known is not None and tab._known.dossier is tab._wanted and bool(tab.told.text()),
            timeout=20_000,
        )
        return tab

    def show_day(self, day: date | None) -> None:
        """Type a day into « État au », that of today for None."""
        self.window.activateWindow()
        self.page.day.setFocus()
        self.qtbot.waitUntil(self.page.day.hasFocus)
        self.write(self.page.day, day or self.today)
        self.qtbot.keyClick(self.page.day, Keys.Key_Return)

    # What is known -----------------------------------------------------------------------------------------------

    def account(self) -> Account:
        """The account in front, once the tab is."""
        found = self.tab(FundingTab)._account
        assert found is not None
        return found

    def stored(self, code: str) -> Adhesion:
        """Return a line of the register of today."""
        rows = register.adhesions_at(self.db, self.desk.commission.id, self.today)
        return next(row for row in rows if row.code == code)

    def undo_name(self) -> str:
        """Return what the menu offers to undo."""
        return plain(self.window.edit_menu.actions()[0].statusTip())


def bare(text: str) -> str:
    """Return a text without the mark of its letter."""
    return text.replace("&", "")


def digits(day: date) -> str:
    """Return 04/02/2021."""
    return f"{day:%d/%m/%Y}"


def answer(box: QDialog, verb: str) -> None:
    """Press a button of a question."""
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if button.text() == verb).click()


def errors(dialog: QDialog) -> dict[str, str]:
    """Return what is wrong beside each field of a dialog, by its label."""
    return {plain(bare(each._label)): plain(each.error()) for each in dialog.findChildren(Field) if each.error()}


def commands(owner: QWidget) -> list[QAction]:
    """Return the commands of a tab and of its parts."""
    own = [owner, *owner.findChildren(QWidget)]
    return list(dict.fromkeys(action for each in own for action in each.actions() if not action.isSeparator()))


def type_cell(qtbot: QtBot, grid: Any, row: int, column: int, text: str) -> None:
    """Type in a cell of the grid of indicators, as in a spreadsheet."""
    grid.setCurrentCell(row, column)
    qtbot.keyClick(grid, Keys.Key_F2)
    editor = grid.findChildren(QLineEdit)[-1]
    type_in(qtbot, editor, text)
    qtbot.keyClick(editor, Keys.Key_Return)
    QApplication.processEvents()


def sheet(file: Path, name: str) -> list[list[Any]]:
    """Return the lines of a sheet that hold something."""
    rows = openpyxl.load_workbook(file)[name].iter_rows(values_only=True)
    return [list(row) for row in rows if any(cell is not None for cell in row)]


def money(value: object) -> Decimal:
    """Return an amount read from a file, to the cent."""
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))
