"""The page of an import's preview where a person says what the file leaves open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.office.importing import Decisions, Preview, everyone_of
from cpr_desk.ui.models.import_questions import QuestionRow, question_columns, question_rows
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.choice_edit import NamesView
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.table_panel import TablePanel

_OPEN = ""


class QuestionsPage(QWidget):
    """The questions with their answers; the list below answers the one chosen. `answered`: its key and the value."""

    answered = Signal(str, str)

    def __init__(self, state: UiState, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: TableModel[QuestionRow] = TableModel(question_columns(), parent=self)
        empty = EmptyState("circle-check", self.tr("Rien à vérifier"), parent=self)
        self.panel = TablePanel(self.model, state, key, self.tr("question"), self.tr("questions"), empty, parent=self)
        self._said = QLabel(self, wordWrap=True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self.choice = QComboBox(self)
        self.choice.setView(NamesView(self.choice))
        self.choice.setMaxVisibleItems(16)
        self.choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label = QLabel(self.tr("Ré&ponse"), self)
        label.setBuddy(self.choice)
        self.choice.setAccessibleName(self.tr("Réponse"))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(label)
        row.addWidget(self.choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.panel, 1)
        column.addWidget(self._said)
        column.addLayout(row)
        self._everyone: list[tuple[str, str]] = []
        self._asked = _OPEN
        self.panel.view.chosen.connect(self._ask)
        self.choice.activated.connect(self._answer)

    def show_preview(self, preview: Preview, made: Decisions) -> None:
        """Show what is asked, the first question still open chosen."""
        self._everyone = everyone_of(preview)
        rows = question_rows(preview, made, self._everyone)
        self.model.set_rows(rows)
        if rows and not self.panel.view.selected_rows():
            self.panel.view.selectRow(next((n for n, row in enumerate(rows) if not row.answer), 0))
        self._ask()

    def _chosen(self) -> QuestionRow | None:
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _ask(self) -> None:
        row = self._chosen()
        hint = self.tr("Choisissez une ligne pour y répondre.") if self.model.total else ""
        self._said.setText(french.typeset(row.said) if row else hint)
        self.choice.setEnabled(row is not None)
        if row is None or row.id != self._asked:
            self._offer(row)
        if row:
            self.choice.setCurrentIndex(self.choice.findData(row.answer))

    def _offer(self, row: QuestionRow | None) -> None:
        """Fill the list: the likely answers, then every CPTS where any may be meant."""
        self._asked = row.id if row else _OPEN
        self.choice.clear()
        if row is None:
            return
        self.choice.addItem(self.tr("Choisissez une réponse…"), _OPEN)
        offered = dict(row.choices)
        for value, words in row.choices:
            self.choice.addItem(words, value)
        if row.free:
            self.choice.insertSeparator(self.choice.count())
            for value, words in self._everyone:
                if value not in offered:
                    self.choice.addItem(words, value)

    def _answer(self) -> None:
        if row := self._chosen():
            self.answered.emit(row.id, str(self.choice.currentData() or _OPEN))
