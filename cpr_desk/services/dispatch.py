"""Use cases on what was sent: recorded in one go, corrected person by person, weighed against the deadlines."""

import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cpr_desk.domain.dispatch import Channel, Dispatch, Issue, IssueKind, Proof
from cpr_desk.domain.dispatch_register import Register, register
from cpr_desk.domain.french import NBSP, date_digits, date_words, plural, squeeze, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.papers import LARGEST, media_type_of, size_words
from cpr_desk.errors import UserError
from cpr_desk.services.issues import facts_of
from cpr_desk.services.meetings import deadlines_of
from cpr_desk.services.recipients import recipients_of
from cpr_desk.storage import commissions, dispatch, pieces
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CommissionRow, DispatchRow, MeetingRow, PaperRow


@dataclass(frozen=True, slots=True)
class RecordDispatch:
    """A version that left on a day by a channel to some persons; `reference` is the number of a registered letter."""

    version: Issue
    sent_on: date
    channel: Channel
    persons: tuple[int, ...]
    reference: str = ""
    note: str = ""


def register_of(db: Database, meeting: Meeting) -> Register:
    """Return the register of a meeting: who receives, what was sent, in time or late."""
    with db.reading() as session:
        row = session.get_one(MeetingRow, meeting.id)
        commission = commissions.commission_of(session.get_one(CommissionRow, row.commission_id))
        sent, issued = dispatch.dispatches(session, meeting.id), dispatch.issues(session, meeting.id)
    return register(recipients_of(db, meeting), sent, issued, deadlines_of(commission, meeting.on))


def proofs_of(db: Database, meeting: Meeting) -> tuple[Proof, Proof]:
    """Return whether convocation and agenda were sent in time, to whom not, of the versions that count."""
    found = register_of(db, meeting)
    return found.convocation, found.agenda


def replaced_convocations(db: Database, meeting: Meeting) -> dict[int, date]:
    """Return when persons, by their ids, were last sent a convocation that told another day, hour or place."""
    now = facts_of(meeting, IssueKind.CONVOCATION)
    with db.reading() as session:
        issued = {(each.kind, each.number): each.facts for each in dispatch.issues(session, meeting.id)}
        sent = [each for each in dispatch.dispatches(session, meeting.id) if each.kind is IssueKind.CONVOCATION]
    return {each.recipient.person.id: each.sent_on for each in sent if issued[each.kind, each.version] != now}


def record_dispatch(db: Database, meeting: Meeting, order: RecordDispatch, today: date) -> None:
    """Record that a version left. Raises UserError for nobody, a day to come, or somebody who is no recipient."""
    if not order.persons:
        raise UserError("Aucun destinataire n’est choisi.", "Choisissez à qui cette version a été envoyée.")
    _refuse_to_come(order.sent_on, today)
    listed = {each.person.id: each for each in recipients_of(db, meeting)}
    if set(order.persons) - set(listed):
        raise UserError(
            "Une personne choisie n’est pas destinataire de cette réunion.",
            "Ajoutez-la d’abord aux destinataires, avec le motif.",
        )
    what = f"{order.version.kind.label}, version {order.version.number}"
    label = (
        f"Marquer comme envoyé : {what}, à {plural(len(order.persons), 'personne')}, le {date_digits(order.sent_on)}"
    )
    with db.unit_of_work(typeset(label)) as session:
        for person_id in order.persons:
            dispatch.add_dispatch(
                session,
                order.version.id,
                Dispatch(
                    listed[person_id],
                    order.version.number,
                    order.sent_on,
                    order.channel,
                    squeeze(order.reference),
                    note=squeeze(order.note),
                ),
            )


def correct_dispatch(db: Database, sent: Dispatch, today: date) -> None:
    """Replace the day, channel, number, note and fate of a sending. Raises UserError for days that cannot be."""
    _refuse_to_come(sent.sent_on, today)
    for day in filter(None, (sent.returned_on, sent.acknowledged_on)):
        _refuse_before(day, sent.sent_on)
        _refuse_to_come(day, today)
    who = sent.recipient.person.courteous_name
    with db.unit_of_work(f"Corriger l’envoi à {who} du {date_digits(sent.sent_on)}") as session:
        tidy = replace(sent, reference=squeeze(sent.reference), note=squeeze(sent.note))
        dispatch.write_dispatch(_found(session.get(DispatchRow, sent.id)), tidy)


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


def attach_scan(db: Database, sent: Dispatch, file: Path) -> None:
    """Keep a proof of a sending (slip of the post, returned envelope) with its line.

    Raises UserError for a file that is empty, too large, unreadable, or of a kind that is not attached.
    """
    who = sent.recipient.person.courteous_name
    kind, content = media_type_of(file.name), _content(file)
    if kind is None:
        raise UserError(
            f"«{NBSP}{file.name}{NBSP}» n’est ni un PDF, ni un document bureautique, ni une image.",
            "Enregistrez-le en PDF, puis joignez ce PDF.",
        )
    with db.unit_of_work(f"Joindre une preuve à l’envoi du {date_digits(sent.sent_on)} à {who}") as session:
        _found(session.get(DispatchRow, sent.id))
        session.add(
            PaperRow(
                dispatch_id=sent.id,
                position=len(dispatch.scans_of(session, sent.id)) + 1,
                name=file.name,
                media_type=kind,
                size=len(content),
                sha256=pieces.keep(db.file.parent, content),
            )
        )


def _content(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        content = file.read_bytes() if 0 < size <= LARGEST else b""
    except OSError as fault:
        raise UserError(
            f"Le fichier «{NBSP}{file.name}{NBSP}» ne peut pas être lu.",
            "Vérifiez qu’il existe encore et qu’il n’est pas ouvert dans un autre programme.",
        ) from fault
    if not content:
        raise UserError(
            f"Le fichier «{NBSP}{file.name}{NBSP}» est vide ou trop volumineux.",
            f"Joignez un fichier d’au plus {size_words(LARGEST)}.",
        )
    return content


def scans_of(db: Database, sent: Dispatch) -> tuple[tuple[str, bytes], ...]:
    """Return the proofs attached to a sending. Raises UserError when one is gone."""
    with db.reading() as session:
        kept = [(row.name, row.sha256) for row in dispatch.scans_of(session, sent.id)]
    return tuple((name, pieces.read(db.file.parent, digest, name)) for name, digest in kept)


def copies_to_open(db: Database, sent: Dispatch) -> tuple[Path, ...]:
    """Copy the proofs of a sending where another program may open them: those kept stay as they are."""
    folder = Path(tempfile.mkdtemp(prefix="cpr-desk-"))
    copies = []
    for number, (name, content) in enumerate(scans_of(db, sent), start=1):
        copy = folder / f"{number} {name}"
        copy.write_bytes(content)
        copies.append(copy)
    return tuple(copies)


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
