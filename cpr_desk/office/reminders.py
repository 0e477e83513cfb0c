"""The reminders of designation: who is reminded, by when, gathered for their letters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP, day_words
from cpr_desk.domain.letter_kinds import REMINDER
from cpr_desk.errors import UserError
from cpr_desk.office.letters import wording
from cpr_desk.services import organisations
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.office.documents import Request
    from cpr_desk.reports.document import Document


def letters(db: Database, commission: Commission, request: "Request") -> "Sequence[Document]":
    """Return the letters of a request, one an organisation. Raises UserError when nobody is to be reminded."""
    from cpr_desk.reports.reminders import Terms, reminders

    reminded = organisations.to_remind(db, commission.id, request.at, request.organisations)
    if not reminded:
        raise UserError(
            f"Aucun siège n’attend de titulaire au {day_words(request.at)}{NBSP}: il n’y a personne à relancer.",
            "Vérifiez la date, ou la composition de la commission.",
        )
    proposed = organisations.proposed_answer(db, commission, request.issued_on)
    day = request.answer_by or proposed.on
    terms = Terms(request.at, request.issued_on, day, proposed.meeting_for(day))
    return reminders(commission, reminded, terms, wording(db, commission.id, REMINDER, request.draft))
