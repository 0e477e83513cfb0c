"""The persons of the commission, with the keyboard alone."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Letter, MandateRole, Person, Seat
from cpr_desk.domain.mandates import Designation
from cpr_desk.domain.persons import KnownPerson
from cpr_desk.services import journal, mandates, persons
from cpr_desk.services.composition import composition_at
from cpr_desk.services.instance import Database
from cpr_desk.ui import tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.designate import DesignateDialog
from cpr_desk.ui.dialogs.person_doubles import DoublesDialog
from cpr_desk.ui.dialogs.person_edit import PersonDialog
from cpr_desk.ui.dialogs.person_merge import MergeDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_persons import PersonsSheet
from cpr_desk.ui.state import UiState
from tests.factories import person
from tests.ui import demonstration
from tests.ui.conftest import Dialogs
from tests.ui.driving import open_dialog, shown, type_in

TODAY = date(2026, 11, 22)
JUNE = date(2022, 6, 1)
ANNE = person("Anne Le Moal", civility="Dr", email="anne.lemoal@example.org", profession="Médecin", city="Nantes")


@pytest.fixture
def sheet(db: Database, qtbot: QtBot) -> PersonsSheet:
    demonstration.fill(db, TODAY)
    designate(db, "SML", ANNE)
    designate(db, "FNI", person("Anne Lemoal", phone="02 40 00 00 01"), MandateRole.SUBSTITUTE)
    page = shown(CommissionPage, Desk(db, lambda: TODAY), qtbot)
    made = page.show_sheet("persons")
    assert isinstance(made, PersonsSheet)
    qtbot.waitUntil(made._doubles.isEnabled)
    return made


def seat(db: Database, organisation: str) -> Seat:
    return next(seat for seat in composition_at(db, 1, TODAY).seats if seat.organisation == organisation)


def designate(db: Database, organisation: str, who: Person, role: MandateRole = MandateRole.TITULAR) -> None:
    wanted = Designation(role, who, JUNE, letter=Letter(date(2022, 5, 12), "2022-41"))
    mandates.designate(db, seat(db, organisation).id, wanted)


def found(sheet: PersonsSheet, name: str) -> list[KnownPerson]:
    return [known for known in persons.known_persons(sheet._desk.db) if known.person.name == name]


def cells(sheet: PersonsSheet) -> list[str]:
    model = sheet.card.view.model()
    return [model.index(row, column).data() or "" for row in range(model.rowCount()) for column in range(5)]


def filter_to(sheet: PersonsSheet, qtbot: QtBot, text: str) -> None:
    """Type in the filter, then go down into the list."""
    type_in(qtbot, sheet.panel.filter, text)
    qtbot.keyClick(sheet.panel.filter, Qt.Key.Key_Down)


def press(qtbot: QtBot, sheet: PersonsSheet, key: Qt.Key) -> None:
    qtbot.keyClick(sheet.panel.view, key, Qt.KeyboardModifier.ControlModifier)


def test_somebody_is_found_as_one_types_and_told_whole(sheet: PersonsSheet, qtbot: QtBot) -> None:
    filter_to(sheet, qtbot, "le moal")

    assert [known.person.name for known in sheet.chosen()] == ["Anne Le Moal"]
    assert sheet.card._name.text() == "Dr Anne Le Moal"
    assert sheet.card._facts.text() == "Médecin\nanne.lemoal@example.org\nNantes"
    assert sheet.card._missing.text() == "À compléter\u00a0: adresse et code postal."
    assert cells(sheet) == ["01/06/2022", "", "Titulaire, Médecins – SML", "", "12/05/2022, réf. 2022-41"]


def test_the_roles_of_a_person_are_copied_as_a_table(sheet: PersonsSheet, qtbot: QtBot) -> None:
    filter_to(sheet, qtbot, "le moal")
    sheet.card.view.copy()

    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("01/06/2022\t\tTitulaire, Médecins – SML")


def test_another_page_asks_for_a_person(sheet: PersonsSheet) -> None:
    (anne,) = found(sheet, "Anne Le Moal")
    sheet.panel.filter.setText("zzz")
    for asked in (f"persons/person/{anne.id}", f"persons/{anne.id}", "persons", "persons/nobody"):
        sheet.page.begin(asked)

        assert [known.person.name for known in sheet.chosen()] == ["Anne Le Moal"]


def test_a_record_is_corrected_with_the_keyboard_alone(sheet: PersonsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    filter_to(sheet, qtbot, "le moal")
    dialog = open_dialog(dialogs, sheet, PersonDialog, lambda: qtbot.keyClick(sheet.panel.view, Qt.Key.Key_F2))
    assert dialog.what_happens.text() == "Rien n’est encore modifié."
    type_in(qtbot, dialog.form.last_name, "de La Haÿe")
    type_in(qtbot, dialog.form.city, "L'Haÿ-les-Roses")
    dialog.accept()

    assert dialog.isVisible()
    assert dialog.form.focusWidget() is dialog.form.postcode

    type_in(qtbot, dialog.form.postcode, "94240")
    dialog.accept()
    (corrected,) = found(sheet, "Anne de La Haÿe")

    assert (corrected.person.postcode, corrected.person.city) == ("94240", "L'Haÿ-les-Roses")
    assert corrected.person.profession == "Médecin"
    assert "La fiche de Dr Anne de La Haÿe est modifiée" in sheet.messages.text()
    assert journal.entries(sheet._desk.db)[0].label == "Modifier la fiche de Dr Anne de La Haÿe"


def test_a_record_keeps_its_name(sheet: PersonsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    filter_to(sheet, qtbot, "le moal")
    dialog = open_dialog(dialogs, sheet, PersonDialog, lambda: qtbot.keyClick(sheet.panel.view, Qt.Key.Key_F2))
    dialog.form.last_name.clear()
    dialog.accept()

    assert dialog.form.last_name_field.error() == "Ce champ est obligatoire."
    dialog.form.show_person(ANNE)
    dialog.reject()


def test_lem_typed_in_a_designation_proposes_the_persons_and_the_one_chosen_keeps_one_record(
    sheet: PersonsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    db = sheet._desk.db
    count = len(persons.known_persons(db))
    place = seat(db, "APMSL")
    dialog = open_dialog(
        dialogs,
        sheet,
        DesignateDialog,
        lambda: DesignateDialog(sheet._desk, place, MandateRole.TITULAR, TODAY, sheet).open(),
    )
    type_in(qtbot, dialog.person.last_name, "lem")
    popup = dialog.person.search.popup(dialog.person.last_name)
    proposed = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]

    assert proposed == ["Dr Anne Le Moal – titulaire, Médecins – SML", "Anne Lemoal – suppléant, Infirmiers – FNI"]

    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    dialog.form.setFocus()
    dialog.accept()
    (anne,) = found(sheet, "Anne Le Moal")

    assert len(persons.known_persons(db)) == count
    assert [role.label for role in anne.roles] == ["titulaire, Médecins – SML", "titulaire, APMSL"]
    assert anne.person.email == ANNE.email


def test_two_records_merged_with_the_keyboard_have_one_timeline_and_undo_gives_both_back(
    sheet: PersonsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    filter_to(sheet, qtbot, "moal")
    qtbot.keyClick(sheet.panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "Fusionnez-les (Ctrl+M)" in sheet._invitation.text()
    dialog = open_dialog(dialogs, sheet, MergeDialog, lambda: press(qtbot, sheet, Qt.Key.Key_M))
    kept = dialog.person()

    assert (kept.courteous_name, kept.phone, kept.city) == ("Dr Anne Le Moal", "02 40 00 00 01", "Nantes")
    assert "avec l’historique des deux (2 rôles)" in dialog.what_happens.text()

    qtbot.keyClick(dialog.save_button, Qt.Key.Key_Space)

    assert not found(sheet, "Anne Lemoal")
    assert [known.person.name for known in sheet.chosen()] == ["Anne Le Moal"]
    assert cells(sheet)[2::5] == ["Titulaire, Médecins – SML", "Suppléant, Infirmiers – FNI"]

    sheet._desk.undo_last()

    assert len(found(sheet, "Anne Lemoal")) == 1
    assert sheet._model.rowCount() == 2


def test_the_details_of_the_other_record_may_be_chosen(sheet: PersonsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    (anne,), (other,) = found(sheet, "Anne Le Moal"), found(sheet, "Anne Lemoal")
    dialog = open_dialog(dialogs, sheet, MergeDialog, lambda: MergeDialog(sheet._desk, anne, other, sheet).open())
    group = dialog._rows[("last_name",)]
    qtbot.mouseClick(group.button(1).parentWidget(), Qt.MouseButton.LeftButton)

    assert dialog.person().name == "Anne Lemoal"
    assert "celle de Dr Anne Lemoal" in dialog.what_happens.text()
    dialog.done(0)


def test_the_titular_and_the_substitute_of_a_seat_cannot_be_merged(sheet: PersonsSheet, qtbot: QtBot) -> None:
    designate(sheet._desk.db, "SML", person("Anne Lemoal"), MandateRole.SUBSTITUTE)
    (anne,), (other,) = found(sheet, "Anne Le Moal"), found(sheet, "Anne Lemoal")
    dialog = MergeDialog(sheet._desk, anne, other)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)

    assert "même siège (Médecins – SML)" in dialog.what_happens.text()
    assert not dialog.save_button.isEnabled()
    assert not dialog.is_valid()


def test_possible_doubles_are_counted_listed_and_merged(sheet: PersonsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    assert sheet._doubles.text() == "&Doublons possibles (1)…"
    doubles = open_dialog(dialogs, sheet, DoublesDialog, sheet._doubles.trigger)
    merges: list[QDialog] = []
    dialogs.answer(merges.append)
    qtbot.keyClick(doubles.panel.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(merges))

    assert len(found(sheet, "Anne Lemoal")) == 1

    qtbot.keyClick(merges[0], Qt.Key.Key_Return)

    assert doubles._model.rowCount() == 0
    assert "n’en font plus qu’une" in doubles.messages.text()
    assert not doubles.merge.isEnabled()
    doubles.reject()
    qtbot.waitUntil(lambda: sheet._doubles.text() == "&Doublons possibles (0)…")
    assert not sheet._doubles.isEnabled()


def test_two_persons_said_to_be_two_leave_the_list_until_undone(
    sheet: PersonsSheet, qtbot: QtBot, dialogs: Dialogs
) -> None:
    doubles = open_dialog(dialogs, sheet, DoublesDialog, sheet._doubles.trigger)
    qtbot.keyClick(doubles.apart, Qt.Key.Key_Space)

    assert doubles._model.rowCount() == 0
    assert doubles.messages.text() == "Dr Anne Le Moal et Anne Lemoal sont deux personnes."
    assert len(found(sheet, "Anne Lemoal")) == 1

    sheet._desk.undo_last()

    assert doubles._model.rowCount() == 1
    doubles.reject()


def test_only_who_never_had_a_role_is_removed_and_undo_brings_them_back(sheet: PersonsSheet, qtbot: QtBot) -> None:
    db = sheet._desk.db
    filter_to(sheet, qtbot, "le moal")
    assert not sheet._remove.isEnabled()
    (mandate,) = (held for held in mandates.seat_life(db, seat(db, "SML").id).mandates if held.person.name == ANNE.name)
    mandates.remove_mandate(db, mandate.id)
    sheet._desk.refresh()

    assert sheet.card._count.text() == "Aucun rôle, ni aujourd’hui ni par le passé"
    press(qtbot, sheet, Qt.Key.Key_Delete)

    assert not found(sheet, "Anne Le Moal")
    assert "La fiche de Dr Anne Le Moal est supprimée" in sheet.messages.text()
    sheet._desk.undo_last()
    assert len(found(sheet, "Anne Le Moal")) == 1


def test_a_record_removed_meanwhile_says_so(sheet: PersonsSheet, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from cpr_desk.errors import UserError

    def refuse(*_: Any) -> None:
        raise UserError("Cette fiche n’existe plus.", "Choisissez-en une autre.")

    filter_to(sheet, qtbot, "le moal")
    monkeypatch.setattr(persons, "remove_person", refuse)
    sheet._remove_record()

    assert sheet.messages.text() == "Cette fiche n’existe plus. Choisissez-en une autre."


def test_the_roles_of_a_person_are_printed(sheet: PersonsSheet, qtbot: QtBot, dialogs: Dialogs) -> None:
    filter_to(sheet, qtbot, "le moal")
    seen: list[QDialog] = []
    dialogs.answer(seen.append)
    sheet._print.trigger()
    qtbot.waitUntil(lambda: bool(seen))
    (preview,) = seen

    assert isinstance(preview, PreviewDialog)
    assert preview.windowTitle() == "Mandats et fonctions – Anne Le Moal"
    preview.reject()
    tasks.finish_all()


def test_an_empty_database_says_how_persons_come(db: Database, qtbot: QtBot) -> None:
    from cpr_desk.services.commission import create_commission
    from tests.factories import PAYS_DE_LA_LOIRE

    create_commission(db, PAYS_DE_LA_LOIRE)
    page = CommissionPage(Desk(db, lambda: TODAY), UiState())
    qtbot.addWidget(page)
    page.show()
    sheet = page.show_sheet("persons")
    assert isinstance(sheet, PersonsSheet)

    assert sheet.panel.count.text() == "0 personne"
    assert not sheet._invitation.isHidden()
    sheet._open_record()
    sheet._remove_record()
    sheet._print_history()
