"""Histories on paper: every event of a seat, every role of a person, in order of date."""

from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import capital, date_digits
from cpr_desk.domain.persons import KnownPerson, Role
from cpr_desk.domain.seat_history import SeatHistory
from cpr_desk.reports import wording
from cpr_desk.reports.document import Column, Document, Kind, Look, Row, Table, paragraph


def seat_history_report(commission: Commission, history: SeatHistory, issued_on: date) -> Document:
    """Return the events of a seat in order, as they are known on a day."""
    columns = (
        Column("Date", 0.9, Kind.DATE),
        Column("Événement", 1.5),
        Column("Ce qui change", 2.8),
        Column("Précisions", 2.6),
    )
    rows = tuple(Row((event.on, event.kind.label, event.what, event.detail)) for event in history.events)
    table = Table(columns, rows, name="Historique du siège")
    return _report(commission, history.label, history.label, table, issued_on)


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
    table = Table(columns, tuple(Row(_cells(known, role)) for role in known.roles), name="Mandats et fonctions")
    return _report(commission, known.person.name, known.person.courteous_name, table, issued_on)


def _cells(known: KnownPerson, role: Role) -> tuple[str | date | None, ...]:
    said = capital(role.said_of(known.person))
    return (role.since, role.until, said, role.ended, role.letter_words, role.commission)


def _report(commission: Commission, subject: str, subtitle: str, table: Table, issued_on: date) -> Document:
    """Return a document of one table, which bears its name."""
    return Document(
        title=table.name,
        subject=subject,
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(table.name, look=Look.TITLE),
            paragraph(subtitle, look=Look.SUBTITLE),
            paragraph(f"Établi le {date_digits(issued_on)}.", look=Look.SMALL),
            table,
        ),
        author=wording.author(commission),
    )
