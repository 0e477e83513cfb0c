"""The preview of a document: its pages as images, drawn when they come into view."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import tool_button

_POINTS_PER_INCH = 72
_SCREEN_DPI = 96
_ZOOM_STEP = 1.2
_SMALLEST, _LARGEST = 0.25, 4.0
_LARGEST_FIT = 1.25
_IMAGES_KEPT = 12


class PageImages(Protocol):
    """What gives the pages of a document."""

    def sizes(self) -> Sequence[tuple[float, float]]:
        """Return the width and height of every page, in points."""

    def png(self, page: int, dpi: float) -> bytes:
        """Return one page, counted from 0, as a PNG at that resolution."""


class _Pages(QAbstractScrollArea):
    """The pages one under the other; only those in view are drawn, the last dozen is kept."""

    moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.images: PageImages | None = None
        self.sizes: Sequence[tuple[float, float]] = ()
        self.zoom = 1.0
        self.fits = True
        self._cache: OrderedDict[tuple[int, float], QPixmap] = OrderedDict()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.moved.emit())

    def show_pages(self, images: PageImages | None) -> None:
        self.images = images
        self.sizes = images.sizes() if images else ()
        self._cache.clear()
        self.verticalScrollBar().setValue(0)
        self.lay_out()

    def set_zoom(self, zoom: float) -> None:
        """Zoom and keep the middle of the view where it is."""
        bar = self.verticalScrollBar()
        half = self.viewport().height() / 2
        share = (bar.value() + half) / max(1, self._height())
        self.zoom = min(max(zoom, _SMALLEST), _LARGEST)
        self.lay_out()
        bar.setValue(round(share * self._height() - half))

    def lay_out(self) -> None:
        view = self.viewport().size()
        if self.fits and self.sizes:
            widest = max(width for width, _ in self.sizes)
            room = view.width() - 2 * Space.L
            self.zoom = min(max(room / (widest * _SCREEN_DPI / _POINTS_PER_INCH), _SMALLEST), _LARGEST_FIT)
        bar = self.verticalScrollBar()
        bar.setPageStep(view.height())
        bar.setSingleStep(40)
        bar.setRange(0, max(0, self._height() - view.height()))
        side = self.horizontalScrollBar()
        side.setPageStep(view.width())
        side.setRange(0, max(0, self._width() - view.width()))
        self.viewport().update()
        self.moved.emit()

    def current(self) -> int:
        """Return the page that holds the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return next((n for n, box in enumerate(self._boxes()) if box.bottom() >= middle), max(0, len(self.sizes) - 1))

    def go_to(self, page: int) -> None:
        boxes = self._boxes()
        if boxes:
            self.verticalScrollBar().setValue(boxes[min(max(page, 0), len(boxes) - 1)].top() - Space.L)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), QColor(colours.tint(Tone.NEUTRAL)))
            for number, box in enumerate(self._boxes()):
                place = box.translated(-offset)
                if place.intersects(event.rect()):
                    painter.drawPixmap(place, self._image(number))
                    painter.setPen(QColor(colours.border))
                    painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lay_out()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fits = False
            self.set_zoom(self.zoom * (_ZOOM_STEP if event.angleDelta().y() > 0 else 1 / _ZOOM_STEP))
        else:
            super().wheelEvent(event)

    def _scale(self) -> float:
        return self.zoom * _SCREEN_DPI / _POINTS_PER_INCH

    def _boxes(self) -> list[QRect]:
        boxes, top, width = [], int(Space.L), max(self._width(), self.viewport().width())
        for page_width, page_height in self.sizes:
            size = (round(page_width * self._scale()), round(page_height * self._scale()))
            boxes.append(QRect((width - size[0]) // 2, top, *size))
            top += size[1] + Space.L
        return boxes

    def _height(self) -> int:
        return int(Space.L) + sum(round(height * self._scale()) + Space.L for _, height in self.sizes)

    def _width(self) -> int:
        return 2 * Space.L + max((round(width * self._scale()) for width, _ in self.sizes), default=0)

    def _image(self, page: int) -> QPixmap:
        dpi = self.zoom * _SCREEN_DPI * self.devicePixelRatioF()
        key = (page, dpi)
        if key not in self._cache and self.images:
            pixmap = QPixmap()
            pixmap.loadFromData(self.images.png(page, dpi), "PNG")
            self._cache[key] = pixmap
            if len(self._cache) > _IMAGES_KEPT:
                self._cache.popitem(last=False)
        self._cache.move_to_end(key)
        return self._cache[key]


class PdfPreview(QWidget):
    """Pages with « page x sur y » and zoom; the width is fitted until one zooms."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = _Pages(self)
        self._pages.setAccessibleName(self.tr("Aperçu du document"))
        self._place = QLabel(self)
        self._zoom = QLabel(self)
        self._commands = CommandSet(self)
        bar = QHBoxLayout()
        bar.setSpacing(Space.XS)
        for command in self._declare():
            bar.addWidget(tool_button(self._commands.add(command), self))
            if command.icon == "chevron-left":
                bar.addWidget(self._place)
            if command.icon == "zoom-out":
                bar.addWidget(self._zoom)
            if command.icon == "chevron-right":
                bar.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)
        self._pages.moved.connect(self._refresh)
        self._refresh()

    def show_document(self, images: PageImages | None) -> None:
        """Show a document from its first page; None shows nothing."""
        self._pages.show_pages(images)

    def _declare(self) -> tuple[Command, ...]:
        pages = self._pages

        def several() -> bool:
            return bool(pages.sizes)

        return (
            Command(self.tr("Page précédente"), lambda: pages.go_to(pages.current() - 1), "chevron-left",
                    enabled=lambda: several() and pages.current() > 0),
            Command(self.tr("Page suivante"), lambda: pages.go_to(pages.current() + 1), "chevron-right",
                    enabled=lambda: pages.current() < len(pages.sizes) - 1),
            Command(self.tr("Réduire"), lambda: self._zoom_by(1 / _ZOOM_STEP), "zoom-out", "Ctrl+-", enabled=several),
            Command(self.tr("Agrandir"), lambda: self._zoom_by(_ZOOM_STEP), "zoom-in", "Ctrl++", enabled=several),
            Command(self.tr("Ajuster à la largeur"), self._fit, "move-horizontal", "Ctrl+0", enabled=several),
        )  # fmt: skip

    def _zoom_by(self, factor: float) -> None:
        self._pages.fits = False
        self._pages.set_zoom(self._pages.zoom * factor)

    def _fit(self) -> None:
        self._pages.fits = True
        self._pages.set_zoom(self._pages.zoom)

    def _refresh(self) -> None:
        count = len(self._pages.sizes)
        words = self.tr("Page {page} sur {count}").format(page=self._pages.current() + 1, count=count) if count else ""
        self._place.setText(words)
        self._zoom.setText(f"{self._pages.zoom * 100:.0f}\u00a0%" if count else "")
        self._pages.setAccessibleDescription(words)
        self._commands.refresh()
