from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from cpr_desk.domain.ballots import Ballot, Vote
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.sitting import Session, Sitting
from cpr_desk.domain.voting import Choice, Method, electors_of
from tests.domain.sessions import COMMISSION, DAY, at, presence, there

MEETING = Meeting(1, 1, MeetingKind.ORDINARY, MeetingMode.IN_PERSON, DAY)
SESSION = Session(MEETING, COMMISSION, Rules(), Sitting(at(14)), presence(there(1, 2, 4, 5)))


def voted(session: Session, choices: dict[int, Choice]) -> Ballot:
    quorum = session.quorum_for(at(15), choices)
    electors = electors_of(session.floor(at(15)))
    return Ballot(7, "Adopter", Method.NAMED, at(15), electors, quorum.words, quorum.is_reached, choices=choices)


def test_a_second_meeting_asks_for_no_quorum() -> None:
    alone = replace(SESSION, presence=presence(there(1)))

    assert not alone.quorum(at(15)).is_reached
    assert replace(alone, meeting=replace(MEETING, second_of=3)).quorum(at(15)).is_reached
    assert [quorum.is_reached for quorum in SESSION.quorum_history(at(16))] == [True]


def test_who_stands_aside_leaves_the_quorum_of_the_vote_when_the_setting_says_so() -> None:
    aside = {4: Choice.CONFLICT}
    lenient = replace(SESSION, rules=Rules(conflict_leaves_quorum=False))

    assert not SESSION.quorum_for(at(15), aside).is_reached
    assert lenient.quorum_for(at(15), aside).is_reached


def test_a_vote_that_the_attendance_tells_differently_is_named() -> None:
    kept = replace(SESSION, ballots=(voted(SESSION, {4: Choice.FOR}),))
    corrected = replace(kept, presence=presence(there(1, 2, 4)))

    assert not list(kept.disturbed())
    assert [len(told) for _, told in corrected.disturbed()] == [2]
    annulled = replace(corrected, ballots=(replace(kept.ballots[0], annulled_at=at(16)),))
    written = replace(corrected, meeting=replace(MEETING, kind=MeetingKind.WRITTEN))
    assert not list(annulled.disturbed())
    assert not list(written.disturbed())


def test_a_session_opened_after_midnight_goes_on_from_that_day() -> None:
    next_day = timedelta(days=1)
    opened_late = replace(SESSION, sitting=Sitting(at(0, 10) + next_day))
    planned = replace(SESSION, sitting=None, meeting=replace(MEETING, starts=time(22, 30)))

    assert planned.moment(time(0, 10)) == at(0, 10) + next_day
    assert opened_late.moment(time(0, 20)) == at(0, 20) + next_day
    assert SESSION.moment(time(15)) == at(15)


def test_the_hours_of_a_session_are_told_with_the_day_when_it_ends_on_another() -> None:
    late = replace(SESSION, sitting=Sitting(at(20), at(0, 30) + timedelta(days=1)))

    assert replace(SESSION, sitting=None).hours == ""
    assert SESSION.hours == "ouverte à 14\u00a0h"
    assert (
        replace(SESSION, sitting=Sitting(at(14), at(16, 30))).hours == "ouverte à 14\u00a0h, close à 16\u00a0h\u00a030"
    )
    assert late.hours == "ouverte à 20\u00a0h, close le vendredi 5 février 2021 à 0\u00a0h\u00a030"


def test_people_are_found_by_their_id() -> None:
    ana = COMMISSION.seats[0].titular
    assert ana is not None
    named = replace(SESSION, people=(ana.person,))

    assert named.person(1) is ana.person
    assert named.person(2) is None


def test_a_vote_takes_its_electors_and_quorum_from_the_session() -> None:
    vote = Vote(7, "Adopter", Method.NAMED, at(15), choices={4: Choice.CONFLICT}, without_quorum="Urgence")

    assert replace(SESSION.ballot(vote), without_quorum="") == voted(SESSION, {4: Choice.CONFLICT})
    assert SESSION.ballot(vote).without_quorum == "Urgence"
    assert SESSION.ballot(replace(vote, choices={})).without_quorum == ""


CLOSES = date(2021, 2, 20)
WRITTEN = replace(SESSION, meeting=replace(MEETING, kind=MeetingKind.WRITTEN, on=CLOSES), sitting=None)


def test_a_mail_vote_counts_the_answers_that_came_in_time() -> None:
    every = dict.fromkeys((1, 2, 3, 4, 5, 6), Choice.FOR)
    came = dict.fromkeys(every, CLOSES) | {6: CLOSES + timedelta(days=1)}
    vote = Vote(7, "Adopter", Method.MAIL, at(9), choices=every, answered_on=came)

    taken = WRITTEN.ballot(vote)

    assert taken.taken_at == datetime(2021, 2, 20, 23, 59)  # noqa: DTZ001 - as the wall says
    assert len(taken.electors) == 6
    assert taken.has_quorum
    assert [each.seat_id for each in taken.late] == [6]
    assert taken.result.of(Choice.FOR).heads == 5
    assert "clos le 20/02/2021, 5 réponses sur 6, 1 réponse hors délai" in taken.words
    assert not WRITTEN.ballot(replace(vote, choices={1: Choice.FOR}, answered_on={1: CLOSES})).has_quorum


def test_a_mail_vote_that_goes_on_keeps_its_electors_and_majority() -> None:
    vote = Vote(7, "Adopter", Method.MAIL, at(9))
    known = replace(WRITTEN.ballot(vote), id=3)
    later = replace(WRITTEN, composition=replace(COMMISSION, seats=COMMISSION.seats[:2]), ballots=(known,))

    again = later.ballot(replace(vote, ballot_id=3))

    assert again.electors == known.electors
    assert again.id == 3
    assert later.ballot(vote).electors != known.electors


@pytest.mark.parametrize(
    ("session", "now", "proposed"),
    [
        (replace(SESSION, sitting=None), at(14, 20), at(14, 20)),
        (SESSION, at(14, 20), at(14, 20)),
        (SESSION, at(13), at(14)),
        (SESSION, at(14) + timedelta(days=3), at(14)),
        (replace(SESSION, sitting=Sitting(at(14), at(16))), at(18), at(14)),
        (
            replace(SESSION, sitting=Sitting(at(14), at(16)), presence=presence(there(1, since=at(17)))),
            at(18),
            at(16),
        ),
    ],
)
def test_an_hour_is_proposed_for_what_is_noted(session: Session, now: datetime, proposed: datetime) -> None:
    assert session.last_moment(now) == proposed
