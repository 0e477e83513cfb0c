"""The electors of a vote: one letter notes a choice, Shift notes it for a section, Ctrl+Shift for everybody."""

from collections.abc import Collection
from enum import Enum, auto

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from cpr_desk.domain.voting import Choice, Elector
from cpr_desk.ui.models.votes import ElectorModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.table_view import TableView

LETTERS = {
    "P": Choice.FOR,
    "C": Choice.AGAINST,
    "A": Choice.ABSTAIN,
    "R": Choice.REFUSED,
    "B": Choice.BLANK,
    "I": Choice.CONFLICT,
}
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Scope(Enum):
    """Of whom a choice is noted."""

    CHOSEN = auto()
    SECTION = auto()
    ALL = auto()


_SCOPES = {Qt.KeyboardModifier.NoModifier: Scope.CHOSEN, _SHIFT: Scope.SECTION, _SHIFT | _CTRL: Scope.ALL}


class ElectorTable(TableView):
    """`noted` comes with a choice (None takes it back) and its scope; a single line done, the next is in hand."""

    noted = Signal(object, object)

    def __init__(self, model: ElectorModel, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(model, state, "electors", parent)
        self._model = model
        self._allowed: Collection[Choice] = tuple(Choice)
        self.setSortingEnabled(False)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(self.tr("Votants"))

    def allow(self, choices: Collection[Choice]) -> None:
        """Take the letters of these choices alone."""
        self._allowed = choices

    def in_hand(self) -> list[Elector]:
        """Return the electors selected."""
        return self.selected_rows()

    def begin(self) -> None:
        """Take the first line in hand, unless one is."""
        if not self.selectionModel().hasSelection() and self._model.rowCount():
            self.select_identities({self._model.identity(0)})

    def go_on(self) -> None:
        """Take the next line in hand; at the end, stay."""
        chosen = [index.row() for index in self.selectionModel().selectedRows()]
        if len(chosen) == 1 and chosen[0] + 1 < self._model.rowCount():
            self.select_identities({self._model.identity(chosen[0] + 1)})

    def keyboardSearch(self, _search: str) -> None:
        """Leave letters alone: they note choices."""

    def event(self, event: QEvent) -> bool:
        """Keep the letters from the menu and the buttons around."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._noted_by(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if found := self._noted_by(event):
            self.noted.emit(*found)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.go_on()  # never the button that records: a roll call ends in many Enters
        else:
            super().keyPressEvent(event)

    def _noted_by(self, event: QKeyEvent) -> tuple[Choice | None, Scope] | None:
        scope = _SCOPES.get(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        if scope is None:
            return None
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return None, scope
        letter = chr(event.key()) if Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z else ""
        choice = LETTERS.get(letter)
        return (choice, scope) if choice in self._allowed and choice else None
