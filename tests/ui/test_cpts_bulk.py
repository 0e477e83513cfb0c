"""Several CPTS changed at once: what it does to each is seen before, those refused stay as they are."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.bulk import BulkKind
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP
from cpr_desk.services import register
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_bulk import BulkDialog
from cpr_desk.ui.pages.cpts import CptsPage
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

TODAY = date(2024, 1, 15)
SIGNED_ON = date(2023, 3, 15)


@pytest.fixture
def page(qtbot: QtBot, db: Database, commission: Commission) -> CptsPage:
    for row in (
        adhesion("A", name="CPTS Aber", step=Step.PROJECT_SENT),
        adhesion("B", name="CPTS Bocage", step=Step.LETTER_VALIDATED, comment="Vue."),
        adhesion("C", name="CPTS Coteaux", step=Step.SIGNED, signed_on=SIGNED_ON),
    ):
        register.save_adhesion(db, commission.id, row, date(2023, 4, 1))
    made = shown(CptsPage, Desk(db, lambda: TODAY), qtbot)
    made.panel.view.selectAll()
    return made


@pytest.fixture
def dialog(qtbot: QtBot, page: CptsPage, dialogs: Dialogs) -> BulkDialog:
    edit = next(action for action in page.actions() if action.text() == "&Modifier…")
    opened = open_dialog(dialogs, page, BulkDialog, edit.trigger)
    qtbot.waitUntil(opened.save_button.isEnabled)
    return opened


def choose(dialog: BulkDialog, kind: BulkKind) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))


def lines(dialog: BulkDialog) -> list[list[str]]:
    model = dialog.preview.view.model()
    rows = range(model.rowCount())
    return [[model.index(row, column).data().replace(NBSP, " ") for column in range(4)] for row in rows]


def steps(page: CptsPage) -> list[Step]:
    page.list.reload()
    return [page.list.model.row(line).step for line in range(3)]


def test_the_preview_tells_what_happens_to_each_those_refused_first(dialog: BulkDialog) -> None:
    assert dialog.windowTitle() == "Modifier 3 CPTS"
    assert dialog.save_button.text().replace(NBSP, " ") == "Modifier 2 sur 3 CPTS"
    found = lines(dialog)
    assert found[0][:3] == ["CPTS Coteaux", "Contrat signé, le 15/03/2023", "Projet de santé validé, le 15/01/2024"]
    assert found[0][3].startswith("Laissée de côté : Le contrat est signé")
    assert [line[0] for line in found[1:]] == ["CPTS Aber", "CPTS Bocage"]


def test_a_step_is_taken_by_those_that_may_and_undone_at_once(qtbot: QtBot, page: CptsPage, dialog: BulkDialog) -> None:
    before = steps(page)
    with qtbot.waitSignal(dialog.saved):
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert steps(page) == [Step.PROJECT_VALIDATED, Step.PROJECT_VALIDATED, Step.SIGNED]
    assert "2 CPTS modifiées." in page.messages.text().replace(NBSP, " ")
    assert len(page.panel.view.selected_rows()) == 3
    click(qtbot, page.messages, "Annuler")
    assert steps(page) == before


def test_nothing_is_changed_when_one_is_refused_and_all_were_wanted(dialog: BulkDialog) -> None:
    dialog.whole.setChecked(True)
    assert not dialog.save_button.isEnabled()
    dialog.whole.setChecked(False)
    assert dialog.save_button.isEnabled()


def test_a_comment_is_added_to_each(qtbot: QtBot, page: CptsPage, dialog: BulkDialog) -> None:
    choose(dialog, BulkKind.COMMENT)
    qtbot.waitUntil(lambda: [line[3] for line in lines(dialog)] == ["Déjà ainsi"] * 3)
    assert not dialog.save_button.isEnabled()
    QTest.keyClicks(dialog.comment, "Relance")
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert lines(dialog)[1][1:3] == ["Vue.", "Vue.\nRelance"]
    with qtbot.waitSignal(dialog.saved):
        dialog.accept()
    page.list.reload()
    assert [page.list.model.row(line).comment for line in range(3)] == ["Relance", "Vue.\nRelance", "Relance"]


@pytest.mark.parametrize("kind", BulkKind)
def test_each_kind_of_change_asks_for_what_it_needs(dialog: BulkDialog, kind: BulkKind) -> None:
    choose(dialog, kind)
    asked = {
        "step": not dialog.step.isHidden() and dialog.step.isVisible(),
        "mission": dialog.mission.isVisible(),
        "department": dialog.department.isVisible(),
        "contact": dialog.contact.isVisible(),
        "day": dialog.day.isVisible(),
    }
    needs = {
        BulkKind.STEP: {"step", "day"},
        BulkKind.MISSION_CHOSEN: {"mission"},
        BulkKind.MISSION_STARTED: {"mission", "day"},
        BulkKind.DIALOGUE: {"day"},
        BulkKind.DEPARTMENT: {"department"},
        BulkKind.CONTACT: {"contact"},
        BulkKind.COMMENT: set[str](),
    }[kind]
    assert {name for name, seen in asked.items() if seen} == needs


def test_a_day_that_is_none_is_told_beside_it(qtbot: QtBot, dialog: BulkDialog) -> None:
    type_in(qtbot, dialog.day, "31/2/24")
    dialog.accept()
    assert dialog.isVisible()
    assert "existe pas" in dialog.day.accessibleDescription()


def test_what_was_typed_is_not_lost_by_mistake(qtbot: QtBot, dialog: BulkDialog, dialogs: Dialogs) -> None:
    choose(dialog, BulkKind.CONTACT)
    type_in(qtbot, dialog.contact, "Odon Vareil")
    dialogs.answer(lambda asked: click(qtbot, asked, "Reprendre la saisie"))
    dialog.reject()
    assert dialog.isVisible()


def test_one_cpts_alone_opens_its_form_and_none_opens_nothing(page: CptsPage) -> None:
    edit = next(action for action in page.actions() if action.text() == "&Modifier…")
    page.panel.view.clearSelection()
    assert not edit.isEnabled()
    page.panel.view.selectRow(0)
    assert edit.isEnabled()


def test_several_are_changed_only_where_their_state_of_today_is_shown(page: CptsPage) -> None:
    edit = next(action for action in page.actions() if action.text() == "&Modifier…")
    assert edit.isEnabled()
    page.day.setText("1/5/23")
    page.panel.view.selectAll()
    assert not edit.isEnabled()
    assert "aujourd’hui" in edit.toolTip()
    page.panel.view.selectRow(0)
    assert edit.isEnabled()
