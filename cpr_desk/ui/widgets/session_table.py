"""The table of a session: a letter notes something of the line in hand, and no letter ever searches."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from cpr_desk.ui.models.session import Heading, SessionModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.table_view import TableView

KEYS = "PSVOEAD"
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)


class SessionTable(TableView):
    """One line or several are in hand; a key acts on them all."""

    noted = Signal(str, bool)
    """A letter of `KEYS`, and whether Shift is held."""
    withdrawn = Signal()
    """Delete."""
    sought = Signal()
    """Ctrl+F."""
    left = Signal()
    """Escape."""

    def __init__(self, model: SessionModel, state: UiState, key: str, parent: QWidget | None = None) -> None:
        super().__init__(model, state, key, parent)
        self._model = model
        self.setSortingEnabled(False)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        model.modelReset.connect(self._span_headings)
        self._span_headings()

    def keyboardSearch(self, _search: str) -> None:
        """Leave letters alone: they note who is there."""

    def go_on(self) -> None:
        """Take the next line in hand, past seats that nobody holds; at the end, stay."""
        here = max((index.row() for index in self.selectionModel().selectedRows()), default=-1)
        following = (number for number in range(here + 1, self._model.rowCount()) if self._is_held(number))
        if (number := next(following, None)) is not None:
            self.selectRow(number)
            self.scrollTo(self.currentIndex())

    def begin(self) -> None:
        """Take the first line in hand, unless one is."""
        if not self.selectionModel().hasSelection():
            self.go_on()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+F for this list: the page has another one beside it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.sought.emit()
        elif letter := self._letter(event):
            self.noted.emit(letter, event.modifiers() == Qt.KeyboardModifier.ShiftModifier)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.withdrawn.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() in _PLAIN[:1]:
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Find) or bool(self._letter(event))

    def _letter(self, event: QKeyEvent) -> str:
        letter = event.text().upper()
        return letter if letter and letter in KEYS and event.modifiers() in _PLAIN else ""

    def _step(self, by: int) -> None:
        """Go to the line above or below, past headings."""
        number = self.currentIndex().row() + by
        while 0 <= number < self._model.rowCount() and not self._is_line(number):
            number += by
        if 0 <= number < self._model.rowCount():
            self.selectRow(number)
            self.scrollTo(self.currentIndex())

    def _is_line(self, number: int) -> bool:
        return not isinstance(self._model.row(number), Heading)

    def _is_held(self, number: int) -> bool:
        row = self._model.row(number)
        return not isinstance(row, Heading) and bool(row.places)

    def _span_headings(self) -> None:
        self.clearSpans()
        for number in self._model.headings:
            self.setSpan(number, 0, 1, len(self._model.columns))
