"""The attendance of a session typed seat by seat after the meeting, one key each."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from cpr_desk.domain.attendance_after import Mark, Notes, SeatNote
from cpr_desk.domain.composition import Holding, Person, Seat
from cpr_desk.domain.french import capital
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone

_Index = QModelIndex | QPersistentModelIndex
SEAT, VOTES, TITULAR, SUBSTITUTE, MARK, HOLDER, PROBLEM = range(7)
_WIDTHS = {SEAT: 160, VOTES: 42, TITULAR: 136, SUBSTITUTE: 136, MARK: 118, HOLDER: 140}
_ROWS_SHOWN = 11
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ID = Qt.ItemDataRole.UserRole


class AfterTable(QTableWidget):
    """`edited` comes with each mark. P, S, O, E and A mark the current seat and go down; Enter goes down too."""

    edited = Signal()
    completed = Signal()
    """Comes with Ctrl+Enter."""

    def __init__(self, seats: Sequence[Seat], parent: QWidget | None = None) -> None:
        super().__init__(len(seats), 7, parent)
        self._seats = seats
        self._notes: dict[int, SeatNote] = {}
        self.setAccessibleName(self.tr("Présences, siège par siège"))
        self.setHorizontalHeaderLabels(
            [self.tr("Siège"), self.tr("Voix"), self.tr("Titulaire"), self.tr("Suppléant"), self.tr("Présence"),
             self.tr("Pouvoir donné à"), self.tr("À corriger")]
        )  # fmt: skip
        self.setItemDelegate(_HolderDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setMinimumHeight(_ROWS_SHOWN * theme.ROW_HEIGHT)
        self._write_seats()
        self.itemChanged.connect(self._take_holder)
        if seats:
            self.setCurrentCell(0, SEAT)

    def notes(self) -> Notes:
        """Return the mark of each seat that has one."""
        return dict(self._notes)

    def show_notes(self, notes: Notes) -> None:
        """Show marks known before."""
        self._notes = dict(notes)
        self._fill()

    def show_problems(self, problems: Mapping[int, str]) -> None:
        """Say beside each seat why its mark cannot stand, and go to the first one."""
        self._fill(problems)
        wrong = [row for row, seat in enumerate(self._seats) if seat.id in problems]
        if wrong:
            self.setCurrentCell(wrong[0], SEAT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            event.accept()  # the Enter that ends the choice must not save the dialog
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _ENTER:
            self.completed.emit()
            return
        pressed = event.text().upper()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if plain and pressed in set(Mark) and self.currentRow() >= 0:
            self._mark(Mark(pressed))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._set(self.currentRow(), None)
            self._go_down()
        elif plain and event.key() in _ENTER:
            self._go_down()
        elif pressed and pressed.isalnum() and plain:
            event.accept()  # no other letter means anything here
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on with the next seat once it is said to whom a proxy was given."""
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()

    def members(self, row: int) -> list[Person]:
        """Return who may be given the proxy of a row: the members of its section, those there first."""
        seat = self._seats[row]
        found: dict[int, tuple[bool, Person]] = {}
        for each in self._seats:
            if each.section is seat.section and each.id != seat.id:
                mark = self._notes[each.id].mark if each.id in self._notes else None
                for holding, there in ((each.titular, Mark.PRESENT), (each.substitute, Mark.SUBSTITUTE)):
                    if holding and (holding.person.id not in found or mark is there):
                        found[holding.person.id] = (mark is not there, holding.person)
        return [person for _, person in sorted(found.values(), key=lambda each: (each[0], each[1].last_name))]

    def holder_of(self, row: int) -> int:
        """Return to whom the proxy of a row was given, 0 nobody."""
        note = self._notes.get(self._seats[row].id)
        return note.holder_id if note else 0

    def _mark(self, mark: Mark) -> None:
        row = self.currentRow()
        self._set(row, SeatNote(mark, self.holder_of(row) if mark is Mark.PROXY else 0))
        if mark is Mark.PROXY:
            self.setCurrentCell(row, HOLDER)
            if item := self.item(row, HOLDER):
                self.editItem(item)
        else:
            self._go_down()

    def _set(self, row: int, note: SeatNote | None) -> None:
        self._notes.pop(self._seats[row].id, None)
        if note:
            self._notes[self._seats[row].id] = note
        self._fill()
        self.edited.emit()

    def _take_holder(self, item: QTableWidgetItem) -> None:
        if item.column() == HOLDER:
            self._set(item.row(), SeatNote(Mark.PROXY, int(item.data(_ID) or 0)))

    def _go_down(self) -> None:
        self.setCurrentCell(min(self.currentRow() + 1, self.rowCount() - 1), SEAT)

    def _write_seats(self) -> None:
        self.blockSignals(True)
        for row, seat in enumerate(self._seats):
            votes = str(seat.votes) if seat.section.votes else "–"
            texts = (seat.label, votes, _name(seat.titular), _name(seat.substitute), "", "", "")
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                flags = item.flags() if column == HOLDER else item.flags() & ~Qt.ItemFlag.ItemIsEditable
                item.setFlags(flags)
                item.setToolTip(seat.section.label if column == SEAT else text)
                self.setItem(row, column, item)
        self.blockSignals(False)

    def _fill(self, problems: Mapping[int, str] | None = None) -> None:
        self.blockSignals(True)
        for row, seat in enumerate(self._seats):
            note = self._notes.get(seat.id)
            people = {person.id: person.courteous_name for person in self.members(row)} if note else {}
            texts = {
                MARK: capital(note.mark.label) if note else "",
                HOLDER: people.get(note.holder_id, "") if note else "",
                PROBLEM: (problems or {}).get(seat.id, ""),
            }
            for column, text in texts.items():
                if item := self.item(row, column):
                    item.setText(text)
                    item.setToolTip(text)
            if wrong := self.item(row, PROBLEM):
                wrong.setForeground(QColor(theme.colours().ink(Tone.LATE)))
        self.blockSignals(False)
        self.viewport().update()


def _name(holding: Holding | None) -> str:
    return holding.person.courteous_name if holding else "–"


class _HolderDelegate(QStyledItemDelegate):
    """Offers the members of the section; the beginning of a name chooses one, Enter keeps it."""

    def __init__(self, table: AfterTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        box = QComboBox(parent)
        for person in self._table.members(index.row()):
            box.addItem(f"{person.last_name} {person.first_name}", person.id)
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(self._table.holder_of(index.row())), 0))

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        if isinstance(editor, QComboBox) and isinstance(model, QAbstractItemModel):
            model.setData(index, editor.currentData(), _ID)
