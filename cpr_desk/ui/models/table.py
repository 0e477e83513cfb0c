"""A table over rows held in memory, filtered and sorted on keys folded once."""

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject

from cpr_desk.domain import french
from cpr_desk.ui.models.columns import Column
from cpr_desk.ui.models.rows import Index, RowsModel

Row = TypeVar("Row")
_NOWHERE = QModelIndex()
_BETWEEN_ROWS = "\x00"


class TableModel(RowsModel[Row]):
    """Frozen rows in memory. `identity` names a row through reloads, by default its `id`."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        rows: Sequence[Row] = (),
        identity: Callable[[Row], Hashable] = lambda row: getattr(row, "id", row),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._identity = identity
        self._rows: Sequence[Row] = rows
        self._visible: Sequence[int] = range(len(rows))
        self._orders: dict[int, list[int]] = {}

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, or the same ones read again, under the same filter and order."""
        self.beginResetModel()  # views first note which of the rows they had are selected
        self._rows = rows
        self._orders.clear()
        for derived in ("_texts", "_identities"):
            self.__dict__.pop(derived, None)
        self._visible = self._arranged()
        self.endResetModel()

    def row(self, number: int) -> Row:
        return self._rows[self._visible[number]]

    def identity(self, number: int) -> Hashable:
        return self._identities[self._visible[number]]

    def identities(self) -> Sequence[Hashable]:
        return [self._identities[line] for line in self._visible]

    @property
    def total(self) -> int:
        return len(self._rows)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._visible)

    def arrange(self) -> None:
        visible = self._arranged()
        self.beginResetModel()
        self._visible = visible
        self.endResetModel()

    def _arranged(self) -> Sequence[int]:
        visible = self._ordered()
        if words := french.fold(self.filter_text).split():
            texts = self._texts
            visible = [line for line in visible if all(word in texts[line] for word in words)]
        return visible

    def _ordered(self) -> Sequence[int]:
        if not 0 <= self.sorted_by < len(self.columns):
            return range(len(self._rows))
        keys: list[Any] = []
        if self.sorted_by not in self._orders:
            keys = [self.columns[self.sorted_by].order(row) for row in self._rows]
            known = [line for line, key in enumerate(keys) if key is not None]
            self._orders[self.sorted_by] = sorted(known, key=keys.__getitem__)
        order = self._orders[self.sorted_by]
        if self.descending:
            order = order[::-1]
        if len(order) == len(self._rows):
            return order
        present = set(order)
        return [*order, *(line for line in range(len(self._rows)) if line not in present)]

    @cached_property
    def _identities(self) -> list[Hashable]:
        return [self._identity(row) for row in self._rows]

    @cached_property
    def _texts(self) -> list[str]:
        """What a filter searches, folded in one go: ten times faster than row by row."""
        joined = _BETWEEN_ROWS.join(" ".join(column.text(row) for column in self.columns) for row in self._rows)
        return french.fold(joined).split(_BETWEEN_ROWS)
