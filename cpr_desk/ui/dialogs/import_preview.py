"""Take in a workbook: choose it, see what it would change and what is wrong with it, then all of it or nothing."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.errors import UserError
from cpr_desk.office import importing
from cpr_desk.office.importing import Preview, RegisterPreview
from cpr_desk.ui import files, messages, tab_order, tasks, theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.column_matching import ColumnMatchingDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.imports import ChangeRow, FindingRow, change_columns, change_rows, finding_columns, finding_rows
from cpr_desk.ui.models.rows import RowsModel
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.form import Field
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight
from cpr_desk.ui.widgets.table_view import TableView

Kind = Literal["composition", "adhesions"]
_FIRST_SIZE = QSize(980, 620)


class ImportDialog(QDialog):
    """Preview and import of a composition or of a register; refreshes the desk once something was taken in.

    `imported` then carries the sentence that says what was.
    """

    imported = Signal(str)

    def __init__(self, desk: Desk, kind: Kind, parent: QWidget | None = None, state: UiState | None = None) -> None:
        """`state` remembers the folder of the files and the columns of the tables."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._desk = desk
        self._kind = kind
        self._state = state or UiState()
        self._file: Path | None = None
        self._preview: Preview | None = None
        self._task: tasks.Task | None = None
        composition = kind == "composition"
        title = self.tr("Importer la composition") if composition else self.tr("Importer le registre des CPTS")
        self.setWindowTitle(title)
        self.messages = MessageBar(self)
        self.day = DateEdit(self)
        self.day.set_day(self._usual_day())
        self._make_buttons()
        self._make_views()
        self._lay_out()
        self.day.changed.connect(lambda _day: self.read_again())
        self._refresh()

    def open_file(self, file: Path) -> None:
        """Read a workbook and show what it would change."""
        self._file = file
        self.read_again()

    def read_again(self) -> None:
        """Read the same workbook once more, after it was mended or for another day."""
        self._forget()
        day = self.day.day()
        if not (self._day_field.validate() and self._file and day):
            self._refresh()
            return
        file, on = self._file, day
        db, commission = self._desk.db, self._desk.commission
        preview = importing.preview_composition if self._kind == "composition" else importing.preview_register

        def work(progress: tasks.Progress) -> Preview:
            progress(0, 0)
            return preview(db, commission, file, on)

        self._start(
            tasks.run(self, self.tr("Lecture de {file}").format(file=file.name), work, self._show, self._say_failure)
        )

    def take_in(self) -> None:
        """Import what the preview announces."""
        preview = self._preview
        if preview is None:
            return
        db, commission = self._desk.db, self._desk.commission

        def work(progress: tasks.Progress) -> None:
            importing.apply(db, commission, preview, progress)

        label = self.tr("Importation de {file}").format(file=preview.file.name)
        self._start(tasks.run(self, label, work, lambda _nothing: self._finish(), self._say_failure))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.open_file(next(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()))

    def focusNextPrevChild(self, following: bool) -> bool:
        return tab_order.move_focus(self, forward=following)

    def done(self, result: int) -> None:
        if self._task:
            self._task.cancel()
        self._state.save()
        super().done(result)

    # What the dialog is made of ----------------------------------------------------------------------------------

    def _usual_day(self) -> date:
        today = self._desk.today()
        if self._kind == "composition":
            return importing.effective_day(self._desk.db, self._desk.commission, today)
        return today

    def _make_buttons(self) -> None:
        def button(text: str, picture: str, act: object) -> QPushButton:
            made = QPushButton(text, self, autoDefault=False)
            if picture:
                made.setIcon(icon(picture))
            made.clicked.connect(act)
            return made

        self.choose_button = button(self.tr("&Choisir un fichier…"), "folder-open", self._choose)
        self.again_button = button(self.tr("&Relire le fichier"), "refresh-cw", self.read_again)
        self.again_button.setToolTip(self.tr("Après avoir corrigé et enregistré le classeur (F5)"))
        self.again_button.setShortcut("F5")
        self.columns_button = button(self.tr("C&olonnes…"), "columns-3", self._match_columns)
        self.columns_button.setToolTip(self.tr("Dire ce que contient chaque colonne du fichier"))
        self.columns_button.setVisible(self._kind == "adhesions")
        self.model_button = button(self.tr("Télécharger le &modèle…"), "download", self._save_model)
        self.cancel_button = button(self.tr("Annuler"), "", self.reject)
        self.import_button = theme.primary(button(self.tr("&Importer"), "", self.take_in))

    def _make_views(self) -> None:
        composition = self._kind == "composition"
        self.changes: TableModel[ChangeRow] = TableModel(change_columns(seats=composition), parent=self)
        mend, know = self.tr("Ce qui ne va pas, et que faire"), self.tr("Ce qu’il faut savoir")
        self.problems: TableModel[FindingRow] = TableModel(finding_columns(mend), parent=self)
        self.warnings: TableModel[FindingRow] = TableModel(finding_columns(know), parent=self)
        self.tabs = QTabWidget(self, documentMode=True)
        names = (self.tr("Changements"), self.tr("Problèmes"), self.tr("Avertissements"))
        keys = ("changes", "findings", "findings")
        models: tuple[RowsModel[Any], ...] = (self.changes, self.problems, self.warnings)
        for model, name, key in zip(models, names, keys, strict=True):
            view = TableView(model, self._state, f"import-{self._kind}-{key}", self)
            view.setAccessibleName(name)
            self.tabs.addTab(_Explained(view), name)
        if composition:
            what = self.tr("Les tableaux des sections, comme sur les diapositives officielles, en .xlsx ou .csv.")
        else:
            what = self.tr("Votre tableau de suivi, une ligne par CPTS, en .xlsx ou .csv.")
        start = EmptyState(
            "file-spreadsheet",
            self.tr("Déposez ici votre classeur, ou choisissez-le"),
            what + " " + self.tr("Vous verrez ce qui change avant de l’importer."),
            parent=self,
        )
        self._reading = QProgressBar(self, textVisible=False, minimum=0, maximum=0)
        self._reading.setMaximumWidth(320)
        unread = EmptyState(
            "file-spreadsheet",
            self.tr("Ce fichier n’a pas pu être lu"),
            self.tr("Choisissez-en un autre, ou relisez-le après l’avoir corrigé (F5)."),
            parent=self,
        )
        self._stack = QStackedWidget(self)
        for page in (start, _centred(self._reading), unread, self.tabs):
            self._stack.addWidget(page)

    def _lay_out(self) -> None:
        self._name = QLabel(self)
        self._name.setFont(theme.font(bold=True))
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        composition = self._kind == "composition"
        label = self.tr("Composition en vigueur à partir du") if composition else self.tr("Registre connu au")
        self._day_field = Field(label, self.day, required=True)
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(self.choose_button)
        top.addWidget(self.again_button)
        top.addWidget(self.columns_button)
        top.addWidget(self.model_button)
        top.addStretch()
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addLayout(top)
        left.addWidget(self._name)
        left.addStretch()
        head = QHBoxLayout()
        head.setSpacing(Space.XL)
        head.addLayout(left, 1)
        head.addWidget(self._day_field, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addStretch()
        foot.addWidget(self.import_button)
        foot.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableSize() * 0.94))

    # What happens ------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        title = self.windowTitle()
        if file := files.choose_to_open(self, self._state, title, files.WORKBOOKS):
            self.open_file(file)

    def _save_model(self) -> None:
        kind = self._kind
        name = self.tr("Modèle de composition") if kind == "composition" else self.tr("Modèle de registre")
        file = files.choose_to_save(self, self._state, self.tr("Enregistrer le modèle"), f"{name}.xlsx", [files.EXCEL])
        if file is None:
            return
        model, commission = file, self._desk.commission

        def work(progress: tasks.Progress) -> None:
            progress(0, 0)
            importing.write_template(kind, model, commission)

        def done(_nothing: None) -> None:
            text = self.tr("Le modèle est enregistré dans « {file} ».").format(file=model.name)
            self.messages.say(
                Weight.SUCCESS,
                french.typeset(text),
                self.tr("Ouvrir le fichier"),
                lambda: files.open_with_system(model),
            )

        tasks.run(self, self.tr("Modèle de classeur"), work, done, self._say_failure)

    def _match_columns(self) -> None:
        if isinstance(self._preview, RegisterPreview):
            dialog = ColumnMatchingDialog(self._desk, self._preview, self)
            dialog.saved.connect(lambda _nothing: self._desk.refresh())
            dialog.saved.connect(lambda _nothing: self.read_again())
            dialog.open()

    def _start(self, task: tasks.Task) -> None:
        self.messages.clear()
        self._task = task
        task.finished.connect(lambda: self._end(task))
        self._refresh()

    def _end(self, task: tasks.Task) -> None:
        if self._task is task:
            self._task = None
            self._refresh()
            if self._preview is None:
                self.choose_button.setFocus()

    def _forget(self) -> None:
        if self._task:
            self._task.cancel()
        self._preview = None
        self.messages.clear()

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        proposal = preview.proposal
        self.changes.set_rows(change_rows(preview))
        self.problems.set_rows(finding_rows(proposal.problems))
        self.warnings.set_rows(finding_rows(proposal.warnings))
        counts = (len(proposal.changes), len(proposal.problems), len(proposal.warnings))
        names = (
            french.plural(counts[0], self.tr("changement")),
            french.plural(counts[1], self.tr("problème")),
            french.plural(counts[2], self.tr("avertissement")),
        )
        for number, name in enumerate(names):
            self.tabs.setTabText(number, name)
            self.tabs.setTabVisible(number, number == 0 or counts[number] > 0)
        self.tabs.setTabIcon(1, icon("circle-alert", Weight.ERROR.value[0]))
        self.tabs.setTabIcon(2, icon("triangle-alert", Weight.WARNING.value[0]))
        self.tabs.setCurrentIndex(1 if counts[1] else 0)
        self._sum_up(preview)
        self.tabs.setFocus()

    def _sum_up(self, preview: Preview) -> None:
        proposal = preview.proposal
        if proposal.problems:
            count = french.plural(len(proposal.problems), self.tr("problème empêche"), self.tr("problèmes empêchent"))
            text = self.tr(
                "{count} l’importation, rien n’a été enregistré. Corrigez le classeur, enregistrez-le, "
                "puis relisez-le (F5)."
            ).format(count=count)
            self.messages.say(Weight.ERROR, text)
        elif not proposal.changes:
            text = self.tr("Ce fichier ne change rien : {counts}.").format(counts=counts_in_words(preview))
            self.messages.say(Weight.INFORMATION, french.typeset(text))
        else:
            text = self.tr("Ce fichier annonce : {counts}. Rien n’est encore enregistré.")
            self.messages.say(Weight.INFORMATION, french.typeset(text.format(counts=counts_in_words(preview))))

    def _say_failure(self, failure: Exception) -> None:
        self.messages.say_error(UserError(*_words(messages.as_user_error(failure))))

    def _finish(self) -> None:
        self._task = None
        self.accept()
        self._desk.refresh()
        if self._preview:
            composition = self._kind == "composition"
            what = self.tr("La composition est importée") if composition else self.tr("Le registre est importé")
            self.imported.emit(french.typeset(f"{what} : {counts_in_words(self._preview)}."))

    def _refresh(self) -> None:
        """Show what the moment calls for, and enable what makes sense in it."""
        working, preview = self._task is not None, self._preview
        self._name.setText(self._file.name if self._file else self.tr("Aucun fichier choisi"))
        self._name.setEnabled(self._file is not None)
        self.again_button.setEnabled(self._file is not None and not working)
        self.choose_button.setEnabled(not working)
        self.columns_button.setEnabled(isinstance(preview, RegisterPreview) and not working)
        self.day.setEnabled(not working)
        can = preview is not None and not preview.proposal.problems and bool(preview.proposal.changes)
        self.import_button.setEnabled(can and not working)
        self.import_button.setDefault(can)
        if preview is not None:
            self._stack.setCurrentIndex(3)
        elif working:
            self._stack.setCurrentIndex(1)
        else:
            self._stack.setCurrentIndex(2 if self._file and self.messages.text() else 0)


class _Explained(QWidget):
    """A table, and under it the last column of the chosen row in full."""

    def __init__(self, view: TableView) -> None:
        super().__init__()
        self._view = view
        self._words = QLabel(self, wordWrap=True)
        self._words.setProperty("muted", True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setMinimumHeight(2 * self._words.fontMetrics().lineSpacing())
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(view, 1)
        column.addWidget(self._words)
        view.chosen.connect(self._explain)
        view.model().modelReset.connect(self._explain)

    def _explain(self) -> None:
        rows = self._view.selected_rows()
        last = self._view.shown_columns()[-1]
        hint = self.tr("Choisissez une ligne pour la lire en entier.") if self._view.model().rowCount() else ""
        self._words.setText(last.text(rows[0]) if len(rows) == 1 else hint)


def counts_in_words(preview: Preview) -> str:
    """Return « 12 lignes ajoutées, 3 modifiées, 1 terminée, 40 inchangées »; the first count names the lines."""
    proposal = preview.proposal
    words = (
        (proposal.added, "ajoutée"),
        (proposal.changed, "modifiée"),
        (proposal.ended, "terminée"),
        (proposal.unchanged, "inchangée"),
    )
    present = [(count, word) for count, word in words if count] or [(0, "inchangée")]
    first, *others = present
    parts = [french.plural(first[0], f"ligne {first[1]}", f"lignes {first[1]}s")]
    return ", ".join([*parts, *(french.plural(count, word) for count, word in others)])


def _words(error: UserError) -> tuple[str, str]:
    return french.typeset(error.what), french.typeset(error.what_to_do)


def _centred(widget: QWidget) -> QWidget:
    frame = QWidget()
    row = QHBoxLayout(frame)
    row.addStretch()
    row.addWidget(widget, 1)
    row.addStretch()
    return frame
