"""A picture of each page, so that an installed program is seen to show what it should (`self-test --pictures`)."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from cpr_desk import paths
from cpr_desk.errors import EnvironmentFault
from cpr_desk.ui import tasks
from cpr_desk.ui.main_window import MainWindow

SIZE = QSize(1240, 680)
_PATIENCE = 60.0  # seconds: a page that takes longer is at fault
_REST_MS = 200  # without a task or a paint for so long, a page is all there
_BREATH_MS = 20


def use_own_font(app: QApplication) -> None:
    """Write in the font of our documents: the same on every machine, even one that has none."""
    for file in sorted((paths.resources_dir() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setFont(QFont("Lato", 9))


def take(window: MainWindow, folder: Path) -> list[Path]:
    """Open the pages of a window that is loading its data one after the other; write each as « 1-dashboard.png ».

    Raises EnvironmentFault when a page does not come, or its picture cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    window.resize(SIZE)
    _wait(lambda: window.navigation.count() > 1)
    pictures = []
    for row in range(window.navigation.count()):
        window.navigation.setCurrentRow(row)
        _rest()
        file = folder / f"{row + 1}-{window.page_key}.png"
        if not window.grab().save(str(file)):
            raise EnvironmentFault(
                f"L’image {file.name} n’a pas pu être enregistrée.", "Vérifiez le dossier, puis recommencez."
            )
        pictures.append(file)
    return pictures


def _rest() -> None:
    """Let the page read its data and be painted."""
    quiet_since = monotonic()

    def at_rest() -> bool:
        nonlocal quiet_since
        if tasks.any_running():
            quiet_since = monotonic()
        return monotonic() - quiet_since > _REST_MS / 1000

    _wait(at_rest)


def _wait(is_there: Callable[[], bool]) -> None:
    """Run the event loop until something is there. Raises EnvironmentFault when it does not come."""
    until = monotonic() + _PATIENCE
    while not is_there():
        if monotonic() > until:
            raise EnvironmentFault("Une page de la fenêtre ne s’affiche pas.", "Consultez le journal du programme.")
        breath = QEventLoop()
        QTimer.singleShot(_BREATH_MS, breath.quit)
        breath.exec()
