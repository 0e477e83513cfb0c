"""The wording of letters as a commission changed it, row by row."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.storage.models import LetterTemplateRow


def texts(session: Session, commission_id: int) -> dict[str, str]:
    """Return the texts that the commission changed, by the names of their letters."""
    query = select(LetterTemplateRow).where(LetterTemplateRow.commission_id == commission_id)
    return {row.name: row.text for row in session.scalars(query.order_by(LetterTemplateRow.id))}


def write(session: Session, commission_id: int, name: str, text: str | None) -> None:
    """Replace the text of a letter; None goes back to the packaged one."""
    query = select(LetterTemplateRow).where(LetterTemplateRow.commission_id == commission_id)
    row = session.scalar(query.where(LetterTemplateRow.name == name))
    if text is not None:
        row = row or LetterTemplateRow(commission_id=commission_id, name=name)
        row.text = text
        session.add(row)
    elif row is not None:
        session.delete(row)
