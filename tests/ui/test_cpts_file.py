from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.services import register
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts import CptsDialog
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.pages.cpts_file import CptsFile
from cpr_desk.ui.pages.cpts_summary import SummaryTab
from cpr_desk.ui.widgets.link_row import LinkRow
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import open_dialog, shown, type_in

SIGNED_ON = date(2023, 3, 15)


TODAY = date(2024, 1, 15)


@pytest.fixture
def page(qtbot: QtBot, db: Database, commission: Commission) -> CptsPage:
    desk = Desk(db, lambda: TODAY)
    known = adhesion(
        step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=81_000, missions=(("acces", None),)
    )
    register.save_adhesion(db, commission.id, known, date(2024, 1, 5))
    made = shown(CptsPage, desk, qtbot)
    made.panel.view.selectRow(0)
    return made


def file_of(page: CptsPage) -> CptsFile:
    page.panel.view.setFocus()
    QTest.keyClick(page.panel.view, Qt.Key.Key_Return)
    found = page.findChild(CptsFile)
    assert isinstance(found, CptsFile)
    return found


def words(widget: QLabel | CptsFile | SummaryTab) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_enter_opens_the_file_with_what_is_known_of_the_cpts(page: CptsPage) -> None:
    file = file_of(page)

    told = words(file)
    assert "Contrat signé" in told
    assert "15/03/2028" in told  # the term
    assert "81\u202f000" in told
    assert "Accès aux soins" in told


def test_what_is_late_stands_first_in_the_file(page: CptsPage) -> None:
    summary = file_of(page).tabs.tab("summary")

    rows = [row.accessibleName() for row in summary.findChildren(LinkRow)]
    assert rows[0] == "En retard. La mission «\u00a0Accès aux soins\u00a0» est à démarrer avant le 15/09/2023."


def test_the_way_back_leads_to_the_register_on_the_same_line(page: CptsPage) -> None:
    file = file_of(page)
    assert not page.panel.isVisible()

    file.back.trigger()

    assert page.panel.isVisible()
    assert [row.id for row in page.panel.view.selected_rows()] == [file.cpts_id]


def test_a_past_day_shows_the_file_as_it_was_and_lets_nothing_be_changed(page: CptsPage) -> None:
    file = file_of(page)
    page.day.setText("1/4/23")

    assert "État au 01/04/2023, à lire seulement" in words(file)
    summary = file.tabs.tab("summary")
    assert isinstance(summary, SummaryTab)
    assert not summary.edit_action.isEnabled()


def test_a_day_before_the_cpts_was_known_goes_back_to_the_register(page: CptsPage) -> None:
    file_of(page)
    page.day.setText("1/1/20")

    assert page.panel.isVisible()


def test_a_day_typed_digit_by_digit_leaves_the_file_only_once_it_is_whole(qtbot: QtBot, page: CptsPage) -> None:
    file = file_of(page)
    page.day.setFocus()
    type_in(qtbot, page.day, "01/04/2023")  # 01/04/20 on its way, when the CPTS was not known
    assert file.isVisible()
    assert "État au 01/04/2023, à lire seulement" in words(file)
    type_in(qtbot, page.day, "01/04/2020")
    assert file.isVisible()
    qtbot.keyClick(page.day, Qt.Key.Key_Return)
    assert page.panel.isVisible()


def test_a_past_day_keeps_the_form_of_today_closed(page: CptsPage) -> None:
    file_of(page)
    (edit,) = (action for action in page.actions() if action.text() == "&Modifier…")
    assert edit.isEnabled()
    page.day.setText("1/4/23")
    assert not edit.isEnabled()
    page.day.setText("15/1/24")
    assert edit.isEnabled()


def test_a_window_left_open_over_night_goes_on_with_the_new_day(
    qtbot: QtBot, db: Database, commission: Commission
) -> None:
    own = register.save_adhesion(db, commission.id, adhesion(), TODAY)
    today = [TODAY]
    page = shown(CptsPage, Desk(db, lambda: today[0]), qtbot)
    page.open_file(own)
    today[0] = date(2024, 1, 16)
    page.reload()
    assert page.day.day() == today[0]
    assert "à lire seulement" not in words(file_of(page))
    page.day.setText("10/1/24")
    today[0] = date(2024, 1, 17)
    page.reload()
    assert page.day.day() == date(2024, 1, 10)


def test_the_form_opens_from_the_file_and_the_file_follows(page: CptsPage, dialogs: Dialogs) -> None:
    file = file_of(page)
    summary = file.tabs.tab("summary")
    assert isinstance(summary, SummaryTab)
    form = open_dialog(dialogs, page, CptsDialog, summary.edit_action.trigger)
    form.name.setText("CPTS Sèvre-et-Maine")
    form.accept()

    assert "CPTS Sèvre-et-Maine" in words(file)


def test_another_page_may_ask_for_a_file(page: CptsPage) -> None:
    cpts = page.panel.view.selected_rows()[0].id
    page.begin(f"{cpts}/summary")

    found = page.findChild(CptsFile)
    assert isinstance(found, CptsFile)
    assert found.cpts_id == cpts


def test_what_is_little_stands_at_the_top_of_its_card(page: CptsPage) -> None:
    summary = file_of(page).tabs.tab("summary")
    assert isinstance(summary, SummaryTab)

    for shown_whole in (summary.todo, summary.identity, summary.contract):
        assert shown_whole.height() <= shown_whole.sizeHint().height()
