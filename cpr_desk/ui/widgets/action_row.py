"""A row of buttons that goes on in a second line where there is no room: a word cut short says nothing."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cpr_desk.ui.theme import Space


class ActionRow(QWidget):
    """Buttons from left to right, each as wide as its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[QAbstractButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_buttons(self, buttons: Sequence[QAbstractButton]) -> None:
        """Show these buttons, in their order."""
        self._buttons = list(buttons)
        for button in self._buttons:
            button.setParent(self)
        self.updateGeometry()

    @property
    def buttons(self) -> list[QWidget | None]:
        """The buttons, in their order."""
        return [*self._buttons]

    def sizeHint(self) -> QSize:
        """Ask for the one line that holds them all."""
        every = [button.sizeHint() for button in self._shown()]
        width = sum(size.width() + Space.S for size in every) - Space.S
        return QSize(max(0, width), max((size.height() for size in every), default=0))

    def minimumSizeHint(self) -> QSize:
        every = [button.sizeHint() for button in self._shown()]
        return QSize(*(max((length(size) for size in every), default=0) for length in (QSize.width, QSize.height)))

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for _button, place in self._places(width)), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Arrange again when the words of a button change."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        for button, place in self._places(self.width()):
            button.setGeometry(place)

    def _places(self, width: int) -> Iterator[tuple[QAbstractButton, QRect]]:
        left = top = 0
        for button in self._shown():
            size = button.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + size.height() + Space.S
            yield button, QRect(left, top, size.width(), size.height())
            left += size.width() + Space.S

    def _shown(self) -> list[QAbstractButton]:
        return [button for button in self._buttons if not button.isHidden()]
