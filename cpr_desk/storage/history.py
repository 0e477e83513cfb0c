"""On which days the commission changed, and the life of one seat."""

from datetime import date, timedelta

from sqlalchemy import CompoundSelect, Select, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from cpr_desk.domain.seat_history import SeatHistory, Standing, seat_history
from cpr_desk.storage import mandates
from cpr_desk.storage.models import CommissionRow, MandateRow, SeatRow, SeatWeightRow, SectionPresidentRow

_ONE_DAY = timedelta(days=1)


def change_days(session: Session, commission_id: int) -> tuple[date, ...]:
    """Return the days on which the composition or a section president changed, and that of the installation."""

    def of_seats(day: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]) -> Select[date | None]:
        return select(day).join(SeatRow, SeatRow.id == day.class_.seat_id).where(SeatRow.commission_id == commission_id)

    def of(day: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]) -> Select[date | None]:
        return select(day).where(day.class_.commission_id == commission_id)

    first = select(CommissionRow.installed_on).where(CommissionRow.id == commission_id)
    firsts: CompoundSelect[date | None] = union(
        first,
        of(SeatRow.valid_from),
        of(SectionPresidentRow.valid_from),
        of_seats(SeatWeightRow.valid_from),
        of_seats(MandateRow.valid_from),
    )
    lasts: CompoundSelect[date | None] = union(
        of(SeatRow.valid_to), of(SectionPresidentRow.valid_to), of_seats(MandateRow.valid_to)
    )
    days = {day for day in session.scalars(firsts) if day} | {day + _ONE_DAY for day in session.scalars(lasts) if day}
    return tuple(sorted(days))


def history_of_seat(session: Session, seat_id: int) -> SeatHistory:
    """Return every event of a seat, in order. Raises NoResultFound when there is no such seat."""
    rows = session.execute(
        select(SeatWeightRow.valid_from, SeatWeightRow.votes, SeatWeightRow.position)
        .where(SeatWeightRow.seat_id == seat_id)
        .order_by(SeatWeightRow.valid_from)
    )
    return seat_history(mandates.seat_life(session, seat_id), tuple(Standing(*row) for row in rows))
