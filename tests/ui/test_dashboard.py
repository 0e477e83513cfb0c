from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cpr_desk.domain.commission import Commission, CommissionKind, Secretariat
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.deadlines import meeting_deadlines
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.services import commission as commissions
from cpr_desk.services import meetings
from cpr_desk.services import presidency as presidencies
from cpr_desk.services.holidays import holidays_of
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.services.overview import overview
from cpr_desk.storage.database import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.dashboard import DashboardPage
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.bar_chart import BarChart
from cpr_desk.ui.widgets.cards import KeyFigure
from cpr_desk.ui.widgets.deadline_row import DeadlineRow, distance_in_words, state_of
from cpr_desk.ui.widgets.link_row import LinkRow
from tests.ui.demonstration import TODAY, desk_on_demonstration

LONG = "Marie-Clémentine-Églantine de La Tour-du-Pin-Gouvernet " * 2 + "Xyz-Abcde"

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def desk(db: Database) -> Desk:
    return desk_on_demonstration(db)


@pytest.fixture
def empty_desk(db: Database, commission: Commission) -> Desk:
    assert commission.name
    return Desk(db, lambda: TODAY)


def page_on(qtbot: QtBot, desk: Desk, width: int = 1120) -> DashboardPage:
    page = DashboardPage(desk)
    qtbot.addWidget(page)
    page.resize(width, 640)
    page.show()
    page.reload()
    qtbot.waitUntil(page.meeting.isVisible)
    return page


def seen(parent: QWidget, kind: type[W]) -> list[W]:
    """Return what a person sees of a kind, from top to bottom."""
    QApplication.processEvents()  # what changed takes its place
    visible = [child for child in parent.findChildren(kind) if child.isVisible()]
    places = {child: child.mapTo(parent, QPoint(0, 0)) for child in visible}
    return sorted(visible, key=lambda child: (places[child].y(), places[child].x()))


def words(parent: QWidget) -> str:
    return "\n".join(label.text() for label in seen(parent, QLabel))


def badges(parent: QWidget) -> list[str]:
    return [badge.accessibleName() for badge in seen(parent, StateBadge)]


def pages_asked(page: DashboardPage, act: Callable[[], object]) -> list[str]:
    asked: list[str] = []
    page.go_to.connect(asked.append)
    act()
    return asked


def test_the_next_meeting_shows_both_deadlines_with_weekday_and_days_left(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    shown = words(page.meeting)
    assert "Mercredi 6 janvier 2027" in shown
    assert (
        "Réunion ordinaire, 14\u00a0h, 12 rue de la Démonstration, 44000 Nantes, salle Loire – dans 45 jours" in shown
    )
    assert "Au plus tard le mardi 22 décembre 2026" in shown
    assert "Au plus tard le vendredi 1er janvier 2027" in shown
    assert "Conseillé le jeudi 31 décembre 2026, jour ouvré" in shown
    assert badges(page.meeting)[:2] == ["À venir, dans 30 jours", "À venir, dans 40 jours"]


def test_how_a_deadline_was_counted_unfolds_and_shows_on_hover(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    row = seen(page.meeting, DeadlineRow)[1]
    assert "férié (Jour de l’an)" not in words(row)
    toggle = seen(row, QToolButton)[0]
    assert toggle.accessibleName() == "Comment cette date est comptée, ordre du jour"
    toggle.setFocus()
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert "férié (Jour de l’an)" in words(row)
    assert "règle par défaut, à confirmer par le règlement applicable" in words(row)
    assert "annexe 5" in words(row)
    assert any("férié" in label.toolTip() for label in seen(row, QLabel))


def test_a_year_without_its_meeting_is_told(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    assert "Réunion à tenir" in badges(page.meeting)
    meetings.plan_meeting(desk.db, PlanMeeting(desk.commission.id, date(2026, 12, 18), MeetingKind.EXTRAORDINARY))
    desk.refresh()
    qtbot.waitUntil(lambda: "Vendredi 18 décembre 2026" in words(page.meeting))
    assert "1 réunion en 2026, pour au moins 1 par année civile" in words(page.meeting)
    assert "Réunion à tenir" not in badges(page.meeting)


@pytest.mark.parametrize(
    ("today", "state", "far"),
    [
        (date(2027, 1, 1), State.UPCOMING, "dans 19 jours"),
        (date(2027, 1, 14), State.URGENT, "dans 6 jours"),
        (date(2027, 1, 19), State.URGENT, "demain"),
        (date(2027, 1, 20), State.URGENT, "aujourd’hui"),
        (date(2027, 1, 21), State.LATE, "hier"),
        (date(2027, 1, 23), State.LATE, "il y a 3 jours"),
    ],
)
def test_a_deadline_becomes_urgent_then_late(commission: Commission, today: date, state: State, far: str) -> None:
    limits = meeting_deadlines(date(2027, 2, 4), commission.rules, holidays_of("metropole"))
    assert state_of(limits.convocation, today) is state
    assert distance_in_words(limits.convocation.days_left(today)) == far


def test_a_deadline_that_has_passed_says_so_with_its_icon_and_word(qtbot: QtBot, commission: Commission) -> None:
    row = DeadlineRow()
    qtbot.addWidget(row)
    row.show()
    limits = meeting_deadlines(date(2026, 12, 1), commission.rules, holidays_of("metropole"))
    row.show_deadline(limits.convocation, TODAY)
    assert badges(row) == ["Date passée, il y a 6 jours"]
    assert "Date passée" in row.accessibleName()


def test_who_presides_is_named_and_who_is_missing_is_to_be_designated(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    shown = words(page.presidency)
    assert "Présidence 2026\nSection professionnelle\nM. Lucien Aigrelou" in shown
    assert "Vice-présidence\nSection sociale\nMme Anne-Gaëlle Rocheboise" in shown
    assert "Présidence 2027\nSection sociale\nMme Anne-Gaëlle Rocheboise" in shown


def test_a_section_without_president_is_to_be_designated_and_a_long_name_wraps(qtbot: QtBot, empty_desk: Desk) -> None:
    someone = Person(0, "", LONG[:120])
    day = date(2021, 2, 4)
    presidencies.name_section_president(empty_desk.db, empty_desk.commission.id, Section.SOCIAL, someone, day)
    page = page_on(qtbot, empty_desk)
    assert badges(page.presidency) == ["À désigner"]
    name = next(label for label in seen(page.presidency, QLabel) if label.text() == LONG[:120])
    assert name.wordWrap()
    assert name.height() > 2 * name.fontMetrics().height()


def test_a_vacant_chair_is_taken_by_the_vice_president_and_the_dashboard_says_so(qtbot: QtBot, desk: Desk) -> None:
    known = presidencies.presidency_of(desk.db, desk.commission.id)
    president = next(p for p in known.presidents if p.section is Section.PROFESSIONAL and p.until is None)
    presidencies.end_section_president(desk.db, desk.commission.id, president, date(2026, 10, 31))
    shown = words(page_on(qtbot, desk).presidency).replace("\u00a0", " ")
    assert "Présidence 2026\nSection professionnelle\nMme Anne-Gaëlle Rocheboise, par intérim" in shown
    assert "vacante du 1er novembre au 31 décembre 2026 : la vice-présidence assure l’intérim" in shown
    assert "règle par défaut, à confirmer par le règlement applicable" in shown


def test_a_commission_yet_to_be_installed_has_no_presidency_yet(qtbot: QtBot, empty_desk: Desk) -> None:
    commission = empty_desk.commission
    commissions.change_identity(empty_desk.db, commission.id, commission.name, date(2028, 3, 1))
    empty_desk.refresh()
    page = page_on(qtbot, empty_desk)
    assert "La commission s’installe le mercredi 1er mars 2028." in words(page.presidency)


def test_problems_come_gravest_first_and_lead_to_the_commission(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    rows = seen(page.problems, LinkRow)
    assert (
        rows[0].accessibleName().startswith("À surveiller. Section professionnelle\u00a0: 16 titulaires non désignés")
    )
    assert [row.accessibleName().partition(".")[0] for row in rows] == [
        *["À surveiller"] * 4,
        *["À savoir"] * 2,
        "Et aussi",
    ]
    assert any("règle par défaut, à confirmer" in row.accessibleDescription() for row in rows)
    rows[0].setFocus()
    assert pages_asked(page, lambda: qtbot.keyClick(rows[0], Qt.Key.Key_Space)) == ["commission"]


def test_adhesions_are_counted_by_stage_with_the_population_covered(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    counts = [figure for figure in seen(page.adhesions, KeyFigure) if "€" not in figure.accessibleName()]
    assert [figure.accessibleName() for figure in counts] == [
        "CPTS suivies\u00a0: 28",
        "contrats signés\u00a0: 7",
        "des habitants sous contrat\u00a0: 16,3\u00a0%. 638\u202f500 sur 3\u202f907\u202f156",
    ]
    chart = seen(page.adhesions, BarChart)[0]
    assert chart.accessibleDescription() == (
        "En réflexion\u00a0: 5, Lettre d’intention\u00a0: 11, Projet de santé validé\u00a0: 3, "
        "Négociation de l’ACI\u00a0: 2, Contrat signé\u00a0: 7"
    )


def test_an_empty_commission_is_told_what_to_do_first(qtbot: QtBot, empty_desk: Desk) -> None:
    page = page_on(qtbot, empty_desk)
    steps = seen(page.first_steps, LinkRow)
    assert [step.text() for step in steps] == [
        "Importer la composition de la commission",
        "Indiquer le nom et l’adresse du secrétariat",
        "Importer le registre des CPTS",
        "Prévoir la première réunion",
    ]
    assert badges(page.first_steps) == ["À faire"] * 4
    pages = [pages_asked(page, step.click)[0] for step in steps]
    assert pages == ["commission/import", "settings", "cpts/import", "meetings/new"]
    assert "Aucune réunion à venir" in words(page.meeting)
    assert "Aucune CPTS au registre" in words(page.adhesions)


def test_what_to_do_first_goes_away_once_it_is_done(qtbot: QtBot, desk: Desk) -> None:
    assert not page_on(qtbot, desk).first_steps.isVisible()


def test_a_step_that_is_done_is_ticked(qtbot: QtBot, empty_desk: Desk) -> None:
    page = page_on(qtbot, empty_desk)
    office = Secretariat(name="Cellule de coordination régionale", city="Nantes")
    commissions.change_secretariat(empty_desk.db, empty_desk.commission.id, office)
    empty_desk.refresh()
    qtbot.waitUntil(lambda: badges(page.first_steps) == ["À faire", "Fait", "À faire", "À faire"])


def test_every_card_leads_to_its_page(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk)
    for text, key in (("Réunions", "meetings"), ("Commission", "commission"), ("CPTS", "cpts")):
        button = next(b for b in seen(page, QToolButton) if b.text() == text)
        assert pages_asked(page, button.click)[-1] == key
    plan = next(b for b in seen(page, QAbstractButton) if b.text() == "Prévoir une réunion…")
    assert pages_asked(page, plan.click)[-1] == "meetings/new"


def test_nothing_is_cut_in_a_narrow_window(qtbot: QtBot, desk: Desk) -> None:
    page = page_on(qtbot, desk, width=640)
    assert page.presidency.y() > page.problems.y()
    assert page.minimumSizeHint().width() <= 640


def test_a_national_commission_meets_twice_a_year(db: Database) -> None:
    order = commissions.CreateCommission(CommissionKind.CPN, "", "", date(2020, 1, 15))
    national = commissions.create_commission(db, order)
    meetings.plan_meeting(db, PlanMeeting(national.id, date(2026, 3, 3)))
    assert overview(db, national, TODAY).lacks_meetings
    meetings.plan_meeting(db, PlanMeeting(national.id, date(2026, 12, 3)))
    assert not overview(db, national, TODAY).lacks_meetings
