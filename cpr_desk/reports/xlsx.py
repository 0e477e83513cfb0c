"""Workbooks: real dates and numbers, tables with filters, print set-up, native charts. Text is never a formula.

Styles are made once a column and shared by its cells. Output depends on the workbook alone.
"""

import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from textwrap import shorten, wrap
from typing import Any

from openpyxl import Workbook as ExcelWorkbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo

from cpr_desk.reports.document import Chart, Kind, Row, Sheet, Table, Workbook
from cpr_desk.reports.xlsx_rows import BookWriter, Rows, Style, printable

_FORMATS = {
    Kind.INTEGER: "#,##0",
    Kind.YEAR: "0",
    Kind.EUROS: '#,##0.00\\ "€"',
    Kind.SHARE: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
}
"""Codes in Excel's invariant language: a French Excel shows 37 500, 2024, 37 500,00 €, 12,5 % and 04/02/2021."""

_AXIS = {Kind.EUROS: '#,##0\\ "€"'}
_ACCENT = "1C3A66"
_SHEET_NAME = 31
_CHART_WIDTH = 16
_CHART_HEIGHT = 7
"""Centimetres, as the width."""
_CHART_ROWS = 14
_WIDEST = 60
"""Characters of a column; longer texts wrap."""
_HEADER = 18
"""Characters of a header beyond which it wraps."""
_LINE_POINTS = 15
_LONGEST_HEADER, _LONGEST_INTRO = 140, 70
"""Characters at the top of a printed page: Excel refuses more than 255 in all, codes included."""
_BATCH = 1000
"""Rows written between two tellings of the progress."""
_PAGE_CHARACTERS = 190
"""What a landscape A4 page shows and can still be read."""
_NOTE_CHARACTERS = 150
"""What of a note is one line beside the columns that such a page repeats."""


def render(workbook: Workbook, progress: Callable[[int, int], None] | None = None) -> bytes:
    """Render a workbook, dated by its `issued_on`. `progress` is told (rows done, all rows); it may raise to stop."""
    excel = ExcelWorkbook()
    excel.remove(excel.active)
    total = sum(len(table.rows) for sheet in workbook.sheets for table in sheet.tables)
    press = _Press(excel, lambda done: progress(done, total) if progress else None)
    for sheet in workbook.sheets:
        press.add(sheet)
    issued = datetime.combine(workbook.issued_on, datetime.min.time())
    properties = excel.properties
    properties.title, properties.subject, properties.creator = workbook.title, workbook.subject, workbook.author
    properties.created = properties.modified = issued
    properties.lastModifiedBy, properties.language = workbook.author, "fr-FR"
    stream = BytesIO()
    # Not Workbook.save: it stamps the present time, and the same data must make the same file.
    BookWriter(excel, stream, press.rows).save()
    return stream.getvalue()


def sheet_name(wanted: str, taken: list[str]) -> str:
    """Return a name that Excel accepts and that no other sheet has, whatever the case."""
    bare = re.sub(r"[\[\]:*?/\\]", " ", printable(wanted)).strip(" '")[:_SHEET_NAME] or "Feuille"
    name, number = bare, 1
    while name.casefold() in (other.casefold() for other in taken):
        number += 1
        ending = f" {number}"
        name = bare[: _SHEET_NAME - len(ending)] + ending
    return name


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell looks; `ruled`: a line above it."""

    bold: bool = False
    italic: bool = False
    size: int = 11
    colour: str = "000000"
    fill: str = ""
    kind: Kind = Kind.TEXT
    ruled: bool = False
    wrap: bool = False


_TITLE = _Look(bold=True, size=14, colour=_ACCENT)
_INTRO = _Look(italic=True)
_HEADING = _Look(bold=True, colour="FFFFFF", fill=_ACCENT, wrap=True)


class _Press:
    """One workbook being written, with its shared styles."""

    def __init__(self, excel: Any, told: Callable[[int], object]) -> None:
        self.excel = excel
        self._told, self._done = told, 0
        self.table_names: set[str] = set()
        self.styles: dict[_Look, Style] = {}
        self.rows: dict[str, Rows] = {}

    def add(self, sheet: Sheet) -> None:
        """Add a sheet: title, introduction, tables one under the other, charts beside them."""
        page = self.excel.create_sheet(sheet_name(sheet.name, self.excel.sheetnames))
        rows = self.rows[page.title] = Rows()
        if sheet.title:
            rows.add(1, [(sheet.title, self._style(page, _TITLE))])
        widths = _widths(sheet)
        # Thirty columns on one width of paper could not be read: the rest goes on beside, the first columns repeated.
        across = round(sum(widths) / _PAGE_CHARACTERS) or 1
        intro = _intro(sheet, across)
        for row, (before, line) in enumerate(intro, 2):
            rows.add(row, [(cell, self._style(page, _INTRO)) for cell in (*[None] * before, line)])
        row = len(intro) + 3 if sheet.title else 1
        header = row
        places: dict[str, tuple[int, int]] = {}
        for number, width in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(number)].width = width
        for table in sheet.tables:
            places[table.name] = row, row + sum(isinstance(line, Row) and not line.is_total for line in table.rows)
            row = self._table(page, table, row, widths) + 2
        for number, chart in enumerate(sheet.charts):
            self._chart(page, chart, places[chart.table.name], f"{_beside(sheet)}{header + number * (_CHART_ROWS + 1)}")
        _set_up_print(page, sheet, across, header)
        if across > 1 and sheet.title:
            first = next((row for row, (before, _) in enumerate(intro, 2) if before), header)
            page.print_area = f"A{first}:{rows.last}"

    def _table(self, page: Any, table: Table, top: int, widths: Sequence[float]) -> int:
        """Write a table with its header on row `top`; return its last row."""
        written, columns = self.rows[page.title], table.columns
        headings = [self._style(page, replace(_HEADING, kind=column.kind)) for column in columns]
        lines = _header_lines(table, widths)
        titles = zip((column.header for column in columns), headings, strict=True)
        written.add(top, titles, _LINE_POINTS * lines if lines > 1 else None)
        rows = [row for row in table.rows if isinstance(row, Row)]
        looks = [_Look(kind=column.kind, wrap=column.kind is Kind.TEXT) for column in columns]
        styles = [self._style(page, look) for look in looks]
        totals = [self._style(page, replace(look, bold=True, ruled=True)) for look in looks]
        for line, row in enumerate(rows, top + 1):
            cells = zip(row.cells, totals if row.is_total else styles, strict=True)
            written.add(line, cells, _height(row, table))
            self._count()
        body = top + sum(not row.is_total for row in rows)
        if body > top:
            reference = f"A{top}:{get_column_letter(len(table.columns))}{body}"
            listed = ExcelTable(displayName=self._table_name(table.name), ref=reference)
            listed._initialise_columns()  # noqa: SLF001 - openpyxl would read the names from cells that it does not have
            for own, column in zip(listed.tableColumns, columns, strict=True):
                own.name = printable(column.header)
            listed.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
            page.add_table(listed)
        return top + len(rows)

    def _count(self) -> None:
        self._done += 1
        if self._done % _BATCH == 0:
            self._told(self._done)

    def _table_name(self, wanted: str) -> str:
        bare = "T_" + (re.sub(r"\W", "_", wanted) or "Table")
        name, number = bare, 1
        while name.casefold() in self.table_names:
            number += 1
            name = f"{bare}_{number}"
        self.table_names.add(name.casefold())
        return name

    def _style(self, page: Any, look: _Look) -> Style:
        """Return the shared style ids of a look, made on first use."""
        if look not in self.styles:
            cell = ExcelCell(page, row=1, column=1)
            cell.font = Font(name="Calibri", bold=look.bold, italic=look.italic, size=look.size, color=look.colour)
            # A number ends where the text of the next column begins: the indent keeps them apart.
            side, indent = ("right", 1) if look.kind in _FORMATS else ("left", 0)
            cell.alignment = Alignment(side, "top", wrap_text=look.wrap, indent=indent)
            cell.number_format = _FORMATS.get(look.kind, "General")
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=look.fill)
            if look.ruled:
                cell.border = Border(top=Side("thin"))
            plain = cell.style_id
            cell._style = copy(cell._style)  # noqa: SLF001 - what was numbered must not change any more
            cell.quotePrefix = True
            self.styles[look] = Style(plain, cell.style_id)
        return self.styles[look]

    def _chart(self, page: Any, chart: Chart, rows: tuple[int, int], anchor: str) -> None:
        header, last = rows
        if last == header:
            return
        bars = BarChart()
        bars.type, bars.style, bars.legend, bars.title = "bar", 10, None, chart.title
        bars.add_data(Reference(page, min_col=chart.value + 1, min_row=header, max_row=last), titles_from_data=True)
        bars.set_categories(Reference(page, min_col=chart.category + 1, min_row=header + 1, max_row=last))
        bars.series[0].graphicalProperties.solidFill = _ACCENT
        bars.gapWidth = 60
        # The first line of the table at the top; axes, which openpyxl hides unless told.
        bars.x_axis.scaling.orientation = "maxMin"
        bars.x_axis.delete = bars.y_axis.delete = False
        bars.y_axis.number_format = _AXIS.get(chart.table.columns[chart.value].kind, "0")
        bars.y_axis.majorUnit = None
        bars.width, bars.height = _CHART_WIDTH, _CHART_HEIGHT
        page.add_chart(bars, anchor)


def _height(row: Row, table: Table) -> float | None:
    """Return the height of a row in points, which not every program fits to a wrapped text by itself; None: usual.

    What should stay on one line wraps below the foot of its row.
    """
    if not any(isinstance(value, str) and len(value) > _WIDEST + 4 for value in row.cells):
        return None
    cells = zip(row.cells, table.columns, strict=True)
    longest = max((len(each) for each, column in cells if isinstance(each, str) and not column.one_line), default=1)
    return _LINE_POINTS * max(1, -(-longest // (_WIDEST + 4)))


def _beside(sheet: Sheet) -> str:
    """Return the letter of the second column after the widest table."""
    return str(get_column_letter(max(len(table.columns) for table in sheet.tables) + 2))


def _header_width(header: str) -> int:
    """Return the characters that a header needs: a long one wraps between its words."""
    return max(min(len(header), _HEADER), *(len(word) for word in header.split())) + 2 if header else 0


def _header_lines(table: Table, widths: Sequence[float]) -> int:
    """Return how many lines the highest header takes in columns of some widths."""
    rooms = zip(table.columns, widths, strict=False)
    return max((len(wrap(column.header, int(width) - 2)) for column, width in rooms), default=1)


def _widths(sheet: Sheet) -> list[float]:
    """Return the width of each column in characters: the longest text of its tables, between 9 and 60."""
    return [
        min(max(7, *(_width(table, number) for table in sheet.tables)), _WIDEST) + 3
        for number in range(max((len(table.columns) for table in sheet.tables), default=0))
    ]


def _width(table: Table, number: int) -> int:
    """Return the characters that a column of a table needs: its header, its longest text, its largest amount."""
    if number >= len(table.columns):
        return 0
    longest, amount = _header_width(table.columns[number].header), Decimal(0)
    for row in table.rows:
        value = row.cells[number] if isinstance(row, Row) else None
        if isinstance(value, str):
            longest = max(longest, len(value))
        elif isinstance(value, Decimal):
            amount = max(amount, abs(value))
        elif value is not None:
            longest = max(longest, 10)
    return max(longest, len(f"-{amount:,.2f} €")) if amount else longest


def _on_top(sheet: Sheet) -> str:
    """Return what the top of each page says beside the title: the first line of introduction, if it is short."""
    return next((line for line in sheet.intro[:1] if len(line) <= _LONGEST_INTRO), "")


def _intro(sheet: Sheet, across: int) -> list[tuple[int, str]]:
    """Return the lines above the tables, each with how many cells stay empty before it.

    Where a sheet is several pages `across`, what the top of each page does not say stands after the columns that the
    pages beside repeat: they would repeat its first words.
    """
    if across == 1:
        return [(0, line) for line in sheet.intro]
    told = 1 if _on_top(sheet) else 0
    notes = [part for line in sheet.intro[told:] for part in wrap(line, _NOTE_CHARACTERS)]
    return [*((0, line) for line in sheet.intro[:told]), *((sheet.leading, part) for part in notes)]


def _set_up_print(page: Any, sheet: Sheet, across: int, header: int) -> None:
    """Set a sheet for paper, so many pages `across`; its tables begin on row `header`."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = across, 1 if sheet.charts else 0
    if across > 1:
        page.print_title_cols = f"A:{get_column_letter(sheet.leading)}"
        if sheet.title:
            # Beside the first page a title in a cell would be cut where the repeated columns end.
            top, day = page.oddHeader.left, page.oddHeader.right
            top.text = shorten(sheet.title, _LONGEST_HEADER, placeholder="…").replace("&", "&&")
            top.font, top.size, top.color = "Calibri,Bold", 12, _ACCENT
            day.text = _on_top(sheet).replace("&", "&&")
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.oddFooter.left.text = (sheet.title or sheet.name).replace("&", "&&")
    page.oddFooter.right.text = "Page &P/&N"
    page.sheet_view.showGridLines = False
    if len(sheet.tables) == 1:
        page.freeze_panes = f"A{header + 1}"
        page.print_title_rows = f"{header}:{header}"
