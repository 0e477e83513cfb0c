"""The decisions and opinions of a commission, row by row."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.storage.models import DecisionRow, MeetingRow


def of_meeting(session: Session, meeting_id: int) -> tuple[Decision, ...]:
    """Return the decisions of a meeting, in the order they were numbered."""
    return _read(session, select(DecisionRow).where(DecisionRow.meeting_id == meeting_id).order_by(DecisionRow.id))


def of_commission(session: Session, commission_id: int) -> tuple[Decision, ...]:
    """Return every decision of a commission, in the order they were numbered."""
    query = select(DecisionRow).where(DecisionRow.commission_id == commission_id)
    return _read(session, query.order_by(DecisionRow.year, DecisionRow.kind, DecisionRow.number))


def of_cpts(session: Session, cpts_id: int) -> tuple[Decision, ...]:
    """Return the decisions on a CPTS, the last one first."""
    query = select(DecisionRow).where(DecisionRow.cpts_id == cpts_id)
    return _read(session, query.order_by(DecisionRow.taken_on.desc(), DecisionRow.id.desc()))


def next_number(session: Session, commission_id: int, kind: DecisionKind, year: int) -> int:
    """Return the next number of a kind in a year."""
    highest = session.scalar(
        select(func.max(DecisionRow.number)).where(
            DecisionRow.commission_id == commission_id, DecisionRow.kind == kind, DecisionRow.year == year
        )
    )
    return (highest or 0) + 1


def add(session: Session, decision: Decision) -> DecisionRow:
    """Store a new decision under its number."""
    row = DecisionRow(
        commission_id=session.get_one(MeetingRow, decision.meeting_id).commission_id,
        kind=decision.kind,
        year=decision.year,
        number=decision.number,
        taken_on=decision.taken_on,
        meeting_id=decision.meeting_id,
        item_id=decision.item_id,
        ballot_id=decision.ballot_id,
    )
    write(row, decision)
    session.add(row)
    session.flush()
    return row


def write(row: DecisionRow, decision: Decision) -> None:
    """Bring a row to what may change of a decision: neither its number nor where it was taken."""
    row.text, row.cpts_id, row.responsible = decision.text, decision.cpts_id, decision.responsible
    row.due_on, row.done_on, row.note = decision.due_on, decision.done_on, decision.note
    row.withdrawn_on, row.withdrawn_reason = decision.withdrawn_on, decision.withdrawn_reason


def decision_of(row: DecisionRow) -> Decision:
    """Return a row as a value."""
    return Decision(
        row.kind, row.year, row.number, row.text, row.taken_on, row.meeting_id, row.item_id, row.ballot_id, row.cpts_id,
        row.responsible, row.due_on, row.done_on, row.note, row.withdrawn_on, row.withdrawn_reason, row.id,
    )  # fmt: skip


def _read(session: Session, query: Select[Any]) -> tuple[Decision, ...]:
    rows: Sequence[DecisionRow] = session.scalars(query).all()
    return tuple(map(decision_of, rows))
