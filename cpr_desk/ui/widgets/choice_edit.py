"""A choice one types: part of a name, accents and case ignored, finds it in the list."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QElapsedTimer, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QLineEdit, QListView, QWidget

from cpr_desk.domain.french import fold

_FOLDED = Qt.ItemDataRole.UserRole + 1
_LINES = 20
"""How many texts the open list shows at most before it scrolls: every région."""


class ChoiceEdit(QComboBox):
    """An editable list of texts; what is typed may be none of them.

    Where it must be one of them (not `free`), Enter takes the only text that holds what is typed.
    """

    def __init__(self, texts: Iterable[str], hint: str, parent: QWidget | None = None, *, free: bool = False) -> None:
        super().__init__(parent)
        edit = QLineEdit(self) if free else _PartEdit(self)
        edit.setPlaceholderText(hint)
        self.setLineEdit(edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_LINES)
        self.offer(texts)
        self._completer = _FoldedCompleter(self.model(), self)
        self.setCompleter(self._completer)

    def offer(self, texts: Iterable[str]) -> None:
        """Replace the list; what was typed is forgotten."""
        self.clear()
        for place, text in enumerate(texts):
            self.addItem(text)
            self.setItemData(place, fold(text), _FOLDED)
        self.setCurrentIndex(-1)

    def complete(self) -> bool:
        """Take the only text that holds what is typed, or show those that do; False when there is nothing to choose."""
        part = fold(self.currentText().strip())
        texts = [fold(self.itemText(row)) for row in range(self.count())]
        found = [row for row, text in enumerate(texts) if part in text]
        if not part or not found:
            return False
        if part in texts:
            self._take(texts.index(part))
            return False
        if len(found) == 1:
            self._take(found[0])
        else:
            self._completer.complete()
        return True

    def _take(self, row: int) -> None:
        if popup := self._completer.popup():
            popup.hide()
        self.setCurrentIndex(row)
        self.activated.emit(row)


class _PartEdit(QLineEdit):
    """Where part of a text is typed; Enter completes it before it does anything else."""

    def __init__(self, choice: ChoiceEdit) -> None:
        super().__init__(choice)
        self._choice = choice

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._choice.complete():
            event.accept()
        else:
            super().keyPressEvent(event)


class NamesView(QListView):
    """The view of a closed list of names: typing the beginning of any word, « sauv », finds « M. Edgar Sauvelade »."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self._since = QElapsedTimer()

    def keyboardSearch(self, search: str) -> None:
        pause = QApplication.keyboardInputInterval()
        going_on = self._since.isValid() and self._since.elapsed() < pause
        self._typed = (self._typed if going_on else "") + search
        self._since.start()
        model = self.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if f" {fold(self._typed)}" in f" {fold(str(index.data()))}":
                self.setCurrentIndex(index)
                return


class _FoldedCompleter(QCompleter):
    """Looks for what is typed anywhere in the folded texts."""

    def __init__(self, model: QAbstractItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(_FOLDED)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(12)

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))
