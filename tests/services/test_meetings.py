from dataclasses import replace
from datetime import date, time

import pytest

from cpr_desk.domain.agenda import Item, from_lines
from cpr_desk.domain.commission import Commission, Counting, Rules
from cpr_desk.domain.meetings import MeetingKind, MeetingMode
from cpr_desk.errors import UserError
from cpr_desk.services import journal
from cpr_desk.services.meetings import (
    AGENDA_TEMPLATES,
    PlanMeeting,
    change_meeting,
    deadlines_of,
    find_meeting,
    list_meetings,
    next_meeting,
    plan_meeting,
)
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, as_lines

AUTUMN, NEXT_SPRING = date(2021, 11, 18), date(2022, 3, 1)


@pytest.fixture
def order(commission: Commission) -> PlanMeeting:
    """Return the installation meeting of 04/02/2021."""
    return PlanMeeting(
        commission.id,
        INSTALLED,
        MeetingKind.INSTALLATION,
        MeetingMode.MIXED,
        time(14, 30),
        " Salle Loire ",
        " https://visio.exemple.fr/cpr ",
        from_lines(AGENDA_TEMPLATES[MeetingKind.INSTALLATION]),
    )


def test_a_planned_meeting_reads_back_as_it_was_written(db: Database, order: PlanMeeting) -> None:
    planned = plan_meeting(db, order)

    assert find_meeting(db, order.commission_id, planned.id) == planned
    assert (planned.kind, planned.mode, planned.on, planned.starts) == (order.kind, order.mode, INSTALLED, time(14, 30))
    assert (planned.place, planned.link) == ("Salle Loire", "https://visio.exemple.fr/cpr")
    assert [replace(item, id=0) for item in planned.agenda] == list(order.agenda)
    assert journal.entries(db, 1)[0].label == "Prévoir la réunion du jeudi 4 février 2021"


def test_meetings_are_numbered_within_their_year(db: Database, order: PlanMeeting) -> None:
    days = (NEXT_SPRING, AUTUMN, INSTALLED, date(2022, 9, 1))
    references = [plan_meeting(db, replace(order, on=day)).reference for day in days]

    assert references == ["2022-1", "2021-1", "2021-2", "2022-2"]


def test_a_meeting_moved_to_another_year_takes_the_next_number_there(db: Database, order: PlanMeeting) -> None:
    first = plan_meeting(db, order)
    plan_meeting(db, replace(order, on=NEXT_SPRING))
    moved = change_meeting(db, first.id, replace(order, on=date(2022, 2, 1)))
    back = change_meeting(db, first.id, replace(order, on=AUTUMN))

    assert (first.reference, moved.reference, back.reference) == ("2021-1", "2022-2", "2021-1")


def test_a_meeting_moved_within_its_year_keeps_its_number(db: Database, order: PlanMeeting) -> None:
    plan_meeting(db, replace(order, on=AUTUMN))
    second = plan_meeting(db, order)

    assert change_meeting(db, second.id, replace(order, on=date(2021, 12, 31))).reference == second.reference


def test_two_meetings_do_not_stand_on_one_day(db: Database, order: PlanMeeting) -> None:
    first = plan_meeting(db, order)
    other = plan_meeting(db, replace(order, on=AUTUMN))

    with pytest.raises(UserError, match="Une réunion est déjà prévue le jeudi 4 février 2021"):
        plan_meeting(db, order)
    with pytest.raises(UserError, match="Une réunion est déjà prévue le jeudi 4 février 2021"):
        change_meeting(db, other.id, order)
    assert list_meetings(db, order.commission_id) == (first, other)


def test_a_commission_does_not_meet_before_the_year_of_its_installation(db: Database, order: PlanMeeting) -> None:
    with pytest.raises(UserError, match="installée qu’en 2021 : elle ne peut pas se réunir en 2020"):
        plan_meeting(db, replace(order, on=date(2020, 12, 31)))
    assert plan_meeting(db, replace(order, on=date(2021, 1, 1))).number == 1


@pytest.mark.parametrize(
    "lines", ["Calendrier", "Calendrier\nComposition\n- Dates\n- Lieux\nQuestions diverses", "", "Composition\nBilan"]
)
def test_an_agenda_is_replaced_whole_and_items_that_stay_are_the_same(
    db: Database, order: PlanMeeting, lines: str
) -> None:
    meeting = plan_meeting(db, replace(order, agenda=from_lines("Composition\nCalendrier\n- Dates")))
    known = {item.title: item for item in meeting.agenda}
    wanted = tuple(replace(known.get(item.title, item), level=item.level) for item in from_lines(lines))
    found = change_meeting(db, meeting.id, replace(order, agenda=wanted)).agenda

    assert as_lines(found) == lines
    assert all(item.id in {0, there.id} for item, there in zip(wanted, found, strict=True))


def test_an_agenda_that_stays_is_not_written_again(db: Database, order: PlanMeeting) -> None:
    meeting = plan_meeting(db, order)
    plan_meeting(db, replace(order, on=AUTUMN))
    entries = len(journal.entries(db))
    change_meeting(db, meeting.id, replace(order, agenda=meeting.agenda))

    assert len(journal.entries(db)) == entries


def test_an_item_added_at_the_end_is_the_only_row_written(db: Database, order: PlanMeeting) -> None:
    meeting = plan_meeting(db, order)
    change_meeting(db, meeting.id, replace(order, agenda=(*meeting.agenda, Item("Bilan"))))

    assert journal.entries(db, 1)[0].rows == 1


def test_an_unknown_meeting_is_said(db: Database, commission: Commission) -> None:
    with pytest.raises(UserError, match="La réunion n° 7 n’existe pas"):
        find_meeting(db, commission.id, 7)


def test_the_next_meeting_is_the_first_from_today_on(db: Database, order: PlanMeeting) -> None:
    for day in (NEXT_SPRING, INSTALLED, AUTUMN):
        plan_meeting(db, replace(order, on=day))
    found = [next_meeting(db, order.commission_id, day) for day in (INSTALLED, date(2021, 2, 5), date(2022, 3, 2))]

    assert [meeting.on if meeting else None for meeting in found] == [INSTALLED, AUTUMN, None]


def test_a_long_place_with_accents_is_kept_whole(db: Database, order: PlanMeeting) -> None:
    place = "Hôtel de ville de L’Haÿ-les-Roses, salle " + "œ" * 120

    assert plan_meeting(db, replace(order, place=place)).place == place


def test_deadlines_follow_the_rules_and_the_holidays_of_the_commission(commission: Commission) -> None:
    found = deadlines_of(commission, INSTALLED)
    clear = deadlines_of(replace(commission, rules=Rules(counting=Counting.CLEAR)), INSTALLED)

    assert (found.convocation.latest, found.agenda.advised) == (date(2021, 1, 20), date(2021, 1, 29))
    assert clear.convocation.latest == date(2021, 1, 19)
