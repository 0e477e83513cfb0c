"""Meetings and their agenda, row by row."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.meetings import Meeting
from cpr_desk.storage.models import AgendaItemRow, MeetingRow, PaperRow


def meetings(session: Session, commission_id: int) -> Sequence[Meeting]:
    """Return every meeting with its agenda, oldest first."""
    items: dict[int, list[Item]] = {}
    query = (
        select(AgendaItemRow)
        .join(MeetingRow, MeetingRow.id == AgendaItemRow.meeting_id)
        .where(MeetingRow.commission_id == commission_id)
        .order_by(AgendaItemRow.meeting_id, AgendaItemRow.position)
    )
    for item in session.scalars(query):
        items.setdefault(item.meeting_id, []).append(_item(item))
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
            tuple(items.get(row.id, ())),
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


def replace_agenda(session: Session, meeting_id: int, agenda: Sequence[Item]) -> None:
    """Bring the agenda to these items, in order, each known by its id; what stays is not written again.

    The papers of an item that leaves go with it; items elsewhere that take it up stay, and no longer name it.
    """
    rows = {row.id: row for row in session.scalars(select(AgendaItemRow).where(AgendaItemRow.meeting_id == meeting_id))}
    _remove(session, [row for row in rows.values() if row.id not in {item.id for item in agenda}])
    for position, item in enumerate(agenda, start=1):
        if item.id in rows and rows[item.id].position != position:
            rows[item.id].position = -position  # two rows never stand on one place, not even for a moment
    session.flush()
    for position, item in enumerate(agenda, start=1):
        row = rows.get(item.id)
        if row is None:
            row = AgendaItemRow(meeting_id=meeting_id)
            session.add(row)
        row.position, row.level, row.title, row.kind = position, item.level, item.title, item.kind
        row.speaker, row.minutes, row.text = item.speaker, item.minutes, item.text
        row.cpts_id, row.carried_from = item.cpts_id, item.carried_from
    session.flush()


def _remove(session: Session, rows: Sequence[AgendaItemRow]) -> None:
    gone = [row.id for row in rows]
    for paper in session.scalars(select(PaperRow).where(PaperRow.item_id.in_(gone))):
        session.delete(paper)
    for heir in session.scalars(select(AgendaItemRow).where(AgendaItemRow.carried_from.in_(gone))):
        heir.carried_from = None
    session.flush()
    for row in rows:
        session.delete(row)
    session.flush()


def _item(row: AgendaItemRow) -> Item:
    return Item(
        row.title, row.level, row.kind, row.speaker, row.minutes, row.text, row.cpts_id, row.carried_from, row.id
    )
