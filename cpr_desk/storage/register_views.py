"""The named views of the register."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.french import fold
from cpr_desk.storage.models import RegisterViewRow


def views(session: Session, commission_id: int) -> Sequence[RegisterViewRow]:
    """Return the views of a commission."""
    return session.scalars(select(RegisterViewRow).where(RegisterViewRow.commission_id == commission_id)).all()


def view(session: Session, view_id: int) -> RegisterViewRow | None:
    """Return one view."""
    return session.get(RegisterViewRow, view_id)


def is_taken(session: Session, commission_id: int, name: str, but: int = 0) -> bool:
    """Return whether a view but this one bears a name, accents and case ignored."""
    return any(fold(row.name) == fold(name) for row in views(session, commission_id) if row.id != but)


def add_view(session: Session, commission_id: int, name: str, settings: dict[str, Any]) -> int:
    """Store a view and return its id."""
    row = RegisterViewRow(commission_id=commission_id, name=name, settings=settings)
    session.add(row)
    session.flush()
    return row.id


def remove_view(session: Session, row: RegisterViewRow) -> None:
    """Remove a view."""
    session.delete(row)
