"""The registers of dispatches, for paper and for Excel: of one meeting, or of all."""

from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.services import dispatch, meetings, recipients
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from datetime import date

    from cpr_desk.reports.document import Document, Workbook


def documents(db: Database, commission: Commission, meeting_id: int, issued_on: "date") -> "list[Document]":
    """Return the register of a meeting, of every one when none is named. Raises UserError when there is none."""
    from cpr_desk.reports.dispatch_register import dispatch_register

    found = _meetings(db, commission, meeting_id)
    if not found:
        raise UserError("Aucune réunion n’est enregistrée.", "Prévoyez d’abord une réunion.")
    return [
        dispatch_register(
            commission,
            meeting,
            dispatch.register_of(db, meeting),
            recipients.audience_of(db, meeting, issued_on).left_out,
            issued_on,
        )
        for meeting in found
    ]


def workbook(db: Database, commission: Commission, meeting_id: int, issued_on: "date") -> "tuple[int, Workbook]":
    """Return the registers as a workbook, and its number of lines of data."""
    from cpr_desk.reports.dispatch_register import dispatches_workbook

    found = [(meeting, dispatch.register_of(db, meeting)) for meeting in _meetings(db, commission, meeting_id)]
    return dispatches_workbook(commission, found, issued_on)


def _meetings(db: Database, commission: Commission, meeting_id: int) -> list[Meeting]:
    if meeting_id:
        return [meetings.find_meeting(db, commission.id, meeting_id)]
    return list(meetings.list_meetings(db, commission.id))
