"""The field above a list that filters as one types."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.ui.icons import icon


class FilterEdit(QLineEdit):
    """Ctrl+F comes here from anywhere in the window while `scope` is in view, Esc clears, Down goes on to the list."""

    leave_down = Signal()

    def __init__(self, scope: QWidget) -> None:
        super().__init__(scope)
        self.setPlaceholderText(self.tr("Filtrer (Ctrl+F)"))
        self.setAccessibleName(self.tr("Filtrer la liste"))
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(150)
        self.setMaximumWidth(360)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), scope)
        find.activated.connect(self._come)
        find.activatedAmbiguously.connect(self._come)  # two lists in view: each in its turn

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.leave_down.emit()
        else:
            super().keyPressEvent(event)

    def _come(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()


class SeekEdit(FilterEdit):
    """Escape gives the list back whole, and the keyboard with it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.leave_down.emit()
        else:
            super().keyPressEvent(event)
