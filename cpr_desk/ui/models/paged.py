"""A table over many rows that stay where they are: identifiers first, pages of rows when they come into view."""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject

from cpr_desk.ui.models.columns import Column
from cpr_desk.ui.models.rows import Index, RowsModel

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)
_NOWHERE = QModelIndex()
PAGE = 32
PAGES_KEPT = 64
_FEW = 4
"""So few rows are found sooner one by one than by going through them all."""


class Source(Protocol[Row_co]):
    """What a service offers for a paged table."""

    @property
    def total(self) -> int:
        """How many there are without any filter."""

    def read_again(self) -> None:
        """Forget what was read."""

    def ids(self, filter_text: str, sort_column: str, descending: bool) -> Sequence[int]:
        """Return the identifiers to show, in order; `sort_column` is a column key, empty for the natural order."""

    def rows(self, ids: Sequence[int]) -> Sequence[Row_co]:
        """Return the rows of these identifiers, in the order asked."""


class PagedModel(RowsModel[Row]):
    """Frozen rows fetched by pages of 32 from a source that filters and sorts by itself."""

    def __init__(self, columns: Sequence[Column[Row]], source: Source[Row], parent: QObject | None = None) -> None:
        """Stay empty until the first `reload`."""
        super().__init__(columns, parent)
        self._source = source
        self._ids: Sequence[int] = ()
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._total = 0

    def reload(self) -> None:
        """Read again what the source has, under the same filter and order."""
        self._source.read_again()
        self.arrange()

    def row(self, number: int) -> Row:
        page, line = divmod(number, PAGE)
        if page not in self._pages:
            self._pages[page] = self._source.rows(self._ids[page * PAGE : (page + 1) * PAGE])
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page][line]

    def identity(self, number: int) -> Hashable:
        return self._ids[number]

    def identities(self) -> Sequence[Hashable]:
        return self._ids

    def lines_of(self, identities: set[Hashable]) -> list[int]:
        if len(identities) > _FEW:
            return super().lines_of(identities)
        ids: Sequence[Hashable] = self._ids
        return sorted(ids.index(each) for each in identities if each in ids)

    @property
    def total(self) -> int:
        return self._total

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def arrange(self) -> None:
        key = self.columns[self.sorted_by].key if 0 <= self.sorted_by < len(self.columns) else ""
        ids = self._source.ids(self.filter_text, key, self.descending)
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._total = self._source.total
        self.endResetModel()
