"""Meetings at odds with their papers, as the window tells it: incomplete, changed, urgent, empty."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission, Rules
from cpr_desk.domain.dispatch import Capacity, IssueKind
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import agenda
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import PlanMeeting, find_meeting, plan_meeting
from cpr_desk.services.recipients import add_recipient, recipients_of
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.issue import IssueDialog
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.dialogs.meeting_move import MoveDialog
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meeting_preparation import PreparationTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.factories import person
from tests.services.convening import LAST_DAY, MEETING_ON, TOO_LATE, convened_commission, issued, send
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in

TODAY = date(2021, 6, 2)
AFTER = MEETING_ON + timedelta(days=20)


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def page_on(db: Database, meeting: Meeting, qtbot: QtBot, today: date = TODAY) -> MeetingsPage:
    page = shown(MeetingsPage, Desk(db, lambda: today), qtbot)
    page.panel.select(meeting.id)
    return page


def badges(page: MeetingsPage) -> list[str]:
    tab = page.detail.show_tab("preparation")
    assert isinstance(tab, PreparationTab)
    return [row._badge.accessibleName() for row in tab.rows]


def test_what_was_sent_to_some_only_is_never_said_to_be_in_time(db: Database, meeting: Meeting, qtbot: QtBot) -> None:
    send(db, meeting, issued(db, meeting), LAST_DAY, recipients_of(db, meeting)[1:])

    assert badges(page_on(db, meeting, qtbot, AFTER))[0] == "Envoi incomplet"


def test_a_guest_written_to_late_makes_no_meeting_late(db: Database, meeting: Meeting, qtbot: QtBot) -> None:
    version = issued(db, meeting)
    send(db, meeting, version)
    add_recipient(db, meeting, person("Perrig Lanvaux"), Capacity.GUEST, "point 3")
    send(db, meeting, version, TOO_LATE, recipients_of(db, meeting)[-1:])

    assert badges(page_on(db, meeting, qtbot, AFTER))[0] == "Envoyé dans les délais"


def test_an_agenda_changed_after_it_left_is_asked_for_again(db: Database, meeting: Meeting, qtbot: QtBot) -> None:
    send(db, meeting, issued(db, meeting, b"%PDF agenda", IssueKind.AGENDA), date(2021, 6, 1))
    agenda.save_agenda(db, meeting.id, (*meeting.agenda, Item("Questions diverses")))
    page = page_on(db, meeting, qtbot)
    tab = page.detail.show_tab("dispatches")
    assert isinstance(tab, DispatchTab)

    assert "à éditer et à envoyer de nouveau\u00a0: les points inscrits." in tab.remarks.text()
    assert "Envoyé" not in badges(page)[1]


def test_an_empty_agenda_is_refused_beside_the_document(
    db: Database, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs
) -> None:
    agenda.save_agenda(db, meeting.id, ())
    tab = page_on(db, meeting, qtbot).detail.show_tab("dispatches")
    assert isinstance(tab, DispatchTab)
    dialog = open_dialog(dialogs, tab, IssueDialog, tab._issue.trigger)
    dialog.kind.setCurrentText("Ordre du jour")
    type_in(qtbot, dialog.reason, "urgence")
    click(qtbot, dialog, "Éditer…")

    assert beside(dialog.kind) == "L’ordre du jour est vide\u00a0: écrivez-le d’abord."
    dialog.kind.setCurrentIndex(0)
    type_in(qtbot, dialog.reason, "")
    click(qtbot, dialog, "Annuler")


def test_a_meeting_is_not_moved_to_an_end_without_a_beginning(
    db: Database, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs
) -> None:
    page = page_on(db, meeting, qtbot)
    dialog = open_dialog(dialogs, page, MoveDialog, page._move.trigger)
    type_in(qtbot, dialog.hour, "")
    type_in(qtbot, dialog.end, "16h")
    dialog.reason.setPlainText("salle prise")
    click(qtbot, dialog, "Déplacer la réunion")
    said = beside(dialog.end)
    type_in(qtbot, dialog.hour, "14h")
    click(qtbot, dialog, "Déplacer la réunion")

    assert said == "Indiquez aussi l’heure du début."
    assert find_meeting(db, page._desk.commission.id, meeting.id).hours == "de 14\u00a0h à 16\u00a0h"


def test_an_agreement_to_come_is_refused_and_an_urgent_meeting_is_moved_in_urgency(
    db: Database, commission: Commission, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs
) -> None:
    commissions.change_rules(db, commission.id, replace(Rules(), urgent_allowed=True))
    page = page_on(db, meeting, qtbot)
    dialog = open_dialog(dialogs, page, MeetingDialog, page._change.trigger)
    for field, day in zip(dialog.agreements, ("01/06/2021", "05/06/2021"), strict=True):
        type_in(qtbot, field, day)
    click(qtbot, dialog, "Enregistrer")
    said = beside(dialog.agreements[1])
    type_in(qtbot, dialog.agreements[1], "02/06/2021")
    click(qtbot, dialog, "Enregistrer")
    move = open_dialog(dialogs, page, MoveDialog, page._move.trigger)
    same_day = move.verdict._badge.accessibleName(), move.agreements.isVisible()
    type_in(qtbot, move.day, "11/06/2021")
    other_day = move.verdict._badge.accessibleName(), move.agreements.isVisible()
    type_in(qtbot, move.day, "10/06/2021")
    type_in(qtbot, move.hour, "15h")

    assert said == "Un accord n’est pas daté d’un jour à venir."
    assert same_day == ("Convocation en urgence", False)
    assert other_day == ("Hors délai", True)
    assert "donnés pour le jeudi 10 juin 2021" in move.agreements.text()
    move.reason.setPlainText("salle prise")
    click(qtbot, move, "Déplacer la réunion")
    urgent = find_meeting(db, commission.id, meeting.id)
    send(db, urgent, issued(db, urgent), date(2021, 6, 3))
    page._desk.refresh()
    tab = page.detail.show_tab("dispatches")
    assert isinstance(tab, DispatchTab)
    assert (tab.proofs[0].badge.accessibleName(), badges(page)[0]) == ("En urgence", "Envoyé en urgence")


def test_the_day_that_is_proposed_has_no_meeting_yet(
    db: Database, commission: Commission, meeting: Meeting, qtbot: QtBot, dialogs: Dialogs
) -> None:
    plan_meeting(db, PlanMeeting(commission.id, date(2021, 6, 17)))  # fifteen days from today
    page = page_on(db, meeting, qtbot)
    dialog = open_dialog(dialogs, page, MeetingDialog, page._new.trigger)
    type_in(qtbot, dialog.day, "14/06/2021")
    late = dialog.verdict.text()
    dialog.verdict.take.click()

    assert "ne peut plus être convoquée dans le délai" in late
    assert dialog.day.day() == date(2021, 6, 18)
    click(qtbot, dialog, "Prévoir la réunion")
