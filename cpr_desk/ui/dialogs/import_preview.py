"""Take in a workbook: choose it, see what it would change and what is wrong with it, then all of it or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.likeness import Sameness
from cpr_desk.domain.mandates import EndReason
from cpr_desk.office import importing
from cpr_desk.office.importing import (
    NO_DECISIONS,
    CompositionPreview,
    Decisions,
    PaymentsPreview,
    Preview,
    RegisterPreview,
)
from cpr_desk.services.instance import Database
from cpr_desk.ui import files, messages, tasks, theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.column_matching import ColumnMatchingDialog
from cpr_desk.ui.dialogs.import_tabs import PreviewTabs
from cpr_desk.ui.dialogs.import_words import changes_something, counts_in_words, summary, words_of_kind
from cpr_desk.ui.dialogs.keyboard_dialog import KeyboardDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.import_names import PlaceKey
from cpr_desk.ui.models.imports import EndKey
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.form import Field
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight

Kind = Literal["composition", "adhesions", "payments"]
_FIRST_SIZE = QSize(1160, 660)
_PREVIEWS: Mapping[Kind, Callable[[Database, Commission, Path, date], Preview]] = {
    "composition": importing.preview_composition,
    "adhesions": importing.preview_register,
    "payments": importing.preview_payments,
}


class ImportDialog(KeyboardDialog):
    """Preview and import of a composition, of a register or of payments; refreshes the desk once it is done.

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
        self._made = NO_DECISIONS
        self._decided: CompositionPreview | None = None
        self._task: tasks.Task | None = None
        self._writing = False
        self._words = words_of_kind(kind)
        self.setWindowTitle(self._words.title)
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
        self._made, self._decided = NO_DECISIONS, None
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
        preview = _PREVIEWS[self._kind]

        def work(progress: tasks.Progress) -> Preview:
            progress(0, 0)
            return preview(db, commission, file, on)

        self._start(
            tasks.run(self, self.tr("Lecture de {file}").format(file=file.name), work, self._show, self._say_failure)
        )

    def take_in(self) -> None:
        """Import what the preview announces."""
        preview, made = self._preview, self._made
        if preview is None:
            return
        db, commission = self._desk.db, self._desk.commission

        def work(progress: tasks.Progress) -> None:
            importing.apply(db, commission, preview, progress, made)

        label = self.tr("Importation de {file}").format(file=preview.file.name)
        self._writing = True
        self._start(tasks.run(self, label, work, lambda _nothing: self._finish(), self._say_failure))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.open_file(next(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()))

    def reject(self) -> None:
        """Ask before what was decided is lost."""
        if self._made == NO_DECISIONS or messages.confirm(
            self,
            self.tr("Abandonner cette importation\u00a0?"),
            self.tr("Abandonner"),
            self.tr("Vos réponses seraient perdues."),
            self.tr("Reprendre l’importation"),
            destructive=True,
        ):
            super().reject()

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
        self.columns_button.setVisible(self._kind != "composition")
        self.model_button = button(self.tr("Télécharger le &modèle…"), "download", self._save_model)
        self.cancel_button = button(self.tr("Annuler"), "", self.reject)
        self.import_button = theme.primary(button(self.tr("&Importer"), "", self.take_in))

    def _make_views(self) -> None:
        self.tabs = PreviewTabs(self._state, self._kind, self)
        self.tabs.changes.asked.connect(self._decide_ends)
        self.tabs.names.answered.connect(self._decide_name if self._kind == "composition" else self._reply)
        self.tabs.changes.matching_asked.connect(lambda wanted: self._decide(replace(self._made, matching=wanted)))
        start = EmptyState(
            "file-spreadsheet",
            self.tr("Déposez ici votre classeur, ou choisissez-le"),
            self._words.what + " " + self.tr("Vous verrez ce qui change avant de l’importer."),
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
        self._day_field = Field(self._words.day, self.day, required=True)
        self._day_field.setVisible(self._kind != "payments")  # what is paid is compared as known today
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
        name = self._words.model
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
        if isinstance(self._preview, RegisterPreview | PaymentsPreview):
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
            self._writing = False
            self._refresh()
            if self._preview is None:
                self.choose_button.setFocus()

    def _forget(self) -> None:
        if self._task:
            self._task.cancel()
        self._preview = None
        self._day_field.set_error("")
        self.messages.clear()

    def _show(self, preview: Preview) -> None:
        """Show a file that was just read, and what was already decided on it before it was mended."""
        made, before = self._made, self._decided
        self._made = NO_DECISIONS
        self._display(preview)
        if made != NO_DECISIONS:
            self._task = None
            if isinstance(preview, CompositionPreview) and before:
                made = importing.carried_over(before, made, preview)
            self._decide(made)
        self.tabs.show_first(self._preview or preview)
        self.tabs.setFocus()

    def _display(self, preview: Preview) -> None:
        self._preview = preview
        self._decided = preview if isinstance(preview, CompositionPreview) else None
        self.tabs.show_preview(preview, self._made)
        refusal = preview.refusal if isinstance(preview, CompositionPreview) else None
        self._day_field.set_error(str(refusal) if refusal else "")
        self.messages.say(*summary(preview, self._made))

    def _decide_ends(self, ends: frozenset[EndKey], reason: EndReason) -> None:
        self._decide(replace(self._made, ends=ends, reason=reason))

    def _decide_name(self, place: PlaceKey, answer: Sameness) -> None:
        self._decide(replace(self._made, answers={**self._made.answers, place: answer}))

    def _reply(self, question: str, answer: str) -> None:
        self._decide(replace(self._made, replies={**self._made.replies, question: answer}))

    def _decide(self, made: Decisions) -> None:
        """Compare again as the decisions make it; an end that an answer has undone is forgotten."""
        if self._preview is None or self._task is not None:
            return
        preview = importing.decide(self._desk.db, self._desk.commission, self._preview, made)
        offered = set()
        if isinstance(preview, CompositionPreview):
            offered = {change.end for change in preview.proposal.changes}
        self._made = replace(made, ends=frozenset(end for end in made.ends if end in offered))
        self._display(preview)
        self._refresh()

    def _say_failure(self, failure: Exception) -> None:
        self.messages.say_error(messages.as_user_error(failure))

    def _finish(self) -> None:
        self._task = None
        self.accept()
        self._desk.refresh()
        if self._preview:
            self.imported.emit(french.typeset(f"{self._words.done} : {counts_in_words(self._preview, self._made)}."))

    def _refresh(self) -> None:
        """Show what the moment calls for, and enable what makes sense in it."""
        working, preview = self._task is not None, self._preview
        self._name.setText(self._file.name if self._file else self.tr("Aucun fichier choisi"))
        self._name.setEnabled(self._file is not None)
        self.again_button.setEnabled(self._file is not None and not working)
        self.choose_button.setEnabled(not working)
        self.columns_button.setEnabled(isinstance(preview, RegisterPreview | PaymentsPreview) and not working)
        self.day.setEnabled(not self._writing)  # it is still being typed when the file is read for 4/2/20
        can = preview is not None and not preview.proposal.problems and changes_something(preview, self._made)
        can = can and not self._day_field.error() and not (preview and preview.proposal.open)
        self.import_button.setEnabled(can and not working)
        self.import_button.setDefault(can)
        if preview is not None:
            self._stack.setCurrentIndex(3)
        elif working:
            self._stack.setCurrentIndex(1)
        else:
            self._stack.setCurrentIndex(2 if self._file and self.messages.text() else 0)


def _centred(widget: QWidget) -> QWidget:
    frame = QWidget()
    row = QHBoxLayout(frame)
    row.addStretch()
    row.addWidget(widget, 1)
    row.addStretch()
    return frame
