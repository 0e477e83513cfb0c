"""A meeting that was held keeps its day, and is not called off."""

from datetime import date, datetime

import pytest

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Vote
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.voting import Choice, Method
from cpr_desk.errors import UserError
from cpr_desk.services import ballots
from cpr_desk.services import session as sessions
from cpr_desk.services.meeting_changes import MoveMeeting, cancel_meeting, move_meeting
from cpr_desk.services.meetings import PlanMeeting, change_meeting, plan_meeting
from cpr_desk.storage.database import Database
from tests.prepared import seat_members

HELD, LATER = date(2021, 6, 10), date(2021, 6, 17)
OPENED = datetime(2021, 6, 10, 14)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    seat_members(db, commission)
    return plan_meeting(db, PlanMeeting(commission.id, HELD))


def moved(db: Database, meeting: Meeting) -> Meeting:
    return move_meeting(db, meeting, MoveMeeting(LATER, "salle prise", HELD))


def test_a_session_opened_keeps_its_day_and_may_be_called_off_while_nobody_came(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    sessions.open_session(db, meeting, OPENED)
    in_writing = PlanMeeting(commission.id, HELD, kind=MeetingKind.WRITTEN, opens_on=date(2021, 6, 1))

    with pytest.raises(UserError, match="sa date ne change plus"):
        moved(db, meeting)
    with pytest.raises(UserError, match="sa date ne change plus"):
        change_meeting(db, meeting.id, PlanMeeting(commission.id, LATER))
    with pytest.raises(UserError, match="sa date ne change plus"):
        change_meeting(db, meeting.id, in_writing)
    order = PlanMeeting(commission.id, HELD, kind=MeetingKind.EXTRAORDINARY, place="Salle Erdre")
    assert change_meeting(db, meeting.id, order).place == "Salle Erdre"
    assert cancel_meeting(db, meeting, "ouverte par erreur", HELD).is_cancelled


def test_a_meeting_to_which_somebody_came_is_not_called_off(db: Database, meeting: Meeting) -> None:
    sessions.open_session(db, meeting, OPENED)
    held = sessions.session_of(db, meeting)
    titular = held.composition.seats[0].titular
    assert titular
    sessions.arrive(db, held, [titular.person.id], OPENED)

    with pytest.raises(UserError, match="elle ne s’annule plus"):
        cancel_meeting(db, meeting, "salle prise", HELD)


def test_a_meeting_whose_lack_of_quorum_was_stated_is_not_called_off(db: Database, meeting: Meeting) -> None:
    sessions.open_session(db, meeting, OPENED)
    sessions.state_no_quorum(db, sessions.session_of(db, meeting), OPENED)

    with pytest.raises(UserError, match="elle ne s’annule plus"):
        cancel_meeting(db, meeting, "salle prise", HELD)


def test_a_consultation_that_was_answered_keeps_its_closing(db: Database, commission: Commission) -> None:
    seat_members(db, commission)
    order = PlanMeeting(
        commission.id, HELD, kind=MeetingKind.WRITTEN, opens_on=date(2021, 6, 1),
        agenda=(Item("Calendrier", kind=ItemKind.DECISION),),
    )  # fmt: skip
    written = plan_meeting(db, order)
    seat = sessions.session_of(db, written).composition.seats[0]
    came = {seat.id: date(2021, 6, 3)}
    vote = Vote(
        written.agenda[0].id, "Calendrier", Method.MAIL, OPENED, choices={seat.id: Choice.FOR}, answered_on=came
    )
    ballots.enter_answers(db, written, vote, HELD)

    with pytest.raises(UserError, match="sa date ne change plus"):
        moved(db, written)
    with pytest.raises(UserError, match="elle ne s’annule plus"):
        cancel_meeting(db, written, "sans objet", HELD)
