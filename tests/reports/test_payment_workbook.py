"""The workbook of what is to be paid."""

from io import BytesIO

import openpyxl

from cpr_desk.reports import xlsx
from cpr_desk.reports.indemnities import payment_workbook
from tests.reports.indemnity_sample import SHEET
from tests.reports.sample import COMMISSION, ISSUED, MEETING


def test_amounts_printed_on_another_page_stand_beside_the_name_of_who_is_paid() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx.render(payment_workbook(COMMISSION, MEETING, SHEET, ISSUED))))
    page = book["Indemnités"]
    header = next(row for row in page.iter_rows() if row[0].value == "Réunion")
    assert page.print_title_cols == "$A:$D"
    assert {"Nom", "Prénom"} <= {cell.value for cell in header[:4]}
