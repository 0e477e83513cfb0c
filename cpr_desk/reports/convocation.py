"""The convocation letters: titulars convened, substitutes informed, consultative voices invited (annexe 5, 1.2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, MandateRole, Person, Seat
from cpr_desk.domain.french import NBSP, plural
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.presidency import Chair
from cpr_desk.reports import templates, wording
from cpr_desk.reports.agenda import agenda_lines
from cpr_desk.reports.document import (
    AddressBlock,
    Block,
    Document,
    Facts,
    Look,
    bold,
    paragraph,
)


class Recipient(NamedTuple):
    """Who receives a letter: the holder of a seat in a role."""

    seat: Seat
    role: MandateRole

    @property
    def person(self) -> Person:
        """The holder. Raises ValueError when there is none."""
        holding = self.seat.holder(self.role)
        if holding is None:
            raise ValueError(f"nobody is {self.role} of seat {self.seat.id}")
        return holding.person


def convocations(
    commission: Commission,
    meeting: Meeting,
    composition: Composition,
    issued_on: date,
    chair: Chair | None = None,
) -> tuple[Document, ...]:
    """Return the letters of a meeting, one for each mandate, in the order of the official tables."""
    recipients = (Recipient(seat, role) for seat, role, _ in composition.holdings())
    return tuple(convocation(commission, meeting, recipient, issued_on, chair) for recipient in recipients)


def convocation(
    commission: Commission,
    meeting: Meeting,
    recipient: Recipient,
    issued_on: date,
    chair: Chair | None = None,
) -> Document:
    """Return the letter to one recipient. Raises ValueError when nobody holds the seat in that role."""
    person = recipient.person
    title = _title(recipient)
    return Document(
        title=title,
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            AddressBlock(wording.address_lines(person)),
            paragraph(wording.place_and_date(commission, issued_on), look=Look.ASIDE),
            paragraph(
                bold(f"Objet{NBSP}: "),
                f"{title.lower()} – {wording.meeting_subject(meeting)} (réf. {meeting.reference})",
            ),
            paragraph(f"{wording.call(person)},"),
            *_body(commission, meeting, recipient, chair),
            wording.signature(commission),
        ),
        addressee=person.name,
        notice=wording.CONFIDENTIAL,
        author=wording.author(commission),
    )


def _title(recipient: Recipient) -> str:
    if recipient.role is MandateRole.SUBSTITUTE:
        return "Convocation pour information"
    return "Convocation" if recipient.seat.section.votes else "Invitation"


def _body(commission: Commission, meeting: Meeting, recipient: Recipient, chair: Chair | None) -> Iterator[Block]:
    template = templates.packaged("convocation")
    fields = _fields(commission, meeting, recipient)
    seat = recipient.seat
    substitute = recipient.role is MandateRole.SUBSTITUTE
    opening = "suppleant" if substitute else "titulaire" if seat.section.votes else "voix consultative"
    parts = ["réponse du suppléant" if substitute else "réponse"]
    if not substitute and seat.section.votes:
        parts.append("empêchement" if seat.substitute else "empêchement sans suppléant")
    yield templates.fill(template, opening, fields)
    yield Facts(wording.meeting_facts(meeting, chair))
    if meeting.agenda:
        yield templates.fill(template, "ordre du jour", fields)
        yield agenda_lines(meeting.agenda)
    else:
        yield templates.fill(template, "ordre du jour à venir", fields)
    for part in parts:
        yield templates.fill(template, part, fields)
    yield replace(templates.fill(template, "salutations", fields), keep=True)


def _fields(commission: Commission, meeting: Meeting, recipient: Recipient) -> dict[str, str]:
    seat = recipient.seat
    written = meeting.kind is MeetingKind.WRITTEN
    return {
        "appel": wording.call(recipient.person),
        "commission": wording.commission_in_words(commission),
        "contact": wording.contact(commission),
        "delai": plural(commission.rules.agenda_days, "jour"),
        "e": "e" if recipient.person.is_feminine else "",
        "nature": meeting.kind.label,
        "organisme": seat.represents,
        "siege": wording.seat_words(seat),
        "suppleant": seat.substitute.person.courteous_name if seat.substitute else "",
        "tenue": "ouverte jusqu’à la date indiquée ci-dessous" if written else "qui se tiendra",
        "titulaire": f", {seat.titular.person.courteous_name}" if seat.titular else "",
    }
