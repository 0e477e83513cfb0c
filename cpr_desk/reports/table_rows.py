"""What the rows of a table show and which of them stay together, alike in PDF and Word."""

from datetime import date
from decimal import Decimal

from cpr_desk.domain.french import date_digits, euros, integer, percent
from cpr_desk.reports.document import Band, Cell, Kind, Row, Run, Table

RIGHT = (Kind.INTEGER, Kind.YEAR, Kind.EUROS, Kind.SHARE)
"""Kinds of columns aligned at the right."""

_TALLEST_GROUP = 15
"""Rows kept together under one name; a longer group is named again, since it may not fit a page."""
_SUM, _PAIR = 9, 2
"""Rows of what is not cut: an account of some lines and their total, two rows that answer each other."""


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


def kept_together(table: Table) -> list[list[Row | Band]]:
    """Return the rows that one page must hold: a group, a band with what it names, a total with what it adds up."""
    last = table.rows[-1] if table.rows else None
    is_sum = len(table.rows) <= _SUM and isinstance(last, Row) and last.is_total
    if table.rows and (is_sum or len(table.rows) <= _PAIR):
        return [[*table.rows]]
    kept: list[list[Row | Band]] = []
    for rows in table.groups():
        for start in range(0, len(rows), _TALLEST_GROUP):
            part = rows[start : start + _TALLEST_GROUP]
            if kept and (isinstance(kept[-1][-1], Band) or (isinstance(part[0], Row) and part[0].is_total)):
                kept[-1] += part
            else:
                kept.append([*part])
    return kept
