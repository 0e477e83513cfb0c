"""Stored persons proposed under the fields of a name while one types it."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from cpr_desk.domain.french import squeeze
from cpr_desk.domain.persons import Directory, KnownPerson

_KNOWN = Qt.ItemDataRole.UserRole + 1
_FEWEST = 2
"""Letters from which names are proposed."""
_WIDTH = 460
_MOST = 50


class PersonSearch(QObject):
    """Looks for what the lines hold together; `chosen` comes with the person taken from the list.

    Down opens the list; Enter or Tab takes the line of the list, Esc leaves what was typed.
    """

    chosen = Signal(object)

    def __init__(self, directory: Directory, lines: tuple[QLineEdit, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._directory = directory
        self._lines = lines
        self._model = QStandardItemModel(self)
        self._popups: dict[QLineEdit, QListView] = {}
        self._completers = {line: self._attach(line) for line in lines}

    def popup(self, line: QLineEdit) -> QListView:
        """Return the list that opens under a line."""
        return self._popups[line]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() == Qt.Key.Key_Down and plain and not self.popup(watched).isVisible():
                self._propose(watched)
                return True
        return False

    def _attach(self, line: QLineEdit) -> QCompleter:
        """Give a line a completer that shows what we found and does not touch the text."""
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(8)
        self._popups[line] = popup = QListView()
        popup.setAccessibleName(self.tr("Personnes déjà enregistrées"))
        popup.setUniformItemSizes(True)
        completer.setPopup(popup)
        completer.setWidget(line)
        completer.activated.connect(lambda _words: self.chosen.emit(popup.currentIndex().data(_KNOWN)))
        line.textEdited.connect(lambda _text: self._propose(line))
        line.installEventFilter(self)
        return completer

    def _propose(self, line: QLineEdit) -> None:
        typed = squeeze(" ".join(each.text() for each in self._lines))
        found = self._directory.find(typed) if len(typed) >= _FEWEST else ()
        completer = self._completers[line]
        self._model.clear()
        for known in found[:_MOST]:
            self._model.appendRow(self._item(known))
        if not found:
            self.popup(line).hide()
            return
        completer.complete(QRect(0, 0, max(_WIDTH, line.width()), line.height()))

    def _item(self, known: KnownPerson) -> QStandardItem:
        words = self._directory.introduce(known)
        item = QStandardItem(words)
        item.setData(known.person, _KNOWN)
        item.setToolTip(words)
        return item
