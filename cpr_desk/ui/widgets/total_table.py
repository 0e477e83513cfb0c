"""A small table that ends with its total: it is never sorted, all of it shows, its last row is set apart."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from cpr_desk.ui import theme
from cpr_desk.ui.models.columns import Column
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import ROW_HEIGHT
from cpr_desk.ui.widgets.table_view import TableView

_Index = QModelIndex | QPersistentModelIndex


class TotalModel(TableModel[Any]):
    """Rows of which the last one is the total."""

    def __init__(self, columns: tuple[Column[Any], ...], parent: QWidget | None = None) -> None:
        super().__init__(columns, identity=lambda row: row.label, parent=parent)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.FontRole and index.row() == self.rowCount() - 1:
            return theme.font(bold=True)
        return super().data(index, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Keep the order: the total stands last."""


class TotalTable(TableView):
    """As tall as its rows, up to `most` of them."""

    def __init__(
        self, columns: tuple[Column[Any], ...], state: UiState, key: str, parent: QWidget | None = None, most: int = 9
    ) -> None:
        self.totals = TotalModel(columns)
        super().__init__(self.totals, state, key, parent)
        self.totals.setParent(self)
        self.setSortingEnabled(False)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._most = most
        self.show_rows(())

    def show_rows(self, rows: tuple[Any, ...]) -> None:
        """Show rows, the total last."""
        self.totals.set_rows(rows)
        head = max(self.horizontalHeader().sizeHint().height(), ROW_HEIGHT) + 2 * self.frameWidth()
        across = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(head + ROW_HEIGHT * min(max(len(rows), 1), self._most) + across)
