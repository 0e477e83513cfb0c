"""Workbooks written and read, against openpyxl doing the same by hand."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font

from benchmarks import data
from benchmarks.measure import AtMost, Line, alternate, compare, timed
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.regional import RegionalState
from cpr_desk.imports.composition import read_composition
from cpr_desk.imports.register import read_register
from cpr_desk.office import importing
from cpr_desk.reports import xlsx
from cpr_desk.reports.composition import composition_workbook
from cpr_desk.reports.document import Row, Run, Workbook
from cpr_desk.reports.register_book import adhesions_workbook
from cpr_desk.services import composition, reference

FLOOR = "openpyxl, the same cells, shared style ids"
_READING = "openpyxl reading all cells"
_FORMATS = {date: "dd/mm/yyyy", int: "#,##0", str: "General"}


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield exports, then imports of what was exported."""
    db, commission, meeting = data.meeting_in(folder / "data")
    departments = reference.department_names(data.REGION)
    thresholds = data.scale().thresholds
    files: dict[int, bytes] = {}
    for count, counted in ((1_000, runs), (10_000, min(runs, 3))):
        state = data.state(count)
        workbook = adhesions_workbook(commission, state, data.ISSUED)
        program = timed(partial(_export, commission, state))
        floor = timed(partial(write, cells(workbook)))
        yield compare(f"export of {count:,} adhesions to Excel", FLOOR, AtMost(1.2), counted, program, floor)
        files[count] = xlsx.render(workbook)
    for count, file in files.items():
        counted = runs if count == 1_000 else min(runs, 3)
        read = read_register(file, departments, thresholds)
        if len(read.lines) != count or read.problems:
            raise ValueError(f"{len(read.lines)} lines, {len(read.problems)} problems")
        program = timed(partial(read_register, file, departments, thresholds))
        floor = timed(partial(_read, file))
        yield compare(f"import of {count:,} adhesions, read and checked", _READING, None, counted, program, floor)
    members = composition.composition_at(db, commission.id, meeting.on)
    file = xlsx.render(composition_workbook(commission, members, data.ISSUED))
    known = importing.organisations()
    medians = alternate(runs, timed(partial(read_composition, file, known)), timed(partial(_read, file)))
    yield Line("import of a composition of 70 seats, read and checked", _READING, None, *medians)
    db.close()


def _export(commission: Commission, state: RegionalState) -> bytes:
    return xlsx.render(adhesions_workbook(commission, state, data.ISSUED))


def cells(workbook: Workbook) -> list[list[tuple[Any, ...]]]:
    """Return the plain values of each sheet, row by row."""
    sheets = []
    for sheet in workbook.sheets:
        rows: list[tuple[Any, ...]] = [(sheet.title,), *((line,) for line in sheet.intro)]
        for table in sheet.tables:
            rows.append(tuple(column.header for column in table.columns))
            lines = (row.cells for row in table.rows if isinstance(row, Row))
            rows += [tuple(cell.text if isinstance(cell, Run) else cell for cell in line) for line in lines]
        sheets.append(rows)
    return sheets


def write(sheets: list[list[tuple[Any, ...]]]) -> bytes:
    """Write plain values with openpyxl, as somebody would who knows that its styles are slow."""
    book = openpyxl.Workbook()
    styles = {}
    for kind, code in _FORMATS.items():
        cell = book.active.cell(1, 1)
        cell.font, cell.alignment, cell.number_format = Font(name="Calibri"), Alignment(vertical="top"), code
        styles[kind] = cell._style  # noqa: SLF001 - the shared id, which openpyxl has no public name for
    for number, rows in enumerate(sheets):
        page = book.create_sheet(f"Feuille {number}")
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    cell = page.cell(line, column)
                    cell.value = value
                    cell._style = styles.get(type(value), styles[int])  # noqa: SLF001 - as above
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _read(file: bytes) -> int:
    book = openpyxl.load_workbook(BytesIO(file), read_only=True, data_only=True)
    return sum(value is not None for page in book for row in page.iter_rows(values_only=True) for value in row)
