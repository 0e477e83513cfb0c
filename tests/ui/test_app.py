import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cpr_desk import app, logs, paths
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import instance
from cpr_desk.storage.database import Database
from cpr_desk.ui.dialogs.first_start import Beginning, FirstStartDialog
from cpr_desk.ui.dialogs.import_preview import ImportDialog
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.opening import Opening
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.settings import SettingsPage
from cpr_desk.ui.state import UiState
from tests.factories import PAYS_DE_LA_LOIRE
from tests.imports.books import official
from tests.ui.conftest import Dialogs
from tests.ui.demonstration import desk_on_demonstration

PAGES = ["Tableau de bord", "Commission", "Réunions", "CPTS", "Rapports", "Paramètres"]


@pytest.fixture
def demonstration(db: Database) -> Path:
    desk_on_demonstration(db)
    db.close()
    return db.file.parent


def titles(opening: Opening) -> list[str]:
    navigation = opening.window.navigation
    return [navigation.item(row).text() for row in range(navigation.count())]


def words(opening: Opening) -> str:
    return "\n".join(label.text() for label in opening.window.findChildren(QLabel) if label.isVisible())


def button(opening: Opening, verb: str) -> QPushButton:
    return next(b for b in opening.window.findChildren(QPushButton) if b.isVisible() and b.text() == verb)


def assistant_of(qtbot: QtBot, opening: Opening) -> FirstStartDialog:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in opening.window.findChildren(FirstStartDialog)))
    return next(d for d in opening.window.findChildren(FirstStartDialog) if d.isVisible())


def test_the_frame_is_painted_before_the_data_are_read(
    qtbot: QtBot, start: Callable[..., Opening], demonstration: Path
) -> None:
    opening = start(demonstration)
    assert opening.window.isVisible()
    assert titles(opening) == []
    qtbot.waitUntil(lambda: titles(opening) == PAGES)
    assert opening.window.windowTitle() == "Commission paritaire régionale – Pays de la Loire – CPR Desk"


def test_every_page_opens_on_the_demonstration(
    qtbot: QtBot, start: Callable[..., Opening], demonstration: Path
) -> None:
    opening = start(demonstration)
    qtbot.waitUntil(lambda: titles(opening) == PAGES)
    opening.window.resize(1366, 728)
    for row, title in enumerate(PAGES):
        opening.window.navigation.setCurrentRow(row)
        page = next(p for p in opening.window.findChildren(Page) if p.isVisible())
        assert page.accessibleName() == title
        assert page.messages.text() == ""
        assert page.width() <= 1366


def test_the_dashboard_leads_to_the_other_pages_and_their_dialogs(
    qtbot: QtBot, start: Callable[..., Opening], demonstration: Path, dialogs: Dialogs
) -> None:
    opening = start(demonstration)
    qtbot.waitUntil(lambda: titles(opening) == PAGES)
    dashboard = opening.window.show_page("dashboard")
    dashboard.go_to.emit("commission")
    assert opening.window.navigation.currentRow() == 1
    asked: list[str] = []

    def close(dialog: QDialog) -> None:
        asked.append(dialog.windowTitle())
        dialog.reject()

    for target in ("meetings/new", "commission/import", "cpts/import"):
        dialogs.answer(close)
        dashboard.go_to.emit(target)
    qtbot.waitUntil(lambda: len(asked) == 3)
    assert asked == ["Nouvelle réunion", "Importer la composition", "Importer le registre des CPTS"]
    assert opening.window.navigation.currentRow() == 3


def test_the_page_last_seen_comes_back(
    qtbot: QtBot, start: Callable[..., Opening], demonstration: Path, tmp_path: Path
) -> None:
    memory = tmp_path / "fenetre.json"
    opening = start(demonstration, UiState(memory))
    qtbot.waitUntil(lambda: titles(opening) == PAGES)
    opening.window.show_page("settings")
    opening.window.close()
    again = start(demonstration, UiState(memory))
    qtbot.waitUntil(lambda: again.window.navigation.currentRow() == 5)


def test_a_renamed_commission_renames_the_window(
    qtbot: QtBot, start: Callable[..., Opening], demonstration: Path
) -> None:
    opening = start(demonstration)
    qtbot.waitUntil(lambda: opening.desk is not None)
    page = opening.window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.identity.name.setText("CPR Ouest")
    page.save_action.trigger()
    assert opening.window.windowTitle() == "CPR Ouest – CPR Desk"


def test_an_empty_folder_begins_with_the_assistant(
    qtbot: QtBot, start: Callable[..., Opening], tmp_path: Path, dialogs: Dialogs
) -> None:
    dialogs.answer(lambda _dialog: None)
    opening = start(tmp_path / "neuf")
    assistant = assistant_of(qtbot, opening)
    assistant.fields.region.setCurrentText("Bretagne")
    assistant.fields.installed.set_day(date(2021, 2, 4))
    assistant.beginnings[Beginning.EMPTY].click()
    assistant.save_button.click()
    qtbot.waitUntil(lambda: titles(opening) == PAGES)
    qtbot.waitUntil(lambda: "Pour commencer" in words(opening))


def test_giving_the_assistant_up_leaves_a_page_that_offers_it_again(
    qtbot: QtBot, start: Callable[..., Opening], tmp_path: Path, dialogs: Dialogs
) -> None:
    dialogs.answer(lambda dialog: dialog.reject())
    opening = start(tmp_path)
    qtbot.waitUntil(lambda: titles(opening) == ["Bienvenue"] and not dialogs.awaited)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    dialogs.answer(lambda dialog: dialog.reject())
    button(opening, "Créer la commission…").click()
    qtbot.waitUntil(lambda: not dialogs.awaited)


def test_importing_asks_for_the_composition_then_for_the_register(
    qtbot: QtBot, start: Callable[..., Opening], tmp_path: Path, dialogs: Dialogs
) -> None:
    asked: list[str] = []

    def give_up(dialog: QDialog) -> None:
        asked.append(dialog.windowTitle())
        dialog.reject()

    dialogs.answer(lambda _dialog: None)
    dialogs.answer(give_up)
    dialogs.answer(give_up)
    opening = start(tmp_path)
    assistant = assistant_of(qtbot, opening)
    assistant.fields.region.setCurrentText("Bretagne")
    assistant.fields.installed.set_day(date(2021, 2, 4))
    assistant.save_button.click()
    qtbot.waitUntil(lambda: asked == ["Importer la composition", "Importer le registre des CPTS"])
    assert titles(opening) == PAGES


def test_what_the_assistant_imported_is_told(
    qtbot: QtBot, start: Callable[..., Opening], tmp_path: Path, dialogs: Dialogs
) -> None:
    shown: list[ImportDialog] = []

    def import_model(dialog: QDialog) -> None:
        assert isinstance(dialog, ImportDialog)
        shown.append(dialog)

    dialogs.answer(lambda _dialog: None)
    dialogs.answer(import_model)
    opening = start(tmp_path)
    assistant = assistant_of(qtbot, opening)
    assistant.fields.region.setCurrentText("Bretagne")
    assistant.fields.installed.set_day(date(2021, 2, 4))
    assistant.save_button.click()
    qtbot.waitUntil(lambda: len(shown) == 1)
    (tmp_path / "composition.xlsx").write_bytes(official())
    shown[0].open_file(tmp_path / "composition.xlsx")
    qtbot.waitUntil(shown[0].import_button.isEnabled)
    dialogs.answer(import_model)
    shown[0].import_button.click()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown[1].messages.text() == "La composition est importée\u00a0: 54 lignes ajoutées."
    shown[1].reject()


def test_the_demonstration_is_made_elsewhere_and_one_comes_back(
    qtbot: QtBot,
    start: Callable[..., Opening],
    tmp_path: Path,
    dialogs: Dialogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere = tmp_path / "démonstration"
    elsewhere.mkdir()
    make = tempfile.mkdtemp
    monkeypatch.setattr("tempfile.mkdtemp", lambda *args, **named: make(*args, **named) if args else str(elsewhere))
    own = tmp_path / "mes données"
    dialogs.answer(lambda _dialog: None)
    opening = start(own)
    assistant = assistant_of(qtbot, opening)
    assistant.beginnings[Beginning.DEMONSTRATION].click()
    assistant.save_button.click()
    qtbot.waitUntil(lambda: titles(opening) == PAGES, timeout=15_000)
    assert opening.folder == elsewhere
    assert "Vous regardez une région inventée, dans un dossier à part." in words(opening)
    database = instance.open_data(own)
    assert commissions.find_commission(database) is None
    database.close()
    dialogs.answer(lambda dialog: dialog.reject())
    button(opening, "Revenir à mes données").click()
    qtbot.waitUntil(lambda: titles(opening) == ["Bienvenue"] and not dialogs.awaited)
    assert opening.at_home


def test_another_folder_is_opened_from_the_menu(
    qtbot: QtBot,
    start: Callable[..., Opening],
    demonstration: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "autre"
    database = instance.open_data(other)
    commissions.create_commission(database, replace(PAYS_DE_LA_LOIRE, name="Autre CPR"))
    database.close()
    opening = start(demonstration)
    qtbot.waitUntil(lambda: titles(opening) == PAGES)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other))
    opening.choose_folder()
    qtbot.waitUntil(lambda: opening.window.windowTitle() == "Autre CPR – CPR Desk")
    assert f"Ces données sont dans le dossier {other}." in words(opening)


def test_a_folder_that_cannot_be_opened_is_told_with_another_to_choose(
    qtbot: QtBot,
    start: Callable[..., Opening],
    demonstration: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = tmp_path / "abîmé"
    broken.mkdir()
    content = b"pas une base de donn\xc3\xa9es " * 200
    paths.database_file(broken).write_bytes(content)
    opening = start(broken)
    qtbot.waitUntil(lambda: titles(opening) == ["Ouverture"])
    assert "endommagé ou n’est pas une base de CPR Desk" in words(opening)
    assert paths.database_file(broken).read_bytes() == content
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(demonstration))
    button(opening, "Choisir un autre dossier…").click()
    qtbot.waitUntil(lambda: titles(opening) == PAGES)


def test_a_broken_folder_chosen_later_keeps_what_is_shown(
    qtbot: QtBot, start: Callable[..., Opening], demonstration: Path, tmp_path: Path, dialogs: Dialogs
) -> None:
    opening = start(demonstration)
    qtbot.waitUntil(lambda: titles(opening) == PAGES)
    broken = tmp_path / "abîmé"
    broken.mkdir()
    paths.database_file(broken).write_bytes(b"rien de lisible ici " * 200)
    said: list[str] = []

    def read(dialog: QDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()

    dialogs.answer(read)
    opening.open(broken)
    qtbot.waitUntil(lambda: bool(said))
    assert any("endommagé" in text for text in said)
    assert (titles(opening), opening.folder) == (PAGES, demonstration)


def test_an_unforeseen_failure_is_told_courteously_and_logged_without_its_words(
    qtbot: QtBot, start: Callable[..., Opening], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_database: Database) -> None:
        raise RuntimeError("Mme Camille Exemple")

    monkeypatch.setattr(commissions, "find_commission", fail)
    opening = start(tmp_path)
    qtbot.waitUntil(lambda: titles(opening) == ["Ouverture"])
    assert "CPR Desk a rencontré une difficulté imprévue." in words(opening)
    log = (paths.logs_dir(tmp_path) / "cpr-desk.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "Camille" not in log


@pytest.mark.parametrize(
    ("platform", "variables", "screen"),
    [
        ("win32", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, False),
    ],
)
def test_a_window_needs_a_screen(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], screen: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert app.has_screen() is screen


def test_without_screen_the_window_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(app, "has_screen", lambda: False)
    with pytest.raises(UserError, match="pas d’écran"):
        app.main(tmp_path)


def test_a_missing_system_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "cpr_desk.ui.opening", None)
    with pytest.raises(UserError, match="une bibliothèque du système manque"):
        app.main(tmp_path)


def test_the_frame_needs_no_database_library_to_be_painted() -> None:
    code = "import sys, cpr_desk.app, cpr_desk.ui.opening; print([m for m in sys.modules if 'sqlalchemy' in m])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "opened"),
    [([], "None False"), (["--data-dir", "ici"], "ici False"), (["--data-dir=ici"], "ici True")],
)
def test_the_window_opens_on_a_folder_without_the_grammar_of_the_commands(words: list[str], opened: str) -> None:
    code = (
        "import sys; from cpr_desk import app, cli; "
        "app.main = lambda folder, _commission: print(folder, 'argparse' in sys.modules) or 0; sys.exit(cli.main())"
    )
    answer = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == opened


def test_the_window_closes_with_everything_behind_it(
    qtbot: QtBot, qapp: QApplication, demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpr_desk.ui.application.create_application", lambda _arguments, _state: qapp)

    def leave_when_ready() -> int:
        window = next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow) and top.isVisible())
        qtbot.waitUntil(lambda: window.navigation.count() == len(PAGES))
        window.show_page("cpts")
        assert window.close()
        return 0

    monkeypatch.setattr(QApplication, "exec", staticmethod(leave_when_ready))
    assert app.main(demonstration) == 0
    assert "cpts" in paths.window_memory(demonstration).read_text(encoding="utf-8")
    demonstration.rename(demonstration.with_name("rendu"))  # Windows refuses while a file is open
    logs.stop_log()
