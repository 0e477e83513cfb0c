"""The convocation letters of a meeting, then the copies to the organisations that asked for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.copies import Copy
from cpr_desk.domain.letter_kinds import CONVOCATION, COPY
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.office import letters
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition, dispatch, meetings, organisations, presidency, recipients
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.office.documents import Request
    from cpr_desk.reports.document import Document


def documents(db: Database, commission: Commission, meeting: Meeting, request: "Request") -> "Sequence[Document]":
    """Return a letter for each recipient, then one for each organisation copied.

    Raises UserError when nobody sits on the day of the meeting.
    """
    from cpr_desk.reports import convocation

    members = composition.composition_at(db, commission.id, meeting.on)
    replaced, told_off = dispatch.replaced_convocations(db, meeting), dispatch.cancellations_told(db, meeting)
    to = recipients.recipients_of(db, meeting)
    copied = organisations.copies_of(db, commission.id, meeting, to)
    addressees = [
        replace(
            convocation.addressee(each, members, replaced.get(each.person.id), names_of(copied, each.person.id)),
            told_off=told_off.get(each.person.id),
        )
        for each in to
    ]
    if not addressees:
        raise UserError(
            "Personne n’est désigné à la date de la réunion : il n’y a pas de convocation à éditer.",
            "Importez la composition, ou vérifiez les dates des mandats.",
        )
    chair = presidency.chair_on(db, commission.id, meeting.on)
    text = letters.wording(db, commission.id, CONVOCATION, request.draft)
    return (
        *convocation.convocations(commission, meeting, addressees, request.issued_on, chair, text),
        *copy_letters(db, commission, meeting, copied, request.issued_on),
    )


def tried_copies(db: Database, request: "Request") -> "Sequence[Document]":
    """Return the copies alone, in the wording to try. Raises UserError when no organisation asked for one."""
    commission = commissions.the_commission(db, request.commission_id)
    meeting = meetings.find_meeting(db, commission.id, request.meeting_id)
    copied = organisations.copies_of(db, commission.id, meeting, recipients.recipients_of(db, meeting))
    if not copied:
        raise UserError(
            "Aucune organisation ne reçoit de copie pour cette réunion.",
            "Ouvrez Commission, Organisations, et cochez la copie des courriers pour l’une d’elles.",
        )
    return copy_letters(db, commission, meeting, copied, request.issued_on, request.draft)


def copy_letters(
    db: Database,
    commission: Commission,
    meeting: Meeting,
    to: Sequence[Copy],
    issued_on: date,
    draft: str | None = None,
) -> "Sequence[Document]":
    """Return a letter for each organisation copied: of the convocation, or of the cancellation once it is cancelled."""
    from cpr_desk.reports import copies

    chair = presidency.chair_on(db, commission.id, meeting.on)
    return copies.copy_letters(
        commission, to, copies.Source(meeting, issued_on, letters.wording(db, commission.id, COPY, draft), chair)
    )


def names_of(copied: Sequence[Copy], person_id: int) -> tuple[str, ...]:
    """Return the organisations that receive a copy of what a person is sent."""
    return tuple(
        each.organisation.name for each in copied if any(member.person.id == person_id for member in each.members)
    )
