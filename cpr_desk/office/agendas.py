"""The printed agenda: its items with all that hangs on them, gathered for the report."""

from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.letter_kinds import AGENDA
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office import letters
from cpr_desk.services import agenda, issues, papers, presidency, reference, register
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.office.documents import Request
    from cpr_desk.reports.document import Document


def document(db: Database, commission: Commission, meeting: Meeting, request: "Request") -> "Document":
    """Return the agenda of a meeting as it stands, to be printed."""
    from cpr_desk.reports.agenda import Surroundings
    from cpr_desk.reports.agenda import agenda as agenda_report

    around = Surroundings(
        papers.papers_of(db, meeting.id),
        linked_cpts(db, commission, meeting, request.issued_on),
        agenda.opinions_of(db, meeting.id),
        section_presidents(db, commission, meeting.on),
        request.without_opinions or _told_reason(db, meeting),
    )
    chair = presidency.chair_on(db, commission.id, meeting.on)
    return agenda_report(commission, meeting, chair, around, letters.wording(db, commission.id, AGENDA, request.draft))


def section_presidents(db: Database, commission: Commission, on: date) -> dict[Section, str]:
    """Return who presides each section on a day, as the boxes to sign name them."""
    known = presidency.presidency_of(db, commission.id).presidents
    return {each.section: each.name for each in known if each.covers(on)}


def linked_cpts(db: Database, commission: Commission, meeting: Meeting, issued_on: date) -> dict[int, str]:
    """Return « CPTS Presqu’île (Loire-Atlantique) » by id, of those that came after the meeting too."""
    ids = {item.cpts_id for item in meeting.agenda if item.cpts_id}
    if not ids:
        return {}
    departments = reference.department_names()
    found = register.adhesions_at(db, commission.id, max(meeting.on, issued_on), ids)
    return {each.id: f"{each.name} ({departments.get(each.department, each.department)})" for each in found}


def _told_reason(db: Database, meeting: Meeting) -> str:
    """Return why this very agenda was issued without the opinions, if it was."""
    facts = issues.facts_of(meeting, IssueKind.AGENDA)
    issued = [each for each in issues.issues_of(db, meeting) if each.kind is IssueKind.AGENDA]
    return issued[-1].without_opinions if issued and issued[-1].facts == facts else ""
