"""The use case of a session typed afterwards, whole, from the attendance sheet that was signed."""

from dataclasses import dataclass, replace
from datetime import datetime

from cpr_desk.domain.attendance_after import Notes, gift, is_told, notes_of, presence_after, refuse_notes, seated
from cpr_desk.domain.french import NBSP, date_words, plural
from cpr_desk.domain.sitting import Session
from cpr_desk.errors import UserError
from cpr_desk.storage import session as sessions
from cpr_desk.storage.approval import work_on
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import ExcuseRow, ProxyRow, SittingRow, StayRow


@dataclass(frozen=True, slots=True)
class AfterSession:
    """The hours of a session and a mark for each seat."""

    opened_at: datetime
    closed_at: datetime
    notes: Notes


def known_notes(session: Session) -> Notes:
    """Return the marks that tell what is noted already.

    Raises UserError where they would lose hours typed live, and for a meeting cancelled or held in writing.
    """
    if session.meeting.is_cancelled or session.meeting.is_written:
        raise UserError("Cette réunion n’a pas de séance.", "Choisissez une réunion qui s’est tenue.")
    notes = notes_of(session.composition, session.presence)
    sitting = session.sitting
    if sitting and not is_told(session.composition, session.presence, notes, sitting.opened_at):
        raise UserError(
            "Les présences de cette séance sont déjà notées avec leurs heures.",
            f"Corrigez-les ligne par ligne dans l’onglet « Séance »{NBSP}: rien n’en sera perdu.",
        )
    return notes


def record_after(db: Database, session: Session, after: AfterSession) -> None:
    """Write a whole session at once: hours, presence, proxies. Guests and proxies noted before stay as they were.

    Raises UserError for hours that make no sense, marks that cannot stand, and as `known_notes`.
    """
    meeting = session.meeting
    known_notes(session)
    if after.closed_at <= after.opened_at:
        raise UserError("La séance serait close avant d’être ouverte.", "Vérifiez les deux heures.")
    refused = refuse_notes(session.composition, session.rules, after.notes, after.opened_at)
    if refused:
        labels = {seat.id: seat.label for seat in session.composition.seats}
        told = " ".join(f"{labels[number]}{NBSP}: {why}" for number, why in refused.items())
        raise UserError(told, f"Corrigez {plural(len(refused), 'siège')}.")
    wanted = presence_after(session.composition, after.notes, after.opened_at)
    before = seated(session.composition, session.presence)
    with work_on(db, meeting.id, f"Saisir la séance du {date_words(meeting.on)}") as work:
        row = sessions.sitting_row(work, meeting.id) or SittingRow(meeting_id=meeting.id)
        row.opened_at, row.closed_at = after.opened_at, after.closed_at
        work.add(row)
        kept = {gift(each) for each in wanted.proxies} & {gift(each) for each in before.proxies}
        given = [each for each in before.proxies if gift(each) not in kept]
        for kind, rows in ((StayRow, before.stays), (ExcuseRow, before.excuses), (ProxyRow, given)):
            for each in rows:
                work.delete(work.get_one(kind, each.id))
        work.flush()
        for stay in wanted.stays:
            sessions.write_stay(work, meeting.id, stay)
            sessions.set_excuse(work, meeting.id, stay.person_id, None)
        for absence in wanted.excuses:
            sessions.set_excuse(work, meeting.id, absence.person_id, absence.excused)
        for proxy in (each for each in wanted.proxies if gift(each) not in kept):
            sessions.write_proxy(work, meeting.id, replace(proxy, id=0))
