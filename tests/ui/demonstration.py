"""The demonstration region as the pages see it, on one day."""

from datetime import date

from cpr_desk.office import demo
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from tests.prepared import copied

TODAY = date(2026, 11, 22)


def fill(db: Database, today: date = TODAY) -> None:
    """Fill an empty database with the demonstration region, as it stands on a day."""
    assert copied(db, demo.fill, today)
    db.carried_out.clear()  # opened on another day: nothing of it is undone from here


def desk_on_demonstration(db: Database) -> Desk:
    """Fill an empty database with the demonstration region and open a desk on it."""
    fill(db)
    return Desk(db, lambda: TODAY)
