from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form

POPUPS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""The offscreen platform cannot raise a popup, and says so."""


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


@pytest.mark.parametrize("typed", ["4/2/21", "04022021", "04/02/2021", "4 février 2021", "2021-02-04"])
def test_a_date_is_read_as_people_type_it_and_rewritten_when_left(qtbot: QtBot, typed: str) -> None:
    frame = QWidget()
    field, other = DateEdit(frame), QLineEdit(frame)
    shown(qtbot, frame)
    field.setFocus()
    field.insert(typed)
    assert field.day() == date(2021, 2, 4)
    other.setFocus()
    assert field.text() == "04/02/2021"


def test_what_is_no_date_is_said_beside_the_field(qtbot: QtBot) -> None:
    field = Field("Date de la réunion", DateEdit())
    qtbot.addWidget(field)
    assert isinstance(field.control, DateEdit)
    field.control.setText("31/02/2021")
    assert field.control.day() is None
    assert not field.validate()
    assert field.error() == "Le 31/02/2021 n’existe pas au calendrier. Vérifiez le jour et le mois."
    assert field.control.accessibleDescription() == field.error()
    field.control.setText("28/02/2021")
    assert field.validate()
    assert field.error() == ""


def test_up_and_down_move_by_a_day(qtbot: QtBot) -> None:
    field = DateEdit()
    qtbot.addWidget(field)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.day() is None
    field.set_day(date(2021, 2, 28))
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.day() == date(2021, 3, 1)
    QTest.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.changed) as changed:
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert changed.args == [date(2021, 2, 27)]


@POPUPS
def test_the_calendar_is_french_and_picks_a_date(qtbot: QtBot) -> None:
    field = DateEdit()
    shown(qtbot, field)
    field.set_day(date(2021, 2, 4))
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    calendar = popup.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.selectedDate() == QDate(2021, 2, 4)
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert calendar.locale().monthName(2) == "février"
    calendar.activated.emit(QDate(2021, 2, 11))
    assert field.text() == "11/02/2021"


def test_a_form_shows_every_error_and_goes_to_the_first(qtbot: QtBot) -> None:
    form = Form()
    name, city, note = QLineEdit(), QComboBox(), QPlainTextEdit()
    city.setEditable(True)
    fields = [
        Field("Nom", name, required=True, help_line="Tel qu’il paraît sur les courriers."),
        Field("Ville", city, required=True),
        Field("Remarque", note, check=lambda: "Trop long." if len(note.toPlainText()) > 5 else ""),
    ]
    form.add(fields[0], fields[1], stretches=[2, 1])
    form.add(fields[2])
    shown(qtbot, form)
    note.setPlainText("beaucoup trop")
    assert not form.validate()
    assert [field.error() for field in fields] == ["Ce champ est obligatoire."] * 2 + ["Trop long."]
    assert name.hasFocus()
    name.setText("Secrétariat")
    city.setEditText("Nantes")
    note.setPlainText("bref")
    assert form.validate()
    assert name.accessibleDescription() == "Tel qu’il paraît sur les courriers."
    assert name.accessibleName() == "Nom, obligatoire"


def test_the_mark_is_explained_while_a_field_bears_it(qtbot: QtBot) -> None:
    form, reason = Form(), Field("Motif", QLineEdit(), required=True)
    form.add(Field("Document", QComboBox()))
    form.add(reason)
    shown(qtbot, form)
    (legend,) = (label for label in form.findChildren(QLabel) if label.text() == "* champ obligatoire")
    assert legend.isVisible()
    reason.setVisible(False)
    assert not legend.isVisible()
    reason.setVisible(True)
    assert legend.isVisible()
    reason.set_required(required=False)
    assert not legend.isVisible()


def test_an_error_takes_the_line_of_the_help_so_that_nothing_jumps(qtbot: QtBot) -> None:
    field = Field("Courriel", QLineEdit(), required=True, help_line="Adresse du secrétariat.")
    field.resize(400, field.sizeHint().height())
    shown(qtbot, field)
    before = field.sizeHint().height()
    field.validate()
    assert field.sizeHint().height() == before
    field.set_error("")
    field.set_help("jeudi 4 février 2021")
    assert field.control.accessibleDescription() == "jeudi 4 février 2021"


def test_a_date_that_does_not_exist_is_told_once_typed_whole_and_taken_back(qtbot: QtBot) -> None:
    edit = DateEdit()
    field = Field("Date", edit)
    qtbot.addWidget(field)
    told = "Le 29/02/2027 n’existe pas au calendrier. Vérifiez le jour et le mois."
    edit.insert("29/02/202")
    assert field.error() == ""
    edit.insert("7")
    assert field.error() == told
    edit.backspace()
    assert field.error() == ""
    edit.insert("8")
    assert field.error() == ""
    edit.setText("29/2")
    edit.editingFinished.emit()
    assert field.error()


def test_a_long_error_is_whole_in_a_splitter_too(qtbot: QtBot) -> None:
    field = Field("Date", QLineEdit())
    splitter = QSplitter()
    splitter.addWidget(field)
    splitter.resize(160, 60)
    shown(qtbot, splitter)
    field.set_error("La commission n’est installée qu’en 2021 : elle ne peut pas se réunir en 2020.")
    note = next(label for label in field.findChildren(QLabel) if label.text() == field.error())
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))
    assert note.height() > 2 * note.fontMetrics().height()


def test_a_line_too_narrow_for_its_fields_becomes_a_column(qtbot: QtBot) -> None:
    form = Form()
    days = [Field(f"Jour {number}", DateEdit()) for number in range(4)]
    form.add(*days)
    place = QScrollArea(widgetResizable=True)
    place.setWidget(form)
    place.resize(700, 600)
    shown(qtbot, place)
    assert len({day.y() for day in days}) == 1
    place.resize(300, 600)
    qtbot.waitUntil(lambda: len({day.y() for day in days}) == 4)
    assert form.width() <= 300


def test_an_error_goes_away_as_soon_as_it_is_mended(qtbot: QtBot) -> None:
    edit = QLineEdit()
    field = Field("Code postal", edit, check=lambda: "" if len(edit.text()) == 5 else "Cinq chiffres.")
    qtbot.addWidget(field)
    QTest.keyClicks(edit, "4400")
    assert field.error() == ""
    field.validate()
    assert field.error() == "Cinq chiffres."
    QTest.keyClicks(edit, "0")
    assert field.error() == ""
