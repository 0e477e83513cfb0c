"""The certificate of regularity: what was recorded of a meeting everywhere, gathered for the report."""

from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.certificate import Evidence
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import agenda, dispatch, presidency, recipients, session
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.document import Document


def document(db: Database, commission: Commission, meeting: Meeting, issued_on: date) -> "Document":
    """Return the certificate of a meeting as it is recorded now."""
    from cpr_desk.reports.certificate import certificate

    return certificate(commission, evidence_of(db, commission, meeting, issued_on))


def evidence_of(db: Database, commission: Commission, meeting: Meeting, at: date) -> Evidence:
    """Return what the certificate of a meeting rests on."""
    return Evidence(
        session.session_of(db, meeting),
        dispatch.register_of(db, meeting),
        agenda.opinions_of(db, meeting.id),
        agenda.opinions_given_late(db, meeting),
        recipients.audience_of(db, meeting, at).left_out,
        presidency.chair_on(db, commission.id, meeting.on),
        at,
    )
