"""The money as it is printed and exported: the files are read back, and their totals agree."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.money import by_civil_year, grand_total
from cpr_desk.domain.simulation import Supposition, simulate
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment, key_of
from cpr_desk.errors import UserError
from cpr_desk.office import documents, exports
from cpr_desk.office import funding as office
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import funding
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from tests.factories import adhesion
from tests.reports.reading import text as text_of

SIGNED_ON, TODAY = date(2022, 3, 15), date(2023, 6, 1)


@pytest.fixture
def paid(db: Database, commission: Commission) -> int:
    """Return the id of a CPTS that was paid, beside one that was not and one without a contract."""
    ids = []
    for code, population in (("CPTS-001", 39_999), ("CPTS-002", 175_000)):
        known = adhesion(
            code,
            step=Step.SIGNED,
            step_since=SIGNED_ON,
            signed_on=SIGNED_ON,
            population=population,
            missions=(("acces", SIGNED_ON),),
        )
        ids.append(save_adhesion(db, commission.id, known, SIGNED_ON))
    save_adhesion(db, commission.id, adhesion("CPTS-003"), SIGNED_ON)
    account = funding.account_at(db, commission, ids[0], TODAY)
    assert account is not None
    first = key_of(account.statement.lines[0].due)
    shares = [
        Payment(date(2022, 4, 1), Decimal(50_000), "Fonctionnement", first, reference="VIR 12"),
        Payment(date(2023, 1, 9), Decimal("-12.34"), "=Reprise"),
    ]
    funding.record_payment(db, account.dossier, shares, TODAY)
    return ids[0]


def cells(file: Path, sheet: str) -> list[tuple[object, ...]]:
    return [row for row in openpyxl.load_workbook(file)[sheet].iter_rows(values_only=True) if any(row)]


def totals(rows: list[tuple[object, ...]]) -> tuple[object, ...]:
    return next(row for row in rows if "Total" in row)


@pytest.mark.usefixtures("paid")
def test_every_sheet_of_the_workbook_has_the_totals_of_the_snapshot(
    db: Database, commission: Commission, tmp_path: Path
) -> None:
    file = tmp_path / "financement.xlsx"
    rows = exports.export(db, Export(commission.id, ExportKind.FUNDING, TODAY, TODAY), file)
    told = [each.statement for each in funding.accounts(snapshot_at(db, commission, TODAY))]
    whole = grand_total(by_civil_year(told))

    for sheet in ("Par année civile", "Par année de contrat", "Par ligne", "Par CPTS"):
        _, due, expected, paid_sum, left, to_come = totals(cells(file, sheet))[:6]
        assert [round(float(str(each)), 2) for each in (due, expected, paid_sum, left, to_come)] == [
            float(each) for each in (whole.due, whole.expected, whole.paid, whole.left, whole.to_come)
        ]
    lines = totals(cells(file, "Sommes"))
    amounts = [round(float(str(each)), 2) for each in lines if isinstance(each, int | float)]
    assert amounts == [float(each) for each in (whole.due + whole.to_come, whole.paid, whole.left + whole.to_come)]
    assert rows == sum(len(each.lines) for each in told) + 1
    assert any("Définitions" in name for name in openpyxl.load_workbook(file).sheetnames)


def test_the_payments_are_listed_as_text_that_is_no_formula(
    db: Database, commission: Commission, paid: int, tmp_path: Path
) -> None:
    file = tmp_path / "versements.xlsx"
    assert exports.export(db, Export(commission.id, ExportKind.PAYMENTS, TODAY, TODAY), file) == 2
    rows = cells(file, "Versements")

    assert round(float(str(totals(rows)[4])), 2) == 49_987.66
    assert [row[7] for row in rows if row[0] == "CPTS-001"] == [
        "Fonctionnement de la communauté professionnelle, versement en totalité, 15/03/2022",
        "à rapprocher",
    ]
    assert exports.export(db, Export(commission.id, ExportKind.PAYMENTS, TODAY, TODAY, cpts_id=paid), file) == 2
    printed = tmp_path / "versements.pdf"
    assert exports.export(db, Export(commission.id, ExportKind.PAYMENTS, TODAY, TODAY), printed) == 2
    assert "49 987,66" in text_of(printed.read_bytes())


def test_the_statement_of_a_cpts_explains_each_euro(
    db: Database, commission: Commission, paid: int, tmp_path: Path
) -> None:
    request = Request(commission.id, DocumentKind.FUNDING, TODAY, TODAY, cpts_id=paid)
    (file,) = documents.produce(db, request, tmp_path)
    text = text_of(file.read_bytes())

    assert "CPTS-001" in file.name
    for words in ("VIR 12", "à rapprocher", "Résultats attendus", "En retard", "Résultats à venir", "article 9"):
        assert words in text
    told = funding.account_at(db, commission, paid, TODAY)
    assert told is not None
    assert "49 987,66" in text
    with pytest.raises(UserError, match="n’était pas au registre"):
        documents.render(db, Request(commission.id, DocumentKind.FUNDING, TODAY, TODAY, cpts_id=999))


@pytest.mark.usefixtures("paid")
def test_that_of_the_register_begins_with_its_sums_then_each_cpts_with_money(
    db: Database, commission: Commission, tmp_path: Path
) -> None:
    request = Request(commission.id, DocumentKind.FUNDING, TODAY, TODAY)
    merged, *apart = documents.produce(db, request, tmp_path)

    assert [file.name[:3] for file in apart] == ["001", "002", "003"]
    assert "Synthèse" in apart[0].name
    assert "Par ligne du barème" in text_of(merged.read_bytes())


def test_a_simulation_is_printed_with_what_it_supposes(db: Database, commission: Commission, paid: int) -> None:
    account = funding.account_at(db, commission, paid, TODAY)
    assert account is not None
    assert account.signed is not None
    facts = Supposition(SizeClass.SIZE_2, account.signed.missions)
    told = simulate(account.signed, facts, account.scales, 1)
    text = text_of(office.simulation_pages(commission, account, told, [("Taille", "Taille 2")]).pdf)

    assert "Simulation de financement" in text
    assert "30 000" in text
