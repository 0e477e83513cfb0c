"""Approved minutes keep what they tell as it is: who was there, what was voted, decided and written."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import MinutesRow


@contextmanager
def work_on(db: Database, meeting_id: int, label: str) -> Iterator[Session]:
    """Run one use case that changes what the minutes of a meeting tell. Raises UserError when they are approved."""
    with db.unit_of_work(label) as session:
        refuse_approved(session, meeting_id)
        yield session


def refuse_approved(session: Session, meeting_id: int) -> None:
    """Raise UserError when the minutes of a meeting are approved."""
    if session.scalar(select(MinutesRow.locked).where(MinutesRow.meeting_id == meeting_id)):
        raise UserError(
            "Le relevé de décisions de cette réunion est approuvé.",
            f"Rouvrez-le avec un motif, dans l’onglet «{NBSP}Relevé{NBSP}», avant de changer ce qu’il rapporte.",
        )
