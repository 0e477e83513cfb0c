"""What leaves by mail for a meeting: its calendar file, and a draft a person with the letter kept, exactly theirs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import Capacity, Issue, IssueKind, Recipient
from cpr_desk.domain.french import NBSP, capital, day_words, listing
from cpr_desk.domain.letter_kinds import MAILS
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.papers import size_words
from cpr_desk.errors import UserError
from cpr_desk.office import meeting_files
from cpr_desk.office.documents import DocumentKind, Request
from cpr_desk.office.letters import wording
from cpr_desk.office.meeting_files import Omission
from cpr_desk.services import commission as commissions
from cpr_desk.services import dispatch, issues, meetings, papers, recipients, reference
from cpr_desk.services.contacts import parse_email
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.eml import Draft
    from cpr_desk.reports.mailbox import Mailbox

Progress = Callable[[int, int], None]

LARGEST_MAIL = 10 * 2**20
"""Bytes of a mail that servers still carry, its attachments encoded: many refuse more."""
_PDF = "application/pdf"
_ENCODED = 78 / 57
"""How much longer an attached file becomes: 57 bytes make a line of 76 characters and its end."""


@dataclass(frozen=True, slots=True)
class MailOrder:
    """A version to send by mail, and the moment (aware) that stamps its calendar files."""

    commission_id: int
    meeting_id: int
    version: Issue
    stamp: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gets a draft of a version; who cannot for want of a usable address, or of a letter in that version.

    `calendars` counts those who also get the calendar file. `refusal` says in French why the version may not leave.
    """

    to: tuple[Recipient, ...] = ()
    without_mail: tuple[Recipient, ...] = ()
    without_letter: tuple[Recipient, ...] = ()
    calendars: int = 0
    refusal: UserError | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    """The folder of drafts that were written, one a recipient, and what the person should know of them.

    `too_large` is the size of a meeting folder that no mail can carry, in words; `left_out` what one carried lacks.
    """

    folder: Path
    plan: Plan
    too_large: str = ""
    left_out: tuple[Omission, ...] = ()


@dataclass(frozen=True, slots=True)
class _Folder:
    """The meeting folder, where it can be attached."""

    pdf: bytes = b""
    too_large: str = ""
    left_out: tuple[Omission, ...] = ()


def gets_calendar(kind: IssueKind, capacity: Capacity) -> bool:
    """Return whether a mail carries the calendar file: a substitute who is only informed keeps the day free."""
    return kind is not IssueKind.AGENDA and capacity is not Capacity.SUBSTITUTE


def calendar_name(meeting: Meeting) -> str:
    """Return the name of the calendar file of a meeting."""
    return f"{capital(meeting.kind.label)} du {day_words(meeting.on)}.ics"


def write_calendar(db: Database, commission_id: int, meeting_id: int, stamp: datetime, file: Path) -> Path:
    """Write a meeting, or its cancellation, as a calendar file for anybody, and return the file.

    Raises UserError when the secretariat has no mail address: a calendar names who organises.
    """
    from cpr_desk.reports.files import write_atomically

    commission = commissions.the_commission(db, commission_id)
    meeting = meetings.find_meeting(db, commission_id, meeting_id)
    write_atomically(file, _calendar(commission, meeting, stamp, None))
    return file


def last_versions(db: Database, meeting: Meeting) -> tuple[Issue, ...]:
    """Return the last version of each kind that was issued for a meeting."""
    return tuple({each.kind: each for each in issues.issues_of(db, meeting)}.values())


def plan(db: Database, meeting: Meeting, version: Issue) -> Plan:
    """Return who would get a draft of a version, and who not."""
    letters = issues.letters_of(db, version)
    for_all = version.kind is IssueKind.AGENDA
    to, without_mail, without_letter = [], [], []
    for each in _candidates(db, meeting, version.kind):
        if not for_all and each.person.id not in letters:
            without_letter.append(each)
        elif _mailbox(each.person) is None:
            without_mail.append(each)
        else:
            to.append(each)
    calendars = sum(gets_calendar(version.kind, each.capacity) for each in to)
    refusal = _refusal(db, meeting, version)
    if not to and refusal is None:
        refusal = UserError(
            "Aucun destinataire de cette version n’a d’adresse électronique utilisable.",
            "Complétez leurs fiches, ou envoyez les lettres par la poste.",
        )
    told = () if version.kind is IssueKind.CANCELLATION else tuple(without_letter)
    return Plan(tuple(to), tuple(without_mail), told, calendars, refusal)


def _candidates(db: Database, meeting: Meeting, kind: IssueKind) -> tuple[Recipient, ...]:
    """Return who may be written to: a cancellation is for whoever was convened, members or not any more."""
    if kind is IssueKind.CANCELLATION:
        return tuple(line.recipient for line in dispatch.register_of(db, meeting).lines)
    return recipients.recipients_of(db, meeting)


def write_drafts(db: Database, order: MailOrder, folder: Path, progress: Progress | None = None) -> Drafts:
    """Write one draft a recipient into a new folder, whole or not at all.

    Raises UserError for a version that no longer tells the meeting, without anybody to write to, and when the
    secretariat has no mail address.
    """
    from cpr_desk.reports import eml
    from cpr_desk.reports.files import safe_name, whole_folder, write_atomically

    tell = progress or (lambda _done, _total: None)
    commission = commissions.the_commission(db, order.commission_id)
    meeting = meetings.find_meeting(db, order.commission_id, order.meeting_id)
    planned = plan(db, meeting, order.version)
    if planned.refusal:
        raise planned.refusal
    bound = _bound(db, order, meeting, tell)
    drafts = _drafts(db, commission, meeting, order, planned.to, bound)
    with whole_folder(folder / safe_name(_folder_name(order.version, meeting))) as (beside, final):
        for number, (to, draft) in enumerate(zip(planned.to, drafts, strict=True), start=1):
            write_atomically(beside / f"{number:03d} {safe_name(to.person.name)}.eml", eml.render(draft))
            tell(number, len(planned.to))
    return Drafts(final, planned, bound.too_large, bound.left_out)


def _folder_name(version: Issue, meeting: Meeting) -> str:
    return f"Courriels - {version.kind.label} version {version.number} - {meeting.on.isoformat()}"


def _refusal(db: Database, meeting: Meeting, version: Issue) -> UserError | None:
    """Return why a version may not leave: it no longer tells the meeting as it stands."""
    named = f"{capital(version.kind.label)}, version{NBSP}{version.number}"
    if version.kind is IssueKind.CANCELLATION:
        if meeting.is_cancelled:
            return None
        return UserError(f"{named}{NBSP}: la réunion est rétablie.", "Éditez et envoyez une nouvelle convocation.")
    if meeting.is_cancelled:
        return UserError(f"{named}{NBSP}: la réunion est annulée.", "Éditez et envoyez l’annulation.")
    is_agenda = version.kind is IssueKind.AGENDA
    changes = issues.needs_new_agenda(db, meeting) if is_agenda else issues.needs_new_convocation(db, meeting)
    if not changes:
        return None
    what = "l’ordre du jour" if is_agenda else "les convocations"
    return UserError(f"{named}, ne dit plus ce qui est prévu{NBSP}: {listing(changes)}.", f"Éditez de nouveau {what}.")


def _bound(db: Database, order: MailOrder, meeting: Meeting, progress: Progress) -> _Folder:
    """Bind the folder that goes with an agenda which has papers, unless a mail cannot carry it."""
    if order.version.kind is not IssueKind.AGENDA or not any(papers.papers_of(db, meeting.id).values()):
        return _Folder()
    issued = order.version.issued_on
    request = Request(
        order.commission_id, DocumentKind.AGENDA, issued, issued, meeting.id,
        without_opinions=order.version.without_opinions,
    )  # fmt: skip
    pdf, left_out = meeting_files.bind_folder(db, request, progress)
    if (len(pdf) + order.version.size) * _ENCODED > LARGEST_MAIL:
        return _Folder(too_large=size_words(len(pdf)))
    return _Folder(pdf, left_out=left_out)


def _drafts(
    db: Database, commission: Commission, meeting: Meeting, order: MailOrder, to: Sequence[Recipient], bound: _Folder
) -> "Iterator[Draft]":
    """Yield the draft of each recipient, in order; the letter is cut out of the version kept."""
    from cpr_desk.reports import ics, meeting_mail
    from cpr_desk.reports.eml import Attachment, Draft

    kind, sender, text = order.version.kind, _secretariat(commission), wording(db, commission.id, MAILS)
    folder_name = f"{meeting_files.FOLDER} du {day_words(meeting.on)}.pdf"
    apart = (Attachment(folder_name, _PDF, bound.pdf),) if bound.pdf else ()
    for each, letter in zip(to, _letters(db, commission, meeting, order.version, to), strict=True):
        mailbox = _mailbox(each.person)
        calendar = gets_calendar(kind, each.capacity)
        carried = meeting_mail.Carried(calendar, bool(bound.pdf), bool(bound.too_large))
        words = meeting_mail.mail_words(commission, meeting, kind, each, carried, text)
        attached = [Attachment(meeting_mail.document_name(kind, meeting, each), _PDF, letter), *apart]
        if calendar:
            entry = _calendar(commission, meeting, order.stamp, mailbox)
            attached.append(Attachment(calendar_name(meeting), ics.MIME_TYPE, entry))
        yield Draft(words.subject, words.text, (mailbox,) if mailbox else (), (), sender, tuple(attached))


def _letters(
    db: Database, commission: Commission, meeting: Meeting, version: Issue, to: Sequence[Recipient]
) -> Iterator[bytes]:
    """Yield what each recipient is sent of a version: it is the same for all, or their own pages of it."""
    from cpr_desk.reports import meeting_mail, pdf_split

    content = issues.content_of(db, version)
    pages = issues.letters_of(db, version)
    if version.kind is IssueKind.AGENDA:
        return (content for _ in to)
    covers = (meeting_mail.cover(commission, meeting, version.kind, each) for each in to)
    return pdf_split.extract(content, zip(covers, (pages[each.person.id] for each in to), strict=True))


def _calendar(commission: Commission, meeting: Meeting, stamp: datetime, attendee: "Mailbox | None") -> bytes:
    from cpr_desk.reports import ics
    from cpr_desk.reports.meeting_entry import meeting_entry

    entry = meeting_entry(commission, meeting, reference.zone_of(commission), stamp)
    return ics.render(ics.Invitation(entry, _secretariat(commission), attendee, meeting.is_cancelled))


def _secretariat(commission: Commission) -> "Mailbox":
    from cpr_desk.reports.mailbox import Mailbox

    office = commission.secretariat
    try:
        return Mailbox(office.name or commission.name, parse_email(office.email))
    except ValueError:
        raise UserError(
            "Le secrétariat n’a pas d’adresse électronique utilisable.",
            "Indiquez-la dans Paramètres : les courriels et le calendrier nomment qui les envoie.",
        ) from None


def _mailbox(person: Person) -> "Mailbox | None":
    """Return where to write to, None where the address is missing or cannot be one."""
    from cpr_desk.reports.mailbox import Mailbox

    try:
        return Mailbox(person.name, parse_email(person.email)) if person.email else None
    except ValueError:
        return None
