"""The words of the mails that carry what is issued for a meeting, by kind and capacity."""

from collections.abc import Iterator
from dataclasses import dataclass

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import Capacity, IssueKind, Recipient
from cpr_desk.domain.french import day_words
from cpr_desk.domain.letter_kinds import MAILS
from cpr_desk.domain.letters import Wording
from cpr_desk.domain.meetings import Meeting
from cpr_desk.reports import templates, wording
from cpr_desk.reports.document import Document
from cpr_desk.reports.mailbox import one_line

_OPENINGS = {
    Capacity.TITULAR: "convocation titulaire",
    Capacity.SUBSTITUTE: "convocation suppléant",
    Capacity.CONSULTATIVE: "convocation voix consultative",
    Capacity.GUEST: "convocation invité",
    Capacity.EXPERT: "convocation expert",
}


@dataclass(frozen=True, slots=True)
class Carried:
    """What a mail carries beside the document: the calendar file, the folder, or papers too large to be carried."""

    calendar: bool = False
    folder: bool = False
    papers_apart: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The subject of a mail and its text."""

    subject: str
    text: str


def mail_words(
    commission: Commission,
    meeting: Meeting,
    kind: IssueKind,
    to: Recipient,
    carried: Carried,
    text: Wording | None = None,
) -> Words:
    """Return the words of the mail to one person; `text` is the commission's own wording, else the packaged one."""
    text = text or templates.packaged(MAILS)
    fields = _fields(commission, meeting, to.person)
    paragraphs = [
        f"{wording.call(to.person)},",
        *(_filled(text, part, fields) for part in _opening(meeting, kind, to.capacity)),
        "\n".join(f"{name} {value}" for name, value in wording.meeting_facts(meeting)),
        *(_filled(text, part, fields) for part in _closing(meeting, kind, to.capacity, carried)),
        "\n".join(_signature(commission)),
    ]
    subject = one_line(_filled(text, _subject(kind, to.capacity), fields)) or _title(kind, to.capacity)
    return Words(subject, "\n\n".join(paragraph for paragraph in paragraphs if paragraph))


def document_name(kind: IssueKind, meeting: Meeting, to: Recipient) -> str:
    """Return the name of the attached document, « Convocation du 10 juin 2021 – Prénom Nom.pdf »."""
    whose = f" – {to.person.name}" if kind is not IssueKind.AGENDA else ""
    return f"{_title(kind, to.capacity)} du {day_words(meeting.on)}{whose}.pdf"


def cover(commission: Commission, meeting: Meeting, kind: IssueKind, to: Recipient) -> Document:
    """Return the document, without its text, that names the letter of one person in the metadata of its own file."""
    return Document(
        title=_title(kind, to.capacity),
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(),
        addressee=to.person.name,
        author=wording.author(commission),
    )


def _title(kind: IssueKind, capacity: Capacity) -> str:
    if kind is IssueKind.AGENDA:
        return "Ordre du jour"
    if kind is IssueKind.CANCELLATION:
        return "Annulation"
    if capacity is Capacity.SUBSTITUTE:
        return "Convocation pour information"
    return "Convocation" if capacity.is_convened else "Invitation"


def _subject(kind: IssueKind, capacity: Capacity) -> str:
    if kind is not IssueKind.CONVOCATION:
        return f"objet {kind.label}"
    if capacity is Capacity.SUBSTITUTE:
        return "objet information"
    return "objet convocation" if capacity.is_convened else "objet invitation"


def _opening(meeting: Meeting, kind: IssueKind, capacity: Capacity) -> Iterator[str]:
    if kind is IssueKind.CONVOCATION:
        yield _OPENINGS[capacity]
    elif kind is IssueKind.AGENDA:
        yield "ordre du jour suppléant" if capacity is Capacity.SUBSTITUTE else "ordre du jour"
    else:
        yield "annulation écrite" if meeting.is_written else "annulation"


def _closing(meeting: Meeting, kind: IssueKind, capacity: Capacity, carried: Carried) -> Iterator[str]:
    if carried.calendar:
        part = "calendrier annulé" if kind is IssueKind.CANCELLATION else "calendrier"
        yield f"{part} écrit" if meeting.is_written else part
    if carried.folder:
        yield "dossier"
    if carried.papers_apart:
        yield "pièces à part"
    if kind is IssueKind.CONVOCATION:
        yield wording.answer_part(meeting, capacity)
    yield "salutations"


def _filled(text: Wording, part: str, fields: dict[str, str]) -> str:
    """Return a part as plain text: a mail has no bold words."""
    paragraphs = templates.fill(text, part, fields)
    return "\n\n".join(
        "".join(inline if isinstance(inline, str) else inline.text for inline in paragraph.inlines)
        for paragraph in paragraphs
    )


def _fields(commission: Commission, meeting: Meeting, person: Person) -> dict[str, str]:
    return {
        "appel": wording.call(person),
        "commission": wording.commission_in_words(commission),
        "contact": wording.contact(commission),
        "e": "e" if person.is_feminine else "",
        "jour": day_words(meeting.on),
        "nature": meeting.kind.label,
        "quand": wording.meeting_when(meeting),
        "reference": meeting.reference,
    }


def _signature(commission: Commission) -> Iterator[str]:
    office = commission.secretariat
    lines = (office.signatory, office.signatory_title, office.name, commission.name, office.phone, office.email)
    yield from dict.fromkeys(line for line in lines if line)
