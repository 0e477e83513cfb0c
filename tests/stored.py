"""What a database holds, to compare two moments."""

from typing import Any

from sqlalchemy import select

from cpr_desk.storage.database import Database
from cpr_desk.storage.models import Base

_JOURNAL = {"journal_entry", "journal_row"}


def rows_of(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but the journal."""
    with db.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in _JOURNAL
        }
