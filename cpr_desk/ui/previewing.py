"""Prepare a document in a task, then show it in the window, where it is printed or saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from cpr_desk.domain.french import NBSP
from cpr_desk.office import documents
from cpr_desk.ui import files, tasks
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.pdf_preview import PageImages


class Printable(PageImages, Protocol):
    """The pages of a document, and the file they are."""

    pdf: bytes


def look_at(
    owner: QWidget,
    state: UiState,
    title: str,
    name: str,
    make: Callable[[tasks.Progress], Printable],
    written: Callable[[Path], object],
    failed: Callable[[Exception], object],
) -> tasks.Task:
    """Show what `make` returns; « Enregistrer… » offers the file `name`, and `written` hears which it became."""

    def show(pages: Printable) -> None:
        PreviewDialog(title, pages, lambda: save(pages), owner).open()

    def save(pages: Printable) -> None:
        if file := files.choose_to_save(owner, state, title, name, (files.PDF,)):
            label = owner.tr("Enregistrement{nbsp}: {title}").format(nbsp=NBSP, title=title)
            tasks.run(owner, label, lambda _progress: documents.save(pages.pdf, file), written, failed)

    label = owner.tr("Préparation{nbsp}: {title}").format(nbsp=NBSP, title=title)
    return tasks.run(owner, label, make, show, failed)
