"""A slider over the days on which something changed: one tick a day, a thumb between two when nothing did."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QStylePainter, QWidget

from cpr_desk.domain import french
from cpr_desk.ui import theme

_TICK_HEIGHT = 6
_TICK_GAP = 3
"""Ticks closer than this, in pixels, would make a smear: one stands for its neighbours."""
_PAGE = 10
_ROUND = 4
_NARROWEST = 120


class TimeSlider(QSlider):
    """Give it days in order; `moved` brings the day of change that the person went to.

    Inside, tick n has the value 2 n and the time after it 2 n + 1, so that a day without change has its own place.
    """

    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._days: tuple[date, ...] = ()
        self._day: date | None = None
        self._count: Callable[[date], int] = lambda _day: 0
        self.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.setMinimumWidth(_NARROWEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_days(self, days: Sequence[date], count: Callable[[date], int]) -> None:
        """Show these days of change; `count` tells how many things a day changed."""
        self._days, self._count = tuple(days), count
        self.setRange(-1, max(2 * len(days) - 1, 0))
        self.setEnabled(bool(days))
        if self._day:
            self.show_day(self._day)
        self.update()

    def show_day(self, day: date) -> None:
        """Put the thumb at a day: on its tick, or between the changes around it."""
        self._day = day
        place = bisect_left(self._days, day)
        self.setValue(2 * place if day in self._days[place : place + 1] else 2 * place - 1)
        words = self.words()
        self.setAccessibleName(words)
        self.setToolTip(words)

    def words(self) -> str:
        """Return what the thumb shows: the date in words, and how many things it changed."""
        if self._day is None:
            return ""
        day = french.date_words(self._day)
        if self._day not in self._days:
            return self.tr("Composition au {day}, aucun changement ce jour-là").format(day=day)
        count = french.plural(self._count(self._day), self.tr("changement"), self.tr("changements"))
        return self.tr("Composition au {day}, {count}").format(day=day, count=count)

    def previous(self) -> date | None:
        """Return the last day of change before the day shown."""
        place = bisect_left(self._days, self._day) if self._day else 0
        return self._days[place - 1] if place else None

    def following(self) -> date | None:
        """Return the first day of change after the day shown."""
        place = bisect_right(self._days, self._day) if self._day else 0
        return self._days[place] if place < len(self._days) else None

    def go_back(self) -> None:
        """Go to the change before."""
        self._go(self.previous())

    def go_forward(self) -> None:
        """Go to the change after."""
        self._go(self.following())

    def sizeHint(self) -> QSize:
        return QSize(2 * _NARROWEST, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if not self._days or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in (keys.Key_Left, keys.Key_Down):
            self.go_back()
        elif event.key() in (keys.Key_Right, keys.Key_Up):
            self.go_forward()
        elif event.key() in (keys.Key_PageDown, keys.Key_PageUp):
            place = bisect_left(self._days, self._day) if self._day else 0
            wanted = place + (_PAGE if event.key() == keys.Key_PageUp else -_PAGE)
            self._go(self._days[min(max(wanted, 0), len(self._days) - 1)])
        elif event.key() in (keys.Key_Home, keys.Key_End):
            self._go(self._days[0 if event.key() == keys.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go_to(event.position().toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the slider of the platform, and ticks of our own: its ticks would stand between the days too."""
        painter = QStylePainter(self)
        option = self._option()
        self._draw_ticks(painter, option)
        option.subControls = QStyle.SubControl.SC_SliderGroove | QStyle.SubControl.SC_SliderHandle
        painter.drawComplexControl(QStyle.ComplexControl.CC_Slider, option)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(theme.colours().accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)

    def _go(self, day: date | None) -> None:
        if day and day != self._day:
            self.moved.emit(day)

    def _go_to(self, place: QPoint) -> None:
        """Go to the tick nearest to a place of the widget."""
        if self._days:
            left, room = self._run(self._option())
            steps = self.maximum() - self.minimum()
            value = self.minimum() + round((place.x() - left) * steps / max(room, 1))
            self._go(self._days[min(max(round(value / 2), 0), len(self._days) - 1)])

    def _option(self) -> QStyleOptionSlider:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return option

    def _run(self, option: QStyleOptionSlider) -> tuple[int, int]:
        """Return where the middle of the thumb is at the first value, and how far it runs."""
        groove = self._part(option, QStyle.SubControl.SC_SliderGroove)
        thumb = self._part(option, QStyle.SubControl.SC_SliderHandle).width()
        return groove.left() + thumb // 2, groove.width() - thumb

    def _part(self, option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)

    def _draw_ticks(self, painter: QPainter, option: QStyleOptionSlider) -> None:
        left, room = self._run(option)
        steps = max(self.maximum() - self.minimum(), 1)
        bottom = self.height() - 1
        painter.setPen(QColor(theme.colours().muted if self.isEnabled() else theme.colours().border))
        last = left - _TICK_GAP
        for number in range(len(self._days)):
            place = left + round((2 * number - self.minimum()) * room / steps)
            if place - last >= _TICK_GAP:
                painter.drawLine(place, bottom - _TICK_HEIGHT, place, bottom)
                last = place
