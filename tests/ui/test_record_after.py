"""« Saisie après la séance », typed without a mouse from the attendance sheet."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from cpr_desk.domain.attendance_after import Mark, SeatNote
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.instance import Database
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.record_after import known_notes
from cpr_desk.services.session import arrive, open_session, session_of
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.record_after import RecordAfterDialog
from cpr_desk.ui.pages.meeting_follow_up import FollowUpTab
from cpr_desk.ui.pages.meeting_indemnities import IndemnitiesPart
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.widgets.after_table import PROBLEM
from tests.services.convening import convened_commission
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, open_dialog, shown, type_in
from tests.ui.test_indemnities import press

TODAY = date(2021, 7, 1)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


@pytest.fixture
def part(db: Database, meeting: Meeting, qtbot: QtBot) -> IndemnitiesPart:
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("follow-up")
    assert isinstance(tab, FollowUpTab)
    tab.parts.setCurrentWidget(tab.indemnities)
    return tab.indemnities


@pytest.fixture
def dialog(part: IndemnitiesPart, dialogs: Dialogs) -> RecordAfterDialog:
    return open_dialog(dialogs, part, RecordAfterDialog, lambda: press(part, "Présences"))


def save(qtbot: QtBot, dialog: RecordAfterDialog) -> None:
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_whole_session_is_typed_with_one_key_a_seat(
    db: Database, part: IndemnitiesPart, meeting: Meeting, dialog: RecordAfterDialog, qtbot: QtBot
) -> None:
    assert dialog.opened.text() == "14h00"
    type_in(qtbot, dialog.closed, "16h30")
    dialog.table.setFocus()
    qtbot.keyClicks(dialog.table, "pp")
    qtbot.keyClicks(dialog.table, "s")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.table, "e")
    qtbot.keyClicks(dialog.table, "ax")
    assert "sans marque" in dialog.count.text()
    save(qtbot, dialog)

    session = session_of(db, meeting)
    seats = session.composition.seats
    marks = {seats.index(seat): note.mark for seat in seats if (note := known_notes(session).get(seat.id))}
    assert marks == {0: Mark.PRESENT, 1: Mark.PRESENT, 2: Mark.SUBSTITUTE, 4: Mark.EXCUSED, 5: Mark.ABSENT}
    assert session.hours == "ouverte à 14\u00a0h, close à 16\u00a0h\u00a030"
    assert "La séance est enregistrée" in part.messages.text()
    assert [line.person.name for line in part._sheet.lines] == ["Aubin Tréhorel", "Solène Marzac", "Lubin Castérac"]
    part.desk.undo_last()
    assert session_of(db, meeting).sitting is None


def test_a_proxy_is_given_from_the_keyboard_and_known_again(
    db: Database, part: IndemnitiesPart, meeting: Meeting, dialog: RecordAfterDialog, qtbot: QtBot, dialogs: Dialogs
) -> None:
    type_in(qtbot, dialog.closed, "16")
    dialog.table.setFocus()
    qtbot.keyClicks(dialog.table, "p")
    qtbot.keyClicks(dialog.table, "o")
    (box,) = dialog.table.findChildren(QComboBox)
    assert box.itemText(0) == "Tréhorel Aubin"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.table.currentRow() == 2)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.table, "p")
    save(qtbot, dialog)

    session = session_of(db, meeting)
    first, second = session.composition.seats[:2]
    assert first.titular
    assert known_notes(session)[second.id] == SeatNote(Mark.PROXY, first.titular.person.id)
    assert session.floor(session.presence.moments()[0]).votes(Section.SOCIAL) == 9
    again = open_dialog(dialogs, part, RecordAfterDialog, lambda: press(part, "Présences"))
    assert again.table.notes() == known_notes(session)
    qtbot.keyClick(again.table, Qt.Key.Key_Delete)
    dialogs.answer(lambda asked: asked.accept())
    again.reject()


def test_what_cannot_be_is_said_beside_its_seat_and_nothing_is_written(
    db: Database, meeting: Meeting, dialog: RecordAfterDialog, qtbot: QtBot
) -> None:
    dialog.table.setFocus()
    save(qtbot, dialog)
    assert "obligatoire" in beside(dialog.closed)
    type_in(qtbot, dialog.closed, "13h30")
    save(qtbot, dialog)
    assert "close avant" in beside(dialog.closed)
    type_in(qtbot, dialog.closed, "16")
    dialog.table.setFocus()
    qtbot.keyClicks(dialog.table, "s")
    save(qtbot, dialog)
    item = dialog.table.item(0, PROBLEM)
    assert item
    assert item.text() == "Ce siège n’a pas de suppléant."
    assert session_of(db, meeting).sitting is None
    qtbot.keyClicks(dialog.table, "p")
    save(qtbot, dialog)
    assert session_of(db, meeting).sitting is not None


def test_a_session_noted_live_is_left_to_its_own_tab(db: Database, part: IndemnitiesPart, meeting: Meeting) -> None:
    at = datetime(2021, 6, 10, 14)  # noqa: DTZ001 - the clock on the wall
    open_session(db, meeting, at)
    session = session_of(db, meeting)
    member = next(holding.person.id for _, _, holding in session.composition.holdings())
    arrive(db, session, [member], at.replace(minute=20))
    part.desk.refresh()

    press(part, "Présences")
    assert "déjà notées" in part.messages.text()


def test_the_tab_of_the_session_offers_it_too(db: Database, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs) -> None:
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("session")
    action = next(each for each in tab.actions() if "après la séance" in each.text().replace("&", ""))
    dialog = open_dialog(dialogs, tab, RecordAfterDialog, action.trigger)
    type_in(qtbot, dialog.closed, "16")
    dialog.table.setFocus()
    qtbot.keyClicks(dialog.table, "p")
    save(qtbot, dialog)

    assert session_of(db, meeting).hours == "ouverte à 14\u00a0h, close à 16\u00a0h"
    assert "La séance est enregistrée" in tab.messages.text()


def test_a_cancelled_meeting_has_no_session_to_record(db: Database, meeting: Meeting, qtbot: QtBot) -> None:
    cancel_meeting(db, meeting, "Grève", TODAY)
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(meeting.id)
    tab = page.detail.show_tab("session")
    next(each for each in tab.actions() if "après la séance" in each.text().replace("&", "")).trigger()

    assert "pas de séance" in tab.messages.text()
