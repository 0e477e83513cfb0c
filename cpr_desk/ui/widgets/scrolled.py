"""One tab that scrolls by itself, so that what stands around it stays in view."""

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(panel: QWidget, parent: QWidget) -> QScrollArea:
    """Return an area that scrolls a panel, as wide as it is."""
    area = QScrollArea(parent, widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(panel)
    for plain in (panel, area.viewport()):
        plain.setAutoFillBackground(False)
    return area
