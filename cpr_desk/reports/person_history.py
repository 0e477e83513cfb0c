"""What a person did in the commissions, on paper."""

from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import capital, date_digits
from cpr_desk.domain.persons import KnownPerson, Role
from cpr_desk.reports import wording
from cpr_desk.reports.document import Column, Document, Kind, Look, Row, Table, paragraph

_TITLE = "Mandats et fonctions"


def person_history_report(commission: Commission, known: KnownPerson, issued_on: date) -> Document:
    """Return every role of a person, in order of date, as they are known on a day; the letterhead is a commission's."""
    columns = (
        Column("Du", 0.9, Kind.DATE),
        Column("Au", 0.9, Kind.DATE),
        Column("Rôle", 2.4),
        Column("Fin", 1.4),
        Column("Lettre", 1.3),
        Column("Commission", 2.0),
    )
    return Document(
        title=_TITLE,
        subject=known.person.name,
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(_TITLE, look=Look.TITLE),
            paragraph(known.person.courteous_name, look=Look.SUBTITLE),
            paragraph(f"Établi le {date_digits(issued_on)}.", look=Look.SMALL),
            Table(columns, tuple(Row(_cells(known, role)) for role in known.roles), name=_TITLE),
        ),
        author=wording.author(commission),
    )


def _cells(known: KnownPerson, role: Role) -> tuple[str | date | None, ...]:
    said = capital(role.said_of(known.person))
    return (role.since, role.until, said, role.ended, role.letter_words, role.commission)
