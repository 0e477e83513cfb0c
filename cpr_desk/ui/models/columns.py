"""What a column of a table is: how a row becomes a text to show, to sort by, to find and to copy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from cpr_desk.domain import french

Row = TypeVar("Row")


class Kind(Enum):
    """What the values of a column are; it decides their format, alignment and order."""

    TEXT = "text"
    INT = "int"
    DATE = "date"
    EUROS = "euros"
    PERCENT = "percent"

    @property
    def is_number(self) -> bool:
        """Whether values align on the right."""
        return self in (Kind.INT, Kind.EUROS, Kind.PERCENT)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """Declare a column. `value` returns a str, int, date, Decimal or None (shown empty).

    `sort_key` orders by something else than the value; `width` is in logical pixels, 0 to fit the content;
    a column not `shown` waits in the header's menu; those that `grow` share the width that the others leave.
    """

    key: str
    header: str
    value: Callable[[Row], Any]
    kind: Kind = Kind.TEXT
    sort_key: Callable[[Row], Any] | None = None
    tooltip: Callable[[Row], str] | None = None
    icon: Callable[[Row], QIcon | None] | None = None
    align: Qt.AlignmentFlag | None = None
    width: int = 0
    shown: bool = True
    grows: bool = False

    def text(self, row: Row) -> str:
        """Return what the cell shows."""
        return shown(self.value(row), self.kind)

    def copied(self, row: Row) -> str:
        """Return what a spreadsheet should receive: numbers without blanks, texts on one line."""
        value = self.value(row)
        if value is None:
            return ""
        if self.kind.is_number:
            return str(value).replace(".", ",")
        return french.squeeze(shown(value, self.kind))

    def order(self, row: Row) -> Any:
        """Return what the row sorts by in this column, None last."""
        value = (self.sort_key or self.value)(row)
        return french.fold(value) if isinstance(value, str) and not self.sort_key else value

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Numbers on the right, the rest on the left, unless said otherwise."""
        side = self.align or (Qt.AlignmentFlag.AlignRight if self.kind.is_number else Qt.AlignmentFlag.AlignLeft)
        return side | Qt.AlignmentFlag.AlignVCenter


def shown(value: Any, kind: Kind) -> str:
    """Return a value as a table shows it."""
    if value is None:
        return ""
    if kind is Kind.DATE and isinstance(value, date):
        return french.date_digits(value)
    if kind is Kind.INT:
        return french.integer(int(value))
    if kind is Kind.EUROS:
        return french.euros(Decimal(value))
    if kind is Kind.PERCENT:
        return french.percent(value)
    return str(value)
