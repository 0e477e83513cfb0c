"""What changed in the composition between two dates: who came, who left, votes, seats, professions."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from cpr_desk.domain import french
from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.difference_lines import lines, summary
from cpr_desk.office import documents, exports
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import history
from cpr_desk.ui import files, previewing, tasks, theme
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.history import change_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.table_panel import TablePanel


class EvolutionSheet(Sheet):
    """Two dates, the sentences that sum up, the table of the differences."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._state = state
        self.since, self.until = DateEdit(self), DateEdit(self)
        self.since.set_day(self._first_day())
        self.until.set_day(desk.today())
        self.summary = QLabel(self, wordWrap=True)
        self.figures = QLabel(self, wordWrap=True)
        self._empty = EmptyState("history", "", parent=self)
        self._model = TableModel(change_columns(), identity=lambda line: line, parent=self)
        self.panel = TablePanel(
            self._model, state, "evolution", self.tr("changement"), self.tr("changements"), self._empty, self
        )
        self._declare_commands()
        self._lay_out()
        self.since.changed.connect(lambda _day: self.reload())
        self.until.changed.connect(lambda _day: self.reload())

    def reload(self) -> None:
        since, until = self.since.day(), self.until.day()
        if since and until:
            self._compare(since, until)
        else:
            self._model.set_rows(())
            self.summary.clear()
            self.figures.clear()
            self._empty.say(
                self.tr("Indiquez deux dates"),
                self.tr("Écrivez-les comme 04/02/2021, ou choisissez-les au calendrier."),
            )
        self.commands.refresh()

    def _compare(self, since: date, until: date) -> None:
        found = history.differences_between(self._desk.db, self._desk.commission.id, since, until)
        self._empty.say(
            self.tr("Aucun changement entre ces deux dates"),
            self.tr("Choisissez une première date plus ancienne, ou une seconde plus récente."),
        )
        self._model.set_rows(lines(found))
        first, *figures = summary(found)
        backwards = self.tr("La première date suit la seconde{nbsp}: le tableau remonte le temps. ")
        self.summary.setText((backwards.format(nbsp=french.NBSP) if since > until else "") + first)
        self.figures.setText(" ".join(figures))

    def _first_day(self) -> date:
        """Return the day before whose change the composition was another one, else the day a year ago."""
        today = self._desk.today()
        past = [day for day in history.change_days(self._desk.db, self._desk.commission.id) if day <= today]
        return past[-2] if len(past) > 1 else add_months(today, -12)

    def _declare_commands(self) -> None:
        def dated() -> bool:
            return self.since.day() is not None and self.until.day() is not None

        add = self.commands.add
        self._swap = add(
            Command(self.tr("In&verser les dates"), self._swap_dates, "move-horizontal", "Ctrl+Shift+I",
                    self.tr("Mettre chacune des deux dates à la place de l’autre"), dated)
        )  # fmt: skip
        copy = add(
            Command(self.tr("Co&pier le tableau"), self._copy, "copy", tip=self.tr("Copier tous les changements"),
                    enabled=lambda: self._model.rowCount() > 0)
        )  # fmt: skip
        export = add(
            Command(self.tr("E&xporter…"), self._ask_export, "download", "Ctrl+E",
                    self.tr("Exporter ces changements en Excel ou en PDF"), dated)
        )  # fmt: skip
        self.primary = add(
            Command(self.tr("&Imprimer…"), self._print, "printer", "Ctrl+P",
                    self.tr("Voir le document, l’imprimer ou l’enregistrer"), dated)
        )  # fmt: skip
        self.secondary = [copy, export]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for words, field in ((self.tr("&Du"), self.since), (self.tr("&au"), self.until)):
            label = QLabel(words, self)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
        self.since.setAccessibleName(self.tr("Comparer la composition du"))
        self.until.setAccessibleName(self.tr("avec celle du"))
        row.addWidget(ActionButton(self._swap, self))
        row.addStretch()
        self.summary.setFont(theme.font(bold=True))
        self.figures.setProperty("muted", True)
        words_column = QVBoxLayout()
        words_column.setSpacing(Space.XS)
        words_column.addWidget(self.summary)
        words_column.addWidget(self.figures)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, Space.M, 0, 0)
        body.setSpacing(Space.M)
        body.addLayout(row)
        body.addLayout(words_column)
        body.addWidget(self.panel, 1)

    def _swap_dates(self) -> None:
        since, until = self.since.day(), self.until.day()
        self.since.set_day(until)
        self.until.set_day(since)

    def _copy(self) -> None:
        self.panel.view.clearSelection()
        self.panel.view.copy()
        self.messages.say(
            Weight.SUCCESS, self.tr("Le tableau est copié, prêt à coller dans un classeur ou une lettre.")
        )

    def _name(self, ending: str) -> str:
        since, until = self.since.day(), self.until.day()
        return self.tr("Évolution de la composition du {since} au {until}.{ending}").format(
            since=since, until=until, ending=ending
        )

    def _print(self) -> None:
        db, commission, today = self._desk.db, self._desk.commission.id, self._desk.today()
        until = self.until.day() or today
        request = Request(commission, DocumentKind.DIFFERENCES, until, today, since=self.since.day())
        previewing.look_at(
            self,
            self._state,
            self.tr("Évolution de la composition"),
            self._name("pdf"),
            lambda progress: documents.preview_pages(db, request, progress),
            self.say_written,
            self.say_failure,
        )

    def _ask_export(self) -> None:
        title, kinds = self.tr("Exporter l’évolution de la composition"), (files.EXCEL, files.PDF)
        if file := files.choose_to_save(self, self._state, title, self._name("xlsx"), kinds):
            db, today = self._desk.db, self._desk.today()
            wanted = Export(
                self._desk.commission.id, ExportKind.DIFFERENCES, self.until.day() or today, today, self.since.day()
            )
            tasks.run(self, title, lambda progress: exports.export(db, wanted, file, progress),
                      lambda _rows: self.say_written(file), self.say_failure)  # fmt: skip
