"""What two records of one person leave in the sessions, made one: nobody is there twice, nor their own proxy."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cpr_desk.storage.models import BallotRow, ExcuseRow, IndemnityRow, ProxyRow, StayRow


def settle(session: Session, from_id: int, to_id: int) -> None:
    """Settle what would stand twice once `from_id` is `to_id`, before the rows are repointed."""
    _excuses(session, from_id, to_id)
    _proxies(session, from_id, to_id)
    _stays(session, from_id, to_id)
    _electors(session, from_id, to_id)
    session.flush()


def paid_twice(session: Session, one_id: int, other_id: int) -> Sequence[int]:
    """Return the meetings for which both records have an indemnity: a person decides which one stands."""
    query = select(IndemnityRow.meeting_id).where(IndemnityRow.person_id == one_id)
    others = select(IndemnityRow.meeting_id).where(IndemnityRow.person_id == other_id)
    return session.scalars(query.where(IndemnityRow.meeting_id.in_(others))).all()


def _excuses(session: Session, from_id: int, to_id: int) -> None:
    """Keep the later note of one meeting: it may hold one a person."""
    query = select(ExcuseRow).order_by(ExcuseRow.id)
    kept = {row.meeting_id: row for row in session.scalars(query.where(ExcuseRow.person_id == to_id))}
    for row in session.scalars(query.where(ExcuseRow.person_id == from_id)):
        if rival := kept.get(row.meeting_id):
            session.delete(min(row, rival, key=lambda each: each.id))


def _proxies(session: Session, from_id: int, to_id: int) -> None:
    """Drop what the two records gave each other: a proxy has two persons."""
    both = (from_id, to_id)
    for row in session.scalars(select(ProxyRow).where(ProxyRow.giver_id.in_(both), ProxyRow.holder_id.in_(both))):
        session.delete(row)


def _stays(session: Session, from_id: int, to_id: int) -> None:
    """Join the stays of a meeting that overlap: from the first arrival to the last departure."""
    query = select(StayRow).where(or_(StayRow.person_id == from_id, StayRow.person_id == to_id))
    joined: dict[int, StayRow] = {}
    for row in session.scalars(query.order_by(StayRow.meeting_id, StayRow.arrived_at, StayRow.id)):
        last = joined.get(row.meeting_id)
        if last is None or (last.left_at and last.left_at <= row.arrived_at):
            joined[row.meeting_id] = row
            continue
        last.left_at = max(last.left_at, row.left_at) if last.left_at and row.left_at else None
        last.remote = last.remote and row.remote
        session.delete(row)


def _electors(session: Session, from_id: int, to_id: int) -> None:
    """Name the person who stays in the votes kept: else each would be told as disturbed."""
    for row in session.scalars(select(BallotRow)):
        if any(elector["person_id"] == from_id for elector in row.electors):
            row.electors = [
                elector | {"person_id": to_id} if elector["person_id"] == from_id else elector
                for elector in row.electors
            ]
