"""The tab « Séance »: who comes and goes, noted by keys."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import session as sessions
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.session import Heading
from cpr_desk.ui.pages.meeting_session import SessionTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, shown, type_in
from tests.ui.session.sitting import (
    Keys,
    Wall,
    again,
    at,
    press,
    take,
    voting,
    with_substitute,
    without_substitute,
)


def test_the_session_opens_at_the_hour_of_the_meeting_and_is_undone_by_name(
    tab: SessionTab, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    assert tab.opening.text() == "14h00"
    take(tab, with_substitute(tab))
    press(qtbot, tab, Keys.Key_P)
    assert "Ouvrez d’abord la séance" in tab.messages.text()

    click(qtbot, tab, "&Ouvrir la séance")

    opened = sessions.session_of(db, meeting).sitting
    assert opened is not None
    assert opened.opened_at == at(14)
    assert "Ouverte à 14\u00a0h." in tab.summary.text()
    tab.desk.undo_last()
    assert sessions.session_of(db, meeting).sitting is None
    assert tab.keeper.sitting is None


def test_a_wrong_hour_of_opening_is_told_and_kept(
    tab: SessionTab, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    type_in(qtbot, tab.opening, "25h")
    click(qtbot, tab, "&Ouvrir la séance")
    assert tab.messages.text()
    type_in(qtbot, tab.opening, "")
    click(qtbot, tab, "&Ouvrir la séance")
    assert "L’heure d’ouverture manque" in tab.messages.text()
    assert sessions.session_of(db, meeting).sitting is None


def test_each_key_notes_the_line_in_hand_and_goes_on_to_the_next(
    open_tab: SessionTab, db: Database, meeting: Meeting, wall: Wall, qtbot: QtBot
) -> None:
    tab = open_tab
    first = with_substitute(tab)
    take(tab, first)

    press(qtbot, tab, Keys.Key_P)
    assert again(tab, first).words.startswith("titulaire présent")
    assert again(tab, first).hours == "14\u00a0h\u00a002"
    assert tab.chosen()[0].id != first.id
    assert "arrivée à 14\u00a0h\u00a002" in tab.status.text()

    take(tab, first)
    press(qtbot, tab, Keys.Key_V)
    assert again(tab, first).hours == "14\u00a0h\u00a002, à distance"
    wall.moment = at(15, 10)
    take(tab, first)
    press(qtbot, tab, Keys.Key_D)
    assert again(tab, first).words.startswith("sorti")
    take(tab, first)
    press(qtbot, tab, Keys.Key_S)
    assert again(tab, first).words.startswith("suppléant")
    assert "\u00a0; " in again(tab, first).hours
    wall.moment = at(15, 20)
    take(tab, first)
    press(qtbot, tab, Keys.Key_P)
    assert "assiste sans voix" in again(tab, first).remarks[0]

    stays = sessions.session_of(db, meeting).presence.stays
    assert len(stays) == 3
    tab.desk.undo_last()
    assert len(sessions.session_of(db, meeting).presence.stays) == 2
    assert again(tab, first).words.startswith("suppléant")


def test_excused_and_absent_are_noted_before_the_opening_and_taken_back(tab: SessionTab, qtbot: QtBot) -> None:
    line = with_substitute(tab)
    take(tab, line)
    press(qtbot, tab, Keys.Key_E)
    assert again(tab, line).words.startswith("excusé")
    take(tab, line)
    press(qtbot, tab, Keys.Key_A, shift=True)
    assert again(tab, line).substitute is not None
    assert again(tab, line).places[1].attendance.value == "absent"
    take(tab, line)
    press(qtbot, tab, Keys.Key_Delete, Keys.Key_Delete)
    assert again(tab, line).words.startswith("attendu")
    assert again(tab, line).last_noted is None
    press(qtbot, tab, Keys.Key_Delete)


def test_what_was_noted_is_taken_back_the_departure_first(open_tab: SessionTab, wall: Wall, qtbot: QtBot) -> None:
    tab, line = open_tab, without_substitute(open_tab)
    take(tab, line)
    press(qtbot, tab, Keys.Key_P)
    wall.moment = at(15)
    take(tab, line)
    press(qtbot, tab, Keys.Key_D)
    assert again(tab, line).hours == "14\u00a0h\u00a002 à 15\u00a0h"
    take(tab, line)
    press(qtbot, tab, Keys.Key_Delete)
    assert again(tab, line).hours == "14\u00a0h\u00a002"
    press(qtbot, tab, Keys.Key_Delete)
    assert again(tab, line).words.startswith("attendu")


def test_a_key_that_makes_no_sense_says_why(open_tab: SessionTab, qtbot: QtBot) -> None:
    tab, line = open_tab, without_substitute(open_tab)
    take(tab, line)
    press(qtbot, tab, Keys.Key_S)
    assert "Aucun suppléant" in tab.messages.text()
    press(qtbot, tab, Keys.Key_D)
    assert "Personne n’est noté en séance" in tab.messages.text()
    press(qtbot, tab, Keys.Key_P)
    take(tab, line)
    press(qtbot, tab, Keys.Key_E)
    assert "notez d’abord son départ" in tab.messages.text()
    press(qtbot, tab, Keys.Key_O)
    assert "représenté en séance" in tab.messages.text()
    press(qtbot, tab, Keys.Key_P)
    assert "déjà en séance" in tab.status.text()


def test_letters_note_and_never_search_while_ctrl_f_does(open_tab: SessionTab, qtbot: QtBot) -> None:
    tab, line = open_tab, with_substitute(open_tab)
    take(tab, line)
    press(qtbot, tab, Keys.Key_M, Keys.Key_Z)
    assert tab.chosen()[0].id == line.id

    qtbot.keyClick(tab.table, Keys.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert tab.seek.hasFocus()
    assert line.titular is not None
    type_in(qtbot, tab.seek, line.titular.person.last_name)
    rows = [tab.model.row(number) for number in range(tab.model.rowCount())]
    assert isinstance(rows[0], Heading)
    assert line.id in {row.id for row in rows}
    assert len(rows) < 6
    qtbot.keyClick(tab.seek, Keys.Key_Return)
    assert tab.table.hasFocus()
    qtbot.keyClick(tab.table, Keys.Key_Escape)
    assert tab.seek.text() == ""
    qtbot.keyClick(tab.table, Keys.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(tab.seek, Keys.Key_Escape)
    assert tab.table.hasFocus()


def test_the_arrows_pass_over_the_titles_of_the_sections(tab: SessionTab, qtbot: QtBot) -> None:
    heads = tab.model.headings
    tab.table.selectRow(heads[1] - 1)
    press(qtbot, tab, Keys.Key_Down)
    assert tab.table.currentIndex().row() == heads[1] + 1
    press(qtbot, tab, Keys.Key_Up)
    assert tab.table.currentIndex().row() == heads[1] - 1
    assert tab.model.data(tab.model.index(heads[1], 0)) == "Section professionnelle"
    spoken = tab.model.data(tab.model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "ttendu" in spoken


def test_the_hour_of_entry_is_now_or_fixed_afterwards(
    open_tab: SessionTab, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    tab, line = open_tab, without_substitute(open_tab)
    assert tab.hour_words.text() == "maintenant, 14\u00a0h\u00a002"
    type_in(qtbot, tab.hour, "14h30")
    qtbot.keyClick(tab.hour, Keys.Key_Return)
    assert tab.hour_words.text() == "état à 14\u00a0h\u00a030"
    take(tab, line)
    press(qtbot, tab, Keys.Key_P)
    assert sessions.session_of(db, meeting).presence.stays[0].arrived_at == at(14, 30)
    click(qtbot, tab, "Maintenant")
    assert again(tab, line).words.startswith("attendu")
    type_in(qtbot, tab.hour, "99")
    qtbot.keyClick(tab.hour, Keys.Key_Return)
    assert tab.messages.text()
    assert tab.keeper.hour is None


def test_a_session_past_midnight_goes_on_the_next_day(
    tab: SessionTab, db: Database, meeting: Meeting, wall: Wall, qtbot: QtBot
) -> None:
    wall.moment = at(22)
    type_in(qtbot, tab.opening, "22h")
    click(qtbot, tab, "&Ouvrir la séance")
    line = without_substitute(tab)
    take(tab, line)
    press(qtbot, tab, Keys.Key_P)
    wall.moment = datetime(2021, 6, 11, 0, 40)  # noqa: DTZ001 - the clock on the wall
    type_in(qtbot, tab.hour, "0h30")
    qtbot.keyClick(tab.hour, Keys.Key_Return)
    take(tab, line)
    press(qtbot, tab, Keys.Key_D)
    (stay,) = sessions.session_of(db, meeting).presence.stays
    assert stay.left_at == datetime(2021, 6, 11, 0, 30)  # noqa: DTZ001 - the clock on the wall


def test_several_lines_are_noted_at_once_and_a_person_of_several_seats_once(
    open_tab: SessionTab, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    tab = open_tab
    lines = [line for line in voting(tab, Section.SOCIAL) if line.titular][:4]
    tab.table.select_identities({line.id for line in lines})
    press(qtbot, tab, Keys.Key_P)
    assert len(sessions.session_of(db, meeting).presence.stays) == 4
    assert "4 personnes" in tab.status.text()


def test_the_menu_of_a_line_offers_what_the_keys_do(open_tab: SessionTab) -> None:
    tab, line = open_tab, with_substitute(open_tab)
    take(tab, line)
    offers: dict[str, Callable[[], Any]] = dict(tab.keys.offers(tab.chosen()))
    assert "Titulaire présent\tP" in offers
    assert sum("Heures de" in words for words in offers) == 2
    offers["Titulaire présent\tP"]()
    assert again(tab, line).words.startswith("titulaire présent")


def test_seats_that_nobody_holds_are_passed_over(open_tab: SessionTab, qtbot: QtBot) -> None:
    tab = open_tab
    lines = list(voting(tab, Section.PROFESSIONAL))
    before = next(line for line, following in pairwise(lines) if line.titular and not following.places)
    take(tab, before)
    press(qtbot, tab, Keys.Key_P)
    (hand,) = tab.chosen()
    assert lines.index(hand) > lines.index(before) + 1
    assert hand.places


def test_the_session_of_a_day_to_come_is_not_opened_by_mistake(
    db: Database, meeting: Meeting, wall: Wall, qtbot: QtBot, dialogs: Dialogs
) -> None:
    page = shown(MeetingsPage, Desk(db, lambda: meeting.on - timedelta(days=3), now=wall), qtbot)
    tab = page.detail.show_tab("session")
    assert isinstance(tab, SessionTab)
    texts: list[str] = []

    def refuse(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        texts.append(box.text())
        box.reject()

    dialogs.answer(refuse)
    click(qtbot, tab, "&Ouvrir la séance")
    assert "La réunion se tient le" in texts[0]
    assert sessions.session_of(db, meeting).sitting is None

    dialogs.answer(lambda box: click(qtbot, box, "Ouvrir tout de même"))
    click(qtbot, tab, "&Ouvrir la séance")
    assert sessions.session_of(db, meeting).sitting is not None
