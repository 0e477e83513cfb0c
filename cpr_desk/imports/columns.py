"""The columns of a table of a workbook: their headers, and the rows under them with what is found there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from cpr_desk.domain.french import typeset
from cpr_desk.imports.cells import Cell, Row, column_letter, is_error, key, text_of
from cpr_desk.imports.problems import Findings, Problem
from cpr_desk.imports.workbook import Sheet

_LONGEST_HEADER = 70
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A header of the file, folded and as typed, with the first value under it and what it was taken for.

    `unknown`: nobody has yet said what it holds.
    """

    header: str
    title: str
    sample: str
    meaning: StrEnum | None
    unknown: bool


def headers_of(row: Row) -> dict[int, str]:
    """Return the folded words of a row's titles by column."""
    return {
        index: words
        for index, cell in enumerate(row)
        if isinstance(cell, str) and cell and len(cell) <= _LONGEST_HEADER and (words := key(cell))
    }


def has_titles_alone(row: Row) -> bool:
    """Return whether a row holds texts alone, none of which begins with a figure."""
    return all(isinstance(cell, str) and not cell.strip()[:1].isdigit() for cell in row)


def title_of(sheet: Sheet, header: int, column: int) -> str:
    """Return a column's header as typed, else its letter."""
    row = sheet.rows[header]
    return (text_of(row[column]) if column < len(row) else "") or column_letter(column)


def sample_of(sheet: Sheet, header: int, column: int) -> str:
    """Return the first value under a header."""
    rows = sheet.rows[header + 1 :]
    return next((text for row in rows if column < len(row) and (text := text_of(row[column]))), "")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row under a header, counted from 0 as the header is, and where its findings go.

    `merged` gives the cells that continue a merged one above.
    """

    sheet: Sheet
    header: int
    number: int
    findings: Findings
    merged: Mapping[tuple[int, int], Cell]

    @property
    def row(self) -> Row:
        """The cells of the row."""
        return self.sheet.rows[self.number]

    def cell(self, column: int) -> Cell:
        """Return the value of a cell, empty beyond the end of the row."""
        own = self.row[column] if column < len(self.row) else ""
        return self.merged.get((self.number, column), "") if own == "" else own

    def read(self, column: int, reader: Callable[[Cell], _Value]) -> _Value | None:
        """Read a cell; report it, and return None, when it cannot be read."""
        cell = self.cell(column)
        if isinstance(cell, str) and not cell.strip():
            return None
        message = "Cette cellule contient une erreur d’Excel. Écrivez sa valeur à la main."
        if not is_error(cell):
            try:
                return reader(cell)
            except ValueError as error:
                message = str(error)
        self.problem(column, message)
        return None

    def problem(self, column: int | None, message: str) -> None:
        """Report what stops the import."""
        self.findings.problems.append(self.finding(column, message))

    def warn(self, column: int | None, message: str) -> None:
        """Report what a person should look at."""
        self.findings.warnings.append(self.finding(column, message))

    def finding(self, column: int | None, message: str) -> Problem:
        """Return what is said of a cell, or of the whole row."""
        title = "" if column is None else title_of(self.sheet, self.header, column)
        value = "" if column is None else text_of(self.cell(column))
        return Problem(self.sheet.name, self.number + 1, title, value, typeset(message))


def merged_down(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """Return what the cells that continue a merged one above hold, by row and column."""
    return {
        (row, left): sheet.rows[top][left]
        for (top, left), (bottom, _) in sheet.merged
        if top < len(sheet.rows) and left < len(sheet.rows[top])
        for row in range(top + 1, min(bottom + 1, len(sheet.rows)))
    }
