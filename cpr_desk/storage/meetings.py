"""Meetings and their agenda, row by row."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk.domain.meetings import AgendaItem, Meeting, as_lines, numbered
from cpr_desk.storage.models import AgendaItemRow, MeetingRow


def meetings(session: Session, commission_id: int) -> Sequence[Meeting]:
    """Return every meeting with its agenda, oldest first."""
    items: dict[int, list[AgendaItem]] = {}
    query = (
        select(AgendaItemRow)
        .join(MeetingRow, MeetingRow.id == AgendaItemRow.meeting_id)
        .where(MeetingRow.commission_id == commission_id)
        .order_by(AgendaItemRow.meeting_id, AgendaItemRow.position)
    )
    for item in session.scalars(query):
        items.setdefault(item.meeting_id, []).append(AgendaItem(item.title, item.level))
    rows = session.scalars(
        select(MeetingRow)
        .where(MeetingRow.commission_id == commission_id)
        .order_by(MeetingRow.held_on, MeetingRow.starts, MeetingRow.id)
    )
    return [
        Meeting(
            row.id,
            row.number,
            row.kind,
            row.mode,
            row.held_on,
            row.starts,
            row.place,
            row.link,
            numbered(as_lines(tuple(items.get(row.id, ())))),
        )
        for row in rows
    ]


def next_number(session: Session, commission_id: int, year: int) -> int:
    """Return the number of the next meeting of a calendar year."""
    highest = session.scalar(
        select(func.max(MeetingRow.number)).where(MeetingRow.commission_id == commission_id, MeetingRow.year == year)
    )
    return (highest or 0) + 1


def on_day(session: Session, commission_id: int, day: date) -> Sequence[int]:
    """Return the ids of the meetings already planned on a day."""
    return session.scalars(
        select(MeetingRow.id).where(MeetingRow.commission_id == commission_id, MeetingRow.held_on == day)
    ).all()


def replace_agenda(session: Session, meeting_id: int, agenda: Sequence[AgendaItem]) -> None:
    """Bring the agenda to these items, in order; what stays is not written again."""
    rows = {
        row.position: row
        for row in session.scalars(select(AgendaItemRow).where(AgendaItemRow.meeting_id == meeting_id))
    }
    for position, item in enumerate(agenda, start=1):
        row = rows.pop(position, None)
        if row is None:
            row = AgendaItemRow(meeting_id=meeting_id, position=position)
            session.add(row)
        row.level, row.title = item.level, item.title
    for row in rows.values():
        session.delete(row)
