"""Use cases on a meeting once people know of it: moved, cancelled, restored, with the history kept."""

from dataclasses import dataclass
from datetime import date, time

from cpr_desk.domain.french import date_words, squeeze
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.errors import UserError
from cpr_desk.services.meetings import find_meeting, refuse_day, refuse_opening
from cpr_desk.storage import meetings
from cpr_desk.storage.database import Database
from cpr_desk.storage.held import refuse_calling_off, refuse_new_day
from cpr_desk.storage.models import MeetingMoveRow, MeetingRow


@dataclass(frozen=True, slots=True)
class MoveMeeting:
    """The day, hours and place that a meeting takes, why, and when that was decided."""

    on: date
    reason: str
    decided_on: date
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    opens_on: date | None = None


def move_meeting(db: Database, meeting: Meeting, order: MoveMeeting) -> Meeting:
    """Move a meeting and keep what it was; the calendar entry rises by one.

    Both agreements to an urgent convocation were given for the former day: another day has to be agreed to anew.
    Raises UserError without a reason, for a day that cannot be, for a cancelled meeting or one that was held, or when
    nothing moves.
    """
    reason = _stated(order.reason, "Indiquez pourquoi la réunion est déplacée : l’historique le garde.")
    _refuse_cancelled(meeting)
    place = "" if meeting.kind is MeetingKind.WRITTEN else order.place.strip()
    before = (meeting.on, meeting.starts, meeting.ends, meeting.place, meeting.opens_on)
    if before == (order.on, order.starts, order.ends, place, order.opens_on):
        raise UserError("Rien ne change : même jour, mêmes heures, même lieu.", "Choisissez un autre jour.")
    with db.unit_of_work(f"Déplacer la réunion du {date_words(meeting.on)} au {date_words(order.on)}") as session:
        row = session.get_one(MeetingRow, meeting.id)
        refuse_new_day(session, row.id)
        refuse_day(meetings.day(session, row.commission_id, order.on), row.id)
        refuse_opening(order.opens_on, order.on)
        session.add(
            MeetingMoveRow(
                meeting_id=row.id,
                decided_on=order.decided_on,
                was_on=row.held_on,
                was_starts=row.starts,
                was_ends=row.ends,
                was_opens_on=row.opens_on,
                was_place=row.place,
                reason=reason,
            )
        )
        if row.held_on != order.on:
            row.urgent_president_on = row.urgent_vice_president_on = None
        meetings.set_day(session, row, order.on)
        row.starts, row.ends, row.place, row.opens_on = order.starts, order.ends, place, order.opens_on
        row.sequence += 1
        commission_id = row.commission_id
    return find_meeting(db, commission_id, meeting.id)


def cancel_meeting(db: Database, meeting: Meeting, reason: str, decided_on: date) -> Meeting:
    """Call a meeting off; it stays in the list with its history.

    Raises UserError without a reason, and for a meeting that was held.
    """
    stated = _stated(reason, "Indiquez pourquoi la réunion est annulée : l’historique le garde.")
    _refuse_cancelled(meeting)
    with db.unit_of_work(f"Annuler la réunion du {date_words(meeting.on)}") as session:
        row = session.get_one(MeetingRow, meeting.id)
        refuse_calling_off(session, row.id)
        row.cancelled_on, row.cancel_reason = decided_on, stated
        row.sequence += 1
        commission_id = row.commission_id
    return find_meeting(db, commission_id, meeting.id)


def restore_meeting(db: Database, meeting: Meeting) -> Meeting:
    """Plan a cancelled meeting again, as it was. Raises UserError when another one took its day."""
    with db.unit_of_work(f"Rétablir la réunion du {date_words(meeting.on)}") as session:
        row = session.get_one(MeetingRow, meeting.id)
        refuse_day(meetings.day(session, row.commission_id, row.held_on), row.id)
        row.cancelled_on, row.cancel_reason = None, ""
        row.sequence += 1
        commission_id = row.commission_id
    return find_meeting(db, commission_id, meeting.id)


def _stated(reason: str, what_to_do: str) -> str:
    if not squeeze(reason):
        raise UserError("Le motif est vide.", what_to_do)
    return squeeze(reason)


def _refuse_cancelled(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise UserError("Cette réunion est annulée.", "Rétablissez-la d’abord.")
