"""A command whose button goes leaves the focus in its tab, never in the navigation."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.contract_sign import SignDialog
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.opening import page_specs
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_contract import ContractTab
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.cpts_path import PathTab
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.tab_order import reading_order
from tests.services.cpts_files import TODAY, at_step
from tests.ui.conftest import Dialogs
from tests.ui.cpts_files import button_of
from tests.ui.driving import open_dialog, type_in

OpenTab = Callable[[Step, str], CptsTab]


@pytest.fixture
def window(qtbot: QtBot, db: Database, commission: Commission) -> MainWindow:
    assert commission.id
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    desk = Desk(db, lambda: TODAY, window)
    window.set_pages(page_specs(desk, UiState()))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def open_tab(window: MainWindow, db: Database, commission: Commission) -> OpenTab:
    """Open a tab of the file of a CPTS that has reached a step."""

    def opened(step: Step, key: str) -> CptsTab:
        page = window.show_page("cpts")
        assert isinstance(page, CptsPage)
        page.open_file(at_step(db, commission, step).id, key)
        file = page.findChild(CptsFile)
        assert file is not None
        tab = file.tabs.tab(key)
        assert isinstance(tab, CptsTab)
        return tab

    return opened


def _press(button: QWidget) -> None:
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def _focused(qtbot: QtBot) -> QWidget:
    qtbot.waitUntil(lambda: (held := QApplication.focusWidget()) is not None and held.isVisible() and held.isEnabled())
    held = QApplication.focusWidget()
    assert held is not None
    return held


def test_the_stop_that_follows_takes_the_place_of_a_button_that_goes(
    qtbot: QtBot, open_tab: OpenTab, window: MainWindow
) -> None:
    tab = open_tab(Step.PROJECT_SENT, "path")
    assert isinstance(tab, PathTab)
    _press(tab.accept)
    assert not tab.accept.isVisible()
    held = _focused(qtbot)
    assert isinstance(held, QToolButton)
    assert tab.steps.isAncestorOf(held)
    assert not window.navigation.hasFocus()
    QTest.keyClick(held, Qt.Key.Key_Tab)
    assert tab.isAncestorOf(_focused(qtbot))


def test_a_row_taken_away_leaves_the_focus_to_its_neighbour(qtbot: QtBot, open_tab: OpenTab) -> None:
    tab = open_tab(Step.PROJECT_SENT, "path")
    assert isinstance(tab, PathTab)
    _press(button_of(tab, "Retirer", "Projet de santé transmis, 10/04/2020"))
    assert tab.isAncestorOf(_focused(qtbot))
    _press(next(each for each in tab.page.messages.findChildren(QPushButton) if each.text() == "Annuler"))
    assert tab.isAncestorOf(_focused(qtbot)), "the message closes behind its action"


def test_the_button_of_the_next_command_has_the_focus_once_the_contract_is_signed(
    qtbot: QtBot, open_tab: OpenTab, window: MainWindow, dialogs: Dialogs
) -> None:
    tab = open_tab(Step.NEGOTIATION, "contract")
    assert isinstance(tab, ContractTab)
    button = next(each for each in tab.findChildren(QPushButton) if each.text() == "Signer le contrat…")
    button.setFocus()
    dialog = open_dialog(dialogs, tab, SignDialog, button.click)
    qtbot.waitUntil(dialog.isActiveWindow)
    type_in(qtbot, dialog.signed, "15/3/2021")
    dialog.accept()
    assert not button.isVisible()
    window.activateWindow()  # as the system does when a dialog closes
    qtbot.waitUntil(window.isActiveWindow)
    held = _focused(qtbot)
    assert isinstance(held, QPushButton)
    assert held.text() == "Corriger…"


def test_a_page_left_keeps_nothing_of_the_focus(qtbot: QtBot, open_tab: OpenTab, window: MainWindow) -> None:
    tab = open_tab(Step.PROJECT_SENT, "path")
    assert isinstance(tab, PathTab)
    tab.accept.setFocus()
    window.show_page("reports")
    assert not tab.page.isAncestorOf(_focused(qtbot))


def test_without_any_place_to_go_back_to_tab_begins_with_the_navigation(qtbot: QtBot, window: MainWindow) -> None:
    window.navigation.clearFocus()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert _focused(qtbot) is window.navigation


def test_without_any_place_to_go_back_to_shift_tab_begins_at_the_end(qtbot: QtBot, window: MainWindow) -> None:
    stops = [stop for part in (window.commissions, window._splitter) for stop in reading_order(part)]
    window.navigation.clearFocus()
    QTest.keyClick(window, Qt.Key.Key_Backtab)
    assert _focused(qtbot) is stops[-1]
