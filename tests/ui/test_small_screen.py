"""On 1366 × 768 at 150 %, 910 × 485 logical pixels under the task bar, nothing scrolls twice."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from cpr_desk.services import register
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.opening import page_specs
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.cpts_funding import FundingTab
from cpr_desk.ui.state import UiState
from tests.ui.demonstration import desk_on_demonstration


@pytest.fixture
def desk(db: Database) -> Desk:
    return desk_on_demonstration(db)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    desk.setParent(window)
    window.set_pages(page_specs(desk, UiState()))
    window.resize(910, 485)
    window.show()
    return window


def _around(page: Page) -> QScrollArea:
    QCoreApplication.processEvents()
    return next(area for area in page.window().findChildren(QScrollArea, "page") if area.widget() is page)


def test_the_dashboard_scrolls_down_only(qtbot: QtBot, window: MainWindow) -> None:
    area = _around(window.show_page("dashboard"))
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("key", ["summary", "area", "path", "contract", "missions", "dialogues", "history"])
def test_a_tab_of_the_file_of_a_cpts_scrolls_alone(window: MainWindow, desk: Desk, key: str) -> None:
    page = window.show_page("cpts")
    assert isinstance(page, CptsPage)
    signed = next(each for each in register.adhesions_at(desk.db, desk.commission.id, desk.today()) if each.signed_on)
    page.open_file(signed.id)
    file = page.findChild(CptsFile)
    assert file is not None
    file.tabs.show_tab("funding")  # the highest one: it must not count once another is in front
    file.tabs.show_tab(key)
    assert _around(page).verticalScrollBar().maximum() == 0


def test_the_money_of_a_cpts_scrolls_in_its_table_alone(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    page = window.show_page("cpts")
    assert isinstance(page, CptsPage)
    signed = next(each for each in register.adhesions_at(desk.db, desk.commission.id, desk.today()) if each.signed_on)
    page.open_file(signed.id, "funding")
    tab = page.findChild(FundingTab)
    assert tab is not None
    area = _around(page)
    qtbot.waitUntil(lambda: tab.height() >= tab.minimumSizeHint().height() > 0)
    assert area.verticalScrollBar().maximum() == 0
