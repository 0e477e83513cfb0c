"""Undo and redo the use cases carried out since the data were opened."""

from dataclasses import dataclass

from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.storage import reversal
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class Step:
    """A use case to undo or to do again, by its name (« désigner … »), and the journal entry to revert for it."""

    entry_id: int
    label: str


@dataclass(frozen=True, slots=True)
class History:
    """What comes next, backwards and forwards; None when there is nothing."""

    undo: Step | None = None
    redo: Step | None = None


def last_entry(db: Database) -> int:
    """Return the id of the last entry carried out through this open database, 0 when there is none."""
    return db.carried_out[-1].id if db.carried_out else 0


def history(db: Database, since: int = 0) -> History:
    """Return what may be undone and redone of what was carried out here after an entry.

    What other windows and commands do is not ours to undo; the founding of a commission stays. A new use case leaves
    nothing to redo.
    """
    done: dict[int, Step] = {}
    undone: dict[int, Step] = {}
    for entry in db.carried_out:
        if entry.reverts in done:
            undone[entry.id] = Step(entry.id, done.pop(entry.reverts).label)
        elif entry.reverts in undone:
            done[entry.id] = Step(entry.id, undone.pop(entry.reverts).label)
        elif entry.id > since:
            undone.clear()
            if not entry.founds:
                done[entry.id] = Step(entry.id, reversal.name_of(entry.label, entry.reverts))
    return History(_last(done), _last(undone))


def _last(steps: dict[int, Step]) -> Step | None:
    return next(reversed(steps.values()), None)


def undo(db: Database, step: Step) -> None:
    """Undo the last use case, whole.

    Raises UserError, and changes nothing, when it is no longer the last one here, or when another programme changed
    what it touched.
    """
    _revert(db, step, history(db).undo, reversal.UNDO)


def redo(db: Database, step: Step) -> None:
    """Do again what was undone last. Raises UserError as `undo`."""
    _revert(db, step, history(db).redo, reversal.REDO)


def _revert(db: Database, step: Step, following: Step | None, verb: str) -> None:
    if step != following:
        raise UserError(
            f"D’autres modifications ont été faites depuis «{NBSP}{step.label}{NBSP}».",
            "Le menu Édition revient d’une modification à la fois, en commençant par la dernière.",
        )
    with db.unit_of_work(verb + step.label) as session:
        reversal.revert(session, step.entry_id)
