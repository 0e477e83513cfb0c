"""The demonstration region as the pages see it, on one day. Filled once a session: tests work on copies."""

import sqlite3
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cpr_desk import paths
from cpr_desk.office import demo
from cpr_desk.storage.database import Database, open_database
from cpr_desk.ui.desk import Desk

TODAY = date(2026, 11, 22)
_JOURNAL_MODE = slice(18, 20)
"""Where a database file says that it has a write-ahead journal, which one in memory cannot have."""


@cache
def _filled(today: date) -> tuple[bytes, dict[Path, bytes]]:
    """Return the database, and the files kept beside it by their places in the data folder."""
    with TemporaryDirectory() as folder:
        db = open_database(Path(folder), "Maud")
        demo.fill(db, today)
        db.close()
        content = bytearray(db.file.read_bytes())
        pieces = {
            file.relative_to(folder): file.read_bytes()
            for file in paths.pieces_dir(Path(folder)).rglob("*")
            if file.is_file()
        }
    content[_JOURNAL_MODE] = b"\x01\x01"
    return bytes(content), pieces


def fill(db: Database, today: date = TODAY) -> None:
    """Fill an empty database with the demonstration region, as it stands on a day."""
    content, pieces = _filled(today)
    with closing(sqlite3.connect(":memory:")) as source, closing(sqlite3.connect(db.file)) as target:
        source.deserialize(content)
        source.backup(target)
    for place, piece in pieces.items():
        file = db.file.parent / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(piece)


def desk_on_demonstration(db: Database) -> Desk:
    """Fill an empty database with the demonstration region and open a desk on it."""
    fill(db)
    return Desk(db, lambda: TODAY)
