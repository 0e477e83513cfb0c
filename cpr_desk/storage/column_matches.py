"""What the columns of registers hold, as people said it."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.storage.models import ColumnMatchRow


def matches(session: Session, commission_id: int) -> dict[str, str]:
    """Return the field of each folded header, empty for a column to leave out."""
    return {row.header: row.field for row in _rows(session, commission_id).values()}


def write(session: Session, commission_id: int, fields: Mapping[str, str]) -> None:
    """Add or change the fields of these headers; the others stay."""
    known = _rows(session, commission_id)
    for header, field in fields.items():
        row = known.get(header) or ColumnMatchRow(commission_id=commission_id, header=header)
        row.field = field
        session.add(row)


def _rows(session: Session, commission_id: int) -> dict[str, ColumnMatchRow]:
    query = select(ColumnMatchRow).where(ColumnMatchRow.commission_id == commission_id).order_by(ColumnMatchRow.id)
    return {row.header: row for row in session.scalars(query)}
