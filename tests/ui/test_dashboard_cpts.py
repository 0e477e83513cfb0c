"""The card of the dashboard on what is left to do for the CPTS."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP
from cpr_desk.services import register
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.page import PageSpec
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.dashboard import DashboardPage
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.cards import KeyFigure
from cpr_desk.ui.widgets.link_row import LinkRow
from tests.factories import adhesion

TODAY = date(2024, 1, 15)


def late(number: int) -> Adhesion:
    return adhesion(
        f"{number}",
        name=f"CPTS n{number}",
        step=Step.SIGNED,
        signed_on=date(2023, 3, 15),
        population=39_999,
        missions=(("acces", None),),
    )


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    for number in range(8):
        register.save_adhesion(db, commission.id, late(number), date(2023, 4, 1))
    return Desk(db, lambda: TODAY)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    made = MainWindow(UiState())
    qtbot.addWidget(made)
    made.set_pages(
        [
            PageSpec("dashboard", "Tableau de bord", "layout-dashboard", lambda: DashboardPage(desk)),
            PageSpec("cpts", "CPTS", "map-pinned", lambda: CptsPage(desk, UiState())),
        ]
    )
    made.show()
    return made


def rows(qtbot: QtBot, window: MainWindow) -> list[LinkRow]:
    """Return the lines of the card once they are computed."""
    page = window.show_page("dashboard")
    assert isinstance(page, DashboardPage)
    qtbot.waitUntil(lambda: page.todo.isVisible() and len(page.todo.findChildren(LinkRow)) > 0)
    return page.todo.findChildren(LinkRow)


def told(row: LinkRow) -> str:
    return row.text().replace(NBSP, " ")


def test_what_is_late_leads_to_the_file_at_the_tab_where_it_is_done(qtbot: QtBot, window: MainWindow) -> None:
    found = rows(qtbot, window)
    assert len(found) == 7
    assert told(found[0]) == "CPTS n0 : démarrage d’une mission"
    assert found[0].accessibleName().startswith("En retard")
    found[0].click()
    page = window.show_page("cpts")
    file = page.findChild(CptsFile)
    assert isinstance(file, CptsFile)
    assert file.isVisible()
    assert file.tabs.key == "missions"


def test_the_others_lead_to_the_register_filtered_by_what_is_late(qtbot: QtBot, window: MainWindow) -> None:
    found = rows(qtbot, window)
    assert "autres points" in told(found[-1])
    found[-1].click()
    page = window.show_page("cpts")
    assert isinstance(page, CptsPage)
    qtbot.waitUntil(lambda: page.list.filters.words.text() != "" and page.list.model.rowCount() == 8)
    assert "7" in page.list.filters.words.text()


def test_what_changes_is_computed_again(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    rows(qtbot, window)
    page = window.show_page("dashboard")
    assert isinstance(page, DashboardPage)
    assert page.todo.count.text().replace(NBSP, " ") == "8 CPTS sont en retard."
    register.save_adhesion(desk.db, desk.commission.id, late(9), date(2023, 4, 1))
    desk.refresh()
    qtbot.waitUntil(lambda: page.todo.count.text().replace(NBSP, " ") == "9 CPTS sont en retard.")


def test_the_money_of_the_register_is_among_its_key_figures(qtbot: QtBot, window: MainWindow) -> None:
    rows(qtbot, window)
    page = window.show_page("dashboard")
    assert isinstance(page, DashboardPage)
    told = [figure.accessibleName().replace(NBSP, " ") for figure in page.adhesions.findChildren(KeyFigure)]
    assert told[3:] == ["dus à ce jour : 400\u202f000 €", "versés : 0 €", "restent à verser : 400\u202f000 €"]
