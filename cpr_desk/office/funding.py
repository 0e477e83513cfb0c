"""The money of CPTS as documents and workbooks: one snapshot of the register for all of them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.simulation import Simulation
from cpr_desk.errors import UserError
from cpr_desk.services import funding
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.funding import Account
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.document import Document, Workbook
    from cpr_desk.reports.funding import CptsAccount
    from cpr_desk.reports.preview import PdfPages


def accounts(db: Database, commission: Commission, at: date, cpts_id: int = 0) -> "list[CptsAccount]":
    """Return the accounts on a day as reports read them: of one CPTS, or of all (0)."""
    from cpr_desk.reports.funding import CptsAccount

    snapshot = snapshot_at(db, commission, at, [cpts_id] if cpts_id else None)
    return [CptsAccount(each.dossier, each.statement, each.gaps) for each in funding.accounts(snapshot)]


def documents(db: Database, commission: Commission, at: date, cpts_id: int = 0) -> "Sequence[Document]":
    """Return the statement of a CPTS; of all, the sums of the register, then each that has money.

    Raises UserError for a CPTS that was not in the register that day.
    """
    from cpr_desk.reports.funding import funding_statement, regional_funding

    known = accounts(db, commission, at, cpts_id)
    if cpts_id:
        if not known:
            raise UserError("Cette CPTS n’était pas au registre à cette date.", "Choisissez une date plus récente.")
        return [funding_statement(commission, known[0])]
    return [
        regional_funding(commission, known, at),
        *(funding_statement(commission, each) for each in known if each.has_money),
    ]


def payments(db: Database, commission: Commission, at: date, cpts_id: int = 0) -> "Document":
    """Return the list of the payments up to a day, of one CPTS or of all (0)."""
    from cpr_desk.reports.funding import payments_list

    return payments_list(commission, accounts(db, commission, at, cpts_id), at)


def funding_export(
    db: Database, commission: Commission, at: date, issued_on: date, cpts_id: int = 0
) -> "tuple[int, Workbook]":
    """Return the number of lines and the workbook of what is due and paid."""
    from cpr_desk.reports.funding_book import funding_workbook

    return funding_workbook(commission, accounts(db, commission, at, cpts_id), at, issued_on)


def payments_export(
    db: Database, commission: Commission, at: date, issued_on: date, cpts_id: int = 0
) -> "tuple[int, Workbook]":
    """Return the number of payments and the workbook that lists them."""
    from cpr_desk.reports.funding_book import payments_workbook

    return payments_workbook(commission, accounts(db, commission, at, cpts_id), at, issued_on)


def simulation_pages(
    commission: Commission, account: Account, simulation: Simulation, facts: Sequence[tuple[str, str]]
) -> "PdfPages":
    """Return the pages of a simulation, to look at before printing; nothing of it is stored."""
    from cpr_desk.reports import pdf
    from cpr_desk.reports.funding import simulation_report
    from cpr_desk.reports.preview import PdfPages

    report = simulation_report(commission, account.dossier, simulation, facts, account.at)
    return PdfPages(pdf.render([report]).pdf)
