"""The history of a seat, and what a person did, as documents to look at."""

from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.persons import KnownPerson
from cpr_desk.office.documents import Progress
from cpr_desk.services import commission as commissions
from cpr_desk.services import history
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.document import Document
    from cpr_desk.reports.preview import PdfPages


def seat_history_pages(
    db: Database, commission_id: int, seat_id: int, issued_on: date, progress: Progress | None = None
) -> "PdfPages":
    """Return the pages of the history of a seat."""
    from cpr_desk.reports.histories import seat_history_report

    commission = commissions.the_commission(db, commission_id)
    return _pages(seat_history_report(commission, history.seat_history(db, seat_id), issued_on), progress)


def person_history_pages(
    db: Database, commission_id: int, known: KnownPerson, issued_on: date, progress: Progress | None = None
) -> "PdfPages":
    """Return the pages of the roles of a person, under the letterhead of a commission."""
    from cpr_desk.reports.histories import person_history_report

    return _pages(person_history_report(commissions.the_commission(db, commission_id), known, issued_on), progress)


def _pages(document: "Document", progress: Progress | None) -> "PdfPages":
    from cpr_desk.reports import pdf
    from cpr_desk.reports.preview import PdfPages

    return PdfPages(pdf.render([document], progress).pdf)
