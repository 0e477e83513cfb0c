"""Tab follows the eyes, and a dialog begins where one types."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QRadioButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import MandateRole, Section
from cpr_desk.services import composition as compositions
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.add_seat import AddSeatDialog
from cpr_desk.ui.dialogs.cpts import CptsDialog
from cpr_desk.ui.dialogs.designate import DesignateDialog
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.dialogs.seat_order import SeatOrderDialog
from cpr_desk.ui.dialogs.seat_votes import VotesDialog
from cpr_desk.ui.dialogs.section_president import SectionPresidentDialog
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.opening import page_specs
from cpr_desk.ui.state import UiState
from cpr_desk.ui.tab_order import move_focus, reading_order
from cpr_desk.ui.widgets.form import Field
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import desk_on_demonstration

DAY = date(2026, 11, 22)


@pytest.fixture
def desk(db: Database) -> Desk:
    return desk_on_demonstration(db)


def _dialog(kind: str, desk: Desk) -> QDialog:
    composition = compositions.composition_at(desk.db, desk.commission.id, DAY)
    kinds: dict[str, Callable[[], QDialog]] = {
        "meeting": lambda: MeetingDialog(desk),
        "designation": lambda: DesignateDialog(desk, composition.of(Section.SOCIAL)[0], MandateRole.TITULAR, DAY),
        "votes": lambda: VotesDialog(desk, composition.of(Section.SOCIAL)[0], DAY),
        "new seat": lambda: AddSeatDialog(desk, composition, Section.PROFESSIONAL, DAY),
        "president": lambda: SectionPresidentDialog(desk),
        "cpts": lambda: CptsDialog(desk, None),
        "import": lambda: ImportDialog(desk, "composition"),
    }
    return kinds[kind]()


def _name(widget: QWidget | None) -> str:
    assert widget is not None
    return widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else type(widget).__name__)


def _press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("meeting", "Date, obligatoire", "Heure"),
        ("designation", "Civilité", "Prénom"),
        ("votes", "À compter du, obligatoire", "Voix"),
        ("new seat", "Section", "À compter du, obligatoire"),
        ("president", "Section", "À compter du, obligatoire"),
        ("cpts", "Code, obligatoire", "Nom, obligatoire"),
        ("import", "&Choisir un fichier…", "Télécharger le &modèle…"),
    ],
)
def test_a_dialog_begins_in_its_first_field_and_tab_goes_on_from_there(
    desk: Desk, qtbot: QtBot, dialogs: Dialogs, kind: str, first: str, second: str
) -> None:
    dialog = _dialog(kind, desk)
    qtbot.addWidget(dialog)
    dialogs.answer(lambda _dialog: None)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    assert _name(dialog.focusWidget()) == first
    _press(Qt.Key.Key_Tab)
    assert _name(QApplication.focusWidget()) == second
    _press(Qt.Key.Key_Backtab)
    _press(Qt.Key.Key_Backtab)
    assert _name(QApplication.focusWidget()) == "Annuler"


def test_tab_goes_round_a_window_from_the_navigation_to_the_title_to_the_list(desk: Desk, qtbot: QtBot) -> None:
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    window.set_pages(page_specs(desk, UiState()))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.resize(1240, 680)
    window.show_page("cpts")
    reached = [_name(window.focusWidget())]
    while len(reached) < 13:
        _press(Qt.Key.Key_Tab)
        reached.append(_name(QApplication.focusWidget()))
    assert reached == [
        "Pages", "État du registre au", "&Importer…", "E&xporter pour l’ARS…", "A&jouter une CPTS…", "Liste ou carte",
        "Étape", "Département", "Taille", "À surveiller", "Vues du registre", "Filtrer la liste", "CPTS",
    ]  # fmt: skip


def test_tab_stops_once_in_a_group_of_choices(qtbot: QtBot) -> None:
    frame = QWidget()
    column = QVBoxLayout(frame)
    choices = [QRadioButton(name) for name in ("Importer", "Commencer vide", "Regarder")]
    for choice in choices:
        column.addWidget(choice)
    qtbot.addWidget(frame)
    frame.show()
    assert reading_order(frame) == choices
    choices[1].setChecked(True)
    assert reading_order(frame) == [choices[1]]


def test_where_nothing_can_be_reached_tab_moves_nothing(qtbot: QtBot) -> None:
    empty = QWidget()
    qtbot.addWidget(empty)
    assert reading_order(empty) == []
    assert not move_focus(empty, forward=True)


def test_no_letter_of_a_page_is_one_of_the_menu_bar(desk: Desk, qtbot: QtBot) -> None:
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    window.set_pages(page_specs(desk, UiState()))
    window.show()
    menus = {_letter(action.text()) for action in window.menuBar().actions()}
    for key in ("dashboard", "commission", "meetings", "cpts", "reports", "settings"):
        page = window.show_page(key)
        own = [_letter(button.text()) for button in page.findChildren(QPushButton) if button.isVisible()]
        letters = [letter for letter in own if letter]
        assert len(set(letters)) == len(letters), key
        assert not menus & set(letters), key


def _letter(text: str) -> str:
    return text.partition("&")[2][:1].lower()


def test_tab_and_errors_bring_a_field_into_view_on_a_small_screen(
    desk: Desk, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DesignateDialog, "_room", lambda _dialog: QSize(1000, 300))
    dialog = _dialog("designation", desk)
    assert isinstance(dialog, DesignateDialog)
    qtbot.addWidget(dialog)
    dialogs.answer(lambda _dialog: None)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    form = dialog.person.form
    assert form.city.visibleRegion().isEmpty()
    form.postcode.setFocus()
    _press(Qt.Key.Key_Tab)
    assert form.city.hasFocus()
    assert form.city.visibleRegion().boundingRect() == form.city.rect()
    form.postcode.setText("4")
    dialog.person.last_name.setText("Castelbrun")
    dialog.since.setFocus()
    dialog.accept()
    field = form.postcode.parentWidget()
    assert isinstance(field, Field)
    assert field.error()
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect() == field.rect())
    dialog.start()  # closing it asks nothing


def test_a_dialog_grows_with_its_errors_while_the_screen_has_room(desk: Desk, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = _dialog("new seat", desk)
    assert isinstance(dialog, AddSeatDialog)
    qtbot.addWidget(dialog)
    dialogs.answer(lambda _dialog: None)
    with qtbot.waitExposed(dialog):
        dialog.show()
    area = dialog.findChild(QScrollArea)
    assert area is not None
    dialog.head.setMinimumHeight(dialog.head.height() + 90)
    qtbot.waitUntil(lambda: area.height() >= dialog.head.height())
    assert area.verticalScrollBar().maximum() == 0


def test_enter_presses_the_button_one_stands_on_and_nothing_else(desk: Desk, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = SeatOrderDialog(desk, Section.PROFESSIONAL, DAY)
    qtbot.addWidget(dialog)
    dialogs.answer(lambda _dialog: None)
    dialog.show()
    dialog.rows.setCurrentRow(1)
    dialog.up.setFocus()
    QTest.keyClick(dialog.up, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert dialog.rows.item(0).text().startswith("Infirmiers")
    dialog.done(0)
