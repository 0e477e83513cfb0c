"""Record what a session changes, row by row, for every table without code of its own."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import event, func, insert, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from cpr_desk.storage.models import Base, CommissionRow, JournalEntryRow, JournalRow

Image = dict[str, Any] | None
"""The columns of a row as JSON values; None where there is no row."""

_Changes = dict[tuple[str, int], tuple[Image, Image]]


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it was written; `reverts` is the one it undoes or does again, `founds` says it adds a commission."""

    id: int
    label: str
    reverts: int | None
    founds: bool


def watch(session: Session, binaries: dict[str, bytes]) -> None:
    """Collect every change that the session flushes, until `write_entry`.

    `binaries` takes in the content of binary columns, of which the journal keeps the hash alone.
    """
    session.info.update(changes={}, reverts=None, binaries=binaries)
    event.listen(session, "after_flush", _collect)


def note(session: Session, key: tuple[str, int], before: Image, after: Image) -> None:
    """Collect the change of one row, by table and id."""
    changes: _Changes = session.info["changes"]
    first_before = changes[key][0] if key in changes else before
    changes[key] = (first_before, after)


def write_entry(session: Session, label: str, who: str, at: datetime | None = None) -> Written | None:
    """Write the journal entry of what was collected, in the same transaction; nothing when nothing changed."""
    session.flush()
    changes: _Changes = {key: pair for key, pair in session.info["changes"].items() if pair[0] != pair[1]}
    if not changes:
        return None
    reverts = session.info["reverts"]
    # Tables, not classes: what the journal writes needs no unit of work, and an import has 100,000 rows of it.
    connection = session.connection()
    told = {"at": at or datetime.now(UTC), "who": who, "label": label, "reverts": reverts}
    entry = connection.execute(_INSERT_ENTRY, told).lastrowid
    connection.execute(
        _INSERT_ROW,
        [
            {"entry_id": entry, "table_name": table, "row_id": row_id, "before": before, "after": after}
            for (table, row_id), (before, after) in changes.items()
        ],
    )
    session.info["changes"] = {}
    founds = any(table == CommissionRow.__tablename__ and not pair[0] for (table, _), pair in changes.items())
    return Written(entry, label, reverts, founds)


_INSERT_ENTRY = insert(Base.metadata.tables[JournalEntryRow.__tablename__])
_INSERT_ROW = insert(Base.metadata.tables[JournalRow.__tablename__])


def _collect(session: Session, _context: UOWTransaction) -> None:
    for key, before, after in _flushed(session, session.info["binaries"]):
        note(session, key, before, after)


def _flushed(session: Session, binaries: dict[str, bytes]) -> Iterator[tuple[tuple[str, int], Image, Image]]:
    for row in session.new:
        yield _key(row), None, _image(row, binaries)
    for row in session.deleted:
        yield _key(row), _image(row, binaries, old=True), None
    for row in session.dirty:
        if session.is_modified(row):
            yield _key(row), _image(row, binaries, old=True), _image(row, binaries)


def _key(row: Base) -> tuple[str, int]:
    return row.__tablename__, row.id


def _image(row: Base, binaries: dict[str, bytes], *, old: bool = False) -> dict[str, Any]:
    """Return the row's columns as JSON values, as they are or as they were before the flush."""
    state = inspect(row)
    image = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        value = history.deleted[0] if old and history.deleted else getattr(row, attribute.key)
        image[attribute.key] = plain(value)
        if isinstance(value, bytes):
            binaries[image[attribute.key]] = value
    return image


def plain(value: Any) -> Any:
    """Return the value of a column as the journal keeps it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"{len(value)} octets, SHA-256 {hashlib.sha256(value).hexdigest()}"
    return value


def entries(session: Session, limit: int | None) -> list[tuple[int, datetime, str, str, int]]:
    """Return (id, when in UTC, who, label, rows touched) of each entry, latest first."""
    query = (
        select(
            JournalEntryRow.id,
            JournalEntryRow.at,
            JournalEntryRow.who,
            JournalEntryRow.label,
            select(func.count(JournalRow.id))
            .where(JournalRow.entry_id == JournalEntryRow.id)
            .scalar_subquery()
            .label("touched"),
        )
        .order_by(JournalEntryRow.id.desc())
        .limit(limit)
    )
    # SQLite keeps no time zone: without it a reader would take the hour for a local one.
    return [(row.id, row.at.replace(tzinfo=UTC), row.who, row.label, row.touched) for row in session.execute(query)]


def first_written(session: Session, table: str, row_id: int, label: str) -> datetime | None:
    """Return when (UTC) a row was inserted, by an entry whose label begins so; None when no such entry is known.

    Entries are looked up first, by what they are called: an import leaves 100,000 rows in one of them.
    """
    query = (
        select(JournalEntryRow.at)
        .join(JournalRow, JournalRow.entry_id == JournalEntryRow.id)
        .where(
            JournalEntryRow.label.startswith(label, autoescape=True),
            JournalRow.table_name == table,
            JournalRow.row_id == row_id,
            JournalRow.before.is_(None),
        )
        .order_by(JournalEntryRow.id)
        .limit(1)
    )
    at = session.scalar(query)
    return at.replace(tzinfo=UTC) if at else None
