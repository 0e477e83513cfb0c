"""The register of every decision and opinion of the commission: what is late first, filtered, printed, exported."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QVBoxLayout

from cpr_desk.domain.decisions import FollowUp, Listed
from cpr_desk.domain.french import capital
from cpr_desk.office import documents, exports
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import decisions
from cpr_desk.ui import files, previewing, tasks
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.decisions import DecisionLine, decision_columns, lines
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.pages.decision_commands import DecisionCommands
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.table_panel import TablePanel


class DecisionsSheet(Sheet):
    """All decisions; `back` shows the meetings again, `open_meeting` one of them by its id."""

    def __init__(
        self,
        desk: Desk,
        state: UiState,
        page: Page,
        back: Callable[[], object],
        open_meeting: Callable[[int], object],
    ) -> None:
        super().__init__(page)
        self._desk, self._state, self._open_meeting = desk, state, open_meeting
        self._all: tuple[Listed, ...] = ()
        self.model: TableModel[DecisionLine] = TableModel(decision_columns(of_meeting=False), parent=self)
        empty = EmptyState(
            "scale",
            self.tr("Aucune décision"),
            self.tr("Les décisions et avis s’enregistrent dans la réunion qui les prend, onglet Suites."),
            parent=self,
        )
        self.panel = TablePanel(
            self.model, state, "decisions", self.tr("décision ou avis"), self.tr("décisions et avis"), empty, self
        )
        states = [(capital(each.label), each) for each in FollowUp]
        self.state = self._filter(self.tr("État"), [(self.tr("Tous les états"), None), *states])
        self.year = self._filter(self.tr("Année"), [(self.tr("Toutes les années"), None)])
        self.cpts = self._filter(self.tr("CPTS"), [(self.tr("Toutes les CPTS"), None)])
        self._declare(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)

    def reload(self) -> None:
        db, commission, today = self._desk.db, self._desk.commission, self._desk.today()
        self.page.header.set_subtitle(self.tr("Décisions et avis de la commission"))
        self._all = decisions.listed(db, commission, decisions.all_decisions(db, commission.id), today)
        _offer(self.year, sorted({str(each.decision.year) for each in self._all}, reverse=True))
        _offer(self.cpts, sorted({each.cpts for each in self._all if each.cpts}))
        self._show()

    def begin(self, work: str) -> None:
        """Show the decision of an id."""
        if work.isdigit():
            for choice in (self.state, self.year, self.cpts):
                choice.setCurrentIndex(0)
            self.panel.select(int(work))

    def _filter(self, name: str, entries: list[tuple[str, FollowUp | None]]) -> QComboBox:
        made = choice_box(entries, self)
        made.setAccessibleName(name)
        made.currentIndexChanged.connect(lambda _row: self._show())
        self.panel.add_to_bar(made)
        return made

    def _show(self) -> None:
        state, year, cpts = (each.currentData() for each in (self.state, self.year, self.cpts))
        today = self._desk.today()
        found = [
            each
            for each in self._all
            if (state is None or each.decision.follow_up(today) == state)
            and (year is None or str(each.decision.year) == year)
            and (cpts is None or each.cpts == cpts)
        ]
        self.model.set_rows(lines(found, today))
        self.commands.refresh()

    def _declare(self, back: Callable[[], object]) -> None:
        show = self.commands.add(
            Command(self.tr("Ré&unions"), back, "chevron-left", "Ctrl+Shift+D", self.tr("Revenir aux réunions"))
        )
        look = self.commands.add(
            Command(self.tr("&Imprimer le registre…"), self._print, "printer", "Ctrl+P",
                    self.tr("Voir le registre entier, l’imprimer ou l’enregistrer"))
        )  # fmt: skip
        export = self.commands.add(
            Command(self.tr("E&xcel…"), self._ask_export, "file-spreadsheet", "Ctrl+E",
                    self.tr("Enregistrer le registre entier dans un classeur"))
        )  # fmt: skip
        self.chosen = DecisionCommands(self._desk, self.page, self, self.commands, self.panel)
        meeting = self.commands.add(
            Command(self.tr("Ouvrir &la réunion"), self._show_meeting, "calendar-days",
                    tip=self.tr("Ouvrir la réunion qui a pris la décision choisie"),
                    enabled=lambda: len(self.panel.view.selected_rows()) == 1)
        )  # fmt: skip
        self.panel.set_context_actions([*self.chosen.actions, meeting])
        menu = QMenu(self)
        menu.addActions([*self.chosen.actions, meeting])
        about = QAction(self.tr("Décisi&on"), self)
        about.setToolTip(self.tr("Modifier, noter comme faite ou retirer la décision choisie, ouvrir sa réunion"))
        about.setMenu(menu)
        self.primary, self.secondary = show, [about, look, export]

    def _show_meeting(self) -> None:
        (line,) = self.panel.view.selected_rows()
        self._open_meeting(line.decision.meeting_id)

    def _print(self) -> None:
        db, today = self._desk.db, self._desk.today()
        request = Request(self._desk.commission.id, DocumentKind.DECISIONS, today, today)
        previewing.look_at(
            self, self._state, DocumentKind.DECISIONS.label, self._name("pdf"),
            lambda progress: documents.preview_pages(db, request, progress), self.say_written, self.say_failure,
        )  # fmt: skip

    def _ask_export(self) -> None:
        today = self._desk.today()
        title = self.tr("Enregistrer le registre des décisions")
        if file := files.choose_to_save(self, self._state, title, self._name("xlsx"), (files.EXCEL,)):
            self._export(Export(self._desk.commission.id, ExportKind.DECISIONS, today, today), file, title)

    def _export(self, wanted: Export, file: Path, title: str) -> None:
        db = self._desk.db
        tasks.run(self, title, lambda progress: exports.export(db, wanted, file, progress),
                  lambda _rows: self.say_written(file), self.say_failure)  # fmt: skip

    def _name(self, ending: str) -> str:
        return f"{DocumentKind.DECISIONS.label} {self._desk.today().isoformat()}.{ending}"


def _offer(choice: QComboBox, words: list[str]) -> None:
    """Offer these after the first entry, which is for all; what was chosen stays where it can."""
    chosen = choice.currentText()
    choice.blockSignals(True)
    while choice.count() > 1:
        choice.removeItem(1)
    for each in words:
        choice.addItem(each, each)
    choice.setCurrentIndex(max(0, choice.findText(chosen)))
    choice.blockSignals(False)
