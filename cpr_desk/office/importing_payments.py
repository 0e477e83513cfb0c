"""Take in a list of payments: who is paid, what is there already, which line each pays; then all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.statement import key_of
from cpr_desk.services import column_matches, funding, reference, register
from cpr_desk.services.column_matches import Listed
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.funding import Account
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.imports.columns import FileColumn
    from cpr_desk.imports.payment_changes import Payee, PaymentsProposal
    from cpr_desk.imports.payment_names import KnownCpts
    from cpr_desk.imports.payments import PaymentFile


@dataclass(frozen=True, slots=True)
class PaymentsPreview:
    """What a list of payments would add, as known on a day; `payees` are the CPTS it pays, weighed so far."""

    file: Path
    on: date
    proposal: "PaymentsProposal"
    read: "PaymentFile"
    known: "tuple[KnownCpts, ...]"
    payees: "Mapping[int, Payee]"

    @property
    def columns(self) -> "tuple[FileColumn, ...]":
        """What its columns were taken for."""
        return self.read.columns


def preview_payments(db: Database, commission: Commission, file: Path, on: date) -> PaymentsPreview:
    """Read a list of payments as its columns were matched before, and compare it with what is recorded.

    `on` is today: a payment after it is a problem. Nothing is written. Raises UserError when the file holds no list.
    """
    from cpr_desk.imports.payment_changes import PaymentsProposal
    from cpr_desk.imports.payment_columns import PAYMENT_MEANINGS
    from cpr_desk.imports.payment_names import KnownCpts
    from cpr_desk.imports.payments import read_payments

    said = column_matches.column_matches(db, commission.id, Listed.PAYMENTS)
    read = read_payments(file, on, {header: PAYMENT_MEANINGS.get(code) for header, code in said.items()})
    places = reference.departments_of(commission)
    known = tuple(
        KnownCpts(each.id, each.code, each.name, places.get(each.department, each.department))
        for each in register.adhesions_at(db, commission.id, on)
    )
    empty = PaymentsPreview(file, on, PaymentsProposal((), 0), read, known, {})
    return decide(db, commission, empty, {}, matching=True)


def decide(
    db: Database, commission: Commission, preview: PaymentsPreview, replies: Mapping[str, str], *, matching: bool
) -> PaymentsPreview:
    """Return the preview as the replies make it; nothing is written."""
    from cpr_desk.imports.payment_changes import propose_payments
    from cpr_desk.imports.payment_names import identify

    ids = {str(each.id) for each in preview.known}
    # A CPTS that left the register since it was answered is asked about again.
    replies = {key: reply for key, reply in replies.items() if not reply.isdecimal() or reply in ids}
    identified = identify(preview.read.lines, preview.known, replies, preview.read.faulty)
    missing = {each for each in identified.ids.values() if each} - set(preview.payees)
    weighed = funding.accounts(snapshot_at(db, commission, preview.on, missing)) if missing else ()
    payees = {**preview.payees, **{each.dossier.id: _payee(each) for each in weighed}}
    proposal = propose_payments(preview.read, identified, payees, replies, matching=matching)
    return replace(preview, proposal=proposal, payees=payees)


def take_in(db: Database, commission: Commission, preview: PaymentsPreview) -> None:
    """Record the payments that a preview adds, or nothing."""
    from cpr_desk.imports.payment_changes import named

    payments = list(named(preview.proposal.changes))
    label = f"Importer les versements de {preview.file.name}"
    funding.record_payments(db, commission, payments, label, preview.on)


def _payee(account: Account) -> "Payee":
    """Return who is paid; what a payment on record likely pays is no longer to pay."""
    from cpr_desk.imports.payment_changes import Payee

    amounts = {each.id: each.amount for each in account.dossier.payments}
    likely = {key: amounts[payment_id] for payment_id, key in account.proposals.items()}
    lines = tuple(replace(line, paid=line.paid + likely.get(key_of(line.due), 0)) for line in account.statement.lines)
    recorded = tuple(sorted(account.dossier.payments, key=lambda each: each.id))
    return Payee(account.dossier.id, account.dossier.name, recorded, lines)
