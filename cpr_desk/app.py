"""The composition root of the window: it starts Qt, says where the data are and what day it is."""

import gc
import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from cpr_desk import clock, logs, paths
from cpr_desk.errors import UserError


def has_screen() -> bool:
    """Return whether a window can be opened here."""
    if sys.platform in ("win32", "darwin"):
        return True
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(shown) or os.environ.get("QT_QPA_PLATFORM") == "offscreen"


def main(data_dir: Path | None, commission_id: int | None = None) -> int:
    """Open the window on a data folder and return Qt's exit code once it is closed.

    `commission_id` names the commission to show, instead of the one last seen. Raises UserError where no window can
    be opened.
    """
    if not has_screen():
        raise UserError(
            "Il n’y a pas d’écran : la fenêtre ne peut pas s’ouvrir.",
            "Ouvrez une session graphique, ou utilisez les commandes : « cpr-desk --help » les donne.",
        )
    gc.set_threshold(50_000)  # what is imported stays: looking for garbage in it slows the start
    try:
        from cpr_desk.ui import tasks
        from cpr_desk.ui.application import create_application, theme_of
        from cpr_desk.ui.opening import Opening
        from cpr_desk.ui.state import UiState
    except ImportError as missing:
        raise UserError(
            f"La fenêtre ne peut pas s’ouvrir : une bibliothèque du système manque ({missing}).",
            "Demandez à votre service informatique de l’installer. Les commandes fonctionnent sans elle.",
        ) from missing
    folder = (data_dir or paths.default_data_dir()).absolute()
    state = UiState(paths.window_memory(folder))
    application = create_application(sys.argv[:1], state)
    opening = Opening(folder, state, clock.today, theme_of(application))
    opening.start(commission_id)
    try:
        return application.exec()
    finally:
        tasks.finish_all()
        opening.close()


def take_pictures(folder: Path) -> list[Path]:
    """Write a picture of each page of the demonstration, as it stands on a day that never changes; return the files.

    Raises UserError when a page does not show.
    """
    from cpr_desk.office import demo
    from cpr_desk.services import instance
    from cpr_desk.ui import pictures, tasks
    from cpr_desk.ui.application import create_application, theme_of
    from cpr_desk.ui.opening import Opening
    from cpr_desk.ui.state import UiState

    with TemporaryDirectory(prefix="cpr-desk-", ignore_cleanup_errors=True) as name:
        data = Path(name)
        db = instance.open_data(data)
        try:
            demo.fill(db, _PICTURED_ON)
        finally:
            db.close()
        state = UiState(paths.window_memory(data))
        application = create_application(sys.argv[:1], state)
        pictures.use_own_font(application)
        opening = Opening(data, state, lambda: _PICTURED_ON, theme_of(application))
        try:
            opening.start()
            return pictures.take(opening.window, folder)
        finally:
            tasks.finish_all()
            opening.close()
            logs.stop_log()


_PICTURED_ON = date(2026, 11, 23)
