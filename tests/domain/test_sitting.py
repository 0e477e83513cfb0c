from dataclasses import replace
from datetime import timedelta

from cpr_desk.domain.ballots import Ballot
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
