"""The progress of running tasks, in a corner of the window: it takes neither the focus nor the place of anything."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from cpr_desk.domain import french
from cpr_desk.ui.theme import Space


class ProgressRow(QWidget):
    """One task: its label, its bar, « Annuler »."""

    def __init__(self, panel: "ProgressPanel", label: str, cancel: Callable[[], object]) -> None:
        super().__init__(panel)
        self._panel = panel
        self._label = QLabel(label, self)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(label)
        self._bar.setTextVisible(False)
        self._cancel = QPushButton(self.tr("Annuler"), self)
        self._cancel.setAccessibleName(french.typeset(self.tr("Annuler : {task}")).format(task=label))
        self._cancel.clicked.connect(cancel)
        self._cancel.clicked.connect(self._await_end)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self._label)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the task is; total 0 shows that it works without saying how far."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def end(self) -> None:
        """Leave the panel."""
        self._panel.remove(self)

    def _await_end(self) -> None:
        self._cancel.setEnabled(False)
        self._label.setText(self.tr("Arrêt en cours…"))


class ProgressPanel(QFrame):
    """A sheet at the bottom right of a window with a row for each long task."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("surface", True)
        self.setAccessibleName(self.tr("Travaux en cours"))
        self.setMinimumWidth(480)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        window.installEventFilter(self)

    @classmethod
    def of(cls, widget: QWidget) -> "ProgressPanel":
        """Return the panel of the window that holds a widget."""
        window = widget.window()
        return window.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly) or cls(window)

    def add(self, label: str, cancel: Callable[[], object]) -> ProgressRow:
        """Show a row for a task and return it."""
        row = ProgressRow(self, label, cancel)
        self._rows.addWidget(row)
        self._place()
        self.show()
        self.raise_()
        return row

    def remove(self, row: ProgressRow) -> None:
        """Take a row away, and the panel with the last one."""
        if not isValid(self._window):  # closed while the task runs: everything in it goes by itself
            return
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.setVisible(self._rows.count() > 0)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        room = self._window.rect()
        self.move(room.right() - self.width() - Space.L, room.bottom() - self.height() - Space.XL - Space.L)
