"""The letters of a cancelled meeting: who was convened, what comes next, gathered for the report."""

from dataclasses import replace
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.copies import Copy
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.letter_kinds import CANCELLATION
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.office import convocations, letters
from cpr_desk.services import dispatch, meetings, organisations, recipients
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cpr_desk.office.documents import Request
    from cpr_desk.reports.cancellation import Informed
    from cpr_desk.reports.document import Document

_TRIED_REASON = "le motif que vous indiquerez en annulant la réunion"


def documents(db: Database, commission: Commission, meeting: Meeting, request: "Request") -> "Sequence[Document]":
    """Return the letters of a cancelled meeting, one for each person who was convened, then the copies.

    A request with a draft shows it with any meeting, as if it were cancelled. Raises UserError for a meeting that is
    not cancelled, or of which nobody was sent a convocation.
    """
    from cpr_desk.reports.cancellation import cancellations

    tried = request.draft is not None
    if tried and not meeting.is_cancelled:
        meeting = replace(meeting, cancelled_on=request.issued_on, cancel_reason=_TRIED_REASON)
    if not meeting.is_cancelled:
        raise UserError("Cette réunion n’est pas annulée.", "Annulez-la d’abord, avec le motif.")
    to = _informed(db, meeting) or (_everybody(db, meeting, request) if tried else ())
    if not to:
        raise UserError(
            "Aucune convocation n’a été envoyée pour cette réunion : personne n’est à prévenir.",
            "Si des convocations sont parties, marquez-les d’abord comme envoyées.",
        )
    coming = meetings.list_meetings(db, commission.id)
    after = max(request.issued_on, meeting.on)
    following = (each for each in coming if each.on > after and not each.is_cancelled)
    text = letters.wording(db, commission.id, CANCELLATION, request.draft)
    made = cancellations(commission, meeting, to, request.issued_on, next(following, None), text)
    return (
        *made,
        *convocations.copy_letters(db, commission, meeting, _copied(db, commission, meeting), request.issued_on),
    )


def _informed(db: Database, meeting: Meeting) -> "tuple[Informed, ...]":
    from cpr_desk.reports.cancellation import Informed

    lines = dispatch.register_of(db, meeting).lines
    sent = ((line.recipient.person, line.last(IssueKind.CONVOCATION)) for line in lines)
    return tuple(Informed(person, convocation.sent_on) for person, convocation in sent if convocation)


def _copied(db: Database, commission: Commission, meeting: Meeting) -> tuple[Copy, ...]:
    lines = dispatch.register_of(db, meeting).lines
    convened = [line.recipient for line in lines if line.last(IssueKind.CONVOCATION)]
    return organisations.copies_of(db, commission.id, meeting, convened)


def _everybody(db: Database, meeting: Meeting, request: "Request") -> "tuple[Informed, ...]":
    from cpr_desk.reports.cancellation import Informed

    return tuple(Informed(each.person, request.issued_on) for each in recipients.recipients_of(db, meeting))
