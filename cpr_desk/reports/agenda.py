"""The agenda of a meeting (ordre du jour)."""

from cpr_desk.domain.agenda import Item, numbers
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.deadlines import SOURCE, DeadlineKind
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.presidency import Chair
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    AgendaLine,
    Document,
    Facts,
    Heading,
    Look,
    NumberedAgenda,
    SignatureBox,
    Signatures,
    italic,
    paragraph,
)


def agenda(commission: Commission, meeting: Meeting, chair: Chair | None = None) -> Document:
    """Return the agenda, with room for the opinions of both section presidents (annexe 5, 1.2)."""
    missing = paragraph(italic("L’ordre du jour n’est pas encore établi."))
    return Document(
        title="Ordre du jour",
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Ordre du jour", look=Look.TITLE),
            paragraph(capital(wording.meeting_subject(meeting)), look=Look.SUBTITLE),
            Facts((*wording.meeting_facts(meeting, chair), (f"Référence{NBSP}:", meeting.reference))),
            Heading("Points inscrits"),
            agenda_lines(meeting.agenda) if meeting.agenda else missing,
            Heading("Avis des présidents de section"),
            paragraph(
                f"{DeadlineKind.AGENDA.rule}{NBSP}: {SOURCE}.",
                look=Look.SMALL,
            ),
            Signatures(
                (
                    SignatureBox("Président de la section sociale\nAvis, date et signature"),
                    SignatureBox("Président de la section professionnelle\nAvis, date et signature"),
                )
            ),
        ),
        notice=wording.CONFIDENTIAL,
        author=wording.author(commission),
    )


def agenda_lines(items: tuple[Item, ...]) -> NumberedAgenda:
    """Return the items as a numbered list."""
    return NumberedAgenda(
        tuple(AgendaLine(number, item.title, item.level) for number, item in zip(numbers(items), items, strict=True))
    )
