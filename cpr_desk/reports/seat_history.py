"""The history of a seat on paper: every event, with its day."""

from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import date_digits
from cpr_desk.domain.seat_history import SeatHistory
from cpr_desk.reports import wording
from cpr_desk.reports.document import Column, Document, Kind, Look, Row, Table, paragraph

_TITLE = "Historique du siège"


def seat_history_report(commission: Commission, history: SeatHistory, issued_on: date) -> Document:
    """Return the events of a seat in order, as they are known on a day."""
    rows = tuple(Row((event.on, event.kind.label, event.what, event.detail)) for event in history.events)
    columns = (
        Column("Date", 0.9, Kind.DATE),
        Column("Événement", 1.5),
        Column("Ce qui change", 2.8),
        Column("Précisions", 2.6),
    )
    return Document(
        title=_TITLE,
        subject=history.label,
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(_TITLE, look=Look.TITLE),
            paragraph(history.label, look=Look.SUBTITLE),
            paragraph(f"Établi le {date_digits(issued_on)}.", look=Look.SMALL),
            Table(columns, rows, name=_TITLE),
        ),
        author=wording.author(commission),
    )
