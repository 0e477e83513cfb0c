"""Minutes signed or approved keep what they tell as it is: who was there, what was voted and decided."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import MinutesRow, MinutesSignatureRow, MinutesVersionRow


@contextmanager
def work_on(db: Database, meeting_id: int, label: str) -> Iterator[Session]:
    """Run one use case that changes what the minutes of a meeting tell of it.

    Raises UserError when they are approved, or signed: what was signed is printed again from the same data.
    """
    with db.unit_of_work(label) as session:
        refuse_signed(session, meeting_id)
        yield session


def refuse_signed(session: Session, meeting_id: int) -> None:
    """Raise UserError when the minutes of a meeting are approved, or somebody signed their last version."""
    refuse_approved(session, meeting_id)
    last = select(func.max(MinutesVersionRow.number)).where(MinutesVersionRow.meeting_id == meeting_id)
    signed = (
        select(MinutesSignatureRow.id)
        .join(MinutesVersionRow, MinutesVersionRow.id == MinutesSignatureRow.version_id)
        .where(MinutesVersionRow.meeting_id == meeting_id, MinutesVersionRow.number == last.scalar_subquery())
    )
    if session.scalar(signed.limit(1)):
        raise UserError(
            "Le relevé de décisions de cette réunion est signé.",
            f"Retirez la signature, dans l’onglet «{NBSP}Relevé{NBSP}», avant de changer ce qu’il rapporte{NBSP}; une "
            "nouvelle version sera à signer.",
        )


def refuse_approved(session: Session, meeting_id: int) -> None:
    """Raise UserError when the minutes of a meeting are approved."""
    if session.scalar(select(MinutesRow.locked).where(MinutesRow.meeting_id == meeting_id)):
        raise UserError(
            "Le relevé de décisions de cette réunion est approuvé.",
            f"Rouvrez-le avec un motif, dans l’onglet «{NBSP}Relevé{NBSP}», avant de changer ce qu’il rapporte.",
        )
