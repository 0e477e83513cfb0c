"""The table of an agenda: written in place, reordered and nested by keyboard or by dragging."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.agenda import Item, ItemKind, family, moved, nested
from cpr_desk.services.agenda import LONGEST_SPEAKER, LONGEST_TITLE
from cpr_desk.ui.models.agenda import AgendaModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.table_view import TableView

_Index = QModelIndex | QPersistentModelIndex
_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_OWN_KEYS = {
    (Qt.Key.Key_Up, _ALT),
    (Qt.Key.Key_Down, _ALT),
    (Qt.Key.Key_Left, _ALT),
    (Qt.Key.Key_Right, _ALT),
    (Qt.Key.Key_Insert, _NONE),
    (Qt.Key.Key_N, _CTRL),
    (Qt.Key.Key_F2, _NONE),
    (Qt.Key.Key_Delete, _NONE),
}
"""What the table does itself while it has the focus, whatever the page does with the same keys."""
_LEAST_TITLE = 260
"""Pixels that a title keeps where the table is narrow; the columns after it are then scrolled to."""


class AgendaTable(TableView):
    """Enter, F2 or a double click writes in a cell; Alt and the arrows move and nest; Insert adds, Del removes.

    `rearranged` comes with the items wanted, what was done, and the line of the item in hand.
    """

    rearranged = Signal(object, str, int)

    def __init__(self, model: AgendaModel, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(model, state, "agenda", parent)
        self._model = model
        self.setSortingEnabled(False)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSortIndicatorShown(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(model.titles, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(36)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setItemDelegateForColumn(model.kinds, _KindDelegate(self))
        for column, longest in ((model.titles, LONGEST_TITLE), (model.speakers, LONGEST_SPEAKER)):
            self.setItemDelegateForColumn(column, _LineDelegate(longest, self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setAccessibleName(self.tr("Points de l’ordre du jour"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        header, titles = self.horizontalHeader(), self._model.titles
        others = header.length() - header.sectionSize(titles)
        stretches = self.viewport().width() - others >= _LEAST_TITLE
        mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
        if header.sectionResizeMode(titles) != mode:
            header.setSectionResizeMode(titles, mode)
        if not stretches:
            header.resizeSection(titles, max(_LEAST_TITLE, header.sectionSize(titles)))
        super().resizeEvent(event)

    @property
    def place(self) -> int:
        """The line of the item in hand, -1 when there is none."""
        return self.currentIndex().row()

    def take_in_hand(self, place: int) -> None:
        """Select an item, where there is one; the column stays."""
        if 0 <= place < self._model.rowCount():
            column = max(self.currentIndex().column(), self._model.titles)
            across = self.horizontalScrollBar().value()
            self.setCurrentIndex(self._model.index(place, column))
            self.scrollTo(self.currentIndex())
            self.horizontalScrollBar().setValue(across)

    def begin_item(self) -> None:
        """Open a new item below the one in hand, at its level."""
        items, place = self._model.items, self.place
        at = family(items, place).stop if 0 <= place < len(items) else len(items)
        self._model.begin_draft(at, items[place].level if 0 <= place < len(items) else 0)
        index = self._model.index(at, self._model.titles)
        self.setCurrentIndex(index)
        self.edit(index)

    def move_item(self, step: int) -> None:
        """Move the item in hand, with its family, before the one above or after the one below."""
        items, place = self._model.items, self.place
        if not 0 <= place < len(items):
            return
        own = family(items, place)
        if step < 0:
            above = next((n for n in range(place - 1, -1, -1) if items[n].level <= items[place].level), 0)
            self._move(place, above)
        elif own.stop < len(items):
            self._move(place, family(items, own.stop).stop)

    def nest_item(self, step: int) -> None:
        """Set the item in hand deeper or higher."""
        items, place = self._model.items, self.place
        if 0 <= place < len(items):
            deeper = nested(items, place, step)
            label = self.tr("Décaler le point « {title} » d’un niveau")
            self._tell(items, deeper, label.format(title=items[place].title[:60]), place)

    def remove_item(self) -> None:
        """Remove the item in hand, with what hangs on it."""
        if 0 <= self.place < len(self._model.items):
            left, label = self._model.removal(self.place)
            self.rearranged.emit(left, label, min(self.place, len(left) - 1))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & _ALT
        if self.state() is QAbstractItemView.State.EditingState:
            return  # the cell that is open hands over what it does not need
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_item(-1 if key == Qt.Key.Key_Up else 1)
        elif alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.nest_item(-1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_Insert or event.matches(QKeySequence.StandardKey.New):
            self.begin_item()
        elif key == Qt.Key.Key_Delete:
            self.remove_item()
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._write()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the item in hand between two others; the view must not take its row away itself."""
        where = event.position().toPoint()
        index = self.indexAt(where)
        to = self._model.rowCount()
        if index.isValid():
            to = index.row() + (where.y() > self.visualRect(index).center().y())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if 0 <= self.place < len(self._model.items):
            self._move(self.place, to)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Forget a new item without title; after one that Enter ended, offer the next."""
        was_new = self._model.draft is not None or self.property("typing") is True
        super().closeEditor(editor, hint)
        self.setProperty("typing", None)
        if self._model.draft is not None:
            place = self._model.draft
            QTimer.singleShot(0, self, lambda: self._give_up(place))
        elif was_new and hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            QTimer.singleShot(0, self, self.begin_item)

    def commitData(self, editor: QWidget) -> None:
        self.setProperty("typing", self._model.draft is not None)
        super().commitData(editor)

    def _give_up(self, place: int) -> None:
        self._model.drop_draft()
        self.take_in_hand(max(0, place - 1))

    def _write(self) -> None:
        index = self.currentIndex()
        if index.isValid() and self._model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        elif index.isValid():
            self.edit(index.siblingAtColumn(self._model.titles))

    def _move(self, place: int, to: int) -> None:
        items = self._model.items
        wanted = moved(items, place, to)
        length = len(family(items, place))
        label = self.tr("Déplacer le point « {title} »").format(title=items[place].title[:60])
        self._tell(items, wanted, label, to if to < place else to - length)

    def _tell(self, before: Sequence[Item], after: Sequence[Item], label: str, place: int) -> None:
        if tuple(after) != tuple(before):
            self.rearranged.emit(tuple(after), french.typeset(label), place)


def _is_own(event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return any(event.key() == key and modifiers == modifier for key, modifier in _OWN_KEYS)


class _LineDelegate(QStyledItemDelegate):
    """Writes a text of a length that can be kept."""

    def __init__(self, longest: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._longest = longest

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        made = super().createEditor(parent, option, index)
        if isinstance(made, QLineEdit):
            made.setMaxLength(self._longest)
        return made


class _KindDelegate(QStyledItemDelegate):
    """Offers the kinds of items in a list."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index) -> QWidget:
        box = QComboBox(parent)
        for kind in ItemKind:
            box.addItem(french.capital(kind.label), kind)
        box.activated.connect(lambda _place: self._commit(box))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(list(ItemKind).index(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        if isinstance(editor, QComboBox) and isinstance(model, AgendaModel):
            model.setData(index, editor.currentData())

    def _commit(self, box: QWidget) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
