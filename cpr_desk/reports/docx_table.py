"""Tables of Word: rows of data, facts, key figures, rooms to sign. The header repeats, rows and groups stay whole."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from cpr_desk.reports import document as model
from cpr_desk.reports.document import Band, Kind, Row, Run
from cpr_desk.reports.docx_text import (
    ACCENT,
    CELL,
    COLUMN,
    FIGURE,
    GREY,
    HAIRLINE,
    NORMAL,
    SIGNED,
    SMALL,
    SPACE,
    TINT,
    element,
    set_height,
    write,
    xml,
)
from cpr_desk.reports.table_rows import RIGHT, cell_run, kept_together

_PADDING = 80
"""Twips at each side of a cell, 4 points."""

_CHARACTER = Pt(5.2)
"""Widest usual character of a table, in bold."""

_FACT_NAMES, _FACT_CHARACTER = Pt(92), Pt(6)
_ROOM_TO_SIGN, _ROOM_IN_LETTER = Mm(17), Mm(12)
_GAP = Pt(8)


class Holder(Protocol):
    """The body of a document, in which a table is put."""

    def add_table(self, rows: int, cols: int) -> Table:
        """Add a table."""


Line = tuple[str, float, object]
"""The side of a border, its weight in points, its colour."""


def bare_table(table: Table, widths: Sequence[Length], *, padding: int = 0) -> Table:
    """Set a table without borders: fixed widths, cells padded at their sides (twips), rows that do not split."""
    table.autofit = False
    properties = xml(table).tblPr
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=padding, type="dxa"))
    properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        _dress_row(row, widths)
    return table


def _dress_row(row: _Row, widths: Sequence[Length]) -> None:
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
    xml(row).get_or_add_trPr().append(element("cantSplit"))


def border(cell: _Cell, *lines: Line) -> None:
    """Draw lines around a cell. Word wants the sides in this order: top, left, bottom, right."""
    borders = element("tcBorders")
    for side, weight, colour in lines:
        borders.append(element(side, val="single", sz=round(weight * 8), space=0, color=colour))
    xml(cell).get_or_add_tcPr().append(borders)


def shade(cell: _Cell) -> None:
    """Give a cell the light ground of headers."""
    xml(cell).get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=TINT))


def data_table(holder: Holder, table: model.Table, width: Length) -> None:
    """Add rows of data under a header that repeats."""
    groups = kept_together(table)
    made = bare_table(
        holder.add_table(1 + sum(map(len, groups)), len(table.columns)), _widths(table, width), padding=_PADDING
    )
    drawn = iter(made.rows)
    _header(next(drawn), table)
    above: model.Cell = None
    for group in groups:
        for number, row in enumerate(group):
            line, last = next(drawn), number == len(group) - 1
            if isinstance(row, Band):
                _band(line, row)
            else:
                named = table.grouped and number > 0 and row.cells[0] == above
                _row(line, row, table, named=named)
                above = row.cells[0]
            if not last:
                for paragraph in (paragraph for cell in line.cells for paragraph in cell.paragraphs):
                    paragraph.paragraph_format.keep_with_next = True
    if table.compact:
        _shrink(made)


def _shrink(made: Table) -> None:
    """Set every cell in small print, as close as on paper."""
    for paragraph in (paragraph for row in made.rows for cell in row.cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        for run in paragraph.runs:
            run.font.size = Pt(7.5)


def _header(line: _Row, table: model.Table) -> None:
    xml(line).get_or_add_trPr().append(element("tblHeader"))
    for cell, column in zip(line.cells, table.columns, strict=True):
        border(cell, ("top", 1, ACCENT))
        shade(cell)
        _fill(cell, (column.header,), COLUMN, right=column.kind in RIGHT)


def _band(line: _Row, band: Band) -> None:
    cell = line.cells[0].merge(line.cells[-1])
    border(cell, ("top", 0.5, HAIRLINE))
    shade(cell)
    _fill(cell, (band.text,), COLUMN)


def _row(line: _Row, row: Row, table: model.Table, *, named: bool) -> None:
    if table.row_height:
        line.height, line.height_rule = Mm(table.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
    for number, (cell, value, column) in enumerate(zip(line.cells, row.cells, table.columns, strict=True)):
        continued = named and not number
        signed = column.kind is Kind.SIGNATURE
        border(
            cell,
            *([] if continued else [("top", 0.5, GREY if row.is_total else HAIRLINE)]),
            *([("left", 0.5, GREY)] if signed else []),
            ("bottom", 0.5, HAIRLINE),
            *([("right", 0.5, GREY)] if signed else []),
        )
        if table.row_height:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        run = Run("") if continued else cell_run(value)
        _fill(cell, (run,), CELL, right=column.kind in RIGHT, bold=row.is_total or None)


def _fill(
    cell: _Cell, inlines: Iterable[model.Inline], style: str, *, right: bool = False, bold: bool | None = None
) -> Paragraph:
    """Write into the paragraph that a cell always has."""
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return write(paragraph, inlines, bold=bold)


def _widths(table: model.Table, width: Length) -> list[Length]:
    """Share the width by weight, but so that no number or date is cut where the texts can yield the room."""
    total = sum(column.weight for column in table.columns)
    shares = [width * column.weight / total for column in table.columns]
    needed = [_least_width(table, number) for number in range(len(shares))]
    missing = sum(max(0.0, need - share) for need, share in zip(needed, shares, strict=True))
    spare = sum(max(0.0, share - need) for need, share in zip(needed, shares, strict=True))
    if not missing or spare <= missing:
        return [Length(round(share)) for share in shares]
    return [
        Length(round(need if share < need else share - (share - need) * missing / spare))
        for need, share in zip(needed, shares, strict=True)
    ]


def _least_width(table: model.Table, number: int) -> float:
    column = table.columns[number]
    if column.kind in (Kind.TEXT, Kind.SIGNATURE):
        return 0
    texts = [cell_run(row.cells[number]).text for row in table.rows if isinstance(row, Row)]
    return max(map(len, (*texts, *column.header.split())), default=0) * _CHARACTER + Pt(10)


def facts_table(holder: Holder, pairs: Sequence[tuple[str, str]], width: Length) -> None:
    """Add names in bold, and at their right what they are worth."""
    longest = max(len(name) for name, _ in pairs) * _FACT_CHARACTER
    names = Length(min(max(_FACT_NAMES, longest), width // 2))
    table = bare_table(holder.add_table(len(pairs), 2), [names, Length(width - names)])
    for row, (name, value) in zip(table.rows, pairs, strict=True):
        for cell, text, bold in zip(row.cells, (name, value), (True, None), strict=True):
            _fill(cell, (text,), NORMAL, bold=bold).paragraph_format.space_after = Pt(1)


def _side_by_side(holder: Holder, count: int, width: Length) -> tuple[Table, list[_Cell]]:
    """Add a row of cells of equal width with a gap between them."""
    room = Length((width - _GAP * (count - 1)) // count)
    widths = ([room, _GAP] * count)[:-1]
    table = bare_table(holder.add_table(1, len(widths)), widths, padding=_PADDING)
    return table, list(table.rows[0].cells)[::2]


def figures_table(holder: Holder, figures: Sequence[tuple[str, str]], width: Length) -> None:
    """Add cards with a large figure and what it counts."""
    _, cells = _side_by_side(holder, len(figures), width)
    for cell, (figure, label) in zip(cells, figures, strict=True):
        border(cell, ("left", 2.25, ACCENT))
        shade(cell)
        _fill(cell, (figure,), FIGURE)
        write(cell.add_paragraph(style=SMALL), (label,))


def signatures_table(holder: Holder, boxes: Sequence[model.SignatureBox], width: Length) -> None:
    """Add room to sign: at the right without a frame for one signatory, in frames side by side for several."""
    alone = len(boxes) == 1
    table, cells = _side_by_side(holder, len(boxes), Length(width // 2) if alone else width)
    table.alignment = WD_TABLE_ALIGNMENT.RIGHT if alone else WD_TABLE_ALIGNMENT.LEFT
    for cell, box in zip(cells, boxes, strict=True):
        if not alone:
            border(cell, *((side, 0.5, GREY) for side in ("top", "left", "bottom", "right")))
        _fill(cell, (box.caption,), SIGNED)
        set_height(cell.add_paragraph(style=SPACE), _ROOM_IN_LETTER if alone else _ROOM_TO_SIGN)
        write(cell.add_paragraph(style=SIGNED), (box.name,), bold=True)
