"""The claims of a meeting as a table shows them: who came, what is paid, to whom."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from cpr_desk.domain.claims import ClaimLine
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClaimColumns", text)


def claim_columns() -> tuple[Column[ClaimLine], ...]:
    """Return the columns of the list."""
    return (
        Column("person", _tr("Personne"), lambda line: line.person.courteous_name, width=190, icon=_mark,
               tooltip=lambda line: "\n".join(line.doubts)),
        Column("basis", _tr("Base"), lambda line: line.claim.basis.label, width=130),
        Column("amount", _tr("Indemnité"), lambda line: line.claim.amount, Kind.EUROS, width=90),
        Column("travel", _tr("Déplacement"), lambda line: line.claim.travel or None, Kind.EUROS, width=100,
               tooltip=lambda line: line.claim.travel_note),
        Column("total", _tr("Total"), lambda line: line.claim.total, Kind.EUROS, width=90),
        Column("payee", _tr("Versé à"), lambda line: line.payee or None, width=150,
               tooltip=lambda line: line.to.sentence),
        Column("profession", _tr("Profession"), lambda line: line.profession or None, width=120),
        Column("organisation", _tr("Organisation"), lambda line: line.organisation or None, width=100),
        Column("capacity", _tr("Présence"), lambda line: line.attendee.capacity if line.attendee else None, width=126),
        Column("note", _tr("Observation"), lambda line: line.claim.note or None, width=150,
               tooltip=lambda line: line.claim.note),
        Column("hours", _tr("Heures"), lambda line: line.attendee.hours if line.attendee else None, width=130,
               shown=False),
        Column("year", _tr("Cumul de l’année"), lambda line: line.year.indemnities, Kind.EUROS, width=120,
               tooltip=lambda line: line.year.warning, shown=False),
    )  # fmt: skip


def _mark(line: ClaimLine) -> QIcon | None:
    return icon("triangle-alert", Tone.URGENT) if line.doubts else None
