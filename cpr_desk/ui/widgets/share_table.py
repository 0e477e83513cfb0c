"""How one payment is shared over several lines: an amount typed beside each."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from cpr_desk.domain.french import date_digits, euros, euros_typed, parse_euros
from cpr_desk.domain.statement import DueKey, Line, Shares, key_of
from cpr_desk.ui import theme

LINE, DUE_ON, LEFT, PART = range(4)
_ROWS_SHOWN = 7


class ShareTable(QTableWidget):
    """`edited` comes with each amount. The part of a line is typed in the last column; empty: nothing of it."""

    edited = Signal()

    def __init__(self, lines: Sequence[Line], parent: QWidget | None = None) -> None:
        super().__init__(len(lines), 4, parent)
        self._keys: list[DueKey] = [key_of(line.due) for line in lines]
        self.setHorizontalHeaderLabels(
            [self.tr("Ligne"), self.tr("Échéance"), self.tr("Reste"), self.tr("Part du versement")]
        )
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(LINE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((DUE_ON, 92), (LEFT, 100), (PART, 130)):
            self.setColumnWidth(column, width)
        for row, line in enumerate(lines):
            texts = (f"{line.due.label}, {line.due.kind.label}", date_digits(line.due.due_on), euros(line.left), "")
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column != PART:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                if column in (LEFT, PART):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(text)
                self.setItem(row, column, item)
        self.setMinimumHeight(theme.ROW_HEIGHT * min(len(lines) + 1, _ROWS_SHOWN) + 8)
        self.itemChanged.connect(lambda item: self.edited.emit() if item.column() == PART else None)

    def sizeHint(self) -> QSize:
        """Ask for the least height: the form scrolls as a whole."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def set_shares(self, shares: Shares) -> None:
        """Show these parts, and none of other lines."""
        parts = dict(shares)
        for row, key in enumerate(self._keys):
            self.set_part(row, euros_typed(parts[key]) if key in parts else "")

    def set_part(self, row: int, text: str) -> None:
        """Type the part of a line."""
        if item := self.item(row, PART):
            item.setText(text)

    def shares(self) -> Shares:
        """Return the parts typed that are amounts, nothing left out but zero."""
        found = [(key, self._amount(row)) for row, key in enumerate(self._keys)]
        return tuple((key, part) for key, part in found if part)

    def problem(self) -> str:
        """Return the first part that is no amount, in French; empty when there is none."""
        for row in range(len(self._keys)):
            try:
                self._read(row)
            except ValueError as wrong:
                self.setCurrentCell(row, PART)
                return str(wrong)
        return ""

    def _amount(self, row: int) -> Decimal | None:
        try:
            return self._read(row)
        except ValueError:
            return None

    def _read(self, row: int) -> Decimal | None:
        item = self.item(row, PART)
        text = item.text().strip() if item else ""
        return parse_euros(text, signed=True) if text else None
