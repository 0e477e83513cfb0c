"""The attendance sheet (feuille d’émargement): who may sit, with how many votes, and room to sign."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, Holding, Seat, Section
from cpr_desk.domain.dispatch import Recipient
from cpr_desk.domain.french import NBSP, capital, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.presidency import Chair
from cpr_desk.domain.quorum import rule_words
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
    Paragraph,
    Row,
    SignatureBox,
    Signatures,
    Table,
    paragraph,
)

_ROW_HEIGHT = 9
"""Millimetres: room for a real signature."""


def attendance_sheet(
    commission: Commission,
    meeting: Meeting,
    composition: Composition,
    chair: Chair | None = None,
    presidents: Mapping[Section, str] = MappingProxyType({}),
    to: Iterable[Recipient] = (),
) -> Document:
    """Return the sheet to sign, by section, then the count of votes and the quorum to fill in.

    `presidents` names who presides each section; those of the recipients `to` who hold no seat sign after the members.
    """
    return Document(
        title="Feuille d’émargement",
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Feuille d’émargement", look=Look.TITLE),
            paragraph(_when(meeting), look=Look.SUBTITLE),
            *_whereabouts(meeting, chair),
            *(block for section in Section for block in _section(composition, section)),
            *_guests(composition, to),
            *_closing(commission, composition, presidents),
        ),
        author=wording.author(commission),
        landscape=True,
    )


def _when(meeting: Meeting) -> str:
    return capital(f"{meeting.kind.label} du {wording.meeting_when(meeting)}")


def _whereabouts(meeting: Meeting, chair: Chair | None) -> tuple[Block, ...]:
    words = (meeting.place, f"présidence{NBSP}: {wording.chair_words(chair)}" if chair else "")
    line = " – ".join(word for word in words if word)
    return (paragraph(capital(line)),) if line else ()


def _section(composition: Composition, section: Section) -> tuple[Block, ...]:
    seats = composition.of(section)
    if not seats:
        return ()
    words = plural(len(seats), "siège") + (f", {composition.votes(section)}{NBSP}voix" if section.votes else "")
    table = Table(
        (*_LEAD[section], *_SIGNING, *_HOURS, *_GIVEN[: section.votes]),
        tuple(
            Row((*_lead(seat), _name(seat.titular), None, _name(seat.substitute), None, *[None] * (2 + section.votes)))
            for seat in seats
        ),
        grouped=section is not Section.SOCIAL,
        row_height=_ROW_HEIGHT,
    )
    return (Heading(f"{section.label} ({words})"), table)


_LEAD = {
    Section.SOCIAL: (Column("Régime", 2), Column("Voix", 0.6, Kind.INTEGER)),
    Section.PROFESSIONAL: (Column("Profession", 2.9), Column("Syndicat", 1.25), Column("Voix", 0.6, Kind.INTEGER)),
    Section.CONSULTATIVE: (Column("Organisme", 2.6),),
}
_SIGNING = (
    Column("Titulaire", 2.4),
    Column("Signature du titulaire", 2.3, Kind.SIGNATURE),
    Column("Suppléant", 2.4),
    Column("Signature du suppléant", 2.5, Kind.SIGNATURE),
)
_HOURS = (Column("Arrivée", 1.05, Kind.SIGNATURE), Column("Départ", 1, Kind.SIGNATURE))
_GIVEN = (Column("Pouvoir donné à", 1.85, Kind.SIGNATURE),)
"""Who votes may give a proxy; the others have none to give."""


def _lead(seat: Seat) -> tuple[Cell, ...]:
    match seat.section:
        case Section.SOCIAL:
            return seat.represents, seat.votes
        case Section.PROFESSIONAL:
            return seat.profession.label if seat.profession else "", seat.organisation, seat.votes
        case Section.CONSULTATIVE:
            return (seat.represents,)


def _name(holding: Holding | None) -> Cell:
    return holding.person.name if holding else "–"


def _guests(composition: Composition, to: Iterable[Recipient]) -> tuple[Block, ...]:
    seated = {holding.person.id for _, _, holding in composition.holdings()}
    rows = [
        Row((each.person.courteous_name, capital(each.capacity.label), None, None, None))
        for each in to
        if each.person.id not in seated
    ]
    if not rows:
        return ()
    columns = Column("Personne", 3), Column("Qualité", 2), Column("Signature", 3, Kind.SIGNATURE), *_HOURS
    table = Table(columns, tuple(rows), row_height=_ROW_HEIGHT)
    return (Heading("Autres personnes invitées (sans droit de vote)"), table)


def _closing(commission: Commission, composition: Composition, presidents: Mapping[Section, str]) -> tuple[Block, ...]:
    voting = [section for section in Section if section.votes]
    counted = Table(
        (
            Column("Section", 2.2),
            Column("Sièges", 1, Kind.INTEGER),
            Column("Voix", 1, Kind.INTEGER),
            Column("Titulaires désignés", 1.4, Kind.INTEGER),
            Column("Membres présents ou suppléés", 2, Kind.SIGNATURE),
            Column("Voix représentées", 2, Kind.SIGNATURE),
            Column("Quorum atteint", 2),
        ),
        tuple(
            Row(
                (
                    section.label,
                    len(composition.of(section)),
                    composition.votes(section),
                    sum(seat.titular is not None for seat in composition.of(section)),
                    None,
                    None,
                    f"☐{NBSP}oui{NBSP * 4}☐{NBSP}non",
                )
            )
            for section in voting
        ),
        row_height=_ROW_HEIGHT,
    )
    return (
        Heading("Voix et quorum"),
        Paragraph((rule_words(commission.rules),), Look.SMALL, keep=True),
        counted,
        Facts(
            (
                (f"Quorum constaté à{NBSP}:", f"{'…' * 4}{NBSP}h{NBSP}{'…' * 4}"),
                (f"Observations{NBSP}:", "…" * 70),
            )
        ),
        Signatures(
            tuple(
                SignatureBox(f"La présidence de la {section.label.lower()}", presidents.get(section, ""))
                for section in voting
            )
        ),
    )
