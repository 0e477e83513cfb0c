"""The fills of a map in the window, light and dark; each has lines of its own where colours are not told apart."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPixmap

from cpr_desk.domain.region_map import Fill, Motif
from cpr_desk.ui import theme

_LIGHT = {
    Fill.EMPTY: "#eef1f3",
    Fill.GRADE_1: "#f3e6b8",
    Fill.GRADE_2: "#cbe3ba",
    Fill.GRADE_3: "#86c8ab",
    Fill.GRADE_4: "#4f9fc0",
    Fill.GRADE_5: "#17557d",
    Fill.SHARED: "#ea9a7c",
    Fill.TINT_1: "#9cc4e4",
    Fill.TINT_2: "#f2c38b",
    Fill.TINT_3: "#a9d6a0",
    Fill.TINT_4: "#dbb7df",
    Fill.TINT_5: "#f0e08c",
    Fill.TINT_6: "#cbb8a4",
}
_DARK = {
    Fill.EMPTY: "#303940",
    Fill.GRADE_1: "#57502f",
    Fill.GRADE_2: "#486b41",
    Fill.GRADE_3: "#3f8770",
    Fill.GRADE_4: "#4d96b8",
    Fill.GRADE_5: "#a8d6f0",
    Fill.SHARED: "#b5603f",
    Fill.TINT_1: "#3f6c90",
    Fill.TINT_2: "#8c6636",
    Fill.TINT_3: "#4d7c47",
    Fill.TINT_4: "#7a5580",
    Fill.TINT_5: "#81763b",
    Fill.TINT_6: "#6b5c4d",
}
_STYLES = {
    Motif.RISING: Qt.BrushStyle.BDiagPattern,
    Motif.FALLING: Qt.BrushStyle.FDiagPattern,
    Motif.LEVEL: Qt.BrushStyle.HorPattern,
    Motif.UPRIGHT: Qt.BrushStyle.VerPattern,
    Motif.CROSSED: Qt.BrushStyle.DiagCrossPattern,
}
_HATCH = 110
"""How opaque the lines over a fill are, of 255."""
_SWATCH = 22, 14


@dataclass(frozen=True, slots=True)
class MapColours:
    """What a map is drawn with under the theme in force."""

    dark: bool
    paper: QColor
    thin: QColor
    strong: QColor
    accent: QColor

    def brushes(self, fill: Fill) -> list[QBrush]:
        """Return the brushes of a fill, one painted over the other."""
        colour = QColor((_DARK if self.dark else _LIGHT)[fill])
        if fill.motif is Motif.PLAIN:
            return [QBrush(colour)]
        lines = QColor(self.strong)
        lines.setAlpha(_HATCH)
        return [QBrush(colour), QBrush(lines, _STYLES[fill.motif])]


def map_colours() -> MapColours:
    """Return the colours of maps that go with the theme in force, the system’s own in high contrast too."""
    own = theme.colours()
    paper = QColor(own.surface)
    thin = QColor(own.text)
    thin.setAlpha(60)
    return MapColours(paper.lightness() < 128, paper, thin, QColor(own.text), QColor(own.accent))


def swatch(fill: Fill) -> QIcon:
    """Return a sample of a fill, as a legend shows it."""
    colours = map_colours()
    picture = QPixmap(*(2 * side for side in _SWATCH))
    picture.setDevicePixelRatio(2)
    with QPainter(picture) as painter:
        place = QRect(0, 0, *_SWATCH)
        for brush in colours.brushes(fill):
            painter.fillRect(place, brush)
        painter.setPen(colours.strong)
        painter.drawRect(place.adjusted(0, 0, -1, -1))
    return QIcon(picture)
