"""The statement that a session had no quorum, and what follows; a form to fill in by hand where none was recorded."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from cpr_desk.domain.attendance import Floor
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Commission
from cpr_desk.domain.composition import VOTING, Section
from cpr_desk.domain.french import NBSP, capital, date_words, listing, plural, time_words
from cpr_desk.domain.presidency import Chair
from cpr_desk.domain.quorum import Quorum, rule_words
from cpr_desk.domain.sitting import Session
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Kind,
    Look,
    Row,
    SignatureBox,
    Signatures,
    Table,
    bold,
    paragraph,
)

_ROW_HEIGHT = 9
_BLANK_HOUR = f"{'…' * 4}{NBSP}h{NBSP}{'…' * 4}"


def no_quorum(
    commission: Commission, session: Session, limit: date, chair: Chair | None, presidents: Mapping[Section, str]
) -> Document:
    """Return the page; `limit` is the last day of the second meeting."""
    return Document(
        title="Constat d’absence de quorum",
        subject=wording.meeting_subject(session.meeting),
        letterhead=wording.letterhead(commission),
        blocks=tuple(_blocks(commission, session, limit, chair, presidents)),
        author=wording.author(commission),
    )


def _blocks(
    commission: Commission, session: Session, limit: date, chair: Chair | None, presidents: Mapping[Section, str]
) -> Iterator[Block]:
    meeting, sitting = session.meeting, session.sitting
    stated = sitting.constat_at if sitting else None
    yield paragraph("Constat d’absence de quorum", look=Look.TITLE)
    yield paragraph(f"{capital(meeting.kind.label)} du {wording.meeting_when(meeting)}", look=Look.SUBTITLE)
    hours = (
        (f"Référence{NBSP}:", meeting.reference),
        (f"Séance{NBSP}:", session.hours if sitting else f"ouverte à {_BLANK_HOUR}"),
        (f"Constaté à{NBSP}:", time_words(stated.time()) if stated else _BLANK_HOUR),
    )
    yield Facts((*wording.meeting_facts(meeting, chair), *hours))
    yield paragraph(
        f"À cette heure, le quorum de la {wording.commission_in_words(commission)} n’est pas atteint{NBSP}: elle ne "
        "peut pas délibérer."
    )
    yield Heading("Membres présents ou suppléés")
    yield _counts(session, session.quorum(stated) if stated else None)
    if stated:
        yield from _present(session.floor(stated))
    yield paragraph(rule_words(session.rules), look=Look.SMALL)
    yield Heading("Suite")
    yield paragraph(
        f"Une seconde réunion est convoquée dans un délai {_delay(session.rules.second_meeting_months)}, soit ",
        bold(f"au plus tard le {date_words(limit)}"),
        ", avec le même ordre du jour. Elle est valable quel que soit le nombre de membres présents, la parité entre "
        f"les sections étant maintenue ({DEFAULT_RULE_NOTICE}).",
    )
    yield Signatures(
        tuple(
            SignatureBox(f"La présidence de la {section.label.lower()}", presidents.get(section, ""))
            for section in VOTING
        )
    )


def _delay(months: int) -> str:
    return "d’un mois" if months == 1 else f"de {plural(months, 'mois', 'mois')}"


def _counts(session: Session, quorum: Quorum | None) -> Table:
    """Return the figures of each section; those of a form are left to be written."""
    columns = (
        Column("Section", 2.2),
        Column("Sièges", 1, Kind.INTEGER),
        Column("Voix", 1, Kind.INTEGER),
        Column("Quorum", 1, Kind.INTEGER),
        Column("Comptés", 1, Kind.INTEGER if quorum else Kind.SIGNATURE),
        Column("Manquants", 1.1, Kind.INTEGER if quorum else Kind.SIGNATURE),
        Column("Voix représentées", 1.5, Kind.INTEGER if quorum else Kind.SIGNATURE),
    )
    counts = (quorum or session.quorum(datetime.combine(session.meeting.on, time()))).counts
    told = [
        Row(
            (
                count.section.label,
                count.seats,
                count.all_votes,
                count.needed,
                *((count.counted, count.missing, count.votes) if quorum else (None, None, None)),
            )
        )
        for count in counts
    ]
    return Table(columns, tuple(told), row_height=0 if quorum else _ROW_HEIGHT)


def _present(floor: Floor) -> Iterator[Block]:
    """Name who was there, section by section."""
    for section in VOTING:
        names = dict.fromkeys(v.person.courteous_name for v in floor.of(section) if v.person and v.in_person)
        yield paragraph(bold(f"{section.label}{NBSP}: "), f"{listing(names) or 'personne'}.")
