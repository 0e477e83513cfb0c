"""The agenda as a table one writes in: a flat list of items, set in by their level."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon

from cpr_desk.domain import french
from cpr_desk.domain.agenda import Hour, Item, ItemKind, family, hours, numbers
from cpr_desk.domain.durations import minutes_words, parse_minutes
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.papers import Paper
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.rows import Index, ItemRole, RowsModel

_NOWHERE = QModelIndex()
_INDENT = NBSP * 5


@dataclass(frozen=True, slots=True)
class Line:
    """An item as the table shows it."""

    item: Item
    number: str
    hour: Hour | None
    papers: tuple[Paper, ...] = ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("AgendaModel", text)


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column("number", _tr("N°"), lambda line: line.number, width=46),
        Column("title", _tr("Titre"), lambda line: _INDENT * line.item.level + line.item.title, width=214,
               tooltip=lambda line: line.item.title),
        Column("kind", _tr("Nature"), lambda line: kind_words(line.item.kind), width=96,
               tooltip=lambda line: french.capital(line.item.kind.label)),
        Column("minutes", _tr("Durée"), lambda line: line.item.minutes and minutes_words(line.item.minutes),
               width=66, align=Qt.AlignmentFlag.AlignRight),
        Column("hour", _tr("Heure"), lambda line: hour_words(line.hour), width=68, align=Qt.AlignmentFlag.AlignRight,
               tooltip=lambda line: _tr("le lendemain") if line.hour and line.hour.next_day else ""),
        Column("speaker", _tr("Intervenant"), lambda line: line.item.speaker, width=96,
               tooltip=lambda line: line.item.speaker),
        Column("papers", _tr("Pièces"), lambda line: len(line.papers) or None, Kind.INT, width=62, icon=_clip),
    )  # fmt: skip


def _clip(line: Line) -> QIcon | None:
    return icon("file-text") if line.papers else None


def kind_words(kind: ItemKind) -> str:
    """Return the kind in a word: « avis », « décision »."""
    return kind.label.removeprefix("pour ").split(" ", maxsplit=1)[0]


def hour_words(hour: Hour | None) -> str:
    """Return « 14 h 30 », « 0 h 15 (+1 j) » past midnight; nothing when it is not known."""
    if hour is None:
        return ""
    return french.time_words(hour.at) + (f" (+1{NBSP}j)" if hour.next_day else "")


class AgendaModel(RowsModel[Line]):
    """`edited` comes with the items wanted and what was done; `refused` with why a cell may not hold what was typed.

    A draft is a new item without title: it is stored once it has one.
    """

    edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_columns(), parent)
        self._items: tuple[Item, ...] = ()
        self._lines: list[Line] = []
        self._papers: Mapping[int, tuple[Paper, ...]] = {}
        self._starts: time | None = None
        self._draft: int | None = None
        self._places = {column.key: place for place, column in enumerate(self.columns)}
        self.titles, self.kinds, self.speakers = (self._places[key] for key in ("title", "kind", "speaker"))

    @property
    def items(self) -> tuple[Item, ...]:
        """The items shown, without a draft that has no title."""
        return tuple(item for item in self._items if item.title)

    @property
    def draft(self) -> int | None:
        """The line of the item that has no title yet."""
        return self._draft

    def show(self, items: Sequence[Item], starts: time | None, papers: Mapping[int, tuple[Paper, ...]]) -> None:
        """Show an agenda; one as long as the former is only painted anew, so that a cell may stay open."""
        same = len(items) == len(self._items)
        self._starts, self._papers = starts, papers
        if not same:
            self.beginResetModel()
        self._set(items)
        if not same:
            self._draft = None
            self.endResetModel()

    def begin_draft(self, at: int, level: int) -> None:
        """Make room for an item that has no title yet."""
        self.beginResetModel()
        self._draft = at
        self._set((*self._items[:at], Item("", level), *self._items[at:]))
        self.endResetModel()

    def drop_draft(self) -> None:
        """Forget the item that got no title."""
        if self._draft is not None:
            self.beginResetModel()
            self._draft = None
            self._set(self.items)
            self.endResetModel()

    def _set(self, items: Sequence[Item]) -> None:
        self._items = tuple(items)
        told = zip(self._items, numbers(self._items), hours(self._items, self._starts), strict=True)
        self._lines = [Line(item, number, hour, self._papers.get(item.id, ())) for item, number, hour in told]
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))

    def row(self, number: int) -> Line:
        return self._lines[number]

    def identity(self, number: int) -> Hashable:
        return self._items[number].id

    def identities(self) -> Sequence[Hashable]:
        return [item.id for item in self._items]

    def arrange(self) -> None:
        """Keep the order: it is that of the agenda."""

    @property
    def total(self) -> int:
        return len(self._items)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        writable = self.columns[index.column()].key in ("title", "kind", "speaker", "minutes")
        return plain | Qt.ItemFlag.ItemIsEditable if writable else plain

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if role != ItemRole.EditRole or not index.isValid():
            return super().data(index, role)
        item = self._items[index.row()]
        key = self.columns[index.column()].key
        if key == "minutes":
            return minutes_words(item.minutes) if item.minutes else ""
        return {"title": item.title, "kind": item.kind, "speaker": item.speaker}.get(key)

    def setData(self, index: Index, value: Any, role: int = ItemRole.EditRole) -> bool:
        """Take what was typed in a cell; the draft that gets its title is stored once its cell has closed."""
        place = index.row()
        item = self._items[place]
        try:
            wanted = _changed(item, self.columns[index.column()].key, value)
        except ValueError as wrong:
            self.refused.emit(str(wrong))
            return False
        if role != ItemRole.EditRole or wanted == item:
            return False
        items = (*self._items[:place], wanted, *self._items[place + 1 :])
        label = self.tr("Modifier le point « {title} »")
        if place == self._draft:
            self._draft, label = None, self.tr("Ajouter le point « {title} »")
            self._set(items)
            QTimer.singleShot(0, self, lambda: self.edited.emit(self.items, _told(label, wanted)))
        else:
            self._set(items)
            self.edited.emit(self.items, _told(label, wanted))
        return True

    def removal(self, place: int) -> tuple[tuple[Item, ...], str]:
        """Return the agenda without an item and all that hangs on it, and what that is called."""
        own = family(self._items, place)
        left = tuple(item for line, item in enumerate(self._items) if line not in own)
        return left, _told(self.tr("Retirer le point « {title} »"), self._items[place])


def _changed(item: Item, key: str, value: Any) -> Item:
    if key == "title":
        title = french.squeeze(str(value))
        if not title and item.title:
            raise ValueError(_tr("Un point garde un titre. Pour l’enlever, appuyez sur Suppr."))
        return replace(item, title=title)
    if key == "kind":
        return replace(item, kind=ItemKind(value))
    if key == "speaker":
        return replace(item, speaker=french.squeeze(str(value)))
    return replace(item, minutes=parse_minutes(str(value)))


def _told(label: str, item: Item) -> str:
    return french.typeset(label.format(title=item.title[:60]))
