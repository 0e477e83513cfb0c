"""The demonstration region as the pages see it, on one day."""

from datetime import date

from cpr_desk.office import demo
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk

TODAY = date(2026, 11, 22)


def desk_on_demonstration(db: Database) -> Desk:
    """Fill an empty database with the demonstration region and open a desk on it."""
    demo.fill(db, TODAY)
    return Desk(db, lambda: TODAY)
