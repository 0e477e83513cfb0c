"""Databases that take long to fill: each is filled once a session, and tests work on copies."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cpr_desk import paths
from cpr_desk.domain.commission import Commission
from cpr_desk.services.commission import create_commission
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.storage.database import Database, open_database
from cpr_desk.storage.journal import Written
from tests.factories import INSTALLED, PAYS_DE_LA_LOIRE, seed_states

WHO = "Maud"
_JOURNAL_MODE = slice(18, 20)
"""Where a database file says that it has a write-ahead journal, which one in memory cannot have."""
_WRITTEN = """
SELECT who, label, reverts, table_name, row_id, before, after
FROM journal_entry JOIN journal_row ON entry_id = journal_entry.id ORDER BY journal_row.id
"""


def seat_members(db: Database, commission: Commission) -> None:
    """Seat the members of the official table on the day of the installation meeting."""
    if not copied(db, _seated):
        _seat_members(db, commission)


def _seated(db: Database) -> None:
    _seat_members(db, create_commission(db, PAYS_DE_LA_LOIRE))


def _seat_members(db: Database, commission: Commission) -> None:
    revise_composition(db, ReviseComposition(commission.id, INSTALLED, seed_states()))


@dataclass(frozen=True, slots=True)
class _Filled:
    content: bytes
    pieces: dict[Path, bytes]
    """The files kept beside the database, by their places in the data folder."""
    rows: list[tuple[Any, ...]]
    entries: tuple[Written, ...]
    binaries: dict[str, bytes]


def copied(db: Database, fill: Callable[..., object], *arguments: object) -> bool:
    """Bring a database to where `fill` leads, and return whether it could be.

    It could not where something else was written before, or by somebody else: `fill` starts from an empty database, and
    what it writes must begin with what is there.
    """
    filled = _filled(fill, *arguments)
    with closing(sqlite3.connect(db.file)) as target:
        known = target.execute(_WRITTEN).fetchall()
        if db.who != WHO or known != filled.rows[: len(known)]:
            return False
        with closing(sqlite3.connect(":memory:")) as source:
            source.deserialize(filled.content)
            source.backup(target)
    for place, piece in filled.pieces.items():
        file = db.file.parent / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(piece)
    db.carried_out[:] = filled.entries
    db._binaries.update(filled.binaries)
    return True


@cache
def _filled(fill: Callable[..., object], *arguments: object) -> _Filled:
    with TemporaryDirectory() as folder:
        db = open_database(Path(folder), WHO)
        fill(db, *arguments)
        db.close()
        with closing(sqlite3.connect(db.file)) as connection:
            rows = connection.execute(_WRITTEN).fetchall()
        content = bytearray(db.file.read_bytes())
        pieces = {
            file.relative_to(folder): file.read_bytes()
            for file in paths.pieces_dir(Path(folder)).rglob("*")
            if file.is_file()
        }
    content[_JOURNAL_MODE] = b"\x01\x01"
    return _Filled(bytes(content), pieces, rows, tuple(db.carried_out), dict(db._binaries))
