"""Odd days of a session: two records of one person, stays rewritten, seats changed, a power cut in the middle."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.attendance import Excuse, Exercise, Proxy, Stay
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.dispatch import Capacity
from cpr_desk.domain.indemnities import Basis
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.domain.sitting import Session
from cpr_desk.errors import UserError
from cpr_desk.services import persons, recipients, undo
from cpr_desk.services import session as sessions
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.services.meetings import PlanMeeting, plan_meeting, second_meeting_days
from cpr_desk.storage.database import Database, open_database
from cpr_desk.storage.models import BallotRow, IndemnityRow
from cpr_desk.storage.session import write_ballot
from tests.factories import INSTALLED, person, seed_states
from tests.services.convening import MEETING_ON, convened_commission


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MEETING_ON, time(hour, minute))


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    found = convened_commission(db, commission)
    sessions.open_session(db, found, at(14))
    return found


def held(db: Database, meeting: Meeting) -> Session:
    return sessions.session_of(db, meeting)


def two(db: Database, meeting: Meeting) -> tuple[int, int]:
    """Return two titulars of the social section."""
    first, second, *_ = [s.titular.person.id for s in held(db, meeting).composition.of(Section.SOCIAL) if s.titular]
    return first, second


def merge(db: Database, keep: int, other: int) -> None:
    known = next(each.person for each in persons.known_persons(db) if each.id == keep)
    persons.merge_persons(db, keep, other, known)


def test_two_records_made_one_are_there_once_and_are_told_apart_again_by_undo(db: Database, meeting: Meeting) -> None:
    keep, other = two(db, meeting)
    for who, hours in ((keep, ((14, 15), (16, 17))), (other, ((14, 16), (18, 19)))):
        stays = [Stay(who, at(start), at(end)) for start, end in hours]
        sessions.write_stays(db, held(db, meeting), who, stays)
    before = held(db, meeting).presence

    merge(db, keep, other)

    assert [(each.person_id, each.arrived_at, each.left_at) for each in held(db, meeting).presence.stays] == [
        (keep, at(14), at(16)),
        (keep, at(16), at(17)),
        (keep, at(18), at(19)),
    ]
    step = undo.history(db).undo
    assert step is not None
    undo.undo(db, step)
    assert held(db, meeting).presence == before


def test_who_never_left_by_one_record_never_left(db: Database, meeting: Meeting) -> None:
    keep, other = two(db, meeting)
    sessions.write_stays(db, held(db, meeting), keep, [Stay(keep, at(14), at(15))])
    sessions.write_stays(db, held(db, meeting), other, [Stay(other, at(14, 30), None, remote=True)])
    merge(db, keep, other)
    (stay,) = held(db, meeting).presence.stays
    assert (stay.arrived_at, stay.left_at, stay.remote) == (at(14), None, False)


def test_the_later_excuse_of_two_records_stands(db: Database, meeting: Meeting) -> None:
    keep, other = two(db, meeting)
    sessions.excuse(db, held(db, meeting), [other], True)
    sessions.excuse(db, held(db, meeting), [keep], False)
    merge(db, keep, other)
    assert [(each.person_id, each.excused) for each in held(db, meeting).presence.excuses] == [(keep, False)]


def test_an_excuse_of_the_other_record_alone_goes_over(db: Database, meeting: Meeting) -> None:
    keep, other = two(db, meeting)
    sessions.excuse(db, held(db, meeting), [other], True)
    merge(db, keep, other)
    assert held(db, meeting).presence.excuses[0].person_id == keep


def test_nobody_holds_their_own_proxy_once_two_records_are_one(db: Database, meeting: Meeting) -> None:
    keep, other = two(db, meeting)
    seat = next(each for each in held(db, meeting).composition.seats if each.titular and each.titular.person.id == keep)
    sessions.give_proxy(db, held(db, meeting), Proxy(seat.id, keep, other, at(13)))
    merge(db, keep, other)
    assert held(db, meeting).presence.proxies == ()


def test_a_vote_taken_names_the_person_who_stays(db: Database, commission: Commission, meeting: Meeting) -> None:
    from cpr_desk.domain.ballots import Ballot
    from cpr_desk.domain.voting import Method, electors_of

    keep, other = two(db, meeting)
    sessions.arrive(db, held(db, meeting), [other], at(14))
    session = held(db, meeting)
    item = meeting.agenda[0]
    electors = electors_of(session.floor(at(14)))
    ballot = Ballot(item.id, "Adopter ?", Method.NAMED, at(14), tuple(electors), "", has_quorum=False,
                    without_quorum="essai")  # fmt: skip
    with db.unit_of_work("Voter") as work:
        write_ballot(work, meeting.id, ballot)
    merge(db, keep, other)
    with db.reading() as reading:
        (row,) = reading.query(BallotRow).all()
        assert {elector["person_id"] for elector in row.electors} == {keep}
    assert commission.id


def test_two_records_paid_for_one_meeting_are_not_made_one(db: Database, meeting: Meeting) -> None:
    keep, other = two(db, meeting)
    with db.unit_of_work("Indemniser") as work:
        for who in (keep, other):
            work.add(IndemnityRow(meeting_id=meeting.id, person_id=who, basis=Basis.SESSION))
    with pytest.raises(UserError, match="chacune une indemnité"):
        merge(db, keep, other)


def test_stays_are_brought_whole_or_refused_whole(db: Database, meeting: Meeting) -> None:
    who, _ = two(db, meeting)
    sessions.excuse(db, held(db, meeting), [who], True)
    with pytest.raises(UserError, match="déjà notée présente"):
        sessions.write_stays(db, held(db, meeting), who, [Stay(who, at(14), at(16)), Stay(who, at(15), at(17))])
    assert held(db, meeting).presence.stays == ()
    sessions.write_stays(db, held(db, meeting), who, [Stay(who, at(14), at(15)), Stay(who, at(16))])
    session = held(db, meeting)
    assert session.presence.excuses == ()
    first, second = session.presence.stays
    sessions.write_stays(db, session, who, [replace(second, remote=True)])
    assert held(db, meeting).presence.stays == (replace(second, remote=True),)
    assert first.id != second.id
    sessions.write_stays(db, held(db, meeting), who, [])
    assert held(db, meeting).presence.stays == ()


def test_what_was_noted_last_is_taken_back(db: Database, meeting: Meeting) -> None:
    who, holder = two(db, meeting)
    sessions.arrive(db, held(db, meeting), [who], at(14))
    sessions.leave(db, held(db, meeting), [who], at(15))
    (gone,) = held(db, meeting).presence.stays
    sessions.take_back(db, held(db, meeting), gone)
    (there,) = held(db, meeting).presence.stays
    assert there.left_at is None
    sessions.take_back(db, held(db, meeting), there)
    sessions.excuse(db, held(db, meeting), [who], True)
    excuse = held(db, meeting).presence.excuses[0]
    assert excuse == Excuse(who, True, excuse.id)
    sessions.take_back(db, held(db, meeting), excuse)
    seat = next(s for s in held(db, meeting).composition.seats if s.titular and s.titular.person.id == who)
    sessions.give_proxy(db, held(db, meeting), Proxy(seat.id, who, holder, at(14)))
    sessions.take_back(db, held(db, meeting), held(db, meeting).presence.proxies[0])
    assert held(db, meeting).presence.proxies == ()


def test_a_departure_is_not_taken_back_over_a_later_arrival(db: Database, meeting: Meeting) -> None:
    who, _ = two(db, meeting)
    sessions.write_stays(db, held(db, meeting), who, [Stay(who, at(14), at(15)), Stay(who, at(16))])
    first = held(db, meeting).presence.stays[0]
    with pytest.raises(UserError, match="déjà notée présente"):
        sessions.take_back(db, held(db, meeting), first)


def test_a_substitute_of_two_seats_changes_seat_during_the_session(db: Database, commission: Commission) -> None:
    both = person("Ysaline Morvan", civility="Mme")
    states = list(seed_states())
    social = [number for number, state in enumerate(states) if state.section is Section.SOCIAL and state.titular][:2]
    for number in social:
        states[number] = replace(states[number], substitute=both)
    revise_composition(db, ReviseComposition(commission.id, INSTALLED, tuple(states)))
    meeting = plan_meeting(db, PlanMeeting(commission.id, MEETING_ON, starts=time(14)))
    sessions.open_session(db, meeting, at(14))
    one, two_ = [
        seat
        for seat in held(db, meeting).composition.seats
        if seat.substitute and seat.substitute.person.name == both.name
    ]
    assert one.substitute is not None
    who = one.substitute.person.id

    sessions.sit_for(db, held(db, meeting), who, two_.id, at(14))
    assert sits(db, meeting, at(14)) == {two_.id}
    sessions.sit_for(db, held(db, meeting), who, one.id, at(14))
    assert sits(db, meeting, at(14)) == {one.id}
    sessions.sit_for(db, held(db, meeting), who, two_.id, at(15))
    assert sits(db, meeting, at(14, 59)) == {one.id}
    assert sits(db, meeting, at(15)) == {two_.id}
    assert len(held(db, meeting).presence.stays) == 2


def sits(db: Database, meeting: Meeting, moment: datetime) -> set[int]:
    voices = held(db, meeting).floor(moment).voices
    return {voice.seat.id for voice in voices if voice.exercise is Exercise.SUBSTITUTE}


def test_the_titular_who_comes_takes_the_votes_back_from_the_substitute(db: Database, meeting: Meeting) -> None:
    seat = next(s for s in held(db, meeting).composition.of(Section.SOCIAL) if s.titular and s.substitute)
    assert seat.titular is not None
    assert seat.substitute is not None
    sessions.arrive(db, held(db, meeting), [seat.substitute.person.id], at(14))
    sessions.arrive(db, held(db, meeting), [seat.titular.person.id], at(14, 30))
    before, after = (held(db, meeting).floor(moment).voice_of(seat.id) for moment in (at(14, 29), at(14, 30)))
    assert before is not None
    assert after is not None
    assert (before.exercise, after.exercise) == (Exercise.SUBSTITUTE, Exercise.TITULAR)
    assert held(db, meeting).floor(at(14, 30)).votes(Section.SOCIAL) == seat.votes


def test_the_lack_of_quorum_is_stated_withdrawn_and_refused_where_there_is_a_quorum(
    db: Database, meeting: Meeting
) -> None:
    sessions.state_no_quorum(db, held(db, meeting), at(14, 30))
    sitting = held(db, meeting).sitting
    assert sitting is not None
    assert sitting.constat_at == at(14, 30)
    sessions.withdraw_constat(db, held(db, meeting))
    everybody = [seat.titular.person.id for seat in held(db, meeting).composition.seats if seat.titular]
    sessions.arrive(db, held(db, meeting), everybody, at(14, 40))
    with pytest.raises(UserError, match="Le quorum est atteint"):
        sessions.state_no_quorum(db, held(db, meeting), at(14, 40))


def test_a_session_kept_in_step_knows_who_came_chairs_and_was_invited(db: Database, meeting: Meeting) -> None:
    invited = recipients.add_recipient(db, meeting, person("Ronan Bellanger"), Capacity.EXPERT, "point 3")
    session = held(db, meeting)
    assert [each.id for each in sessions.guests_of(db, session)] == [invited.id]
    guest = sessions.add_guest(db, session, person("Solenn Kerguelen"), at(14))
    followed = sessions.as_noted(db, session)
    assert followed.person(guest.id) == guest
    assert followed.presence == held(db, meeting).presence
    assert sessions.as_noted(db, followed) == followed


def test_the_second_meeting_has_the_agenda_of_the_first_and_nothing_more(
    db: Database, commission: Commission, meeting: Meeting
) -> None:
    days = second_meeting_days(commission, meeting.on)
    assert days == (date(2021, 7, 10), date(2021, 7, 9))
    same = tuple(replace(item, carried_from=item.id, id=0) for item in meeting.agenda)
    second = plan_meeting(
        db, PlanMeeting(commission.id, days.proposed, MeetingKind.ORDINARY, agenda=same, second_of=meeting.id)
    )
    assert second.second_of == meeting.id
    assert [item.title for item in second.agenda] == ["Calendrier"]
    assert held(db, second).waived
    other = plan_meeting(db, PlanMeeting(commission.id, date(2021, 9, 1), agenda=(Item("Suites"),)))
    assert len(other.agenda) == 2


_CUT = """
import sys
from datetime import datetime
from pathlib import Path
from cpr_desk.services import session as sessions
from cpr_desk.services.meetings import list_meetings
from cpr_desk.storage.database import open_database
db = open_database(Path(sys.argv[1]), "Maud")
meeting = list_meetings(db, 1)[-1]
for seat in sessions.session_of(db, meeting).composition.seats:
    if seat.titular:
        session = sessions.session_of(db, meeting)
        sessions.arrive(db, session, [seat.titular.person.id], datetime(2021, 6, 10, 14))
        print(seat.titular.person.id, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends a process otherwise")
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    from cpr_desk.domain.commission import CommissionKind
    from cpr_desk.services.commission import CreateCommission, create_commission

    db = open_database(tmp_path, "Maud")
    commission = create_commission(db, CreateCommission(CommissionKind.CPR, "52", "Pays de la Loire", INSTALLED))
    meeting = convened_commission(db, commission)
    sessions.open_session(db, meeting, at(14))
    db.close()

    noting = subprocess.Popen(
        [sys.executable, "-c", _CUT, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert noting.stdout is not None
    told = [int(noting.stdout.readline()) for _ in range(8)]
    noting.kill()
    noting.wait()
    told += [int(line) for line in noting.stdout.read().split("\n")[:-1] if line]
    noting.stdout.close()

    db = open_database(tmp_path, "Maud")
    kept = [stay.person_id for stay in sessions.session_of(db, meeting).presence.stays]
    db.close()
    assert set(told) <= set(kept)
    assert len(kept) == len(set(kept))
