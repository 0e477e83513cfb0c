"""A meeting of the official table, ready to be convened, for the tests of recipients, versions and dispatches."""

from datetime import date, time

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import Channel, Issue, IssueKind, Recipient
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import dispatch, issues
from cpr_desk.services.dispatch import RecordDispatch
from cpr_desk.services.meeting_changes import MoveMeeting, move_meeting
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.recipients import recipients_of
from cpr_desk.storage.database import Database
from tests.prepared import seat_members

MEETING_ON = date(2021, 6, 10)
LAST_DAY, TOO_LATE = date(2021, 5, 26), date(2021, 5, 27)
"""Fifteen calendar days before the meeting, and a day later."""
TODAY = date(2021, 7, 1)


def convened_commission(db: Database, commission: Commission) -> Meeting:
    """Seat the members of the official table and plan a meeting."""
    seat_members(db, commission)
    order = PlanMeeting(commission.id, MEETING_ON, starts=time(14), place="Salle Loire", agenda=(Item("Calendrier"),))
    return plan_meeting(db, order)


def issued(
    db: Database, meeting: Meeting, content: bytes = b"%PDF one", kind: IssueKind = IssueKind.CONVOCATION
) -> Issue:
    """Keep a version that tells the meeting as it is."""
    return issues.issue(db, meeting, kind, content, date(2021, 5, 20), issues.facts_of(meeting, kind))


def send(
    db: Database,
    meeting: Meeting,
    version: Issue,
    on: date = LAST_DAY,
    to: tuple[Recipient, ...] | None = None,
    channel: Channel = Channel.EMAIL,
    reference: str = "",
) -> None:
    """Record that a version left, to everybody unless said otherwise."""
    persons = tuple(each.person.id for each in (recipients_of(db, meeting) if to is None else to))
    dispatch.record_dispatch(db, meeting, RecordDispatch(version, on, channel, persons, reference), TODAY)


def moved(db: Database, meeting: Meeting, starts: time, place: str = "Salle Loire") -> Meeting:
    """Move a meeting to another hour or place of its day."""
    return move_meeting(db, meeting, MoveMeeting(meeting.on, "salle prise", TODAY, starts, place=place))


def named(to: tuple[Recipient, ...], name: str) -> Recipient:
    """Return the recipient of a name."""
    return next(each for each in to if each.person.name == name)


def member(db: Database, meeting: Meeting, name: str) -> Person:
    """Return the stored person of a name among the recipients."""
    return named(recipients_of(db, meeting), name).person
