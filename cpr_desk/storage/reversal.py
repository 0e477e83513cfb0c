"""Put back what a journal entry changed, unless what it touched has changed since."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, time
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cpr_desk.domain.french import NBSP, date_digits, time_words
from cpr_desk.errors import UserError
from cpr_desk.storage import journal
from cpr_desk.storage.journal import Image
from cpr_desk.storage.models import Base, CommissionRow, JournalEntryRow, JournalRow

UNDO = f"Annuler{NBSP}: "
REDO = f"Rétablir{NBSP}: "

_COMMISSION = CommissionRow.__tablename__


class _Change(NamedTuple):
    """One row of an entry."""

    table_name: str
    row_id: int
    before: Image
    after: Image


def name_of(label: str, reverts: int | None) -> str:
    """Return what a use case does, « désigner … », from the label of its entry or of a reversal of it."""
    if reverts is None:
        return label[:1].lower() + label[1:]
    return label.removeprefix(UNDO).removeprefix(REDO)


def revert(session: Session, entry_id: int) -> None:
    """Put every row of an entry back as it was before; the unit of work is then journalled as its reversal.

    Raises UserError, and changes nothing, when the entry founds the commission or is reverted already, when a later
    one touched the same rows or what they hang on, or when a former value was not kept.
    """
    entry = session.get(JournalEntryRow, entry_id)
    if entry is None:
        raise UserError("Cette modification n’est plus dans le journal.", "Elle ne peut plus être annulée.")
    changes = _changes(session, [entry_id])
    if any(change.table_name == _COMMISSION and change.before is None for change in changes):
        raise _refusal(entry, "une commission existe pour de bon dès qu’elle est créée.", "Rien n’a été modifié.")
    _refuse_changed_since(session, entry, changes)
    changes = [_risen(session, change) for change in changes]
    session.info["reverts"] = entry_id
    touched = {change.table_name for change in changes}
    tables = [table for table in Base.metadata.sorted_tables if table.name in touched]
    put_back = {
        table: _rows_before(session, entry, table, [change for change in changes if change.table_name == table.name])
        for table in tables
    }
    # Rows of one entry may point at one another in any order: the keys are checked when it is whole.
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in reversed(tables):
        session.execute(delete(table).where(_touched_by(entry, table)))
    try:
        for table in tables:
            if put_back[table]:
                session.execute(insert(table), put_back[table])
    except IntegrityError as clash:
        raise _changed_outside(entry) from clash
    for change in changes:
        journal.note(session, (change.table_name, change.row_id), change.after, change.before)


def _changes(session: Session, entries: Iterable[int]) -> list[_Change]:
    rows = select(JournalRow.table_name, JournalRow.row_id, JournalRow.before, JournalRow.after)
    found = session.execute(rows.where(JournalRow.entry_id.in_(entries)).order_by(JournalRow.id))
    return [_Change(*row) for row in found]


def _risen(session: Session, change: _Change) -> _Change:
    """Put a counter that only rises one up instead of back: elsewhere, somebody counts on it.

    Reversals of other entries raised it too: what counts is where it stands now.
    """
    before, after = change.before, change.after
    table = Base.metadata.tables[change.table_name]
    counters = [column for column in table.columns if "only_rises" in column.info]
    stored = counters and session.execute(select(*counters).where(table.c.id == change.row_id)).mappings().first()
    if after is None or not stored:
        return change
    now: dict[str, Any] = dict(stored)
    if before is not None:
        before = before | {name: count + (before.get(name) != after.get(name)) for name, count in now.items()}
    return change._replace(before=before, after=after | now)


def _touched_by(entry: JournalEntryRow, table: Table) -> Any:
    touched = select(JournalRow.row_id).where(JournalRow.entry_id == entry.id, JournalRow.table_name == table.name)
    return table.c.id.in_(touched)


def _refuse_changed_since(session: Session, entry: JournalEntryRow, changes: Sequence[_Change]) -> None:
    """Refuse when a later entry that still holds touched the same rows, or rows that hang on the same ones."""
    own: set[tuple[str | int, ...]] = set()
    for later in _holding_since(session, entry):
        own = own or {key for change in changes for key in _neighbourhood(change)}
        if later.reverts == entry.id:
            raise _refusal(entry, "c’est déjà fait.", "Actualisez la page (F5) pour le voir.")
        if any(key in own for change in _changes(session, [later.id]) for key in _neighbourhood(change)):
            raise _refusal(
                entry,
                f"ces données ont été modifiées depuis par «{NBSP}{later.label}{NBSP}» ({_told(later)}).",
                "Annulez d’abord cette modification là où elle a été faite, ou corrigez vous-même ce qui doit l’être.",
            )


def _holding_since(session: Session, entry: JournalEntryRow) -> Iterator[JournalEntryRow]:
    """Yield the later entries, latest first, without those that cancel out: an entry and its own reversal."""
    later = select(JournalEntryRow).where(JournalEntryRow.id > entry.id).order_by(JournalEntryRow.id.desc())
    cancelled = set()
    for each in session.scalars(later).all():
        if each.id in cancelled:
            continue
        if each.reverts is not None and each.reverts > entry.id:
            cancelled.add(each.reverts)
        else:
            yield each


def _neighbourhood(change: _Change) -> Iterator[tuple[str | int, ...]]:
    """Yield the row and what it hangs on: two mandates of one seat bear upon each other, though rows apart.

    Everything hangs on the commission: there, rows of one table bear upon each other (two meetings on one day).
    """
    yield change.table_name, change.row_id
    for column in Base.metadata.tables[change.table_name].columns:
        for key in column.foreign_keys:
            owner = key.column.table.name
            for image in (change.before, change.after):
                if image and (owner_id := image.get(column.name)) is not None:
                    yield (change.table_name, owner, owner_id) if owner == _COMMISSION else (owner, owner_id)


def _rows_before(
    session: Session, entry: JournalEntryRow, table: Table, changes: Sequence[_Change]
) -> list[dict[str, Any]]:
    """Return the rows to put back.

    Raises UserError when a row is no longer as the entry left it, or the former content of a binary is lost.
    """
    binaries: dict[str, bytes] = session.info["binaries"]
    readers = dict(_readers(table, binaries))
    names = table.columns.keys()
    rows: dict[int, dict[str, Any]] = {}
    for found in session.execute(select(table).where(_touched_by(entry, table))):
        row = rows[found.id] = dict(zip(names, found, strict=True))
        for name in readers:
            value = row[name]
            row[name] = journal.plain(value)
            if isinstance(value, bytes):
                binaries[row[name]] = value
    put_back = []
    for change in changes:
        if rows.get(change.row_id) != change.after:
            raise _changed_outside(entry)
        if change.before is not None:
            put_back.append(_typed(entry, change.before, names, readers))
    return put_back


def _readers(table: Table, binaries: Mapping[str, bytes]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield what reads the image of a column, for the columns that hold no plain data."""
    for column in table.columns:
        kind = column.type.python_type
        if issubclass(kind, bytes):
            yield column.name, binaries.get
        elif issubclass(kind, Enum):
            yield column.name, kind
        elif issubclass(kind, date | time):
            yield column.name, kind.fromisoformat


def _typed(
    entry: JournalEntryRow, image: dict[str, Any], names: Collection[str], readers: Mapping[str, Callable[[Any], Any]]
) -> dict[str, Any]:
    if image.keys() != set(names):
        raise _refusal(entry, "une version précédente de CPR Desk l’a enregistré.", _MEND)
    read = {name: reader(image[name]) for name, reader in readers.items() if image[name] is not None}
    if None in read.values():
        raise _refusal(entry, "l’image remplacée n’a pas été conservée.", "Choisissez-la de nouveau.")
    return image | read


_MEND = "Corrigez vous-même ce qui doit l’être."


def _changed_outside(entry: JournalEntryRow) -> UserError:
    return _refusal(entry, "ces données ont été modifiées depuis.", _MEND)


def _refusal(entry: JournalEntryRow, why: str, what_to_do: str) -> UserError:
    wanted = (REDO if entry.reverts and entry.label.startswith(UNDO) else UNDO) + name_of(entry.label, entry.reverts)
    return UserError(f"«{NBSP}{wanted}{NBSP}» est impossible{NBSP}: {why}", what_to_do)


def _told(entry: JournalEntryRow) -> str:
    at = entry.at.replace(tzinfo=UTC).astimezone()
    when = f"le {date_digits(at.date())} à {time_words(at.time())}"
    return f"{entry.who}, {when}" if entry.who else when
