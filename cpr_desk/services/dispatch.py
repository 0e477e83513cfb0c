"""Use cases on what was sent: recorded in one go, corrected person by person, weighed against the deadlines."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cpr_desk.domain.dispatch import Channel, Dispatch, Issue, IssueKind, Proof, Recipient
from cpr_desk.domain.dispatch_register import Register, register
from cpr_desk.domain.french import NBSP, date_digits, date_words, plural, squeeze, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.registered import Letter, taken
from cpr_desk.errors import UserError
from cpr_desk.services.issues import facts_of, needs_new_convocation
from cpr_desk.services.meetings import deadlines_of
from cpr_desk.services.recipients import recipients_of
from cpr_desk.storage import commissions, dispatch
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CommissionRow, DispatchRow, IssueRow, MeetingRow


@dataclass(frozen=True, slots=True)
class Sending:
    """How a version left to one person; `reference` is the number of a registered letter."""

    sent_on: date
    channel: Channel
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RecordDispatch:
    """A version that left on a day by a channel to some persons; `apart` holds, by id, those to whom it left otherwise.

    `reference` is the number of the registered letter where there is one alone.
    """

    version: Issue
    sent_on: date
    channel: Channel
    persons: tuple[int, ...]
    reference: str = ""
    note: str = ""
    apart: Mapping[int, Sending] = field(default_factory=dict)

    def to(self, person_id: int) -> Sending:
        """Return how it left to one person."""
        return self.apart.get(person_id) or Sending(self.sent_on, self.channel, self.reference)


def register_of(db: Database, meeting: Meeting) -> Register:
    """Return the register of a meeting: who receives, what was sent, in time or late."""
    with db.reading() as session:
        row = session.get_one(MeetingRow, meeting.id)
        commission = commissions.commission_of(session.get_one(CommissionRow, row.commission_id))
        sent, issued = dispatch.dispatches(session, meeting.id), dispatch.issues(session, meeting.id)
    limits = deadlines_of(commission, meeting.on)
    return register(
        recipients_of(db, meeting),
        sent,
        issued,
        limits,
        is_cancelled=meeting.is_cancelled,
        urgent_from=meeting.urgent_from,
        changed=needs_new_convocation(db, meeting),
    )


def proofs_of(db: Database, meeting: Meeting) -> tuple[Proof, Proof]:
    """Return whether convocation and agenda were sent in time, to whom not, of the versions that count."""
    found = register_of(db, meeting)
    return found.convocation, found.agenda


def cancellations_told(db: Database, meeting: Meeting) -> dict[int, date]:
    """Return when persons, by their ids, were sent a cancellation, if nothing was sent to them of it since."""
    last: dict[int, Dispatch] = {}
    with db.reading() as session:
        for each in dispatch.dispatches(session, meeting.id):
            if each.arrived and each.kind is not IssueKind.AGENDA:
                last[each.recipient.person.id] = each
    return {person: each.sent_on for person, each in last.items() if each.kind is IssueKind.CANCELLATION}


def replaced_convocations(db: Database, meeting: Meeting) -> dict[int, date]:
    """Return when persons, by their ids, were last sent a convocation that told another day, hour or place."""
    now = facts_of(meeting, IssueKind.CONVOCATION)
    with db.reading() as session:
        issued = {(each.kind, each.number): each.facts for each in dispatch.issues(session, meeting.id)}
        sent = [each for each in dispatch.dispatches(session, meeting.id) if each.kind is IssueKind.CONVOCATION]
    return {each.recipient.person.id: each.sent_on for each in sent if issued[each.kind, each.version] != now}


def record_dispatch(db: Database, meeting: Meeting, order: RecordDispatch, today: date) -> None:
    """Record that a version left.

    Raises UserError for nobody, a day to come, somebody who is no recipient, a number that another letter has.
    """
    if not order.persons:
        raise UserError("Aucun destinataire n’est choisi.", "Choisissez à qui cette version a été envoyée.")
    for person_id in order.persons:
        _refuse_to_come(order.to(person_id).sent_on, today)
    listed = {each.person.id: each for each in register_of(db, meeting).audience(order.version.kind)}
    if set(order.persons) - set(listed):
        raise UserError(
            "Une personne choisie n’est pas destinataire de cette réunion.",
            "Ajoutez-la d’abord aux destinataires, avec le motif.",
        )
    what = f"{order.version.kind.label}, version {order.version.number}"
    sent = tuple(_dispatches(order, listed))
    label = (
        f"Marquer comme envoyé : {what}, à {plural(len(order.persons), 'personne')}, le {date_digits(order.sent_on)}"
    )
    with db.unit_of_work(typeset(label)) as session:
        known = list(dispatch.registered_letters(session, session.get_one(MeetingRow, meeting.id).commission_id))
        for each in sent:
            _refuse_twice(each, known)
            dispatch.add_dispatch(session, order.version.id, each)


def registered_letters(db: Database, meeting: Meeting) -> tuple[Letter, ...]:
    """Return the registered letters of the commission of a meeting, whose numbers no other letter may have."""
    with db.reading() as session:
        return dispatch.registered_letters(session, session.get_one(MeetingRow, meeting.id).commission_id)


def _dispatches(order: RecordDispatch, listed: Mapping[int, Recipient]) -> Iterator[Dispatch]:
    for person_id in order.persons:
        how = order.to(person_id)
        yield Dispatch(
            listed[person_id],
            order.version.number,
            how.sent_on,
            how.channel,
            squeeze(how.reference) if how.channel is Channel.REGISTERED else "",
            note=squeeze(order.note),
        )


def _refuse_twice(sent: Dispatch, known: list[Letter]) -> None:
    """Refuse a number that another letter has; else take it as known."""
    if sent.channel is not Channel.REGISTERED or not sent.reference:
        return
    letter = Letter(sent.recipient.person, sent.sent_on, sent.reference)
    if other := taken(letter, known):
        raise UserError(
            f"Le numéro {letter.number} est déjà celui de la lettre du {date_digits(other.sent_on)} à "
            f"{other.person.courteous_name}.",
            f"Chaque lettre recommandée a son numéro{NBSP}: vérifiez-le sur le récépissé de dépôt.",
        )
    known.append(letter)


def correct_dispatch(db: Database, sent: Dispatch, today: date) -> None:
    """Replace the day, channel, number, note and fate of a sending.

    Raises UserError for days that cannot be, and for a number that another letter has.
    """
    _refuse_to_come(sent.sent_on, today)
    for day in filter(None, (sent.returned_on, sent.acknowledged_on)):
        _refuse_before(day, sent.sent_on)
        _refuse_to_come(day, today)
    who = sent.recipient.person.courteous_name
    with db.unit_of_work(f"Corriger l’envoi à {who} du {date_digits(sent.sent_on)}") as session:
        row = _found(session.get(DispatchRow, sent.id))
        tidy = replace(sent, reference=squeeze(sent.reference), note=squeeze(sent.note))
        meeting_id = session.get_one(IssueRow, row.issue_id).meeting_id
        commission_id = session.get_one(MeetingRow, meeting_id).commission_id
        _refuse_twice(tidy, list(dispatch.registered_letters(session, commission_id, but=row.id)))
        dispatch.write_dispatch(row, tidy)


def mark_returned(db: Database, sent: Collection[Dispatch], on: date, today: date) -> None:
    """Record that mail came back: it counts as not sent. Raises UserError for a day that cannot be."""
    _mark(db, [replace(each, returned_on=on) for each in sent], on, today, "Courrier revenu")


def mark_acknowledged(db: Database, sent: Collection[Dispatch], on: date, today: date) -> None:
    """Record that somebody acknowledged what was sent. Raises UserError for a day that cannot be."""
    _mark(db, [replace(each, acknowledged_on=on) for each in sent], on, today, "Accusé de réception")


def _mark(db: Database, sent: Collection[Dispatch], on: date, today: date, what: str) -> None:
    _refuse_to_come(on, today)
    for each in sent:
        _refuse_before(on, each.sent_on)
    with db.unit_of_work(typeset(f"{what} le {date_digits(on)} : {_whose(sent)}")) as session:
        for each in sent:
            dispatch.write_dispatch(_found(session.get(DispatchRow, each.id)), each)


def remove_dispatches(db: Database, sent: Collection[Dispatch]) -> None:
    """Remove sendings that were recorded by mistake."""
    with db.unit_of_work(typeset(f"Retirer du registre un envoi enregistré par erreur : {_whose(sent)}")) as session:
        for each in sent:
            dispatch.remove_dispatch(session, _found(session.get(DispatchRow, each.id)))


def _whose(sent: Iterable[Dispatch]) -> str:
    names = list(dict.fromkeys(each.recipient.person.courteous_name for each in sent))
    return names[0] if len(names) == 1 else plural(len(names), "personne")


def _refuse_to_come(day: date, today: date) -> None:
    if day > today:
        raise UserError(
            f"Le {date_words(day)} n’est pas encore passé.",
            "Le registre ne garde que ce qui a eu lieu : vérifiez la date.",
        )


def _refuse_before(day: date, sent_on: date) -> None:
    if day < sent_on:
        raise UserError(
            f"Le {date_digits(day)} précède l’envoi, daté du {date_digits(sent_on)}.", "Vérifiez les deux dates."
        )


def _found(row: DispatchRow | None) -> DispatchRow:
    if row is None:
        raise UserError("Cet envoi n’est plus au registre.", "Il a été retiré ou annulé. Choisissez-en un autre.")
    return row
