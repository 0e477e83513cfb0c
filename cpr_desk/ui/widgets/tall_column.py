"""A column as tall as its words, which wrap, need it to be."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cpr_desk.ui.theme import Space


class TallColumn(QWidget):
    """Asks for the height that its widgets need at its width: a splitter, which knows no such thing, squeezes none."""

    def __init__(self, *widgets: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.L)
        for widget in widgets:
            self._column.addWidget(widget)
        self._column.addStretch()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            needed = self._column.totalHeightForWidth(self.width())
            if needed > 0:
                self.setMinimumHeight(needed)
        return done
