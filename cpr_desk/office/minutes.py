"""The minutes of a meeting, gathered for print and kept as versions; extracts of what was decided."""

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Version
from cpr_desk.errors import UserError
from cpr_desk.office import agendas
from cpr_desk.services import commission as commissions
from cpr_desk.services import decisions, meetings, minutes, presidency, recipients, session
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.document import Document
    from cpr_desk.reports.minutes_account import Account
    from cpr_desk.reports.preview import PdfPages


def account_of(db: Database, commission: Commission, meeting: Meeting, issued_on: date, kept_as: int = 0) -> "Account":
    """Return all that the minutes of a meeting are printed from; `kept_as` numbers the version to be kept."""
    from cpr_desk.reports.minutes_account import Account

    sitting = session.session_of(db, meeting)
    return Account(
        sitting,
        minutes.minutes_of(db, meeting.id),
        issued_on,
        presidency.chair_on(db, commission.id, meeting.on),
        agendas.section_presidents(db, commission, issued_on),
        decisions.decisions_of(db, meeting),
        {each.person.id: each.capacity.label for each in recipients.recipients_of(db, meeting)},
        agendas.linked_cpts(db, commission, meeting, issued_on),
        kept_as,
    )


def document(db: Database, commission: Commission, meeting: Meeting, issued_on: date, kept_as: int = 0) -> "Document":
    """Return the minutes of a meeting as they stand, to be printed."""
    from cpr_desk.reports.minutes import minutes_report

    return minutes_report(commission, account_of(db, commission, meeting, issued_on, kept_as))


def extracts(
    db: Database, commission: Commission, meeting: Meeting, issued_on: date, item_id: int = 0
) -> "list[Document]":
    """Return the certified extract of an item, or of each on which something was decided.

    Raises UserError where nothing was.
    """
    from cpr_desk.reports.minutes import extract

    account = account_of(db, commission, meeting, issued_on)
    chosen = [item for item in meeting.agenda if account.decides(item.id) and item_id in (0, item.id)]
    if not chosen:
        raise UserError(
            "Il n’y a rien à extraire du relevé de décisions.",
            "Enregistrez d’abord un vote, ou écrivez la décision dans l’onglet Relevé.",
        )
    return [extract(commission, account, item) for item in chosen]


def has_extracts(db: Database, commission: Commission, meeting: Meeting) -> bool:
    """Return whether something was decided that an extract may tell."""
    account = account_of(db, commission, meeting, meeting.on)
    return any(account.decides(item.id) for item in meeting.agenda)


def keep_version(db: Database, commission_id: int, meeting_id: int, issued_on: date) -> Version:
    """Print the minutes as they stand and keep them as the next version, or return the last one when it tells the same.

    Raises UserError for approved minutes.
    """
    commission = commissions.the_commission(db, commission_id)
    meeting = meetings.find_meeting(db, commission_id, meeting_id)
    last = minutes.minutes_of(db, meeting_id).last
    if last and hashlib.sha256(_printed(db, commission, meeting, last.made_on, last.number)).hexdigest() == last.sha256:
        return last
    number = last.number + 1 if last else 1
    return minutes.keep_version(db, meeting, _printed(db, commission, meeting, issued_on, number), issued_on)


def _printed(db: Database, commission: Commission, meeting: Meeting, issued_on: date, number: int) -> bytes:
    from cpr_desk.reports import pdf

    return pdf.render([document(db, commission, meeting, issued_on, number)]).pdf


def version_pages(db: Database, version: Version) -> "PdfPages":
    """Return the pages of a version as it was kept. Raises UserError when its file is gone or was changed."""
    from cpr_desk.reports.preview import PdfPages

    return PdfPages(minutes.content_of(db, version))
