"""Tables of platypus: rows of data, facts, key figures, rooms to sign, bars. Lengths in points.

The header repeats, rows stay whole, groups stay together; a row taller than a page goes on overleaf.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from cpr_desk.domain.french import date_digits, euros, integer, percent
from cpr_desk.reports import document as model
from cpr_desk.reports.document import Band, Cell, Column, Kind, Row, Run
from cpr_desk.reports.pdf_text import (
    ACCENT,
    BOLD,
    CAPTION,
    CELL,
    CELL_RIGHT,
    GREY,
    HAIRLINE,
    HEADER,
    HEADER_RIGHT,
    INK,
    PLAIN,
    REGULAR,
    SIGNED,
    TINT,
    flowing,
    prints_on_one_line,
    style,
    text_width,
)

PADDING = 4.0
_RIGHT = (Kind.INTEGER, Kind.EUROS, Kind.SHARE)
_TALLEST_GROUP = 15
"""Rows kept together under one name; a longer group is named again, since it may not fit a page."""

_BEGIN = ("LINEABOVE", (0, 0), (-1, 0), 1, ACCENT)
_END = ("LINEBELOW", (0, -1), (-1, -1), 1, ACCENT)
"""Drawn after the hairlines between rows, which they cover."""

_FACT_NAMES = 92.0
"""Least width of the names of facts."""

_GAP = 8.0
_CARD_PADDING = 9.0
_FIGURE = 18.0
_BAR_LABELS = 0.30
_ROOM_TO_SIGN = 18 * mm
_ROOM_IN_LETTER = 13 * mm


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


def bare_table(
    rows: Sequence[Sequence[Any]], widths: Sequence[float], *commands: tuple[Any, ...], **more: Any
) -> Table:
    """Return a table at the left without padding, to which commands add what it needs."""
    everywhere = (0, 0), (-1, -1)
    plain = [
        ("FONT", *everywhere, REGULAR, PLAIN.fontSize, 0),
        ("VALIGN", *everywhere, "TOP"),
        *((f"{side}PADDING", *everywhere, 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    return Table(rows, widths, style=[*plain, *commands], **{"hAlign": "LEFT", **more})


class DataTable(Table):  # type: ignore[misc] # reportlab has no types
    """Rows of data under a header; `opening` counts the rows that may not be parted from the header."""

    opening = 1

    def head(self, width: float) -> float:
        """Return the least height that the table needs to begin."""
        self.wrap(width, 0)
        return float(sum(self._rowHeights[: 1 + self.opening]))

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


class _Rows:
    """The cells of a table and the commands that style them, row by row."""

    def __init__(self, table: model.Table, width: float) -> None:
        self.table = table
        self.widths = _widths(table, width)
        self.cells: list[list[Any]] = []
        self.commands: list[tuple[Any, ...]] = []
        self.add([Run(column.header) for column in table.columns], bold=True, header=True)
        self.blocks: list[int] = []
        """Where each run of rows that stay together begins."""

    def fill(self) -> None:
        """Add all rows of the table."""
        for rows in self.table.groups():
            for start in range(0, len(rows), _TALLEST_GROUP):
                self._add_group(rows[start : start + _TALLEST_GROUP], continued=start > 0)

    def _add_group(self, rows: Sequence[Row | Band], *, continued: bool) -> None:
        first = rows[0]
        below_band = bool(self.blocks) and self._is_band(len(self.cells) - 1)
        if not below_band and not (isinstance(first, Row) and first.is_total and self.blocks):
            self.blocks.append(len(self.cells))
        for number, row in enumerate(rows):
            if isinstance(row, Band):
                self._add_band(row)
                continue
            runs = [cell_run(cell) for cell in row.cells]
            if self.table.grouped and number:
                runs[0] = Run("")
            elif continued:
                runs[0] = Run(f"{runs[0].text} (suite)")
            here = len(self.cells)
            left = 1 if self.table.grouped and number else 0
            self.commands.append(("LINEABOVE", (left, here), (-1, here), 0.5, GREY if row.is_total else HAIRLINE))
            self.add(runs, bold=row.is_total)

    def _add_band(self, band: Band) -> None:
        here = len(self.cells)
        text = flowing((band.text,), HEADER, bold=True)
        self.cells.append([text, *[""] * (len(self.widths) - 1)])
        self.commands += [
            ("SPAN", (0, here), (-1, here)),
            ("BACKGROUND", (0, here), (-1, here), TINT),
            ("LINEABOVE", (0, here), (-1, here), 0.5, HAIRLINE),
        ]

    def _is_band(self, row: int) -> bool:
        return ("SPAN", (0, row), (-1, row)) in self.commands[-3:]

    def add(self, runs: Sequence[Run], *, bold: bool = False, header: bool = False) -> None:
        """Add a row of cells: plain strings where they fit on a line, which is faster, paragraphs otherwise."""
        here = len(self.cells)
        if bold:
            self.commands.append(("FONTNAME", (0, here), (-1, here), BOLD))
        self.cells.append(
            [
                _content(run, width, column.kind in _RIGHT, bold=bold, header=header)
                for run, width, column in zip(runs, self.widths, self.table.columns, strict=True)
            ]
        )

    def finished(self) -> DataTable:
        """Return the table."""
        last = len(self.cells) - 1
        ends = [start - 1 for start in self.blocks[1:]] + [last]
        whole = [
            ("NOSPLIT", (0, start), (0, end)) for start, end in zip(self.blocks, ends, strict=False) if end > start
        ]
        least = [0.0, *[self.table.row_height * mm] * last]
        table = DataTable(
            self.cells, self.widths, style=[*self._style(), *self.commands, _BEGIN, _END, *whole], repeatRows=1,
            minRowHeights=least if self.table.row_height else None, spaceBefore=4, spaceAfter=10,
        )  # fmt: skip
        table.opening = ends[0] if self.blocks else 0
        return table

    def _style(self) -> list[tuple[Any, ...]]:
        everywhere = (0, 0), (-1, -1)
        commands: list[tuple[Any, ...]] = [
            ("FONT", *everywhere, REGULAR, CELL.fontSize, CELL.leading),
            ("TEXTCOLOR", *everywhere, INK),
            ("VALIGN", *everywhere, "MIDDLE" if self.table.row_height else "TOP"),
            *((f"{side}PADDING", *everywhere, PADDING) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
            ("BACKGROUND", (0, 0), (-1, 0), TINT),
            ("TEXTCOLOR", (0, 0), (-1, 0), ACCENT),
        ]
        for number, column in enumerate(self.table.columns):
            if column.kind in _RIGHT:
                commands.append(("ALIGN", (number, 0), (number, -1), "RIGHT"))
            if column.kind is Kind.SIGNATURE:
                commands += [(f"LINE{side}", (number, 1), (number, -1), 0.5, GREY) for side in ("BEFORE", "AFTER")]
        return commands


def _content(run: Run, width: float, right: bool, *, bold: bool, header: bool) -> Any:
    font = BOLD if bold else REGULAR
    if not (run.bold or run.italic) and prints_on_one_line(run.text, font, CELL.fontSize, width - 2 * PADDING):
        return run.text
    if header:
        return flowing((run.text,), HEADER_RIGHT if right else HEADER, bold=True)
    return flowing((Run(run.text, bold or run.bold, run.italic),), CELL_RIGHT if right else CELL)


def data_table(table: model.Table, width: float) -> DataTable:
    """Lay a table out on a width."""
    rows = _Rows(table, width)
    rows.fill()
    return rows.finished()


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
    widest = max((text_width(text, BOLD, CELL.fontSize) for text in (*texts, *column.header.split())), default=0)
    return widest + 2 * PADDING + 0.1


def facts_table(pairs: Sequence[tuple[str, str]], width: float) -> Table:
    """Return names in bold, and at their right what they are worth."""
    names = max((text_width(name, BOLD, PLAIN.fontSize) + 10 for name, _ in pairs), default=0)
    indent = min(max(_FACT_NAMES, names), width / 2)
    rows = [[flowing((name,), PLAIN, bold=True), flowing((value,), PLAIN)] for name, value in pairs]
    return bare_table(
        rows, [indent, width - indent],
        ("RIGHTPADDING", (0, 0), (0, -1), PADDING), ("BOTTOMPADDING", (0, 0), (-1, -1), 1), splitInRow=1, spaceAfter=6,
    )  # fmt: skip


def _side_by_side(cells: Iterable[Any]) -> list[Any]:
    """Return cells with an empty one between them."""
    return [part for cell in cells for part in ("", cell)][1:]


def figure_tables(figures: Sequence[tuple[str, str]], width: float) -> list[Table]:
    """Return cards with a large figure and what it counts, at most four in a row."""
    return [_cards(figures[start : start + 4], width) for start in range(0, len(figures), 4)]


def _cards(figures: Sequence[tuple[str, str]], width: float) -> Table:
    card = (width - _GAP * (len(figures) - 1)) / len(figures)
    inner = card - 2 * _CARD_PADDING
    cells = [
        [flowing((figure,), _fitting(figure, inner), bold=True), flowing((label,), CAPTION)]
        for figure, label in figures
    ]
    commands: list[tuple[Any, ...]] = []
    for column in range(0, 2 * len(figures), 2):
        here = (column, 0), (column, 0)
        commands += [
            ("BACKGROUND", *here, TINT),
            ("LINEBEFORE", *here, 2, ACCENT),
            *((f"{side}PADDING", *here, _CARD_PADDING) for side in ("LEFT", "RIGHT", "BOTTOM")),
            ("TOPPADDING", *here, 6),
        ]
    widths = _side_by_side([card] * len(figures))
    return bare_table([_side_by_side(cells)], [w or _GAP for w in widths], *commands, spaceBefore=4, spaceAfter=_GAP)


def _fitting(figure: str, room: float) -> ParagraphStyle:
    """Return the style of a figure, smaller when it is long."""
    size = min(_FIGURE, _FIGURE * room / max(1, text_width(figure, BOLD, _FIGURE)) - 0.01)
    return style(size, 24, ACCENT)


def signatures_table(boxes: Sequence[model.SignatureBox], width: float) -> Table:
    """Return room to sign: at the right without a frame for one signatory, in frames side by side for several."""
    alone = len(boxes) == 1
    gap = 14.0
    box = width / 2 if alone else (width - gap * (len(boxes) - 1)) / len(boxes)
    captions = [flowing((sign.caption,), SIGNED) for sign in boxes]
    names = [flowing((sign.name,), SIGNED, bold=True) if sign.name else "" for sign in boxes]
    room = Spacer(0, _ROOM_IN_LETTER if alone else _ROOM_TO_SIGN)
    rows = [_side_by_side(captions), [room, *[""] * (2 * len(boxes) - 2)], _side_by_side(names)]
    commands: list[tuple[Any, ...]] = [("NOSPLIT", (0, 0), (0, -1)), ("BOTTOMPADDING", (0, -1), (-1, -1), 6)]
    if not alone:
        commands += [("BOX", (column, 0), (column, -1), 0.6, GREY) for column in range(0, 2 * len(boxes), 2)]
        commands += [(f"{side}PADDING", (0, 0), (-1, -1), 6) for side in ("LEFT", "RIGHT")]
    widths = [part or gap for part in _side_by_side([box] * len(boxes))]
    return bare_table(
        rows, widths, ("TOPPADDING", (0, 0), (-1, 0), 6), *commands,
        hAlign="RIGHT" if alone else "LEFT", spaceBefore=10, spaceAfter=6,
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
        self.canv.setFont(REGULAR, CELL.fontSize)
        self.canv.drawString(self.width + 4, 2.5, self.value)


def bars_table(bars: Sequence[tuple[str, int]], width: float) -> Table:
    """Return horizontal bars, each with its label at the left and its value at its end."""
    labels = width * _BAR_LABELS
    longest = max((value for _, value in bars if value > 0), default=1)
    room = width - labels - 50
    rows = [
        [flowing((label,), CELL_RIGHT), _Bar(room * max(0, value) / longest, integer(value))] for label, value in bars
    ]
    return bare_table(
        rows, [labels, width - labels],
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("RIGHTPADDING", (0, 0), (0, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEBEFORE", (1, 0), (1, -1), 0.6, GREY), spaceAfter=10,
    )  # fmt: skip
