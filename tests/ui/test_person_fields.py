"""The fields of a person: who is proposed, whom a name is taken for, what is refused beside the field."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import NAMESAKE, MandateRole, Person, Section
from cpr_desk.domain.persons import Directory, KnownPerson, Role
from cpr_desk.ui.dialogs.person_fields import PersonFields
from tests.ui.driving import type_in

TODAY = date(2026, 11, 22)
ANNE = Person(
    1, "Anne", "Le Moal", "Dr", "anne@example.org", "02 40 00 00 01", "1 quai", "44000", "Nantes", "Sage-femme"
)
YANN = Person(2, "Yann", "Lemoalec", profession="Pharmacien", city="Laval")
TWIN = Person(3, "Anne", "Le Moal", city="Angers")
SEAT = Role(1, "CPR", Section.PROFESSIONAL, date(2021, 2, 4), None, 5, MandateRole.TITULAR, "Médecins – CSMF")


def directory(*persons: Person) -> Directory:
    return Directory(TODAY, tuple(KnownPerson(each, (SEAT,) if each is ANNE else ()) for each in persons))


@pytest.fixture
def fields(qtbot: QtBot) -> PersonFields:
    return _shown(qtbot, None, directory(ANNE, YANN))


def _shown(qtbot: QtBot, chosen: Person | None, known: Directory) -> PersonFields:
    made = PersonFields("Titulaire", known)
    qtbot.addWidget(made)
    if chosen:
        made.choose(chosen)
    made.show()
    made.activateWindow()
    return made


def proposed(fields: PersonFields) -> list[str]:
    popup = fields.search.popup(fields.last_name)
    model = popup.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())] if popup.isVisible() else []


def test_stored_persons_are_proposed_with_what_tells_them_apart(fields: PersonFields, qtbot: QtBot) -> None:
    type_in(qtbot, fields.last_name, "lem")

    assert proposed(fields) == ["Dr Anne Le Moal – titulaire, Médecins – CSMF", "Yann Lemoalec – Pharmacien, Laval"]


def test_the_one_chosen_with_the_keyboard_fills_the_fields_and_keeps_the_number(
    fields: PersonFields, qtbot: QtBot
) -> None:
    type_in(qtbot, fields.last_name, "lem")
    popup = fields.search.popup(fields.last_name)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)

    assert fields.person() == ANNE
    assert not popup.isVisible()
    assert fields.last_name_field._note.text() == "Fiche existante\u00a0: titulaire, Médecins – CSMF"


def test_what_is_typed_stays_while_the_list_is_looked_through(fields: PersonFields, qtbot: QtBot) -> None:
    type_in(qtbot, fields.last_name, "lem")
    popup = fields.search.popup(fields.last_name)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Escape)

    assert fields.last_name.text() == "lem"
    assert fields.person() == Person(0, "", "lem")


def test_down_opens_the_list_again(fields: PersonFields, qtbot: QtBot) -> None:
    fields.last_name.setText("Moal")
    qtbot.keyClick(fields.last_name, Qt.Key.Key_Down)

    assert len(proposed(fields)) == 1


def test_nobody_is_proposed_for_a_name_nobody_has(fields: PersonFields, qtbot: QtBot) -> None:
    type_in(qtbot, fields.last_name, "lemz")

    assert proposed(fields) == []


def test_a_name_typed_whole_is_taken_for_the_person_of_that_name(fields: PersonFields, qtbot: QtBot) -> None:
    type_in(qtbot, fields.first_name, "anne")
    type_in(qtbot, fields.last_name, "le moal")
    type_in(qtbot, fields.form.phone, "0240000002")
    person = fields.person()

    assert person
    assert (person.id, person.name, person.email, person.phone) == (1, "anne le moal", ANNE.email, "02 40 00 00 02")
    assert fields.namesake.isVisible()


def test_a_namesake_is_stored_apart(fields: PersonFields, qtbot: QtBot) -> None:
    fields.choose(ANNE)
    qtbot.keyClick(fields.namesake, Qt.Key.Key_Space)

    assert fields.person() == Person(NAMESAKE, "Anne", "Le Moal")
    assert fields.form.email.text() == ""

    qtbot.keyClick(fields.namesake, Qt.Key.Key_Space)

    assert fields.person() == ANNE


def test_between_two_of_one_name_the_person_decides(qtbot: QtBot) -> None:
    fields = _shown(qtbot, None, directory(ANNE, TWIN))
    fields.first_name.setText("Anne")
    fields.last_name.setText("Le Moal")

    assert not fields.is_valid()
    assert "Plusieurs personnes portent ce nom" in fields.last_name_field.error()

    fields.choose(TWIN)

    assert fields.is_valid()
    assert fields.person() == TWIN

    fields.choose(ANNE)
    fields.namesake.setChecked(True)

    assert fields.is_valid()
    assert fields.person().id == NAMESAKE  # type: ignore[union-attr]


def test_who_was_chosen_keeps_the_profession_and_the_number(qtbot: QtBot) -> None:
    fields = _shown(qtbot, ANNE, directory(ANNE, TWIN))

    assert fields.person() == ANNE
    assert fields.is_valid()


def test_a_name_spelt_better_is_the_same_person(qtbot: QtBot) -> None:
    fields = _shown(qtbot, ANNE, directory(ANNE))
    fields.last_name.setText("Le Moâl-Le")
    person = fields.person()

    assert person
    assert (person.id, person.name, person.email) == (1, "Anne Le Moâl-Le", ANNE.email)
    assert fields.correction.isVisible()


def test_a_successor_leaves_the_predecessor_their_details_and_the_name_back_brings_them_back(qtbot: QtBot) -> None:
    fields = _shown(qtbot, ANNE, directory(ANNE))
    fields.first_name.setText("Corentin")
    fields.last_name.setText("Uzerchois")

    assert fields.person() == Person(0, "Corentin", "Uzerchois")

    qtbot.keyClick(fields.correction, Qt.Key.Key_Space)

    assert fields.person() == replace(ANNE, first_name="Corentin", last_name="Uzerchois")

    fields.first_name.setText("Anne")
    fields.last_name.setText("Le Moal")

    assert fields.person() == ANNE


def test_details_without_a_name_ask_for_it(fields: PersonFields) -> None:
    fields.form.phone.setText("02 40 00 00 01")

    assert not fields.is_valid()
    assert fields.last_name_field.error() == "Ce champ est obligatoire."


def test_a_successor_who_is_known_keeps_their_own_details(qtbot: QtBot) -> None:
    fields = _shown(qtbot, ANNE, directory(ANNE, YANN))
    fields.first_name.setText("Yann")
    fields.last_name.setText("Lemoalec")

    assert fields.person() == YANN
    assert not fields.correction.isVisible()


def test_an_address_without_postcode_is_answered_beside_the_field(fields: PersonFields) -> None:
    fields.last_name.setText("N'Guyen")
    fields.form.city.setText("L'Haÿ-les-Roses")

    assert not fields.is_valid()

    fields.form.postcode.setText("94240")

    assert fields.is_valid()
    assert fields.person() == Person(0, "", "N'Guyen", postcode="94240", city="L'Haÿ-les-Roses")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("email", "anne.example.org"), ("phone", "02 40 00"), ("postcode", "4400"), ("postcode", "00100")],
)
def test_what_is_no_mail_phone_or_postcode_is_answered_beside_the_field(
    fields: PersonFields, field: str, typed: str
) -> None:
    fields.last_name.setText("de La Haÿe")
    getattr(fields.form, field).setText(typed)

    assert not fields.is_valid()


def test_an_old_fault_stops_no_other_change(qtbot: QtBot) -> None:
    old = Person(4, "Éloïse", "de La Haÿe", phone="standard de la caisse", postcode="00000")
    fields = _shown(qtbot, old, directory(old))
    fields.form.profession.setText("Opticienne")

    assert fields.is_valid()
    assert fields.person() == Person(
        4, "Éloïse", "de La Haÿe", phone="standard de la caisse", postcode="00000", profession="Opticienne"
    )


def test_a_phone_number_is_rewritten_when_left(fields: PersonFields, qtbot: QtBot) -> None:
    fields.form.phone.setFocus()
    type_in(qtbot, fields.form.phone, "02.40.00.00.01")
    qtbot.keyClick(fields.form.phone, Qt.Key.Key_Return)

    assert fields.form.phone.text() == "02 40 00 00 01"


def test_a_name_of_120_letters_is_kept_whole(fields: PersonFields) -> None:
    fields.last_name.setText("Interminable" * 10)

    assert fields.is_valid()
    assert fields.person() == Person(0, "", "Interminable" * 10)
