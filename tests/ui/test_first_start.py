from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.services import commission as commissions
from cpr_desk.storage.database import Database
from cpr_desk.ui.dialogs.first_start import Beginning, FirstStartDialog
from cpr_desk.ui.widgets.form import Field
from tests.ui.conftest import Dialogs
from tests.ui.driving import type_in


@pytest.fixture
def assistant(qtbot: QtBot, db: Database, dialogs: Dialogs) -> Iterator[FirstStartDialog]:
    """Yield the assistant, open over a window."""
    window = QWidget()
    dialog = FirstStartDialog(db, window)
    opened: list[QDialog] = []
    dialogs.answer(opened.append)
    dialog.open()
    qtbot.waitUntil(lambda: bool(opened))
    yield dialog
    window.deleteLater()


def begin(qtbot: QtBot, dialog: FirstStartDialog) -> Beginning:
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.save_button.click()
    assert told.args
    return Beginning(told.args[0])


def errors(dialog: FirstStartDialog) -> list[str]:
    return [field.error() for field in dialog.findChildren(Field) if field.error()]


def press(verb: str) -> Callable[[QDialog], None]:
    """Answer a question by one of its verbs."""

    def act(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == verb).click()

    return act


def test_a_region_and_a_date_found_the_commission(qtbot: QtBot, assistant: FirstStartDialog, db: Database) -> None:
    assistant.fields.region.setEditText("pays de la loire")
    qtbot.keyClicks(assistant.fields.installed, "4/2/21")
    assert assistant.fields.name.text() == "Commission paritaire régionale – Pays de la Loire"
    assert assistant.fields.installed.accessibleDescription() == (
        "Jeudi 4 février 2021\u00a0: en 2021, la section sociale préside."
    )
    assert begin(qtbot, assistant) is Beginning.IMPORT
    founded = commissions.the_commission(db)
    assert (founded.kind, founded.region_code, founded.installed_on) == (CommissionKind.CPR, "52", date(2021, 2, 4))
    assert founded.name == "Commission paritaire régionale – Pays de la Loire"


# The offscreen platform says so when the list opens.
@pytest.mark.qt_log_ignore("plugin does not support (raise|grabbing)", extend=True)
def test_part_of_a_name_without_accents_finds_the_region(qtbot: QtBot, assistant: FirstStartDialog) -> None:
    edit, completer = assistant.fields.region.lineEdit(), assistant.fields.region.completer()
    assert edit
    assert completer
    qtbot.keyClicks(edit, "franche comte")
    assert completer.completionCount() == 1
    popup = completer.popup()
    assert popup
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert assistant.fields.region.currentText() == "Bourgogne-Franche-Comté"
    assert assistant.fields.name.text().endswith("Bourgogne-Franche-Comté")


@pytest.mark.qt_log_ignore("plugin does not support (raise|grabbing)", extend=True)
def test_enter_takes_the_only_region_that_holds_what_is_typed(qtbot: QtBot, assistant: FirstStartDialog) -> None:
    region = assistant.fields.region
    edit, completer = region.lineEdit(), region.completer()
    assert edit
    assert completer
    qtbot.keyClicks(edit, "breta")
    popup = completer.popup()
    assert popup
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert region.currentText() == "Bretagne"
    assert assistant.isVisible(), "Enter has completed the name and done nothing else"
    assert assistant.fields.name.text().endswith("Bretagne")


@pytest.mark.qt_log_ignore("plugin does not support (raise|grabbing)", extend=True)
def test_enter_leaves_the_list_open_where_several_regions_remain(qtbot: QtBot, assistant: FirstStartDialog) -> None:
    region = assistant.fields.region
    edit, completer = region.lineEdit(), region.completer()
    assert edit
    assert completer
    qtbot.keyClicks(edit, "loire")
    popup = completer.popup()
    assert popup
    popup.hide()
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert popup.isVisible() == (completer.completionCount() > 1)
    qtbot.keyClicks(edit, "x")
    assert not popup.isVisible()
    type_in(qtbot, edit, "de")
    assert completer.completionCount() > 1
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert region.currentText() == "de"
    popup.hide()


def test_holidays_follow_the_region(qtbot: QtBot, assistant: FirstStartDialog, db: Database) -> None:
    assistant.fields.region.setEditText("martinique")
    qtbot.keyClicks(assistant.fields.installed, "04022021")
    assistant.beginnings[Beginning.EMPTY].click()
    assert assistant.save_button.text() == "Créer la commission"
    assert begin(qtbot, assistant) is Beginning.EMPTY
    assert commissions.the_commission(db).rules.holiday_territory == "martinique"


def test_the_name_follows_the_kind_until_the_person_writes_one(
    qtbot: QtBot, assistant: FirstStartDialog, db: Database
) -> None:
    fields = assistant.fields
    fields.region.setEditText("bretagne")
    fields.kind.setCurrentIndex(fields.kind.findData(CommissionKind.CPL.value))
    assert fields.name.text() == ""
    fields.department.setEditText("finistere")
    assert fields.name.text() == "Commission paritaire locale – Finistère"
    fields.name.selectAll()
    qtbot.keyClicks(fields.name, "CPL du Finistere")
    fields.kind.setCurrentIndex(0)
    assert fields.name.text() == "CPL du Finistere"
    fields.name.setText("N" * 120)
    qtbot.keyClicks(fields.installed, "04022021")
    begin(qtbot, assistant)
    assert commissions.the_commission(db).name == "N" * 120


def test_a_local_commission_asks_for_its_department_and_its_caisse(
    qtbot: QtBot, assistant: FirstStartDialog, db: Database
) -> None:
    fields = assistant.fields
    assert fields.region.isVisible()
    assert not fields.department.isVisible()
    fields.kind.setCurrentIndex(fields.kind.findData(CommissionKind.CPL.value))
    assert not fields.region.isVisible()
    qtbot.keyClicks(fields.installed, "04022021")
    assistant.beginnings[Beginning.EMPTY].click()
    assistant.save_button.click()
    assert errors(assistant) == ["Ce champ est obligatoire."]
    fields.department.setEditText("Atlantide")
    assistant.save_button.click()
    assert errors(assistant) == ["Aucun département ne porte ce nom. Choisissez-le dans la liste."]
    fields.department.setEditText("moselle")
    assert fields.secretariat.currentText() == "CPAM – Moselle"
    begin(qtbot, assistant)
    founded = commissions.the_commission(db)
    assert (founded.kind, founded.region_code, founded.territory) == (CommissionKind.CPL, "44", "Moselle")
    assert founded.rules.holiday_territory == "alsace-moselle"
    assert founded.secretariat.name == "CPAM – Moselle"


def test_the_national_commission_has_no_territory(qtbot: QtBot, assistant: FirstStartDialog, db: Database) -> None:
    fields = assistant.fields
    fields.kind.setCurrentIndex(fields.kind.findData(CommissionKind.CPN.value))
    assert fields.kind.accessibleDescription() == "Au moins deux réunions par année civile (annexe 5, 1.2)."
    assert not fields.region.isVisible()
    assert not fields.department.isVisible()
    assert fields.secretariat.currentText() == "Caisse nationale de l’assurance maladie (Cnam)"
    qtbot.keyClicks(fields.installed, "01102019")
    assistant.beginnings[Beginning.EMPTY].click()
    begin(qtbot, assistant)
    founded = commissions.the_commission(db)
    assert (founded.name, founded.region_code, founded.territory) == ("Commission paritaire nationale", "", "")


def test_a_secretariat_that_was_typed_is_kept(qtbot: QtBot, assistant: FirstStartDialog, db: Database) -> None:
    fields = assistant.fields
    office = fields.secretariat.lineEdit()
    assert office
    type_in(qtbot, office, "Direction régionale")
    fields.region.setEditText("bretagne")
    assert fields.secretariat.currentText() == "Direction régionale"
    type_in(qtbot, office, "")
    fields.region.setEditText("corse")
    assert fields.secretariat.currentText() == "Cellule de coordination régionale de gestion du risque"
    fields.kind.setCurrentIndex(fields.kind.findData(CommissionKind.CPL.value))
    fields.department.setEditText("martinique")
    assert [fields.secretariat.itemText(row) for row in range(2)] == ["CGSS – Martinique", "CPAM – Martinique"]
    fields.secretariat.setCurrentIndex(1)
    fields.secretariat.activated.emit(1)
    fields.kind.setCurrentIndex(0)
    assert fields.secretariat.currentText() == "CPAM – Martinique"
    qtbot.keyClicks(fields.installed, "01102019")
    begin(qtbot, assistant)
    assert commissions.the_commission(db).secretariat.name == "CPAM – Martinique"


def test_what_misses_is_said_beside_each_field(qtbot: QtBot, assistant: FirstStartDialog, db: Database) -> None:
    assistant.save_button.click()
    assert errors(assistant) == ["Ce champ est obligatoire."] * 2
    assistant.fields.region.setEditText("Atlantide")
    qtbot.keyClicks(assistant.fields.installed, "hier")
    assistant.save_button.click()
    assert errors(assistant) == [
        "Aucune région ne porte ce nom. Choisissez-la dans la liste.",
        "«\u00a0hier\u00a0» n’est pas une date. Écrivez par exemple 04/02/2021.",
    ]
    assert commissions.find_commission(db) is None
    assert assistant.isVisible()


def test_the_demonstration_asks_nothing_and_writes_nothing_here(
    qtbot: QtBot, assistant: FirstStartDialog, db: Database
) -> None:
    assistant.beginnings[Beginning.DEMONSTRATION].click()
    assert assistant.save_button.text() == "Ouvrir la démonstration"
    assert not assistant.fields.region.isEnabled()
    assert begin(qtbot, assistant) is Beginning.DEMONSTRATION
    assert commissions.find_commission(db) is None


def test_a_commission_founded_meanwhile_is_told(
    qtbot: QtBot, assistant: FirstStartDialog, db: Database, commission: Commission, dialogs: Dialogs
) -> None:
    assistant.fields.region.setEditText("corse")
    qtbot.keyClicks(assistant.fields.installed, "04022021")
    assistant.save_button.click()
    assert assistant.messages.text().startswith("Ce dossier de données contient déjà une commission.")
    assert commissions.the_commission(db) == commission
    dialogs.answer(press("Abandonner"))
    assistant.reject()


@pytest.mark.parametrize("stays", [True, False])
def test_closing_by_mistake_asks_before_what_is_typed_is_lost(
    qtbot: QtBot, assistant: FirstStartDialog, dialogs: Dialogs, stays: bool
) -> None:
    assistant.fields.region.setEditText("bretagne")
    dialogs.answer(press("Reprendre la saisie" if stays else "Abandonner"))
    assistant.reject()
    if stays:
        assert assistant.isVisible()
        assert assistant.fields.region.currentText() == "bretagne"
    else:
        qtbot.waitUntil(lambda: not isValid(assistant))
