"""The agenda of a meeting (ordre du jour)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cpr_desk.domain.agenda import Hour, Item, ItemKind, family, hours, numbers
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.durations import minutes_words
from cpr_desk.domain.french import NBSP, capital, time_words, typeset
from cpr_desk.domain.letter_kinds import AGENDA
from cpr_desk.domain.letters import Wording
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion
from cpr_desk.domain.papers import Paper, size_words
from cpr_desk.domain.presidency import Chair
from cpr_desk.reports import templates, wording
from cpr_desk.reports.agenda_opinions import opinion_blocks
from cpr_desk.reports.document import (
    AgendaLine,
    BulletList,
    Document,
    Facts,
    Heading,
    Look,
    NumberedAgenda,
    Paragraph,
    bold,
    italic,
    paragraph,
)
from cpr_desk.reports.marked import marked


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the items: papers by item, names of linked CPTS by id, both opinions, who presides a section.

    `without_opinions` says why the agenda leaves without those it lacks.
    """

    papers: Mapping[int, Sequence[Paper]] = field(default_factory=dict)
    cpts: Mapping[int, str] = field(default_factory=dict)
    opinions: Sequence[Opinion] = ()
    presidents: Mapping[Section, str] = field(default_factory=dict)
    without_opinions: str = ""


BARE = Surroundings()


def agenda(
    commission: Commission,
    meeting: Meeting,
    chair: Chair | None = None,
    around: Surroundings = BARE,
    text: Wording | None = None,
) -> Document:
    """Return the agenda with its items whole, and the opinions of both section presidents (annexe 5, 1.2).

    `text` is the commission's own wording, the packaged one unless given.
    """
    text = text or templates.packaged(AGENDA)
    fields = {
        **wording.meeting_fields(meeting),
        "commission": wording.commission_in_words(commission),
        "contact": wording.contact(commission),
    }
    return Document(
        title="Ordre du jour",
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph("Ordre du jour", look=Look.TITLE),
            paragraph(capital(wording.meeting_subject(meeting)), look=Look.SUBTITLE),
            Facts((*wording.meeting_facts(meeting, chair), (f"Référence{NBSP}:", meeting.reference))),
            *templates.fill(text, "introduction", fields),
            Heading("Points inscrits"),
            *((detailed_lines(meeting, around),) if meeting.agenda else _missing(text)),
            *templates.fill(text, "conclusion", fields),
            *opinion_blocks(meeting.agenda, around.opinions, around.presidents, around.without_opinions),
        ),
        notice=wording.CONFIDENTIAL,
        author=wording.author(commission),
    )


def _missing(text: Wording) -> Iterator[Paragraph]:
    for told in templates.fill(text, "sans point", {}):
        yield Paragraph(tuple(italic(each) if isinstance(each, str) else each for each in told.inlines))


def agenda_lines(items: tuple[Item, ...]) -> NumberedAgenda:
    """Return the titles as a numbered list for a letter, each with what is asked of the commission."""
    told = zip(numbers(items), items, strict=True)
    return NumberedAgenda(tuple(AgendaLine(number, _short(item), item.level) for number, item in told))


def _short(item: Item) -> str:
    asked = item.kind in (ItemKind.OPINION, ItemKind.DECISION, ItemKind.VOTE)
    return typeset(item.title) + (f" ({item.kind.label})" if asked else "")


def detailed_lines(meeting: Meeting, around: Surroundings = BARE) -> NumberedAgenda:
    """Return the items whole: hour, what is done with them, speaker, duration, text, CPTS, papers."""
    items = meeting.agenda
    timed = any(item.minutes for item in items)
    begin = hours(items, meeting.starts if timed else None)
    leads = [len(family(items, place)) > 1 for place in range(len(items))]
    told = zip(numbers(items), begin, items, leads, strict=True)
    return NumberedAgenda(
        tuple(
            AgendaLine(
                number,
                typeset(item.title),
                item.level,
                _note(item, hour, leads=leading),
                (*marked(item.text), *_attached(item, around)),
            )
            for number, hour, item, leading in told
        )
    )


def _note(item: Item, hour: Hour | None, *, leads: bool) -> str:
    """Return « à 14 h 30 · pour avis · Mme Prénom Nom · 20 min »: what is not told takes no room.

    Its title says that minutes are approved; an item that leads others is for information through them.
    """
    begins = hour and f"à {time_words(hour.at)}" + (" le lendemain" if hour.next_day else "")
    told_elsewhere = item.kind is ItemKind.MINUTES or (leads and item.kind is ItemKind.INFORMATION)
    kind = "" if told_elsewhere else item.kind.label
    parts = (begins, kind, item.speaker, item.minutes and minutes_words(item.minutes))
    return " · ".join(part for part in parts if part)


def _attached(item: Item, around: Surroundings) -> Iterator[Paragraph | BulletList]:
    """Yield the CPTS that an item is about, and its papers with their sizes."""
    if item.cpts_id and (name := around.cpts.get(item.cpts_id)):
        yield paragraph(bold(f"CPTS concernée{NBSP}: "), name)
    papers = [f"{paper.name} ({size_words(paper.size)})" for paper in around.papers.get(item.id, ())]
    if len(papers) == 1:
        yield paragraph(bold(f"Pièce jointe{NBSP}: "), papers[0])
    elif papers:
        yield Paragraph((bold(f"Pièces jointes{NBSP}:"),), keep=True)
        yield BulletList(tuple((paper,) for paper in papers))
