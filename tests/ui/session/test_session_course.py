"""The tab « Séance »: proxies, quorum, chair, guests, and what follows a session without quorum."""

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import Capacity
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.session_list import SessionLine
from cpr_desk.services import recipients
from cpr_desk.services import session as sessions
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.meetings import PlanMeeting, list_meetings, plan_meeting
from cpr_desk.storage.database import Database
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.dialogs.preview import PreviewDialog
from cpr_desk.ui.dialogs.session_guest import GuestDialog
from cpr_desk.ui.dialogs.session_proxy import ProxyDialog
from cpr_desk.ui.dialogs.session_sitting import SittingDialog
from cpr_desk.ui.dialogs.session_stays import StaysDialog
from cpr_desk.ui.pages.meeting_session import SessionTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.factories import person
from tests.services.convening import MEETING_ON
from tests.ui.conftest import Dialogs
from tests.ui.driving import click, open_dialog, type_in
from tests.ui.session.sitting import Keys, Wall, again, at, press, take, voting, with_substitute, without_substitute


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
    dialogs.answer(lambda box: click(qtbot, box, "Ouvrir tout de même"))
    click(qtbot, tab, "&Ouvrir la séance")
    assert not state_it.isEnabled()
    page.panel.select(meeting.id)
    withdraw.trigger()
    assert "Absence de quorum" not in tab.summary.text()


def test_the_whole_width_goes_to_the_session_and_is_remembered(page: MeetingsPage) -> None:
    page._wide.trigger()
    assert page.panel.isHidden()
    assert page._state.get("meetings/wide") is True
    page._wide.trigger()
    assert not page.panel.isHidden()


def test_the_list_comes_back_when_no_meeting_is_in_hand(page: MeetingsPage) -> None:
    page._wide.trigger()
    assert page.panel.isHidden()
    page.panel.view.clearSelection()
    assert not page.panel.isHidden(), "an empty page would say nothing"
    assert not page._wide.isEnabled()
    page.panel.view.selectRow(0)
    assert page.panel.isHidden()


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


def test_the_statement_is_looked_at_and_saved(
    open_tab: SessionTab, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    tab = open_tab
    state_it, preview, _convene, _withdraw = tab.no_quorum.actions
    state_it.trigger()
    dialogs.answer(lambda _dialog: None)
    preview.trigger()
    qtbot.waitUntil(lambda: tab.findChild(PreviewDialog) is not None, timeout=15_000)
    looked_at = tab.findChild(PreviewDialog)
    assert isinstance(looked_at, PreviewDialog)
    assert looked_at.windowTitle() == "Constat d’absence de quorum"
    file = tmp_path / "constat.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    click(qtbot, looked_at, "Enregistrer…")
    told = "Le fichier «\u00a0constat.pdf\u00a0» est enregistré."
    qtbot.waitUntil(lambda: tab.messages.text() == told, timeout=15_000)
    assert file.exists()
    click(qtbot, looked_at, "Fermer")


def test_a_written_consultation_and_a_cancelled_meeting_have_no_session(
    page: MeetingsPage, db: Database, commission: Commission, meeting: Meeting, qtbot: QtBot
) -> None:
    written = plan_meeting(
        db, PlanMeeting(commission.id, date(2021, 9, 2), MeetingKind.WRITTEN, opens_on=date(2021, 8, 20))
    )
    cancel_meeting(db, meeting, "Grève", MEETING_ON)
    tab = page.detail.show_tab("session")
    assert isinstance(tab, SessionTab)
    page.reload()
    for wanted, told in ((written, "ne tient pas de séance"), (meeting, "est annulée")):
        page.panel.select(wanted.id)
        assert told in tab.summary.text()
        assert not tab.opening.isVisibleTo(tab)
        take(tab, with_substitute(tab))
        press(qtbot, tab, Keys.Key_E)
        assert told in tab.messages.text()
