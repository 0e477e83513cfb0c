"""The page of the register: every CPTS of the commission at a date, its form, its import and its export for the ARS."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QTabBar, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.adhesion import Adhesion
from cpr_desk.domain.cpts_facts import Alert
from cpr_desk.domain.register_filter import EVERYTHING, Facet
from cpr_desk.services import register
from cpr_desk.ui import files, messages, tasks
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.icons import icon
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_list import CptsList
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight

if TYPE_CHECKING:
    from cpr_desk.office.exports import Export
    from cpr_desk.ui.dialogs.import_preview import Kind as ImportKind
    from cpr_desk.ui.pages.cpts_file import CptsFile
    from cpr_desk.ui.pages.cpts_map import CptsMap

# The dialogs and the exports are imported at their first use: the page is often the first one shown.


class CptsPage(Page):
    """The register of CPTS as a list and as a map. Enter or a double click opens the file, F2 the form of today."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__("CPTS", parent)
        self._desk = desk
        self._state = state
        self._today = desk.today()
        self._empty = EmptyState(
            "map-pinned", "", "", self.tr("Importer un classeur…"), self.import_register, parent=self
        )
        self.list = CptsList(desk, state, self, self._empty)
        self.panel = self.list.panel
        self.day = DateEdit(self)
        self.day.setAccessibleName(self.tr("État du registre au"))
        self.day.set_day(self.list.at)
        label = QLabel(self.tr("État &au"), self)
        label.setBuddy(self.day)
        self.header.add_control(label)
        self.header.add_control(self.day)
        self.parts = QTabBar(self)
        self.parts.setAccessibleName(self.tr("Liste ou carte"))
        self.parts.setDocumentMode(True)
        self.parts.setExpanding(False)
        self.parts.setDrawBase(False)
        for title in (self.tr("Liste"), self.tr("Carte")):
            self.parts.addTab(title)
        self._sheets = QStackedWidget(self)
        self._sheets.addWidget(self.list)
        self._file: CptsFile | None = None
        self._map: CptsMap | None = None
        self.body.addWidget(self.parts)
        self.body.addWidget(self._sheets, 1)
        self._declare()
        self.panel.view.opened.connect(lambda adhesion: self.open_file(adhesion.id))
        self.panel.view.chosen.connect(self.commands.refresh)
        self.day.changed.connect(self._show_day)
        self.day.editingFinished.connect(self._leave_unknown)
        self.parts.currentChanged.connect(lambda _part: self._show_part())
        self.list.day_wanted.connect(self.day.set_day)
        desk.changed.connect(self._follow)

    def reload(self) -> None:
        before, self._today = self._today, self._desk.today()
        if self.list.at == before != self._today:
            self.day.set_day(self._today)  # a window left open over night goes on with the new day, and reloads
            return
        if self._file and self._sheets.currentWidget() is self._file:
            known = self._file.show_cpts(self._file.cpts_id, self.list.at)
            self.commands.refresh()
            if known or self.day.hasFocus():  # 01/06/20 may become 01/06/2023: `_leave_unknown` waits for the end
                return
            self.show_register()
        if self._map and self._sheets.currentWidget() is self._map:
            self._map.show_day(self.list.at)
            self.commands.refresh()
            return
        self._say_empty()
        self.list.reload()
        self.commands.refresh()

    def _leave_unknown(self) -> None:
        """Go back to the register when the CPTS of the file was not yet in it on the day typed."""
        if self._file and self._sheets.currentWidget() is self._file and self._file.at != self.list.at:
            self.show_register()

    def open_file(self, cpts_id: int, tab: str = "") -> None:
        """Open the file of a CPTS on the day of the register, at a tab when one is named."""
        from cpr_desk.ui.pages.cpts_file import CptsFile

        if self._file is None:
            self._file = CptsFile(self._desk, self._state, self, self._show_part, self._edit_shown)
            self._sheets.addWidget(self._file)
        if tab:
            self._file.tabs.show_tab(tab)
        if self._file.show_cpts(cpts_id, self.list.at):
            self.messages.clear()  # what was done to another one
            self._sheets.setCurrentWidget(self._file)
            self._file.tabs.setFocus()
            self._show_actions()

    def show_map(self) -> None:
        """Show the territories of the day of the register on the map."""
        from cpr_desk.ui.pages.cpts_map import CptsMap

        self._raise_part(1)
        if self._map is None:
            self._map = CptsMap(self._desk, self._state, self)
            self._map.opened.connect(lambda cpts_id: self.open_file(cpts_id, "area"))
            self._sheets.addWidget(self._map)
        self._sheets.setCurrentWidget(self._map)
        self._show_actions()
        self._map.show_day(self.list.at)
        self._map.map.view.setFocus()

    def _show_part(self) -> None:
        """Show the list or the map, as the tab above says."""
        if self.parts.currentIndex():
            self.show_map()
        else:
            self.show_register()

    def _raise_part(self, number: int) -> None:
        with QSignalBlocker(self.parts):
            self.parts.setCurrentIndex(number)

    def show_register(self) -> None:
        """Go back to the register, where the CPTS of the file stays chosen."""
        shown = self._file.cpts_id if self._file else 0
        self._raise_part(0)
        self._sheets.setCurrentWidget(self.list)
        self._show_actions()
        self.reload()
        if shown:
            self.list.select(shown)
        self.panel.view.setFocus()

    def _edit_shown(self) -> None:
        if chosen := self._chosen():
            self.edit(chosen)
        elif many := self._chosen_many():
            self.change_many(many)

    def change_many(self, ids: Sequence[int]) -> None:
        """Open the change of several CPTS at once, as they stand today."""
        from cpr_desk.ui.dialogs.cpts_bulk import BulkDialog

        dialog = BulkDialog(self._desk, ids, self._state, self)
        dialog.saved.connect(lambda told: self._desk.say_saved(self.messages, told))
        dialog.open()

    def _chosen_many(self) -> list[int]:
        """Return the CPTS selected when there are several."""
        return [int(str(each)) for each in self.panel.view.selected_identities()] if self._count_chosen() > 1 else []

    def _may_change(self) -> bool:
        """Return whether one is chosen, or several on a day on which what they become can be seen; so for a file."""
        if not self._in_register():
            return self.list.at >= self._desk.today()
        chosen = self._count_chosen()
        return chosen == 1 or (chosen > 1 and self.list.at >= self._desk.today())

    def _count_chosen(self) -> int:
        return len(self.panel.view.selectionModel().selectedRows()) if self._in_register() else 0

    def _chosen(self) -> Adhesion | None:
        """Return the CPTS of the file, or the one selected when there is exactly one."""
        if self._file and self._sheets.currentWidget() is self._file:
            db, commission = self._desk.db, self._desk.commission
            return next(iter(register.adhesions_at(db, commission.id, self._desk.today(), [self._file.cpts_id])), None)
        return self.panel.view.selected_rows()[0] if self._count_chosen() == 1 else None

    def add(self) -> None:
        """Open an empty form."""
        self._open(None)

    def edit(self, adhesion: Adhesion) -> None:
        """Open the form of a CPTS as it stands today."""
        db, commission = self._desk.db, self._desk.commission
        now = register.adhesions_at(db, commission.id, self._desk.today(), [adhesion.id])
        self._open(now[0] if now else adhesion)

    def begin(self, work: str) -> None:
        if work == "import":
            self.import_register()
        if work == "map":
            self.show_map()
        if work == "late":
            self.show_register()
            self.list.ask(EVERYTHING.choosing(Facet.ALERT, (alert for alert in Alert if alert.is_late)))
        cpts, _, tab = work.partition("/")
        if cpts.isdecimal():
            self.open_file(int(cpts), tab)

    def import_register(self) -> None:
        """Open the import of a register."""
        self._import("adhesions")

    def import_payments(self) -> None:
        """Open the import of a list of payments."""
        self._import("payments")

    def _import(self, kind: "ImportKind") -> None:
        from cpr_desk.ui.dialogs.import_preview import ImportDialog

        dialog = ImportDialog(self._desk, kind, self, self._state)
        dialog.imported.connect(lambda told: self._desk.say_saved(self.messages, told))
        dialog.open()

    def export(self) -> None:
        """Ask what to compare with and where, then write the register of the day shown for the ARS."""
        from cpr_desk.ui.dialogs.register_export import RegisterExportDialog

        dialog = RegisterExportDialog(self.list.at, self)
        dialog.saved.connect(partial(self._export, self.list.at))
        dialog.open()

    def _export(self, at: date, since: date) -> None:
        from cpr_desk.office.exports import Export, ExportKind

        name = f"{ExportKind.ADHESIONS.label} {at.isoformat()}.xlsx"
        title = self.tr("Exporter le registre")
        if file := files.choose_to_save(self, self._state, title, name, (files.EXCEL, files.PDF)):
            self._write(Export(self._desk.commission.id, ExportKind.ADHESIONS, at, self._desk.today(), since), file)

    def _write(self, wanted: "Export", file: Path) -> None:
        from cpr_desk.office import exports

        db = self._desk.db

        def work(progress: tasks.Progress) -> int:
            return exports.export(db, wanted, file, progress)

        def done(count: int) -> None:
            counted = french.plural(count, self.tr("CPTS enregistrée"), self.tr("CPTS enregistrées"))
            text = french.typeset(self.tr("{count} dans « {file} ».").format(count=counted, file=file.name))
            opener = partial(files.open_with_system, file)
            self.messages.say(Weight.SUCCESS, text, self.tr("Ouvrir le fichier"), opener)

        self.messages.clear()
        tasks.run(
            self,
            self.tr("Export du registre"),
            work,
            done,
            lambda failure: self.messages.say_error(messages.as_user_error(failure)),
        )

    def print_file(self) -> None:
        """Show the file of the CPTS in front on paper, as it stood on the day shown."""
        from cpr_desk.office import documents
        from cpr_desk.office.documents import DocumentKind, Request
        from cpr_desk.ui import previewing

        if self._file is None:
            return
        db, at = self._desk.db, self._file.at
        kind, own = DocumentKind.CPTS_FILE, self._file.cpts_id
        request = Request(self._desk.commission.id, kind, at, self._desk.today(), cpts_id=own)
        previewing.look_at(
            self,
            self._state,
            kind.label,
            f"{documents.file_name(db, request)}.pdf",
            lambda progress: documents.preview_pages(db, request, progress),
            self._say_written,
            lambda failure: self.messages.say_error(messages.as_user_error(failure)),
        )

    def _say_written(self, file: Path) -> None:
        text = french.typeset(self.tr("« {file} » est enregistré.").format(file=file.name))
        self.messages.say(Weight.SUCCESS, text, self.tr("Ouvrir le fichier"), partial(files.open_with_system, file))

    def _open(self, adhesion: Adhesion | None) -> None:
        from cpr_desk.ui.dialogs.cpts import CptsDialog

        dialog = CptsDialog(self._desk, adhesion, self)
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, cpts_id: int) -> None:
        self._desk.refresh()
        if self._sheets.currentWidget() is self.list:
            self.list.select(cpts_id)
            self.panel.view.setFocus()

    def _in_register(self) -> bool:
        return self._sheets.currentWidget() is self.list

    def _declare(self) -> None:
        edit = self.commands.add(
            Command(
                self.tr("&Modifier…"),
                self._edit_shown,
                "pencil",
                "F2",
                self.tr("Modifier la fiche de la CPTS choisie, ou toutes celles qui sont choisies à la fois"),
                self._may_change,
                self.tr("Choisissez une CPTS, ou plusieurs dans l’état d’aujourd’hui"),
            )
        )
        take_in = self._import_menu()
        export = self.commands.add(
            Command(
                self.tr("E&xporter pour l’ARS…"),
                self.export,
                "file-spreadsheet",
                "Ctrl+E",
                self.tr("Enregistrer le registre à la date affichée, en Excel ou en PDF"),
                lambda: self._in_register() and self.list.model.total > 0,
            )
        )
        add = self.commands.add(
            Command(self.tr("A&jouter une CPTS…"), self.add, "plus", "Ctrl+N", self.tr("Ouvrir une fiche vide"))
        )
        opens = self.commands.add(
            Command(
                self.tr("&Ouvrir le dossier"),
                lambda: self.open_file(self.panel.view.selected_rows()[0].id),
                "folder-open",
                tip=self.tr("Ouvrir le dossier de la CPTS choisie (Entrée dans la liste)"),
                enabled=lambda: self._count_chosen() == 1,
            )
        )
        sheet = self.commands.add(
            Command(
                self.tr("Im&primer la fiche…"),
                self.print_file,
                "printer",
                "Ctrl+P",
                self.tr("Voir la fiche de la CPTS, à imprimer ou à enregistrer en PDF"),
                lambda: self._file is not None and self._sheets.currentWidget() is self._file,
            )
        )
        self._actions = ((add, (edit, take_in, export)), (None, (edit, sheet)))
        self._show_actions()
        self.panel.set_context_actions([opens, edit, add])

    def _import_menu(self) -> QAction:
        menu = QMenu(self.tr("&Importer…"), self)
        menu.setIcon(icon("upload"))
        for text, run, keys, tip in (
            (
                self.tr("Un &registre des CPTS…"),
                self.import_register,
                "Ctrl+I",
                self.tr("Importer un registre tenu dans un classeur"),
            ),
            (
                self.tr("Des &versements…"),
                self.import_payments,
                "Ctrl+Shift+I",
                self.tr("Importer les versements faits aux CPTS"),
            ),
        ):
            menu.addAction(self.commands.add(Command(text, run, shortcut=keys, tip=tip)))
        menu.menuAction().setProperty("icon_name", "upload")
        menu.menuAction().setToolTip(self.tr("Importer un registre ou des versements tenus dans un classeur"))
        return menu.menuAction()

    def _show_actions(self) -> None:
        self.commands.refresh()  # first: a button on its way out would show again
        if self._map and self._sheets.currentWidget() is self._map:
            self.header.set_actions(self._map.print_action)
        else:
            self.header.set_actions(*self._actions[0 if self._in_register() else 1])
        in_file = self._file is not None and self._sheets.currentWidget() is self._file
        self.parts.setHidden(in_file)
        self.header.set_subtitle("" if in_file else self.tr("Le registre des adhésions à l’ACI"))

    def _show_day(self, day: date | None) -> None:
        if day:
            self.list.show_day(day)
            self.reload()

    def _follow(self) -> None:
        if self.isVisible():
            self.reload()

    def _say_empty(self) -> None:
        if self.list.at < self._desk.today():
            words = self.tr("Aucune CPTS n’était au registre le {day}").format(day=french.day_words(self.list.at))
            self._empty.say(words, self.tr("Choisissez une date plus récente, ou importez votre classeur de suivi."))
        else:
            self._empty.say(
                self.tr("Le registre est encore vide"),
                self.tr("Importez le classeur où vous suivez les CPTS, ou ajoutez-les une à une (Ctrl+N)."),
            )
