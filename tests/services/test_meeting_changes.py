from dataclasses import replace
from datetime import date, time

import pytest

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.commission import Commission, CommissionKind, Rules
from cpr_desk.domain.dispatch import IssueKind
from cpr_desk.domain.meeting_course import StepState
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode, MeetingStatus
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import issues, undo
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.meeting_changes import MoveMeeting, cancel_meeting, move_meeting, restore_meeting
from cpr_desk.services.meeting_courses import course_of, courses
from cpr_desk.services.meetings import (
    PlanMeeting,
    change_meeting,
    find_meeting,
    list_meetings,
    meetings_of_others,
    next_meeting,
    plan_meeting,
)
from cpr_desk.storage.database import Database

DAY, LATER, TODAY = date(2021, 2, 4), date(2021, 2, 11), date(2021, 1, 12)
LEAP_DAY = date(2024, 2, 29)


@pytest.fixture
def order(commission: Commission) -> PlanMeeting:
    return PlanMeeting(commission.id, DAY, starts=time(14), place="Salle Loire")


@pytest.fixture
def meeting(db: Database, order: PlanMeeting) -> Meeting:
    return plan_meeting(db, order)


def _convened(db: Database, meeting: Meeting) -> Meeting:
    facts = issues.facts_of(meeting, IssueKind.CONVOCATION)
    issues.issue(db, meeting, IssueKind.CONVOCATION, b"%PDF-1.4 convocation", date(2021, 1, 5), facts)
    return next(each for each in list_meetings(db, 1) if each.id == meeting.id)


def _move(**changes: object) -> MoveMeeting:
    wanted = MoveMeeting(LATER, "Salle prise", TODAY, time(9), time(12), "Salle Sarthe")
    return replace(wanted, **changes)  # type: ignore[arg-type]


def test_a_meeting_has_an_identity_for_calendars_that_stays(db: Database, order: PlanMeeting, meeting: Meeting) -> None:
    other = plan_meeting(db, replace(order, on=LATER))
    changed = change_meeting(db, meeting.id, replace(order, place="Salle Sarthe"))

    assert len(meeting.uid) == 36
    assert meeting.uid != other.uid
    assert (changed.uid, meeting.sequence, changed.sequence) == (meeting.uid, 0, 1)
    assert change_meeting(db, meeting.id, replace(order, place="Salle Sarthe")).sequence == 1


def test_a_move_keeps_what_the_meeting_was_and_asks_for_a_new_convocation(db: Database, meeting: Meeting) -> None:
    convened = _convened(db, meeting)
    moved = move_meeting(db, convened, _move())

    assert (moved.on, moved.starts, moved.ends, moved.place) == (LATER, time(9), time(12), "Salle Sarthe")
    assert (moved.number, moved.uid, moved.sequence) == (meeting.number, meeting.uid, 1)
    assert [(move.was_on, move.was_starts, move.was_place, move.reason) for move in moved.moves] == [
        (DAY, time(14), "Salle Loire", "Salle prise")
    ]
    step = course_of(db, moved, TODAY).steps[1]
    assert step.state is StepState.NEXT
    assert "À envoyer de nouveau" in step.sentences[-1]
    assert "jeudi 11 février 2021 au lieu de jeudi 4 février 2021" in step.sentences[-1].replace("\u00a0", " ")


def test_undoing_a_move_takes_its_history_back(db: Database, meeting: Meeting) -> None:
    opened = undo.last_entry(db)
    move_meeting(db, meeting, _move())
    step = undo.history(db, opened).undo
    assert step
    undo.undo(db, step)

    assert find_meeting(db, 1, meeting.id) == replace(meeting, sequence=2)


def test_a_calendar_that_knows_a_change_is_told_more_by_its_undoing_and_redoing(
    db: Database, order: PlanMeeting, meeting: Meeting
) -> None:
    opened = undo.last_entry(db)
    found = [meeting]

    def again() -> None:
        found.append(find_meeting(db, 1, meeting.id))

    def undone() -> None:
        step = undo.history(db, opened).undo
        assert step
        undo.undo(db, step)
        again()

    def redone() -> None:
        step = undo.history(db, opened).redo
        assert step
        undo.redo(db, step)
        again()

    cancel_meeting(db, meeting, "Grève", TODAY)
    again()
    undone()
    redone()
    undone()
    change_meeting(db, meeting.id, replace(order, urgent_president_on=None, agenda=(Item("Calendrier"),)))
    again()
    undone()

    assert [each.sequence for each in found] == [0, 1, 2, 3, 4, 4, 4]
    assert [each.is_cancelled for each in found] == [False, True, False, True, False, False, False]
    assert {each.uid for each in found} == {meeting.uid}


@pytest.mark.parametrize(
    "changes",
    [
        {"on": LATER},
        {"starts": time(15)},
        {"ends": time(17)},
        {"place": "Salle Sarthe"},
        {"link": "https://visio.exemple.fr/1"},
        {"kind": MeetingKind.EXTRAORDINARY},
        {"mode": MeetingMode.MIXED},
        {"joint_with": "CPL Sarthe"},
        {"kind": MeetingKind.WRITTEN, "opens_on": TODAY},
    ],
)
def test_each_change_of_what_a_calendar_shows_raises_the_sequence_by_one(
    db: Database, order: PlanMeeting, meeting: Meeting, changes: dict[str, object]
) -> None:
    changed = change_meeting(db, meeting.id, replace(order, **changes))  # type: ignore[arg-type]

    assert (changed.uid, changed.sequence) == (meeting.uid, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "  "}, "Le motif est vide"),
        ({"on": DAY, "starts": time(14), "ends": None, "place": "Salle Loire"}, "Rien ne change"),
        ({"on": date(2021, 3, 4)}, "Une réunion est déjà prévue le jeudi 4 mars 2021"),
        ({"on": date(2020, 12, 31)}, "installée qu’en 2021"),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    db: Database, order: PlanMeeting, meeting: Meeting, changes: dict[str, object], said: str
) -> None:
    plan_meeting(db, replace(order, on=date(2021, 3, 4)))

    with pytest.raises(UserError, match=said):
        move_meeting(db, meeting, _move(**changes))
    assert find_meeting(db, 1, meeting.id) == meeting


def test_a_meeting_moved_to_another_year_takes_the_next_number_there(db: Database, meeting: Meeting) -> None:
    assert move_meeting(db, meeting, _move(on=LEAP_DAY)).reference == "2024-1"


def test_what_a_convocation_tells_is_not_changed_without_history(
    db: Database, order: PlanMeeting, meeting: Meeting
) -> None:
    _convened(db, meeting)

    with pytest.raises(UserError, match="La convocation de cette réunion est déjà éditée"):
        change_meeting(db, meeting.id, replace(order, on=LATER))
    assert change_meeting(db, meeting.id, replace(order, joint_with=" CPL  Sarthe ")).joint_with == "CPL Sarthe"


def test_a_cancelled_meeting_stays_and_leaves_its_day_free(db: Database, order: PlanMeeting, meeting: Meeting) -> None:
    cancelled = cancel_meeting(db, meeting, "Grève", TODAY)

    assert (cancelled.status(TODAY), cancelled.cancel_reason) == (MeetingStatus.CANCELLED, "Grève")
    assert cancelled.sequence == 1
    assert next_meeting(db, 1, TODAY) is None
    with pytest.raises(UserError, match="Cette réunion est annulée"):
        cancel_meeting(db, cancelled, "Encore", TODAY)
    with pytest.raises(UserError, match="Cette réunion est annulée"):
        move_meeting(db, cancelled, _move())
    taken = plan_meeting(db, order)
    with pytest.raises(UserError, match="déjà prévue"):
        restore_meeting(db, cancelled)
    cancel_meeting(db, taken, "Doublon", TODAY)
    back = restore_meeting(db, cancelled)
    assert (back.is_cancelled, back.cancel_reason, back.sequence) == (False, "", 2)


def test_a_consultation_opens_before_it_closes_and_has_no_place(db: Database, order: PlanMeeting) -> None:
    written = replace(order, kind=MeetingKind.WRITTEN, opens_on=date(2021, 1, 20), link="https://visio.exemple.fr")
    stored = plan_meeting(db, written)

    assert (stored.opens_on, stored.place, stored.link) == (date(2021, 1, 20), "", "")
    with pytest.raises(UserError, match="après sa clôture"):
        change_meeting(db, stored.id, replace(written, opens_on=LATER))
    with pytest.raises(UserError, match="a une date d’ouverture"):
        change_meeting(db, stored.id, replace(written, opens_on=None))
    with pytest.raises(UserError, match="après sa clôture"):
        move_meeting(db, stored, _move(opens_on=date(2021, 3, 1)))
    moved = move_meeting(db, stored, _move(opens_on=date(2021, 2, 1)))
    assert (moved.opens_on, moved.place) == (date(2021, 2, 1), "")
    assert change_meeting(db, stored.id, replace(order, on=LATER, opens_on=DAY)).opens_on is None


def test_an_urgent_convocation_needs_the_setting_and_two_agreements(
    db: Database, order: PlanMeeting, commission: Commission
) -> None:
    urgent = replace(order, urgent_president_on=TODAY, urgent_vice_president_on=TODAY)

    with pytest.raises(UserError, match="n’admettent pas la convocation en urgence"):
        plan_meeting(db, urgent)
    commissions.change_rules(db, commission.id, Rules(urgent_allowed=True))
    with pytest.raises(UserError, match="demande deux accords"):
        plan_meeting(db, replace(urgent, urgent_president_on=None))
    with pytest.raises(UserError, match="daté d’après la réunion"):
        plan_meeting(db, replace(urgent, urgent_president_on=LATER))
    assert plan_meeting(db, urgent).urgency.startswith("en urgence, avec l’accord")


def test_agreements_to_an_urgent_convocation_hold_for_their_day_alone(
    db: Database, order: PlanMeeting, commission: Commission
) -> None:
    commissions.change_rules(db, commission.id, Rules(urgent_allowed=True))
    urgent = plan_meeting(db, replace(order, urgent_president_on=TODAY, urgent_vice_president_on=TODAY))
    at_nine = move_meeting(db, urgent, _move(on=DAY))
    later = move_meeting(db, at_nine, _move())

    assert at_nine.urgent_from == TODAY
    assert (later.urgent_from, later.urgency) == (None, "")
    last = undo.history(db).undo
    assert last
    undo.undo(db, last)
    assert find_meeting(db, commission.id, urgent.id).urgent_from == TODAY


@pytest.mark.usefixtures("meeting")
def test_meetings_of_another_commission_are_told_and_do_not_hinder(db: Database) -> None:
    other = commissions.add_commission(db, CreateCommission(CommissionKind.CPL, "52", "Sarthe", DAY, "Sarthe"))
    same_day = plan_meeting(db, PlanMeeting(other.id, DAY))

    assert meetings_of_others(db, 1) == ((other.name, same_day),)
    cancel_meeting(db, same_day, "Doublon", TODAY)
    assert meetings_of_others(db, 1) == ()


@pytest.mark.usefixtures("meeting")
def test_a_clock_moved_back_breaks_nothing(db: Database, commission: Commission) -> None:
    seen = [courses(db, commission, today)[0] for today in (date(2021, 2, 5), DAY, date(2020, 1, 1))]

    assert [course.meeting.status(course.today) for course in seen] == [
        MeetingStatus.HELD,
        MeetingStatus.PLANNED,
        MeetingStatus.PLANNED,
    ]
    assert [len(course.late) for course in seen] == [0, 2, 0]
