"""Use cases on who receives the papers of a meeting.

Convened is who sits on the day of the meeting, as it is known on the day of the sending: the règlement convenes the
members of the commission that meets, not of the one that sat when the letters left. Who comes or goes in between is
named, so that nobody is written to, or forgotten, without being noticed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import Capacity, Recipient, RecipientChange, recipients
from cpr_desk.domain.french import NBSP, date_digits, date_words, squeeze
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.storage import dispatch, seats
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import MeetingRow, PersonRow
from cpr_desk.storage.persons import find_or_add_person, person_of

_ENDED_SINCE = timedelta(days=31)
"""A mandate that ended longer ago surprises nobody any more."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who receives the papers, and what the secretariat should know of it.

    `leaving` and `arriving` are French sentences on those whose mandate ends or begins about the sending; `left_out`
    those whom somebody took off the list.
    """

    recipients: tuple[Recipient, ...]
    leaving: tuple[str, ...] = ()
    arriving: tuple[str, ...] = ()
    left_out: tuple[RecipientChange, ...] = ()


def recipients_of(db: Database, meeting: Meeting) -> tuple[Recipient, ...]:
    """Return who receives the papers of a meeting: who sits that day, and the changes by hand."""
    with db.reading() as session:
        commission_id = session.get_one(MeetingRow, meeting.id).commission_id
        composition = seats.composition_at(session, commission_id, meeting.on)
        return recipients(composition, dispatch.recipient_changes(session, meeting.id))


def audience_of(db: Database, meeting: Meeting, sending_on: date) -> Audience:
    """Return who receives what is sent on a day, with those who come and go about that day and the meeting."""
    to = recipients_of(db, meeting)
    listed = {each.person.id for each in to}
    with db.reading() as session:
        commission_id = session.get_one(MeetingRow, meeting.id).commission_id
        changing = dispatch.mandates_that_change(session, commission_id, sending_on - _ENDED_SINCE, meeting.on)
        changes = dispatch.recipient_changes(session, meeting.id)
        sitting = {held.person.id for _, _, held in seats.composition_at(session, commission_id, sending_on).holdings()}
    left_out = tuple(change for change in changes if change.capacity is None)
    hidden = listed | {change.person.id for change in left_out}
    leaving = [(who, until) for who, _since, until in changing if until and who.id not in hidden and until < meeting.on]
    arriving = [(who, since) for who, since, _until in changing if who.id in listed - sitting and since > sending_on]
    return Audience(
        to,
        _once(_leaving(who, until, sending_on) for who, until in leaving),
        _once(_arriving(who, since) for who, since in arriving),
        left_out,
    )


def _once(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return sentences without their repetition: somebody may come or go on several seats."""
    return tuple(dict.fromkeys(sentences))


def _leaving(who: Person, until: date, sending_on: date) -> str:
    ends = "s’est terminé" if until < sending_on else "se termine"
    return f"Le mandat de {who.courteous_name} {ends} le {date_digits(until)}, avant la réunion{NBSP}: rien à envoyer."


def _arriving(who: Person, since: date) -> str:
    convened = "convoquée" if who.is_feminine else "convoqué"
    return f"Le mandat de {who.courteous_name} commence le {date_digits(since)}{NBSP}: à envoyer, {convened} d’avance."


def add_recipient(db: Database, meeting: Meeting, person: Person, capacity: Capacity, reason: str) -> Person:
    """Send the papers to somebody more, or in another capacity, and return who that is in the database.

    `person` is a stored one or a new one. Raises UserError without a reason or a name.
    """
    if not person.last_name:
        raise UserError("Le nom est vide.", "Indiquez le nom de la personne à ajouter.")
    _refuse_no_reason(reason)
    label = f"Ajouter {person.courteous_name} aux destinataires de la réunion du {date_words(meeting.on)}"
    with db.unit_of_work(label) as session:
        row = find_or_add_person(session, person)
        dispatch.write_change(session, meeting.id, row.id, capacity, squeeze(reason))
        return person_of(row)


def leave_out(db: Database, meeting: Meeting, person: Person, reason: str) -> None:
    """Take somebody off the list. Raises UserError without a reason."""
    _refuse_no_reason(reason)
    label = f"Retirer {person.courteous_name} des destinataires de la réunion du {date_words(meeting.on)}"
    with db.unit_of_work(label) as session:
        session.get_one(PersonRow, person.id)
        dispatch.write_change(session, meeting.id, person.id, None, squeeze(reason))


def restore_recipient(db: Database, meeting: Meeting, person: Person) -> None:
    """Undo the change by hand on one person: the composition decides again."""
    label = f"Rétablir {person.courteous_name} dans les destinataires de la réunion du {date_words(meeting.on)}"
    with db.unit_of_work(label) as session:
        dispatch.remove_change(session, meeting.id, person.id)


def _refuse_no_reason(reason: str) -> None:
    if not squeeze(reason):
        raise UserError("Le motif est vide.", "Indiquez pourquoi : ce motif est conservé avec le registre des envois.")
