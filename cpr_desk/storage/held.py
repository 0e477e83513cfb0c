"""A meeting that was held keeps its day: who sat and voted is that of its day."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.errors import UserError
from cpr_desk.storage.models import BallotRow, StayRow
from cpr_desk.storage.session import sitting_row


def refuse_new_day(session: Session, meeting_id: int) -> None:
    """Raise UserError when the session was opened, or answers came."""
    if sitting_row(session, meeting_id) or _took_place(session, meeting_id):
        raise UserError(
            "La séance de cette réunion est ouverte, ou des votes y sont enregistrés : "
            "sa date ne change plus, ni le choix entre séance et consultation écrite.",
            "Si elle a été ouverte par erreur, annulez cette ouverture (Ctrl+Z), ou annulez la réunion.",
        )


def refuse_calling_off(session: Session, meeting_id: int) -> None:
    """Raise UserError when somebody came or voted, or the lack of quorum was stated."""
    if _took_place(session, meeting_id):
        raise UserError(
            "Des présences ou des votes sont enregistrés pour cette réunion : elle ne s’annule plus.",
            "Corrigez-les dans les onglets « Séance » et « Votes » ; une décision se retire dans « Suites ».",
        )


def _took_place(session: Session, meeting_id: int) -> bool:
    sitting = sitting_row(session, meeting_id)
    if sitting and sitting.constat_at:
        return True
    noted = (select(row.id).where(row.meeting_id == meeting_id).limit(1) for row in (StayRow, BallotRow))
    return any(session.scalar(query) is not None for query in noted)
