"""One change to many CPTS: what it would do to each, then the whole in one unit of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cpr_desk.domain.adhesion import StepTaken
from cpr_desk.domain.bulk import BulkChange, BulkKind, Judged, judge
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import Dialogue, MissionState
from cpr_desk.domain.french import plural, typeset
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.services.dossiers import dossiers_of
from cpr_desk.services.register import Progress
from cpr_desk.storage import dialogues, missions, path
from cpr_desk.storage import register as storage
from cpr_desk.storage.cpts_journal import last_entry
from cpr_desk.storage.database import Database

_BATCH = 100
"""CPTS judged or written between two tellings of the progress."""
_LONGEST_LABEL = 300
_TEXT_FIELDS = {BulkKind.DEPARTMENT: "department", BulkKind.CONTACT: "contact", BulkKind.COMMENT: "comment"}


@dataclass(frozen=True, slots=True)
class ChangeMany:
    """A change to some CPTS. `whole`: nothing is changed when one of them is refused."""

    ids: tuple[int, ...]
    change: BulkChange
    whole: bool = False


def judge_many(
    db: Database, commission: Commission, order: ChangeMany, today: date, progress: Progress = lambda _done, _all: None
) -> tuple[Judged, ...]:
    """Return what the change would do to each CPTS."""
    scales, departments = tuple(reference.scales(db).values()), reference.department_names()
    found: list[Judged] = []
    for start in range(0, len(order.ids), _BATCH):
        progress(start, len(order.ids))
        batch = dossiers_of(db, commission, order.ids[start : start + _BATCH], today)
        found += [judge(order.change, dossier, scales, departments, today) for dossier in batch]
    return tuple(found)


def change_many(
    db: Database, commission: Commission, order: ChangeMany, today: date, progress: Progress = lambda _done, _all: None
) -> int:
    """Carry the change out and return how many CPTS it changed; those refused are left as they are.

    Raises UserError when it changes none, or when one is refused and the whole was wanted.
    """
    with db.reading() as session:
        entry = last_entry(session)
    judged = judge_many(db, commission, order, today, progress)
    changed = [each for each in judged if each.changes]
    refused = [each for each in judged if each.refusals]
    if order.whole and refused:
        raise UserError(
            typeset(f"{plural(len(refused), 'CPTS est refusée', 'CPTS sont refusées')} : rien n’a été modifié."),
            "Retirez-les du choix, ou laissez de côté celles qui sont refusées.",
        )
    if not changed:
        raise UserError("Cette modification ne change rien.", "Choisissez-en une autre, ou d’autres CPTS.")
    with db.unit_of_work(label_of(order.change, changed)) as session:
        if last_entry(session) != entry:
            raise UserError(
                "Une autre fenêtre a modifié les données entre-temps.", "Recommencez : rien n’a été modifié."
            )
        for place, each in enumerate(changed):
            if place % _BATCH == 0:
                progress(place, len(changed))
            _write(session, order.change, each)
    return len(changed)


def label_of(change: BulkChange, changed: Sequence[Judged]) -> str:
    """Return the name of the use case, « Modifier 12 CPTS : étape franchie : … »."""
    whose = f"la {changed[0].dossier.name}" if len(changed) == 1 else f"{len(changed)} CPTS"
    return f"Modifier {whose} ({change.words(reference.department_names())})"[:_LONGEST_LABEL]


def _write(session: Any, change: BulkChange, judged: Judged) -> None:
    own, target = judged.dossier.id, judged.target
    if isinstance(target, StepTaken):
        path.add_step(session, own, target)
    elif isinstance(target, MissionState):
        missions.bring_mission(session, own, target)
    elif isinstance(target, Dialogue):
        dialogues.write_dialogue(session, own, dialogues.dialogue_row(session, own, target.id), target)
    else:
        storage.write_text(session, own, _TEXT_FIELDS[change.kind], target)
