"""What a person did in the commissions as a document."""

from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.persons import KnownPerson
from cpr_desk.office.documents import Progress
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.preview import PdfPages


def person_history_pages(
    db: Database, commission_id: int, known: KnownPerson, issued_on: date, progress: Progress | None = None
) -> "PdfPages":
    """Return the pages of the roles of a person, under the letterhead of a commission."""
    from cpr_desk.reports import pdf
    from cpr_desk.reports.person_history import person_history_report
    from cpr_desk.reports.preview import PdfPages

    document = person_history_report(commissions.the_commission(db, commission_id), known, issued_on)
    return PdfPages(pdf.render([document], progress).pdf)
