"""Attendance and indemnities on paper and for Excel: of one meeting, or of those held so far."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import indemnities, meetings
from cpr_desk.services.instance import Database
from cpr_desk.services.session import session_of

if TYPE_CHECKING:
    from cpr_desk.reports.document import Document, Workbook
    from cpr_desk.reports.presences import Held


def statements(db: Database, commission: Commission, meeting: Meeting, issued_on: date) -> "Sequence[Document]":
    """Return a statement for each person paid for a meeting, one to fill in by hand where nobody is."""
    from cpr_desk.reports.indemnities import statements

    return statements(commission, meeting, indemnities.sheet_of(db, meeting), issued_on)


def write_payment(db: Database, commission_id: int, meeting: Meeting, file: Path, issued_on: date) -> Path:
    """Write the workbook to pay from. Raises UserError as long as the indemnities are only proposed."""
    from cpr_desk.reports import xlsx
    from cpr_desk.reports.files import write_atomically
    from cpr_desk.reports.indemnities import payment_workbook

    sheet = indemnities.sheet_of(db, meeting)
    if not sheet.is_kept:
        raise UserError(
            "Les indemnités de cette réunion ne sont pas encore toutes calculées.",
            "Calculez-les, vérifiez-les, puis exportez-les.",
        )
    commission = commissions.the_commission(db, commission_id)
    write_atomically(file, xlsx.render(payment_workbook(commission, meeting, sheet, issued_on)))
    return file


def presences(
    db: Database, commission: Commission, until: date, issued_on: date, meeting_id: int = 0, year: int = 0
) -> "tuple[int, Workbook]":
    """Return who attended the meetings held up to a day (of a year, or one) as a workbook, with its number of lines."""
    from cpr_desk.reports.presences import presences_workbook

    held = _held(db, commission, until, meeting_id, year)
    return sum(len(each.lines) for each in held), presences_workbook(commission, held, issued_on)


def presences_documents(
    db: Database, commission: Commission, until: date, meeting_id: int = 0, year: int = 0
) -> "Sequence[Document]":
    """Return the same on paper."""
    from cpr_desk.reports.presences import presences_report

    return [presences_report(commission, _held(db, commission, until, meeting_id, year), until)]


def _held(db: Database, commission: Commission, until: date, meeting_id: int, year: int) -> "list[Held]":
    from cpr_desk.reports.presences import Held

    wanted = [
        meeting
        for meeting in meetings.list_meetings(db, commission.id)
        if meeting.id == meeting_id
        or (not meeting_id and meeting.on <= until and year in (0, meeting.on.year) and not meeting.is_cancelled)
    ]
    sessions = [session_of(db, meeting) for meeting in wanted]
    return [Held(session, indemnities.sheet_of(db, session.meeting)) for session in sessions if session.sitting]
