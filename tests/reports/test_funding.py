"""The money as it is printed: the CPTS that is followed through six years, its statement, its lists, a simulation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import account, contracts
from cpr_desk.domain.money_gaps import gaps
from cpr_desk.domain.simulation import Supposition, simulate
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment, key_of
from cpr_desk.reports import pdf, xlsx
from cpr_desk.reports.document import Document, Workbook
from cpr_desk.reports.funding import (
    EXPECTED,
    SOURCES,
    CptsAccount,
    funding_statement,
    payments_list,
    regional_funding,
    simulation_report,
)
from cpr_desk.reports.funding_book import funding_workbook, payments_workbook
from tests.domain.test_six_years import FOLLOWED, SCALES, TOLD
from tests.factories import adhesion
from tests.reports.conftest import Golden
from tests.reports.reading import pdf_facts, text, typing_faults, xlsx_facts
from tests.reports.sample import COMMISSION, ISSUED

AT = date(2024, 9, 1)
PAID = replace(
    FOLLOWED,
    payments=(
        Payment(date(2020, 7, 20), Decimal(50_000), "Fonctionnement", key_of(TOLD[0]), 1, "VIR 2020-07"),
        Payment(date(2020, 10, 15), Decimal(8_000), "Accès, avance", key_of(TOLD[1]), 2, "VIR 2020-10"),
        Payment(date(2021, 1, 8), Decimal("-12.34"), "=Reprise", None, 3),
    ),
)


def told(dossier: Dossier, at: date = AT) -> CptsAccount:
    return CptsAccount(dossier, account(dossier, SCALES, at), gaps(dossier, SCALES, at))


ONE, BARE = told(PAID), told(Dossier(adhesion("CPTS-002")))


def simulation() -> Document:
    (signed,) = contracts(PAID, SCALES)
    assert signed is not None
    facts = Supposition(SizeClass.SIZE_3, {Mission.ACCES: signed.on}, rate=Decimal(1))
    supposed = (("Taille", "Taille 3"), ("Résultats", "100\u00a0%"))
    return simulation_report(COMMISSION, PAID, simulate(signed, facts, SCALES, 4), supposed, AT)


DOCUMENTS: dict[str, Callable[[], Document]] = {
    "funding": lambda: funding_statement(COMMISSION, ONE),
    "funding-none": lambda: funding_statement(COMMISSION, BARE),
    "funding-region": lambda: regional_funding(COMMISSION, [ONE, BARE], AT),
    "funding-simulation": simulation,
    "payments": lambda: payments_list(COMMISSION, [ONE, BARE], AT),
    "payments-none": lambda: payments_list(COMMISSION, [BARE], AT),
}
WORKBOOKS: dict[str, Callable[[], tuple[int, Workbook]]] = {
    "funding": lambda: funding_workbook(COMMISSION, [ONE, BARE], AT, ISSUED),
    "payments": lambda: payments_workbook(COMMISSION, [ONE, BARE], AT, ISSUED),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_is_the_one_last_looked_at(name: str, golden: Golden) -> None:
    document = DOCUMENTS[name]()

    assert typing_faults(document) == []
    golden(f"{name}.pdf", pdf_facts(pdf.render([document]).pdf))


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_workbook_is_the_one_last_looked_at(name: str, golden: Golden) -> None:
    _, book = WORKBOOKS[name]()

    assert typing_faults(book) == []
    golden(f"{name}.xlsx", xlsx_facts(xlsx.render(book)))


def test_a_wide_sheet_prints_its_notes_once_after_the_columns_that_its_pages_repeat() -> None:
    page = openpyxl.load_workbook(BytesIO(xlsx.render(WORKBOOKS["funding"]()[1])))["Sommes"]
    notes = [cell.value for row in page["A3:Q6"] for cell in row if cell.value]

    assert page.print_title_cols == "$A:$B"
    assert page["A2"].value == page.oddHeader.right.text == "État au 01/09/2024"
    assert page.print_area.startswith("'Sommes'!$A$3:"), "after what the top of each page says"
    assert notes == [page[f"C{row}"].value for row in range(3, 6)]
    assert " ".join(notes) == f"{SOURCES} {EXPECTED}"
    assert "règle par défaut" in SOURCES
    assert max(map(len, notes)) <= 150


def test_a_statement_sums_its_lines_and_what_waits_for_its_line() -> None:
    printed = text(pdf.render([funding_statement(COMMISSION, ONE)]).pdf)

    assert "Versements à rapprocher" in printed
    assert "57 987,66 €" in printed  # 50 000 + 8 000 - 12,34
    assert "Au prorata de 335 jours sur 366" in printed


def test_a_cpts_without_money_says_what_is_missing() -> None:
    printed = text(pdf.render([funding_statement(COMMISSION, BARE)]).pdf)

    assert "Aucun contrat n’est signé" in printed
    assert "Aucun versement n’est enregistré" in printed
