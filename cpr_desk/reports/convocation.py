"""The convocation letters: titulars convened, substitutes informed, the others invited (annexe 5, 1.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, MandateRole, Person, Seat
from cpr_desk.domain.dispatch import Capacity, Recipient
from cpr_desk.domain.french import NBSP, day_words, listing, plural
from cpr_desk.domain.letter_kinds import CONVOCATION
from cpr_desk.domain.letters import Wording
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

_OPENINGS = {
    Capacity.TITULAR: "titulaire",
    Capacity.SUBSTITUTE: "suppleant",
    Capacity.CONSULTATIVE: "voix consultative",
    Capacity.GUEST: "invité",
    Capacity.EXPERT: "expert",
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who receives one letter, whatever the number of seats: those of the capacity that counts, and the others.

    `replaces` is the day on which the person was sent a convocation that told something else, `told_off` that on which
    a cancellation was, since lifted; `copied` names the organisations that receive a copy.
    """

    person: Person
    capacity: Capacity
    seats: tuple[Seat, ...] = ()
    others: tuple[tuple[Seat, MandateRole], ...] = ()
    replaces: date | None = None
    copied: tuple[str, ...] = ()
    told_off: date | None = None


def addressee(
    recipient: Recipient, composition: Composition, replaces: date | None = None, copied: tuple[str, ...] = ()
) -> Addressee:
    """Return a recipient with the seats held; somebody added by hand without any is a guest, or an expert."""
    person, capacity = recipient.person, recipient.capacity
    held = [(seat, role) for seat, role, holding in composition.holdings() if holding.person.id == person.id]
    if capacity is Capacity.EXPERT or not held:
        capacity = Capacity.EXPERT if capacity is Capacity.EXPERT else Capacity.GUEST
    if capacity in (Capacity.GUEST, Capacity.EXPERT):
        return Addressee(person, capacity, replaces=replaces)
    counting = tuple(seat for seat, role in held if _capacity(seat, role) is capacity)
    others = tuple((seat, role) for seat, role in held if _capacity(seat, role) is not capacity)
    return Addressee(person, capacity, counting, others, replaces, copied)


def _capacity(seat: Seat, role: MandateRole) -> Capacity:
    if role is MandateRole.SUBSTITUTE:
        return Capacity.SUBSTITUTE
    return Capacity.TITULAR if seat.section.votes else Capacity.CONSULTATIVE


def convocations(
    commission: Commission,
    meeting: Meeting,
    to: Iterable[Addressee],
    issued_on: date,
    chair: Chair | None = None,
    text: Wording | None = None,
) -> tuple[Document, ...]:
    """Return the letters of a meeting, one a person, in the order of the recipients.

    `text` is the commission's own wording, the packaged one unless given.
    """
    return tuple(convocation(commission, meeting, each, issued_on, chair, text) for each in to)


def convocation(
    commission: Commission,
    meeting: Meeting,
    to: Addressee,
    issued_on: date,
    chair: Chair | None = None,
    text: Wording | None = None,
) -> Document:
    """Return the letter to one person, in the packaged wording unless a `text` is given."""
    person = to.person
    title = _title(to)
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
            *_body(commission, meeting, to, chair, text or templates.packaged(CONVOCATION)),
            wording.signature(commission),
            *wording.copied_line(to.copied),
        ),
        addressee=person.name,
        addressee_id=person.id,
        notice=wording.CONFIDENTIAL,
        author=wording.author(commission),
    )


def _title(to: Addressee) -> str:
    if to.capacity is Capacity.SUBSTITUTE:
        return "Convocation pour information"
    return "Convocation" if to.capacity.is_convened else "Invitation"


def _body(
    commission: Commission, meeting: Meeting, to: Addressee, chair: Chair | None, text: Wording
) -> Iterator[Block]:
    fields = _fields(commission, meeting, to)
    if to.told_off:
        yield from templates.fill(text, "rétablissement", fields)
    elif to.replaces:
        yield from templates.fill(text, "remplacement", fields)
    yield from templates.fill(text, _OPENINGS[to.capacity], fields)
    yield Facts(wording.meeting_facts(meeting, chair))
    if meeting.agenda:
        yield from templates.fill(text, "ordre du jour", fields)
        yield agenda_lines(meeting.agenda)
    else:
        yield from templates.fill(text, "ordre du jour à venir", fields)
    for part in _closing_parts(meeting, to):
        yield from templates.fill(text, part, fields)
    yield from templates.fill(text, "salutations", fields, keep=True)


def _closing_parts(meeting: Meeting, to: Addressee) -> Iterator[str]:
    if to.others:
        yield "autres sièges"
    yield wording.answer_part(meeting, to.capacity)
    if to.capacity is Capacity.TITULAR:
        substituted = any(seat.substitute for seat in to.seats)
        yield "empêchement" if substituted else "empêchement sans suppléant"


def _fields(commission: Commission, meeting: Meeting, to: Addressee) -> dict[str, str]:
    written = meeting.kind is MeetingKind.WRITTEN
    substitutes = [seat.substitute.person.courteous_name for seat in to.seats if seat.substitute]
    titulars = [seat.titular.person.courteous_name for seat in to.seats if seat.titular]
    return {
        "annulee": day_words(to.told_off) if to.told_off else "",
        "appel": wording.call(to.person),
        **wording.meeting_fields(meeting),
        "autres": listing(_other(to.person, seat, role) for seat, role in to.others),
        "commission": wording.commission_in_words(commission),
        "contact": wording.contact(commission),
        "delai": plural(commission.rules.agenda_days, "jour"),
        "e": "e" if to.person.is_feminine else "",
        "organisme": listing(dict.fromkeys(seat.represents for seat in to.seats)),
        "remplacee": day_words(to.replaces) if to.replaces else "",
        "siege": listing(wording.seat_words(seat) for seat in to.seats),
        "suppleant": listing(substitutes),
        "supplee": "suppléent" if len(substitutes) > 1 else "supplée",
        "tenue": "ouverte jusqu’à la date indiquée ci-dessous" if written else "qui se tiendra",
        "terme": "la clôture de la consultation" if written else "la réunion",
        "titulaire": f", {' ou '.join(titulars)}" if titulars else "",
    }


def _other(person: Person, seat: Seat, role: MandateRole) -> str:
    """Return « suppléante (voix consultative, URPS) »; a titular voice that does not vote is its own word."""
    if role is MandateRole.TITULAR and not seat.section.votes:
        return f"voix consultative ({seat.represents})"
    return f"{role.said_of(person)} ({wording.seat_words(seat)})"
