"""What the dashboard tells, read at one moment."""

from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.adhesion import Summary
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.controls import Controls
from cpr_desk.domain.deadlines import MeetingDeadlines
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.presidency import Chair, PresidencyYear
from cpr_desk.services import meetings, register
from cpr_desk.services import presidency as presidencies
from cpr_desk.services.controls import controls_at
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a commission on a day; `presidency` is this year's and the next's, none before the installation."""

    commission: Commission
    today: date
    meeting: Meeting | None
    deadlines: MeetingDeadlines | None
    meetings_this_year: int
    presidency: tuple[PresidencyYear, ...]
    chair: Chair | None
    controls: Controls
    summary: Summary

    @property
    def lacks_meetings(self) -> bool:
        """Whether the year has fewer meetings, held or planned, than the règlement asks (annexe 5, 1.2)."""
        return self.meetings_this_year < self.commission.kind.meetings_a_year


def overview(db: Database, commission: Commission, today: date) -> Overview:
    """Return the state of the commission on a day."""
    planned = meetings.list_meetings(db, commission.id)
    coming = next((meeting for meeting in planned if meeting.on >= today), None)
    return Overview(
        commission,
        today,
        coming,
        meetings.deadlines_of(commission, coming.on) if coming else None,
        sum(meeting.on.year == today.year for meeting in planned),
        presidencies.ledger_of(db, commission.id, today.year, today.year + 1),
        presidencies.chair_on(db, commission.id, today),
        controls_at(db, commission, today),
        register.summary_at(db, commission, today),
    )
