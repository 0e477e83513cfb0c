"""Readings through time: the days of change, what differs between two days, the life of a seat."""

from datetime import date, timedelta

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.differences import Differences, differences
from cpr_desk.domain.seat_history import SeatHistory
from cpr_desk.storage import history, presidency, seats
from cpr_desk.storage.database import Database

_ONE_DAY = timedelta(days=1)


def change_days(db: Database, commission_id: int) -> tuple[date, ...]:
    """Return, in order, the days on which the composition or a section president changed, installation included."""
    with db.reading() as session:
        return history.change_days(session, commission_id)


def differences_between(db: Database, commission_id: int, since: date, until: date) -> Differences:
    """Return what changed between the composition and presidents of one day and those of another."""
    with db.reading() as session:
        before, after = (seats.composition_at(session, commission_id, day) for day in (since, until))
        return differences(before, after, presidency.presidency_of(session, commission_id).presidents)


def differences_up_to(db: Database, commission_id: int, since: date | None, until: date) -> Differences:
    """Return what changed until a day, since another one or, by default, within a year."""
    return differences_between(db, commission_id, since or add_months(until, -12), until)


def changes_on(db: Database, commission_id: int, day: date) -> Differences:
    """Return what a day changed: its differences with the eve."""
    return differences_between(db, commission_id, day - _ONE_DAY, day)


def seat_history(db: Database, seat_id: int) -> SeatHistory:
    """Return every event of a seat, from its opening on."""
    with db.reading() as session:
        return history.history_of_seat(session, seat_id)
