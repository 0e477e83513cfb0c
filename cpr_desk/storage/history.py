"""On which days the commission changed, and the life of one seat."""

from datetime import date, timedelta
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, bindparam, select, union
from sqlalchemy.orm import Session

from cpr_desk.domain.seat_history import SeatHistory, Standing, seat_history
from cpr_desk.storage import mandates
from cpr_desk.storage.models import CommissionRow, MandateRow, SeatRow, SeatWeightRow, SectionPresidentRow

_ONE_DAY = timedelta(days=1)


def change_days(session: Session, commission_id: int) -> tuple[date, ...]:
    """Return the days on which the composition or a section president changed, and that of the installation."""
    firsts, lasts = (session.scalars(query, {"commission": commission_id}) for query in _queries())
    return tuple(sorted({*firsts, *(day + _ONE_DAY for day in lasts if day)}))


@cache
def _queries() -> tuple[CompoundSelect[date], CompoundSelect[date | None]]:
    """Return the first days of all that is dated in a commission, and the last ones: built once, they take a third."""
    commission: BindParameter[int] = bindparam("commission")
    dated = (SeatRow, SectionPresidentRow)
    on_seats = (SeatWeightRow, MandateRow)

    def of_seats(table: type[SeatWeightRow | MandateRow]) -> ColumnElement[bool]:
        return table.seat_id.in_(select(SeatRow.id).where(SeatRow.commission_id == commission))

    firsts: CompoundSelect[date] = union(
        select(CommissionRow.installed_on).where(CommissionRow.id == commission),
        *(select(table.valid_from).where(table.commission_id == commission) for table in dated),
        *(select(table.valid_from).where(of_seats(table)) for table in on_seats),
    )
    lasts: CompoundSelect[date | None] = union(
        *(select(table.valid_to).where(table.commission_id == commission) for table in dated),
        *(select(table.valid_to).where(of_seats(table)) for table in on_seats),
    )
    return firsts, lasts


def history_of_seat(session: Session, seat_id: int) -> SeatHistory:
    """Return every event of a seat, in order. Raises NoResultFound when there is no such seat."""
    rows = session.execute(
        select(SeatWeightRow.valid_from, SeatWeightRow.votes, SeatWeightRow.position)
        .where(SeatWeightRow.seat_id == seat_id)
        .order_by(SeatWeightRow.valid_from)
    )
    return seat_history(mandates.seat_life(session, seat_id), tuple(Standing(*row) for row in rows))
