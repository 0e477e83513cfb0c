"""The journal as screens and exports read it."""

from dataclasses import dataclass
from datetime import datetime

from cpr_desk.storage import journal
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One committed use case: when (UTC), who, under which label, and how many rows it touched."""

    id: int
    at: datetime
    who: str
    label: str
    rows: int


def entries(db: Database, limit: int | None = None) -> tuple[JournalEntry, ...]:
    """Return the journal, latest first."""
    with db.reading() as session:
        return tuple(JournalEntry(*row) for row in journal.entries(session, limit))
