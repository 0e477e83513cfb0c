"""Tabs of which only the one in front says how much room is needed."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget, QWidget

_LEAST = QSize(360, 240)


class FrontTabs(QTabWidget):
    """The main tabs of a page, which would scroll for nothing if the highest one decided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheets")
        self.setDocumentMode(True)
        self.currentChanged.connect(lambda _index: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Ask for what the tab in front needs: the others may be higher than there is room for."""
        needed = self.currentWidget().minimumSizeHint() if self.count() else QSize(0, 0)
        return (needed + QSize(0, self.tabBar().sizeHint().height())).expandedTo(_LEAST)

    def sizeHint(self) -> QSize:
        """Ask for the least height: each tab scrolls by itself, so that the page around it need not."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return False
