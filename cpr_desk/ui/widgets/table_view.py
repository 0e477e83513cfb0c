"""The table of every list: rows of 30 px, columns one may choose, copy to a spreadsheet, memory of its arrangement."""

from collections.abc import Hashable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, QPoint, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from cpr_desk.ui.actions import separator
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column
from cpr_desk.ui.models.rows import RowsModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import ROW_HEIGHT, Space

Row = TypeVar("Row")
_WIDEST = 420
_SAMPLE = 60
"""Rows measured to fit a column; all of them take a second (performance.md)."""


class TableView(QTableView):
    """Rows are selected whole. `opened` comes with a double click or Enter, `chosen` when the selection changes.

    `key` names the table in `state`, where columns, widths and order are remembered.
    """

    opened = Signal(object)
    chosen = Signal()
    columns_changed = Signal()
    """Columns were shown, hidden or moved, or the order changed."""

    def __init__(self, model: RowsModel[Any], state: UiState, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._state = state
        self._key = f"table/{key}"
        self._arranging = False
        self._fitted = False
        self._widths: dict[int, int] = {}
        self._chosen: set[int] = set()
        self._held: tuple[set[Hashable], Hashable | None, int] = (set(), None, 0)
        self._set_up()
        self.setModel(model)
        self._arrange_columns()
        self._restore_order()
        model.modelAboutToBeReset.connect(self._hold)
        model.modelReset.connect(self._give_back)
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.chosen.emit())
        header = self.horizontalHeader()
        header.sectionResized.connect(self._keep_width)
        header.sectionMoved.connect(self.remember)
        header.sortIndicatorChanged.connect(self.remember)
        self.activated.connect(lambda index: self.opened.emit(self._rows.row(index.row())))

    def selected_rows(self) -> list[Any]:
        """Return the selected rows, in the order shown."""
        lines = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._rows.row(line) for line in lines]

    def selected_identities(self) -> list[Hashable]:
        """Return the identities of the selected rows, in the order shown: no row needs to be read for it."""
        return [self._rows.identity(line) for line in sorted(i.row() for i in self.selectionModel().selectedRows())]

    def select_identities(self, identities: set[Hashable]) -> None:
        """Select these rows where they are shown, and bring the first into view."""
        lines = self._rows.lines_of(identities)
        self._select(lines)
        if lines:
            self._make_current(lines[0])
            self.scrollTo(self.currentIndex())

    def copy(self) -> None:
        """Put the selected rows (all of them when none is) on the clipboard, as text and as a table, with headers."""
        selected = sorted(index.row() for index in self.selectionModel().selectedRows())
        columns = self.shown_columns()
        lines = [[column.header for column in columns]]
        for line in selected or range(self._rows.rowCount()):
            row = self._rows.row(line)
            lines.append([column.copied(row) for column in columns])
        data = _empty_data()
        data.setText("\n".join("\t".join(cells) for cells in lines))
        data.setHtml(_html(lines, columns))
        QGuiApplication.clipboard().setMimeData(data)

    def shown_columns(self) -> list[Column[Any]]:
        """Return the visible columns from left to right."""
        header = self.horizontalHeader()
        logical = (header.logicalIndex(place) for place in range(header.count()))
        return [self._rows.columns[number] for number in logical if not header.isSectionHidden(number)]

    def reveal(self, key: str) -> None:
        """Show a column that matters now, if it was hidden."""
        number = next(number for number, column in enumerate(self._rows.columns) if column.key == key)
        if self.isColumnHidden(number):
            self._show_column(number, shown=True)

    def reset_columns(self) -> None:
        """Give the columns back the order, widths and visibility they were designed with."""
        self._state.remember(self._key, None)
        self._arrange_columns()
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def remember(self) -> None:
        """Keep the arrangement for the next time."""
        if self._arranging:
            return
        self._state.remember(self._key, self.arrangement())
        self.columns_changed.emit()

    def arrangement(self) -> dict[str, Any]:
        """Return which columns are shown, in which order, how wide, and what sorts, as JSON values."""
        header = self.horizontalHeader()
        order = sorted(range(header.count()), key=header.visualIndex)
        return {
            "columns": [
                {
                    "key": self._rows.columns[number].key,
                    "width": header.sectionSize(number) if not self._is_filling(number) else 0,
                    "shown": not header.isSectionHidden(number),
                }
                for number in order
            ],
            "sort": self._rows.columns[self._rows.sorted_by].key if self._rows.sorted_by >= 0 else "",
            "descending": self._rows.descending,
        }

    def show_columns(self, keys: Sequence[str], sort: str = "", *, descending: bool = False) -> None:
        """Show these columns from left to right, as wide as they are now, in the order of one of them.

        Without a key that is known, the columns are those it was designed with.
        """
        now = {entry["key"]: entry for entry in self.arrangement()["columns"]}
        shown = [now[key] | {"shown": True} for key in dict.fromkeys(keys) if key in now]
        if not shown:
            self.reset_columns()
            return
        hidden = [entry | {"shown": False} for key, entry in now.items() if key not in keys]
        self._state.remember(self._key, {"columns": shown + hidden, "sort": sort, "descending": descending})
        self._arrange_columns()
        if not self._restore_order():
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.remember()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row in hand in view when something above, a message for instance, takes height from the table."""
        current = self.currentIndex()
        seen = QRect(QPoint(), event.oldSize()).contains(self.visualRect(current).center())
        super().resizeEvent(event)
        self._share_width()
        if current.isValid() and seen and event.size().height() < event.oldSize().height():
            across = self.horizontalScrollBar().value()
            self.scrollTo(current)
            self.horizontalScrollBar().setValue(across)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setResizeContentsPrecision(0)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        self.setSortingEnabled(True)
        copy = QAction(icon("copy"), self.tr("Copier"), self, shortcut=QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)

    def _arrange_columns(self) -> None:
        header = self.horizontalHeader()
        known = {entry["key"]: entry for entry in self._memory()}
        numbers = {column.key: number for number, column in enumerate(self._rows.columns)}
        self._arranging = True
        self._fitted = self._rows.rowCount() > 0
        for number, column in enumerate(self._rows.columns):
            entry = known.get(column.key, {})
            self.setColumnHidden(number, not entry.get("shown", column.shown))
            self._widths[number] = entry.get("width") or column.width or self._fitting_width(number)
            self.setColumnWidth(number, self._widths[number])
        order = [key for key in known if key in numbers] or list(numbers)
        for place, key in enumerate(order):
            header.moveSection(header.visualIndex(numbers[key]), place)
        self._chosen = {numbers[key] for key in known.keys() & numbers.keys() if known[key].get("width")}
        self._arranging = False
        self._share_width()

    def _growing(self) -> list[int]:
        """Return the columns shown that grow, but for those whose width a person chose."""
        growing = (number for number, column in enumerate(self._rows.columns) if column.grows)
        return [number for number in growing if number not in self._chosen and not self.isColumnHidden(number)]

    def _is_filling(self, number: int) -> bool:
        """Return whether a column takes what is left: another window, or a scroll bar, makes it too wide or narrow."""
        return number in self._growing() or (self._is_last(number) and not self.isColumnHidden(number))

    def _is_last(self, number: int) -> bool:
        header = self.horizontalHeader()
        after = range(header.visualIndex(number) + 1, header.count())
        return all(header.isSectionHidden(header.logicalIndex(place)) for place in after)

    def _share_width(self) -> None:
        """Give the columns that grow, in equal parts, what the others leave of the width."""
        growing = self._growing()
        if self._arranging or not growing:
            return
        taken = sum(width for number, width in self._widths.items() if not self.isColumnHidden(number))
        part = max(self.viewport().width() - taken, 0) // len(growing)
        self._arranging = True
        for number in growing:
            self.setColumnWidth(number, self._widths[number] + part)
        self._arranging = False

    def _keep_width(self, number: int, before: int, width: int) -> None:
        """Keep the width that a person gave a column; the last one has none of its own, and hiding is no width."""
        if self._arranging:
            return
        if before and width and not self._is_last(number):
            self._widths[number] = width
            self._chosen.add(number)
            self._share_width()
        self.remember()

    def _fitting_width(self, number: int) -> int:
        metrics, column = self.fontMetrics(), self._rows.columns[number]
        sample = (self._rows.row(line) for line in range(min(self._rows.rowCount(), _SAMPLE)))
        cells = max((metrics.horizontalAdvance(column.text(row)) for row in sample), default=0)
        fitting = max(cells + Space.XL, self.horizontalHeader().sectionSizeHint(number))
        return min(fitting + Space.S, _WIDEST)

    def _memory(self) -> list[dict[str, Any]]:
        remembered = self._state.get(self._key)
        entries = remembered.get("columns") if isinstance(remembered, dict) else None
        return [entry for entry in entries or () if isinstance(entry, dict) and "key" in entry]

    def _restore_order(self) -> bool:
        remembered = self._state.get(self._key)
        keys = [column.key for column in self._rows.columns]
        if not isinstance(remembered, dict) or remembered.get("sort") not in keys:
            return False
        falling = Qt.SortOrder.DescendingOrder if remembered.get("descending") else Qt.SortOrder.AscendingOrder
        self.sortByColumn(keys.index(remembered["sort"]), falling)
        return True

    def _choose_columns(self, place: QPoint) -> None:
        self.offer_columns(self.horizontalHeader().mapToGlobal(place))

    def offer_columns(self, place: QPoint) -> None:
        """Open the menu of the columns at a place of the screen."""
        menu = QMenu(self)
        for number, column in enumerate(self._rows.columns):
            action = menu.addAction(column.header)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.setEnabled(self.isColumnHidden(number) or len(self.shown_columns()) > 1)
            action.toggled.connect(lambda shown, number=number: self._show_column(number, shown=shown))
        menu.addAction(separator(menu))
        menu.addAction(self.tr("Rétablir les colonnes d’origine")).triggered.connect(self.reset_columns)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _show_column(self, number: int, *, shown: bool) -> None:
        self.setColumnHidden(number, not shown)
        self._share_width()
        self.remember()

    def _first_column(self) -> int:
        return next((n for n in range(len(self._rows.columns)) if not self.isColumnHidden(n)), 0)

    def _hold(self) -> None:
        lines = [index.row() for index in self.selectionModel().selectedRows()]
        current = self.currentIndex()
        self._held = (
            {self._rows.identity(line) for line in lines},
            self._rows.identity(current.row()) if current.isValid() else None,
            self.verticalScrollBar().value(),
        )

    def _give_back(self) -> None:
        if not self._fitted and self._rows.rowCount():
            self._arrange_columns()
        identities, current, scroll = self._held
        wanted = identities | ({current} if current is not None else set())
        if wanted:
            lines = self._rows.lines_of(wanted)
            with QSignalBlocker(self):  # it is told once, below
                self._select([line for line in lines if self._rows.identity(line) in identities])
            for line in lines:
                if self._rows.identity(line) == current:
                    self._make_current(line)
        self.verticalScrollBar().setValue(scroll)
        self.chosen.emit()

    def _make_current(self, line: int) -> None:
        index = self._rows.index(line, self._first_column())
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _select(self, lines: list[int]) -> None:
        selection = QItemSelection()
        for line in lines:
            index = self._rows.index(line, 0)
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)


def _empty_data() -> QMimeData:
    """Return clipboard data made by Qt, which frees the clipboard when Python is gone already."""
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    data.clear()
    return data


def _html(lines: list[list[str]], columns: list[Column[Any]]) -> str:
    """Return the table as spreadsheets read it; texts are marked so, lest « =… » become a formula."""
    from html import escape  # brings all the names of characters, only for a copy

    text_style = " style=\"mso-number-format:'\\@'\""
    styles = ["" if column.kind.is_number else text_style for column in columns]
    head = "".join(f"<th>{escape(cell)}</th>" for cell in lines[0])
    body = "".join(
        "<tr>" + "".join(f"<td{style}>{escape(cell)}</td>" for style, cell in zip(styles, cells, strict=True)) + "</tr>"
        for cells in lines[1:]
    )
    return f"<table><tr>{head}</tr>{body}</table>"
