"""The letters by which an organisation receives, for information, a copy of what is sent to its members."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.copies import Copy
from cpr_desk.domain.french import NBSP, capital, listing, plural
from cpr_desk.domain.letters import Wording
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.organisations import courtesy
from cpr_desk.domain.presidency import Chair
from cpr_desk.reports import templates, wording
from cpr_desk.reports.agenda import agenda_lines
from cpr_desk.reports.document import AddressBlock, Block, Column, Document, Facts, Look, Row, Table, bold, paragraph
from cpr_desk.reports.reminders import address_lines

TITLE = "Copie pour information"


@dataclass(frozen=True, slots=True)
class Source:
    """What is copied: the convocation of a meeting, or its cancellation once it is cancelled; `text` is the wording."""

    meeting: Meeting
    issued_on: date
    text: Wording
    chair: Chair | None = None


def copy_letters(commission: Commission, to: Iterable[Copy], source: Source) -> tuple[Document, ...]:
    """Return a letter for each organisation, in the order given."""
    return tuple(_letter(commission, each, source) for each in to)


def _letter(commission: Commission, to: Copy, source: Source) -> Document:
    meeting = source.meeting
    what = "annulation" if meeting.is_cancelled else "convocation"
    return Document(
        title=TITLE,
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            AddressBlock(address_lines(to.organisation)),
            paragraph(wording.place_and_date(commission, source.issued_on), look=Look.ASIDE),
            paragraph(
                bold(f"Objet{NBSP}: "),
                f"{TITLE.lower()} – {what} – {wording.meeting_subject(meeting)} (réf. {meeting.reference})",
            ),
            paragraph(f"{courtesy(to.organisation.addressee)},"),
            *_body(commission, to, source),
            wording.signature(commission),
        ),
        addressee=to.organisation.name,
        notice=wording.CONFIDENTIAL,
        author=wording.author(commission),
    )


def _body(commission: Commission, to: Copy, source: Source) -> Iterator[Block]:
    meeting, text, fields = source.meeting, source.text, _fields(commission, to, source.meeting)
    if meeting.is_cancelled:
        yield from templates.fill(text, "annulation", fields)
        yield from templates.fill(text, "représentants prévenus", fields)
        yield _members(to)
    else:
        yield from templates.fill(text, "convocation", fields)
        yield Facts(wording.meeting_facts(meeting, source.chair))
        yield from templates.fill(text, "représentants", fields)
        yield _members(to)
        yield from templates.fill(text, "ordre du jour" if meeting.agenda else "ordre du jour à venir", fields)
        if meeting.agenda:
            yield agenda_lines(meeting.agenda)
    yield from templates.fill(text, "suite", fields)
    yield from templates.fill(text, "salutations", fields, keep=True)


def _members(to: Copy) -> Table:
    return Table(
        (Column("Personne", 2), Column("Qualité", 1.6), Column("Siège", 2.4)),
        tuple(
            Row((each.person.courteous_name, capital(each.capacity.label), listing(each.seats))) for each in to.members
        ),
    )


def _fields(commission: Commission, to: Copy, meeting: Meeting) -> dict[str, str]:
    reason = meeting.cancel_reason.rstrip(".")
    return {
        **wording.meeting_fields(meeting),
        "appel": courtesy(to.organisation.addressee),
        "commission": wording.commission_in_words(commission),
        "contact": wording.contact(commission),
        "delai": plural(commission.rules.agenda_days, "jour").replace(" ", NBSP),
        "motif": f", pour le motif suivant{NBSP}: {reason}" if reason else "",
        "prevue": "qui devait se clore le" if meeting.is_written else "prévue le",
        "tenue": "ouverte jusqu’à la date indiquée ci-dessous" if meeting.is_written else "qui se tiendra",
    }
