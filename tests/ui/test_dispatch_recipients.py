"""Who receives the papers of a meeting, in the tab of the dispatches: ended, added, left out, without address."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dispatch import Capacity
from cpr_desk.domain.mandates import EndReason
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import composition, dispatch, issues, mandates, recipients
from cpr_desk.services.instance import Database
from cpr_desk.services.mandates import EndMandate
from cpr_desk.services.meetings import PlanMeeting, find_meeting, plan_meeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.mark_sent import MarkSentDialog, Whom
from cpr_desk.ui.dialogs.person_edit import PersonDialog
from cpr_desk.ui.dialogs.recipient import AddRecipientDialog, LeaveOutDialog
from cpr_desk.ui.pages.meeting_dispatch import DispatchTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.factories import person
from tests.services.convening import convened_commission, issued
from tests.ui.conftest import Dialogs
from tests.ui.dispatching import TODAY, cell, choose, dispatch_tab, said
from tests.ui.driving import beside, click, open_dialog, shown, type_in


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


@pytest.fixture
def tab(db: Database, meeting: Meeting, qtbot: QtBot) -> DispatchTab:
    return dispatch_tab(db, meeting, qtbot)


def test_a_recipient_ended_yesterday_is_named(tab: DispatchTab, db: Database, commission: Commission) -> None:
    seats = composition.composition_at(db, commission.id, TODAY).seats
    held = next(seat.titular for seat in seats if seat.organisation == "CSMF")
    assert held
    mandates.end_mandate(db, EndMandate(held.mandate_id, date(2021, 6, 1), EndReason.RESIGNATION))
    tab.desk.refresh()

    assert "Le mandat de Basile Abgrall s’est terminé le 01/06/2021, avant la réunion" in tab.remarks.text()
    assert "Basile Abgrall" not in {tab._model.row(number).person.name for number in range(tab._model.rowCount())}


def test_a_guest_is_added_with_the_reason_and_somebody_left_out_and_restored(
    tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, tab, AddRecipientDialog, tab._add_recipient.trigger)
    type_in(qtbot, dialog.person.first_name, "Perrig")
    type_in(qtbot, dialog.person.last_name, "Lanvaux")
    dialog.capacity.setCurrentText("Expert")
    click(qtbot, dialog, "Ajouter")
    assert beside(dialog.reason) == "Ce champ est obligatoire."
    type_in(qtbot, dialog.reason, "point 3")
    click(qtbot, dialog, "Ajouter")
    assert said(tab) == "Perrig Lanvaux recevra les documents."
    assert cell(tab, "Perrig Lanvaux", "capacity") == "Expert (point 3)"

    choose(tab, "Basile Abgrall")
    leave = open_dialog(dialogs, tab, LeaveOutDialog, tab._leave_out.trigger)
    type_in(qtbot, leave.reason, "à sa demande")
    click(qtbot, leave, "Retirer")
    assert cell(tab, "Basile Abgrall", "capacity") == "Retiré (à sa demande)"
    assert cell(tab, "Basile Abgrall", "convocation") == ""

    choose(tab, "Basile Abgrall")
    tab._restore.trigger()
    assert said(tab) == "Pour Basile Abgrall, la composition décide de nouveau."
    assert cell(tab, "Basile Abgrall", "capacity") == "Titulaire"


def test_a_missing_address_leads_to_the_record(tab: DispatchTab, qtbot: QtBot, dialogs: Dialogs) -> None:
    assert cell(tab, "Basile Abgrall", "address") == "à compléter"
    assert "sans adresse électronique ni postale" in tab.remarks.text()
    choose(tab, "Basile Abgrall")
    dialog = open_dialog(dialogs, tab, PersonDialog, tab._open_line)
    type_in(qtbot, dialog.form.email, "basile@exemple.fr")
    click(qtbot, dialog, "Enregistrer")

    assert cell(tab, "Basile Abgrall", "address") == "basile@exemple.fr"


def test_missing_addresses_are_named_for_the_channel(
    tab: DispatchTab, dialogs: Dialogs, db: Database, meeting: Meeting, qtbot: QtBot
) -> None:
    who = person("Perrig Lanvaux", email="perrig@exemple.fr")
    guest = recipients.add_recipient(db, meeting, who, Capacity.GUEST, "point 3")
    issued(db, meeting)
    tab.desk.refresh()
    choose(tab, "Perrig Lanvaux")
    dialog = open_dialog(dialogs, tab, MarkSentDialog, tab._mark.trigger)
    everybody = dialog.missing.text()
    dialog.whom.setCurrentIndex(dialog.whom.findText("Ceux choisis dans la liste (1)"))
    one = dialog.missing.isVisible()
    dialog.channel.setCurrentText("Courrier")

    assert "autres" in everybody
    assert not one
    assert dialog.whom.currentData() is Whom.CHOSEN
    assert [each.person.id for each in dialog.recipients()] == [guest.id]
    assert dialog.missing.text() == "La fiche n’a pas l’adresse que demande ce canal\u00a0: Perrig Lanvaux."
    click(qtbot, dialog, "Marquer comme envoyé")


def test_without_a_composition_the_tab_says_what_to_do(db: Database, commission: Commission, qtbot: QtBot) -> None:
    plan_meeting(db, PlanMeeting(commission.id, date(2021, 6, 10)))
    page = shown(MeetingsPage, Desk(db, lambda: TODAY), qtbot)
    page.panel.select(1)
    made = page.detail.show_tab("dispatches")
    assert isinstance(made, DispatchTab)

    assert made.panel._stack.currentWidget() is made.panel._empty
    assert not made._issue.isEnabled()
    assert issues.issues_of(db, find_meeting(db, commission.id, 1)) == ()
    assert not any(line.sent for line in dispatch.register_of(db, find_meeting(db, commission.id, 1)).lines)
