from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from cpr_desk.reports import xlsx
from cpr_desk.reports.document import Cell, Chart, Column, Kind, Row, Run, Sheet, Table, Workbook

COLUMNS = (
    Column("Texte"),
    Column("Nombre", kind=Kind.INTEGER),
    Column("Montant", kind=Kind.EUROS),
    Column("Part", kind=Kind.SHARE),
    Column("Jour", kind=Kind.DATE),
)


def book(*sheets: Sheet) -> bytes:
    return xlsx.render(Workbook("Titre", "Sujet", "Secrétariat", date(2021, 2, 4), sheets))


def sheet(*rows: Row, name: str = "Feuille", columns: tuple[Column, ...] = COLUMNS) -> Sheet:
    return Sheet(name, "Titre", (), (Table(columns, rows, name="Table"),))


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def only_column(*cells: Cell) -> Any:
    """Return the cells under the header of a sheet with one column of text."""
    page = opened(book(sheet(*(Row((cell,)) for cell in cells), columns=(Column("Texte"),)))).active
    return [row[0] for row in page.iter_rows(min_row=4)]


def test_dates_and_numbers_are_real_with_french_formats() -> None:
    page = opened(book(sheet(Row(("a", 37_500, Decimal("12.50"), 0.125, date(2021, 2, 4)))))).active
    cells = page[4]
    assert [cell.value for cell in cells] == ["a", 37_500, 12.5, 0.125, datetime(2021, 2, 4)]  # noqa: DTZ001
    assert [cell.number_format for cell in cells] == ["General", "#,##0", '#,##0.00\\ "€"', "0.0%", "dd/mm/yyyy"]
    assert cells[4].is_date


@pytest.mark.parametrize("text", ["=1+1", "+33 2 00", "-5 degrés", "@nom", '=HYPERLINK("http://exemple.fr")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    (cell,) = only_column(text)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_an_ordinary_text_bears_no_quote_mark() -> None:
    (cell,) = only_column("CPTS = réseau")
    assert (cell.data_type, cell.quotePrefix) == ("s", False)


def test_control_characters_are_dropped_and_a_too_long_text_is_cut_to_what_a_cell_holds() -> None:
    first, second, third = only_column("a\x00b\x0bc", "x" * 40_000, Run("italique", italic=True))
    assert (first.value, len(second.value), third.value) == ("abc", 32_767, "italique")


def test_the_table_has_filters_and_its_total_stays_out_of_them() -> None:
    page = opened(
        book(sheet(Row(("a", 1)), Row(("b", 2)), Row(("Total", 3), is_total=True), columns=COLUMNS[:2]))
    ).active
    (table,) = page.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A3:B5", "A3:B5")
    assert (page["A6"].value, page["B6"].value, page["B6"].font.bold) == ("Total", 3, True)


def test_a_table_without_rows_is_a_header_and_no_broken_table() -> None:
    page = opened(book(sheet())).active
    assert page["A3"].value == "Texte"
    assert not page.tables


def test_the_header_is_frozen_and_repeated_and_the_width_fits_a_landscape_page() -> None:
    page = opened(book(sheet(Row(("a", 1, None, None, None))))).active
    assert (page.freeze_panes, page.print_title_rows) == ("A4", "$3:$3")
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_sheet_names_are_made_acceptable_and_distinct() -> None:
    long_name = "Nom de feuille beaucoup trop long pour Excel"
    names = opened(book(*(sheet(name=name) for name in ("a/b:c", "A b c", long_name, long_name, "''")))).sheetnames
    assert names == ["a b c", "A b c 2", long_name[:31], f"{long_name[:29]} 2", "Feuille"]


def test_tables_of_the_same_name_get_distinct_names() -> None:
    page = opened(
        book(sheet(Row(("a", 1, None, None, None)), name="1"), sheet(Row(("b", 1, None, None, None)), name="2"))
    )
    assert [name for one in page.worksheets for name in one.tables] == ["T_Table", "T_Table_2"]


def test_a_chart_reads_its_bars_from_the_cells_of_its_table() -> None:
    table = Table(COLUMNS[:2], (Row(("a", 1)), Row(("b", 2)), Row(("Total", 3), is_total=True)), name="T")
    page = opened(book(Sheet("Feuille", "Titre", (), (table,), (Chart("Barres", table, 0, 1),)))).active
    (chart,) = page._charts
    assert chart.series[0].val.numRef.f == "'Feuille'!$B$4:$B$5"


def test_a_chart_of_an_empty_table_is_left_out() -> None:
    table = Table(COLUMNS[:2], (), name="T")
    assert not opened(book(Sheet("F", "Titre", (), (table,), (Chart("Barres", table, 0, 1),)))).active._charts


def test_the_workbook_is_dated_by_its_argument_alone() -> None:
    data = book(sheet())
    assert opened(data).properties.created == datetime(2021, 2, 4)  # noqa: DTZ001
    assert {member.date_time for member in ZipFile(BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_cells_of_a_column_share_one_style() -> None:
    page = opened(book(sheet(*(Row((f"t{n}", n, None, None, None)) for n in range(50))))).active
    assert len({cell.style_id for row in page.iter_rows(min_row=4, max_col=1) for cell in row}) == 1
