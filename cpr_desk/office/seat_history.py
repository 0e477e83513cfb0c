"""The history of a seat as a document."""

from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.office.documents import Progress
from cpr_desk.services import commission as commissions
from cpr_desk.services import history
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.preview import PdfPages


def seat_history_pages(
    db: Database, commission_id: int, seat_id: int, issued_on: date, progress: Progress | None = None
) -> "PdfPages":
    """Return the pages of the history of a seat."""
    from cpr_desk.reports import pdf
    from cpr_desk.reports.preview import PdfPages
    from cpr_desk.reports.seat_history import seat_history_report

    commission = commissions.the_commission(db, commission_id)
    document = seat_history_report(commission, history.seat_history(db, seat_id), issued_on)
    return PdfPages(pdf.render([document], progress).pdf)
