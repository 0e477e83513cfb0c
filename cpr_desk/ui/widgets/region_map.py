"""The map of a région: its communes filled as the legend says, CPTS to point at, to walk through and to zoom to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from cpr_desk.domain.contours import Bounds, Frame, Line
from cpr_desk.domain.region_map import Fill, Numbered, RegionMap
from cpr_desk.ui import theme
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.map_colours import MapColours, map_colours

_STEP = 1.5
"""How much closer one step of the wheel or of the keyboard comes."""
_CLOSEST = 4_000.0
"""The least width of the ground shown, in metres."""
_ROOM = 22
"""How many pixels a CPTS must reach for its number to be written on it."""
_AROUND = 0.25
"""The part of its own size that is left around a CPTS one zooms to."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map in metres, to be painted at any size; smooth thick lines are painted many times faster one by one."""

    source: RegionMap
    areas: Sequence[tuple[Fill, QPainterPath]]
    communes: QPainterPath
    departments: Sequence[QPolygonF]
    cpts: Sequence[QPolygonF]
    extents: Mapping[int, float]
    """How far each CPTS reaches, by its id, on the side where it reaches least."""


def prepare(source: RegionMap) -> Drawing:
    """Make the paths of a map: slow, for a task."""
    return Drawing(
        source,
        [(fill, _path(rings, closed=True)) for fill, rings in source.areas],
        _path(source.commune_lines),
        _polygons(source.department_lines),
        _polygons(source.cpts_lines),
        {each.cpts.id: _extent(source, each.cpts.id) for each in source.cpts},
    )


def _extent(source: RegionMap, cpts_id: int) -> float:
    own = source.contours.bounds_of(source.shapes_of(cpts_id))
    return min(own.width, own.height)


def _polygons(lines: Iterable[Line]) -> list[QPolygonF]:
    return [QPolygonF([QPointF(x, y) for x, y in line]) for line in lines]


def _path(lines: Iterable[Line], *, closed: bool = False) -> QPainterPath:
    path = QPainterPath()
    for polygon in _polygons(lines):
        path.addPolygon(polygon)
        if closed:
            path.closeSubpath()
    return path


class RegionMapView(QWidget):
    """Shows a drawing. Arrows walk through the CPTS by their numbers, Enter opens one, + and − zoom, Escape shows all.

    `selected` brings the id of the CPTS that the person went to, `opened` of that to open, `pointed` the code of a
    commune that was clicked; `stood_out` says that another CPTS stands out, or none.
    """

    selected = Signal(int)
    stood_out = Signal()
    opened = Signal(int)
    pointed = Signal(str)

    def __init__(self, subject: str, parent: QWidget | None = None) -> None:
        """`subject` names the map to screen readers."""
        super().__init__(parent)
        self._subject = subject
        self._drawing: Drawing | None = None
        self._current: int | None = None
        self._outline: list[QPolygonF] = []
        self._marked: list[QPolygonF] = []
        self._view: Bounds | None = None
        self._picture: tuple[tuple[object, ...], QPixmap] | None = None
        self._grip: QPointF | None = None
        self._dragged = False
        self.setAccessibleName(subject)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)

    @property
    def map(self) -> RegionMap | None:
        """What is drawn."""
        return self._drawing.source if self._drawing else None

    @property
    def current(self) -> int | None:
        """The id of the CPTS that stands out."""
        return self._current

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Show another drawing; what the person looks at stays where it is if the ground is the same."""
        before = self.map
        if before and drawing and before.drawn == drawing.source.drawn and before.contours is drawing.source.contours:
            view = self._view
        else:
            view = None
        self._drawing, self._picture, self._view = drawing, None, view
        self.mark(None)
        self.select(self._current)

    def select(self, cpts_id: int | None) -> None:
        """Let a CPTS stand out; one that is not drawn, or None, lets none."""
        one = self._numbered(cpts_id)
        self._current = one.cpts.id if one else None
        self._outline = []
        if self.map and one:
            rings = self.map.contours.outline(self.map.shapes_of(one.cpts.id))
            self._outline = _polygons((*ring, ring[0]) for ring in rings)
        self.setAccessibleDescription(self._words(one))
        self.stood_out.emit()
        self.update()

    def mark(self, code: str | None) -> None:
        """Let a commune stand out; None takes the mark away."""
        rings = self.map.contours.rings(code) if self.map and code else ()
        self._marked = _polygons((*ring, ring[0]) for ring in rings)
        self.update()

    def zoom_to(self, cpts_id: int) -> None:
        """Show a CPTS as large as there is room for."""
        if self.map and (codes := self.map.shapes_of(cpts_id)):
            own = self.map.contours.bounds_of(codes)
            margin = max(own.width, own.height, _CLOSEST) * _AROUND
            self._look_at(Bounds(own.left - margin, own.bottom - margin, own.right + margin, own.top + margin))

    def show_all(self) -> None:
        """Show the whole map again."""
        self._look_at(None)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come closer (factor above 1) or go back, around a place of the widget, its middle if none is given."""
        frame = self._frame()
        if self.map is None or frame is None:
            return
        place = at or QPointF(self.rect().center())
        east, north = frame.found((place.x(), place.y()))
        left, top = frame.found((0, 0))
        right, bottom = frame.found((self.width(), self.height()))
        whole = self.map.bounds
        if factor < 1 and (right - left) / factor >= whole.width and (top - bottom) / factor >= whole.height:
            self.show_all()
        elif factor < 1 or right - left > _CLOSEST:
            self._look_at(
                Bounds(
                    east - (east - left) / factor,
                    north - (north - bottom) / factor,
                    east + (right - east) / factor,
                    north + (top - north) / factor,
                )
            )

    def code_at(self, place: QPointF) -> str | None:
        """Return the shape under a place of the widget."""
        frame = self._frame()
        if self.map is None or frame is None:
            return None
        code = self.map.contours.at(frame.found((place.x(), place.y())))
        return code if code in self.map.fills else None

    def place_of(self, code: str) -> QPointF:
        """Return where a shape is on the widget: its middle. Raises KeyError when it is not drawn."""
        frame = self._frame()
        middle = self.map.contours.middle((code,)) if self.map else None
        if frame is None or middle is None:
            raise KeyError(code)
        return QPointF(*frame.place(middle))

    def sizeHint(self) -> QSize:
        return QSize(560, 480)

    def _look_at(self, view: Bounds | None) -> None:
        self._view = view
        self.update()

    def _frame(self) -> Frame | None:
        """Return how metres are placed on the widget; a view of its own proportions fills it."""
        if self.map is None or not self.map.drawn:
            return None
        if self._view:
            return Frame.fit(self._view, self.width(), self.height())
        frame = Frame.fit(self.map.bounds, self.width() - 2 * Space.S, self.height() - 2 * Space.S)
        return Frame(frame.scale, frame.left + Space.S, frame.top + Space.S)

    def _numbered(self, cpts_id: int | None) -> Numbered | None:
        return next((each for each in self.map.cpts if each.cpts.id == cpts_id), None) if self.map else None

    def _words(self, one: Numbered | None) -> str:
        if self.map is None:
            return ""
        if one is None:
            return self.map.words
        return f"{one.number}. {one.cpts.name}, {one.cpts.stage.label}"

    def _walk(self, steps: int) -> None:
        """Go to the CPTS some numbers away, around the end."""
        if not self.map or not self.map.cpts:
            return
        known = [each.cpts.id for each in self.map.cpts]
        start = -1 if steps > 0 else 0
        place = known.index(self._current) if self._current in known else start
        self._go_to(known[(place + steps) % len(known)])

    def _go_to(self, cpts_id: int | None) -> None:
        self.select(cpts_id)
        if self._current is not None:
            self.selected.emit(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._walk(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._walk(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.opened.emit(self._current)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_Escape and (self._view or self._current is not None):
            self.show_all()
            self.select(None)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.zoom(_STEP if turned > 0 else 1 / _STEP, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the ground along with the mouse."""
        frame = self._frame()
        if self._grip is None or frame is None:
            return
        moved = event.position() - self._grip
        if not self._dragged and moved.manhattanLength() < QApplication.startDragDistance():
            return
        left, top = frame.found((-moved.x(), -moved.y()))
        right, bottom = frame.found((self.width() - moved.x(), self.height() - moved.y()))
        self._grip, self._dragged = event.position(), True
        self._look_at(Bounds(left, bottom, right, top))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clicked = self._grip is not None and not self._dragged
        self._grip = None
        code = self.code_at(event.position()) if clicked else None
        if self.map and code:
            held = [each.id for each in self.map.holders.get(code, ())]
            others = [each for each in held if each != self._current] or held
            self._go_to(others[0] if others else None)
            self.pointed.emit(code)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        code = self.code_at(event.position())
        if self.map and code and (held := self.map.holders.get(code)):
            wanted = self._current if any(each.id == self._current for each in held) else held[0].id
            self.opened.emit(wanted)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            code = self.code_at(QPointF(event.pos()))
            if self.map and code:
                QToolTip.showText(event.globalPos(), self.map.tell(code), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lay the picture of the map down, made once for each look at it, and what stands out over it."""
        colours = map_colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), colours.paper)
            frame = self._frame()
            if self._drawing and frame:
                painter.drawPixmap(0, 0, self._pictured(self._drawing, frame, colours))
                painter.setTransform(_transform(frame))
                for lines in (self._outline, self._marked):
                    _draw(painter, lines, _pen(colours.paper, 6))
                    _draw(painter, lines, _pen(colours.accent, 3.5))
                painter.resetTransform()
                self._write_numbers(painter, self._drawing, frame, colours)
            if self.hasFocus():
                painter.setPen(_pen(colours.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _pictured(self, drawing: Drawing, frame: Frame, colours: MapColours) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (frame, ratio, self.width(), self.height(), colours.dark, colours.paper.rgba(), colours.strong.rgba())
        if self._picture and self._picture[0] == key:
            return self._picture[1]
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(colours.paper)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(_transform(frame))
            for fill, path in drawing.areas:
                for brush in colours.brushes(fill):
                    painter.fillPath(path, brush)
            painter.strokePath(drawing.communes, _pen(colours.thin, 0.6))
            _draw(painter, drawing.departments, _pen(colours.strong, 1.1))
            _draw(painter, drawing.cpts, _pen(colours.strong, 2.2))
        self._picture = key, picture
        return picture

    def _write_numbers(self, painter: QPainter, drawing: Drawing, frame: Frame, colours: MapColours) -> None:
        """Write the numbers that do not hide what they stand for; that of the CPTS that stands out always."""
        painter.setFont(theme.font(TextSize.SMALL, bold=True))
        metrics = painter.fontMetrics()
        for each in drawing.source.cpts:
            own = each.cpts.id == self._current
            if not own and drawing.extents[each.cpts.id] * frame.scale < _ROOM:
                continue
            text = str(each.number)
            side = max(metrics.horizontalAdvance(text), metrics.height()) + 4
            place = QRectF(0, 0, side, metrics.height() + 2)
            place.moveCenter(QPointF(*frame.place(each.place)))
            painter.setPen(_pen(colours.accent if own else colours.strong, 2 if own else 1))
            painter.setBrush(colours.paper)
            painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
            painter.setPen(colours.strong)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _transform(frame: Frame) -> QTransform:
    return QTransform(frame.scale, 0, 0, -frame.scale, frame.left, frame.top)


def _draw(painter: QPainter, lines: Iterable[QPolygonF], pen: QPen) -> None:
    painter.setPen(pen)
    for line in lines:
        painter.drawPolyline(line)


def _pen(colour: QColor, width: float) -> QPen:
    """Return a pen as wide as it says whatever the scale of the map."""
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setCosmetic(True)
    return pen
