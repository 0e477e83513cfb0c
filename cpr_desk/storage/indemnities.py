"""Indemnities, row by row: the rates of the professions, what each person is paid for a meeting. Amounts in cents."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cpr_desk.domain.composition import Profession
from cpr_desk.domain.indemnities import Claim, Rate
from cpr_desk.storage.models import IndemnityRateRow, IndemnityRow, MeetingRow, ProfessionRow

_CENTS = Decimal(100)


def professions(session: Session) -> tuple[Profession, ...]:
    """Return the stored professions, in the order of the official table."""
    rows = session.scalars(select(ProfessionRow).order_by(ProfessionRow.position, ProfessionRow.id))
    return tuple(Profession(row.code, row.label, row.position) for row in rows)


def rates(session: Session) -> tuple[Rate, ...]:
    """Return every rate, that of all others first, then profession by profession, the last begun first."""
    query = (
        select(IndemnityRateRow, ProfessionRow.code)
        .outerjoin(ProfessionRow, IndemnityRateRow.profession_id == ProfessionRow.id)
        .order_by(ProfessionRow.position, IndemnityRateRow.profession_id, IndemnityRateRow.valid_from.desc())
    )
    return tuple(
        Rate(
            code or "", row.valid_from, _euros(row.half_day_cents), _euros(row.session_cents), row.source, row.id
        )
        for row, code in session.execute(query)
    )  # fmt: skip


def write_rate(session: Session, rate: Rate) -> IndemnityRateRow:
    """Store a rate, new or known by its id."""
    row = session.get_one(IndemnityRateRow, rate.id) if rate.id else IndemnityRateRow()
    code = select(ProfessionRow.id).where(ProfessionRow.code == rate.profession)
    row.profession_id = session.scalars(code).one() if rate.profession else None
    row.valid_from, row.source = rate.since, rate.source
    row.half_day_cents, row.session_cents = _cents(rate.half_day), _cents(rate.session)
    session.add(row)
    return row


def claims(session: Session, meeting_ids: Collection[int]) -> tuple[Claim, ...]:
    """Return what is stored for some meetings, in the order it was stored."""
    return _read(session, _query().where(IndemnityRow.meeting_id.in_(meeting_ids)))


def claims_of_year(session: Session, year: int) -> tuple[Claim, ...]:
    """Return what is stored for the meetings of a calendar year, of every commission: a ceiling knows of none."""
    held = MeetingRow.held_on.between(date(year, 1, 1), date(year, 12, 31))
    return _read(session, _query().where(held, MeetingRow.cancelled_on.is_(None)))


def write_claim(session: Session, claim: Claim) -> IndemnityRow:
    """Store a claim, new or known by its id."""
    row = session.get_one(IndemnityRow, claim.id) if claim.id else IndemnityRow()
    row.meeting_id, row.person_id, row.basis = claim.meeting_id, claim.person_id, claim.basis
    row.cents, row.travel_cents = _cents(claim.amount), _cents(claim.travel) or 0
    row.travel_note, row.note, row.by_hand = claim.travel_note, claim.note, claim.by_hand
    session.add(row)
    return row


def _query() -> Select[IndemnityRow, date]:
    joined = select(IndemnityRow, MeetingRow.held_on).join(MeetingRow, IndemnityRow.meeting_id == MeetingRow.id)
    return joined.order_by(IndemnityRow.id)


def _read(session: Session, query: Select[IndemnityRow, date]) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            row.meeting_id,
            row.person_id,
            on,
            row.basis,
            _euros(row.cents),
            Decimal(row.travel_cents) / _CENTS,
            row.travel_note,
            row.note,
            row.by_hand,
            row.id,
        )
        for row, on in session.execute(query)
    )


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / _CENTS


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * _CENTS)
