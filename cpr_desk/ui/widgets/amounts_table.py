"""A table where the amounts of the four sizes are typed, with their sums; what is no amount stays in view."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from cpr_desk.domain.french import euros_typed, parse_euros
from cpr_desk.domain.scale import Amounts
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon

_WIDTH = 112
_NOTHING = Decimal(0)

Cell = tuple[int, int]
"""A line and a size, both from 0."""


class AmountsTable(QTableWidget):
    """Lines by sizes. `edited` comes with each amount typed; `sums` gives the last line, which nobody types."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, rows_shown: int = 9) -> None:
        super().__init__(0, 1 + len(SizeClass), parent)
        self._texts: list[list[str]] = []
        self._labels: list[str] = []
        self._sums: Callable[[], tuple[str, Amounts]] | None = None
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([self.tr("Ligne"), *(size.label for size in SizeClass)])
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, 1 + len(SizeClass)):
            self.setColumnWidth(column, _WIDTH)
        self.setMinimumHeight((rows_shown + 1) * theme.ROW_HEIGHT)
        self.itemChanged.connect(self._take)

    def show_lines(
        self,
        labels: Sequence[str],
        texts: Sequence[Sequence[str]],
        sums: Callable[[], tuple[str, Amounts]] | None = None,
    ) -> None:
        """Show lines by their labels and the texts of their amounts; the cell in hand stays."""
        row, column = max(self.currentRow(), 0), max(self.currentColumn(), 1)
        self._labels, self._texts, self._sums = list(labels), [list(each) for each in texts], sums
        with QSignalBlocker(self):
            self.setRowCount(len(labels) + bool(sums))
            for line, label in enumerate(labels):
                self._show(line, 0, label)
                for size, text in enumerate(self._texts[line], start=1):
                    self._show(line, size, text)
            self._write_sums()
        if labels:
            self.setCurrentCell(min(row, len(labels) - 1), column)

    def texts(self) -> list[list[str]]:
        """Return what is typed, line by line."""
        return [list(line) for line in self._texts]

    def amounts(self, line: int) -> Amounts:
        """Return the amounts of a line, nothing for what is no amount."""
        return tuple(_NOTHING if self._fault(text) else parse_euros(text) for text in self._texts[line])

    def faults(self) -> dict[Cell, str]:
        """Return why a text is no amount, cell by cell, in French."""
        return {
            (line, size): fault
            for line, texts in enumerate(self._texts)
            for size, text in enumerate(texts)
            if (fault := self._fault(text))
        }

    def mark(self, faults: Mapping[Cell, str]) -> None:
        """Mark the cells at fault, by an icon, a colour and what is wrong in the tooltip."""
        cells = [(line, size) for line in range(len(self._texts)) for size in range(len(SizeClass))]
        with QSignalBlocker(self):
            for line, size in cells:
                self._mark(self.item(line, size + 1), faults.get((line, size), ""))

    def go_to(self, cell: Cell) -> None:
        """Put the cursor into a cell."""
        self.setCurrentCell(cell[0], cell[1] + 1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, item: QTableWidgetItem) -> None:
        """Keep what was typed, as an amount is written where it is one."""
        line, size = item.row(), item.column() - 1
        if size < 0 or line >= len(self._texts):
            return
        text = item.text().strip()
        self._texts[line][size] = text if self._fault(text) else euros_typed(parse_euros(text))
        with QSignalBlocker(self):
            item.setText(self._texts[line][size])
            self._mark(item, self._fault(text))
            self._write_sums()
        self.edited.emit()

    def _mark(self, item: QTableWidgetItem | None, fault: str) -> None:
        if item is not None:
            item.setIcon(icon("circle-alert", Tone.LATE) if fault else QIcon())
            item.setToolTip(fault)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, fault)
            item.setForeground(QColor(theme.colours().ink(Tone.LATE)) if fault else self.palette().text())

    def _fault(self, text: str) -> str:
        if not text:
            return self.tr("Écrivez un montant, 0 s’il n’y en a pas.")
        try:
            parse_euros(text)
        except ValueError as error:
            return str(error)
        return ""

    def _write_sums(self) -> None:
        if self._sums is None:
            return
        label, amounts = self._sums()
        for column, text in enumerate((label, *map(euros_typed, amounts))):
            self._show(len(self._labels), column, text, total=True)

    def _show(self, line: int, column: int, text: str, *, total: bool = False) -> None:
        item = QTableWidgetItem(text)
        if column:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if total or not column:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        item.setToolTip("" if column else text)
        item.setFont(theme.font(bold=total))
        self.setItem(line, column, item)
