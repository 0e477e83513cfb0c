"""Use cases on the dialogues de gestion: plan, prepare, record, correct, and what the yearly one decides."""

from dataclasses import dataclass, replace
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dialogues import Expected, SizeRevision, expected, label_of, refuse_dialogue, size_revision
from cpr_desk.domain.dossier import Dialogue, Dossier, SizeFixed
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.services.missions import name_of_cpts
from cpr_desk.storage import dialogues as storage
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class RecordDialogue:
    """A dialogue to plan or record (`id` 0: not stored yet); `revised` is the size retained by it, None: none is."""

    cpts_id: int
    dialogue: Dialogue
    revised: SizeRevision | None = None


def dialogues_of(db: Database, dossier: Dossier, today: date) -> tuple[Expected, ...]:
    """Return the dialogues that a CPTS has held or has before it, by limit."""
    return expected(dossier, tuple(reference.scales(db).values()), today)


def revision_of(dossier: Dossier, scales: tuple[Scale, ...], on: date) -> SizeRevision | None:
    """Return what the population known on a day makes of the size retained, by the thresholds in force that day."""
    return size_revision(dossier, scale_in_force(scales, on).thresholds, on)


def record_dialogue(db: Database, commission: Commission, order: RecordDialogue, today: date) -> int:
    """Plan a dialogue, record it as held or correct it, with the size that it revised; return its id.

    Raises UserError as `domain.refuse_dialogue`.
    """
    tidy = _tidy(order.dialogue)
    if refusals := refuse_dialogue(tidy, today):
        raise UserError(refusals[0].words, "Corrigez ce champ, puis enregistrez de nouveau.")
    named = label_of(tidy)
    what = f"{'Enregistrer' if tidy.held_on else 'Préparer'} le {named[:1].lower()}{named[1:]}"
    with db.unit_of_work(f"{what} de la CPTS {name_of_cpts(db, commission, order.cpts_id)}") as session:
        row = storage.dialogue_row(session, order.cpts_id, tidy.id) if tidy.id else None
        if tidy.id and row is None:
            raise UserError("Ce dialogue n’est plus enregistré.", "Actualisez la page (F5).")
        if order.revised and tidy.held_on:
            comment = f"Révision au {named[:1].lower()}{named[1:]}"
            revised = order.revised
            storage.fix_size(
                session, order.cpts_id, SizeFixed(tidy.held_on, revised.proposed, revised.population, comment)
            )
        return storage.write_dialogue(session, order.cpts_id, row, tidy)


def remove_dialogue(db: Database, commission: Commission, cpts_id: int, dialogue: Dialogue) -> None:
    """Forget what was planned or recorded of a dialogue; a size it revised stays."""
    named = label_of(dialogue)
    label = f"Effacer le {named[:1].lower()}{named[1:]} de la CPTS {name_of_cpts(db, commission, cpts_id)}"
    with db.unit_of_work(label) as session:
        if row := storage.dialogue_row(session, cpts_id, dialogue.id):
            session.delete(row)


def _tidy(dialogue: Dialogue) -> Dialogue:
    return replace(
        dialogue,
        attendees=dialogue.attendees.strip(),
        notes=dialogue.notes.strip(),
        conclusions=dialogue.conclusions.strip(),
    )
