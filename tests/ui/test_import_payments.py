"""A secretary takes in a list of payments: names to settle, lines proposed, nothing twice."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.services import funding, journal, register, undo
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.column_matching import ColumnMatchingDialog
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from cpr_desk.ui.dialogs.import_questions import QuestionsPage
from cpr_desk.ui.pages.cpts import CptsPage
from tests.factories import adhesion
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown

TODAY = date(2023, 6, 1)
SIGNED_ON = date(2022, 3, 15)
HEADER = "Bénéficiaire;Versé le;Montant;Objet;N° de mandat"


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    for code, name in (("44-01", "CPTS Sèvre et Logne"), ("49-01", "CPTS du Choletais"), ("53-01", "CPTS du Bocage")):
        known = adhesion(
            code,
            name=name,
            step=Step.SIGNED,
            step_since=SIGNED_ON,
            signed_on=SIGNED_ON,
            population=39_999,
            missions=(("acces", SIGNED_ON),),
        )
        register.save_adhesion(db, commission.id, known, SIGNED_ON)
    return Desk(db, lambda: TODAY)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> CptsPage:
    return shown(CptsPage, desk, qtbot)


def opened(page: CptsPage, dialogs: Dialogs) -> ImportDialog:
    """Choose « Importer… › Des versements… » on the page."""
    action = next(each for each in page.actions() if each.text() == "Des &versements…")
    return open_dialog(dialogs, page, ImportDialog, action.trigger)


def listed(folder: Path, *lines: str, header: str = HEADER) -> Path:
    file = folder / "versements.csv"
    file.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return file


def read(qtbot: QtBot, dialog: ImportDialog, file: Path) -> str:
    dialog.open_file(file)
    return settled(qtbot, dialog)


def settled(qtbot: QtBot, dialog: ImportDialog) -> str:
    qtbot.waitUntil(lambda: bool(dialog.messages.text()) and dialog.choose_button.isEnabled())
    return dialog.messages.text().replace("\u00a0", " ").replace("\u202f", " ")


def take_in(qtbot: QtBot, dialog: ImportDialog) -> None:
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)


def reply(choice: QComboBox, words: str) -> None:
    """Choose in the list as a person does."""
    place = next(number for number in range(choice.count()) if words in choice.itemText(number))
    choice.setCurrentIndex(place)
    choice.activated.emit(place)


def asked(dialog: ImportDialog) -> QuestionsPage:
    page = dialog.tabs.names
    assert isinstance(page, QuestionsPage)
    return page


def rows(dialog: ImportDialog) -> list[list[str]]:
    model = dialog.tabs.changes.model
    found = (model.row(number) for number in range(model.rowCount()))
    return [[each.word, each.subject, each.after.replace("\u202f", " "), each.remark] for each in found]


def test_payments_are_taken_in_once_the_doubtful_name_is_settled(
    qtbot: QtBot, desk: Desk, page: CptsPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    file = listed(
        tmp_path,
        "SEVRE ET LOGNE;01/04/2022;50 000,00 €;Fonctionnement;M1",
        "CPTS du Cholletais;02/04/2022;50 000;Fonctionnement;M2",
        "44-01;03/05/2022;-200;Indu;M3",
        "Zorglub;03/05/2022;10;?;M4",
    )
    dialog = opened(page, dialogs)
    assert not dialog._day_field.isVisible()
    said = read(qtbot, dialog, file)
    assert said.startswith("2 questions attendent votre réponse avant l’importation")
    assert not dialog.import_button.isEnabled()
    questions = asked(dialog)
    assert dialog.tabs.currentWidget() is questions
    assert (questions.model.row(0).typed, questions.panel.view.selected_rows()[0].id) == (
        "CPTS du Cholletais",
        questions.model.row(0).id,
    )
    reply(questions.choice, "C’est CPTS du Choletais (49-01, Loire-Atlantique)")
    questions.panel.view.selectRow(1)
    assert [questions.choice.itemText(n) for n in range(questions.choice.count())][1:2] == [
        "Ne pas reprendre ce versement"
    ]
    reply(questions.choice, "CPTS du Bocage (53-01, Loire-Atlantique)")
    assert questions.model.row(1).words == "CPTS du Bocage (53-01, Loire-Atlantique)"
    reply(questions.choice, "Ne pas reprendre")
    assert dialog.import_button.isEnabled()
    assert [row[:3] for row in rows(dialog)] == [
        ["Ajout", "CPTS Sèvre et Logne", "50 000\u00a0€"],
        ["Ajout", "CPTS du Choletais", "50 000\u00a0€"],
        ["Ajout", "CPTS Sèvre et Logne", "-200\u00a0€"],
        ["Laissé de côté", "Zorglub", "10\u00a0€"],
    ]
    assert rows(dialog)[0][3].endswith("versement en totalité, 15/03/2022")
    entries = len(journal.entries(desk.db))
    with qtbot.waitSignal(desk.changed):
        take_in(qtbot, dialog)
    assert len(journal.entries(desk.db)) == entries + 1
    assert "3 versements ajoutés (99" in page.messages.text()
    cpts = register.cpts_of_code(desk.db, desk.commission.id, "44-01")
    account = funding.account_at(desk.db, desk.commission, cpts, TODAY)
    assert account
    assert [(each.reference, each.of is not None) for each in account.dossier.payments] == [("M1", True), ("M3", False)]
    last = undo.history(desk.db).undo
    assert last
    assert last.label == "importer les versements de versements.csv"


def test_the_same_payments_again_add_nothing(qtbot: QtBot, page: CptsPage, dialogs: Dialogs, tmp_path: Path) -> None:
    file = listed(tmp_path, "44-01;01/04/2022;50 000;Fonctionnement;M1", "53-01;02/04/2022;12,50;;")
    first = opened(page, dialogs)
    read(qtbot, first, file)
    take_in(qtbot, first)
    again = opened(page, dialogs)
    assert read(qtbot, again, file) == "Ce fichier ne change rien : 2 déjà enregistrés."
    assert [row[0] for row in rows(again)] == ["Déjà enregistré"] * 2
    assert not again.import_button.isEnabled()


def test_payments_may_be_taken_in_without_the_lines_proposed(
    qtbot: QtBot, desk: Desk, page: CptsPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialog = opened(page, dialogs)
    read(qtbot, dialog, listed(tmp_path, "44-01;01/04/2022;50 000;Fonctionnement;M1"))
    assert dialog.tabs.changes.matching.isVisible()
    dialog.tabs.changes.matching.click()
    assert rows(dialog)[0][3] == ""
    take_in(qtbot, dialog)
    cpts = register.cpts_of_code(desk.db, desk.commission.id, "44-01")
    account = funding.account_at(desk.db, desk.commission, cpts, TODAY)
    assert account
    assert [each.of for each in account.dossier.payments] == [None]


def test_problems_stop_payments_until_the_file_is_mended_and_answers_are_kept(
    qtbot: QtBot, page: CptsPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialog = opened(page, dialogs)
    said = read(qtbot, dialog, listed(tmp_path, "Cholletais;01/01/2030;99 000 000;;", "Cholletais;01/01/2023;0;;"))
    assert said.startswith("3 problèmes empêchent l’importation")
    assert {dialog.tabs.problems.row(n).column for n in range(3)} == {"Versé le", "Montant"}
    assert asked(dialog).model.row(0).typed == "Cholletais"
    listed(tmp_path, "Cholletais;01/01/2023;99;;")
    dialog.again_button.click()
    assert settled(qtbot, dialog).startswith("1 question attend")
    reply(asked(dialog).choice, "C’est CPTS du Choletais")
    assert dialog.import_button.isEnabled()
    dialog.again_button.click()
    settled(qtbot, dialog)
    qtbot.waitUntil(dialog.import_button.isEnabled)
    take_in(qtbot, dialog)


def test_columns_of_payments_are_said_once_and_remembered_apart_from_those_of_the_register(
    qtbot: QtBot, page: CptsPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    file = listed(tmp_path, "44-01;01/04/2022;50 000", header="Qui;Quand;Combien")
    dialog = opened(page, dialogs)
    assert "problèmes empêchent" in read(qtbot, dialog, file)
    columns = open_dialog(dialogs, dialog, ColumnMatchingDialog, dialog.columns_button.click)
    for line, code in zip(columns.lines, ("cpts", "paid_on", "amount"), strict=True):
        line.choice.setCurrentIndex(line.choice.findData(code))
    click(qtbot, columns, "Appliquer")
    qtbot.waitUntil(dialog.import_button.isEnabled)
    take_in(qtbot, dialog)
    again = opened(page, dialogs)
    assert read(qtbot, again, file) == "Ce fichier ne change rien : 1 déjà enregistré."


def test_the_page_offers_a_register_or_payments_to_import(page: CptsPage) -> None:
    texts = [action.text() for action in page.findChildren(QAction)]
    assert {"Un &registre des CPTS…", "Des &versements…"} <= set(texts)
    menu = next(button.menu() for button in page.header._buttons if button.text() == "&Importer…")
    assert [action.text() for action in menu.actions()] == ["Un &registre des CPTS…", "Des &versements…"]


def test_a_register_that_names_a_cpts_otherwise_asks_before_it_is_taken_in(
    qtbot: QtBot, desk: Desk, page: CptsPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    file = tmp_path / "suivi.csv"
    file.write_text("Nom;Dépt;Commentaire\nCPTS du Cholletais;44;à revoir\n", encoding="utf-8")
    action = next(each for each in page.actions() if each.text() == "Un &registre des CPTS…")
    dialog = open_dialog(dialogs, page, ImportDialog, action.trigger)
    assert read(qtbot, dialog, file).startswith("1 question attend votre réponse")
    assert not dialog.tabs.changes.matching.isVisible()
    reply(asked(dialog).choice, "à renommer comme dans le fichier")
    assert [row[:3] for row in rows(dialog)] == [
        ["Modification", "CPTS du Cholletais", "CPTS du Cholletais"],
        ["Modification", "CPTS du Cholletais", "à revoir"],
    ]
    reply(asked(dialog).choice, "C’est une autre CPTS")
    assert [row[0] for row in rows(dialog)] == ["Ajout"]
    reply(asked(dialog).choice, "C’est CPTS du Choletais (49-01, 44)")
    take_in(qtbot, dialog)
    names = [each.name for each in register.adhesions_at(desk.db, desk.commission.id, TODAY)]
    assert sorted(names) == ["CPTS Sèvre et Logne", "CPTS du Bocage", "CPTS du Choletais"]
