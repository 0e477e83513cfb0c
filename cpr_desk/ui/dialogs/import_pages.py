"""The pages of an import's preview: what changes, the names to confirm, what is wrong or remarkable."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.likeness import Sameness
from cpr_desk.domain.mandates import GIVEN_REASONS, EndReason
from cpr_desk.office.importing import CompositionPreview, Decisions, Preview
from cpr_desk.ui.models.import_names import NameRow, name_columns, name_rows
from cpr_desk.ui.models.imports import (
    LOOKS,
    ChangesModel,
    FindingRow,
    change_columns,
    change_rows,
    words_of,
)
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.table_panel import TablePanel
from cpr_desk.ui.widgets.table_view import TableView


class ChangesPage(QWidget):
    """What the file changes, an end being applied only once it is ticked; `asked` tells which are, and why they end.

    `matching_asked`: whether payments are put to the lines they likely pay.
    """

    asked = Signal(object, object)

    matching_asked = Signal(bool)

    def __init__(self, state: UiState, key: str, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ChangesModel(change_columns(kind), parent=self)
        empty = EmptyState("circle-check", self.tr("Ce fichier ne change rien"), parent=self)
        self.panel = TablePanel(
            self.model, state, key, self.tr("changement"), self.tr("changements"), empty, parent=self
        )
        self._ends: frozenset[Any] = frozenset()
        self._offered: frozenset[Any] = frozenset()
        self._words = _full_text(self)
        self.all = QCheckBox(self.tr("Mettre fin à &tous"), self)
        self.reason = QComboBox(self)
        for reason in GIVEN_REASONS:
            self.reason.addItem(reason.label, reason)
        self._bar = self._ends_bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        self.matching = QCheckBox(self.tr("Rapprocher chaque &versement de la ligne due qu’il semble payer"), self)
        self.matching.setVisible(kind == "payments")
        self.matching.setChecked(True)
        self.matching.clicked.connect(self.matching_asked)
        column.addWidget(self._bar)
        column.addWidget(self.matching)
        column.addWidget(self.panel, 1)
        column.addWidget(self._words)
        # The model is made anew once an end is ticked: not before the view has done with the click.
        self.model.asked.connect(self._tick, Qt.ConnectionType.QueuedConnection)
        self.all.clicked.connect(self._tick_all)
        self.reason.activated.connect(lambda _place: self._ask(self._ends))
        self.panel.view.chosen.connect(self._explain)
        toggle = QAction(self.tr("Mettre fin, ou ne pas mettre fin"), self)
        toggle.setShortcut("Space")
        toggle.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        toggle.triggered.connect(self._toggle)
        self.panel.set_context_actions([toggle])
        self.panel.view.addAction(toggle)
        self._bar.hide()
        self._totals = {look: StateBadge(self) for look in LOOKS}
        for badge in self._totals.values():
            self.panel.add_to_bar(badge)

    def show_preview(self, preview: Preview, made: Decisions) -> None:
        """Show the changes as the decisions make them."""
        rows = change_rows(preview, made)
        self._ends = made.ends
        self.matching.setChecked(made.matching)
        self._offered = frozenset(row.end for row in rows if row.end)
        self._bar.setVisible(bool(self._offered))
        self.reason.setEnabled(bool(made.ends))
        self.reason.setCurrentIndex(GIVEN_REASONS.index(made.reason))
        self.all.setTristate(bool(made.ends) and made.ends != self._offered)
        state = Qt.CheckState.Checked if made.ends else Qt.CheckState.Unchecked
        self.all.setCheckState(Qt.CheckState.PartiallyChecked if self.all.isTristate() else state)
        self.model.set_rows(rows)
        for look, badge in self._totals.items():
            count = sum(row.look == look for row in rows)
            picture, tone = LOOKS[look]
            badge.show_tone(tone, picture, f"{count} {words_of(look, count)}")
            badge.setVisible(count > 0)
        self._explain()

    def _ends_bar(self) -> QWidget:
        bar = QWidget(self)
        words = self.tr("Absents du fichier : cochez les mandats et les sièges qui se terminent.")
        said = QLabel(french.typeset(words), bar, wordWrap=True)
        label = QLabel(self.tr("Moti&f de fin"), bar)
        label.setBuddy(self.reason)
        self.reason.setAccessibleName(self.tr("Motif de fin"))
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(said, 1)
        for widget in (self.all, label, self.reason):
            row.addWidget(widget)
        return bar

    def _tick(self, end: object, ticked: bool) -> None:
        self._ask(self._ends | {end} if ticked else self._ends - {end})

    def _tick_all(self) -> None:
        self._ask(frozenset() if self._ends == self._offered else self._offered)

    def _toggle(self) -> None:
        chosen = {row.end for row in self.panel.view.selected_rows() if row.end}
        self._ask(self._ends - chosen if chosen <= self._ends else self._ends | chosen)

    def _ask(self, ends: frozenset[Any]) -> None:
        self.asked.emit(ends, EndReason(self.reason.currentData()))

    def _explain(self) -> None:
        rows = self.panel.view.selected_rows()
        hint = self.tr("Choisissez une ligne pour la lire en entier.") if self.model.total else ""
        self._words.setText(french.typeset(rows[0].sentence) if len(rows) == 1 else hint)


class NamesPage(QWidget):
    """The names that may be one person's, a choice for each; `answered` carries the place and the answer."""

    answered = Signal(object, object)

    def __init__(self, state: UiState, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: TableModel[NameRow] = TableModel(name_columns(), parent=self)
        empty = EmptyState("circle-check", self.tr("Aucun nom à vérifier"), parent=self)
        self.panel = TablePanel(self.model, state, key, self.tr("nom"), self.tr("noms"), empty, parent=self)
        self._question = QLabel(self, wordWrap=True)
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choices = {answer: QRadioButton(answer.label, self) for answer in Sameness}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        for answer, choice in self.choices.items():
            self._group.addButton(choice)
            choice.clicked.connect(lambda _checked, answer=answer: self._answer(answer))
            row.addWidget(choice)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.panel, 1)
        column.addWidget(self._question)
        column.addLayout(row)
        self.panel.view.chosen.connect(self._ask)

    def show_preview(self, preview: Preview, made: Decisions) -> None:
        """Show the names to confirm, the first one chosen."""
        rows = name_rows(preview, made) if isinstance(preview, CompositionPreview) else []
        self.model.set_rows(rows)
        if rows and not self.panel.view.selected_rows():
            self.panel.view.selectRow(0)
        self._ask()

    def _chosen(self) -> NameRow | None:
        rows = self.panel.view.selected_rows()
        return rows[0] if len(rows) == 1 else None

    def _ask(self) -> None:
        row = self._chosen()
        text = self.tr("Choisissez un nom pour dire si c’est la même personne.")
        if row:
            asked = self.tr("« {name} », {place}, et « {other} », {where} : une seule personne ?")
            text = asked.format(name=row.name, place=row.place, other=row.other, where=row.where)
        self._question.setText(french.typeset(text))
        self._group.setExclusive(False)
        for answer, choice in self.choices.items():
            choice.setEnabled(row is not None)
            choice.setVisible(answer is not Sameness.CORRECTED or (row is not None and row.can_correct))
            choice.setChecked(row is not None and row.answer is answer)
        self._group.setExclusive(True)

    def _answer(self, answer: Sameness) -> None:
        if row := self._chosen():
            self.answered.emit(row.id, answer)


class FindingsPage(QWidget):
    """Problems or warnings, and under them the chosen one in full."""

    def __init__(self, model: TableModel[FindingRow], state: UiState, key: str, name: str) -> None:
        super().__init__()
        self.view = TableView(model, state, key, self)
        self.view.setAccessibleName(name)
        self._words = _full_text(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.view, 1)
        column.addWidget(self._words)
        self.view.chosen.connect(self._explain)
        model.modelReset.connect(self._explain)

    def _explain(self) -> None:
        rows = self.view.selected_rows()
        hint = self.tr("Choisissez une ligne pour la lire en entier.") if self.view.model().rowCount() else ""
        self._words.setText(rows[0].message if len(rows) == 1 else hint)


def _full_text(parent: QWidget) -> QLabel:
    """Return the lines under a table where the chosen row is read in full."""
    words = QLabel(parent, wordWrap=True)
    words.setProperty("muted", True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setMinimumHeight(2 * words.fontMetrics().lineSpacing())
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    return words
