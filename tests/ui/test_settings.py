from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission, CommissionKind, Counting, Rules, Secretariat, VacantChair
from cpr_desk.office.documents import DocumentKind, Request, render
from cpr_desk.services import commission as commissions
from cpr_desk.services import journal
from cpr_desk.storage.database import HEAD, Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.page import Page, PageSpec
from cpr_desk.ui.pages.settings import SettingsPage
from cpr_desk.ui.pages.settings_data import size_in_words
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Appearance, Theme
from cpr_desk.ui.widgets.form import Field
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import TODAY, desk_on_demonstration

LONG = ("Caisse primaire d’assurance maladie de la région des Marches " * 3)[:120]


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    assert commission.name
    return Desk(db, lambda: TODAY)


def page_on(qtbot: QtBot, desk: Desk, state: UiState | None = None) -> SettingsPage:
    page = SettingsPage(desk, state or UiState())
    qtbot.addWidget(page)
    page.resize(1120, 640)
    page.show()
    page.reload()
    return page


def retype(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    edit.insert(text)  # key by key, QTest knows no ’


def errors(page: SettingsPage) -> list[str]:
    return [field.error() for field in page.findChildren(Field) if field.error()]


def stored(desk: Desk) -> Commission:
    return commissions.the_commission(desk.db)


def picture(folder: Path, name: str = "logo.png", width: int = 400, height: int = 200) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#175a7d"))
    assert image.save(str(folder / name))
    return folder / name


def press(button: str) -> Callable[[QDialog], None]:
    """Answer a question by one of its verbs."""

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        next(b for b in dialog.buttons() if b.text() == button).click()

    return act


def test_the_identity_is_shown_typed_and_stored_with_its_journal_entries(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    assert page.identity.name.text() == "Commission paritaire régionale – Pays de la Loire"
    assert page.identity.installed.text() == "04/02/2021"
    retype(qtbot, page.identity.name, "CPR de la façade atlantique")
    retype(qtbot, page.identity.installed, "5/2/21")
    retype(qtbot, page.identity.texts["name"], LONG)
    retype(qtbot, page.identity.texts["postcode"], "44000")
    retype(qtbot, page.identity.texts["email"], "cpr@example.org")
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page.identity.name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    found = stored(desk)
    assert (found.name, found.installed_on) == ("CPR de la façade atlantique", date(2021, 2, 5))
    assert found.secretariat == Secretariat(name=LONG, postcode="44000", email="cpr@example.org")
    assert [entry.label for entry in journal.entries(desk.db)][:2] == [
        "Modifier l’identité du secrétariat",
        "Modifier l’identité de la commission",
    ]
    assert page.messages.text() == "Les paramètres sont enregistrés."
    assert not page.has_changes
    retype(qtbot, page.identity.name, "CPR de la façade océane")
    assert page.messages.text() == ""


def test_every_field_of_the_secretariat_and_every_rule_has_its_control(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    assert {*page.identity.texts, "logo"} == {field.name for field in fields(Secretariat)}
    controls = {*page.rules.numbers, *page.rules.choices}
    assert controls == {field.name for field in fields(Rules)}
    assert all(field.control.accessibleName() for field in page.findChildren(Field))


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_stored(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    before = stored(desk)
    retype(qtbot, page.identity.name, "")
    retype(qtbot, page.identity.installed, "31/2/21")
    retype(qtbot, page.identity.texts["postcode"], "4400")
    retype(qtbot, page.identity.texts["email"], "cpr.example.org")
    page.tabs.setCurrentIndex(2)
    page.save_action.trigger()
    assert errors(page) == [
        "Ce champ est obligatoire.",
        "Le 31/2/21 n’existe pas au calendrier. Vérifiez le jour et le mois.",
        "Un code postal a cinq chiffres, par exemple 44000.",
        "Cette adresse n’est pas complète. Écrivez par exemple prenom.nom@exemple.fr.",
    ]
    assert page.tabs.currentIndex() == 0
    assert stored(desk) == before
    page.undo_action.trigger()
    assert errors(page) == []


def test_the_bar_says_whether_everything_is_stored_and_can_undo(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    assert (page.bar_state.accessibleName(), page.save_action.isEnabled()) == ("Tout est enregistré", False)
    retype(qtbot, page.identity.texts["city"], "Angers")
    assert page.bar_state.accessibleName() == "Modifications non enregistrées"
    assert page.save_action.isEnabled()
    page.undo_action.trigger()
    assert page.identity.texts["city"].text() == ""
    assert page.bar_state.accessibleName() == "Tout est enregistré"


def test_what_is_typed_stays_when_the_data_change_elsewhere(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    retype(qtbot, page.identity.texts["city"], "Angers")
    desk.refresh()
    page.reload()
    assert page.identity.texts["city"].text() == "Angers"
    page.undo_action.trigger()
    commissions.change_secretariat(desk.db, desk.commission.id, Secretariat(city="Laval"))
    desk.refresh()
    assert page.identity.texts["city"].text() == "Laval"


@pytest.mark.parametrize(
    ("verb", "goes", "city"),
    [("Enregistrer", True, "Angers"), ("Ne pas enregistrer", True, ""), ("Rester sur la page", False, "")],
)
def test_leaving_with_changes_asks(
    qtbot: QtBot, desk: Desk, dialogs: Dialogs, verb: str, goes: bool, city: str
) -> None:
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    window.set_pages(
        [
            PageSpec("settings", "Paramètres", "settings", lambda: SettingsPage(desk, UiState())),
            PageSpec("other", "Autre", "users", lambda: Page("Autre")),
        ]
    )
    window.show()
    page = window.show_page("settings")
    assert isinstance(page, SettingsPage)
    retype(qtbot, page.identity.texts["city"], "Angers")
    dialogs.answer(press(verb))
    shown = window.show_page("other")
    assert (shown is not page) is goes
    qtbot.waitUntil(lambda: window.navigation.currentRow() == (1 if goes else 0))
    assert stored(desk).secretariat.city == city
    assert page.has_changes is not goes
    page.revert()


def test_closing_the_window_with_changes_asks_and_may_be_refused(qtbot: QtBot, desk: Desk, dialogs: Dialogs) -> None:
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    window.set_pages([PageSpec("settings", "Paramètres", "settings", lambda: SettingsPage(desk, UiState()))])
    window.show()
    page = window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.rules.numbers["convocation_days"].setValue(21)
    dialogs.answer(press("Rester sur la page"))
    assert not window.close()
    dialogs.answer(press("Enregistrer"))
    assert window.close()
    assert stored(desk).rules.convocation_days == 21


def test_the_address_of_the_secretariat_asks_for_its_postcode_and_the_phone_is_rewritten(
    qtbot: QtBot, desk: Desk
) -> None:
    page = page_on(qtbot, desk)
    retype(qtbot, page.identity.texts["address"], "12 rue des Tilleuls")
    page.save_action.trigger()

    assert errors(page) == ["Indiquez le code postal."]

    retype(qtbot, page.identity.texts["postcode"], "44 000")
    retype(qtbot, page.identity.texts["phone"], "0240000001")
    page.save_action.trigger()

    assert (stored(desk).secretariat.postcode, stored(desk).secretariat.phone) == ("44000", "02 40 00 00 01")


def test_a_refusal_of_the_data_keeps_what_is_typed(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from cpr_desk.errors import EnvironmentFault

    def refuse(*_: object) -> None:
        raise EnvironmentFault("Le disque est plein.", "Libérez de la place, puis recommencez.")

    page = page_on(qtbot, desk)
    retype(qtbot, page.identity.texts["city"], "Angers")
    monkeypatch.setattr(commissions, "change_secretariat", refuse)
    page.save_action.trigger()
    assert page.messages.text() == "Le disque est plein. Libérez de la place, puis recommencez."
    assert page.identity.texts["city"].text() == "Angers"


def test_each_rule_says_its_source_and_a_default_asks_to_be_confirmed(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    page.tabs.setCurrentIndex(1)
    help_lines = {f.control.accessibleName(): f.control.accessibleDescription() for f in page.rules.findChildren(Field)}
    assert "à confirmer par le règlement applicable" in help_lines["Décompte des jours"]
    assert "annexe 5" in help_lines["Convocation avant la réunion"]
    assert all(help_lines.values())


def test_rules_are_changed_stored_and_restored(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    rules = page.rules
    assert not rules.restore_button.isEnabled()
    rules.choices["counting"].setCurrentIndex(1)
    rules.numbers["general_share"].setValue(70)
    rules.choices["holiday_territory"].setCurrentIndex(1)
    assert (
        "règle par défaut, à confirmer par le règlement applicable"
        in rules.choices["vacant_chair"].accessibleDescription()
    )
    rules.choices["vacant_chair"].setCurrentIndex(1)
    rules.choices["proxies_received"].setCurrentIndex(0)
    assert (
        "Modifiée, «\u00a0Un pouvoir\u00a0» à l’origine." in rules.choices["proxies_received"].accessibleDescription()
    )
    assert "Modifiée, «\u00a0Jours calendaires\u00a0» à l’origine." in rules.choices["counting"].accessibleDescription()
    assert "Modifiée, 80\u00a0% à l’origine." in rules.numbers["general_share"].accessibleDescription()
    page.save_action.trigger()
    expected = Rules(
        counting=Counting.CLEAR,
        general_share=0.7,
        holiday_territory="alsace-moselle",
        vacant_chair=VacantChair.SESSION_CHAIR,
        proxies_received=0,
    )
    assert stored(desk).rules == expected
    rules.restore_button.click()
    assert stored(desk).rules == expected
    page.save_action.trigger()
    assert stored(desk).rules == Rules()


def test_restored_holidays_are_those_of_the_region(qtbot: QtBot, db: Database) -> None:
    order = commissions.CreateCommission(
        CommissionKind.CPR, "04", "La Réunion", date(2021, 2, 4), holiday_territory="reunion"
    )
    commissions.create_commission(db, order)
    page = page_on(qtbot, Desk(db, lambda: TODAY))
    assert page.rules.choices["holiday_territory"].currentText() == "La Réunion"
    page.rules.choices["holiday_territory"].setCurrentIndex(0)
    page.rules.restore_button.click()
    assert page.rules.choices["holiday_territory"].currentText() == "La Réunion"


def test_scrolling_over_a_rule_does_not_change_it(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    page.tabs.setCurrentIndex(1)
    spin = page.rules.numbers["agenda_days"]
    for focused, expected in ((False, 5), (True, 6)):
        if focused:
            spin.setFocus()
            qtbot.waitUntil(spin.hasFocus)
        turn = QWheelEvent(
            QPointF(5, 5), spin.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, 120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(spin, turn)
        assert spin.value() == expected
    page.revert()


def test_a_logo_is_chosen_seen_stored_printed_and_removed(
    qtbot: QtBot, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_on_demonstration(db)
    state = UiState()
    page = page_on(qtbot, desk, state)
    file = picture(tmp_path, width=3000, height=900)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    page.identity.logo.choose_button.click()
    assert page.has_changes
    page.save_action.trigger()
    logo = stored(desk).secretariat.logo
    assert logo
    assert logo.startswith(b"\x89PNG")
    assert QImage.fromData(logo).width() == 1200
    assert state.get("files/folder") == str(tmp_path)
    assert render(desk.db, Request(desk.commission.id, DocumentKind.COMPOSITION, TODAY, TODAY)).startswith(b"%PDF")
    page.identity.logo.remove_button.click()
    page.save_action.trigger()
    assert stored(desk).secretariat.logo is None
    assert not page.identity.logo.remove_button.isEnabled()


def test_a_jpeg_is_taken_too(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    page = page_on(qtbot, desk)
    page.identity.logo.take_file(picture(tmp_path, "logo.jpg"))
    assert QImage.fromData(page.identity.logo.logo() or b"").width() == 400
    page.revert()


def broken_files(folder: Path) -> dict[str, Path]:
    whole = picture(folder)
    cut_png, cut_jpeg = folder / "coupé.png", folder / "coupé.jpg"
    cut_png.write_bytes(whole.read_bytes()[:-30])
    cut_jpeg.write_bytes(picture(folder, "entier.jpg").read_bytes()[:-200])
    text, heavy = folder / "texte.png", folder / "lourd.png"
    text.write_text("ceci n’est pas une image", encoding="utf-8")
    with heavy.open("wb") as stream:
        stream.truncate(10_000_001)
    return {
        "cut png": cut_png,
        "cut jpeg": cut_jpeg,
        "text": text,
        "heavy": heavy,
        "wide": picture(folder, "large.png", 8_001, 2),
        "absent": folder / "absent.png",
    }


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("cut png", "n’est pas une image PNG ou JPEG lisible"),
        ("cut jpeg", "n’est pas une image PNG ou JPEG lisible"),
        ("text", "n’est pas une image PNG ou JPEG lisible"),
        ("heavy", "est trop grande pour un en-tête de courrier"),
        ("wide", "est trop grande pour un en-tête de courrier"),
        ("absent", "ne peut pas être lu"),
    ],
)
@pytest.mark.qt_log_ignore("libpng", "JPEG", "jpeg", extend=True)
def test_a_damaged_or_huge_image_is_refused_in_french_and_the_logo_stays(
    qtbot: QtBot, desk: Desk, tmp_path: Path, which: str, said: str
) -> None:
    page = page_on(qtbot, desk)
    page.identity.logo.take_file(picture(tmp_path, "bon.png"))
    kept = page.identity.logo.logo()
    page.identity.logo.take_file(broken_files(tmp_path)[which])
    assert said in page.identity.logo.note.text()
    assert page.identity.logo.note.property("error")
    assert page.identity.logo.logo() == kept
    page.revert()


def test_the_data_folder_is_named_weighed_opened_and_verified(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_on(qtbot, desk)
    page.tabs.setCurrentIndex(2)
    folder = desk.db.file.parent
    assert page.data.folder.text() == str(folder)
    assert page.data.weight.text().endswith("\u00a0ko")
    assert page.data.schema.text() == HEAD
    opened: list[QUrl] = []

    def nothing_opens(url: QUrl) -> bool:
        opened.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", nothing_opens)
    page.data.open_button.click()
    assert opened == [QUrl.fromLocalFile(str(folder))]
    assert page.messages.text().startswith("Le dossier n’a pas pu être ouvert.")
    page.data.verify_button.click()
    qtbot.waitUntil(lambda: page.messages.text() == "La base de données est en bon état.")
    assert page.data.verify_button.isEnabled()


def test_a_damaged_database_is_told(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    desk.db.close()
    desk.db.file.write_bytes(b"rien de lisible" * 300)
    page.data.verify_button.click()
    qtbot.waitUntil(lambda: bool(page.messages.text()))
    assert "endommagé" in page.messages.text()


def test_the_appearance_changes_at_once(qtbot: QtBot, desk: Desk, theme: Theme) -> None:
    page = page_on(qtbot, desk)
    page.tabs.setCurrentIndex(2)
    before = theme.appearance
    page.data.appearances[Appearance.DARK].click()
    assert theme.dark
    page.data.appearances[before].click()
    assert theme.appearance is before


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1\u00a0ko"), (999_001, "1\u202f000\u00a0ko"), (1_440_000, "1,4\u00a0Mo")]
)
def test_sizes_are_said_as_file_managers_do(size: int, said: str) -> None:
    assert size_in_words(size) == said


def test_the_bar_and_its_buttons_stay_in_view_in_a_small_window(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    page.resize(640, 420)
    QApplication.processEvents()
    save = next(b for b in page.findChildren(QPushButton) if b.text() == "Enregistrer")
    assert page.rect().contains(save.geometry())
