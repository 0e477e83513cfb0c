"""How a version left to each person: the same for all unless typed or pasted otherwise, cell by cell."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.dispatch import Channel, Recipient
from cpr_desk.domain.registered import Letter, taken
from cpr_desk.services.dispatch import Sending
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon

_Index = QModelIndex | QPersistentModelIndex
PERSON, CHANNEL, DAY, NUMBER, PROBLEM = range(5)
_TYPED = (CHANNEL, DAY, NUMBER)
_LONGEST_NUMBER = 100
_ROWS_SHOWN = 7


class SendingsTable(QTableWidget):
    """`edited` comes when a cell changes. A column copied from Excel is pasted from the current cell downwards."""

    edited = Signal()
    cut = Signal(int)
    """Comes with the number of pasted lines for which no person is left."""

    def __init__(self, today: Callable[[], date], letters: Sequence[Letter], parent: QWidget | None = None) -> None:
        """`letters` are the registered letters known, whose numbers no other may have."""
        super().__init__(0, 5, parent)
        self._today, self._letters = today, letters
        self._to: Sequence[Recipient] = ()
        self._common = {CHANNEL: "", DAY: "", NUMBER: ""}
        self._apart: dict[int, dict[int, str]] = {}
        self.setAccessibleName(self.tr("Envoi de chaque personne"))
        self.setHorizontalHeaderLabels(
            [self.tr("Personne"), self.tr("Canal"), self.tr("Date"), self.tr("Numéro de recommandé"),
             self.tr("À corriger")]
        )  # fmt: skip
        self.setItemDelegateForColumn(CHANNEL, _ChannelDelegate(self))
        self.setItemDelegate(_LineDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        for column, width in ((PERSON, 208), (CHANNEL, 134), (DAY, 84), (NUMBER, 156)):
            self.setColumnWidth(column, width)
        self.setMinimumHeight(_ROWS_SHOWN * theme.ROW_HEIGHT)
        self.itemChanged.connect(self._take)

    def show_to(self, to: Sequence[Recipient], channel: Channel, day: str) -> None:
        """Show who is sent it, and how unless said otherwise; what was typed of a person stays."""
        if [each.person.id for each in to] != [each.person.id for each in self._to]:
            self._to = to
            self.setRowCount(len(to))
        self._common = {CHANNEL: french.capital(channel.label), DAY: day, NUMBER: ""}
        self._fill()

    def typed(self) -> dict[int, dict[int, str]]:
        """Return what differs from the others, by person and column, to compare."""
        return {person: dict(cells) for person, cells in self._apart.items()}

    def apart(self) -> dict[int, Sending]:
        """Return how it left to those to whom it left otherwise, by their ids; ask `fault` before."""
        found = {}
        for row, each in enumerate(self._to):
            if self._apart.get(each.person.id):
                channel, day = self._channel(row), self._day(row)
                assert channel and day  # noqa: S101, PT018 - `fault` says none is missing
                found[each.person.id] = Sending(day, channel, self._cell(row, NUMBER))
        return found

    def channels(self) -> list[tuple[Recipient, Channel]]:
        """Return by what channel each person is reached, where it is known."""
        return [(each, channel) for row, each in enumerate(self._to) if (channel := self._channel(row))]

    def days(self) -> list[date]:
        """Return the days on which it left, to one or several."""
        return [day for row in range(len(self._to)) if (day := self._day(row))]

    def without_number(self) -> int:
        """Return how many registered letters have no number yet."""
        return sum(
            self._channel(row) is Channel.REGISTERED and not self._cell(row, NUMBER) for row in range(len(self._to))
        )

    def fault(self) -> str:
        """Return what is wrong with the first cell at fault and bring it into view; empty when nothing is."""
        for row, (column, problem) in enumerate(self._problems()):
            if problem:
                self.setCurrentCell(row, column)
                return problem
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:
            event.accept()  # the Enter that ends an editor neither opens the next one nor saves the dialog
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete:
            self._write([(index.row(), index.column(), "") for index in self.selectedIndexes()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentColumn() in _TYPED:
            self.editItem(self.currentItem())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go down after Enter, as a workbook does: numbers are typed one after the other."""
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache and self.currentRow() + 1 < self.rowCount():
            self.setCurrentCell(self.currentRow() + 1, self.currentColumn())

    def _paste(self, text: str) -> None:
        lines = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
        if len(lines) == 1 == len(lines[0]) and len(self.selectedIndexes()) > 1:
            self._write([(index.row(), index.column(), lines[0][0]) for index in self.selectedIndexes()])
            return
        row, column = max(self.currentRow(), 0), self.currentColumn()
        first = column if column in _TYPED else NUMBER
        self._write(
            [
                (row + down, first + across, text)
                for down, line in enumerate(lines)
                for across, text in enumerate(line)
                if row + down < self.rowCount()
            ]
        )
        if (over := row + len(lines) - self.rowCount()) > 0:
            self.cut.emit(over)

    def _write(self, cells: Sequence[tuple[int, int, str]]) -> None:
        for row, column, text in cells:
            if column in _TYPED:
                self._keep(row, column, text)
        self._fill()
        self.edited.emit()

    def _take(self, item: QTableWidgetItem) -> None:
        self._keep(item.row(), item.column(), item.text())
        self._fill()
        self.edited.emit()

    def _keep(self, row: int, column: int, text: str) -> None:
        """Keep what is typed where it differs from the others; an empty cell follows them again."""
        cells = self._apart.setdefault(self._to[row].person.id, {})
        wanted = self._proper(column, french.squeeze(text)[:_LONGEST_NUMBER])
        if wanted in ("", self._common[column]):
            cells.pop(column, None)
        else:
            cells[column] = wanted
        if not cells:
            del self._apart[self._to[row].person.id]

    def _proper(self, column: int, text: str) -> str:
        """Write a day as all days are written, and a channel by its name; what is neither stays for all to see."""
        if column == DAY and (day := _read_day(text)):
            return french.date_digits(day)
        if column == CHANNEL and (channel := _read_channel(text)):
            return french.capital(channel.label)
        return text

    def _fill(self) -> None:
        self.blockSignals(True)
        for row, (each, (column_at_fault, problem)) in enumerate(zip(self._to, self._problems(), strict=True)):
            texts = (each.person.courteous_name, *(self._cell(row, column) for column in _TYPED), problem)
            for column, text in enumerate(texts):
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(row, column, item)
                if column not in _TYPED:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                item.setText(text)
                item.setFont(theme.font(bold=column in self._apart.get(each.person.id, {})))
                item.setToolTip(problem if column in (column_at_fault, PROBLEM) else "")
            if last := self.item(row, PROBLEM):
                last.setIcon(icon("octagon-alert", Tone.LATE) if problem else icon("check", Tone.NEUTRAL))
                last.setForeground(QColor(theme.colours().ink(Tone.LATE)))
                if not problem:
                    last.setData(Qt.ItemDataRole.DecorationRole, None)
        self.blockSignals(False)
        self.viewport().update()

    def _cell(self, row: int, column: int) -> str:
        return self._apart.get(self._to[row].person.id, {}).get(column, self._common[column])

    def _channel(self, row: int) -> Channel | None:
        return _read_channel(self._cell(row, CHANNEL))

    def _day(self, row: int) -> date | None:
        return _read_day(self._cell(row, DAY))

    def _problems(self) -> list[tuple[int, str]]:
        """Return for each row the column at fault and what is wrong with it; an empty sentence when nothing is."""
        numbered: defaultdict[str, list[Letter]] = defaultdict(list)
        for letter in (*self._letters, *map(self._letter, range(len(self._to)))):
            numbered[letter.key].append(letter)
        return [self._problem(row, numbered) for row in range(len(self._to))]

    def _problem(self, row: int, numbered: Mapping[str, Sequence[Letter]]) -> tuple[int, str]:
        if not self._channel(row):
            return CHANNEL, self.tr("Ce canal n’est pas connu.")
        day = self._day(row)
        if DAY in self._apart.get(self._to[row].person.id, {}) and not day:
            return DAY, self.tr("Ce n’est pas une date.")
        if day and day > self._today():
            return DAY, self.tr("Ce jour n’est pas encore passé.")
        number = self._cell(row, NUMBER)
        if number and self._channel(row) is not Channel.REGISTERED:
            return NUMBER, self.tr("Un numéro demande une lettre recommandée.")
        letter = self._letter(row)
        if number and (other := taken(letter, numbered[letter.key])):
            words = self.tr("C’est déjà le numéro de {name}.")
            return NUMBER, words.format(name=other.person.courteous_name)
        return PERSON, ""

    def _letter(self, row: int) -> Letter:
        return Letter(self._to[row].person, self._day(row) or self._today(), self._cell(row, NUMBER))


def _read_day(text: str) -> date | None:
    try:
        return french.parse_date(text)
    except ValueError:
        return None


def _read_channel(text: str) -> Channel | None:
    wanted = french.fold(text)
    return next((channel for channel in Channel if french.fold(channel.label) == wanted), None)


class _LineDelegate(QStyledItemDelegate):
    """Writes texts that can be kept."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        made = super().createEditor(parent, option, index)
        if isinstance(made, QLineEdit):
            made.setMaxLength(_LONGEST_NUMBER)
        return made


class _ChannelDelegate(QStyledItemDelegate):
    """Offers the channels in a list."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index) -> QWidget:
        box = QComboBox(parent)
        box.addItems([french.capital(channel.label) for channel in Channel])
        box.activated.connect(lambda _place: self._commit(box))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data()))

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        if isinstance(editor, QComboBox) and isinstance(model, QAbstractItemModel):
            model.setData(index, editor.currentText())

    def _commit(self, box: QWidget) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
