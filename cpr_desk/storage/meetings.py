"""Meetings and their agenda, row by row."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk.domain.agenda import Item, with_minutes_to_approve
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.french import NBSP, day_words
from cpr_desk.domain.meetings import Meeting, MeetingKind, Move
from cpr_desk.errors import UserError
from cpr_desk.storage.approval import refuse_approved
from cpr_desk.storage.models import (
    AgendaItemRow,
    BallotRow,
    CommissionRow,
    DecisionRow,
    IssueRow,
    MeetingMoveRow,
    MeetingRow,
    MinutesPassageRow,
    PaperRow,
)


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
    convened, moves = convened_on(session, commission_id), _moves(session, commission_id)
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
            row.ends,
            row.opens_on,
            row.joint_with,
            row.cancelled_on,
            row.cancel_reason,
            row.urgent_president_on,
            row.urgent_vice_president_on,
            convened.get(row.id),
            tuple(moves.get(row.id, ())),
            row.uid,
            row.sequence,
            row.second_of,
        )
        for row in rows
    ]


def _moves(session: Session, commission_id: int) -> dict[int, list[Move]]:
    found: dict[int, list[Move]] = {}
    query = (
        select(MeetingMoveRow)
        .join(MeetingRow, MeetingRow.id == MeetingMoveRow.meeting_id)
        .where(MeetingRow.commission_id == commission_id)
        .order_by(MeetingMoveRow.id)
    )
    for row in session.scalars(query):
        was = (row.was_on, row.was_starts, row.was_place)
        move = Move(row.decided_on, *was, row.reason, row.was_ends, row.was_opens_on)
        found.setdefault(row.meeting_id, []).append(move)
    return found


def convened_on(session: Session, commission_id: int) -> dict[int, date]:
    """Return the day of the last convocation issued, by meeting."""
    query = (
        select(IssueRow)
        .join(MeetingRow, MeetingRow.id == IssueRow.meeting_id)
        .where(MeetingRow.commission_id == commission_id, IssueRow.kind == IssueKind.CONVOCATION)
        .order_by(IssueRow.number)
    )
    return {row.meeting_id: row.issued_on for row in session.scalars(query)}


def next_number(session: Session, commission_id: int, year: int) -> int:
    """Return the number of the next meeting of a calendar year."""
    highest = session.scalar(
        select(func.max(MeetingRow.number)).where(MeetingRow.commission_id == commission_id, MeetingRow.year == year)
    )
    return (highest or 0) + 1


class Day(NamedTuple):
    """A day of a commission: since when it exists, and the ids of its meetings that day which are not cancelled."""

    on: date
    installed_on: date
    meetings: Sequence[int]


def day(session: Session, commission_id: int, on: date) -> Day:
    """Return what stands on a day."""
    planned = session.scalars(
        select(MeetingRow.id).where(
            MeetingRow.commission_id == commission_id, MeetingRow.held_on == on, MeetingRow.cancelled_on.is_(None)
        )
    )
    return Day(on, session.get_one(CommissionRow, commission_id).installed_on, planned.all())


def set_day(session: Session, row: MeetingRow, on: date) -> None:
    """Put a meeting on a day: within its year it keeps its number, in another one it takes the next."""
    if row.year != on.year:
        row.number = next_number(session, row.commission_id, on.year)
        row.year = on.year
    row.held_on = on


def replace_agenda(session: Session, meeting_id: int, agenda: Sequence[Item]) -> None:
    """Bring the agenda to these items, in order, each known by its id; what stays is not written again.

    The papers of an item that leaves go with it; items elsewhere that take it up stay, and no longer name it. A wholly
    new agenda of an ordinary meeting comes with the approval of the last minutes. Raises UserError where an item that
    leaves was voted, decided or told in the minutes, and for any change once these are approved.
    """
    if tuple(agenda) != agenda_of(session, meeting_id):
        refuse_approved(session, meeting_id)
    rows = {row.id: row for row in session.scalars(select(AgendaItemRow).where(AgendaItemRow.meeting_id == meeting_id))}
    if agenda and not any(item.id in rows for item in agenda):
        agenda = with_minutes_to_approve(agenda, _minutes_to_approve(session, meeting_id))
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


def agenda_of(session: Session, meeting_id: int) -> tuple[Item, ...]:
    """Return the items of one meeting, in order."""
    query = select(AgendaItemRow).where(AgendaItemRow.meeting_id == meeting_id).order_by(AgendaItemRow.position)
    return tuple(map(_item, session.scalars(query)))


def before(session: Session, meeting_id: int) -> MeetingRow | None:
    """Return the last meeting of the same commission before another, cancelled ones left out."""
    of = session.get_one(MeetingRow, meeting_id)
    return session.scalar(
        select(MeetingRow)
        .where(
            MeetingRow.commission_id == of.commission_id,
            MeetingRow.held_on < of.held_on,
            MeetingRow.cancelled_on.is_(None),
        )
        .order_by(MeetingRow.held_on.desc())
        .limit(1)
    )


def _minutes_to_approve(session: Session, meeting_id: int) -> str:
    """Name the meeting whose minutes an ordinary meeting approves, empty when there is none.

    A second meeting has the agenda of the first, as it was.
    """
    earlier, row = before(session, meeting_id), session.get_one(MeetingRow, meeting_id)
    if earlier is None or row.kind is not MeetingKind.ORDINARY or row.second_of:
        return ""
    return f"{earlier.kind.label} du {day_words(earlier.held_on)}"


def _remove(session: Session, rows: Sequence[AgendaItemRow]) -> None:
    _refuse_used(session, rows)
    gone = [row.id for row in rows]
    for paper in session.scalars(select(PaperRow).where(PaperRow.item_id.in_(gone))):
        session.delete(paper)
    for heir in session.scalars(select(AgendaItemRow).where(AgendaItemRow.carried_from.in_(gone))):
        heir.carried_from = None
    session.flush()
    for row in rows:
        session.delete(row)
    session.flush()


def _refuse_used(session: Session, rows: Sequence[AgendaItemRow]) -> None:
    titles = {row.id: row.title for row in rows}
    columns = (BallotRow.item_id, DecisionRow.item_id, MinutesPassageRow.item_id)
    for column in columns:
        used = session.scalar(select(column).where(column.in_(titles)).limit(1))
        if used is not None:
            raise UserError(
                f"Le point «{NBSP}{titles[used]}{NBSP}» a été traité en séance{NBSP}: un vote, une décision ou un "
                "passage du relevé y est attaché.",
                "Gardez-le à l’ordre du jour, qui dit ce que la commission a examiné.",
            )


def _item(row: AgendaItemRow) -> Item:
    return Item(
        row.title, row.level, row.kind, row.speaker, row.minutes, row.text, row.cpts_id, row.carried_from, row.id
    )
