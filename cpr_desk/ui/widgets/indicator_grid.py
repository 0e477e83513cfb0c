"""The indicators of a mission in a year of contract, typed like a spreadsheet: each cell is stored when it is left."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from cpr_desk.domain.dossier import YearIndicator
from cpr_desk.domain.french import percent, squeeze, typeset
from cpr_desk.domain.indicators import Indicator, doubt_indicator, number_typed, read_number, refuse_indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon

LABEL, UNIT, WEIGHT, START, TARGET, RESULT, RATE = range(7)
_FIELDS = {LABEL: "label", UNIT: "unit", WEIGHT: "weight", START: "start", TARGET: "target", RESULT: "result"}
_WIDTHS = {UNIT: 84, WEIGHT: 54, START: 68, TARGET: 68, RESULT: 68, RATE: 74}
_NUMBERS = (WEIGHT, START, TARGET, RESULT, RATE)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS_SHOWN = 4
_Place = tuple[Mission, int, int, int]
"""Mission, year, definition and column of a cell."""


class IndicatorGrid(QTableWidget):
    """`written` comes with an indicator to store, whose `definition_id` is 0 when it is new.

    Enter goes down, Tab to the next cell that can be typed, Delete empties one, Alt+arrows move the row, Ctrl+Delete
    asks for its removal. What cannot be stored stays in its cell, marked, until it is mended.
    """

    written = Signal(object)
    moved = Signal(int)
    removal = Signal()
    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_FIELDS) + 1, parent)
        self._mission, self._year = Mission.ACCES, 1
        self._rows: Sequence[YearIndicator] = ()
        self._editable = False
        self._faults: dict[_Place, tuple[str, str]] = {}
        self.setAccessibleName(self.tr("Indicateurs de l’année"))
        self.setHorizontalHeaderLabels(
            [self.tr("Indicateur"), self.tr("Unité"), self.tr("Poids"), self.tr("Départ"), self.tr("Cible"),
             self.tr("Résultat"), self.tr("Atteint à")]
        )  # fmt: skip
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(True)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setMinimumHeight(_ROWS_SHOWN * theme.ROW_HEIGHT)
        self.itemChanged.connect(self._take)
        self.currentCellChanged.connect(lambda *_places: self.picked.emit())

    def show_year(self, mission: Mission, year: int, indicators: Sequence[YearIndicator], *, editable: bool) -> None:
        """Show the indicators of a mission in a year; the cell in hand and what is wrong in others stay."""
        self._mission, self._year, self._rows, self._editable = mission, year, tuple(indicators), editable
        self.blockSignals(True)
        self.setRowCount(len(self._rows) + editable)
        for row, each in enumerate(self._rows):
            self._fill(row, each)
        if editable:
            self._fill(len(self._rows), self._new())
        self.blockSignals(False)
        self.viewport().update()
        self.picked.emit()

    def current(self) -> YearIndicator | None:
        """Return the indicator in hand, None on the line for a new one."""
        return self._rows[self.currentRow()] if 0 <= self.currentRow() < len(self._rows) else None

    def faults(self) -> tuple[str, ...]:
        """Return what keeps cells of the year shown from being stored, the cell in hand first."""
        known = self._known(self.currentRow())
        own = (self._mission, self._year, known.definition_id, self.currentColumn())
        shown = {place: why for place, (_, why) in self._faults.items() if place[:2] == own[:2]}
        return tuple(dict.fromkeys((*([shown[own]] if own in shown else []), *shown.values())))

    def event(self, event: QEvent) -> bool:
        """Keep F2 for the cell in hand: the page has another use for it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_edit = event.key() == Qt.Key.Key_F2 and not event.modifiers()
            event.setAccepted(is_edit)
            if is_edit:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            event.accept()
            return
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif control and event.key() == Qt.Key.Key_Delete:
            self.removal.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            item = self.item(self.currentRow(), self.currentColumn())
            if item and item.flags() & Qt.ItemFlag.ItemIsEditable:
                item.setText("")
        elif event.key() in _ENTER and not (alt or control):
            self._go(self.currentRow() + 1, self.currentColumn())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on to the next cell that can be typed, also from one that is only looked at; leave after the last."""
        return self._edit_beside(1 if forward else -1) or super().focusNextPrevChild(forward)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on as a spreadsheet does: down after Enter, to the next cell that can be typed after Tab."""
        hints = QAbstractItemDelegate.EndEditHint
        steps = {hints.EditNextItem: 1, hints.EditPreviousItem: -1}
        super().closeEditor(editor, hints.NoHint if hint in steps else hint)
        if hint in steps:
            self._edit_beside(steps[hint])
        elif hint is hints.SubmitModelCache:
            self._go(self.currentRow() + 1, self.currentColumn())

    def _edit_beside(self, by: int) -> bool:
        """Type in the next cell that can be typed; False when there is none."""
        place = self.currentRow() * self.columnCount() + self.currentColumn() + by
        while 0 <= place < self.rowCount() * self.columnCount():
            item = self.item(*divmod(place, self.columnCount()))
            if item and item.flags() & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentItem(item)
                self.editItem(item)
                return True
            place += by
        return False

    def _go(self, row: int, column: int) -> None:
        self.setCurrentCell(min(row, self.rowCount() - 1), column)

    def _new(self) -> YearIndicator:
        return YearIndicator(self._mission, self._year, Indicator(""))

    def _known(self, row: int) -> YearIndicator:
        return self._rows[row] if 0 <= row < len(self._rows) else self._new()

    def _fill(self, row: int, each: YearIndicator) -> None:
        is_new = not each.definition_id
        told = each.indicator
        texts = {
            LABEL: told.label,
            UNIT: told.unit,
            WEIGHT: "" if is_new else number_typed(told.weight),
            START: number_typed(told.start),
            TARGET: number_typed(told.target),
            RESULT: number_typed(told.result),
            RATE: "" if is_new else percent(told.rate) if told.rate is not None else "–",
        }
        for column, text in texts.items():
            item = self.item(row, column) or QTableWidgetItem()
            if self.item(row, column) is None:
                self.setItem(row, column, item)
            self._dress(item, each, column, text)

    def _dress(self, item: QTableWidgetItem, each: YearIndicator, column: int, text: str) -> None:
        is_new = not each.definition_id
        fixed = column == RATE or (is_new and column != LABEL) or (each.indicator.national and column in (LABEL, UNIT))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags if fixed or not self._editable else flags | Qt.ItemFlag.ItemIsEditable)
        side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        fault = self._faults.get((self._mission, self._year, each.definition_id, column))
        item.setText(fault[0] if fault else text)
        tip = fault[1] if fault else self._tip(each, column)
        item.setToolTip(tip)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, tip)
        doubts = () if is_new or column != RATE else doubt_indicator(each.indicator)
        mark = ("octagon-alert", Tone.LATE) if fault else ("triangle-alert", Tone.URGENT) if doubts else None
        item.setIcon(icon(*mark) if mark else QIcon())
        item.setForeground(QColor(theme.colours().ink(Tone.LATE) if fault else theme.colours().text))

    def _tip(self, each: YearIndicator, column: int) -> str:
        if not each.definition_id:
            return self.tr("Écrivez ici l’intitulé d’un nouvel indicateur") if column == LABEL else ""
        if column == RATE:
            return "\n".join(doubt_indicator(each.indicator))
        if column == LABEL:
            national = self.tr("Indicateur national : l’accord en fixe l’intitulé et l’unité.")
            return f"{each.indicator.label}\n{typeset(national)}" if each.indicator.national else each.indicator.label
        return self.tr("0\u00a0: suivi, sans compter dans le taux") if column == WEIGHT else ""

    def _take(self, item: QTableWidgetItem) -> None:
        """Store what was typed in a cell, or say what is wrong with it."""
        known, column, text = self._known(item.row()), item.column(), item.text()
        place = (self._mission, self._year, known.definition_id, column)
        if not known.definition_id and not text.strip():
            self._faults.pop(place, None)
            return
        try:
            wanted = self._read(known.indicator, column, text)
            wrong = next(iter(refuse_indicator(wanted)), "")
        except ValueError as error:
            wanted, wrong = known.indicator, str(error)
        if wrong:
            self._faults[place] = text, typeset(wrong)
        else:
            self._faults.pop(place, None)
        if not wrong and wanted != known.indicator:
            self.written.emit(replace(known, indicator=wanted))
        else:
            self.blockSignals(True)
            self._fill(item.row(), known)
            self.blockSignals(False)
            self.picked.emit()

    def _read(self, indicator: Indicator, column: int, text: str) -> Indicator:
        value: Any = squeeze(text) if column in (LABEL, UNIT) else read_number(text)
        if column == WEIGHT and value is None:
            raise ValueError(self.tr("Indiquez un poids\u00a0: 0 pour suivre sans compter."))
        return replace(indicator, **{_FIELDS[column]: value})
