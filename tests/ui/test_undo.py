"""Undo and redo, as a secretary does them: with the keys, the menu, and the buttons of the messages."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk import logs
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import SeatState, Section
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition as compositions
from cpr_desk.services import meetings
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database, open_data
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.opening import Opening, page_specs
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.settings import SettingsPage
from cpr_desk.ui.state import UiState
from tests.factories import PAYS_DE_LA_LOIRE, person, state_of
from tests.stored import rows_of
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import TODAY, desk_on_demonstration
from tests.ui.driving import click, open_dialog, type_in

CONTROL = Qt.KeyboardModifier.ControlModifier
CONTROL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


class Window:
    """The window on the demonstration region."""

    def __init__(self, db: Database, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.desk = desk_on_demonstration(db)
        self.db = db
        self.window = MainWindow(UiState())
        self.desk.setParent(self.window)
        qtbot.addWidget(self.window)
        self.window.set_pages(page_specs(self.desk, UiState()))
        self.window.edit_menu.follow(self.desk)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.page = self.window.show_page("commission")

    @property
    def menu(self) -> list[tuple[str, bool]]:
        """What the menu « Édition » says, and whether it may be chosen."""
        return [
            (each.text().replace("&", "").replace("\u00a0", " "), each.isEnabled())
            for each in self.window.edit_menu.actions()
        ]

    @property
    def said(self) -> str:
        return self.page.messages.text().replace("\u00a0", " ")

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL, where: QWidget | None = None) -> None:
        self.qtbot.keyClick(where or self.window.navigation, key, modifier)

    def designate(self, name: str = "Basile Abgrall") -> None:
        """Designate somebody, as a dialog does."""
        first = compositions.composition_at(self.db, self.desk.commission.id, TODAY).of(Section.SOCIAL)[0]
        self.revise(state_of(first, titular=person(name)), f"Désigner {name} titulaire (CSMF)")

    def revise(self, state: SeatState, label: str, on: date = TODAY) -> None:
        compositions.revise_composition(self.db, ReviseComposition(self.desk.commission.id, on, (state,), label=label))
        self.desk.refresh()

    def titular(self) -> str:
        held = compositions.composition_at(self.db, self.desk.commission.id, TODAY).of(Section.SOCIAL)[0].titular
        return held.person.name if held else ""


@pytest.fixture
def window(db: Database, qtbot: QtBot) -> Window:
    return Window(db, qtbot)


NOTHING = [("Annuler", False), ("Rétablir", False)]
DESIGNATED = "désigner Basile Abgrall titulaire (CSMF)"


def test_what_was_there_when_the_data_were_opened_stays(window: Window) -> None:
    before = rows_of(window.db)
    assert window.menu == NOTHING
    window.press(Qt.Key.Key_Z)
    assert rows_of(window.db) == before


def test_the_keys_walk_back_and_forward_and_the_page_says_it(window: Window) -> None:
    beginning, former = rows_of(window.db), window.titular()
    window.designate()
    assert window.menu == [(f"Annuler : {DESIGNATED}", True), ("Rétablir", False)]
    commissions.change_rules(window.db, window.desk.commission.id, Rules(agenda_days=7))
    window.desk.refresh()
    end = rows_of(window.db)

    window.press(Qt.Key.Key_Z)
    assert window.said == "Annulé : modifier les règles de la commission."
    assert window.desk.commission.rules.agenda_days == 5
    window.press(Qt.Key.Key_Z)
    assert window.said == f"Annulé : {DESIGNATED}."
    assert (rows_of(window.db), window.titular()) == (beginning, former)
    assert window.menu == [("Annuler", False), (f"Rétablir : {DESIGNATED}", True)]

    window.press(Qt.Key.Key_Y)
    assert window.said == f"Rétabli : {DESIGNATED}."
    window.press(Qt.Key.Key_Z, CONTROL_SHIFT)
    assert rows_of(window.db) == end
    assert window.menu == [("Annuler : modifier les règles de la commission", True), ("Rétablir", False)]


def test_the_page_in_view_is_read_again(window: Window) -> None:
    page = window.window.show_page("meetings")
    meetings.plan_meeting(window.db, PlanMeeting(window.desk.commission.id, date(2027, 3, 4)))
    window.desk.refresh()
    shown = _rows(page)
    window.press(Qt.Key.Key_Z)

    assert _rows(page) == shown - 1
    assert page.messages.text().startswith("Annulé")


def _rows(page: Page) -> int:
    return max(view.model().rowCount() for view in page.findChildren(QTableView))


def test_the_message_offers_the_way_back(window: Window, qtbot: QtBot) -> None:
    former = window.titular()
    window.designate()
    window.desk.say_saved(window.page.messages, "Basile Abgrall est titulaire.")
    click(qtbot, window.page.messages, "Annuler")
    assert (window.titular(), window.said) == (former, f"Annulé : {DESIGNATED}.")
    click(qtbot, window.page.messages, "Rétablir")
    assert (window.titular(), window.said) == ("Basile Abgrall", f"Rétabli : {DESIGNATED}.")
    click(qtbot, window.page.messages, "Annuler")
    assert window.titular() == former


def test_an_import_is_undone_whole(window: Window, tmp_path: Path, qtbot: QtBot, dialogs: Dialogs) -> None:
    db = window.db
    beginning = rows_of(db)
    page = window.window.show_page("cpts")
    dialog = open_dialog(dialogs, page, ImportDialog, lambda: page.begin("import"))
    dialog.open_file(_register(tmp_path / "registre.xlsx"))
    qtbot.waitUntil(dialog.import_button.isEnabled)
    with qtbot.waitSignal(dialog.accepted):
        dialog.import_button.click()
    end = rows_of(db)
    assert len(end["cpts"]) == len(beginning["cpts"]) + 2
    click(qtbot, page.messages, "Annuler")
    assert rows_of(db) == beginning
    assert page.messages.text().replace("\u00a0", " ") == "Annulé : importer le registre registre.xlsx."
    click(qtbot, page.messages, "Rétablir")
    assert rows_of(db) == end


def _register(file: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Code", "Nom de la CPTS", "Département", "Étape"])
    sheet.append(["44-91", "CPTS Sèvre-et-Logne", "44", "En réflexion"])
    sheet.append(["49-91", "CPTS L’Œuvre du Layon", "49", "En réflexion"])
    book.save(file)
    return file


def test_settings_come_back_in_their_fields(window: Window, qtbot: QtBot) -> None:
    page = window.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    former = page.identity.name.text()
    type_in(qtbot, page.identity.name, "CPR des CPTS")
    page.save_action.trigger()
    click(qtbot, page.messages, "Annuler")

    assert page.identity.name.text() == former
    assert not page.has_changes


def test_a_message_left_behind_undoes_nothing_else(window: Window, qtbot: QtBot) -> None:
    window.designate()
    window.desk.say_saved(window.page.messages, "Basile Abgrall est titulaire.")
    window.designate("Diane Crozanne")
    click(qtbot, window.page.messages, "Annuler")

    assert window.titular() == "Diane Crozanne"
    assert window.said.startswith(f"D’autres modifications ont été faites depuis « {DESIGNATED} ».")


def test_what_changed_nothing_offers_nothing(window: Window) -> None:
    window.designate()
    window.desk.say_saved(window.page.messages, "Basile Abgrall est titulaire.")
    window.designate()
    window.desk.say_saved(window.page.messages, "Rien n’a changé.")

    offered = [button.text() for button in window.page.messages.findChildren(QPushButton) if not button.isHidden()]
    assert (window.said, offered) == ("Rien n’a changé.", [])


def test_a_change_made_elsewhere_is_told_and_kept(window: Window) -> None:
    window.designate()
    other = open_data(window.db.file.parent)
    first = compositions.composition_at(other, window.desk.commission.id, TODAY).of(Section.SOCIAL)[0]
    compositions.revise_composition(
        other, ReviseComposition(window.desk.commission.id, TODAY, (state_of(first, votes=2),), label="Porter à 2 voix")
    )
    other.close()
    before = rows_of(window.db)
    window.press(Qt.Key.Key_Z)

    assert rows_of(window.db) == before
    assert "ces données ont été modifiées depuis par « Porter à 2 voix »" in window.said


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_in_a_text_field_the_keys_are_the_field_s_own(window: Window, qtbot: QtBot, kind: type[QWidget]) -> None:
    window.designate()
    field = kind(window.page)
    window.page.body.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "abc")
    window.press(Qt.Key.Key_Z, where=field)

    assert _text(field) == ""
    assert window.titular() == "Basile Abgrall"
    window.press(Qt.Key.Key_Y, where=field)
    assert _text(field) == "abc"
    window.press(Qt.Key.Key_Z, where=field)
    window.press(Qt.Key.Key_Z, CONTROL_SHIFT, where=field)
    assert _text(field) == "abc"
    assert window.titular() == "Basile Abgrall"


def _text(field: QWidget) -> str:
    return field.text() if isinstance(field, QLineEdit) else str(field.property("plainText"))


def test_a_long_name_is_shortened_in_the_menu_and_whole_in_its_tip(window: Window) -> None:
    window.designate("Roch & Fils " + "N’Guyen-de-La-Haÿe " * 8)
    (text, _), _ = window.menu
    action: QAction = window.window.edit_menu.actions()[0]

    assert text.endswith("…")
    assert len(text) < 100
    assert "Roch && Fils" in action.text()
    assert action.statusTip().endswith("titulaire (CSMF)")


def test_another_folder_forgets_what_was_done_in_the_first(
    db: Database, empty_data: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk_on_demonstration(db)
    there = tmp_path / "ailleurs"
    shutil.copytree(empty_data, there)
    opening = Opening(db.file.parent, UiState(), lambda: TODAY)
    qtbot.addWidget(opening.window)
    opening.start()
    qtbot.waitUntil(lambda: opening.desk is not None)
    assert opening.desk
    commissions.change_rules(opening.desk.db, opening.desk.commission.id, Rules(agenda_days=7))
    opening.desk.refresh()
    undo, redo = opening.window.edit_menu.actions()
    assert undo.isEnabled()
    other = open_data(there)
    commissions.create_commission(other, PAYS_DE_LA_LOIRE)
    other.close()
    opening.open(there)
    qtbot.waitUntil(lambda: opening.folder == there)

    assert (undo.isEnabled(), redo.isEnabled(), undo.text()) == (False, False, "&Annuler")
    assert opening.desk.history.undo is None
    opening.go_home()
    qtbot.waitUntil(lambda: opening.at_home)
    assert not undo.isEnabled()
    assert opening.desk.commission.rules.agenda_days == 7
    opening.window.close()
    opening.close()
    logs.stop_log()


def test_without_data_there_is_nothing_to_undo(qtbot: QtBot) -> None:
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    for action in window.edit_menu.actions():
        assert not action.isEnabled()
        action.trigger()
