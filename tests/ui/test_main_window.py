from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QDialog, QDialogButtonBox, QLabel, QMenu
from pytestqt.qtbot import QtBot

from cpr_desk.ui import start
from cpr_desk.ui.main_window import MainWindow
from cpr_desk.ui.page import Page, PageSpec
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Appearance, Theme
from tests.ui.conftest import Dialogs

TITLES = ("Tableau de bord", "Commission", "Réunions", "CPTS", "Rapports", "Paramètres")


class Visits:
    """Pages that note when they are built and reloaded."""

    def __init__(self) -> None:
        self.built: list[str] = []
        self.reloaded: list[str] = []

    def specs(self) -> list[PageSpec]:
        return [PageSpec(title.lower(), title, "users", self._factory(title)) for title in TITLES]

    def _factory(self, title: str) -> Callable[[], Page]:
        visits = self

        class Noted(Page):
            def reload(self) -> None:
                visits.reloaded.append(title)

        def build() -> Page:
            visits.built.append(title)
            return Noted(title)

        return build


def window_of(qtbot: QtBot, visits: Visits, state: UiState | None = None, theme: Theme | None = None) -> MainWindow:
    window = MainWindow(state or UiState(), theme)
    qtbot.addWidget(window)
    window.set_pages(visits.specs())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def action(window: MainWindow, text: str) -> QAction:
    return next(each for each in window.findChildren(QAction) if each.text().replace("&", "") == text)


def test_a_page_is_built_at_its_first_visit_only(qtbot: QtBot) -> None:
    visits = Visits()
    window = window_of(qtbot, visits)
    assert visits.built == ["Tableau de bord"]
    window.show_page("cpts")
    window.show_page("réunions")
    window.show_page("cpts")
    assert visits.built == ["Tableau de bord", "CPTS", "Réunions"]
    assert visits.reloaded.count("CPTS") == 2


def test_the_pages_are_reached_with_the_keyboard(qtbot: QtBot) -> None:
    visits = Visits()
    window = window_of(qtbot, visits)
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert visits.built[-1] == "CPTS"
    QTest.keyClick(window.navigation, Qt.Key.Key_Down)
    assert visits.built[-1] == "Rapports"
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert visits.reloaded[-2:] == ["Rapports", "Rapports"]


def test_the_window_is_found_as_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    window = window_of(qtbot, Visits(), UiState(tmp_path / "window.json"))
    window.resize(711, 555)
    window.show_page("commission")
    window.close()
    again = window_of(qtbot, Visits(), UiState(tmp_path / "window.json"))
    assert again.size() == QSize(711, 555)
    assert again.navigation.currentRow() == 1


def test_the_title_names_the_commission(qtbot: QtBot) -> None:
    window = window_of(qtbot, Visits())
    assert window.windowTitle() == "CPR Desk"
    window.name_commission("CPR Pays de la Loire")
    assert window.windowTitle() == "CPR Pays de la Loire – CPR Desk"


def test_the_window_fits_a_small_screen_and_a_large_scale(qtbot: QtBot) -> None:
    window = window_of(qtbot, Visits())
    window.resize(1366, 728)
    assert window.navigation.item(0).text() == "Tableau de bord"
    window.resize(683, 364)
    assert (window.width(), window.height()) == (683, 364)
    assert window.navigation.item(0).text() == ""
    assert window.navigation.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Tableau de bord"
    window.resize(1366, 728)
    assert window.navigation.item(0).text() == "Tableau de bord"


def test_every_entry_of_the_menus_does_something(qtbot: QtBot, theme: Theme) -> None:
    window = window_of(qtbot, Visits(), theme=theme)
    menus = [menu for menu in window.menuBar().findChildren(QMenu) if menu.title()]
    assert [menu.title().replace("&", "") for menu in menus if menu.parent() is window.menuBar()] == [
        "Fichier",
        "Édition",
        "Affichage",
        "Aide",
    ]
    action(window, "Afficher ou masquer la navigation").trigger()
    assert not window.navigation.isVisible()
    action(window, "Afficher ou masquer la navigation").trigger()
    assert window.navigation.isVisible()
    action(window, "Plein écran").trigger()
    assert window.isFullScreen()
    action(window, "Plein écran").trigger()
    assert not window.isFullScreen()
    action(window, "Sombre").trigger()
    chosen = [theme.appearance]
    action(window, "Comme le système").trigger()
    assert [*chosen, theme.appearance] == [Appearance.DARK, Appearance.SYSTEM]
    action(window, "Quitter").trigger()
    assert not window.isVisible()


@pytest.mark.parametrize(("entry", "word"), [("Raccourcis clavier", "Ctrl+2"), ("À propos de CPR Desk", "EUPL")])
def test_the_help_menu_opens_its_dialogs(qtbot: QtBot, dialogs: Dialogs, entry: str, word: str) -> None:
    window = window_of(qtbot, Visits())
    texts: list[str] = []

    def read(dialog: QDialog) -> None:
        texts.extend(label.text() for label in dialog.findChildren(QLabel))
        box = dialog.findChild(QDialogButtonBox)
        assert box is not None
        box.buttons()[0].click()

    dialogs.answer(read)
    action(window, entry).trigger()
    assert any(word in text for text in texts)


def test_an_action_of_the_program_joins_the_file_menu(qtbot: QtBot) -> None:
    window = window_of(qtbot, Visits())
    added = QAction("Ouvrir le dossier des données", window)
    window.add_to_file_menu(added)
    window.announce("Sauvegarde faite.")
    assert window.statusBar().currentMessage() == "Sauvegarde faite."
    assert added in action(window, "Quitter").associatedObjects()[-1].actions()  # type: ignore[attr-defined]


def test_an_empty_frame_is_painted_before_anything_is_loaded(qtbot: QtBot) -> None:
    window = MainWindow(UiState())
    qtbot.addWidget(window)
    happened: list[str] = []

    def load(_progress: object) -> str:
        happened.append("loaded")
        return "CPR Pays de la Loire"

    def ready(name: str) -> None:
        window.name_commission(name)
        happened.append("ready")

    start.show_then_load(window, "Ouverture", load, ready)
    assert window.isVisible()
    assert happened == []
    qtbot.waitUntil(lambda: happened == ["loaded", "ready"])
    assert window.windowTitle().startswith("CPR Pays de la Loire")


def test_qt_itself_speaks_french(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == "Annuler"
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    assert calendar.locale().dayName(1) == "lundi"


def test_the_first_window_fits_the_screen(qtbot: QtBot) -> None:
    window = window_of(qtbot, Visits())
    room = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() <= room.height()
