"""Money paid to CPTS and regional crises, row by row. Amounts are euros outside, cents in the rows."""

from collections.abc import Collection, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.crises import RegionalCrisis
from cpr_desk.domain.schedule import Crisis
from cpr_desk.domain.statement import DueKey, Payment
from cpr_desk.storage.models import CptsCrisisRow, CptsPaymentRow, CptsRow, CrisisRow

_CENTS = Decimal(100)


def payment_row(session: Session, cpts_id: int, payment_id: int) -> CptsPaymentRow | None:
    """Return the row of a payment to a CPTS; None when it is no more."""
    row = session.get(CptsPaymentRow, payment_id)
    return row if row and row.cpts_id == cpts_id else None


def add_payments(session: Session, payments: Iterable[tuple[int, Payment]]) -> None:
    """Add payments, each to the CPTS of that id."""
    for cpts_id, payment in payments:
        row = CptsPaymentRow(cpts_id=cpts_id)
        write_payment(row, payment)
        session.add(row)
    session.flush()


def write_payment(row: CptsPaymentRow, payment: Payment) -> None:
    """Write what is known of a payment into its row."""
    row.paid_on, row.label, row.reference = payment.paid_on, payment.label, payment.reference
    row.cents = int((payment.amount * _CENTS).to_integral_value(ROUND_HALF_UP))
    name_line(row, payment.of)


def name_line(row: CptsPaymentRow, key: DueKey | None) -> None:
    """Say which line a payment pays; None: nobody knows."""
    row.due_code, row.due_kind, row.due_year, row.due_on = key or (None, None, None, None)


def cpts_of(session: Session, commission_id: int) -> frozenset[int]:
    """Return the ids of the CPTS of a commission."""
    return frozenset(session.scalars(select(CptsRow.id).where(CptsRow.commission_id == commission_id)))


def crises(session: Session, commission_id: int) -> tuple[RegionalCrisis, ...]:
    """Return the crises declared in the territory of a commission, the last one first."""
    query = select(CrisisRow).where(CrisisRow.commission_id == commission_id)
    rows = session.scalars(query.order_by(CrisisRow.declared_on.desc(), CrisisRow.id.desc())).all()
    concerned: dict[int, set[int]] = {row.id: set() for row in rows}
    links = select(CptsCrisisRow.crisis_id, CptsCrisisRow.cpts_id).join(
        CrisisRow, CrisisRow.id == CptsCrisisRow.crisis_id
    )
    for crisis_id, cpts_id in session.execute(links.where(CrisisRow.commission_id == commission_id)):
        concerned[crisis_id].add(cpts_id)
    return tuple(
        RegionalCrisis(Crisis(row.declared_on, row.label, row.id), frozenset(concerned[row.id])) for row in rows
    )


def crisis_row(session: Session, crisis_id: int) -> CrisisRow | None:
    """Return the row of a crisis; None when it is no more."""
    return session.get(CrisisRow, crisis_id)


def write_crisis(session: Session, row: CrisisRow, wanted: RegionalCrisis) -> int:
    """Bring a row, new or known, to what a crisis is, with the CPTS that it concerns; return its id."""
    row.declared_on, row.label = wanted.crisis.declared_on, wanted.crisis.label
    session.add(row)
    session.flush()
    _concern(session, row.id, wanted.cpts_ids)
    return row.id


def remove_crisis(session: Session, row: CrisisRow) -> None:
    """Take a crisis back."""
    _concern(session, row.id, ())
    session.delete(row)


def _concern(session: Session, crisis_id: int, cpts_ids: Collection[int]) -> None:
    known: Sequence[CptsCrisisRow] = session.scalars(
        select(CptsCrisisRow).where(CptsCrisisRow.crisis_id == crisis_id)
    ).all()
    for row in known:
        if row.cpts_id not in cpts_ids:
            session.delete(row)
    new = set(cpts_ids) - {row.cpts_id for row in known}
    session.add_all(CptsCrisisRow(crisis_id=crisis_id, cpts_id=cpts_id) for cpts_id in sorted(new))
    session.flush()
