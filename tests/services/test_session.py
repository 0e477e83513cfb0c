from dataclasses import replace
from datetime import datetime

import pytest

from cpr_desk.domain.attendance import Exercise, Proxy
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.sitting import Session, Sitting
from cpr_desk.errors import UserError
from cpr_desk.services import minutes, undo
from cpr_desk.services.meeting_changes import cancel_meeting
from cpr_desk.services.session import (
    add_guest,
    arrive,
    change_sitting,
    close_session,
    correct_stay,
    excuse,
    give_proxy,
    leave,
    open_session,
    remove_stay,
    revoke_proxy,
    session_of,
)
from cpr_desk.storage.database import Database
from tests.factories import person
from tests.services.convening import MEETING_ON, TODAY, convened_commission


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 6, 10, hour, minute)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def meeting(db: Database, commission: Commission) -> Meeting:
    found = convened_commission(db, commission)
    open_session(db, found, at(14))
    return found


def titulars(session: Session, section: Section) -> list[int]:
    return [seat.titular.person.id for seat in session.composition.of(section) if seat.titular]


def test_a_session_is_opened_once_chaired_and_closed(db: Database, meeting: Meeting) -> None:
    chair = titulars(session_of(db, meeting), Section.SOCIAL)[0]

    with pytest.raises(UserError, match="déjà ouverte"):
        open_session(db, meeting, at(15))
    with pytest.raises(UserError, match="présidée par une autre personne"):
        change_sitting(db, meeting, Sitting(at(14), chair_id=chair), "Changer la présidence de séance")
    wanted = Sitting(at(14, 5), None, chair, "Présidente empêchée", "Maud")
    change_sitting(db, meeting, wanted, "Changer la présidence de séance")
    assert session_of(db, meeting).sitting == wanted
    with pytest.raises(UserError, match="avant d’être ouverte"):
        close_session(db, meeting, at(13))
    with pytest.raises(UserError, match="avant d’être ouverte"):
        change_sitting(db, meeting, replace(wanted, closed_at=at(13)), "Corriger les heures")
    close_session(db, meeting, at(16))
    assert session_of(db, meeting).hours == "ouverte à 14\u00a0h\u00a005, close à 16\u00a0h"


def test_a_cancelled_meeting_opens_no_session(db: Database, commission: Commission) -> None:
    meeting = cancel_meeting(db, convened_commission(db, commission), "Grève", TODAY)

    with pytest.raises(UserError, match="annulée"):
        open_session(db, meeting, at(14))
    with pytest.raises(UserError, match="pas ouverte"):
        close_session(db, meeting, at(14))


def test_arrivals_and_departures_make_the_quorum_and_are_undone_by_name(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    everybody = titulars(session, Section.SOCIAL) + titulars(session, Section.PROFESSIONAL)
    excuse(db, session, everybody[:1], True)

    arrive(db, session_of(db, meeting), everybody, at(14, 2))
    session = session_of(db, meeting)
    assert session.quorum(at(14, 2)).is_reached
    assert session.presence.excuses == ()

    leave(db, session, everybody[-2:], at(15))
    assert not session_of(db, meeting).quorum(at(15)).is_reached
    step = undo.history(db).undo
    assert step is not None
    assert step.label == "noter le départ de 2 personnes"
    undo.undo(db, step)
    assert session_of(db, meeting).presence == session.presence


def test_who_came_by_mistake_was_never_there(db: Database, meeting: Meeting) -> None:
    somebody = titulars(session_of(db, meeting), Section.SOCIAL)[0]
    arrive(db, session_of(db, meeting), [somebody], at(14))
    with pytest.raises(UserError, match="déjà notée présente"):
        arrive(db, session_of(db, meeting), [somebody], at(15))

    leave(db, session_of(db, meeting), [somebody], at(14))
    assert session_of(db, meeting).presence.stays == ()

    arrive(db, session_of(db, meeting), [somebody], at(14), remote=True)
    (stay,) = session_of(db, meeting).presence.stays
    correct_stay(db, session_of(db, meeting), replace(stay, left_at=at(15)))
    assert session_of(db, meeting).presence.stays == (replace(stay, left_at=at(15)),)
    with pytest.raises(UserError, match="avant l’arrivée"):
        correct_stay(db, session_of(db, meeting), replace(stay, left_at=at(13)))
    remove_stay(db, session_of(db, meeting), stay)
    assert session_of(db, meeting).presence.stays == ()


def test_a_proxy_is_recorded_refused_and_taken_back(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    seats = [seat for seat in session.composition.of(Section.SOCIAL) if seat.titular]
    first, second = titulars(session, Section.SOCIAL)[:2]
    arrive(db, session, [second], at(14))
    wanted = Proxy(seats[0].id, first, second, at(13))

    give_proxy(db, session_of(db, meeting), wanted)
    with pytest.raises(UserError, match="déjà donné"):
        give_proxy(db, session_of(db, meeting), wanted)
    voice = session_of(db, meeting).floor(at(14)).voice_of(seats[0].id)
    assert voice is not None
    assert voice.exercise is Exercise.PROXY

    (known,) = session_of(db, meeting).presence.proxies
    revoke_proxy(db, session_of(db, meeting), known, at(15))
    assert session_of(db, meeting).presence.proxies[0].revoked_at == at(15)
    revoke_proxy(db, session_of(db, meeting), known, at(13))
    assert session_of(db, meeting).presence.proxies == ()


def test_a_guest_is_noted_and_stored_once(db: Database, meeting: Meeting) -> None:
    guest = add_guest(db, session_of(db, meeting), person("Ronan Bellanger", civility="M."), at(14))

    session = session_of(db, meeting)
    assert [each.person_id for each in session.presence.stays] == [guest.id]
    assert session.person(guest.id) is not None
    assert session.quorum(at(14)).counts[0].heads == 0
    with pytest.raises(UserError, match="déjà notée présente"):
        add_guest(db, session, guest, at(15))


def test_absences_are_noted_and_taken_back(db: Database, meeting: Meeting) -> None:
    somebody = titulars(session_of(db, meeting), Section.SOCIAL)[0]
    excuse(db, session_of(db, meeting), [somebody], False)
    assert not session_of(db, meeting).presence.excuses[0].excused
    excuse(db, session_of(db, meeting), [somebody], None)
    excuse(db, session_of(db, meeting), [somebody], None)
    assert session_of(db, meeting).presence.excuses == ()
    assert session_of(db, meeting).meeting.on == MEETING_ON


def test_what_signed_minutes_tell_of_the_attendance_stays_until_the_signature_is_taken_back(
    db: Database, meeting: Meeting
) -> None:
    somebody = titulars(session_of(db, meeting), Section.SOCIAL)[0]
    minutes.keep_version(db, meeting, b"%PDF minutes", TODAY)
    minutes.sign(db, meeting, Section.SOCIAL, "Mme Solène Marzac", TODAY, TODAY)

    with pytest.raises(UserError, match="est signé"):
        arrive(db, session_of(db, meeting), [somebody], at(14))
    minutes.sign_together(db, meeting, {}, TODAY, [Section.SOCIAL])
    arrive(db, session_of(db, meeting), [somebody], at(14))
    assert session_of(db, meeting).presence.stays


def test_what_approved_minutes_tell_of_the_attendance_stays(db: Database, meeting: Meeting) -> None:
    session = session_of(db, meeting)
    somebody = titulars(session, Section.SOCIAL)[0]
    arrive(db, session, [somebody], at(14))
    minutes.keep_version(db, meeting, b"%PDF minutes", TODAY)
    minutes.approve(db, meeting, TODAY, TODAY)

    with pytest.raises(UserError, match="est approuvé"):
        leave(db, session_of(db, meeting), [somebody], at(15))
    with pytest.raises(UserError, match="est approuvé"):
        close_session(db, meeting, at(16))
    minutes.unlock(db, meeting, "Heure de départ oubliée", TODAY)
    leave(db, session_of(db, meeting), [somebody], at(15))
    assert session_of(db, meeting).presence.stays[0].left_at == at(15)
