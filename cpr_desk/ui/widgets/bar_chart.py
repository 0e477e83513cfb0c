"""A small chart of horizontal bars: every bar has its words and its number, so colour carries nothing alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cpr_desk.domain import french
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space

_ROW = 26
_BAR = 12
_SLACK = 8  # fonts are hinted: what is drawn may be a little wider than what was measured


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `text` replaces the number when it must be written otherwise (« 80 % »)."""

    label: str
    value: float
    text: str = ""
    tone: Tone = Tone.ACCENT

    @property
    def written(self) -> str:
        """The number as shown."""
        return self.text or french.integer(round(self.value))


class BarChart(QWidget):
    """Bars of one scale, the longest filling the width."""

    def __init__(self, subject: str, parent: QWidget | None = None) -> None:
        """`subject` names the chart to screen readers (« CPTS par étape »)."""
        super().__init__(parent)
        self._subject = subject
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(subject)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars, from top to bottom."""
        self._bars = tuple(bars)
        words = ", ".join(f"{bar.label}{french.NBSP}: {bar.written}" for bar in bars)
        self.setAccessibleDescription(words)
        self.setToolTip("\n".join(f"{bar.label}{french.NBSP}: {bar.written}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self._row_height() * max(1, len(self._bars)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=0)
        label_width = min(widest + _SLACK, int(self.width() * 0.55))
        number_width = max((metrics.horizontalAdvance(bar.written) for bar in self._bars), default=0)
        room = self.width() - label_width - number_width - 2 * Space.M
        longest = max((bar.value for bar in self._bars), default=0) or 1
        row = self._row_height()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, bar in enumerate(self._bars):
                top = place * row
                painter.setPen(QColor(colours.text))
                label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, label_width)
                middle = Qt.AlignmentFlag.AlignVCenter
                painter.drawText(QRectF(0, top, label_width, row), middle | Qt.AlignmentFlag.AlignLeft, label)
                track = QRectF(label_width + Space.M, top + (row - _BAR) / 2, max(room, 1), _BAR)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.tint(Tone.NEUTRAL)))
                painter.drawRoundedRect(track, 3, 3)
                if bar.value > 0:
                    filled = QRectF(track)
                    filled.setWidth(max(track.width() * bar.value / longest, 4))
                    painter.setBrush(QColor(colours.ink(bar.tone)))
                    painter.drawRoundedRect(filled, 3, 3)
                painter.setPen(QColor(colours.text))
                end = QRectF(track.right(), top, self.width() - track.right(), row)
                painter.drawText(end, middle | Qt.AlignmentFlag.AlignRight, bar.written)

    def _row_height(self) -> int:
        return max(_ROW, self.fontMetrics().height() + Space.S)
