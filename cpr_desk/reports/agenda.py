"""The agenda of a meeting (ordre du jour)."""

from collections.abc import Iterator

from cpr_desk.domain import markup
from cpr_desk.domain.agenda import Hour, Item, ItemKind, hours, numbers
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.deadlines import SOURCE, DeadlineKind
from cpr_desk.domain.durations import minutes_words
from cpr_desk.domain.french import NBSP, capital, time_words, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.presidency import Chair
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    AgendaLine,
    BulletList,
    Document,
    Facts,
    Heading,
    Inline,
    Look,
    NumberedAgenda,
    Paragraph,
    Run,
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
            detailed_lines(meeting) if meeting.agenda else missing,
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
    """Return the titles as a numbered list."""
    return NumberedAgenda(
        tuple(AgendaLine(number, item.title, item.level) for number, item in zip(numbers(items), items, strict=True))
    )


def detailed_lines(meeting: Meeting) -> NumberedAgenda:
    """Return the items whole: hour, what is done with them, speaker, duration, text."""
    timed = any(item.minutes for item in meeting.agenda)
    begin = hours(meeting.agenda, meeting.starts if timed else None)
    told = zip(numbers(meeting.agenda), begin, meeting.agenda, strict=True)
    return NumberedAgenda(
        tuple(
            AgendaLine(number, typeset(item.title), item.level, _note(item, hour), tuple(_body(item.text)))
            for number, hour, item in told
        )
    )


def _note(item: Item, hour: Hour | None) -> str:
    """Return « à 14 h 30 · pour avis · Mme Prénom Nom · 20 min »: what is not told takes no room."""
    begins = hour and f"à {time_words(hour.at)}" + (" le lendemain" if hour.next_day else "")
    plain = item.kind in (ItemKind.INFORMATION, ItemKind.MINUTES)
    parts = (begins, "" if plain else item.kind.label, item.speaker, item.minutes and minutes_words(item.minutes))
    return " · ".join(part for part in parts if part)


def _body(text: str) -> Iterator[Paragraph | BulletList]:
    for block in markup.read(typeset(text)):
        if isinstance(block, markup.Bullets):
            yield BulletList(tuple(tuple(_inlines(line)) for line in block.items))
        else:
            feeds = [[*_inlines(line), "\n"] for line in block.lines]
            yield Paragraph(tuple(inline for line in feeds for inline in line)[:-1])


def _inlines(line: markup.Line) -> Iterator[Inline]:
    for span in line:
        yield Run(span.text, span.bold)
        address = span.link.removeprefix("mailto:")
        if span.link and address != span.text:
            yield f" ({address})"
