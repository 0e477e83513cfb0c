"""Tables on paper: the header repeats, rows stay whole, groups stay together, no text is lost. Lengths in points."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cpr_desk.domain.french import date_digits, euros, integer, percent
from cpr_desk.reports.document import Band, Cell, Column, Kind, Row, Run, Table
from cpr_desk.reports.pdf_pieces import ACCENT, GREY, HAIRLINE, INK, MM, TINT, Piece
from cpr_desk.reports.pdf_text import BOLD, Line, draw_line, text_width, wrap

SIZE = 8.5
LEADING = 11.0
PADDING = 4.0
_RIGHT = (Kind.INTEGER, Kind.EUROS, Kind.SHARE)


def cell_run(cell: Cell) -> Run:
    """Return what a cell shows: 37 500 €, 04/02/2021, 12,5 %."""
    match cell:
        case Run():
            return cell
        case None:
            text = ""
        case str():
            text = cell
        case date():
            text = date_digits(cell)
        case Decimal():
            text = euros(cell)
        case float():
            text = percent(cell)
        case int():
            text = integer(cell)
    return Run(text)


@dataclass(frozen=True, slots=True)
class RowBox:
    """A row laid out; `opens` draws the line above it right across, `label` repeats when its group is cut."""

    cells: tuple[tuple[Line, ...], ...]
    height: float
    opens: bool = True
    label: Run | None = None
    is_total: bool = False
    is_band: bool = False

    @property
    def least_height(self) -> float:
        """What its text needs; the rest of its height is room around it."""
        return max(1, max((len(lines) for lines in self.cells), default=0)) * LEADING + 2 * PADDING

    def cut(self, room: float) -> "tuple[RowBox, RowBox] | None":
        """Cut a row too tall for any page after the lines that fit."""
        fitting = int((room - 2 * PADDING) / LEADING)
        if fitting < 1:
            return None
        first = replace(
            self, cells=tuple(lines[:fitting] for lines in self.cells), height=fitting * LEADING + 2 * PADDING
        )
        rest = tuple(lines[fitting:] for lines in self.cells)
        height = LEADING * max(len(lines) for lines in rest) + 2 * PADDING
        return first, replace(self, cells=rest, height=height, opens=False)


@dataclass(frozen=True, slots=True)
class TablePiece(Piece):
    """Groups of rows under a header."""

    columns: tuple[Column, ...]
    widths: tuple[float, ...]
    header: RowBox
    groups: tuple[tuple[RowBox, ...], ...]

    @property
    def height(self) -> float:
        """Header and rows."""
        return self.header.height + sum(row.height for group in self.groups for row in group)

    @property
    def head(self) -> float:
        """The header and the first group."""
        return self.header.height + (sum(row.height for row in self.groups[0]) if self.groups else 0)

    def split(self, room: float, *, force: bool) -> tuple[Piece, Piece] | None:
        """Cut between groups; on an empty page between rows, at last between the lines of a row."""
        left = room - self.header.height
        for index, group in enumerate(self.groups):
            height = sum(row.height for row in group)
            if height > left:
                return self._cut_at(index, left) if index or force else None
            left -= height
        return None

    def _cut_at(self, index: int, left: float) -> tuple[Piece, Piece] | None:
        if index:
            return self._parts(self.groups[:index], self.groups[index:])
        rows = self.groups[0]
        for number, row in enumerate(rows):
            if row.height > left:
                return self._cut_group(rows, number, left)
            left -= row.height
        return None

    def _cut_group(self, rows: tuple[RowBox, ...], number: int, left: float) -> tuple[Piece, Piece] | None:
        """Cut the first group before a row, or inside it when it is the first one and taller than the page."""
        if number:
            following = (self._named(rows[number]), *rows[number + 1 :])
            return self._parts((rows[:number],), (following, *self.groups[1:]))
        cut = rows[0].cut(left)
        return self._parts(((cut[0],),), ((cut[1], *rows[1:]), *self.groups[1:])) if cut else None

    def _named(self, row: RowBox) -> RowBox:
        """Name again the group of a row that continues on another page."""
        if row.label is None:
            return row
        label = replace(row.label, text=f"{row.label.text} (suite)")
        lines = tuple(wrap((label,), SIZE, self.widths[0] - 2 * PADDING))
        height = max(row.height, len(lines) * LEADING + 2 * PADDING)
        return replace(row, cells=(lines, *row.cells[1:]), height=height, opens=True)

    def _parts(
        self, first: tuple[tuple[RowBox, ...], ...], rest: tuple[tuple[RowBox, ...], ...]
    ) -> tuple[Piece, Piece]:
        return replace(self, groups=first, after=0, keep=False), replace(self, groups=rest, before=0)

    def draw(self, canvas: Any, x: float, top: float) -> None:
        """Draw header, rows, rules and boxes."""
        canvas.setLineWidth(0.5)
        y = self._draw_row(canvas, self.header, x, top, fill=TINT)
        self._rule(canvas, x, top, ACCENT, 1)
        for group in self.groups:
            for row in group:
                start = x if row.opens else x + self.widths[0]
                canvas.setStrokeColorRGB(*(GREY if row.is_total else HAIRLINE))
                canvas.line(start, y, x + sum(self.widths), y)
                y = self._draw_row(canvas, row, x, y, fill=TINT if row.is_band else None)
        self._draw_boxes(canvas, x, top - self.header.height, y)
        self._rule(canvas, x, y, ACCENT, 1)

    def _rule(self, canvas: Any, x: float, y: float, colour: tuple[float, float, float], width: float) -> None:
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(width)
        canvas.line(x, y, x + sum(self.widths), y)
        canvas.setLineWidth(0.5)

    def _draw_boxes(self, canvas: Any, x: float, top: float, bottom: float) -> None:
        """Frame the columns to sign in."""
        canvas.setStrokeColorRGB(*GREY)
        for column, width in zip(self.columns, self.widths, strict=True):
            if column.kind is Kind.SIGNATURE:
                canvas.line(x, top, x, bottom)
                canvas.line(x + width, top, x + width, bottom)
            x += width

    def _draw_row(
        self, canvas: Any, row: RowBox, x: float, top: float, fill: tuple[float, float, float] | None
    ) -> float:
        if fill:
            canvas.setFillColorRGB(*fill)
            canvas.rect(x, top - row.height, sum(self.widths), row.height, stroke=0, fill=1)
        canvas.setFillColorRGB(*(ACCENT if row.is_band or row is self.header else INK))
        for column, width, lines in zip(self.columns, self.widths, row.cells, strict=True):
            baseline = top - PADDING - 8.2 - (row.height - row.least_height) / 2
            for line in lines:
                shift = width - PADDING - line.width * SIZE if column.kind in _RIGHT and not row.is_band else PADDING
                draw_line(canvas, line, x + shift, baseline, SIZE)
                baseline -= LEADING
            x += width
        return top - row.height


def table_piece(table: Table, width: float) -> TablePiece:
    """Lay a table out on a width."""
    widths = _widths(table, width)
    header = _row_box([Run(column.header, bold=True) for column in table.columns], widths)
    groups: list[tuple[RowBox, ...]] = []
    bands: tuple[RowBox, ...] = ()
    for rows in table.groups():
        boxes = tuple(_boxes(rows, widths, table))
        if isinstance(rows[0], Band):
            bands += boxes
        elif boxes[0].is_total and groups:
            groups[-1] += boxes
        else:
            groups.append(bands + boxes)
            bands = ()
    if bands:
        groups.append(bands)
    return TablePiece(table.columns, widths, header, tuple(groups), before=4, after=10)


def _widths(table: Table, width: float) -> tuple[float, ...]:
    """Share the width by weight, but never so that a number or a date would be cut."""
    needed = [_least_width(table, number) for number in range(len(table.columns))]
    weights = [column.weight for column in table.columns]
    fixed: dict[int, float] = {}
    while True:
        share = (width - sum(fixed.values())) / max(sum(w for n, w in enumerate(weights) if n not in fixed), 1e-9)
        short = {n: need for n, need in enumerate(needed) if n not in fixed and share * weights[n] < need}
        if not short or sum(fixed.values()) + sum(short.values()) >= width:
            return tuple(fixed.get(n, share * weight) for n, weight in enumerate(weights))
        fixed |= short


def _least_width(table: Table, number: int) -> float:
    """Return the width of the longest number or date of a column; text and signatures may be of any width."""
    if table.columns[number].kind in (Kind.TEXT, Kind.SIGNATURE):
        return 0
    texts = {cell_run(row.cells[number]).text for row in table.rows if isinstance(row, Row)}
    header = table.columns[number].header.split()
    return max((text_width(text, BOLD, SIZE) for text in (*texts, *header)), default=0) + 2 * PADDING + 0.1


def _boxes(rows: Sequence[Row | Band], widths: tuple[float, ...], table: Table) -> list[RowBox]:
    boxes = []
    for number, row in enumerate(rows):
        if isinstance(row, Band):
            lines = tuple(wrap((Run(row.text, bold=True),), SIZE, sum(widths) - 2 * PADDING))
            empty = tuple(() for _ in widths[1:])
            boxes.append(RowBox((lines, *empty), len(lines) * LEADING + 2 * PADDING, is_band=True))
            continue
        runs = [cell_run(cell) for cell in row.cells]
        if row.is_total:
            runs = [replace(run, bold=True) for run in runs]
        label = runs[0] if table.grouped else None
        if number:
            runs[0] = Run("")
        box = _row_box(runs, widths, table.row_height * MM)
        boxes.append(replace(box, opens=not number, label=label, is_total=row.is_total))
    return boxes


def _row_box(runs: Sequence[Run], widths: Sequence[float], least: float = 0) -> RowBox:
    cells = tuple(
        tuple(wrap((run,), SIZE, width - 2 * PADDING)) if run.text else ()
        for run, width in zip(runs, widths, strict=True)
    )
    box = RowBox(cells, 0)
    return replace(box, height=max(least, box.least_height))
