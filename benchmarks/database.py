"""The database: the state of the register at a date and one save, against sqlite3 alone."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks import data
from benchmarks.measure import AtMost, Line, compare, timed
from cpr_desk.services import register
from cpr_desk.services.instance import Database
from cpr_desk.storage import queries

_ROWS = 10_000


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield the reading of the whole register, then one save."""
    db, commission = data.register_in(folder, _ROWS)
    with closing(sqlite3.connect(db.file, isolation_level=None)) as raw:
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
        with db.reading() as session:
            read = lambda: queries.register_rows(session, commission.id, data.AT)  # noqa: E731 - named for its two uses
            statement, parameters = _statement(db, read)
            yield compare(
                "state of the register at a date, 10,000 CPTS",
                "the same SQL in sqlite3, rows as they come",
                AtMost(1.15),
                runs,
                timed(read),
                timed(lambda: raw.execute(statement, parameters).fetchall()),
            )
        adhesion = register.adhesions_at(db, commission.id, data.AT)[0]
        numbers = count()

        def save() -> None:
            changed = replace(adhesion, comment=f"Point fait le {next(numbers)}")
            register.save_adhesion(db, commission.id, changed, data.AT)

        yield compare(
            "one save: a CPTS and its journal entry",
            "sqlite3, WAL, synchronous FULL, the same writes",
            AtMost(2.0),
            runs * 5,
            timed(save),
            timed(lambda: _write(raw, adhesion.id, f"Point fait le {next(numbers)}")),
        )
    db.close()


def _statement(db: Database, read: Callable[[], object]) -> tuple[str, Any]:
    """Return the SQL of a reading and its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        seen.append((told[2], told[3]))

    event.listen(db.engine, "before_cursor_execute", note)
    read()
    event.remove(db.engine, "before_cursor_execute", note)
    return seen[-1]


def _write(raw: sqlite3.Connection, cpts_id: int, comment: str) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("UPDATE cpts SET comment = ? WHERE id = ?", (comment, cpts_id))
    entry = raw.execute(
        "INSERT INTO journal_entry (at, who, label) VALUES ('2026-11-02 10:00:00', 'x', 'Modifier la CPTS')"
    ).lastrowid
    image = '{"code": "PDL-00001", "name": "Communauté de l’Étang", "comment": "Projet suivi avec la délégation"}'
    raw.execute(
        'INSERT INTO journal_row (entry_id, table_name, row_id, "before", "after") VALUES (?, ?, ?, ?, ?)',
        (entry, "cpts", cpts_id, image, image),
    )
    raw.execute("COMMIT")
