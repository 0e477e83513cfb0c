"""Where the meetings of a commission stand, with what the register of dispatches proves."""

from datetime import date

from cpr_desk.domain.meeting_course import Course
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.dispatch import proofs_of
from cpr_desk.services.issues import needs_new_convocation
from cpr_desk.services.meetings import list_meetings
from cpr_desk.storage.database import Database


def course_of(db: Database, meeting: Meeting, today: date) -> Course:
    """Return the course of one meeting as seen from a day."""
    return Course(meeting, today, proofs_of(db, meeting), needs_new_convocation(db, meeting))


def courses(db: Database, commission_id: int, today: date) -> tuple[Course, ...]:
    """Return the course of every meeting, oldest first."""
    return tuple(course_of(db, meeting, today) for meeting in list_meetings(db, commission_id))
