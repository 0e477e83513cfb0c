"""The composition at a date: the official tables, the figures, the controls, who presides."""

from datetime import date
from pathlib import Path

from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.problems import Remedy
from cpr_desk.office import exports, importing
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import composition as compositions
from cpr_desk.services import presidency as presidencies
from cpr_desk.services.controls import controls_at
from cpr_desk.ui import files, tasks
from cpr_desk.ui.actions import Command
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.seat_history import SeatHistoryDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_controls import ProblemsPanel
from cpr_desk.ui.pages.commission_seat_commands import SeatCommands
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.pages.commission_summary import Figures, PresidencyCard
from cpr_desk.ui.pages.commission_tables import SeatTables
from cpr_desk.ui.pages.commission_time import TimeRow
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.side_by_side import SideBySide

_LOW = 800
"""Height of the window under which the parts stand closer; that of the sheet changes with each message above it."""


class SeatsSheet(Sheet):
    """The three official tables on a day, the figures, the controls, the presidency."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._state = state
        self._compact = False
        self._composition = compositions.composition_at(desk.db, desk.commission.id, desk.today())
        self.time = TimeRow(desk, self.commands, self)
        self.at = self.time.at
        self.tables = SeatTables(state, self)
        self.problems = ProblemsPanel(self)
        self.figures = Figures(self)
        self._declare_commands()
        self.presidency = PresidencyCard(self._open_presidency, self)
        self._empty = self._empty_state()
        self._lay_out()
        self.time.changed.connect(self._show_day)
        self.tables.opened.connect(lambda _seat: self.seat_commands.designate.trigger())
        self.tables.chosen.connect(self.commands.refresh)
        self.problems.chosen.connect(lambda problem: self.tables.select_seats(set(problem.seats)))
        self.problems.mend.connect(self.seat_commands.mend)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rows of the tables what can be spared on a low screen (1366×768, or 1920×1080 at 150 %)."""
        super().resizeEvent(event)
        if (compact := self.window().height() < _LOW) is not self._compact:
            self._compact = compact
            self.figures.set_compact(compact=compact)
            self.tables.set_compact(compact=compact)
            for column in self._columns:
                column.setSpacing(Space.S if compact else Space.L)

    def reload(self) -> None:
        self.time.read()
        self._show_day(self.day())

    def _show_day(self, day: date) -> None:
        commission = self._desk.commission
        controls = controls_at(self._desk.db, commission, day)
        self._composition = controls.composition
        self.figures.show_controls(controls)
        self.tables.show_controls(controls)
        self.problems.show_problems(controls.problems)
        year = self._desk.today().year
        years = presidencies.ledger_of(self._desk.db, commission.id, year, year + 1)
        self.presidency.show_years(years, commission.installed_on.year)
        count = french.plural(len(controls.problems), self.tr("point relevé"), self.tr("points relevés"))
        self.side.setTabText(0, self.tr("Contrôles{nbsp}: {count}").format(nbsp=french.NBSP, count=count))
        doubtful = any(problem.remedy is Remedy.PRESIDENCY for problem in controls.problems)
        self.side.setTabIcon(1, icon("triangle-alert", Tone.URGENT) if doubtful else QIcon())
        self._say_empty(day)
        self._stack.setCurrentIndex(0 if self._composition.seats else 1)
        self.commands.refresh()

    def begin(self, work: str) -> None:
        if work == "import":
            self._open_import()

    def day(self) -> date:
        """Return the day shown: the one typed, else today."""
        return self.time.day()

    def _declare_commands(self) -> None:
        def some() -> bool:
            return bool(self._composition.seats)

        add = self.commands.add
        self._import = add(
            Command(self.tr("&Importer…"), self._open_import, "upload", "Ctrl+I",
                    self.tr("Importer la composition depuis un classeur"))
        )  # fmt: skip
        self._export = add(
            Command(self.tr("E&xporter…"), self._ask_export, "download", "Ctrl+E",
                    self.tr("Exporter la composition en Excel ou en PDF"), some)
        )  # fmt: skip
        self._open_presidency = add(
            Command(self.tr("&Ouvrir la présidence"), lambda: self.page.begin("presidency"), "landmark",
                    tip=self.tr("Présidents de section, registre par année et exceptions"))
        )  # fmt: skip
        self.seat_commands = SeatCommands(self._desk, self, self.tables, self.day, lambda: self._composition)
        self.seat_commands.add_to_menu(
            add(Command(self.tr("&Historique du siège…"), self._open_history, "history", "Ctrl+H",
                        self.tr("Voir tout ce qui est arrivé au siège choisi"),
                        lambda: self.tables.selected() is not None))
        )  # fmt: skip
        self.primary = self.seat_commands.designate
        self.secondary = [self._import, self._export, self.seat_commands.menu]
        self.tables.set_context_actions([*self.seat_commands.of_seat, self.seat_commands.add_seat])

    def _empty_state(self) -> EmptyState:
        made = EmptyState("users", "", "", self.tr("Importer la composition…"), self._open_import, self)
        made.add_choice(self.tr("Enregistrer le classeur modèle…"), self._save_template)
        made.add_choice(self.tr("Ajouter un siège…"), self.seat_commands.add_seat.trigger)
        return made

    def _say_empty(self, day: date) -> None:
        self._empty.say(
            self.tr("Aucun siège au {day}").format(day=french.day_words(day)),
            self.tr(
                "Importez le tableau de composition de la commission (Excel ou CSV), ou enregistrez le classeur "
                "modèle pour le remplir. Si la commission a été installée plus tard, changez la date ci-dessus."
            ),
        )

    def _lay_out(self) -> None:
        self.side = QTabWidget(self, documentMode=True)
        self.side.setMinimumWidth(280)
        self.side.addTab(_sheet(self.problems), self.tr("Contrôles"))
        self.side.addTab(_sheet(self.presidency), self.tr("Qui préside"))
        full = QWidget(self)
        everything = QVBoxLayout(full)
        everything.setContentsMargins(0, 0, 0, 0)
        everything.setSpacing(Space.L)
        self.figures.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        everything.addWidget(self.figures)
        everything.addWidget(SideBySide(self.tables, self.side, (5, 3), self._state, "commission", self), 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, Space.M, 0, 0)
        body.setSpacing(Space.L)
        body.addWidget(self.time)
        body.addLayout(self._stack, 1)
        self._columns = (everything, body)

    def _open_import(self) -> None:
        from cpr_desk.ui.dialogs.import_preview import ImportDialog

        dialog = ImportDialog(self._desk, "composition", self, self._state)
        dialog.imported.connect(self.say_saved)
        dialog.open()

    def _open_history(self) -> None:
        if seat := self.tables.selected():
            SeatHistoryDialog(self._desk, self._state, seat, self).open()

    def _ask_export(self) -> None:
        day = self.day()
        name = self.tr("Composition au {day}.xlsx").format(day=day.isoformat())
        title = self.tr("Exporter la composition")
        if file := files.choose_to_save(self, self._state, title, name, (files.EXCEL, files.PDF)):
            self._export_to(file, Export(self._desk.commission.id, ExportKind.COMPOSITION, day, self._desk.today()))

    def _export_to(self, file: Path, wanted: Export) -> None:
        db = self._desk.db
        label = self.tr("Export de la composition")
        tasks.run(self, label, lambda progress: exports.export(db, wanted, file, progress),
                  lambda _rows: self.say_written(file), self.say_failure)  # fmt: skip

    def _save_template(self) -> None:
        title, name = self.tr("Enregistrer le classeur modèle"), self.tr("Modèle de composition.xlsx")
        if file := files.choose_to_save(self, self._state, title, name, (files.EXCEL,)):
            tasks.run(self, title, lambda _progress: importing.write_template("composition", file),
                      lambda _nothing: self.say_written(file), self.say_failure)  # fmt: skip


def _sheet(part: QWidget) -> QWidget:
    """Return the sheet of a tab."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, Space.M, 0, 0)
    column.addWidget(part, 0 if isinstance(part, PresidencyCard) else 1)
    if isinstance(part, PresidencyCard):
        column.addStretch(1)
    return made
