"""The day of a meeting chosen in the window, on both sides of each limit, where holidays are local."""

from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import CommissionKind, Rules
from cpr_desk.domain.dispatch import Channel, IssueKind
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.services import commission as commissions
from cpr_desk.services import dispatch, issues, meetings, recipients
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.dispatch import RecordDispatch
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.services.overview import overview
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.dialogs.meeting_move import CancelDialog, MoveDialog
from cpr_desk.ui.pages.dashboard_cards import MeetingCard
from cpr_desk.ui.pages.meeting_preparation import PreparationTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from tests.factories import PAYS_DE_LA_LOIRE
from tests.ui import demonstration
from tests.ui.conftest import Dialogs
from tests.ui.driving import beside, click, open_dialog, shown, type_in


def _page(db: Database, qtbot: QtBot, today: date, **rules: object) -> MeetingsPage:
    commission = commissions.create_commission(db, PAYS_DE_LA_LOIRE)
    commissions.change_rules(db, commission.id, replace(Rules(), **rules))  # type: ignore[arg-type]
    return shown(MeetingsPage, Desk(db, lambda: today), qtbot)


def _new(page: MeetingsPage, dialogs: Dialogs) -> MeetingDialog:
    return open_dialog(dialogs, page, MeetingDialog, page._new.trigger)


def _plan(page: MeetingsPage, on: date, **facts: object) -> Meeting:
    desk = page._desk
    made = meetings.plan_meeting(desk.db, PlanMeeting(desk.commission.id, on, **facts))  # type: ignore[arg-type]
    desk.refresh()
    page.panel.select(made.id)
    return made


def _convene(page: MeetingsPage, meeting: Meeting, on: date) -> None:
    """Issue the convocation and send it to everybody."""
    db, today = page._desk.db, page._desk.today()
    facts = issues.facts_of(meeting, IssueKind.CONVOCATION)
    version = issues.issue(db, meeting, IssueKind.CONVOCATION, b"%PDF-1.4 convocation", on, facts)
    everybody = tuple(each.person.id for each in recipients.recipients_of(db, meeting))
    dispatch.record_dispatch(db, meeting, RecordDispatch(version, on, Channel.EMAIL, everybody), today)
    page._desk.refresh()


def _preparation(page: MeetingsPage) -> PreparationTab:
    tab = page.detail.show_tab("preparation")
    assert isinstance(tab, PreparationTab)
    return tab


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("territory", "meeting", "told"),
    [
        ("alsace-moselle", "10/01/2022", ("dimanche 26 décembre 2021", "vendredi 24 décembre 2021", "26")),
        ("alsace-moselle", "17/04/2025", ("mercredi 2 avril 2025", "", "")),
        ("alsace-moselle", "03/05/2025", ("vendredi 18 avril 2025", "jeudi 17 avril 2025", "Vendredi saint")),
        ("metropole", "03/05/2025", ("vendredi 18 avril 2025", "", "")),
        ("reunion", "04/01/2022", ("lundi 20 décembre 2021", "vendredi 17 décembre 2021", "esclavage")),
        ("metropole", "04/01/2022", ("lundi 20 décembre 2021", "", "")),
        ("metropole", "15/03/2024", ("jeudi 29 février 2024", "", "")),
        ("metropole", "15/01/2022", ("vendredi 31 décembre 2021", "", "")),
    ],
)
def test_limits_know_the_holidays_of_the_territory(
    db: Database, qtbot: QtBot, dialogs: Dialogs, territory: str, meeting: str, told: tuple[str, str, str]
) -> None:
    page = _page(db, qtbot, date(2021, 3, 1), holiday_territory=territory)
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, meeting)
    row = dialog.deadlines[0]
    latest, advised, name = told

    assert row._day.text() == f"Au plus tard le {latest}"
    assert row._advised.isHidden() == (not advised)
    assert advised in row._advised.text()
    assert name in row._reasoning.text()


@pytest.mark.parametrize(
    ("today", "word"),
    [
        (date(2021, 12, 20), "Convocation possible dans le délai"),
        (date(2021, 12, 21), "Hors délai"),
        (date(2022, 1, 4), "Hors délai"),
        (date(2022, 1, 5), "Date passée"),
    ],
)
def test_a_day_is_judged_on_both_sides_of_its_limit(
    db: Database, qtbot: QtBot, dialogs: Dialogs, today: date, word: str
) -> None:
    dialog = _new(_page(db, qtbot, today, holiday_territory="reunion"), dialogs)
    type_in(qtbot, dialog.day, "4/1/22")

    assert dialog.verdict._badge.accessibleName() == word


def test_the_month_names_holidays_weekends_meetings_and_limits(db: Database, qtbot: QtBot, dialogs: Dialogs) -> None:
    page = _page(db, qtbot, date(2021, 12, 1), holiday_territory="reunion")
    other = commissions.add_commission(db, CreateCommission(CommissionKind.CPL, "52", "Sarthe", date(2021, 2, 4)))
    meetings.plan_meeting(db, PlanMeeting(other.id, date(2022, 1, 6)))
    _plan(page, date(2022, 1, 5))
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, "6/1/22")
    month = dialog.calendar.month
    said = {day: _plain(month.words_of(date(2022, 1, day))) for day in (1, 5, 6, 8)}

    assert said[1].startswith("Férié : ")
    assert "Ordre du jour : dernier jour" in said[1]
    assert said[5] == "Réunion ordinaire n° 2022-1"
    assert said[6] == other.name
    assert said[8] == "Fin de semaine"
    assert f"Ce jour-là se réunit aussi : {other.name}." in _plain(dialog.verdict.text())
    assert _plain(dialog.year.text()).startswith("Avec celle-ci, 2 réunions en 2022, pour au moins 1")
    dialog.calendar.month.setCurrentPage(2021, 12)
    assert "Trop proche" in month.words_of(date(2021, 12, 15))
    assert month.words_of(date(2021, 12, 16)) == ""
    dialog.day.set_day(None)
    assert not dialog.year.isVisible()
    dialog.grab()


def test_the_first_possible_day_is_a_working_day_without_a_meeting(
    db: Database, qtbot: QtBot, dialogs: Dialogs
) -> None:
    page = _page(db, qtbot, date(2021, 12, 4), holiday_territory="reunion")
    _plan(page, date(2021, 12, 21))
    dialog = _new(page, dialogs)
    click(qtbot, dialog, "Première date possible")

    assert dialog.day.day() == date(2021, 12, 22)
    assert dialog.verdict._badge.accessibleName() == "Convocation possible dans le délai"
    dialog.calendar.month.picked.emit(date(2021, 12, 24))
    assert dialog.day.text() == "24/12/2021"


def test_a_consultation_asks_for_its_opening_instead_of_a_place(db: Database, qtbot: QtBot, dialogs: Dialogs) -> None:
    page = _page(db, qtbot, date(2024, 1, 10))
    dialog = _new(page, dialogs)
    dialog.kind.setCurrentText("Consultation écrite")

    assert not dialog.place.isVisible()
    assert dialog.opens.isVisible()
    assert dialog.day.accessibleName() == "Clôture, obligatoire"
    type_in(qtbot, dialog.day, "29/2/24")
    type_in(qtbot, dialog.opens, "1/3/24")
    click(qtbot, dialog, "Prévoir la réunion")
    assert beside(dialog.opens) == "La consultation s’ouvrirait après sa clôture."
    type_in(qtbot, dialog.opens, "12/2/24")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Prévoir la réunion")
    (stored,) = meetings.list_meetings(db, page._desk.commission.id)
    assert (stored.kind, stored.opens_on, stored.on) == (MeetingKind.WRITTEN, date(2024, 2, 12), date(2024, 2, 29))
    assert "Ouverture : lundi 12 février 2024" in _plain(_preparation(page).facts.text())
    assert "comptés avant sa clôture" in _preparation(page).counted.text()


def test_a_meeting_past_midnight_says_the_next_day(db: Database, qtbot: QtBot, dialogs: Dialogs) -> None:
    page = _page(db, qtbot, date(2021, 12, 1))
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, "31/12/21")
    type_in(qtbot, dialog.end, "0h30")
    click(qtbot, dialog, "Prévoir la réunion")
    assert beside(dialog.end) == "Indiquez aussi l’heure du début."
    type_in(qtbot, dialog.hour, "22h")

    assert beside(dialog.end) == "Le lendemain, samedi 1er janvier 2022"
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Prévoir la réunion")
    assert "de 22 h à 0 h 30, le lendemain" in _plain(_preparation(page).facts.text())


def test_urgency_is_asked_only_where_the_rules_allow_it(db: Database, qtbot: QtBot, dialogs: Dialogs) -> None:
    page = _page(db, qtbot, date(2021, 12, 1))
    dialog = _new(page, dialogs)
    assert not dialog.agreements[0].isVisible()
    dialog.reject()
    commissions.change_rules(db, page._desk.commission.id, Rules(urgent_allowed=True))
    page._desk.refresh()
    dialog = _new(page, dialogs)
    type_in(qtbot, dialog.day, "9/12/21")
    assert "Elle peut être convoquée en urgence" in dialog.verdict.text()
    type_in(qtbot, dialog.agreements[0], "1/12/21")
    click(qtbot, dialog, "Prévoir la réunion")
    assert beside(dialog.agreements[0]) == "Les deux accords sont datés, ou aucun."
    type_in(qtbot, dialog.agreements[1], "1/12/21")
    assert dialog.verdict._badge.accessibleName() == "Convocation en urgence"
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Prévoir la réunion")
    assert "Convocation en urgence, avec l’accord" in _preparation(page).facts.text()
    assert "À faire. Convocation" in _preparation(page).steps.text()


@pytest.fixture
def convened(db: Database, qtbot: QtBot) -> MeetingsPage:
    """Return the page of the demonstration with a meeting on 18/12/2026 convened on its last lawful day."""
    demonstration.fill(db, date(2026, 11, 22))
    page = shown(MeetingsPage, Desk(db, lambda: date(2026, 12, 4)), qtbot)
    meeting = _plan(page, date(2026, 12, 18), starts=time(14), place="Salle Loire")
    _convene(page, meeting, date(2026, 12, 3))
    return page


def test_what_was_really_sent_is_said_in_the_panel(convened: MeetingsPage) -> None:
    tab = _preparation(convened)
    convocation, agenda = tab.rows

    assert convocation._badge.accessibleName() == "Envoyé dans les délais"
    assert "dans les délais" in convocation._sent.text()
    assert "le 03/12/2026" in convocation._sent.text()
    assert agenda._badge.accessibleName() == "Urgent, dans 9 jours"
    assert tab.status.accessibleName() == "Convoquée"
    assert "Fait. Convocation" in tab.steps.text()


def test_moving_a_convened_meeting_goes_through_its_dialog(
    convened: MeetingsPage, qtbot: QtBot, dialogs: Dialogs
) -> None:
    change = open_dialog(dialogs, convened, MeetingDialog, convened._change.trigger)
    assert not change.day.isEnabled()
    assert not change.place.isEnabled()
    change.reject()
    dialog = open_dialog(dialogs, convened, MoveDialog, convened._move.trigger)
    assert "La convocation a été éditée le jeudi 3 décembre 2026" in dialog.what_follows.text()
    type_in(qtbot, dialog.day, "6/1/27")
    assert "déjà prévue" in beside(dialog.day)
    type_in(qtbot, dialog.day, "21/12/26")
    click(qtbot, dialog, "Déplacer la réunion")
    assert beside(dialog.reason) == "Ce champ est obligatoire."
    dialog.reason.setPlainText("Salle prise")
    type_in(qtbot, dialog.decided, "5/12/26")
    click(qtbot, dialog, "Déplacer la réunion")
    assert "à venir" in beside(dialog.decided)
    type_in(qtbot, dialog.decided, "4/12/26")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Déplacer la réunion")

    told = _plain(_preparation(convened).steps.text())
    assert "Déplacée le 04/12/2026 ; elle était prévue le vendredi 18 décembre 2026 à 14 h, Salle Loire." in told
    assert "À envoyer de nouveau" in told
    assert "une nouvelle convocation est à envoyer" in convened.messages.text()


def test_a_meeting_is_cancelled_and_restored(convened: MeetingsPage, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialog = open_dialog(dialogs, convened, CancelDialog, convened._cancel.trigger)
    dialog.reason.setPlainText("Grève des transports")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog, "Annuler la réunion")
    tab = _preparation(convened)

    assert tab.status.accessibleName() == "Annulée"
    assert "Motif : Grève des transports." in _plain(tab.steps.text())
    assert tab.rows[1]._badge.accessibleName() == "Réunion annulée"
    assert "les destinataires sont à prévenir" in convened.messages.text()
    assert not convened._change.isEnabled()
    convened._restore.trigger()
    assert _preparation(convened).status.accessibleName() == "Convoquée"


def test_a_day_taken_meanwhile_keeps_a_meeting_cancelled(
    convened: MeetingsPage, qtbot: QtBot, dialogs: Dialogs
) -> None:
    dialog = open_dialog(dialogs, convened, CancelDialog, convened._cancel.trigger)
    dialog.reason.setPlainText("Doublon")
    click(qtbot, dialog, "Annuler la réunion")
    cancelled = convened.chosen()
    assert cancelled
    _plan(convened, cancelled.on)
    convened.panel.select(cancelled.id)
    convened._restore.trigger()

    assert "déjà prévue le vendredi 18 décembre 2026" in convened.messages.text()


def test_rules_lead_to_the_settings(convened: MeetingsPage) -> None:
    asked: list[str] = []
    convened.go_to.connect(asked.append)
    action = next(each for each in _preparation(convened).actions() if each.text() == "Règles…")
    action.trigger()

    assert asked == ["settings/rules"]


@pytest.mark.parametrize(("today", "late"), [(date(2026, 12, 22), 0), (date(2026, 12, 23), 1), (date(2026, 11, 1), 0)])
def test_the_dashboard_says_what_is_late(db: Database, qtbot: QtBot, today: date, late: int) -> None:
    demonstration.fill(db, date(2026, 11, 22))
    card = MeetingCard()
    qtbot.addWidget(card)
    card.show_overview(overview(db, commissions.the_commission(db), today))
    said = [label.text() for label in card.findChildren(QLabel)]

    assert len([text for text in said if text.startswith("Convocation, réunion ordinaire")]) == late
    assert ("1 jour après le mardi 22 décembre 2026, dernier jour pour l’envoyer." in said) == bool(late)
