from dataclasses import replace
from datetime import datetime

from cpr_desk.domain.attendance import Excuse, Presence, Proxy, Stay
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.roll import guests, roll, turning_points
from cpr_desk.domain.sitting import Session, Sitting
from tests.domain.sessions import COMMISSION, DAY, EARLIER, OPENS, at, holding, there

MEETING = Meeting(1, 1, MeetingKind.ORDINARY, MeetingMode.IN_PERSON, DAY)
PEOPLE = tuple(holding(number).person for number in (1, 2, 3, 4, 5, 6, 11, 13, 14, 20))


def session(presence: Presence, closed_at: datetime | None = None) -> Session:
    sitting = Sitting(OPENS, closed_at)
    return Session(MEETING, COMMISSION, Rules(), sitting, presence, (), PEOPLE)


def words(told: Session, section: Section = Section.SOCIAL) -> list[str]:
    return [line.words for line in roll(told, section)]


def test_each_seat_is_told_by_its_titular_substitute_proxy_or_absence() -> None:
    presence = Presence(
        there(1, 13), (Excuse(2, excused=True),), (Proxy(2, 2, 1, EARLIER),)
    )  # fmt: skip

    told = words(session(presence))

    assert told == ["présente", "excusée, pouvoir à Mme Ana Nom1", "suppléée par Mme Ana Nom13"]
    assert words(session(presence), Section.PROFESSIONAL) == ["absente", "absente", "absente", "siège non pourvu"]
    assert [line.is_there for line in roll(session(presence), Section.SOCIAL)] == [True, True, True]


def test_hours_are_told_where_they_differ_from_those_of_the_session() -> None:
    stays = (
        Stay(1, EARLIER, at(15)),
        Stay(1, at(15, 30), at(16)),
        Stay(2, at(14, 20), remote=True),
        Stay(3, EARLIER, at(13, 30)),
        Stay(3, at(16, 5)),
    )
    told = words(session(Presence(stays), at(16)))

    assert told == [
        "présente, départ à 15\u00a0h, retour à 15\u00a0h\u00a030",
        "présente, arrivée à 14\u00a0h\u00a020, à distance",
        "absente",
    ]


def test_a_titular_who_takes_the_place_of_a_substitute_is_told_after_it() -> None:
    stays = (Stay(11, EARLIER), Stay(1, at(15)))

    assert words(session(Presence(stays)))[0] == "suppléée par Mme Ana Nom11, puis présente, arrivée à 15\u00a0h"


def test_a_seat_with_a_substitute_alone_is_represented() -> None:
    seats = tuple(replace(each, titular=None) if each.id == 1 else each for each in COMMISSION.seats)
    told = session(Presence(there(11)))

    assert words(replace(told, composition=replace(COMMISSION, seats=seats)))[0] == "siège représenté par Mme Ana Nom11"


def test_consultative_voices_are_told_too() -> None:
    seats = (*COMMISSION.seats[:-1], replace(COMMISSION.seats[-1], substitute=holding(14)))
    told = replace(session(Presence((Stay(14, at(14, 10)),))), composition=replace(COMMISSION, seats=seats))

    assert words(told, Section.CONSULTATIVE) == ["suppléée par Mme Ana Nom14, arrivée à 14\u00a0h\u00a010"]
    assert words(session(Presence(there(4))), Section.CONSULTATIVE) == ["présente"]
    assert words(session(Presence()), Section.CONSULTATIVE) == ["absente"]


def test_guests_are_those_without_a_seat() -> None:
    told = session(Presence((*there(1), Stay(20, at(15)), Stay(99, at(15)))))

    assert guests(told) == ((holding(20).person, "arrivée à 15\u00a0h"),)


def test_the_quorum_is_told_at_the_opening_and_each_time_it_turns() -> None:
    stays = (*there(1, 2, 4, 5), Stay(6, at(14, 30)))
    leaves = tuple(replace(each, left_at=at(15)) if each.person_id == 1 else each for each in stays)
    back = (*leaves, Stay(1, at(15, 20)))

    told = turning_points(session(Presence(back)))

    assert [(each.at, each.is_reached) for each in told] == [(at(14), True), (at(15), False), (at(15, 20), True)]


def test_without_a_session_nothing_is_told() -> None:
    told = replace(session(Presence(there(1))), sitting=None)

    assert (roll(told, Section.SOCIAL), guests(told), turning_points(told)) == ((), (), ())
