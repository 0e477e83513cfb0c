"""Use cases on the money of CPTS: accounts, payments, once-only amounts, crises. What is due is derived, not stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.adhesion import the_cpts
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.crises import RegionalCrisis, refuse_crisis
from cpr_desk.domain.dossier import Dossier, GrantGiven
from cpr_desk.domain.french import NBSP, date_digits, euros, plural, squeeze, typeset
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.grants import BESIDE_CONTRACT, refuse_grant
from cpr_desk.domain.mandates import obey
from cpr_desk.domain.money_gaps import Gap, gaps
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.schedule import Signed
from cpr_desk.domain.statement import DueKey, Payment, Statement, key_of, propose, refuse_payment
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.services.dossiers import Snapshot, snapshot_at
from cpr_desk.storage import path as path_storage
from cpr_desk.storage import payments as storage
from cpr_desk.storage.database import Database
from cpr_desk.storage.dossiers import work_on
from cpr_desk.storage.models import CrisisRow

Matches = Mapping[int, DueKey | None]
"""By id of a payment the line it pays, None for none."""


@dataclass(frozen=True, slots=True)
class Account:
    """The money of a CPTS on a day. `signed` is its last contract as far as money depends on it, None without one."""

    dossier: Dossier
    statement: Statement
    gaps: tuple[Gap, ...]
    signed: Signed | None
    scales: tuple[Scale, ...]

    @property
    def at(self) -> date:
        """The day of the account."""
        return self.statement.at

    @property
    def proposals(self) -> Mapping[int, DueKey]:
        """By id of a payment matched to no line, the line it likely pays."""
        loose = {each.id for each in self.statement.unmatched}
        known = [replace(each, of=None) if each.id in loose else each for each in self.dossier.payments]
        return propose([line.due for line in self.statement.lines], known)

    @property
    def has_money(self) -> bool:
        """Whether anything is due, will be, or was paid."""
        return bool(self.statement.lines or self.statement.unmatched)


def account_at(db: Database, commission: Commission, cpts_id: int, at: date) -> Account | None:
    """Return the account of a CPTS on a day, as it was known then; None when it was not in the register."""
    return next(iter(accounts(snapshot_at(db, commission, at, [cpts_id]))), None)


def accounts(snapshot: Snapshot) -> tuple[Account, ...]:
    """Return the account of each CPTS of a register: screens, documents and exports are made from it."""
    return tuple(account_of(snapshot, each) for each in snapshot.dossiers)


def account_of(snapshot: Snapshot, dossier: Dossier) -> Account:
    """Return the account of a CPTS on the day of the snapshot."""
    return Account(
        dossier,
        snapshot.account(dossier),
        gaps(dossier, snapshot.scales, snapshot.at),
        snapshot.signed(dossier),
        snapshot.scales,
    )


def record_payment(db: Database, dossier: Dossier, shares: Sequence[Payment], today: date) -> None:
    """Record a payment to a CPTS, in several shares where it pays several lines. Raises UserError when refused."""
    whole = sum((each.amount for each in shares), NOTHING)
    _check(shares, today)
    with work_on(db, dossier.id, f"Enregistrer {_named(whole, shares[0].paid_on, dossier)}") as (session, _known):
        storage.add_payments(session, [(dossier.id, _tidy(each)) for each in shares])


def record_payments(
    db: Database, commission: Commission, payments: Sequence[tuple[int, Payment]], label: str, today: date
) -> None:
    """Record the payments of a whole file, each to the CPTS of that id, or nothing. Raises UserError when refused."""
    _check([payment for _, payment in payments], today)
    with db.unit_of_work(label) as session:
        if not {cpts_id for cpts_id, _ in payments} <= storage.cpts_of(session, commission.id):
            raise UserError(
                "Une CPTS de ces versements n’est plus au registre.", "Relisez le fichier, puis recommencez."
            )
        storage.add_payments(session, [(cpts_id, _tidy(payment)) for cpts_id, payment in payments])


def change_payment(db: Database, dossier: Dossier, shares: Sequence[Payment], today: date) -> None:
    """Correct a payment, known by the id of the first share; further shares are new. Raises UserError when refused."""
    _check(shares, today)
    whole = sum((each.amount for each in shares), NOTHING)
    verb = "Répartir" if len(shares) > 1 else "Corriger"
    with work_on(db, dossier.id, f"{verb} {_named(whole, shares[0].paid_on, dossier)}") as (session, _known):
        row = storage.payment_row(session, dossier.id, shares[0].id)
        if row is None:
            raise _gone()
        storage.write_payment(row, _tidy(shares[0]))
        storage.add_payments(session, [(dossier.id, _tidy(each)) for each in shares[1:]])


def remove_payments(db: Database, dossier: Dossier, payments: Sequence[Payment]) -> None:
    """Take back payments that were recorded by mistake."""
    one = _named(payments[0].amount, payments[0].paid_on, dossier)
    what = one if len(payments) == 1 else f"{plural(len(payments), 'versement')} à {_called(dossier)}"
    with work_on(db, dossier.id, f"Supprimer {what}") as (session, _known):
        for row in [storage.payment_row(session, dossier.id, each.id) for each in payments]:
            if row is None:
                raise _gone()
            session.delete(row)


def match_payments(db: Database, dossier: Dossier, lines: Matches) -> None:
    """Say which line each payment pays, by its id; None: none of them. Raises UserError when one is no more."""
    what = plural(len(lines), "versement")
    with work_on(db, dossier.id, f"Rapprocher {what} de {_called(dossier)}") as (session, _known):
        for payment_id, key in lines.items():
            row = storage.payment_row(session, dossier.id, payment_id)
            if row is None:
                raise _gone()
            storage.name_line(row, key)


def save_grants(db: Database, dossier: Dossier, wanted: Sequence[GrantGiven], today: date) -> None:
    """Record the amounts paid once beside the contract: those given, and none that is not.

    Raises UserError as `domain.grants.refuse_grant`.
    """
    tidy = [replace(each, comment=typeset(squeeze(each.comment))) for each in wanted]
    scales = tuple(reference.scales(db).values())
    for each in tidy:
        obey(refuse_grant(dossier, scales, each, today))
    kept = {each.kind for each in tidy}
    label = f"Enregistrer les montants versés une fois à {_called(dossier)}"
    with work_on(db, dossier.id, label) as (session, known):
        for given in known.grants.get(dossier.id, ()):
            row = path_storage.grant_row(session, dossier.id, given)
            if row and given.kind in BESIDE_CONTRACT and given.kind not in kept:
                session.delete(row)
        for each in tidy:
            path_storage.write_grant(session, dossier.id, each)


def crises(db: Database, commission: Commission) -> tuple[RegionalCrisis, ...]:
    """Return the crises declared in the region, the last one first."""
    with db.reading() as session:
        return storage.crises(session, commission.id)


def save_crisis(db: Database, commission: Commission, wanted: RegionalCrisis, today: date) -> int:
    """Record a crisis or correct it, with the CPTS it concerns; return its id. Raises UserError when refused."""
    tidy = replace(wanted, crisis=replace(wanted.crisis, label=typeset(squeeze(wanted.crisis.label))))
    obey(refuse_crisis(tidy, today))
    verb = "Corriger" if tidy.id else "Déclarer"
    with db.unit_of_work(f"{verb} {_crisis_words(tidy)}") as session:
        row = storage.crisis_row(session, tidy.id) if tidy.id else CrisisRow(commission_id=commission.id)
        if row is None:
            raise _crisis_gone()
        if not tidy.cpts_ids <= storage.cpts_of(session, commission.id):
            raise UserError("Une CPTS cochée n’est plus au registre.", "Rouvrez la liste des crises, puis recommencez.")
        return storage.write_crisis(session, row, tidy)


def remove_crisis(db: Database, crisis: RegionalCrisis) -> None:
    """Take back a crisis that was declared by mistake: nothing is due for it any more."""
    with db.unit_of_work(f"Retirer {_crisis_words(crisis)}") as session:
        row = storage.crisis_row(session, crisis.id)
        if row is None:
            raise _crisis_gone()
        storage.remove_crisis(session, row)


def key_words(account: Account, key: DueKey | None) -> str:
    """Return which line a payment names, in French; empty for none."""
    if key is None:
        return ""
    line = next((each.due for each in account.statement.lines if key_of(each.due) == key), None)
    if line is None:
        return f"ligne du {date_digits(key[3])} qui n’est plus due"
    return f"{line.label}, {line.kind.label}, {date_digits(line.due_on)}"


def _check(payments: Sequence[Payment], today: date) -> None:
    for each in payments:
        for fault in refuse_payment(each, today):
            raise UserError(fault.words, "Corrigez le versement, puis enregistrez-le.")


def _tidy(payment: Payment) -> Payment:
    return replace(payment, label=typeset(squeeze(payment.label)), reference=squeeze(payment.reference))


def _named(amount: Decimal, on: date, dossier: Dossier) -> str:
    what = "le versement de" if amount >= 0 else "la reprise de"
    return f"{what} {euros(abs(amount))} du {date_digits(on)} à {_called(dossier)}"


def _called(dossier: Dossier) -> str:
    return the_cpts(dossier.name)


def _crisis_words(crisis: RegionalCrisis) -> str:
    return f"la crise «{NBSP}{crisis.crisis.label}{NBSP}» du {date_digits(crisis.crisis.declared_on)}"


def _crisis_gone() -> UserError:
    return UserError(
        "Cette crise n’est plus enregistrée.", "Rouvrez la liste des crises pour la voir telle qu’elle est."
    )


def _gone() -> UserError:
    return UserError("Ce versement n’existe plus.", "Relisez la liste des versements, puis recommencez.")
