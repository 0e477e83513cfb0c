"""Ask a person for files and folders, remembering where they were last time, and open what was written."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from cpr_desk.domain.papers import MEDIA_TYPES
from cpr_desk.ui.state import UiState

WORKBOOKS = "Classeurs (*.xlsx *.csv)"
EXCEL = "Classeur Excel (*.xlsx)"
PDF = "Document PDF (*.pdf)"
WORD = "Document Word (*.docx)"
CALENDAR = "Fichier de calendrier (*.ics)"
_FOLDER = "files/folder"


def choose_to_open(parent: QWidget, state: UiState, title: str, filters: str) -> Path | None:
    """Ask for a file to read; None when the person gives up."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(_last_folder(state)), filters)
    return _remembered(state, chosen)


def choose_several(parent: QWidget, state: UiState, title: str, filters: str) -> list[Path]:
    """Ask for files to read; none when the person gives up."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(_last_folder(state)), filters)
    return [file for name in chosen if (file := _remembered(state, name))]


def attachable() -> str:
    """Return the filter of the files that may be attached to an agenda or to a dispatch."""
    kinds = " ".join(f"*{ending}" for ending in MEDIA_TYPES)
    words = QCoreApplication.translate("Files", "PDF, documents, images ({kinds});;Tous les fichiers (*)")
    return words.format(kinds=kinds)


def choose_to_save(parent: QWidget, state: UiState, title: str, name: str, filters: Iterable[str]) -> Path | None:
    """Ask where to write a file called `name`; the ending of the chosen filter is added where it misses."""
    offered = list(filters)
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(_last_folder(state) / name), ";;".join(offered))
    file = _remembered(state, chosen)
    if file and not any(f"*{file.suffix.lower()})" in each for each in offered if file.suffix):
        ending = (kind or offered[0]).rpartition("*")[2].rstrip(")")
        return file.with_name(file.name + ending)
    return file


def choose_folder(parent: QWidget, state: UiState, title: str) -> Path | None:
    """Ask for a folder to write into; None when the person gives up."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(_last_folder(state)))
    if chosen:
        state.remember(_FOLDER, chosen)
    return Path(chosen) if chosen else None


def open_with_system(path: Path) -> bool:
    """Open a file or a folder with the program the system has for it; False when there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _last_folder(state: UiState) -> Path:
    remembered = state.get(_FOLDER)
    folder = Path(remembered) if isinstance(remembered, str) else Path.home()
    return folder if folder.is_dir() else Path.home()


def _remembered(state: UiState, chosen: str) -> Path | None:
    if not chosen:
        return None
    state.remember(_FOLDER, str(Path(chosen).parent))
    return Path(chosen)
