"""A button that opens a list of choices, several at a time, each with how many lines it would show."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.french import NBSP
from cpr_desk.ui.icons import icon

_TALLEST = 340
_SAME_CLICK_MS = 250
_CODE = Qt.ItemDataRole.UserRole
_LONGEST = 26
"""Letters of the one choice that a button names; several are counted."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice by its code; `count` None while nobody knows it."""

    code: str
    words: str
    count: int | None = None


class ChoiceList(QListWidget):
    """Boxes to tick: Space or a click ticks, Enter or Esc closes."""

    ticked = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSpacing(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._tick)

    def show_choices(self, choices: Sequence[Choice], chosen: frozenset[str]) -> None:
        """Show the choices; the line in hand stays."""
        if [item.data(_CODE) for item in self._items()] != [choice.code for choice in choices]:
            self.clear()
            for choice in choices:
                item = QListWidgetItem(self)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)  # ticked by the whole line
                item.setData(_CODE, choice.code)
            self.setCurrentRow(0)
        for item, choice in zip(self._items(), choices, strict=True):
            counted = "…" if choice.count is None else french.integer(choice.count)
            item.setText(f"{choice.words}{NBSP}({counted})")
            item.setCheckState(Qt.CheckState.Checked if choice.code in chosen else Qt.CheckState.Unchecked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._tick(self.currentItem())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _tick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.ticked.emit(item.data(_CODE))

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]


class _Popup(QFrame):
    """Knows when a click elsewhere closed it: on the button that opens it, that click is not to open it again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._closed = QElapsedTimer()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._closed.start()
        super().closeEvent(event)

    @property
    def was_just_closed(self) -> bool:
        """Whether the click that closed it is the one that is being handled."""
        return self._closed.isValid() and self._closed.elapsed() < _SAME_CLICK_MS


class FacetBox(QPushButton):
    """Tells what is chosen in its words. `opened` asks for fresh counts, `ticked` comes with each code."""

    opened = Signal()
    ticked = Signal(str)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self.setIcon(icon("chevron-down"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the words
        self._popup = _Popup(self)
        self.choices = ChoiceList(label, self._popup)
        column = QVBoxLayout(self._popup)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.choices)
        self.choices.ticked.connect(self.ticked)
        self.choices.left.connect(self._popup.hide)
        self.clicked.connect(self._follow_click)
        self.tell(())

    @property
    def is_open(self) -> bool:
        """Whether the list is in view."""
        return self._popup.isVisible()

    def tell(self, chosen: Sequence[str]) -> None:
        """Say what is chosen: by its words when it is one and short, else how many."""
        if len(chosen) == 1 and len(chosen[0]) <= _LONGEST:
            self.setText(f"{self._label}{NBSP}: {chosen[0]}".replace("&", "&&"))
        else:
            self.setText(f"{self._label}{NBSP}({len(chosen)})" if chosen else self._label)
        self.setToolTip("\n".join(chosen))
        self.setAccessibleName(f"{self._label}{NBSP}: {french.listing(chosen)}" if chosen else self._label)

    def show_choices(self, choices: Sequence[Choice], chosen: frozenset[str]) -> None:
        """Show the list with its counts."""
        self.choices.show_choices(choices, chosen)
        tall = sum(self.choices.sizeHintForRow(row) + 2 * self.choices.spacing() for row in range(len(choices)))
        wide = self.choices.sizeHintForColumn(0) + self.choices.verticalScrollBar().sizeHint().width()
        self._popup.setFixedSize(wide + 12, min(tall + 6, _TALLEST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with the arrow down too, as any list that drops down."""
        if event.key() == Qt.Key.Key_Down:
            self._open()
        else:
            super().keyPressEvent(event)

    def _follow_click(self) -> None:
        if not self._popup.was_just_closed:
            self._open()

    def _open(self) -> None:
        self.opened.emit()
        place = self.mapToGlobal(QPoint(0, self.height()))
        room = self.screen().availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self._popup.width()))
        below = place.y() + self._popup.height() <= room.bottom()
        self._popup.move(
            left, place.y() if below else max(room.top(), place.y() - self.height() - self._popup.height())
        )
        self._popup.show()
        self.choices.setFocus(Qt.FocusReason.PopupFocusReason)
