"""Attendance and indemnities as they are paid, filed and handed out."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.indemnities import Rate
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.office import documents, exports
from cpr_desk.office import indemnities as office
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.exports import Export, ExportKind
from cpr_desk.services import indemnities
from cpr_desk.services.session import arrive, close_session, open_session, session_of
from cpr_desk.storage.database import Database
from tests.reports import reading
from tests.services.convening import convened_commission

ISSUED = date(2021, 7, 1)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    """Return a meeting attended by a doctor, a nurse and a member of the social section, calculated."""
    found = convened_commission(db, commission)
    at = datetime(2021, 6, 10, 14)  # noqa: DTZ001 - the clock on the wall
    open_session(db, found, at)
    session = session_of(db, found)
    ids = {holding.person.name: holding.person.id for _, _, holding in session.composition.holdings()}
    arrive(db, session, [ids[name] for name in ("Basile Abgrall", "Fulbert Estuaire", "Aubin Tréhorel")], at)
    close_session(db, found, at.replace(hour=16, minute=30))
    indemnities.save_rate(db, Rate("medecins", date(2021, 1, 1), None, Decimal("150.50"), "avenant d’essai"))
    indemnities.save_rate(db, Rate("", date(2021, 1, 1), Decimal(60)))
    indemnities.calculate(db, found)
    social = next(line for line in indemnities.sheet_of(db, found).lines if line.person.name == "Aubin Tréhorel")
    typed = replace(social.claim, travel=Decimal("18.20"), travel_note="=train")
    indemnities.change_claim(db, found, social.person, typed)
    return found


def sheet(file: Path, name: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(file)
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_the_workbook_to_pay_from_has_real_numbers_and_totals(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    file = office.write_payment(db, commission.id, meeting, tmp_path / "paiement.xlsx", ISSUED)

    page = openpyxl.load_workbook(file)["Indemnités"]
    rows = {row[3].value: row for row in page.iter_rows() if isinstance(row[0].value, datetime)}
    assert {name: row[9].value for name, row in rows.items()} == {"Aubin": 0, "Basile": 150.5, "Fulbert": 60}
    assert rows["Basile"][9].number_format == '#,##0.00\\ "€"'
    assert rows["Aubin"][13].data_type == "s"
    assert [page.cell(page.max_row, column).value for column in (9, 10, 11, 12)] == ["Total", 210.5, 18.2, 228.7]
    assert sheet(file, "Bénéficiaires")[-1] == ["Total", 3, 210.5, 18.2, 228.7]
    assert ["Basile Abgrall", 150.5, 0, 41136] in [row[1:5] for row in sheet(file, "Cumul annuel")]


def test_nothing_is_paid_before_it_is_calculated(db: Database, commission: Commission, tmp_path: Path) -> None:
    meeting = convened_commission(db, commission)

    with pytest.raises(UserError, match="pas encore toutes calculées"):
        office.write_payment(db, commission.id, meeting, tmp_path / "paiement.xlsx", ISSUED)
    request = Request(commission.id, DocumentKind.INDEMNITIES, meeting.on, ISSUED, meeting.id)
    (blank,) = documents.build(db, request)
    assert blank.addressee == "formulaire vierge"


def test_each_person_has_a_statement_of_one_page(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    request = Request(commission.id, DocumentKind.INDEMNITIES, meeting.on, ISSUED, meeting.id)
    merged, *apart = documents.produce(db, request, tmp_path)

    assert [file.name for file in apart] == [
        "001 Aubin Tréhorel.pdf", "002 Basile Abgrall.pdf", "003 Fulbert Estuaire.pdf",
    ]  # fmt: skip
    pages = reading.pages(merged.read_bytes())
    assert len(pages) == 3
    told = " ".join(pages[1].split()).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Indemnité Séance 150,50 €" in told
    assert "À verser à : Basile Abgrall" in told
    assert "150,50 € sur un plafond de 41 136 €" in told
    assert "Tarif : avenant d’essai." in told
    assert [reading.typing_faults(each) for each in documents.build(db, request)] == [[], [], []]


def test_the_attendance_of_a_year_is_exported_with_what_is_due(
    db: Database, commission: Commission, meeting: Meeting, tmp_path: Path
) -> None:
    wanted = Export(commission.id, ExportKind.ATTENDANCE, ISSUED, ISSUED, year=2021)
    file = tmp_path / "présences.xlsx"

    assert exports.export(db, wanted, file) == 54
    rows = [row for row in sheet(file, "Présences") if row[0] == datetime(2021, 6, 10)]  # noqa: DTZ001 - a cell
    assert len(rows) == 54
    assert sum(row[8] == "oui" for row in rows) == 4
    assert exports.export(db, replace(wanted, year=2022), file) == 0
    assert exports.export(db, replace(wanted, meeting_id=meeting.id), tmp_path / "présences.pdf") == 54
    words = reading.text((tmp_path / "présences.pdf").read_bytes()).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Section sociale : 1 sur 13" in words
    assert "Total 210,50 € 18,20 € 228,70 €" in words


def test_a_report_without_attendance_says_so(db: Database, commission: Commission) -> None:
    (report,) = documents.build(db, Request(commission.id, DocumentKind.PRESENCES, ISSUED, ISSUED))

    assert "Aucune présence" in str(report.blocks)


def test_the_kit_of_a_vote_is_printed_for_a_meeting(db: Database, commission: Commission, meeting: Meeting) -> None:
    request = Request(commission.id, DocumentKind.TALLIES, meeting.on, ISSUED, meeting.id)

    assert [each.addressee for each in documents.build(db, request)] == ["formulaire vierge", "bulletin secret"]
    assert len(documents.build(db, replace(request, kind=DocumentKind.BALLOTS))) == 3
