"""The page of everything that can be printed or exported, with a look at it first."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.office import documents, exports
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.ui import files, messages, printing, tasks, theme
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.icons import icon
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.report_offers import Offer, offers
from cpr_desk.ui.pages.report_options import ReportOptions
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import SectionTitle
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.pdf_preview import PageImages, PdfPreview
from cpr_desk.ui.widgets.sheet_list import SheetList

_LIST_WIDTH = 300
_REMEMBERED = "reports/kind"


class _Printable(PageImages, Protocol):
    """The pages of a document, and the file they are."""

    pdf: bytes


class ReportsPage(Page):
    """On the left what can be made, on the right its options and what it will look like."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__("Rapports", parent)
        self._desk = desk
        self._state = state
        self._pages: _Printable | None = None
        self._task: tasks.Task | None = None
        self._folder: Path | None = None
        self._items: dict[str, QTreeWidgetItem] = {}
        self.list = self._make_list()
        self.options = ReportOptions(desk, self)
        self.day, self.since, self.meeting = self.options.day, self.options.since, self.options.meeting
        self._title = SectionTitle("", self)
        self._about = QLabel(self, wordWrap=True)
        self._about.setProperty("muted", True)
        self.preview = PdfPreview(self)
        self.sheets = SheetList(self)
        self._trouble = EmptyState("file-text", "", "", parent=self)
        self._stack = QStackedWidget(self)
        for page in (self.preview, self.sheets, self._trouble):
            self._stack.addWidget(page)
        self._lay_out()
        self._declare()
        self.header.set_subtitle(self.tr("Les documents à imprimer et les classeurs à transmettre."))
        self.list.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self.options.changed.connect(self.refresh_preview)
        desk.changed.connect(self._follow)

    def reload(self) -> None:
        self.options.reload()
        if self.list.currentItem() is None:
            self.choose(str(self._state.get(_REMEMBERED)))
        else:
            self._chosen()

    def choose(self, key: str) -> None:
        """Select an entry of the list by « DocumentKind/agenda »; an unknown one selects the first."""
        self.list.setCurrentItem(self._items.get(key) or next(iter(self._items.values())))

    def offer(self) -> Offer | None:
        """Return the entry selected."""
        item = self.list.currentItem()
        found: Offer | None = item.data(0, Qt.ItemDataRole.UserRole) if item else None
        return found

    def refresh_preview(self) -> None:
        """Make the preview of what is selected, for its day or its meeting, in a task."""
        self._pages = None
        if self._task:
            self._task.cancel()
            self._task = None
        self.preview.show_document(None)
        offer, at = self.offer(), self._at()
        if offer is None:
            return
        if at is None:
            self._say(
                self.tr("Indiquez une date"), self.tr("Écrivez-la comme 04/02/2021, ou choisissez-la au calendrier.")
            )
        elif offer.of_meeting and not self.options.meetings:
            self._say(
                self.tr("Aucune réunion n’est prévue"),
                self.tr("Prévoyez-en une dans la page Réunions : ses documents seront à imprimer ici."),
            )
        elif isinstance(offer.kind, DocumentKind):
            self._preview_document(self.options.request(offer, offer.kind, at))
        else:
            self._preview_workbook(self.options.export(offer, offer.kind, at))
        self.commands.refresh()

    def save(self) -> None:
        """Ask where, and write what is shown."""
        offer, at = self.offer(), self._at()
        if offer is None or at is None:
            return
        kind = offer.kind
        name = f"{kind.label} {at.isoformat()}"
        if isinstance(kind, ExportKind):
            title = self.tr("Enregistrer le classeur")
            if file := files.choose_to_save(self, self._state, title, f"{name}.xlsx", [files.EXCEL]):
                self._write(partial(_exported, self._desk, self.options.export(offer, kind, at), file), file.parent)
            return
        request = self.options.request(offer, kind, at)
        if kind.apart and not request.cpts_id:
            title = self.tr("Dossier où enregistrer les lettres")
            if folder := files.choose_folder(self, self._state, title):
                self._write(partial(_produced, self._desk, request, folder), folder)
            return
        named = documents.file_name(self._desk.db, request) if request.cpts_id else name
        if file := files.choose_to_save(self, self._state, self.tr("Enregistrer le PDF"), f"{named}.pdf", [files.PDF]):
            self._write(partial(_saved, self._pages, file), file.parent)

    def print(self) -> None:
        """Send the document shown to a printer."""
        offer = self.offer()
        if self._pages and offer:
            printing.print_document(self, offer.kind.label, self._pages)

    # What the page is made of ------------------------------------------------------------------------------------

    def _make_list(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setIndentation(Space.M)
        tree.setAccessibleName(self.tr("Documents et classeurs"))
        tree.setUniformRowHeights(True)
        for title, group_offers in offers():
            group = QTreeWidgetItem(tree, [title])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFont(0, theme.font(bold=True))
            group.setSizeHint(0, QSize(0, theme.ROW_HEIGHT))
            for offer in group_offers:
                workbook = isinstance(offer.kind, ExportKind)
                words = self.tr("{label} (Excel)").format(label=offer.kind.label) if workbook else offer.kind.label
                item = self._items[offer.key] = QTreeWidgetItem(group, [words])
                item.setIcon(0, icon("file-spreadsheet" if workbook else "file-text"))
                item.setToolTip(0, offer.about)
                item.setData(0, Qt.ItemDataRole.UserRole, offer)
        tree.expandAll()
        return tree

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(Space.M, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(words)
        column.addWidget(self.options)
        column.addWidget(self._stack, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([_LIST_WIDTH, 4 * _LIST_WIDTH])
        self.body.addWidget(splitter, 1)

    def _declare(self) -> None:
        save = Command(
            self.tr("Enregistrer &sous…"),
            self.save,
            "save",
            "Ctrl+S",
            self.tr("Enregistrer le document ou le classeur choisi"),
            self._can_save,
        )
        show = Command(
            self.tr("&Ouvrir le dossier"),
            lambda: files.open_with_system(self._folder) if self._folder else None,
            "folder-open",
            tip=self.tr("Ouvrir le dossier du dernier fichier enregistré"),
            enabled=lambda: self._folder is not None,
        )
        paper = Command(
            self.tr("&Imprimer…"),
            self.print,
            "printer",
            "Ctrl+P",
            self.tr("Imprimer le document choisi"),
            lambda: self._pages is not None,
        )
        primary, *others = (self.commands.add(command) for command in (save, show, paper))
        self.header.set_actions(primary, others)

    # What happens ------------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        offer = self.offer()
        if offer is None:
            return
        self._state.remember(_REMEMBERED, offer.key)
        self.messages.clear()
        self._title.setText(offer.kind.label)
        self._about.setText(offer.about)
        self.options.show_for(offer)
        self.refresh_preview()

    def _at(self) -> date | None:
        offer = self.offer()
        return self.options.at(offer) if offer else None

    def _preview_document(self, request: Request) -> None:
        self._stack.setCurrentWidget(self.preview)
        db = self._desk.db

        def work(progress: tasks.Progress) -> _Printable:
            return documents.preview_pages(db, request, progress)

        self._run(self.tr("Préparation de l’aperçu"), work, self._show_pages, self._say_trouble)

    def _preview_workbook(self, wanted: Export) -> None:
        self._stack.setCurrentWidget(self.sheets)
        self.sheets.show_workbook(None)
        db = self._desk.db

        def work(progress: tasks.Progress) -> Any:
            progress(0, 0)
            return exports.build(db, wanted, progress)[1]

        self._run(self.tr("Préparation du classeur"), work, self.sheets.show_workbook, self._say_trouble)

    def _run(
        self,
        label: str,
        work: Callable[[tasks.Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object],
    ) -> None:
        task = tasks.run(self, label, work, done, failed)
        self._task = task

        def end() -> None:
            if self._task is task:
                self._task = None
                self.commands.refresh()

        task.finished.connect(end)

    def _show_pages(self, pages: _Printable) -> None:
        self._pages = pages
        self.preview.show_document(pages)

    def _say_trouble(self, failure: Exception) -> None:
        error = messages.as_user_error(failure)
        self._say(error.what, error.what_to_do)

    def _say(self, title: str, sentence: str) -> None:
        self._trouble.say(french.typeset(title), french.typeset(sentence))
        self._stack.setCurrentWidget(self._trouble)

    def _can_save(self) -> bool:
        if self.offer() is None or self._task:
            return False
        return self._pages is not None or self._stack.currentWidget() is self.sheets

    def _write(self, work: Callable[[tasks.Progress], list[Path]], folder: Path) -> None:
        def done(written: list[Path]) -> None:
            self._folder = folder
            text = french.typeset(self.tr("« {file} » est enregistré.").format(file=written[0].name))
            self.messages.say(
                Weight.SUCCESS, text, self.tr("Ouvrir le fichier"), partial(files.open_with_system, written[0])
            )

        self.messages.clear()
        self._run(
            self.tr("Enregistrement"),
            work,
            done,
            lambda failure: self.messages.say_error(messages.as_user_error(failure)),
        )

    def _follow(self) -> None:
        if self.isVisible():
            self.reload()


def _saved(pages: _Printable | None, file: Path, progress: tasks.Progress) -> list[Path]:
    progress(0, 0)
    return [documents.save(pages.pdf, file)] if pages else []


def _produced(desk: Desk, request: Request, folder: Path, progress: tasks.Progress) -> list[Path]:
    return documents.produce(desk.db, request, folder, progress)


def _exported(desk: Desk, wanted: Export, file: Path, progress: tasks.Progress) -> list[Path]:
    progress(0, 0)
    exports.export(desk.db, wanted, file, progress)
    return [file]
