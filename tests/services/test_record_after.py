from dataclasses import replace
from datetime import date, datetime, time

import pytest

from cpr_desk.domain.attendance import Proxy
from cpr_desk.domain.attendance_after import Mark, SeatNote
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting, MeetingKind
from cpr_desk.errors import UserError
from cpr_desk.services import undo
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.services.record_after import AfterSession, known_notes, record_after
from cpr_desk.services.session import add_guest, arrive, excuse, give_proxy, open_session, session_of
from cpr_desk.storage.database import Database
from tests.factories import person
from tests.services.convening import MEETING_ON, convened_commission

PRESENT, ABSENT = SeatNote(Mark.PRESENT), SeatNote(Mark.ABSENT)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MEETING_ON, time(hour, minute))


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    return convened_commission(db, commission)


def all_present(db: Database, meeting: Meeting) -> AfterSession:
    seats = session_of(db, meeting).composition.seats
    return AfterSession(at(14), at(16, 30), {seat.id: PRESENT for seat in seats if seat.titular})


def test_a_session_typed_afterwards_is_one_use_case(db: Database, meeting: Meeting) -> None:
    record_after(db, session_of(db, meeting), all_present(db, meeting))

    session = session_of(db, meeting)
    assert session.hours == "ouverte à 14\u00a0h, close à 16\u00a0h\u00a030"
    assert session.quorum(at(15)).is_reached
    step = undo.history(db).undo
    assert step
    assert step.label == "saisir la séance du jeudi 10 juin 2021"
    undo.undo(db, step)
    assert session_of(db, meeting).sitting is None
    assert session_of(db, meeting).presence.stays == ()


def test_it_is_typed_again_with_corrections_and_guests_stay(db: Database, meeting: Meeting) -> None:
    after = all_present(db, meeting)
    record_after(db, session_of(db, meeting), after)
    add_guest(db, session_of(db, meeting), person("Ronan Bellanger"), at(15))
    notes = known_notes(session_of(db, meeting))
    assert notes == after.notes
    first, second = (seat for seat in session_of(db, meeting).composition.of(Section.SOCIAL)[:2])
    assert second.titular
    changed = {**notes, first.id: SeatNote(Mark.PROXY, second.titular.person.id)}

    record_after(db, session_of(db, meeting), replace(after, notes=changed))
    session = session_of(db, meeting)
    assert known_notes(session) == changed
    assert len(session.presence.proxies) == 1
    assert [stay.arrived_at for stay in session.presence.stays].count(at(15)) == 1


def test_what_was_noted_before_the_session_is_found_and_kept(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    first, second, third = session.composition.of(Section.SOCIAL)[:3]
    assert first.titular
    assert second.titular
    assert third.titular
    excuse(db, session, [third.titular.person.id], True)
    early = Proxy(first.id, first.titular.person.id, second.titular.person.id, at(9), reference="courriel du 9 juin")
    give_proxy(db, session_of(db, meeting), early)
    notes = known_notes(session_of(db, meeting))
    assert notes == {
        first.id: SeatNote(Mark.PROXY, second.titular.person.id), third.id: SeatNote(Mark.EXCUSED),
    }  # fmt: skip

    record_after(db, session_of(db, meeting), AfterSession(at(14), at(16), {**notes, second.id: PRESENT}))
    (proxy,) = session_of(db, meeting).presence.proxies
    assert (proxy.given_at, proxy.reference) == (at(9), "courriel du 9 juin")
    assert known_notes(session_of(db, meeting)) == {**notes, second.id: PRESENT}


def test_what_makes_no_sense_is_refused_by_seat(db: Database, meeting: Meeting) -> None:
    after = all_present(db, meeting)
    vacant = session_of(db, meeting).composition.vacant()[0]

    with pytest.raises(UserError, match=r"Médecins – SML.*n’a pas de titulaire"):
        record_after(db, session_of(db, meeting), replace(after, notes={vacant.id: PRESENT}))
    with pytest.raises(UserError, match="avant d’être ouverte"):
        record_after(db, session_of(db, meeting), replace(after, closed_at=at(13)))
    assert session_of(db, meeting).sitting is None


def test_a_session_noted_live_is_not_overwritten(db: Database, meeting: Meeting) -> None:
    open_session(db, meeting, at(14))
    session = session_of(db, meeting)
    member = next(holding.person.id for _, _, holding in session.composition.holdings())
    arrive(db, session, [member], at(14, 20))

    with pytest.raises(UserError, match="déjà notées"):
        record_after(db, session_of(db, meeting), all_present(db, meeting))


def test_a_written_consultation_has_no_session(db: Database, commission: Commission, meeting: Meeting) -> None:
    order = PlanMeeting(commission.id, date(2021, 9, 9), MeetingKind.WRITTEN, opens_on=date(2021, 9, 1))
    written = plan_meeting(db, order)

    with pytest.raises(UserError, match="pas de séance"):
        record_after(db, session_of(db, written), all_present(db, meeting))
    assert known_notes(session_of(db, meeting)) == {}
