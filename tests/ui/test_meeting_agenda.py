"""The agenda of a meeting, written as a secretary writes it: by keyboard, in place."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk import paths
from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.services import agenda, papers, register
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.agenda_carry import CarryOverDialog
from cpr_desk.ui.dialogs.agenda_opinions import OpinionsDialog
from cpr_desk.ui.dialogs.agenda_template import TemplateDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.meeting_agenda import AgendaTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.widgets.markup_edit import as_html
from tests.factories import INSTALLED, adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

TODAY = date(2021, 1, 25)
Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def tab(db: Database, commission: Commission, qtbot: QtBot) -> AgendaTab:
    """Show the empty agenda of the installation, at 22 h 30."""
    plan_meeting(db, PlanMeeting(commission.id, INSTALLED, MeetingKind.INSTALLATION, starts=time(22, 30)))
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    made = page.detail.show_tab("agenda")
    assert isinstance(made, AgendaTab)
    return made


@pytest.fixture
def written(tab: AgendaTab, db: Database) -> AgendaTab:
    """Show an agenda of three items."""
    agenda.save_agenda(db, 1, (Item("Composition", minutes=60), Item("Présidence", minutes=45), Item("Calendrier")))
    tab.desk.refresh()
    tab.table.take_in_hand(0)
    tab.table.setFocus()
    return tab


def rows(tab: AgendaTab) -> list[str]:
    lines = map(tab.model.row, range(tab.model.rowCount()))
    return [f"{line.number} {line.item.title}" for line in lines]


def cells(tab: AgendaTab, key: str) -> list[str]:
    column = [column.key for column in tab.model.columns].index(key)
    return [tab.model.index(n, column).data().replace("\u00a0", " ") for n in range(tab.model.rowCount())]


def press(
    qtbot: QtBot, tab: AgendaTab, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(tab.table, key, modifier)


def editor(tab: AgendaTab) -> QLineEdit:
    return next(edit for edit in tab.table.viewport().findChildren(QLineEdit) if edit.isVisible())


def write(qtbot: QtBot, tab: AgendaTab, place: int, key: str, text: str) -> None:
    """Write in a cell as with F2."""
    column = [column.key for column in tab.model.columns].index(key)
    tab.table.setCurrentIndex(tab.model.index(place, column))
    press(qtbot, tab, Key.Key_F2)
    type_in(qtbot, editor(tab), text)
    qtbot.keyClick(editor(tab), Key.Key_Return)
    qtbot.waitUntil(lambda: tab.table.state() is not QAbstractItemView.State.EditingState)


def add(qtbot: QtBot, tab: AgendaTab, title: str) -> None:
    """Write a title in the new item that is open; Enter offers the next one."""
    type_in(qtbot, editor(tab), title)
    qtbot.keyClick(editor(tab), Key.Key_Return)
    known = len(tab.model.items)
    qtbot.waitUntil(lambda: len(tab.model.items) > known and tab.model.draft is not None)


def give_up(qtbot: QtBot, tab: AgendaTab) -> None:
    """Leave the new item that is open."""
    qtbot.keyClick(editor(tab), Key.Key_Escape)
    qtbot.waitUntil(lambda: tab.model.draft is None)


def take_template(tab: AgendaTab, name: str) -> None:
    tab.templates.aboutToShow.emit()
    next(action for action in tab.templates.actions() if action.text() == name).trigger()


def undo(tab: AgendaTab) -> None:
    tab.desk.undo_last()


def test_an_empty_agenda_says_what_to_do_and_items_are_typed_one_after_the_other(tab: AgendaTab, qtbot: QtBot) -> None:
    assert tab.badge.accessibleName() == "À valider"
    click(qtbot, tab, "Écrire le premier point")
    for title in ("Composition", "Calendrier"):
        add(qtbot, tab, title)
    give_up(qtbot, tab)

    assert rows(tab) == ["1 Composition", "2 Calendrier"]
    assert [item.title for item in agenda.agenda_of(tab.desk.db, 1)] == ["Composition", "Calendrier"]
    assert tab.table.place == 1


def test_a_new_item_given_up_leaves_the_empty_agenda(tab: AgendaTab, qtbot: QtBot) -> None:
    click(qtbot, tab, "Écrire le premier point")
    give_up(qtbot, tab)

    assert any(button.isVisible() for button in tab.findChildren(QPushButton) if "premier" in button.text())


def test_an_agenda_from_the_template_is_nested_reordered_and_timed_past_midnight(tab: AgendaTab, qtbot: QtBot) -> None:
    take_template(tab, "Réunion extraordinaire")
    assert rows(tab) == ["1 Objet de la réunion extraordinaire", "2 Questions diverses"]
    tab.table.setFocus()
    tab.table.take_in_hand(1)
    press(qtbot, tab, Key.Key_Right, ALT)
    assert rows(tab) == ["1 Objet de la réunion extraordinaire", "1.1 Questions diverses"]
    press(qtbot, tab, Key.Key_Left, ALT)
    press(qtbot, tab, Key.Key_Up, ALT)
    assert rows(tab) == ["1 Questions diverses", "2 Objet de la réunion extraordinaire"]
    assert tab.table.place == 0
    press(qtbot, tab, Key.Key_Down, ALT)
    write(qtbot, tab, 0, "minutes", "1h45")
    write(qtbot, tab, 1, "speaker", "Mme Maud Esnault")

    assert cells(tab, "hour") == ["22 h 30", "0 h 15 (+1 j)"]
    assert cells(tab, "speaker") == ["", "Mme Maud Esnault"]
    assert "1 h 45" in tab.total.text().replace("\u00a0", " ")
    stored = agenda.agenda_of(tab.desk.db, 1)
    assert [(item.title, item.minutes, item.speaker) for item in stored] == [
        ("Objet de la réunion extraordinaire", 105, ""),
        ("Questions diverses", None, "Mme Maud Esnault"),
    ]


def test_each_edit_is_one_use_case_that_is_undone(written: AgendaTab, qtbot: QtBot) -> None:
    write(qtbot, written, 0, "title", "Composition de la commission")
    press(qtbot, written, Key.Key_Delete)
    assert rows(written) == ["1 Présidence", "2 Calendrier"]
    undo(written)
    assert rows(written)[0] == "1 Composition de la commission"
    undo(written)
    assert rows(written)[0] == "1 Composition"


def test_the_kind_is_chosen_in_a_list(written: AgendaTab, qtbot: QtBot) -> None:
    written.table.setCurrentIndex(written.model.index(1, written.model.kinds))
    press(qtbot, written, Key.Key_Return)
    box = next(box for box in written.table.viewport().findChildren(QComboBox) if box.isVisible())
    box.setCurrentIndex(3)
    box.activated.emit(3)

    assert agenda.agenda_of(written.desk.db, 1)[1].kind is ItemKind.VOTE
    assert cells(written, "kind")[1] == "vote"


def test_what_a_cell_may_not_hold_is_said_and_nothing_changes(written: AgendaTab, qtbot: QtBot) -> None:
    before = written.model.items
    write(qtbot, written, 1, "minutes", "vingt")
    assert "n’est pas une durée" in written.messages.text()
    write(qtbot, written, 1, "title", " ")
    assert "appuyez sur Suppr" in written.messages.text()
    assert written.model.items == before == agenda.agenda_of(written.desk.db, 1)


def test_a_new_item_comes_below_the_family_of_the_one_in_hand(written: AgendaTab, qtbot: QtBot) -> None:
    written.table.take_in_hand(1)
    press(qtbot, written, Key.Key_Right, ALT)
    written.table.take_in_hand(0)
    press(qtbot, written, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    add(qtbot, written, "Missions")
    give_up(qtbot, written)

    assert rows(written) == ["1 Composition", "1.1 Présidence", "2 Missions", "3 Calendrier"]


def test_an_item_is_dragged_to_another_place(written: AgendaTab) -> None:
    written.table.take_in_hand(2)
    where = QPointF(written.table.visualRect(written.model.index(0, 1)).topLeft() + QPoint(4, 2))
    data = written.model.mimeData([written.model.index(2, 1)])
    event = QDropEvent(where, written.model.supportedDropActions(), data, Qt.MouseButton.LeftButton, NONE)
    written.table.dropEvent(event)

    assert rows(written) == ["1 Calendrier", "2 Composition", "3 Présidence"]
    assert event.dropAction() is Qt.DropAction.CopyAction
    assert written.table.place == 0


def test_a_text_is_stored_when_it_is_left_and_seen_as_it_will_be_printed(written: AgendaTab, qtbot: QtBot) -> None:
    text = written.panel.text
    text.edit.setFocus()
    text.edit.insertPlainText("Voir ")
    click(qtbot, text, "Gras")
    text.edit.insertPlainText("la note")
    written.table.take_in_hand(1)

    first, second, _ = agenda.agenda_of(written.desk.db, 1)
    assert (first.text, second.text) == ("Voir **la note**", "")
    assert text.edit.toPlainText() == ""
    written.table.take_in_hand(0)
    assert text.edit.toPlainText() == "Voir **la note**"
    assert text.view.toPlainText() == "Voir la note"


def test_buttons_write_the_markup(written: AgendaTab, qtbot: QtBot) -> None:
    text = written.panel.text
    text.edit.insertPlainText("un\ndeux")
    text.edit.selectAll()
    click(qtbot, text, "Liste")
    assert text.edit.toPlainText() == "- un\n- deux"
    click(qtbot, text, "Lien")
    assert text.edit.toPlainText() == "- un\n- deux[texte du lien](https://)"
    assert as_html("<a> [b](https://c.fr) **d**\n- e") == (
        '<p>&lt;a&gt; <a href="https://c.fr">b</a> <b>d</b></p><ul><li>e</li></ul>'
    )


def test_nothing_longer_than_what_can_be_kept_is_typed(written: AgendaTab, qtbot: QtBot) -> None:
    text = written.panel.text
    text.edit.insertPlainText("début ")
    text.edit.insertPlainText("x" * 20_000)
    assert len(text.edit.toPlainText()) == 20_000
    assert text.edit.toPlainText().startswith("début x")
    assert "20\u202f000 caractères au plus" in written.messages.text()
    press(qtbot, written, Key.Key_F2)
    assert editor(written).maxLength() == 1000
    qtbot.keyClick(editor(written), Key.Key_Escape)


def test_a_text_is_stored_when_the_page_goes(written: AgendaTab) -> None:
    written.panel.text.edit.insertPlainText("À lire")
    written.page.hide()

    assert agenda.agenda_of(written.desk.db, 1)[0].text == "À lire"


def test_files_are_attached_opened_and_removed(
    written: AgendaTab, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "Note d’analyse.pdf"
    file.write_bytes(b"%PDF-1.4")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: ([str(file)], ""))
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    written.panel.setCurrentIndex(1)
    click(qtbot, written.panel, "Joindre…")
    qtbot.waitUntil(lambda: cells(written, "papers")[0] == "1")

    assert written.panel.tabText(1) == "Pièces (1)"
    written.panel.papers.list.setCurrentRow(0)
    click(qtbot, written.panel, "Ouvrir")
    assert Path(opened[0].toLocalFile()).name == "Note d’analyse.pdf"
    click(qtbot, written.panel, "Retirer")
    assert cells(written, "papers")[0] == ""
    undo(written)
    assert cells(written, "papers")[0] == "1"


def test_files_are_dropped_and_what_is_no_paper_is_refused(written: AgendaTab, qtbot: QtBot, tmp_path: Path) -> None:
    written.panel.setCurrentIndex(1)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE)
    written.panel.papers.dropEvent(event)
    qtbot.waitUntil(lambda: "est un dossier" in written.messages.text())

    assert papers.papers_of(written.desk.db, 1) == {}


def test_a_paper_deleted_from_the_disk_is_said_and_attached_again(
    written: AgendaTab, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "note.pdf"
    file.write_bytes(b"%PDF")
    papers.attach(written.desk.db, written.model.items[0].id, [file])
    next(path for path in paths.pieces_dir(written.desk.db.file.parent).rglob("*") if path.is_file()).unlink()
    written.desk.refresh()
    written.panel.setCurrentIndex(1)

    assert "introuvable" in written.panel.papers.list.item(0).text()
    written.panel.papers.list.setCurrentRow(0)
    click(qtbot, written.panel, "Ouvrir")
    assert "introuvable dans le dossier des pièces" in written.messages.text()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    written.messages.clear()
    click(qtbot, written.panel, "Joindre à nouveau…")
    qtbot.waitUntil(lambda: bool(written.messages.text()), timeout=15_000)
    assert written.messages.text() == "La pièce «\u00a0note.pdf\u00a0» est jointe à nouveau."
    assert "introuvable" not in written.panel.papers.list.item(0).text()
    assert not written.panel.papers.again.isVisible()


def test_a_cpts_is_linked_from_the_register(written: AgendaTab, db: Database, qtbot: QtBot) -> None:
    cpts = register.save_adhesion(db, 1, adhesion(name="CPTS Presqu’île"), TODAY)
    written.desk.refresh()
    written.panel.setCurrentIndex(2)
    edit = written.panel.cpts.lineEdit()
    assert edit
    written.panel.cpts.setFocus()
    type_in(qtbot, edit, "inconnue")
    qtbot.keyClick(edit, Key.Key_Return)
    assert "pas au registre" in written.panel.cpts_field.error()
    written.panel.cpts.setCurrentIndex(0)
    written.panel.cpts.activated.emit(0)

    assert agenda.agenda_of(db, 1)[0].cpts_id == cpts


def test_both_opinions_make_the_agenda_ready_until_an_item_changes(
    written: AgendaTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, written, OpinionsDialog, lambda: click(qtbot, written, "Avis des présidents…"))
    for each in dialog.sections:
        type_in(qtbot, each.given, "22/01/2021")
    click(qtbot, dialog, "Enregistrer les avis")
    assert [each.given_field.error() for each in dialog.sections] == ["Indiquez l’avis donné."] * 2
    for place, each in enumerate(dialog.sections, 1):
        each.verdict.setCurrentIndex(place)
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Enregistrer les avis")

    assert written.badge.accessibleName() == "Prêt"
    write(qtbot, written, 2, "title", "Calendrier de 2021")
    assert written.badge.accessibleName() == "À valider"
    assert written.missing.text().count("sur une version antérieure") == 2

    again = open_dialog(dialogs, written, OpinionsDialog, lambda: click(qtbot, written, "Avis des présidents…"))
    for each in again.sections:
        each.confirmed.setChecked(True)
    with qtbot.waitSignal(again.saved):
        click(qtbot, again, "Enregistrer les avis")
    assert written.badge.accessibleName() == "Prêt"


def test_an_agenda_is_kept_as_a_template_taken_again_and_removed(
    written: AgendaTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    def keep() -> None:
        take_template(written, "Enregistrer cet ordre du jour comme modèle…")

    dialog = open_dialog(dialogs, written, TemplateDialog, keep)
    type_in(qtbot, dialog.name.lineEdit() or QLineEdit(), "Printemps")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Enregistrer le modèle")
    answer(dialogs, "Ajouter à la suite")
    take_template(written, "Printemps")
    assert len(rows(written)) == 6
    answer(dialogs, "Remplacer")
    take_template(written, "Printemps")
    assert rows(written) == ["1 Composition", "2 Présidence", "3 Calendrier"]
    answer(dialogs, "Annuler")
    take_template(written, "Printemps")

    written.templates.aboutToShow.emit()
    written.removals.actions()[0].trigger()
    assert all(template.id == 0 for template in agenda.templates(written.desk.db, 1))


def answer(dialogs: Dialogs, verb: str) -> None:
    def press_it(box: object) -> None:
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == verb).click()

    dialogs.answer(press_it)


def test_undecided_items_of_the_last_meeting_are_carried_over(
    written: AgendaTab, db: Database, qtbot: QtBot, dialogs: Dialogs
) -> None:
    click(qtbot, written, "Reporter des points…")
    assert "Aucune réunion antérieure" in written.messages.text()
    autumn = plan_meeting(db, PlanMeeting(1, date(2021, 11, 18)))
    written.desk.refresh()
    written.show_meeting(autumn)
    dialog = open_dialog(dialogs, written, CarryOverDialog, lambda: click(qtbot, written, "Reporter des points…"))
    list(dialog.boxes.values())[1].setChecked(True)
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Reporter les points cochés")

    assert [item.title for item in agenda.agenda_of(db, autumn.id)] == [
        "Approbation du relevé de décisions de la réunion d’installation du 4 février 2021",
        "Présidence",
    ]


def test_the_agenda_is_looked_at_as_it_will_be_printed(written: AgendaTab, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialogs.answer(lambda dialog: dialog.reject())
    click(qtbot, written, "Aperçu")
    qtbot.waitUntil(lambda: not dialogs.awaited and not written.findChildren(PreviewDialog), timeout=10_000)


def test_the_mouse_moves_and_nests_through_the_menu(written: AgendaTab, run: Callable[[AgendaTab, str], None]) -> None:
    run(written, "Descendre")
    assert rows(written)[:2] == ["1 Présidence", "2 Composition"]
    run(written, "Décaler à droite")
    assert rows(written)[:2] == ["1 Présidence", "1.1 Composition"]
    run(written, "Décaler à gauche")
    run(written, "Monter")
    assert rows(written)[:2] == ["1 Composition", "2 Présidence"]
    run(written, "Retirer")
    assert rows(written) == ["1 Présidence", "2 Calendrier"]


@pytest.fixture
def run() -> Callable[[AgendaTab, str], None]:
    """Run a command of the table's menu by its name."""

    def trigger(tab: AgendaTab, name: str) -> None:
        next(each for each in tab.table.actions() if each.text().replace("&", "") == name).trigger()

    return trigger
