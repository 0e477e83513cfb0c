"""A session of the official table on its day, as the window shows it."""

import pytest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import Meeting
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.meeting_session import SessionTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.services.convening import MEETING_ON, convened_commission
from tests.ui.driving import click, shown
from tests.ui.session.sitting import Wall


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


@pytest.fixture
def page(db: Database, meeting: Meeting, wall: Wall, qtbot: QtBot) -> MeetingsPage:
    assert not meeting.is_cancelled
    return shown(MeetingsPage, Desk(db, lambda: MEETING_ON, now=wall), qtbot)


@pytest.fixture
def tab(page: MeetingsPage) -> SessionTab:
    made = page.detail.show_tab("session")
    assert isinstance(made, SessionTab)
    made.table.setFocus()
    return made


@pytest.fixture
def open_tab(tab: SessionTab, qtbot: QtBot) -> SessionTab:
    click(qtbot, tab, "&Ouvrir la séance")
    return tab
