"""What the tests of the storage share."""

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.storage.database import Database
from tests.prepared import seat_members
from tests.storage.cpts_register import Register
from tests.storage.seats_desk import Desk


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    """Return the official table, installed on 04/02/2021."""
    seat_members(db, commission)
    return Desk(db, commission)


@pytest.fixture
def register(db: Database, commission: Commission) -> Register:
    return Register(db, commission)
