"""The timeline of a meeting, from the register of dispatches, the opinions on its agenda and the journal."""

from datetime import date

from cpr_desk.domain.meeting_timeline import Event, timeline
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.agenda import opinions_of
from cpr_desk.services.dispatch import register_of
from cpr_desk.storage import journal
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import MeetingRow


def timeline_of(db: Database, meeting: Meeting, today: date) -> tuple[Event, ...]:
    """Return what happened to a meeting and what is to happen, the oldest first, as seen from a day."""
    with db.reading() as session:
        written = journal.first_written(session, MeetingRow.__tablename__, meeting.id, "Prévoir la réunion")
    recorded_on = written.astimezone().date() if written else None
    return timeline(meeting, register_of(db, meeting), opinions_of(db, meeting.id), today, recorded_on)
