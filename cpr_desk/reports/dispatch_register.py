"""The register of dispatches of a meeting (registre des envois): who was sent what, when, how, and in time or late."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import Dispatch, Issue, IssueKind, Proof, RecipientChange
from cpr_desk.domain.dispatch_register import Register, RegisterLine
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.papers import Paper
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
    Table,
    Workbook,
    bold,
    paragraph,
)

NOTICE = (
    f"Registre tenu par le secrétariat{NBSP}: données personnelles, qui révèlent une appartenance syndicale. Merci de "
    "ne pas le diffuser."
)
_SENT = (
    Column("Personne", 2.2),
    Column("Qualité", 2.4),
    Column("Siège", 2.6),
    Column("Envoi", 2.1),
    Column("Date", 1.2, Kind.DATE),
    Column("Canal", 1.7),
    Column("Référence", 1.5),
    Column("Retour", 1.2, Kind.DATE),
    Column("Accusé", 1.2, Kind.DATE),
    Column("Preuves", 0.9, Kind.INTEGER),
    Column("Constat", 1.5),
)
_ISSUES = (
    Column("Version", 1.7),
    Column("Éditée le", 1, Kind.DATE),
    Column("Taille (octets)", 1, Kind.INTEGER),
    Column("Empreinte SHA-256 du fichier", 5.2),
    Column("Sans avis des présidents de section", 2),
)
_SCANS = (
    Column("Preuve jointe", 2.6),
    Column("Taille (octets)", 1, Kind.INTEGER),
    Column("Empreinte SHA-256 du fichier", 5.2),
    Column("Envois qu’elle prouve", 3),
)
_CHANGES = (Column("Personne", 2), Column("Changement", 2), Column("Motif", 4))


def dispatch_register(
    commission: Commission, meeting: Meeting, register: Register, left_out: Sequence[RecipientChange], issued_on: date
) -> Document:
    """Return the register of a meeting: the two proofs, each sending, the list changed by hand, the versions kept."""
    return Document(
        title="Registre des envois",
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Registre des envois", look=Look.TITLE),
            paragraph(f"{capital(wording.meeting_subject(meeting))}, au {date_digits(issued_on)}", look=Look.SUBTITLE),
            Facts((*wording.meeting_facts(meeting), (f"Référence{NBSP}:", meeting.reference))),
            *_proven("Convocation", register.convocation),
            *_proven("Ordre du jour", register.agenda),
            Heading(f"Envois ({plural(sum(line.is_recipient for line in register.lines), 'destinataire')})"),
            _without_blanks(Table(_SENT, tuple(_rows(register)), grouped=True)),
            *_proofs(register),
            *_changed(register, left_out),
            *_kept(register.issues),
        ),
        notice=NOTICE,
        author=wording.author(commission),
        landscape=True,
    )


def _proven(name: str, proof: Proof) -> Iterator[Block]:
    yield paragraph(bold(f"{name}{NBSP}: "), proof.words)
    limit = proof.deadline
    yield paragraph(f"À envoyer au plus tard le {date_words(limit.latest)}. {limit.explanation}", look=Look.SMALL)


def _rows(register: Register) -> Iterator[Row]:
    """Yield a row a sending; somebody to whom nothing was sent has one that says so."""
    for line in register.lines:
        for each in line.sent:
            yield Row(_sent(register, line, each))
        if not line.sent:
            yield Row((*_whom(line), "rien d’envoyé", *[None] * 6, ""))


def _without_blanks(table: Table) -> Table:
    """Leave out what nobody has, a number, a return or a proof: the other columns read on one line."""
    told = [
        place
        for place, column in enumerate(table.columns)
        if column.header not in _SELDOM or any(row.cells[place] for row in table.rows if isinstance(row, Row))
    ]
    rows = (replace(row, cells=tuple(row.cells[place] for place in told)) for row in table.rows if isinstance(row, Row))
    return replace(table, columns=tuple(table.columns[place] for place in told), rows=tuple(rows))


_SELDOM = ("Référence", "Retour", "Accusé", "Preuves")


def _whom(line: RegisterLine) -> tuple[Cell, ...]:
    recipient = line.recipient
    capacity = capital(recipient.capacity.label)
    told = capacity if line.is_recipient else f"{capacity}, n’est plus destinataire"
    return recipient.person.courteous_name, told, "\n".join(recipient.seats)


def _sent(register: Register, line: RegisterLine, each: Dispatch) -> tuple[Cell, ...]:
    told = register.outcome(each).label
    return (
        *_whom(line),
        version_words(each.kind, each.version),
        each.sent_on,
        each.channel.label,
        each.reference,
        each.returned_on,
        each.acknowledged_on,
        len(each.scans) or None,
        f"{told} ({each.note})" if each.note else told,
    )


def version_words(kind: IssueKind, number: int) -> str:
    """Return « Convocation, version 2 »."""
    return f"{capital(kind.label)}, version{NBSP}{number}"


def _proofs(register: Register) -> Iterator[Block]:
    """List each file kept as a proof once, with the sendings it proves: those of more than a few persons counted."""
    found: dict[tuple[str, str], tuple[Paper, list[Dispatch]]] = {}
    for each in (each for line in register.lines for each in line.sent):
        for scan in each.scans:
            found.setdefault((scan.name, scan.sha256), (scan, []))[1].append(each)
    if found:
        yield Heading("Preuves jointes")
        rows = (Row((scan.name, scan.size, scan.sha256, _proven_by(sent))) for scan, sent in found.values())
        yield Table(_SCANS, tuple(rows))


def _proven_by(sent: Sequence[Dispatch]) -> str:
    if len(sent) > _NAMED:
        return plural(len(sent), "envoi")
    return "\n".join(f"{each.recipient.person.courteous_name}, le {date_digits(each.sent_on)}" for each in sent)


_NAMED = 3
"""Persons named beside a proof; a list of deposits proves dozens of sendings."""


def _changed(register: Register, left_out: Sequence[RecipientChange]) -> Iterator[Block]:
    if rows := tuple(_changes(register, left_out)):
        yield Heading("Liste modifiée par le secrétariat")
        yield Table(_CHANGES, rows)


def _changes(register: Register, left_out: Sequence[RecipientChange]) -> Iterator[Row]:
    for line in register.lines:
        if line.is_recipient and (reason := line.recipient.reason):
            person, capacity = line.recipient.person, line.recipient.capacity
            added = "ajoutée" if person.is_feminine else "ajouté"
            yield Row((person.courteous_name, f"{added}{NBSP}: {capacity.label}", reason))
    for change in left_out:
        removed = "retirée" if change.person.is_feminine else "retiré"
        yield Row((change.person.courteous_name, removed, change.reason))


def _kept(issues: Sequence[Issue]) -> Iterator[Block]:
    yield Heading("Versions conservées")
    if issues:
        yield Table(_ISSUES, tuple(Row(_version(each)) for each in issues))
    else:
        yield paragraph("Aucune version n’est encore éditée.")


def _version(each: Issue) -> tuple[Cell, ...]:
    return version_words(each.kind, each.number), each.issued_on, each.size, each.sha256, each.without_opinions


_LISTED = (
    Column("Réunion", 1, Kind.DATE, "Jour de la réunion."),
    Column("Numéro", 1),
    *_SENT[:-1],
    Column("Constat", 2, note="Dans les délais, hors délai, en urgence, revenu, renvoi, version remplacée, rien."),
    Column("Observation", 3),
)
_LISTED_SCANS = (
    Column("Réunion", 1, Kind.DATE),
    Column("Personne", 2),
    Column("Envoi", 2),
    Column("Date", 1, Kind.DATE),
    Column("Preuve jointe", 3),
    Column("Taille (octets)", 1, Kind.INTEGER),
    Column("Empreinte SHA-256 du fichier", 5),
)
_LISTED_ISSUES = (Column("Réunion", 1, Kind.DATE), Column("Numéro", 1), *_ISSUES)


def dispatches_workbook(
    commission: Commission, registers: Sequence[tuple[Meeting, Register]], issued_on: date
) -> tuple[int, Workbook]:
    """Return the registers of some meetings, a row a sending, and the number of these rows."""
    rows = tuple(
        Row((meeting.on, meeting.reference, *cells))
        for meeting, register in registers
        for line in register.lines
        for cells in _listed(register, line)
    )
    scans = tuple(
        Row((meeting.on, line.recipient.person.courteous_name, version_words(each.kind, each.version), each.sent_on,
             scan.name, scan.size, scan.sha256))
        for meeting, register in registers
        for line in register.lines
        for each in line.sent
        for scan in each.scans
    )  # fmt: skip
    versions = tuple(
        Row((meeting.on, meeting.reference, *_version(each)))
        for meeting, register in registers
        for each in register.issues
    )
    proofs = tuple(
        f"Réunion du {date_digits(meeting.on)} – {name}{NBSP}: {proof.words}"
        for meeting, register in registers
        for name, proof in (("convocation", register.convocation), ("ordre du jour", register.agenda))
    )
    intro = (f"{commission.name}, le {date_digits(issued_on)}", NOTICE, *proofs)
    return len(rows), Workbook(
        title=f"Registre des envois – {commission.name}",
        subject="Registre des envois",
        author=wording.author(commission),
        issued_on=issued_on,
        sheets=(
            Sheet("Envois", "Registre des envois", intro, (Table(_LISTED, rows, name="Envois"),)),
            Sheet("Preuves", "Preuves jointes", (), (Table(_LISTED_SCANS, scans, name="Preuves"),)),
            Sheet("Versions", "Versions conservées", (), (Table(_LISTED_ISSUES, versions, name="Versions"),)),
        ),
    )


def _listed(register: Register, line: RegisterLine) -> Iterator[tuple[Cell, ...]]:
    who, capacity, _seats = _whom(line)
    whom = (who, capacity, f"{NBSP}; ".join(line.recipient.seats))
    for each in line.sent:
        yield (*whom, *_sent(register, line, each)[3:-1], register.outcome(each).label, each.note)
    if not line.sent:
        yield (*whom, *[None] * 7, "rien d’envoyé", None)
