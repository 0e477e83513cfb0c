"""Where the meetings of a commission stand, with what the register of dispatches proves."""

from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import Proof
from cpr_desk.domain.meeting_course import Course
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.dispatch import proofs_of
from cpr_desk.services.issues import needs_new_agenda, needs_new_convocation
from cpr_desk.services.meetings import deadlines_of, list_meetings
from cpr_desk.storage.database import Database


def course_of(db: Database, meeting: Meeting, today: date) -> Course:
    """Return the course of one meeting as seen from a day."""
    changed = needs_new_convocation(db, meeting), needs_new_agenda(db, meeting)
    return Course(meeting, today, proofs_of(db, meeting), *changed)


def courses(db: Database, commission: Commission, today: date) -> tuple[Course, ...]:
    """Return the course of every meeting, oldest first.

    Past and cancelled ones come without what was sent: a list says nothing of it, and reading it takes time.
    """
    return tuple(
        course_of(db, meeting, today)
        if meeting.on >= today and not meeting.is_cancelled
        else Course(meeting, today, _unread(commission, meeting))
        for meeting in list_meetings(db, commission.id)
    )


def _unread(commission: Commission, meeting: Meeting) -> tuple[Proof, Proof]:
    limits = deadlines_of(commission, meeting.on)
    return Proof(limits.convocation, (), (), ()), Proof(limits.agenda, (), (), ())
