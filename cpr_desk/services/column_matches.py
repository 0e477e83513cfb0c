"""Use cases on the columns of the lists taken in: what each header means here, remembered."""

from collections.abc import Mapping
from enum import StrEnum

from cpr_desk.storage import column_matches as stored
from cpr_desk.storage.database import Database


class Listed(StrEnum):
    """The lists whose columns are remembered, each by what its headers are stored under."""

    REGISTER = ""
    PAYMENTS = "payments:"

    @property
    def label(self) -> str:
        """Whose columns they are, in French."""
        return {Listed.REGISTER: "du registre", Listed.PAYMENTS: "des versements"}[self]


def column_matches(db: Database, commission_id: int, listed: Listed = Listed.REGISTER) -> dict[str, str]:
    """Return the field of each folded header that somebody matched, empty for a column to leave out."""
    with db.reading() as session:
        matches = stored.matches(session, commission_id)
    # A folded header has no colon: the two kinds of lists never meet.
    own = {header: code for header, code in matches.items() if header.partition(":")[1] == listed.value[-1:]}
    return {header.removeprefix(listed): code for header, code in own.items()}


def remember_columns(
    db: Database, commission_id: int, matches: Mapping[str, str], listed: Listed = Listed.REGISTER
) -> None:
    """Remember the fields of folded headers for the next files; what was said of other headers stays."""
    with db.unit_of_work(f"Mémoriser les colonnes {listed.label}") as session:
        stored.write(session, commission_id, {f"{listed}{header}": code for header, code in matches.items()})
