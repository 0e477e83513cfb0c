"""The floor of the start: a main window that holds a table and nothing else."""

import sys

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from benchmarks.observe import Observer

_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractTableModel):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, _parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return self._rows

    def columnCount(self, _parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 10

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return f"ligne {index.row()}" if role == Qt.ItemDataRole.DisplayRole else None


def main() -> None:
    """Show the window until it is painted."""
    rows = int(sys.argv[1])
    app = QApplication([])
    window = QMainWindow()
    window.resize(1240, 680)
    view = QTableView(window)
    model = _Model(rows)
    view.setModel(model)
    window.setCentralWidget(view)
    Observer(app, rows)
    window.show()
    app.exec()


main()
