"""Tables of platypus: rows of data, facts, key figures, rooms to sign, bars. Lengths in points.

The header repeats, rows stay whole, groups stay together; a row taller than a page goes on overleaf.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from cpr_desk.reports import document as model
from cpr_desk.reports.document import Band, Cell, Column, Kind, Row, Run
from cpr_desk.reports.pdf_text import (
    ACCENT,
    BOLD,
    GREY,
    HAIRLINE,
    INK,
    REGULAR,
    TINT,
    flowing,
    prints_on_one_line,
    style,
    text_width,
)
from cpr_desk.reports.table_rows import RIGHT, cell_run, kept_together

_PADDING = 4.0
_CELL = style(8.5, 11)
PLAIN = style(10, 14)
_CAPTION = style(8.5, 11, GREY)
_SIGNED = style(10, 13)
_LABEL = style(8.5, 11, alignment=TA_RIGHT)

_ALL = (0, 0), (-1, -1)
_BEGIN = ("LINEABOVE", (0, 0), (-1, 0), 1, ACCENT)
_END = ("LINEBELOW", (0, -1), (-1, -1), 1, ACCENT)
"""Drawn after the hairlines between rows, which they cover."""

_FACT_NAMES = 92.0
"""Least width of the names of facts."""

_GAP = 8.0
_CARD_PADDING = 9.0
_FIGURE = 18.0
_BAR_LABELS = 0.30
_ROOM_TO_SIGN = 17 * mm
_ROOM_IN_LETTER = 12 * mm
_ROOM_COMPACT = 10 * mm


@dataclass(frozen=True)
class _Print:
    """How large the rows of a table are set."""

    cell: ParagraphStyle
    header: ParagraphStyle
    padding: float


_USUAL = _Print(_CELL, style(8.5, 11, ACCENT), _PADDING)
_COMPACT = _Print(style(7.5, 9.2), style(7.5, 9.2, ACCENT), 1.8)


def _print_of(table: model.Table) -> _Print:
    return _COMPACT if table.compact else _USUAL


def _padding(width: float) -> list[tuple[Any, ...]]:
    return [(f"{side}PADDING", *_ALL, width) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


def bare_table(
    rows: Sequence[Sequence[Any]], widths: Sequence[float], *commands: tuple[Any, ...], **more: Any
) -> Table:
    """Return a table at the left without padding, to which commands add what it needs."""
    plain = [("FONT", *_ALL, REGULAR, PLAIN.fontSize, 0), ("VALIGN", *_ALL, "TOP"), *_padding(0)]
    return Table(rows, widths, style=[*plain, *commands], **{"hAlign": "LEFT", **more})


class DataTable(Table):  # type: ignore[misc] # reportlab has no types
    """Rows of data under a header."""

    def head(self, width: float) -> float:
        """Return the least height that the table needs to begin: its header and the first rows kept together."""
        self.wrap(width, 0)
        opening = self._nosplitCmds[0][2][1] if self._nosplitCmds else 0
        return float(sum(self._rowHeights[: opening + 1]))

    @property
    def is_whole(self) -> bool:
        """Whether all rows are kept together."""
        return len(self._nosplitCmds) == 1

    def split(self, width: float, height: float) -> list[Table]:
        """Cut between groups; a group or a row only where it is taller than a whole page."""
        alone = self._frame._atTop  # noqa: SLF001 - platypus lends the frame for this
        self.splitInRow = int(alone)
        parts: list[Table] = super().split(width, height)
        if not parts and alone:
            self._nosplitCmds: list[Any] = []
            parts = super().split(width, height)
        for part in parts:
            part.setStyle([_END])
        return parts


def data_table(table: model.Table, width: float) -> DataTable:
    """Lay a table out on a width."""
    widths, size = _widths(table, width), _print_of(table)
    cells = [[_content(Run(column.header), column, room, size, header=True) for column, room in _each(table, widths)]]
    commands = [*_column_commands(table), ("FONTNAME", (0, 0), (-1, 0), BOLD)]
    above: Cell = None
    for rows in kept_together(table):
        first = len(cells)
        for row in rows:
            line = (0, len(cells)), (-1, len(cells))
            if isinstance(row, Band):
                cells.append([flowing((row.text,), size.header, bold=True), *[""] * (len(widths) - 1)])
                commands += [("SPAN", *line), ("BACKGROUND", *line, TINT), ("LINEABOVE", *line, 0.5, HAIRLINE)]
                continue
            runs = [cell_run(cell) for cell in row.cells]
            named = table.grouped and row.cells[0] == above
            if named:
                runs[0] = Run(f"{runs[0].text} (suite)" if row is rows[0] else "")
            above = row.cells[0]
            start = int(named and row is not rows[0]), len(cells)
            commands.append(("LINEABOVE", start, line[1], 0.5, GREY if row.is_total else HAIRLINE))
            if row.is_total:
                commands.append(("FONTNAME", *line, BOLD))
            contents = zip(runs, _each(table, widths), strict=True)
            cells.append([_content(run, column, room, size, bold=row.is_total) for run, (column, room) in contents])
        commands.append(("NOSPLIT", (0, first), (0, len(cells) - 1)))
    least = [0, *[table.row_height * mm] * (len(cells) - 1)]
    return DataTable(
        cells, widths, style=[*commands, _BEGIN, _END], repeatRows=1, spaceBefore=size.padding,
        spaceAfter=2.5 * size.padding,
        minRowHeights=least if table.row_height else None,
    )  # fmt: skip


def _each(table: model.Table, widths: Sequence[float]) -> Iterable[tuple[Column, float]]:
    return zip(table.columns, widths, strict=True)


def _column_commands(table: model.Table) -> list[tuple[Any, ...]]:
    size = _print_of(table)
    commands: list[tuple[Any, ...]] = [
        ("FONT", *_ALL, REGULAR, size.cell.fontSize, size.cell.leading),
        ("TEXTCOLOR", *_ALL, INK),
        ("VALIGN", *_ALL, "MIDDLE" if table.row_height else "TOP"),
        *_padding(size.padding),
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
        ("TEXTCOLOR", (0, 0), (-1, 0), ACCENT),
    ]
    for number, column in enumerate(table.columns):
        if column.kind in RIGHT:
            commands.append(("ALIGN", (number, 0), (number, -1), "RIGHT"))
        if column.kind is Kind.SIGNATURE:
            commands += [(f"LINE{side}", (number, 1), (number, -1), 0.5, GREY) for side in ("BEFORE", "AFTER")]
    return commands


def _content(run: Run, column: Column, width: float, size: _Print, *, bold: bool = False, header: bool = False) -> Any:
    """Return a plain string where it fits on a line, which is faster, or else a paragraph."""
    bold = bold or header
    font = BOLD if bold else REGULAR
    room = width - 2 * size.padding
    if not (run.bold or run.italic) and prints_on_one_line(run.text, font, size.cell.fontSize, room):
        return run.text
    setting = size.header if header else size.cell
    if column.kind in RIGHT:
        setting = setting.clone("", alignment=TA_RIGHT)
    return flowing((Run(run.text, bold or run.bold, run.italic),), setting)


def _widths(table: model.Table, width: float) -> list[float]:
    """Share the width by weight, but never so that a number or a date would be cut."""
    needed = [_least_width(table, number) for number in range(len(table.columns))]
    weights = [column.weight for column in table.columns]
    fixed: dict[int, float] = {}
    while True:
        share = (width - sum(fixed.values())) / max(sum(w for n, w in enumerate(weights) if n not in fixed), 1e-9)
        short = {n: need for n, need in enumerate(needed) if n not in fixed and share * weights[n] < need}
        if not short or sum(fixed.values()) + sum(short.values()) >= width:
            return [fixed.get(n, share * weight) for n, weight in enumerate(weights)]
        fixed |= short


def _least_width(table: model.Table, number: int) -> float:
    """Return the width of the longest number or date of a column; text and signatures may be of any width."""
    column: Column = table.columns[number]
    if column.kind in (Kind.TEXT, Kind.SIGNATURE):
        return 0
    texts = {cell_run(row.cells[number]).text for row in table.rows if isinstance(row, Row)}
    size = _print_of(table)
    widest = max((text_width(text, BOLD, size.cell.fontSize) for text in (*texts, *column.header.split())), default=0)
    return widest + 2 * size.padding + 0.1


def facts_table(pairs: Sequence[tuple[str, str]], width: float) -> Table:
    """Return names in bold, and at their right what they are worth."""
    names = max((text_width(name, BOLD, PLAIN.fontSize) + 10 for name, _ in pairs), default=0)
    indent = min(max(_FACT_NAMES, names), width / 2)
    rows = [[flowing((name,), PLAIN, bold=True), flowing((value,), PLAIN)] for name, value in pairs]
    return bare_table(
        rows, [indent, width - indent],
        ("RIGHTPADDING", (0, 0), (0, -1), _PADDING), ("BOTTOMPADDING", (0, 0), (-1, -1), 1), splitInRow=1, spaceAfter=6,
    )  # fmt: skip


def _side_by_side(
    rows: Sequence[Sequence[Any]], width: float, gap: float, look: Sequence[tuple[Any, ...]], **more: Any
) -> Table:
    """Return cells of equal width with a gap between them; `look` holds the commands of each."""
    count = len(rows[0])
    widths = [(width - gap * (count - 1)) / count, gap] * count
    commands = [
        (name, (column, 0), (column, -1), *values) for column in range(0, 2 * count, 2) for name, *values in look
    ]
    spaced = [[part for cell in row for part in (cell, "")][:-1] for row in rows]
    return bare_table(spaced, widths[:-1], *commands, **more)


def figures_table(figures: Sequence[tuple[str, str]], width: float) -> Table:
    """Return cards with a large figure, smaller when it is long, and what it counts."""
    room = (width - _GAP * (len(figures) - 1)) / len(figures) - 2 * _CARD_PADDING
    cards = []
    for figure, label in figures:
        size = min(_FIGURE, _FIGURE * room / max(1, text_width(figure, BOLD, _FIGURE)) - 0.01)
        cards.append([flowing((figure,), style(size, 24, ACCENT), bold=True), flowing((label,), _CAPTION)])
    paddings = [(f"{side}PADDING", _CARD_PADDING) for side in ("LEFT", "RIGHT", "BOTTOM")]
    look = [("BACKGROUND", TINT), ("LINEBEFORE", 2, ACCENT), ("TOPPADDING", 6), *paddings]
    return _side_by_side([cards], width, _GAP, look, spaceBefore=4, spaceAfter=_GAP)


def signatures_table(signatures: model.Signatures, width: float) -> Table:
    """Return room to sign: at the right without a frame for one signatory, in frames side by side for several."""
    boxes = signatures.boxes
    alone = len(boxes) == 1
    captions = [flowing((box.caption,), _SIGNED) for box in boxes]
    names = [flowing((box.name,), _SIGNED, bold=True) if box.name else "" for box in boxes]
    look = [(f"{side}PADDING", 0 if alone else 6) for side in ("LEFT", "RIGHT")]
    room = _ROOM_COMPACT if signatures.compact else _ROOM_IN_LETTER if alone else _ROOM_TO_SIGN
    return _side_by_side(
        [captions, [""] * len(boxes), names], width / 2 if alone else width, 14,
        [*look, ("TOPPADDING", 3), ("BOTTOMPADDING", 3), ("NOSPLIT",), *([] if alone else [("BOX", 0.6, GREY)])],
        rowHeights=[None, room, None],
        hAlign="RIGHT" if alone else "LEFT", spaceBefore=2 if signatures.compact else 10, spaceAfter=6,
    )  # fmt: skip


class _Bar(Flowable):  # type: ignore[misc] # reportlab has no types
    """One bar of a chart with its value at its end; legible without colour."""

    def __init__(self, length: float, value: str) -> None:
        super().__init__()
        self.width, self.height = length, 11
        self.value = value

    def draw(self) -> None:
        """Draw the bar and the value."""
        self.canv.setFillColor(ACCENT)
        self.canv.rect(0, 0.5, self.width, 10, stroke=0, fill=1)
        self.canv.setFillColor(INK)
        self.canv.setFont(REGULAR, _CELL.fontSize)
        self.canv.drawString(self.width + 4, 2.5, self.value)


def bars_table(bars: Sequence[tuple[str, int | Decimal]], width: float) -> Table:
    """Return horizontal bars, each with its label at the left and its value at its end."""
    labels = width * _BAR_LABELS
    longest = max((float(value) for _, value in bars if value > 0), default=1)
    told = [cell_run(value).text for _, value in bars]
    room = width - labels - max(50, *(text_width(each, REGULAR, _CELL.fontSize) + 8 for each in told))
    rows = [
        [flowing((label,), _LABEL), _Bar(room * max(0, float(value)) / longest, words)]
        for (label, value), words in zip(bars, told, strict=True)
    ]
    return bare_table(
        rows, [labels, width - labels],
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("RIGHTPADDING", (0, 0), (0, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEBEFORE", (1, 0), (1, -1), 0.6, GREY), spaceAfter=10,
    )  # fmt: skip
