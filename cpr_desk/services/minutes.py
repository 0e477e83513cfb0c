"""Use cases on the minutes of a meeting: write them, keep a version, have it signed and approved, open it again."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, date_words, integer, listing, squeeze
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import (
    LONGEST_PASSAGE,
    Draft,
    Minutes,
    Passages,
    Place,
    Signature,
    Version,
    refuse_approval,
    refuse_signature,
    refuse_unlocking,
)
from cpr_desk.domain.minutes_course import MinutesTask, approving_ballot, task_of
from cpr_desk.domain.presidency import president_at
from cpr_desk.errors import UserError
from cpr_desk.services.meetings import list_meetings
from cpr_desk.storage import commissions, minutes, pieces, presidency
from cpr_desk.storage import session as sessions
from cpr_desk.storage.approval import refuse_approved
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CommissionRow, MeetingRow
from cpr_desk.storage.session import sitting_row


def minutes_of(db: Database, meeting_id: int) -> Minutes:
    """Return the minutes of a meeting, empty as long as nothing was written."""
    with db.reading() as session:
        return minutes.minutes_of(session, meeting_id)


def save_passages(db: Database, meeting: Meeting, changes: Passages) -> None:
    """Store what was written, in place of the draft kept aside.

    Raises UserError for approved minutes, a text that is too long, an item that the agenda no longer has.
    """
    with db.unit_of_work(_label(meeting, changes)) as session:
        refuse_approved(session, meeting.id)
        _refuse(meeting, changes)
        minutes.write_passages(session, meeting.id, {place: text.strip() for place, text in changes.items()})
        minutes.remove_draft(session, meeting.id)


def _refuse(meeting: Meeting, changes: Passages) -> None:
    known = {item.id for item in meeting.agenda} | {None}
    if any(item_id not in known for item_id, _ in changes):
        raise UserError("Ce point n’est plus à l’ordre du jour.", "Copiez son texte dans un autre point.")
    if any(len(text) > LONGEST_PASSAGE for text in changes.values()):
        raise UserError(
            "Ce texte du relevé de décisions est trop long.",
            f"Un texte compte {integer(LONGEST_PASSAGE)} caractères au plus{NBSP}: joignez le reste en pièce.",
        )


def _label(meeting: Meeting, changes: Iterable[Place]) -> str:
    """Return « Rédiger le relevé, « Calendrier » : décision », as the menu that undoes it says it."""
    places = list(changes)
    if len(places) != 1:
        return f"Rédiger le relevé de décisions du {date_words(meeting.on)}"
    ((item_id, part),) = places
    title = next((item.title for item in meeting.agenda if item.id == item_id), "")
    about = f", «{NBSP}{title[:60]}{NBSP}»" if title else ""
    return f"Rédiger le relevé{about}{NBSP}: {part.label.lower()}"


def keep_draft(db: Database, meeting: Meeting, changes: Passages, at: datetime) -> None:
    """Keep aside what is typed and not saved, without a journal entry: a power cut costs a few seconds of typing."""
    with db.unit_of_work("Brouillon du relevé de décisions") as session:
        minutes.write_draft(session, meeting.id, changes, at)


def draft_of(db: Database, meeting: Meeting) -> Draft | None:
    """Return what was typed and never saved, save what is stored meanwhile; None when nothing is left."""
    with db.reading() as session:
        draft = minutes.draft_of(session, meeting.id)
        stored = minutes.passages(session, meeting.id)
    if draft is None:
        return None
    known = {item.id for item in meeting.agenda} | {None}
    left = {
        place: text
        for place, text in draft.passages.items()
        if place[0] in known and text.strip() != stored.get(place, "").strip()
    }
    return Draft(left, draft.saved_at) if left else None


def drop_draft(db: Database, meeting: Meeting) -> None:
    """Forget what was kept aside."""
    with db.unit_of_work("Écarter le brouillon du relevé de décisions") as session:
        minutes.remove_draft(session, meeting.id)


def keep_version(db: Database, meeting: Meeting, pdf: bytes, made_on: date) -> Version:
    """Keep the minutes as they were printed, and return the version; bytes of the last version make no new one.

    Raises UserError for approved minutes.
    """
    known = minutes_of(db, meeting.id)
    number = known.last.number + 1 if known.last else 1
    label = f"Conserver le relevé de décisions, version {number}, de la réunion du {date_words(meeting.on)}"
    with db.unit_of_work(label) as session:
        refuse_approved(session, meeting.id)
        digest = pieces.keep(db.file.parent, pdf)
        if known.last and known.last.sha256 == digest and not known.is_ahead:
            return known.last
        wanted = Version(0, made_on, digest, len(pdf), minutes.passages(session, meeting.id))
        return minutes.add_version(session, meeting.id, wanted)


def content_of(db: Database, version: Version) -> bytes:
    """Return the PDF of a version, byte for byte. Raises UserError when it is gone or was changed."""
    return pieces.read(db.file.parent, version.sha256, f"Relevé de décisions, version {version.number}")


def proposed_signatory(db: Database, commission_id: int, section: Section, on: date) -> str:
    """Return the name of the president of a section on a day, empty when there is none."""
    with db.reading() as session:
        known = presidency.presidency_of(session, commission_id).presidents
    found = president_at(known, section, on)
    return found.name if found else ""


def sign(db: Database, meeting: Meeting, section: Section, name: str, signed_on: date, today: date) -> None:
    """Record who signed the last version for a section. Raises UserError as `domain.refuse_signature`."""
    sign_together(db, meeting, {section: (name, signed_on)}, today)


def sign_together(
    db: Database,
    meeting: Meeting,
    signatures: Mapping[Section, tuple[str, date]],
    today: date,
    taken_back: Collection[Section] = (),
) -> None:
    """Record who signed the last version for which section, and when; `taken_back` were recorded by mistake.

    All of it or nothing. Raises UserError as `domain.refuse_signature`, and to take back one of approved minutes or one
    that the version in force does not have.
    """
    with db.unit_of_work(_signing(signatures, taken_back)) as session:
        known = minutes.minutes_of(session, meeting.id)
        if taken_back:
            refuse_approved(session, meeting.id)
        for section in taken_back:
            minutes.remove_signature(session, _signed_version(known, section).id, section)
        for section, (name, signed_on) in signatures.items():
            _obey(refuse_signature(known, section, name, signed_on, today))
            assert known.last is not None  # noqa: S101 - refused above
            signature = Signature(section, squeeze(name), signed_on, known.last.number)
            minutes.add_signature(session, known.last.id, signature)


def _signing(signed: Collection[Section], taken_back: Collection[Section]) -> str:
    """Return « Noter la signature du relevé par la section sociale et retirer celle de… »."""
    by, back = (listing(f"la {section.label.lower()}" for section in each) for each in (signed, taken_back))
    if signed and taken_back:
        return f"Noter la signature du relevé par {by} et retirer celle de {back}"
    return f"Noter la signature du relevé par {by}" if signed else f"Retirer la signature du relevé par {back}"


def _signed_version(known: Minutes, section: Section) -> Version:
    """Return the version in force, which a section signed. Raises UserError when it did not."""
    if known.last is None or section not in {each.section for each in known.in_force}:
        told = f"La {section.label.lower()} n’a pas signé la dernière version du relevé."
        raise UserError(told, "Actualisez la page (F5) pour le voir.")
    return known.last


def approve(db: Database, meeting: Meeting, approved_on: date, today: date, approved_in: Meeting | None = None) -> None:
    """Record that the minutes are approved, which locks them. Raises UserError as `domain.refuse_approval`."""
    with db.unit_of_work(f"Approuver le relevé de décisions de la réunion du {date_words(meeting.on)}") as session:
        known = minutes.minutes_of(session, meeting.id)
        _obey(refuse_approval(known, meeting.on, approved_on, today))
        minutes.approve(session, meeting.id, approved_on, approved_in.id if approved_in else None)


def unlock(db: Database, meeting: Meeting, reason: str, today: date) -> None:
    """Open approved minutes again, for a reason that is kept. Raises UserError without one."""
    with db.unit_of_work(f"Rouvrir le relevé de décisions de la réunion du {date_words(meeting.on)}") as session:
        _obey(refuse_unlocking(minutes.minutes_of(session, meeting.id), reason))
        minutes.unlock(session, meeting.id, today, squeeze(reason))


def proposed_approval(db: Database, meeting: Meeting) -> Meeting | None:
    """Return the later meeting whose vote approved the minutes of this one, if one did."""
    with db.reading() as session:
        commission_id = session.get_one(MeetingRow, meeting.id).commission_id
    later = [each for each in list_meetings(db, commission_id) if each.on > meeting.on and not each.is_cancelled]
    with db.reading() as session:
        return approving_ballot([(each, sessions.ballots_of(session, each.id)) for each in later], meeting)


def task_for(db: Database, meeting: Meeting, today: date) -> MinutesTask | None:
    """Return what is left to do on the minutes of a meeting, None when nothing is asked yet."""
    with db.reading() as session:
        commission_id = session.get_one(MeetingRow, meeting.id).commission_id
        rules = commissions.commission_of(session.get_one(CommissionRow, commission_id)).rules
        known, begun = minutes.minutes_of(session, meeting.id), sitting_row(session, meeting.id) is not None
    return task_of(meeting, known, rules, today, begun=begun)


@dataclass(frozen=True, slots=True)
class Pending:
    """A meeting and what is left to do on its minutes."""

    meeting: Meeting
    task: MinutesTask


def tasks(db: Database, commission: Commission, today: date) -> tuple[Pending, ...]:
    """Return what is left to do on the minutes of every meeting that was held, the oldest first, those done too."""
    every = list_meetings(db, commission.id)
    with db.reading() as session:
        known = minutes.many(session, [meeting.id for meeting in every])
        opened = minutes.with_session(session, commission.id)
    rules = commission.rules
    found = ((each, task_of(each, known[each.id], rules, today, begun=each.id in opened)) for each in every)
    return tuple(Pending(meeting, task) for meeting, task in found if task)


def _obey(refusals: Iterable[str]) -> None:
    if told := tuple(refusals):
        raise UserError(" ".join(told), "Rien n’a été modifié.")
