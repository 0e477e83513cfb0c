"""The letters that tell those who were convened that a meeting is cancelled: why, and what comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Person
from cpr_desk.domain.french import NBSP, day_words, plural
from cpr_desk.domain.letter_kinds import CANCELLATION
from cpr_desk.domain.letters import Wording
from cpr_desk.domain.meetings import Meeting
from cpr_desk.reports import templates, wording
from cpr_desk.reports.document import AddressBlock, Block, Document, Look, bold, paragraph

_TITLE = "Annulation"


@dataclass(frozen=True, slots=True)
class Informed:
    """Who is told, and the day on which the convocation left."""

    person: Person
    convened_on: date


def cancellations(
    commission: Commission,
    meeting: Meeting,
    to: Iterable[Informed],
    issued_on: date,
    following: Meeting | None = None,
    text: Wording | None = None,
) -> tuple[Document, ...]:
    """Return the letters of a cancelled meeting, one a person.

    `following` is the meeting planned next; `text` the commission's own wording, the packaged one unless given.
    """
    text = text or templates.packaged(CANCELLATION)
    return tuple(_letter(commission, meeting, each, issued_on, following, text) for each in to)


def _letter(
    commission: Commission, meeting: Meeting, to: Informed, issued_on: date, following: Meeting | None, text: Wording
) -> Document:
    subject = wording.meeting_subject(meeting)
    return Document(
        title=_TITLE,
        subject=subject,
        letterhead=wording.letterhead(commission),
        blocks=(
            AddressBlock(wording.address_lines(to.person)),
            paragraph(wording.place_and_date(commission, issued_on), look=Look.ASIDE),
            paragraph(bold(f"Objet{NBSP}: "), f"annulation – {subject} (réf. {meeting.reference})"),
            paragraph(f"{wording.call(to.person)},"),
            *_body(meeting, _fields(commission, meeting, to, following), text),
            wording.signature(commission),
        ),
        addressee=to.person.name,
        addressee_id=to.person.id,
        notice=wording.CONFIDENTIAL,
        author=wording.author(commission),
    )


def _body(meeting: Meeting, fields: dict[str, str], text: Wording) -> Iterator[Block]:
    yield from templates.fill(text, "annulation", fields)
    if meeting.cancel_reason:
        yield from templates.fill(text, "motif", fields)
    yield from templates.fill(text, "convocation", fields)
    yield from templates.fill(text, "suite avec réunion" if fields["prochaine"] else "suite", fields)
    yield from templates.fill(text, "contact", fields)
    yield from templates.fill(text, "salutations", fields, keep=True)


def _fields(commission: Commission, meeting: Meeting, to: Informed, following: Meeting | None) -> dict[str, str]:
    return {
        **wording.meeting_fields(meeting),
        "appel": wording.call(to.person),
        "commission": wording.commission_in_words(commission),
        "contact": wording.contact(commission),
        "delai": plural(commission.rules.convocation_days, "jour").replace(" ", NBSP),
        "e": "e" if to.person.is_feminine else "",
        "envoi": day_words(to.convened_on),
        "motif": meeting.cancel_reason.rstrip("."),
        "prevue": "qui devait se clore le" if meeting.is_written else "prévue le",
        "prochaine": f"{following.kind.label} du {wording.meeting_when(following)}" if following else "",
    }
