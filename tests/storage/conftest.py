"""What the tests of the storage share."""

import pytest

from cpr_desk.domain.commission import Commission
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, seed_states
from tests.storage.cpts_register import Register
from tests.storage.seats_desk import Desk


@pytest.fixture
def desk(db: Database, commission: Commission) -> Desk:
    """Return the official table, installed on 04/02/2021."""
    desk = Desk(db, commission)
    desk.revise(INSTALLED, *seed_states())
    return desk


@pytest.fixture
def register(db: Database, commission: Commission) -> Register:
    return Register(db, commission)
