"""What the page of the register writes: the workbook of a day for the ARS, and the file of one CPTS on paper."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain import french
from cpr_desk.ui import files, messages, tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.message_bar import Weight

if TYPE_CHECKING:
    from cpr_desk.office.exports import Export

# The exports are imported at their first use: the page is often the first one shown.


class RegisterOutput:
    """The page says what was written, and opens it."""

    def __init__(self, page: Page, desk: Desk, state: UiState) -> None:
        self._page, self._desk, self._state = page, desk, state

    def export(self, at: date) -> None:
        """Ask what to compare with and where, then write the register of a day for the ARS."""
        from cpr_desk.ui.dialogs.register_export import RegisterExportDialog

        dialog = RegisterExportDialog(at, self._page)
        dialog.saved.connect(partial(self._export, at))
        dialog.open()

    def print_file(self, cpts_id: int, at: date) -> None:
        """Show the file of a CPTS on paper, as it stood on a day."""
        from cpr_desk.office import documents
        from cpr_desk.office.documents import DocumentKind, Request
        from cpr_desk.ui import previewing

        db, kind = self._desk.db, DocumentKind.CPTS_FILE
        request = Request(self._desk.commission.id, kind, at, self._desk.today(), cpts_id=cpts_id)
        previewing.look_at(
            self._page,
            self._state,
            kind.label,
            f"{documents.file_name(db, request)}.pdf",
            lambda progress: documents.preview_pages(db, request, progress),
            self._say_printed,
            self._say_failure,
        )

    def _export(self, at: date, since: date) -> None:
        from cpr_desk.office.exports import Export, ExportKind

        name = f"{ExportKind.ADHESIONS.label} {at.isoformat()}.xlsx"
        title = self._page.tr("Exporter le registre")
        if file := files.choose_to_save(self._page, self._state, title, name, (files.EXCEL, files.PDF)):
            self._write(Export(self._desk.commission.id, ExportKind.ADHESIONS, at, self._desk.today(), since), file)

    def _write(self, wanted: "Export", file: Path) -> None:
        from cpr_desk.office import exports

        page, db = self._page, self._desk.db

        def work(progress: tasks.Progress) -> int:
            return exports.export(db, wanted, file, progress)

        def done(count: int) -> None:
            counted = french.plural(count, page.tr("CPTS enregistrée"), page.tr("CPTS enregistrées"))
            self._say(page.tr("{count} dans « {file} ».").format(count=counted, file=file.name), file)

        page.messages.clear()
        tasks.run(page, page.tr("Export du registre"), work, done, self._say_failure)

    def _say_printed(self, file: Path) -> None:
        self._say(self._page.tr("« {file} » est enregistré.").format(file=file.name), file)

    def _say(self, told: str, file: Path) -> None:
        opener = partial(files.open_with_system, file)
        opens = self._page.tr("Ouvrir le fichier")
        self._page.messages.say(Weight.SUCCESS, french.typeset(told), opens, opener)

    def _say_failure(self, failure: Exception) -> None:
        self._page.messages.say_error(messages.as_user_error(failure))
