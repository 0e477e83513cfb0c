"""Two windows on one database note the same session at once: nothing acknowledged is lost, nobody is there twice."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import session as sessions
from cpr_desk.storage.database import Database, open_database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.session_proxy import ProxyDialog
from cpr_desk.ui.dialogs.session_stays import StaysDialog
from cpr_desk.ui.pages.meeting_session import SessionTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.services.convening import MEETING_ON
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in
from tests.ui.session.sitting import Keys, Wall, again, at, press, take, without_substitute


@pytest.fixture
def beside(db: Database, meeting: Meeting, wall: Wall, open_tab: SessionTab, qtbot: QtBot) -> Iterator[SessionTab]:
    """Show the same session in another window, which has opened the same folder, as « Gwenn »."""
    assert meeting.id
    assert open_tab.keeper.is_open
    other = open_database(db.file.parent, "Gwenn")
    page = shown(MeetingsPage, Desk(other, lambda: MEETING_ON, now=wall), qtbot)
    made = page.detail.show_tab("session")
    assert isinstance(made, SessionTab)
    yield made
    other.close()


def test_each_window_notes_others_and_sees_what_the_other_noted(
    open_tab: SessionTab, beside: SessionTab, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    one, two = without_substitute(open_tab), without_substitute(open_tab, 1)
    take(open_tab, one)
    press(qtbot, open_tab, Keys.Key_P)
    take(beside, two)
    press(qtbot, beside, Keys.Key_P)

    assert again(beside, one).words.startswith("titulaire présent"), "the second window reads again at each key"
    open_tab.desk.refresh()
    assert again(open_tab, two).words.startswith("titulaire présent")
    assert len(sessions.session_of(db, meeting).presence.stays) == 2


def test_the_same_arrival_noted_in_both_windows_is_noted_once(
    open_tab: SessionTab, beside: SessionTab, wall: Wall, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    line = without_substitute(open_tab)
    take(open_tab, line)
    press(qtbot, open_tab, Keys.Key_P)
    wall.moment = at(14, 6)
    take(beside, line)
    press(qtbot, beside, Keys.Key_P)

    (stay,) = sessions.session_of(db, meeting).presence.stays
    assert stay.arrived_at == at(14, 2)


def test_a_departure_noted_in_both_windows_is_noted_once(
    open_tab: SessionTab, beside: SessionTab, wall: Wall, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    line = without_substitute(open_tab)
    take(open_tab, line)
    press(qtbot, open_tab, Keys.Key_P)
    beside.desk.refresh()
    wall.moment = at(15)
    take(open_tab, line)
    press(qtbot, open_tab, Keys.Key_D)
    wall.moment = at(15, 4)
    take(beside, line)
    press(qtbot, beside, Keys.Key_D)

    (stay,) = sessions.session_of(db, meeting).presence.stays
    assert (stay.arrived_at, stay.left_at) == (at(14, 2), at(15))


def test_what_the_other_window_took_back_is_not_brought_back(
    open_tab: SessionTab, beside: SessionTab, wall: Wall, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    line = without_substitute(open_tab)
    take(open_tab, line)
    press(qtbot, open_tab, Keys.Key_P)
    beside.desk.refresh()
    take(open_tab, line)
    press(qtbot, open_tab, Keys.Key_Delete)
    wall.moment = at(15)
    for key in (Keys.Key_D, Keys.Key_V, Keys.Key_Delete):
        take(beside, line)
        press(qtbot, beside, key)

    stays = sessions.session_of(db, meeting).presence.stays
    assert len(stays) <= 1
    assert all(stay.arrived_at == at(15) for stay in stays)


def test_a_key_in_the_second_window_after_the_first_closed_the_session(
    open_tab: SessionTab, beside: SessionTab, wall: Wall, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    wall.moment = at(16)
    open_tab._close.trigger()
    wall.moment = at(16, 10)
    take(beside, without_substitute(beside))
    press(qtbot, beside, Keys.Key_P)

    sitting = sessions.session_of(db, meeting).sitting
    assert sitting
    assert sitting.closed_at == at(16)
    assert all(stay.arrived_at < at(16) for stay in sessions.session_of(db, meeting).presence.stays)


def test_a_proxy_and_hours_refused_because_of_the_other_window_may_be_entered_again(
    open_tab: SessionTab, beside: SessionTab, dialogs: Dialogs, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    giver, holder = without_substitute(open_tab), without_substitute(open_tab, 1)
    assert holder.titular
    take(beside, giver)
    proxy = open_dialog(dialogs, beside, ProxyDialog, lambda: press(qtbot, beside, Keys.Key_O))
    proxy.holder.setCurrentIndex(proxy.holder.findData(holder.titular.person.id))
    take(open_tab, holder)
    press(qtbot, open_tab, Keys.Key_P)
    proxy.accept()
    assert "noté autrement entre-temps" in proxy.holder.accessibleDescription()
    proxy.accept()
    assert not proxy.isVisible()
    assert len(sessions.session_of(db, meeting).presence.proxies) == 1

    take(beside, holder)
    stays = open_dialog(dialogs, beside, StaysDialog, lambda: press(qtbot, beside, Keys.Key_Return))
    take(open_tab, holder)
    press(qtbot, open_tab, Keys.Key_V)
    type_in(qtbot, stays.rows[0].arrived, "14h10")
    stays.accept()
    assert "noté autrement entre-temps" in stays.messages.text()
    dialogs.answer(lambda box: click(qtbot, box, "Abandonner"))
    stays.reject()
    stays = open_dialog(dialogs, beside, StaysDialog, lambda: press(qtbot, beside, Keys.Key_Return))
    assert stays.rows[0].remote.isChecked()
    stays.reject()


def test_a_session_closed_in_both_windows_keeps_its_first_hour(
    open_tab: SessionTab, beside: SessionTab, wall: Wall, db: Database, meeting: Meeting
) -> None:
    wall.moment = at(16)
    open_tab._close.trigger()
    wall.moment = at(16, 10)
    beside._close.trigger()

    sitting = sessions.session_of(db, meeting).sitting
    assert sitting
    assert sitting.closed_at == at(16)
    assert "déjà close, à 16\u00a0h" in beside.messages.text()
    assert not beside.keeper.is_open
