"""Who attended the meetings and what it comes to, meeting by meeting: for Excel and on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.claims import ClaimSheet
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, capital, date_digits
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.roll import RollLine, roll
from cpr_desk.domain.sitting import Session
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Band,
    Block,
    Column,
    Document,
    Heading,
    Kind,
    Look,
    Row,
    Sheet,
    Table,
    Workbook,
    paragraph,
)
from cpr_desk.reports.indemnities import sheets_of


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that was held: its session, and what is paid for it."""

    session: Session
    claims: ClaimSheet

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.session.meeting

    @property
    def lines(self) -> tuple[RollLine, ...]:
        """How each seat was represented, section by section."""
        return tuple(line for section in Section for line in roll(self.session, section))


TITLE = "Présences et indemnités"
_COLUMNS = (
    Column("Réunion", 1, Kind.DATE),
    Column("Numéro"),
    Column("Nature", 2),
    Column("Section", 2),
    Column("Siège", 3),
    Column("Voix", 1, Kind.INTEGER),
    Column("Titulaire", 2),
    Column("Suppléant", 2),
    Column("Représenté", 1),
    Column("Présence", 4),
)


def presences_workbook(commission: Commission, held: Sequence[Held], issued_on: date) -> Workbook:
    """Return a line a seat and meeting, then the indemnities of the same meetings."""
    rows = tuple(Row(_cells(each.meeting, line)) for each in held for line in each.lines)
    intro = f"{commission.name}, le {date_digits(issued_on)}"
    first = Sheet("Présences", f"Présences – {commission.name}", (intro,), (Table(_COLUMNS, rows, name="Presences"),))
    claims = [(each.meeting, each.claims) for each in held]
    title = f"{TITLE} – {commission.name}"
    return Workbook(title, TITLE, wording.author(commission), issued_on, (first, *sheets_of(commission, claims)))


def _cells(meeting: Meeting, line: RollLine) -> tuple[str | int | date | None, ...]:
    seat = line.seat
    return (
        meeting.on,
        meeting.reference,
        capital(meeting.kind.label),
        seat.section.label,
        seat.label,
        seat.votes if seat.section.votes else None,
        seat.titular.person.name if seat.titular else None,
        seat.substitute.person.name if seat.substitute else None,
        "oui" if line.is_there else "non",
        capital(line.words),
    )


def presences_report(commission: Commission, held: Sequence[Held], issued_on: date) -> Document:
    """Return the same on paper, meeting after meeting."""
    return Document(
        title=TITLE,
        subject=f"au {date_digits(issued_on)}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(TITLE, look=Look.TITLE),
            *(block for each in held for block in _blocks(each)),
            *(() if held else (paragraph("Aucune présence n’est notée."),)),
        ),
        author=wording.author(commission),
        landscape=True,
    )


def _blocks(held: Held) -> Iterator[Block]:
    yield Heading(f"{held.meeting.reference}{NBSP}: {wording.meeting_subject(held.meeting)}")
    yield paragraph(capital(f"séance {held.session.hours}."))
    columns = Column("Siège", 3), Column("Voix", 0.6, Kind.INTEGER), Column("Titulaire – suppléant", 3.6), Column(
        "Présence", 5)  # fmt: skip
    yield Table(columns, tuple(_by_section(held)), compact=True)
    paid = [line for line in held.claims.lines if line.is_due]
    if paid:
        yield Heading("Indemnités", 2)
        money = [Column(name, 1, Kind.EUROS) for name in ("Indemnité", "Déplacement", "Total")]
        rows = [
            Row((line.person.courteous_name, line.payee, line.claim.basis.label, line.claim.amount, line.claim.travel,
                 line.claim.total))
            for line in paid
        ]  # fmt: skip
        total = held.claims.total
        rows.append(
            Row(("Total", "", "", total(lambda claim: claim.amount), total(lambda claim: claim.travel),
                 total(lambda claim: claim.total)), is_total=True)
        )  # fmt: skip
        yield Table(
            (Column("Personne", 3), Column("Versé à", 3), Column("Base", 1.6), *money), tuple(rows), compact=True
        )
    for words in held.claims.warnings:
        yield paragraph(words, look=Look.SMALL)


def _by_section(held: Held) -> Iterator[Row | Band]:
    for section in Section:
        lines = [line for line in held.lines if line.seat.section is section]
        if lines:
            there = sum(line.is_there for line in lines)
            yield Band(f"{section.label}{NBSP}: {there} sur {len(lines)}")
        for line in lines:
            seat = line.seat
            names = " – ".join(each.person.name for each in (seat.titular, seat.substitute) if each)
            votes = seat.votes if section.votes else None
            yield Row((seat.label, votes, names or "siège non pourvu", capital(line.words)))
