"""Maps for platypus: paths in whole tenths of a point, which keep a région of 5,000 communes small; a legend below."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable, Spacer, Table

from cpr_desk.domain.contours import Frame, Line
from cpr_desk.domain.region_map import Fill, Key, Motif, RegionMap
from cpr_desk.reports.pdf_table import bare_table
from cpr_desk.reports.pdf_text import BOLD, INK, flowing, style

_COLOURS = {
    Fill.EMPTY: "#ffffff",
    Fill.GRADE_1: "#f6ecc9",
    Fill.GRADE_2: "#d3e6c4",
    Fill.GRADE_3: "#9fd0ba",
    Fill.GRADE_4: "#6aabc6",
    Fill.GRADE_5: "#1f5577",
    Fill.SHARED: "#efb49c",
    Fill.TINT_1: "#b5d3ec",
    Fill.TINT_2: "#f5d3a8",
    Fill.TINT_3: "#c0e0b9",
    Fill.TINT_4: "#e3c7e6",
    Fill.TINT_5: "#f4e8a8",
    Fill.TINT_6: "#b9a894",
}
"""Told apart in grey too, together with their lines."""
_DIRECTIONS: dict[Motif, tuple[tuple[int, int], ...]] = {
    Motif.PLAIN: (),
    Motif.RISING: ((1, 1),),
    Motif.FALLING: ((1, -1),),
    Motif.LEVEL: ((1, 0),),
    Motif.UPRIGHT: ((0, 1),),
    Motif.CROSSED: ((1, 1), (1, -1)),
}
_GRAIN = 10
"""Units to the point: a tenth of a point is finer than print shows."""
_THIN, _MIDDLE, _STRONG = 2, 6, 12
"""Widths of the lines around communes, départements and CPTS, in units."""
_APART = 45
_HATCH = 3
_NUMBER = 7.5
_FINE = Color(0.62, 0.65, 0.68)
_LABEL = style(8.5, 11)
_SWATCH = 22.0, 9.0
_ACROSS = 2
_GAP = 6.0

_Steps = list[tuple[int, int]]


def drawing(source: RegionMap, width: float, height: float) -> Flowable:
    """Return the map, as large as fits a width and a height; nothing when there is nothing to draw."""
    return _Drawing(source, width, height) if source.drawn else Spacer(0, 0)


def legend_table(keys: Sequence[Key], width: float) -> list[Table]:
    """Lay a legend out in two columns, down the first, then down the other."""
    if not keys:
        return []
    down = -(-len(keys) // _ACROSS)
    columns = [keys[start : start + down] for start in range(0, len(keys), down)]
    rows = [
        [cell for column in columns for cell in (_cells(column[line]) if line < len(column) else ("", ""))]
        for line in range(down)
    ]
    sample = _SWATCH[0] + _GAP
    widths = [part for _ in columns for part in (sample, width / _ACROSS - sample)]
    spread = (
        ("RIGHTPADDING", (1, 0), (-1, -1), _GAP),
        ("TOPPADDING", (0, 0), (0, -1), 2),
        ("TOPPADDING", (2, 0), (2, -1), 2),
    )
    return [bare_table(rows, widths, *spread, ("BOTTOMPADDING", (0, 0), (-1, -1), 2), spaceBefore=6, spaceAfter=4)]


def _cells(key: Key) -> tuple[object, object]:
    return _Swatch(key.fill, key.number), flowing((key.label,), _LABEL)


class _Drawing(Flowable):  # type: ignore[misc] # reportlab has no types
    """A map that was fitted into a room."""

    def __init__(self, source: RegionMap, width: float, height: float) -> None:
        super().__init__()
        bounds = source.bounds
        scale = min(width / max(bounds.width, 1), height / max(bounds.height, 1))
        self.source, self.width, self.height = source, width, max(bounds.height, 1) * scale
        self.frame = Frame.fit(bounds, width * _GRAIN, self.height * _GRAIN)

    def draw(self) -> None:
        """Draw the fills, then the lines over them, then the numbers."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(1 / _GRAIN, 1 / _GRAIN)
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        room = self.width * _GRAIN, self.height * _GRAIN
        for fill, rings in self.source.areas:
            if fill is not Fill.EMPTY:
                _fill(canvas, fill, self._path(rings, closed=True), *room)
        for lines, colour, width in (
            (self.source.commune_lines, _FINE, _THIN),
            (self.source.department_lines, INK, _MIDDLE),
            (self.source.cpts_lines, INK, _STRONG),
        ):
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(width)
            canvas.drawPath(self._path(lines))
        canvas.restoreState()
        self._number()

    def _path(self, lines: Iterable[Line], *, closed: bool = False) -> Any:
        path = self.canv.beginPath()
        for line in lines:
            steps = self._steps(line)
            if len(steps) < 2:
                continue
            path.moveTo(*steps[0])
            for step in steps[1:]:
                path.lineTo(*step)
            if closed:
                path.close()
        return path

    def _steps(self, line: Line) -> _Steps:
        """Return a line in whole units, upwards, without points that fall on each other."""
        placed = (self.frame.place(point) for point in line)
        top = self.height * _GRAIN
        steps: _Steps = []
        for x, y in placed:
            step = round(x), round(top - y)
            if not steps or step != steps[-1]:
                steps.append(step)
        return steps

    def _number(self) -> None:
        """Write the number of each CPTS on a disc."""
        canvas = self.canv
        for each in self.source.cpts:
            x, y = self.frame.place(each.place)
            _disc(canvas, str(each.number), x / _GRAIN, self.height - y / _GRAIN)


class _Swatch(Flowable):  # type: ignore[misc] # reportlab has no types
    """A sample of a fill, with the number of the CPTS that it stands for."""

    def __init__(self, fill: Fill, number: int | None) -> None:
        super().__init__()
        self.fill, self.number = fill, number
        self.width, self.height = _SWATCH

    def draw(self) -> None:
        """Draw the sample."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(1 / _GRAIN, 1 / _GRAIN)
        width, height = self.width * _GRAIN, self.height * _GRAIN
        path = canvas.beginPath()
        path.rect(0, 0, width, height)
        _fill(canvas, self.fill, path, width, height)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(4)
        canvas.rect(0, 0, width, height, stroke=1, fill=0)
        canvas.restoreState()
        if self.number is not None:
            _disc(canvas, str(self.number), self.width / 2, self.height / 2)


def _disc(canvas: Any, text: str, x: float, y: float) -> None:
    """Write a number on a white ground that it fits into."""
    width = max(canvas.stringWidth(text, BOLD, _NUMBER) + 5, 10)
    canvas.saveState()
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.5)
    canvas.roundRect(x - width / 2, y - 4.8, width, 9.6, 4.8, stroke=1, fill=1)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, _NUMBER)
    canvas.drawCentredString(x, y - _NUMBER * 0.36, text)
    canvas.restoreState()


def _fill(canvas: Any, fill: Fill, path: Any, width: float, height: float) -> None:
    """Paint an area by the even-odd rule, then its lines inside it."""
    canvas.setFillColor(HexColor(_COLOURS[fill]))
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    if not _DIRECTIONS[fill.motif]:
        return
    canvas.saveState()
    canvas.clipPath(path, stroke=0, fill=0, fillMode=0)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(_HATCH)
    lines = canvas.beginPath()
    for across, up in _DIRECTIONS[fill.motif]:
        for start, end in _hatch(across, up, round(width), round(height)):
            lines.moveTo(*start)
            lines.lineTo(*end)
    canvas.drawPath(lines)
    canvas.restoreState()


def _hatch(across: int, up: int, width: int, height: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield lines in a direction over a rectangle; slanting ones as far apart as the others."""
    if not up:
        yield from (((0, y), (width, y)) for y in range(_APART // 2, height, _APART))
    elif not across:
        yield from (((x, 0), (x, height)) for x in range(_APART // 2, width, _APART))
    else:
        step = round(_APART * 1.4)
        for x in range(-height, width, step):
            start, end = (x, 0), (x + height, height)
            yield (start, end) if up > 0 else ((x, height), (x + height, 0))
