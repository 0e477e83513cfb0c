"""A choice one types: part of a name, accents and case ignored, finds it in the list."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QElapsedTimer, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QLineEdit, QListView, QWidget

from cpr_desk.domain.french import fold

_FOLDED = Qt.ItemDataRole.UserRole + 1


class ChoiceEdit(QComboBox):
    """An editable list of texts; what is typed may be none of them."""

    def __init__(self, texts: Iterable[str], hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        edit = QLineEdit(self)
        edit.setPlaceholderText(hint)
        self.setLineEdit(edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.offer(texts)
        self.setCompleter(_FoldedCompleter(self.model(), self))

    def offer(self, texts: Iterable[str]) -> None:
        """Replace the list; what was typed is forgotten."""
        self.clear()
        for place, text in enumerate(texts):
            self.addItem(text)
            self.setItemData(place, fold(text), _FOLDED)
        self.setCurrentIndex(-1)


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
