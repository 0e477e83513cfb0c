"""Two parts of a page, side by side where there is room, else one above the other."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space


class SideBySide(QSplitter):
    """A splitter that turns below `narrow` logical pixels; a `state` remembers the widths under `key`."""

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        shares: tuple[int, int],
        state: UiState | None = None,
        key: str = "",
        parent: QWidget | None = None,
        narrow: int = 860,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._state = state
        self._narrow = narrow
        self._key = f"splitter/{key}"
        self._parts = (first, second)
        self.setHandleWidth(Space.L)
        self.setChildrenCollapsible(False)
        for number, part in enumerate(self._parts):
            self.addWidget(part)
            self.setStretchFactor(number, shares[number])
        self.setSizes([share * 200 for share in shares])
        remembered = state.get(self._key) if state else None
        if isinstance(remembered, list) and len(remembered) == 2 and all(isinstance(n, int) for n in remembered):
            self.setSizes(remembered)
        self.splitterMoved.connect(self._remember)

    def sizeHint(self) -> QSize:
        """Ask for the least height: the parts take what is left, and a page scrolls only when it must."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of the wider part alone: where there is no room for both, they turn."""
        seen = [part for part in self._parts if not part.isHidden()]
        least = [part.minimumSizeHint().expandedTo(part.minimumSize()) for part in seen] or [QSize()]
        heights = [size.height() for size in least]
        upright = self.orientation() == Qt.Orientation.Vertical
        return QSize(
            max(size.width() for size in least), sum(heights) + self.handleWidth() if upright else max(heights)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < self._narrow
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if wanted != self.orientation():
            self.setOrientation(wanted)
        super().resizeEvent(event)

    def _remember(self) -> None:
        if self._state and self.orientation() == Qt.Orientation.Horizontal:
            self._state.remember(self._key, self.sizes())
