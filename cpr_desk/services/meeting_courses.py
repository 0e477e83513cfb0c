"""Where the meetings of a commission stand, with what the register of dispatches proves."""

from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import IssueKind, Proof
from cpr_desk.domain.meeting_course import Course
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.dispatch import proofs_of, register_of
from cpr_desk.services.issues import facts_of, needs_new_agenda, needs_new_convocation
from cpr_desk.services.meetings import deadlines_of, list_meetings
from cpr_desk.services.minutes import task_for, tasks
from cpr_desk.storage.database import Database


def course_of(db: Database, meeting: Meeting, today: date) -> Course:
    """Return the course of one meeting as seen from a day."""
    changed = needs_new_convocation(db, meeting), needs_new_agenda(db, meeting)
    task = task_for(db, meeting, today)
    return Course(meeting, today, proofs_of(db, meeting), *changed, _untold(db, meeting, today), minutes=task)


def courses(db: Database, commission: Commission, today: date) -> tuple[Course, ...]:
    """Return the course of every meeting, oldest first.

    Past ones come without what was sent: a list says nothing of it, and reading it takes time.
    """
    to_do = {each.meeting.id: each.task for each in tasks(db, commission, today)}
    return tuple(
        course_of(db, meeting, today)
        if meeting.on >= today
        else Course(meeting, today, _unread(commission, meeting), minutes=to_do.get(meeting.id))
        for meeting in list_meetings(db, commission.id)
    )


def _untold(db: Database, meeting: Meeting, today: date) -> int:
    """Return how many of those convened are still to be told of a cancellation; once the day has passed, nobody."""
    if not meeting.is_cancelled or meeting.on < today:
        return 0
    return len(register_of(db, meeting).untold(facts_of(meeting, IssueKind.CANCELLATION)))


def _unread(commission: Commission, meeting: Meeting) -> tuple[Proof, Proof]:
    limits = deadlines_of(commission, meeting.on)
    return Proof(limits.convocation, (), (), ()), Proof(limits.agenda, (), (), ())
