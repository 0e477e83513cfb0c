"""The columns of a register, matched by a person in the dialog of the import."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission
from cpr_desk.errors import UserError
from cpr_desk.services import column_matches, journal, register
from cpr_desk.storage.database import Database
from cpr_desk.ui import messages
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.column_matching import ColumnMatchingDialog
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog

TODAY = date(2026, 11, 22)
ROWS = [
    ["Mail", "Territoire", "Dépt", "Où en est-on", "Mail secrétariat", "Suivi"],
    ["sud@exemple.fr", "CPTS Sèvre-et-Logne", "44", "Négociation de l’ACI", "sec@exemple.fr", None],
]


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    made = Desk(db, lambda: TODAY)
    assert made.commission == commission
    return made


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk, dialogs: Dialogs, tmp_path: Path) -> ImportDialog:
    """Return the dialog of the import with a register whose names stand under « Territoire »."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    book.save(tmp_path / "suivi.xlsx")
    dialog = ImportDialog(desk, "adhesions")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialogs.answer(lambda _shown: None)
    dialog.show()
    assert not dialog.columns_button.isEnabled()
    dialog.open_file(tmp_path / "suivi.xlsx")
    qtbot.waitUntil(dialog.columns_button.isEnabled)
    return dialog


@pytest.fixture
def matching(opened: ImportDialog, dialogs: Dialogs) -> ColumnMatchingDialog:
    return open_dialog(dialogs, opened, ColumnMatchingDialog, opened.columns_button.click)


def choose(dialog: ColumnMatchingDialog, title: str, label: str) -> None:
    choice = next(line.choice for line in dialog.lines if line.title == title)
    choice.setCurrentIndex(choice.findText(label))


def states(dialog: ColumnMatchingDialog) -> list[tuple[str, str, str]]:
    return [(line.title, line.choice.currentText(), line.state.accessibleName()) for line in dialog.lines]


def test_the_columns_that_nobody_knows_come_first(matching: ColumnMatchingDialog) -> None:
    left_out = "Ignorer cette colonne"
    assert states(matching) == [
        ("Territoire", left_out, "Non reconnue"),
        ("Où en est-on", left_out, "Non reconnue"),
        ("Suivi", left_out, "Non reconnue"),
        ("Mail", "Courriel", "Reconnue"),
        ("Dépt", "Département", "Reconnue"),
        ("Mail secrétariat", left_out, "Ignorée"),
    ]
    choice = matching.lines[0].choice
    assert choice.accessibleName() == "La colonne «\u00a0Territoire\u00a0» contient"
    assert choice.accessibleDescription() == "Non reconnue"


def test_the_file_is_read_again_as_the_columns_were_matched_and_so_is_the_next_one(
    qtbot: QtBot, desk: Desk, opened: ImportDialog, matching: ColumnMatchingDialog
) -> None:
    assert not opened.import_button.isEnabled()
    choose(matching, "Territoire", "Nom de la CPTS")
    choose(matching, "Où en est-on", "Étape")
    assert matching.lines[0].state.accessibleName() == "Reconnue"
    with qtbot.waitSignal(desk.changed):
        click(qtbot, matching, "Appliquer")
    qtbot.waitUntil(opened.import_button.isEnabled)

    assert opened.tabs.changes.model.index(0, 1).data() == "CPTS Sèvre-et-Logne"
    assert column_matches.column_matches(desk.db, desk.commission.id) == {
        "territoire": "name",
        "ou en est on": "step",
        "suivi": "",
    }
    assert journal.entries(desk.db)[0].label == "Mémoriser les colonnes du registre"
    assert register.adhesions_at(desk.db, desk.commission.id, TODAY) == ()


def test_one_meaning_for_two_columns_is_refused_beside_them(
    qtbot: QtBot, desk: Desk, matching: ColumnMatchingDialog
) -> None:
    choose(matching, "Mail secrétariat", "Courriel")
    assert [state for _, _, state in states(matching)][-3:] == ["En double", "Reconnue", "En double"]
    click(qtbot, matching, "Appliquer")

    assert matching.isVisible()
    assert matching.messages.text().startswith("«\u00a0Courriel\u00a0» est donné à 2 colonnes.")
    choose(matching, "Mail", "Ignorer cette colonne")
    choose(matching, "Territoire", "Nom de la CPTS")
    click(qtbot, matching, "Appliquer")
    remembered = column_matches.column_matches(desk.db, desk.commission.id)
    assert (remembered["mail"], remembered["mail secretariat"]) == ("", "email")


def test_the_keyboard_goes_from_choice_to_choice_and_applies(
    qtbot: QtBot, desk: Desk, matching: ColumnMatchingDialog
) -> None:
    first, second = (line.choice for line in matching.lines[:2])
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClicks(first, "Nom")
    assert first.currentText() == "Nom de la CPTS"
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Return)

    assert not matching.isVisible()
    assert column_matches.column_matches(desk.db, desk.commission.id)["territoire"] == "name"


def test_the_wheel_scrolls_and_changes_no_answer(matching: ColumnMatchingDialog) -> None:
    choice = matching.lines[0].choice
    where = QPointF(5, 5)
    no_button, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(where, where, QPoint(), QPoint(0, -120), no_button, no_key, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(choice, turn)
    assert choice.currentText() == "Ignorer cette colonne"


def test_answers_are_not_lost_by_mistake(
    matching: ColumnMatchingDialog, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(_parent: object, question: str, *_words: object, **_more: object) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(messages, "confirm", refuse)
    choose(matching, "Territoire", "Nom de la CPTS")
    matching.reject()
    assert matching.isVisible()
    assert asked == ["Abandonner cette saisie\u00a0?"]
    choose(matching, "Territoire", "Ignorer cette colonne")
    matching.reject()
    assert not matching.isVisible()
    assert column_matches.column_matches(desk.db, desk.commission.id) == {}


def test_what_cannot_be_remembered_is_said_in_the_dialog(
    qtbot: QtBot, matching: ColumnMatchingDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_order: object) -> None:
        raise UserError("Le disque est plein.", "Libérez de la place.")

    monkeypatch.setattr(column_matches, "remember_columns", full)
    click(qtbot, matching, "Appliquer")
    assert matching.isVisible()
    assert "Le disque est plein." in matching.messages.text()


def test_a_composition_has_no_columns_to_match(qtbot: QtBot, desk: Desk) -> None:
    dialog = ImportDialog(desk, "composition")
    qtbot.addWidget(dialog)
    assert dialog.columns_button.isHidden()
