"""The rows of a sheet written straight as XML: through the cells of openpyxl a register takes ten times as long."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from typing import IO, Any, NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.writer.excel import ExcelWriter

from cpr_desk.reports.document import Cell, Run

_FORMULA_SIGNS = ("=", "+", "-", "@")
_LONGEST_TEXT = 32_767
_DAY_ZERO, _LEAP_1900 = date(1899, 12, 30).toordinal(), date(1900, 2, 28).toordinal()
"""Days are counted from the first; up to the second the format counts a 29/02/1900 that never was."""
_letters = cache(get_column_letter)
_HERE = "rows of the sheet"
"""What stands for the rows while openpyxl writes what is around them."""


class Style(NamedTuple):
    """The shared style ids of a look, and of the same look for a text that must not become a formula."""

    plain: int
    quoted: int


def printable(text: str) -> str:
    """Drop the control characters that a workbook may not hold, and what exceeds a cell (32 767 characters)."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:_LONGEST_TEXT]


class Rows:
    """The rows of one sheet, from the top to the bottom."""

    def __init__(self) -> None:
        self.xml = bytearray()  # a row at a time: a register of thousands has millions of cells
        self._last_row, self._last_column = 1, 1

    def add(self, number: int, cells: Iterable[tuple[Cell, Style]], height: float | None = None) -> None:
        """Write a row below the others; a cell that is None stays empty. `height` in points, None: the usual one."""
        tall = f' ht="{height}" customHeight="1"' if height else ""
        parts = [f'<row r="{number}"{tall}>']
        column = 0
        for column, (value, style) in enumerate(cells, 1):
            if value is not None:
                parts.append(_cell(f"{_letters(column)}{number}", value, style))
        parts.append("</row>")
        self.xml += "".join(parts).encode()
        self._last_row, self._last_column = number, max(self._last_column, column)

    @property
    def reference(self) -> str:
        """The rectangle that they fill."""
        return f"A1:{self.last}"

    @property
    def last(self) -> str:
        """The last cell of this rectangle."""
        return f"{get_column_letter(self._last_column)}{self._last_row}"


def _cell(place: str, value: Cell, style: Style) -> str:
    """Return a cell. A text is stored as text, with the mark that keeps it so when somebody edits it."""
    if isinstance(value, Run):
        value = value.text
    if isinstance(value, str):
        written, may_be_formula = _text(value)
        if not written:
            return f'<c r="{place}" s="{style.plain}"/>'
        return f'<c r="{place}" s="{style.quoted if may_be_formula else style.plain}" t="inlineStr">{written}</c>'
    number = _serial(value) if isinstance(value, date) else value
    return f'<c r="{place}" s="{style.plain}"><v>{number}</v></c>'


@lru_cache(maxsize=4096)
def _text(value: str) -> tuple[str, bool]:
    """Return what a cell holds of a text, empty when nothing is left of it, and whether it looks like a formula.

    A register says the same things many times: a code, a name, a line of the scale.
    """
    text = printable(value)
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<is><t{space}>{escape(text)}</t></is>" if text else "", text.startswith(_FORMULA_SIGNS)


def _serial(day: date) -> float:
    """Return the number that stands for a day in a workbook."""
    ordinal = day.toordinal()
    return ordinal - _DAY_ZERO if ordinal > _LEAP_1900 else to_excel(day)


class BookWriter(ExcelWriter):  # type: ignore[misc] # openpyxl has no types
    """Writes a workbook whose rows are in `rows`, by the titles of its sheets, into a file."""

    def __init__(self, excel: Any, file: IO[bytes], rows: Mapping[str, Rows]) -> None:
        super().__init__(excel, _DatedZip(file, "w", ZIP_DEFLATED))
        self._rows = rows

    def write_worksheet(self, ws: Any) -> None:
        """Write a sheet as openpyxl does, its rows aside."""
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001 - as openpyxl does
        ws._drawing.charts = ws._charts  # noqa: SLF001 - as openpyxl does
        writer = _SheetWriter(ws, self._rows[ws.title])
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001 - as openpyxl does
        parts = writer.parts()
        member = ZipInfo(ws.path[1:])
        member.compress_type, member.file_size = ZIP_DEFLATED, sum(map(len, parts))
        with self._archive.open(member, "w") as stream:
            for part in parts:
                stream.write(part)
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):  # type: ignore[misc] # openpyxl has no types
    """Writes what is around the rows of a sheet, a mark in their place."""

    def __init__(self, page: Any, rows: Rows) -> None:
        super().__init__(page, BytesIO())
        self._own = rows

    def write_dimensions(self) -> None:
        """Write the rectangle of the rows."""
        self.xf.send(SheetDimension(self._own.reference).to_tree())

    def write_rows(self) -> None:
        """Write the mark."""
        stream = self.xf.send(True)
        with stream.element("sheetData"):
            stream.write(_HERE)
        self.xf.send(None)

    def parts(self) -> tuple[bytes | bytearray, ...]:
        """Return the sheet: what is before its rows, they, and what is after."""
        before, after = self.read().split(_HERE.encode(), 1)
        return before, self._own.xml, after


class _DatedZip(ZipFile):
    """An archive whose members all bear the first date that the format knows: the same data make the same file."""

    def open(
        self, name: str | ZipInfo, mode: Any = "r", pwd: bytes | None = None, *, force_zip64: bool = False
    ) -> IO[bytes]:
        """Open a member; one being written loses its date."""
        if isinstance(name, ZipInfo) and mode == "w":
            name.date_time = (1980, 1, 1, 0, 0, 0)
        return super().open(name, mode, pwd, force_zip64=force_zip64)
