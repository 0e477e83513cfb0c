"""What the dashboard tells, read at one moment."""

from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.adhesion import Summary
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.controls import Controls
from cpr_desk.domain.decisions import Decision, pressing
from cpr_desk.domain.meeting_course import Course
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.presidency import Chair, PresidencyYear
from cpr_desk.services import decisions, meeting_courses, meetings, minutes, register
from cpr_desk.services import presidency as presidencies
from cpr_desk.services.controls import controls_at
from cpr_desk.services.minutes import Pending
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a commission on a day; `presidency` is this year's and the next's, none before the installation.

    `course` is that of the next meeting, `late` those of the meetings to come for which a limit has passed, `untold`
    those of the cancelled ones of which somebody convened is not told yet. `minutes` are still to be written or
    signed, `decisions` overdue or soon due.
    """

    commission: Commission
    today: date
    course: Course | None
    late: tuple[Course, ...]
    meetings_this_year: int
    presidency: tuple[PresidencyYear, ...]
    chair: Chair | None
    controls: Controls
    summary: Summary
    untold: tuple[Course, ...] = ()
    minutes: tuple[Pending, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def meeting(self) -> Meeting | None:
        """The next meeting."""
        return self.course.meeting if self.course else None

    @property
    def lacks_meetings(self) -> bool:
        """Whether the year has fewer meetings, held or planned, than the règlement asks (annexe 5, 1.2)."""
        return self.meetings_this_year < self.commission.kind.meetings_a_year


def overview(db: Database, commission: Commission, today: date) -> Overview:
    """Return the state of the commission on a day."""
    every = meetings.list_meetings(db, commission.id)
    planned = [each for each in every if not each.is_cancelled]
    coming = [meeting_courses.course_of(db, each, today) for each in planned if each.on >= today]
    cancelled = [meeting_courses.course_of(db, each, today) for each in every if each.is_cancelled]
    return Overview(
        commission,
        today,
        coming[0] if coming else None,
        tuple(course for course in coming if course.late),
        sum(meeting.on.year == today.year for meeting in planned),
        presidencies.ledger_of(db, commission.id, today.year, today.year + 1),
        presidencies.chair_on(db, commission.id, today),
        controls_at(db, commission, today),
        register.summary_at(db, commission, today),
        tuple(course for course in cancelled if course.untold),
        tuple(each for each in minutes.tasks(db, commission, today) if not each.task.is_done),
        pressing(decisions.all_decisions(db, commission.id), today),
    )
