"""What members are paid for their meetings: the workbook to pay from, a statement for each person."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from cpr_desk.domain.claims import ClaimLine, ClaimSheet
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Commission
from cpr_desk.domain.french import NBSP, capital, euros
from cpr_desk.domain.indemnities import NOTHING
from cpr_desk.domain.meetings import Meeting
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Kind,
    Look,
    Row,
    Sheet,
    SignatureBox,
    Signatures,
    Table,
    Workbook,
    bold,
    paragraph,
)

Claims = Sequence[tuple[Meeting, ClaimSheet]]

_COLUMNS = (
    Column("Réunion", 1, Kind.DATE),
    Column("Numéro"),
    Column("Nom", 2),
    Column("Prénom", 2),
    Column("Profession", 2),
    Column("Organisation", 2),
    Column("Présence", 2),
    Column("Heures", 2),
    Column("Base", 1.5),
    Column("Indemnité", 1, Kind.EUROS),
    Column("Déplacement", 1, Kind.EUROS),
    Column("Total", 1, Kind.EUROS),
    Column("Versé à", 2),
    Column("Détail du déplacement", 2),
    Column("Observation", 2),
    Column("État", 1),
    Column("À vérifier", 3),
)
_PAYEES = (
    Column("Bénéficiaire", 3),
    Column("Personnes", 1, Kind.INTEGER),
    Column("Indemnités", 1, Kind.EUROS),
    Column("Déplacements", 1, Kind.EUROS),
    Column("Total", 1, Kind.EUROS),
)
_YEARS = (
    Column("Année", 1, Kind.YEAR),
    Column("Personne", 3),
    Column("Indemnités de l’année", 1, Kind.EUROS),
    Column("Déplacements de l’année", 1, Kind.EUROS),
    Column("Plafond annuel", 1, Kind.EUROS),
    Column("À vérifier", 4),
)
BLANK = "formulaire vierge"
CEILING_REMARK = (
    "Le plafond annuel est celui de la sécurité sociale (décret 2022-375, lu dans une source secondaire, à vérifier)"
    f"{NBSP}; les frais de déplacement n’y sont pas comptés ({DEFAULT_RULE_NOTICE})."
)


def payment_workbook(commission: Commission, meeting: Meeting, sheet: ClaimSheet, issued_on: date) -> Workbook:
    """Return what is to be paid for a meeting: line by line, by who receives it, and weighed over the year."""
    title = f"Indemnités – {wording.meeting_subject(meeting)}"
    return Workbook(
        f"{title} – {commission.name}", title, wording.author(commission), issued_on,
        sheets_of(commission, [(meeting, sheet)]),
    )  # fmt: skip


def sheets_of(commission: Commission, claims: Claims) -> tuple[Sheet, ...]:
    """Return the sheets of some meetings: claims, beneficiaries, totals of the year."""
    rows = tuple(Row(_cells(meeting, line)) for meeting, sheet in claims for line in sheet.lines)
    total = Row((*[None] * 8, "Total", *_money(line for _, sheet in claims for line in sheet.lines), *[None] * 5), True)
    warnings = dict.fromkeys(words for _, sheet in claims for words in sheet.warnings)
    return (
        Sheet("Indemnités", f"Indemnités – {commission.name}", tuple(warnings),
              (Table(_COLUMNS, (*rows, total) if rows else (), name="Indemnites"),), leading=4),
        Sheet("Bénéficiaires", "À verser, par bénéficiaire", (),
              (Table(_PAYEES, tuple(_payees(claims)), name="Beneficiaires"),)),
        Sheet("Cumul annuel", "Cumul de l’année civile", (CEILING_REMARK,),
              (Table(_YEARS, tuple(_years(claims)), name="Cumuls"),)),
    )  # fmt: skip


def _cells(meeting: Meeting, line: ClaimLine) -> tuple[Cell, ...]:
    claim = line.claim
    return (
        meeting.on,
        meeting.reference,
        line.person.last_name,
        line.person.first_name,
        line.profession or None,
        line.organisation or None,
        line.attendee.capacity if line.attendee else None,
        line.attendee.hours if line.attendee else None,
        claim.basis.label,
        claim.amount,
        claim.travel,
        claim.total,
        line.payee or None,
        claim.travel_note or None,
        claim.note or None,
        "enregistrée" if line.is_kept else "proposée",
        " ".join(line.doubts) or None,
    )


def _money(lines: Iterable[ClaimLine]) -> tuple[Decimal, Decimal, Decimal]:
    known = [line.claim for line in lines]
    paid = sum((claim.amount or NOTHING for claim in known), NOTHING)
    travel = sum((claim.travel for claim in known), NOTHING)
    return paid, travel, paid + travel


def _payees(claims: Claims) -> Iterator[Row]:
    due = [line for _, sheet in claims for line in sheet.lines if line.is_due]
    for payee in sorted({line.payee for line in due}):
        own = [line for line in due if line.payee == payee]
        yield Row((payee, len({line.person.id for line in own}), *_money(own)))
    if due:
        yield Row(("Total", len({line.person.id for line in due}), *_money(due)), is_total=True)


def _years(claims: Claims) -> Iterator[Row]:
    known = {(line.year.year, line.person.name, line.id): line.year for _, sheet in claims for line in sheet.lines}
    for (year, name, _), total in sorted(known.items()):
        if total.indemnities or total.travel:
            yield Row((year, name, total.indemnities, total.travel, total.ceiling, total.warning or None))


def statements(commission: Commission, meeting: Meeting, sheet: ClaimSheet, issued_on: date) -> tuple[Document, ...]:
    """Return a statement for each person to whom anything is due; where nobody is, one to fill in by hand."""
    due = [line for line in sheet.lines if line.is_due]
    made = [(line.person.name, line.id, tuple(_blocks(commission, meeting, line, issued_on))) for line in due]
    blank = (BLANK, 0, tuple(_to_fill_in(commission, meeting)))
    return tuple(_statement(commission, meeting, *each) for each in made or [blank])


def _statement(
    commission: Commission, meeting: Meeting, addressee: str, person_id: int, blocks: tuple[Block, ...]
) -> Document:
    return Document(
        title="État des indemnités",
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=blocks,
        addressee=addressee,
        addressee_id=person_id,
        author=wording.author(commission),
    )


def _head(meeting: Meeting) -> Iterator[Block]:
    yield paragraph("État des indemnités", look=Look.TITLE)
    yield paragraph(f"{capital(meeting.kind.label)} du {wording.meeting_when(meeting)}", look=Look.SUBTITLE)


def _to_fill_in(commission: Commission, meeting: Meeting) -> Iterator[Block]:
    """Yield a statement to hand out: a member writes the journey, the secretariat the amounts."""
    yield from _head(meeting)
    asked = ("Membre", "Siège", "Titulaire ou suppléant", "Heures de présence")
    yield Facts(tuple((f"{name}{NBSP}:", "…" * 45) for name in asked))
    yield Heading("Décompte")
    columns = Column("Nature", 2), Column("Détail", 4, Kind.SIGNATURE), Column("Montant", 1.2, Kind.SIGNATURE)
    lines = ("Indemnité", "Déplacement", "Total")
    yield Table(columns, tuple(Row((name, None, None)) for name in lines), row_height=14)
    yield _signed(commission)


def _blocks(commission: Commission, meeting: Meeting, line: ClaimLine, issued_on: date) -> Iterator[Block]:
    yield from _head(meeting)
    yield Facts(tuple((f"{name}{NBSP}:", value) for name, value in _facts(meeting, line) if value))
    yield Heading("Décompte")
    yield Table((Column("Nature", 2), Column("Détail", 4), Column("Montant", 1.2, Kind.EUROS)), tuple(_account(line)))
    yield paragraph(_paid_to(line))
    year = line.year
    known = f" sur un plafond de {euros(year.ceiling)}" if year.ceiling is not None else ""
    yield paragraph(
        f"Indemnités de l’année {year.year}, celle-ci comprise{NBSP}: {euros(year.indemnities)}{known}. "
        f"{year.warning} {CEILING_REMARK}".replace("  ", " "),
        look=Look.SMALL,
    )
    if line.source:
        yield paragraph(f"Tarif{NBSP}: {line.source}.", look=Look.SMALL)
    if not line.is_kept:
        yield paragraph(bold("Montants proposés, pas encore enregistrés."), look=Look.SMALL)
    yield _signed(commission, line.person.courteous_name, wording.place_and_date(commission, issued_on))


def _signed(commission: Commission, member: str = "", dated: str = "") -> Signatures:
    office = commission.secretariat.signatory_title or "Le secrétariat de la commission"
    caption = f"{dated}\n{office}" if dated else office
    return Signatures(
        (
            SignatureBox("Le membre, date et signature", member),
            SignatureBox(caption, commission.secretariat.signatory),
        )
    )


def _facts(meeting: Meeting, line: ClaimLine) -> tuple[tuple[str, str], ...]:
    came = line.attendee
    return (
        ("Membre", line.person.courteous_name),
        ("Siège", wording.seat_words(came.seat) if came else ""),
        ("Présence", f"{came.capacity}, {came.hours}{', à distance' if came.remote else ''}" if came else ""),
        ("Lieu", meeting.place),
    )


def _account(line: ClaimLine) -> Iterator[Row]:
    claim = line.claim
    unknown = ", tarif à compléter" if claim.amount is None else ""
    yield Row(("Indemnité", capital(f"{claim.basis.label}{unknown}"), claim.amount))
    if claim.travel or claim.travel_note:
        yield Row(("Déplacement", claim.travel_note, claim.travel))
    yield Row(("Total", claim.note, None if claim.amount is None else claim.total), is_total=True)


def _paid_to(line: ClaimLine) -> str:
    payee = line.payee or line.person.courteous_name
    notice = f", {DEFAULT_RULE_NOTICE}" if line.to.certainty.is_default else ""
    return f"À verser à{NBSP}: {payee} ({line.to.why}{notice})."
