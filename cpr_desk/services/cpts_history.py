"""Everything that was recorded of a CPTS, the latest first."""

from datetime import UTC

from cpr_desk.domain.cpts_history import HistoryLine, Recorded, history
from cpr_desk.services import reference
from cpr_desk.storage import cpts_journal
from cpr_desk.storage.database import Database


def history_of(db: Database, cpts_id: int) -> tuple[HistoryLine, ...]:
    """Return what the journal recorded of a CPTS. It goes through the whole journal: for a thread of its own."""
    with db.reading() as session:
        recorded = [
            # SQLite keeps no time zone: without it a reader would take the hour for a local one.
            Recorded(row.id, row.at.replace(tzinfo=UTC), row.who, row.label, row.table_name, row.before, row.after)
            for row in cpts_journal.changes_of(session, cpts_id)
        ]
    return history(recorded, reference.department_names())
