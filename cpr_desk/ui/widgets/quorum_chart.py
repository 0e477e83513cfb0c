"""The quorum over a session, drawn as steps; the table beside it says the same in figures."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cpr_desk.domain.quorum import Quorum
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone

_HEIGHT, _EDGE = 64, 4
_TONES = (Tone.ACCENT, Tone.URGENT)


class QuorumChart(QWidget):
    """A line a section: how many of those it needs are there; the dashed line is the quorum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Quorum, ...] = ()
        self._until: datetime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Quorum au fil de la séance"))

    def show_steps(self, steps: Sequence[Quorum], until: datetime) -> None:
        """Show the quorum each time it changed, up to a moment."""
        self._steps, self._until = tuple(steps), until
        self.setVisible(len(self._steps) > 1)
        self.setAccessibleDescription(" ".join(step.words for step in self._steps[-1:]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps or self._until is None:
            return
        colours = theme.colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.outline), 1, Qt.PenStyle.DashLine))
            line = self._height(1.0)
            painter.drawLine(QPointF(0, line), QPointF(self.width(), line))
            for number, tone in enumerate(_TONES):
                dashes = Qt.PenStyle.SolidLine if number == 0 else Qt.PenStyle.DotLine
                painter.setPen(QPen(QColor(colours.ink(tone)), 2, dashes))
                painter.drawPolyline(self._line(number))

    def _line(self, section: int) -> QPolygonF:
        assert self._until is not None  # noqa: S101 - painted with steps only
        first = self._steps[0].at
        whole = max((self._until - first).total_seconds(), 60)
        points = []
        height = self._height(0)
        for step in self._steps:
            across = (step.at - first).total_seconds() / whole * self.width()
            count = step.counts[section]
            points.append(QPointF(across, height))
            height = self._height(count.counted / count.needed if count.needed else 0)
            points.append(QPointF(across, height))
        points.append(QPointF(self.width(), height))
        return QPolygonF(points)

    def _height(self, share: float) -> float:
        """Return where a share of the quorum stands; twice the quorum, everybody, is the top."""
        return _HEIGHT - _EDGE - min(share, 2) / 2 * (_HEIGHT - 2 * _EDGE)
