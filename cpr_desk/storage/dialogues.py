"""The dialogues de gestion of a CPTS, and the size that one of them revises."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.dossier import Dialogue, SizeFixed
from cpr_desk.storage.models import CptsSizeRow, DialogueRow


def dialogue_row(session: Session, cpts_id: int, dialogue_id: int) -> DialogueRow | None:
    """Return a dialogue of a CPTS."""
    return session.scalar(select(DialogueRow).where(DialogueRow.cpts_id == cpts_id, DialogueRow.id == dialogue_id))


def write_dialogue(session: Session, cpts_id: int, row: DialogueRow | None, dialogue: Dialogue) -> int:
    """Bring a row, a new one for None, to what is known of a dialogue, and return its id."""
    if row is None:
        row = DialogueRow(cpts_id=cpts_id)
        session.add(row)
    row.kind, row.mission, row.year = dialogue.kind, dialogue.mission, dialogue.year
    row.planned_on, row.held_on = dialogue.planned_on, dialogue.held_on
    row.attendees, row.notes, row.conclusions = dialogue.attendees, dialogue.notes, dialogue.conclusions
    session.flush()
    return row.id


def fix_size(session: Session, cpts_id: int, fixed: SizeFixed) -> None:
    """Retain a size on a day; one retained on the same day gives way."""
    row = session.scalar(select(CptsSizeRow).where(CptsSizeRow.cpts_id == cpts_id, CptsSizeRow.day == fixed.on))
    if row is None:
        row = CptsSizeRow(cpts_id=cpts_id, day=fixed.on)
        session.add(row)
    row.size, row.population, row.comment = int(fixed.size), fixed.population, fixed.comment
