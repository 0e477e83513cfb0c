"""Every use case of a session is undone and done again, row for row."""

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.ballots import Ballot, Vote
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.indemnities import Rate
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Part
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import Choice, Method
from cpr_desk.services import ballots, decisions, indemnities, minutes, undo
from cpr_desk.services import session as sessions
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.storage.database import Database
from tests.factories import person
from tests.services.convening import MEETING_ON, TODAY, convened_commission
from tests.services.test_undo_of_meetings import Act, rows

SOCIAL, PROFESSIONAL = Section.SOCIAL, Section.PROFESSIONAL


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MEETING_ON, time(hour, minute))


def held(db: Database, meeting: Meeting) -> Session:
    return sessions.session_of(db, meeting)


def titulars(db: Database, meeting: Meeting) -> list[int]:
    seats = held(db, meeting).composition.seats
    return [seat.titular.person.id for seat in seats if seat.titular and seat.section.votes]


def absent(db: Database, meeting: Meeting) -> Proxy:
    """Return a proxy that the last social titular, who did not come, gives to the first."""
    seats = [seat for seat in held(db, meeting).composition.of(SOCIAL) if seat.titular]
    giver, holder = seats[-1], seats[0]
    assert giver.titular
    assert holder.titular
    return Proxy(giver.id, giver.titular.person.id, holder.titular.person.id, at(14, 5))


def _take_proxy_back(db: Database, meeting: Meeting) -> None:
    sessions.give_proxy(db, held(db, meeting), absent(db, meeting))
    sessions.revoke_proxy(db, held(db, meeting), held(db, meeting).presence.proxies[0], at(15))


def _vote(db: Database, meeting: Meeting) -> Ballot:
    chosen = {each.seat.id: Choice.FOR for each in held(db, meeting).floor(at(15)).voices if each.votes}
    wanted = Vote(meeting.agenda[0].id, "Adopter ?", Method.NAMED, at(15), choices=chosen, without_quorum="urgence")
    return ballots.record_vote(db, meeting, wanted)


def _annul(db: Database, meeting: Meeting) -> None:
    ballots.annul_vote(db, meeting, _vote(db, meeting), "erreur", at(15, 5))


def _decide(db: Database, meeting: Meeting) -> None:
    _vote(db, meeting)
    (taken,) = decisions.record_decisions(db, meeting, decisions.proposals_of(db, meeting), TODAY)
    due = decisions.change_decision(db, replace(taken, due_on=date(2021, 6, 20), responsible="Maud"), TODAY)
    decisions.mark_done(db, [due], date(2021, 6, 18), TODAY)
    decisions.withdraw(db, due, "retirée", date(2021, 6, 19), TODAY)


def _sign(db: Database, meeting: Meeting) -> None:
    minutes.save_passages(db, meeting, {(meeting.agenda[0].id, Part.DECISION): "La date est retenue."})
    minutes.keep_version(db, meeting, b"%PDF one", date(2021, 6, 15))
    minutes.sign(db, meeting, SOCIAL, "Mme Marzac", date(2021, 6, 16), TODAY)
    minutes.sign(db, meeting, PROFESSIONAL, "M. Abgrall", date(2021, 6, 17), TODAY)


def _approve(db: Database, meeting: Meeting) -> None:
    _sign(db, meeting)
    minutes.approve(db, meeting, date(2021, 6, 30), TODAY)
    minutes.unlock(db, meeting, "un nom est faux", TODAY)


def _pay(db: Database, meeting: Meeting) -> None:
    indemnities.save_rate(db, Rate("medecins", date(2021, 1, 1), Decimal(75)))
    indemnities.calculate(db, meeting)


def _second(db: Database, meeting: Meeting) -> None:
    sessions.state_no_quorum(db, held(db, meeting), at(14, 30))
    plan_meeting(db, PlanMeeting(1, date(2021, 7, 5), second_of=meeting.id))


USE_CASES: dict[str, Act] = {
    "arrive": lambda db, meeting: sessions.arrive(db, held(db, meeting), titulars(db, meeting)[5:], at(14, 10)),
    "leave": lambda db, meeting: sessions.leave(db, held(db, meeting), titulars(db, meeting)[:2], at(15)),
    "excuse": lambda db, meeting: sessions.excuse(db, held(db, meeting), titulars(db, meeting)[5:7], excused=True),
    "correct": lambda db, meeting: sessions.correct_stay(
        db, held(db, meeting), replace(held(db, meeting).presence.stays[0], arrived_at=at(14, 30), remote=True)
    ),
    "remove": lambda db, meeting: sessions.remove_stay(db, held(db, meeting), held(db, meeting).presence.stays[0]),
    "guest": lambda db, meeting: sessions.add_guest(db, held(db, meeting), person("Ivi Bah"), at(14, 20)),
    "proxy": lambda db, meeting: sessions.give_proxy(db, held(db, meeting), absent(db, meeting)),
    "proxy taken back": _take_proxy_back,
    "close": lambda db, meeting: sessions.close_session(db, meeting, at(16)),
    "no quorum and second meeting": _second,
    "vote": _vote,
    "annul": _annul,
    "decide, follow, withdraw": _decide,
    "sign": _sign,
    "approve and unlock": _approve,
    "pay": _pay,
}


@pytest.mark.parametrize("act", USE_CASES.values(), ids=list(USE_CASES))
def test_a_use_case_of_a_session_is_undone_and_done_again(db: Database, commission: Commission, act: Act) -> None:
    meeting = convened_commission(db, commission)
    sessions.open_session(db, meeting, at(14))
    sessions.arrive(db, held(db, meeting), titulars(db, meeting)[:5], at(14))
    opened, before = undo.last_entry(db), rows(db)
    act(db, meeting)
    after, steps = rows(db), 0
    while step := undo.history(db, opened).undo:
        undo.undo(db, step)
        steps += 1
    undone = rows(db)
    while step := undo.history(db, opened).redo:
        undo.redo(db, step)

    assert steps
    assert after != before
    assert undone == before
    assert rows(db) == after
