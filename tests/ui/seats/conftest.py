"""The composition of the demonstration, and what runs a command on its seats."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.commission import CommissionPage
from cpr_desk.ui.pages.commission_seats import SeatsSheet
from tests.ui import demonstration
from tests.ui.conftest import Dialogs
from tests.ui.driving import open_dialog, shown
from tests.ui.seats.driving import TODAY, action


@pytest.fixture
def page(db: Database, qtbot: QtBot) -> SeatsSheet:
    demonstration.fill(db, TODAY)
    return shown(CommissionPage, Desk(db, lambda: TODAY), qtbot).seats


@pytest.fixture
def opened(page: SeatsSheet, dialogs: Dialogs) -> Callable[..., Any]:
    """Return what runs a command and gives its dialog."""

    def run(kind: type, command: str) -> Any:
        return open_dialog(dialogs, page, kind, action(page, command).trigger)

    return run
