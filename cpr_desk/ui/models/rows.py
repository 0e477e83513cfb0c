"""The dull part every table shares: rows seen through columns, read only, in roles the view asks for."""

from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cpr_desk.ui.models.columns import Column

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ItemRole = Qt.ItemDataRole


class RowsModel(QAbstractTableModel, Generic[Row]):
    """A table of frozen rows. Filtering, sorting and reloading reset it; the view keeps selection and scroll."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.filter_text = ""
        self.sorted_by = -1
        self.descending = False

    def row(self, number: int) -> Row:
        """Return the row at a line of the table."""
        raise NotImplementedError

    def identity(self, number: int) -> Hashable:
        """Return what makes the row at a line the same row after a reload."""
        raise NotImplementedError

    def identities(self) -> Sequence[Hashable]:
        """Return the identities of all rows shown, in order."""
        raise NotImplementedError

    def lines_of(self, identities: set[Hashable]) -> list[int]:
        """Return the lines where these rows are now, in order; rows that are gone are left out."""
        return [number for number, known in enumerate(self.identities()) if known in identities]

    def arrange(self) -> None:
        """Apply filter and order again; implementations reset the model."""
        raise NotImplementedError

    @property
    def total(self) -> int:
        """How many rows there are without a filter."""
        raise NotImplementedError

    def set_filter(self, text: str) -> None:
        """Keep the rows where every word is found, accents and case ignored."""
        if text != self.filter_text:
            self.filter_text = text
            self.arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 gives back the order of the data."""
        wanted = (column, order == Qt.SortOrder.DescendingOrder)
        if wanted != (self.sorted_by, self.descending):
            self.sorted_by, self.descending = wanted
            self.arrange()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == ItemRole.TextAlignmentRole:
            return column.alignment
        if role == ItemRole.DisplayRole:
            return column.text(self.row(index.row()))
        if role == ItemRole.ToolTipRole:
            return column.tooltip(self.row(index.row())) if column.tooltip else None
        if role == ItemRole.DecorationRole:
            return column.icon(self.row(index.row())) if column.icon else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == ItemRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (ItemRole.DisplayRole, ItemRole.AccessibleTextRole):
            return column.header
        if role == ItemRole.TextAlignmentRole:
            return column.alignment
        return None
