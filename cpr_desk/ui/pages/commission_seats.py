"""The composition at a date: the official tables, the figures, the controls, who presides."""

from datetime import date
from pathlib import Path

from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.controls import check
from cpr_desk.office import exports, importing
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition as compositions
from cpr_desk.ui import files, tasks
from cpr_desk.ui.actions import Command
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.close_seats import CloseSeatsDialog
from cpr_desk.ui.dialogs.seat import AddSeatDialog, SeatDialog
from cpr_desk.ui.dialogs.section_president import SectionPresidentDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.commission_controls import ProblemsPanel
from cpr_desk.ui.pages.commission_sheet import Sheet
from cpr_desk.ui.pages.commission_summary import Figures, PresidencyCard
from cpr_desk.ui.pages.commission_tables import SeatTables
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.side_by_side import SideBySide


class SeatsSheet(Sheet):
    """The three official tables on a day, the figures, the controls, the presidency."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._state = state
        self._composition = compositions.composition_at(desk.db, desk.commission.id, desk.today())
        self.at = DateEdit(self)
        self.at.set_day(desk.today())
        self._today = QPushButton(self.tr("Aujourd’hui"), self)
        self.tables = SeatTables(state, self)
        self.problems = ProblemsPanel(self)
        self.figures = Figures(self)
        self._declare_commands()
        self.presidency = PresidencyCard(self._name_president, self)
        self._empty = self._empty_state()
        self._lay_out()
        self.at.changed.connect(self._change_day)
        self._today.clicked.connect(lambda: self.at.set_day(desk.today()))
        self.tables.opened.connect(lambda _seat: self._edit())
        self.tables.chosen.connect(self.commands.refresh)
        self.problems.chosen.connect(lambda problem: self.tables.select_seats(set(problem.seats)))

    def reload(self) -> None:
        day = self.day()
        commission = self._desk.commission
        self._composition = compositions.composition_at(self._desk.db, commission.id, day)
        controls = check(self._composition, commission.rules)
        self.figures.show_controls(controls)
        self.tables.show_controls(controls)
        self.problems.show_problems(controls.problems)
        year = self._desk.today().year
        years = commissions.presidency(self._desk.db, commission, year, year + 1)
        self.presidency.show_years(years, commission.installed_on.year)
        count = french.plural(len(controls.problems), self.tr("point relevé"), self.tr("points relevés"))
        self.side.setTabText(0, self.tr("Contrôles{nbsp}: {count}").format(nbsp=french.NBSP, count=count))
        named = all(each.president and each.vice_president for each in years[:1])
        self.side.setTabIcon(1, QIcon() if named else icon("triangle-alert", Tone.URGENT))
        self._today.setEnabled(day != self._desk.today() or bool(self.at.problem()))
        self._say_empty(day)
        self._stack.setCurrentIndex(0 if self._composition.seats else 1)
        self.commands.refresh()

    def begin(self, work: str) -> None:
        if work == "import":
            self._open_import()

    def day(self) -> date:
        """Return the day shown: the one typed, else today."""
        return self.at.day() or self._desk.today()

    def _change_day(self, day: date | None) -> None:
        if day:
            self.reload()

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
        self._add = add(
            Command(self.tr("A&jouter un siège…"), self._add_seat, "plus", "Ctrl+N",
                    self.tr("Ajouter un siège à la composition"))
        )  # fmt: skip
        self._modify = add(
            Command(self.tr("&Modifier le siège…"), self._edit, "pencil", "F2",
                    self.tr("Modifier le siège choisi à partir d’une date"), lambda: self.tables.selected() is not None)
        )  # fmt: skip
        self._close = add(
            Command(self.tr("Fe&rmer le siège…"), self._close_seats, "x", "Ctrl+Del",
                    self.tr("Retirer les sièges choisis de la composition à partir d’une date"),
                    lambda: bool(self.tables.selected_seats()))
        )  # fmt: skip
        self._name_president: QAction = add(
            Command(self.tr("&Désigner le président de section…"), self._open_president, "landmark",
                    tip=self.tr("Enregistrer le président qu’une section a désigné"), enabled=some)
        )  # fmt: skip
        self.primary, self.secondary = self._modify, [self._import, self._export, self._add, self._close]
        self.tables.set_context_actions([self._modify, self._add, self._close])

    def _empty_state(self) -> EmptyState:
        made = EmptyState("users", "", "", self.tr("Importer la composition…"), self._open_import, self)
        made.add_choice(self.tr("Enregistrer le classeur modèle…"), self._save_template)
        made.add_choice(self.tr("Ajouter un siège…"), self._add_seat)
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
        label = QLabel(self.tr("Composition au"), self)
        label.setBuddy(self.at)
        self.at.setAccessibleName(self.tr("Composition au"))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for widget in (label, self.at, self._today):
            row.addWidget(widget)
        row.addStretch()
        self.side = QTabWidget(self, documentMode=True)
        self.side.setMinimumWidth(280)
        self.side.addTab(_sheet(self.problems), self.tr("Contrôles"))
        self.side.addTab(_sheet(self.presidency), self.tr("Présidence"))
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
        body.addLayout(row)
        body.addLayout(self._stack, 1)

    def _open_import(self) -> None:
        from cpr_desk.ui.dialogs.import_preview import ImportDialog

        dialog = ImportDialog(self._desk, "composition", self, self._state)
        dialog.imported.connect(self.say_saved)
        dialog.open()

    def _open_president(self) -> None:
        dialog = SectionPresidentDialog(self._desk, self)
        dialog.saved.connect(
            lambda person: self.messages.say(
                Weight.SUCCESS, self.tr("{name} préside sa section.").format(name=person.courteous_name)
            )
        )
        dialog.open()

    def _edit(self) -> None:
        if seat := self.tables.selected():
            dialog = SeatDialog(self._desk, seat, self.day(), self)
            dialog.saved.connect(lambda _state: self.say_saved(self.tr("Le siège est modifié.")))
            dialog.open()

    def _add_seat(self) -> None:
        dialog = AddSeatDialog(self._desk, self._composition, self.tables.section(), self.day(), self)
        dialog.saved.connect(lambda _state: self.say_saved(self.tr("Le siège est ajouté.")))
        dialog.open()

    def _close_seats(self) -> None:
        dialog = CloseSeatsDialog(self._desk, self.tables.selected_seats(), self.day(), self)
        dialog.saved.connect(
            lambda seats: self.say_saved(
                self.tr("Le siège est fermé.") if len(seats) == 1 else self.tr("Les sièges sont fermés.")
            )
        )
        dialog.open()

    def _ask_export(self) -> None:
        day = self.day()
        name = self.tr("Composition au {day}.xlsx").format(day=day.isoformat())
        title = self.tr("Exporter la composition")
        if file := files.choose_to_save(self, self._state, title, name, (files.EXCEL, files.PDF)):
            self._export_to(file, Export(self._desk.commission.id, ExportKind.COMPOSITION, day, self._desk.today()))

    def _export_to(self, file: Path, wanted: Export) -> None:
        db = self._desk.db
        label = self.tr("Export de la composition")
        tasks.run(self, label, lambda _progress: exports.export(db, wanted, file), lambda _rows: self._written(file),
                  self.say_failure)  # fmt: skip

    def _save_template(self) -> None:
        title, name = self.tr("Enregistrer le classeur modèle"), self.tr("Modèle de composition.xlsx")
        if file := files.choose_to_save(self, self._state, title, name, (files.EXCEL,)):
            tasks.run(self, title, lambda _progress: importing.write_template("composition", file),
                      lambda _nothing: self._written(file), self.say_failure)  # fmt: skip

    def _written(self, file: Path) -> None:
        sentence = self.tr("Le fichier « {name} » est enregistré.").format(name=file.name)
        self.messages.say(
            Weight.SUCCESS, french.typeset(sentence), self.tr("Ouvrir"), lambda: files.open_with_system(file)
        )


def _sheet(part: QWidget) -> QWidget:
    """Return the sheet of a tab."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, Space.M, 0, 0)
    column.addWidget(part, 0 if isinstance(part, PresidencyCard) else 1)
    if isinstance(part, PresidencyCard):
        column.addStretch(1)
    return made
