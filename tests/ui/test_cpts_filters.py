"""The register narrowed by ticks: stages, departments, sizes, what is late; views that keep it all."""

from datetime import date
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.register_filter import Facet
from cpr_desk.errors import UserError
from cpr_desk.services import register, register_views
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.register_view import KeepViewDialog, RenameViewDialog
from cpr_desk.ui.pages.cpts import CptsPage
from cpr_desk.ui.state import UiState
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, type_in

TODAY = date(2024, 1, 15)
SIGNED_ON = date(2023, 3, 15)


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    rows = (
        adhesion("A", name="CPTS Aber", department="44", step=Step.SIGNED, signed_on=SIGNED_ON, population=86_000,
                 missions=(("acces", None),)),
        adhesion("B", name="CPTS Bocage", department="85", step=Step.NEGOTIATION, population=39_999),
        adhesion("C", name="CPTS Coteaux", department="85", step=Step.REFLECTION),
        adhesion("D", name="CPTS Dunes", department="49", step=Step.SIGNED, signed_on=date(2023, 12, 1),
                 population=86_000),
    )  # fmt: skip
    for row in rows:
        register.save_adhesion(db, commission.id, row, date(2024, 1, 5))
    return Desk(db, lambda: TODAY)


def page_on(qtbot: QtBot, desk: Desk, state: UiState | None = None) -> CptsPage:
    page = CptsPage(desk, state or UiState())
    qtbot.addWidget(page)
    page.resize(1120, 640)
    page.show()
    page.reload()
    return page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CptsPage:
    return page_on(qtbot, desk)


def codes(page: CptsPage) -> str:
    model = page.list.model
    return "".join(model.row(line).code for line in range(model.rowCount()))


def choices(page: CptsPage, facet: Facet) -> list[str]:
    box = page.list.filters.boxes[facet]
    if not box.is_open:
        box.click()
    return [box.choices.item(row).text().replace(NBSP, " ") for row in range(box.choices.count())]


def tick(page: CptsPage, facet: Facet, words: str) -> None:
    """Open the list of a facet and tick a choice with the keyboard."""
    found = choices(page, facet)
    box = page.list.filters.boxes[facet]
    box.choices.setCurrentRow(next(row for row, text in enumerate(found) if text.startswith(words)))
    QTest.keyClick(box.choices, Qt.Key.Key_Space)
    QTest.keyClick(box.choices, Qt.Key.Key_Return)
    assert not box.is_open


def told(page: CptsPage) -> str:
    return page.list.filters.words.text().replace(NBSP, " ")


def test_ticks_of_one_list_add_up_and_lists_narrow_one_another(page: CptsPage) -> None:
    tick(page, Facet.STAGE, "Contrat signé")
    assert codes(page) == "AD"
    tick(page, Facet.STAGE, "Négociation")
    assert codes(page) == "ABD"
    tick(page, Facet.DEPARTMENT, "85")
    assert codes(page) == "B"
    tick(page, Facet.SIZE, "Taille 3")
    assert codes(page) == ""
    assert page.panel.count.text() == "0 sur 4 CPTS"
    tick(page, Facet.DEPARTMENT, "85")
    assert codes(page) == "AD"
    assert told(page) == "Étape : Négociation de l’ACI ou Contrat signé · Taille : Taille 3"


def test_counts_tell_what_each_choice_would_show_beside_the_other_lists_and_the_text(page: CptsPage) -> None:
    assert choices(page, Facet.SIZE)[:3] == ["Taille 1 (1)", "Taille 2 (0)", "Taille 3 (2)"]
    assert choices(page, Facet.SIZE)[4] == "Taille inconnue (1)"
    page.list.filters.boxes[Facet.SIZE].choices.left.emit()
    tick(page, Facet.DEPARTMENT, "85")
    page.panel.filter.setText("bocage")
    assert choices(page, Facet.STAGE)[3:5] == ["Négociation de l’ACI (1)", "Contrat signé (0)"]


def test_what_is_late_is_computed_away_from_the_window_then_filtered(qtbot: QtBot, page: CptsPage) -> None:
    tick(page, Facet.ALERT, "Mission en retard")
    assert codes(page) == "ABCD"  # nothing is left out before it is known
    assert told(page) == "À surveiller : Mission en retard · calcul en cours…"

    qtbot.waitUntil(lambda: codes(page) == "A")
    qtbot.waitUntil(lambda: told(page) == "À surveiller : Mission en retard")
    assert choices(page, Facet.ALERT)[2:4] == ["Mission en retard (1)", "Dialogue en retard (0)"]


def test_what_was_computed_is_brought_up_to_date_by_what_changes(qtbot: QtBot, page: CptsPage, desk: Desk) -> None:
    tick(page, Facet.ALERT, "Mission en retard")
    qtbot.waitUntil(lambda: codes(page) == "A")
    late = adhesion("E", name="CPTS Estran", step=Step.SIGNED, signed_on=SIGNED_ON, missions=(("acces", None),))
    register.save_adhesion(desk.db, desk.commission.id, late, date(2024, 1, 6))
    desk.refresh()
    qtbot.waitUntil(lambda: codes(page) == "AE")


def test_a_list_that_opens_again_counts_what_changed_meanwhile(qtbot: QtBot, page: CptsPage, desk: Desk) -> None:
    choices(page, Facet.ALERT)
    qtbot.waitUntil(lambda: choices(page, Facet.ALERT)[2] == "Mission en retard (1)")
    page.list.filters.boxes[Facet.ALERT].choices.left.emit()
    late = adhesion("E", name="CPTS Estran", step=Step.SIGNED, signed_on=SIGNED_ON, missions=(("acces", None),))
    register.save_adhesion(desk.db, desk.commission.id, late, date(2024, 1, 6))
    desk.refresh()

    choices(page, Facet.ALERT)
    qtbot.waitUntil(lambda: choices(page, Facet.ALERT)[2] == "Mission en retard (2)")


def test_a_computation_that_fails_is_told_and_f5_takes_it_up_again(
    qtbot: QtBot, page: CptsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(desk.facts, "read", Mock(side_effect=UserError("Le disque ne répond pas.", "Vérifiez-le.")))
        tick(page, Facet.ALERT, "Mission en retard")
        qtbot.waitUntil(lambda: "calcul interrompu, F5 le reprend" in told(page))
        assert "Le disque ne répond pas" in page.messages.text()
    page.reload()
    qtbot.waitUntil(lambda: codes(page) == "A")
    assert told(page) == "À surveiller : Mission en retard"


def test_the_day_chosen_meanwhile_is_computed_in_its_turn(qtbot: QtBot, page: CptsPage) -> None:
    tick(page, Facet.ALERT, "Mission en retard")
    page.day.setText("1/6/23")
    qtbot.waitUntil(lambda: told(page) == "À surveiller : Mission en retard" and codes(page) == "")
    assert page.panel.count.text() == "0 sur 1 CPTS"
    page.day.setText("15/1/24")
    qtbot.waitUntil(lambda: codes(page) == "A")


def test_copying_gives_the_rows_and_columns_that_are_shown(page: CptsPage) -> None:
    tick(page, Facet.STAGE, "Contrat signé")
    page.panel.view.show_columns(["code", "term", "started"])
    page.panel.view.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied == "Code\tTerme\tMissions démarrées\nA\t15/03/2028\t0 sur 1\nD\t01/12/2028\t"


def test_all_is_cleared_at_once(qtbot: QtBot, page: CptsPage) -> None:
    tick(page, Facet.STAGE, "Contrat signé")
    page.panel.filter.setText("aber")
    click(qtbot, page, "Tout effacer")
    assert codes(page) == "ABCD"
    assert page.panel.filter.text() == ""
    assert not page.list.filters.clear_button.isVisible()


def test_the_filters_are_there_again_the_next_day(qtbot: QtBot, desk: Desk) -> None:
    state = UiState()
    tick(page_on(qtbot, desk, state), Facet.STAGE, "Contrat signé")
    assert codes(page_on(qtbot, desk, state)) == "AD"


def test_a_cpts_that_a_filter_hides_is_shown_when_it_is_asked_for(page: CptsPage) -> None:
    tick(page, Facet.STAGE, "Contrat signé")
    bocage = next(each for each in page.list.source.index.ids() if page.list.source.rows([each])[0].code == "B")
    page.list.select(bocage)
    assert codes(page) == "ABCD"
    assert [row.code for row in page.panel.view.selected_rows()] == ["B"]


def test_the_facts_of_a_contract_are_columns_one_may_choose_and_sort_by(qtbot: QtBot, page: CptsPage) -> None:
    view = page.panel.view
    view.show_columns(["code", "retained", "term", "due", "started", "late"], "term", descending=True)
    qtbot.waitUntil(lambda: codes(page)[:2] == "DA")
    cells = [column.text(page.list.model.row(1)).replace("\u202f", " ") for column in view.shown_columns()]
    assert cells[:3] == ["A", "3", "15/03/2028"]
    assert cells[3].endswith("€")
    assert cells[4:] == ["0 sur 1", "Mission en retard, Territoire à indiquer"]


def menu(page: CptsPage, words: str) -> None:
    """Choose an entry of the menu of the views."""
    opened = page.list.views.menu()
    assert isinstance(opened, QMenu)
    opened.aboutToShow.emit()
    next(action for action in opened.actions() if action.text().replace(NBSP, " ") == words).trigger()


def keep(qtbot: QtBot, page: CptsPage, dialogs: Dialogs, name: str) -> KeepViewDialog:
    dialog = open_dialog(dialogs, page, KeepViewDialog, lambda: menu(page, "Enregistrer comme nouvelle vue…"))
    type_in(qtbot, dialog.name, name)
    return dialog


def test_a_view_keeps_filters_columns_and_order(qtbot: QtBot, page: CptsPage, desk: Desk, dialogs: Dialogs) -> None:
    tick(page, Facet.STAGE, "Contrat signé")
    page.panel.filter.setText("cpts")
    page.panel.view.show_columns(["name", "code"], "code", descending=True)
    keep(qtbot, page, dialogs, "Signés").accept()
    assert page.list.views.text() == "Signés"
    assert "La vue est enregistrée" in page.messages.text()

    menu(page, "Tout le registre")
    assert codes(page) == "ABCD"
    assert [column.key for column in page.panel.view.shown_columns()][:2] == ["code", "name"]

    menu(page, "Signés")
    assert codes(page) == "DA"
    assert [column.key for column in page.panel.view.shown_columns()] == ["name", "code"]
    assert page.list.views.text() == "Signés"

    tick(page, Facet.DEPARTMENT, "44")
    assert page.list.views.text() == "Signés *"
    menu(page, "Mettre à jour « Signés »")
    assert page.list.views.text() == "Signés"
    desk.undo_last()
    assert page.list.views.text() == "Signés *"


def test_a_view_may_hold_a_day(qtbot: QtBot, page: CptsPage, dialogs: Dialogs) -> None:
    page.day.setText("1/4/23")
    dialog = keep(qtbot, page, dialogs, "Printemps")
    dialog.dated.setChecked(True)
    dialog.accept()
    menu(page, "Tout le registre")
    assert page.list.at == TODAY
    menu(page, "Printemps")
    assert page.list.at == date(2023, 4, 1)


def test_a_name_serves_one_view(qtbot: QtBot, page: CptsPage, dialogs: Dialogs) -> None:
    keep(qtbot, page, dialogs, "Signés").accept()
    dialog = keep(qtbot, page, dialogs, "SIGNES")
    dialog.accept()
    assert dialog.isVisible()
    assert "Une vue s’appelle déjà" in beside(dialog.name)
    dialog.name.clear()
    dialog.accept()
    assert beside(dialog.name) == "Ce champ est obligatoire."
    type_in(qtbot, dialog.name, "Autres")
    dialog.accept()


def test_a_view_is_renamed_and_removed(qtbot: QtBot, page: CptsPage, desk: Desk, dialogs: Dialogs) -> None:
    keep(qtbot, page, dialogs, "Signés").accept()
    dialog = open_dialog(dialogs, page, RenameViewDialog, lambda: menu(page, "Renommer « Signés »…"))
    type_in(qtbot, dialog.name, "Contrats")
    dialog.accept()
    assert page.list.views.text() == "Contrats"

    menu(page, "Supprimer « Contrats »")
    assert register_views.views(desk.db, desk.commission.id) == ()
    assert page.list.views.text() == "Vues"
    desk.undo_last()
    assert page.list.views.text() == "Contrats"


def test_another_page_may_ask_for_what_is_late(qtbot: QtBot, page: CptsPage) -> None:
    page.begin("late")
    qtbot.waitUntil(lambda: codes(page) == "A")
    assert page.list.filters.boxes[Facet.ALERT].text().replace(NBSP, " ") == "À surveiller (7)"


def test_a_click_on_a_choice_ticks_it_and_escape_closes_the_list(qtbot: QtBot, page: CptsPage) -> None:
    choices(page, Facet.STAGE)
    box = page.list.filters.boxes[Facet.STAGE]
    place = box.choices.visualItemRect(box.choices.item(4)).center()
    qtbot.mouseClick(box.choices.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert codes(page) == "AD"
    assert box.choices.item(4).checkState() is Qt.CheckState.Checked
    QTest.keyClick(box.choices, Qt.Key.Key_Escape)
    assert not box.is_open


def test_the_arrow_down_opens_a_list_and_a_second_click_closes_it(qtbot: QtBot, page: CptsPage) -> None:
    box = page.list.filters.boxes[Facet.SIZE]
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.is_open
    box.choices.window().close()  # what Qt does of a popup at a click elsewhere, before the button hears of it
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert not box.is_open
