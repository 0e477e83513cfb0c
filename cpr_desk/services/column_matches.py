"""Use cases on the columns of the registers taken in: what each header means here, remembered."""

from collections.abc import Mapping

from cpr_desk.storage import column_matches as stored
from cpr_desk.storage.database import Database


def column_matches(db: Database, commission_id: int) -> dict[str, str]:
    """Return the field of each folded header that somebody matched, empty for a column to leave out."""
    with db.reading() as session:
        return stored.matches(session, commission_id)


def remember_columns(db: Database, commission_id: int, matches: Mapping[str, str]) -> None:
    """Remember the fields of folded headers for the next files; what was said of other headers stays."""
    with db.unit_of_work("Mémoriser les colonnes du registre") as session:
        stored.write(session, commission_id, matches)
