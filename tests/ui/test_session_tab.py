"""The tab « Séance »: who comes and goes, noted by keys, with the quorum beside."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import Capacity
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.session_list import SessionLine
from cpr_desk.services import recipients
from cpr_desk.services import session as sessions
from cpr_desk.services.meetings import list_meetings
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.dialogs.session_guest import GuestDialog
from cpr_desk.ui.dialogs.session_proxy import ProxyDialog
from cpr_desk.ui.dialogs.session_sitting import SittingDialog
from cpr_desk.ui.dialogs.session_stays import StaysDialog
from cpr_desk.ui.models.session import Heading
from cpr_desk.ui.pages.meeting_session import SessionTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.factories import person
from tests.services.convening import MEETING_ON, convened_commission
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, shown, type_in

Keys = Qt.Key


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MEETING_ON, time(hour, minute))


class Wall:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = at(14, 2)

    def __call__(self) -> datetime:
        return self.moment


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


def line_of(tab: SessionTab, seat: str) -> SessionLine:
    rows = (tab.model.row(number) for number in range(tab.model.rowCount()))
    return next(row for row in rows if isinstance(row, SessionLine) and row.seat and row.seat.label == seat)


def with_substitute(tab: SessionTab) -> SessionLine:
    rows = (tab.model.row(number) for number in range(tab.model.rowCount()))
    return next(row for row in rows if isinstance(row, SessionLine) and row.titular and row.substitute)


def without_substitute(tab: SessionTab, number: int = 0) -> SessionLine:
    rows = (tab.model.row(number) for number in range(tab.model.rowCount()))
    found = [row for row in rows if isinstance(row, SessionLine) and row.titular and not row.substitute]
    return found[number]


def take(tab: SessionTab, line: SessionLine) -> None:
    """Take a line in hand."""
    tab.table.select_identities({line.id})


def again(tab: SessionTab, line: SessionLine) -> SessionLine:
    found = tab.model.line(line.id)
    assert found is not None
    return found


def press(qtbot: QtBot, tab: SessionTab, *keys: Qt.Key, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for key in keys:
        qtbot.keyClick(tab.table, key, held)


def voting(tab: SessionTab, section: Section) -> Iterator[SessionLine]:
    rows = [tab.model.row(number) for number in range(tab.model.rowCount())]
    yield from (row for row in rows if isinstance(row, SessionLine) and row.section is section)


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


def test_the_substitute_is_proposed_before_a_proxy(
    open_tab: SessionTab, dialogs: Dialogs, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    tab, line = open_tab, with_substitute(open_tab)
    seen: list[str] = []

    def give_up(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        seen.append(box.text())
        box.reject()

    take(tab, line)
    dialogs.answer(give_up)
    press(qtbot, tab, Keys.Key_O)
    assert line.substitute is not None
    assert seen == [f"Le suppléant, {line.substitute.person.courteous_name}, siège à sa place s’il est là."]
    assert sessions.session_of(db, meeting).presence.proxies == ()


def _give(tab: SessionTab, dialogs: Dialogs, line: SessionLine, holder: int, qtbot: QtBot) -> ProxyDialog:
    take(tab, line)
    dialog = open_dialog(dialogs, tab, ProxyDialog, lambda: press(qtbot, tab, Keys.Key_O))
    dialog.holder.setCurrentIndex(dialog.holder.findData(holder))
    return dialog


def test_a_proxy_counts_until_its_giver_comes_and_the_page_says_so(
    open_tab: SessionTab, dialogs: Dialogs, wall: Wall, qtbot: QtBot
) -> None:
    tab = open_tab
    giver, holder = without_substitute(tab), without_substitute(tab, 1)
    assert giver.titular is not None
    assert holder.titular is not None
    take(tab, holder)
    press(qtbot, tab, Keys.Key_P)
    dialog = _give(tab, dialogs, giver, holder.titular.person.id, qtbot)
    dialog.reference.setText("Courriel du 8 juin")
    dialog.accept()
    assert again(tab, giver).words == f"pouvoir à {holder.titular.person.courteous_name}"
    assert "en vigueur" in _panel_words(tab)

    wall.moment = at(14, 20)
    take(tab, giver)
    press(qtbot, tab, Keys.Key_P)
    assert "caduc" in tab.messages.text()
    assert "arrivée à 14\u00a0h\u00a020" in tab.messages.text()
    assert "caduc" in again(tab, giver).remarks[0]
    qtbot.waitUntil(lambda: "caduc" in _panel_words(tab))


def test_a_proxy_to_somebody_who_leaves_has_no_effect_any_more_and_is_taken_back(
    open_tab: SessionTab, dialogs: Dialogs, wall: Wall, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    tab = open_tab
    giver, holder = without_substitute(tab), without_substitute(tab, 1)
    assert holder.titular is not None
    take(tab, holder)
    press(qtbot, tab, Keys.Key_P)
    _give(tab, dialogs, giver, holder.titular.person.id, qtbot).accept()
    wall.moment = at(15)
    take(tab, holder)
    press(qtbot, tab, Keys.Key_D)
    assert "sans effet tant que le porteur n’est pas présent" in tab.messages.text()
    wall.moment = at(15, 30)
    take(tab, holder)
    press(qtbot, tab, Keys.Key_P)
    assert "il a effet" in tab.messages.text()
    click(qtbot, tab.panel, "Retirer ce pouvoir")
    assert sessions.session_of(db, meeting).presence.proxies[0].revoked_at == at(15, 30)
    take(tab, giver)
    press(qtbot, tab, Keys.Key_Delete)
    assert sessions.session_of(db, meeting).presence.proxies == ()


def test_a_proxy_that_may_not_be_is_refused_beside_its_holder(
    open_tab: SessionTab, dialogs: Dialogs, qtbot: QtBot
) -> None:
    tab = open_tab
    one, two, holder = (without_substitute(tab, number) for number in range(3))
    assert holder.titular is not None
    _give(tab, dialogs, one, holder.titular.person.id, qtbot).accept()
    dialog = _give(tab, dialogs, two, holder.titular.person.id, qtbot)
    dialog.accept()
    assert "détient déjà" in dialog.holder.accessibleDescription()
    dialog.start()  # what is chosen counts as what it held: closing asks nothing
    dialog.reject()


def _panel_words(tab: SessionTab) -> str:
    from cpr_desk.ui.widgets.plain_label import PlainLabel

    return " ".join(label.accessibleName() for label in tab.panel.findChildren(PlainLabel) if label.isVisibleTo(tab))


def test_the_quorum_is_live_with_what_is_missing_and_its_history(
    open_tab: SessionTab, wall: Wall, qtbot: QtBot
) -> None:
    tab = open_tab
    assert "il manque" in tab.panel.sections[Section.SOCIAL].figures.text()
    assert "Peuvent le compléter" in tab.panel.sections[Section.SOCIAL].missing.text()
    assert "règle par défaut" in tab.panel.rules.text()
    for line in list(voting(tab, Section.SOCIAL)):
        take(tab, line)
        press(qtbot, tab, Keys.Key_P)
    assert "atteint." in tab.panel.sections[Section.SOCIAL].figures.text()
    assert "sans parité" in tab.panel.parity.text()
    wall.moment = at(15)
    take(tab, next(voting(tab, Section.SOCIAL)))
    press(qtbot, tab, Keys.Key_D)
    qtbot.waitUntil(lambda: "15\u00a0h\u00a0: sociale 12/7" in tab.panel.history.text())
    assert "non atteint" in tab.panel.history.text()
    assert not tab.panel.chart.isHidden()
    assert not tab.panel.chart.grab().isNull()


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


def test_every_coming_and_going_is_corrected_added_and_removed(
    open_tab: SessionTab, dialogs: Dialogs, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    tab, line = open_tab, without_substitute(open_tab)
    take(tab, line)
    press(qtbot, tab, Keys.Key_P)
    take(tab, line)
    dialog = open_dialog(dialogs, tab, StaysDialog, lambda: press(qtbot, tab, Keys.Key_Return))
    type_in(qtbot, dialog.rows[0].arrived, "14h10")
    type_in(qtbot, dialog.rows[0].left, "13h")
    click(qtbot, dialog, "Enregistrer les heures")
    assert "avant l’arrivée" in dialog.messages.text()
    type_in(qtbot, dialog.rows[0].left, "15h")
    click(qtbot, dialog, "Ajouter un passage")
    type_in(qtbot, dialog.rows[1].left, "17h")
    click(qtbot, dialog, "Enregistrer les heures")
    assert "Indiquez l’heure d’arrivée" in dialog.messages.text()
    type_in(qtbot, dialog.rows[1].arrived, "15h30")
    type_in(qtbot, dialog.rows[1].left, "xx")
    click(qtbot, dialog, "Enregistrer les heures")
    assert dialog.messages.text()
    type_in(qtbot, dialog.rows[1].left, "")
    dialog.rows[1].remote.setChecked(True)
    click(qtbot, dialog, "Enregistrer les heures")
    assert again(tab, line).hours == "14\u00a0h\u00a010 à 15\u00a0h, puis 15\u00a0h\u00a030, à distance"

    take(tab, line)
    dialog = open_dialog(dialogs, tab, StaysDialog, lambda: press(qtbot, tab, Keys.Key_Return))
    dialog.rows[0].remove.click()
    dialog.accept()
    assert len(sessions.session_of(db, meeting).presence.stays) == 1


def test_guests_are_proposed_from_the_recipients_and_others_are_typed(
    page: MeetingsPage, dialogs: Dialogs, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    invited = recipients.add_recipient(db, meeting, person("Ronan Bellanger", civility="M."), Capacity.GUEST, "point 3")
    tab = page.detail.show_tab("session")
    assert isinstance(tab, SessionTab)
    click(qtbot, tab, "&Ouvrir la séance")
    line = tab.model.line(("guest", invited.id))
    assert line is not None
    take(tab, line)
    press(qtbot, tab, Keys.Key_O)
    assert "Sans voix délibérative" in tab.messages.text()
    press(qtbot, tab, Keys.Key_P)
    assert again(tab, line).words == "présent"

    dialog = open_dialog(dialogs, tab, GuestDialog, tab._guest.trigger)
    dialog.person.first_name.setText("Solenn")
    dialog.person.last_name.setText("Kerguelen")
    dialog.remote.setChecked(True)
    dialog.accept()
    names = [row.guest.person.name for row in _guests(tab) if row.guest]
    assert names == ["Ronan Bellanger", "Solenn Kerguelen"]
    assert sessions.session_of(db, meeting).presence.stays[-1].remote


def _guests(tab: SessionTab) -> list[SessionLine]:
    rows = (tab.model.row(number) for number in range(tab.model.rowCount()))
    return [row for row in rows if isinstance(row, SessionLine) and row.guest]


def test_chair_secretary_and_hours_are_written_with_a_reason_for_another_chair(
    open_tab: SessionTab, dialogs: Dialogs, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    tab = open_tab
    dialog = open_dialog(dialogs, tab, SittingDialog, tab._conduct.trigger)
    dialog.chair.setCurrentIndex(1)
    dialog.secretary.setText("Maud Perrin")
    type_in(qtbot, dialog.closed, "13h")
    click(qtbot, dialog, "Enregistrer")
    assert "pourquoi" in dialog.reason.accessibleDescription()
    dialog.reason.setText("Président empêché")
    click(qtbot, dialog, "Enregistrer")
    assert "avant d’être ouverte" in dialog.closed.accessibleDescription()
    type_in(qtbot, dialog.closed, "")
    click(qtbot, dialog, "Enregistrer")
    sitting = sessions.session_of(db, meeting).sitting
    assert sitting is not None
    assert (sitting.secretary, sitting.chair_reason) == ("Maud Perrin", "Président empêché")
    assert "Secrétariat\u00a0: Maud Perrin." in tab.summary.text()


def test_a_closed_session_is_completed_at_a_fixed_hour_only(open_tab: SessionTab, wall: Wall, qtbot: QtBot) -> None:
    tab, line = open_tab, without_substitute(open_tab)
    wall.moment = at(16)
    tab._close.trigger()
    assert "close à 16\u00a0h" in tab.summary.text()
    take(tab, line)
    press(qtbot, tab, Keys.Key_P)
    assert "fixez l’heure de saisie" in tab.messages.text()
    type_in(qtbot, tab.hour, "14h30")
    qtbot.keyClick(tab.hour, Keys.Key_Return)
    take(tab, line)
    press(qtbot, tab, Keys.Key_P)
    assert again(tab, line).words.startswith("titulaire présent")


def test_a_meeting_noted_days_later_begins_at_its_opening(open_tab: SessionTab, wall: Wall, qtbot: QtBot) -> None:
    tab, line = open_tab, without_substitute(open_tab)
    wall.moment = datetime(2021, 6, 14, 9)  # noqa: DTZ001 - the clock on the wall
    take(tab, line)
    press(qtbot, tab, Keys.Key_P)
    assert again(tab, line).hours == "14\u00a0h"


def test_without_quorum_it_is_stated_and_the_second_meeting_is_prepared(
    open_tab: SessionTab, page: MeetingsPage, dialogs: Dialogs, db: Database, commission: Commission, meeting: Meeting,
    qtbot: QtBot,
) -> None:  # fmt: skip
    tab = open_tab
    state_it, _preview, convene, withdraw = tab.no_quorum.actions
    assert not convene.isEnabled()
    state_it.trigger()
    assert "Absence de quorum constatée à 14\u00a0h\u00a002." in tab.summary.text()
    assert not state_it.isEnabled()

    dialog = open_dialog(dialogs, tab, MeetingDialog, convene.trigger)
    assert "valable quel que soit le nombre de présents" in dialog.second.text()
    assert "règle par défaut" in dialog.second.text()
    assert dialog.day.day() == date(2021, 7, 9)
    assert dialog.deadlines[0].isVisibleTo(dialog)
    click(qtbot, dialog, "Prévoir la réunion")
    second = list_meetings(db, commission.id)[-1]
    assert (second.second_of, second.starts, second.place) == (meeting.id, meeting.starts, meeting.place)
    assert [item.title for item in second.agenda] == [item.title for item in meeting.agenda]

    page.panel.select(second.id)
    assert "Seconde réunion" in tab.summary.text()
    assert tab.panel.notice.isVisibleTo(tab)
    click(qtbot, tab, "&Ouvrir la séance")
    assert not state_it.isEnabled()
    page.panel.select(meeting.id)
    withdraw.trigger()
    assert "Absence de quorum" not in tab.summary.text()


def test_several_lines_are_noted_at_once_and_a_person_of_several_seats_once(
    open_tab: SessionTab, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    tab = open_tab
    lines = [line for line in voting(tab, Section.SOCIAL) if line.titular][:4]
    tab.table.select_identities({line.id for line in lines})
    press(qtbot, tab, Keys.Key_P)
    assert len(sessions.session_of(db, meeting).presence.stays) == 4
    assert "4 personnes" in tab.status.text()


def test_the_whole_width_goes_to_the_session_and_is_remembered(page: MeetingsPage) -> None:
    page._wide.trigger()
    assert page.panel.isHidden()
    assert page._state.get("meetings/wide") is True
    page._wide.trigger()
    assert not page.panel.isHidden()


def test_the_menu_of_a_line_offers_what_the_keys_do(open_tab: SessionTab) -> None:
    tab, line = open_tab, with_substitute(open_tab)
    take(tab, line)
    offers: dict[str, Callable[[], Any]] = dict(tab.keys.offers(tab.chosen()))
    assert "Titulaire présent\tP" in offers
    assert sum("Heures de" in words for words in offers) == 2
    offers["Titulaire présent\tP"]()
    assert again(tab, line).words.startswith("titulaire présent")


def test_a_proxy_noted_twice_from_two_windows_is_refused_without_loss(
    open_tab: SessionTab, db: Database, meeting: Meeting
) -> None:
    tab, line = open_tab, without_substitute(open_tab)
    other = without_substitute(tab, 1)
    assert line.seat is not None
    assert line.titular is not None
    assert other.titular is not None
    proxy = Proxy(line.seat.id, line.titular.person.id, other.titular.person.id, at(14))
    assert tab.keeper.carry_out(lambda: sessions.give_proxy(db, tab.keeper.session, proxy))
    assert not tab.keeper.carry_out(lambda: sessions.give_proxy(db, tab.keeper.session, proxy))
    assert "déjà donné" in tab.messages.text()
    assert len(sessions.session_of(db, meeting).presence.proxies) == 1
