from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.attendance import (
    Attendance,
    Excuse,
    Exercise,
    Floor,
    Presence,
    Proxy,
    Stay,
    attendance_of,
    floor_at,
    may_hold,
    moment_of,
    refuse_proxy,
    refuse_stay,
)
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Person, Section
from tests.domain.sessions import COMMISSION, DAY, at, presence, proxy, seat, there

RULES, LATER = Rules(), at(15)
BY_SEAT = {each.id: each for each in COMMISSION.seats}


def exercised(floor: Floor) -> dict[int, tuple[int, Exercise]]:
    """Return by seat who uses its votes, and how."""
    return {
        voice.seat.id: (voice.person.id, voice.exercise) for voice in floor.voices if voice.person and voice.exercise
    }


def floor(noted: Presence, moment: datetime = LATER, rules: Rules = RULES) -> Floor:
    return floor_at(COMMISSION, noted, rules, moment)


def test_a_titular_present_votes_and_the_substitute_beside_does_not() -> None:
    assert exercised(floor(presence(there(1, 11)))) == {1: (1, Exercise.TITULAR)}


def test_the_substitute_sits_while_the_titular_is_not_there() -> None:
    noted = presence((Stay(1, at(14, 20)), Stay(11, at(14))))

    assert exercised(floor(noted, at(14, 10))) == {1: (11, Exercise.SUBSTITUTE)}
    assert exercised(floor(noted, at(14, 20))) == {1: (1, Exercise.TITULAR)}


def test_somebody_who_left_votes_no_more_from_that_moment_on() -> None:
    noted = presence((Stay(1, at(14), at(16)),))

    assert floor(noted, at(15, 59)).votes(Section.SOCIAL) == 3
    assert floor(noted, at(16)).votes(Section.SOCIAL) == 0


def test_a_substitute_of_two_seats_sits_for_one_the_first_unless_another_was_chosen() -> None:
    chosen = presence((Stay(14, at(14), seat_id=5),))

    assert exercised(floor(presence(there(14)))) == {4: (14, Exercise.SUBSTITUTE)}
    assert exercised(floor(chosen)) == {5: (14, Exercise.SUBSTITUTE)}


def test_who_sits_as_titular_does_not_sit_as_substitute_too() -> None:
    composition = Composition(
        DAY, (seat(1, Section.PROFESSIONAL, 1, 1), seat(2, Section.PROFESSIONAL, 1, 2, 1), BY_SEAT[8])
    )

    assert exercised(floor_at(composition, presence(there(1, 4)), RULES, at(15))) == {1: (1, Exercise.TITULAR)}


def test_a_proxy_lends_the_votes_of_an_absent_titular_to_a_member_of_the_section() -> None:
    noted = presence(there(2), proxy(1, 1, 2))

    assert exercised(floor(noted)) == {1: (2, Exercise.PROXY), 2: (2, Exercise.TITULAR)}
    assert floor(noted).votes(Section.SOCIAL) == 6


def test_a_proxy_lapses_for_good_when_its_giver_arrives() -> None:
    noted = presence((*there(2), Stay(1, at(14, 20), at(14, 30))), proxy(1, 1, 2))

    assert exercised(floor(noted, at(14, 10)))[1] == (2, Exercise.PROXY)
    assert exercised(floor(noted, at(14, 20)))[1] == (1, Exercise.TITULAR)
    assert 1 not in exercised(floor(noted, at(14, 40)))
    assert "14\u00a0h\u00a020" in floor(noted, at(14, 40)).lapsed[1]


def test_a_proxy_given_when_leaving_counts_from_then_on() -> None:
    noted = presence((*there(2), Stay(1, at(14), at(15))), proxy(1, 1, 2, since=at(15)))

    assert exercised(floor(noted, at(14, 59)))[1] == (1, Exercise.TITULAR)
    assert exercised(floor(noted, at(15)))[1] == (2, Exercise.PROXY)


@pytest.mark.parametrize(
    ("noted", "why"),
    [
        (presence(there(2), proxy(1, 1, 2, since=at(16))), "pas encore donné"),
        (presence(there(2), replace(proxy(1, 1, 2), revoked_at=at(14))), "retiré"),
        (presence(there(2, 11), proxy(1, 1, 2)), "représenté en séance"),
        (presence(there(11), proxy(1, 1, 2)), "représenté en séance"),
        (presence((), proxy(1, 1, 2)), "porteur n’est pas présent"),
        (presence(there(4), proxy(1, 1, 4)), "porteur n’est pas présent dans la section"),
        (presence(there(2), proxy(8, 4, 2)), "pas de voix délibérative"),
    ],
)
def test_a_proxy_without_effect_says_why(noted: Presence, why: str) -> None:
    assert why in floor(noted).lapsed[1]
    assert 1 not in {each for each, how in exercised(floor(noted)).items() if how[1] is Exercise.PROXY}


def test_a_second_proxy_for_a_seat_or_beyond_the_cap_has_no_effect() -> None:
    same = presence(there(2, 3), proxy(1, 1, 2), proxy(1, 1, 3, number=2))
    beyond = presence(there(2), proxy(1, 1, 2), proxy(3, 3, 2, number=2))

    assert "autre pouvoir" in floor(same).lapsed[2]
    assert "nombre de pouvoirs permis" in floor(beyond).lapsed[2]
    assert floor(beyond, rules=Rules(proxies_received=2)).votes(Section.SOCIAL) == 7


def test_parity_tells_whether_both_sections_have_as_many_votes_in_the_room() -> None:
    assert not floor(presence(there(1))).has_parity
    assert floor(presence(there(3, 4))).has_parity
    assert floor(presence(there(3))).voice_of(3).votes == 1  # type: ignore[union-attr]
    assert floor(presence(there(3))).voice_of(8) is None
    assert not floor(presence()).voices[0].in_person


def test_who_is_on_screen_is_there_and_lends_that_to_the_proxy() -> None:
    noted = presence((Stay(2, at(14), remote=True),), proxy(1, 1, 2))

    assert [voice.remote for voice in floor(noted).of(Section.SOCIAL)] == [True, True, False]


def test_attendance_says_how_a_person_stands() -> None:
    noted = Presence((Stay(1, at(14), at(15)), Stay(2, at(14))), (Excuse(3, True), Excuse(4, False), Excuse(1, True)))

    told = [attendance_of(noted, number, at(16)) for number in (1, 2, 3, 4, 5)]

    assert told == [
        Attendance.LEFT,
        Attendance.PRESENT,
        Attendance.EXCUSED,
        Attendance.ABSENT,
        Attendance.EXPECTED,
    ]
    assert attendance_of(noted, 1, at(13)) is Attendance.EXCUSED
    assert Attendance.PRESENT.said_of(Person(1, "Ana", "Le Goff", "Mme")) == "présente"
    assert Attendance.LEFT.said_of(Person(1, "Yann", "Le Goff", "M.")) == "sorti"
    assert all(each.label for each in (*Attendance, *Exercise))


def test_those_who_may_hold_a_proxy_sit_in_the_section_and_hold_fewer_than_allowed() -> None:
    noted = presence(there(2, 3, 4), proxy(1, 1, 2))

    assert [person.id for person in may_hold(COMMISSION, noted, RULES, BY_SEAT[1], at(15))] == [3]


@pytest.mark.parametrize(
    ("wanted", "noted", "rules", "why"),
    [
        (proxy(8, 4, 5), presence(), RULES, "voix délibérative"),
        (proxy(99, 4, 5), presence(), RULES, "voix délibérative"),
        (proxy(1, 1, 2), presence(), Rules(proxies_received=0), "n’admet pas"),
        (proxy(1, 3, 2), presence(), RULES, "Seul le titulaire"),
        (proxy(1, 1, 11), presence(), RULES, "sans pouvoir"),
        (proxy(1, 1, 4), presence(), RULES, "même section"),
        (proxy(1, 1, 2), presence(there(1)), RULES, "est présente"),
        (proxy(1, 1, 2, number=2), presence((), proxy(1, 1, 3)), RULES, "déjà donné"),
        (proxy(1, 1, 2, number=2), presence((), proxy(2, 2, 3)), RULES, "ne se transmet pas"),
        (proxy(1, 1, 2, number=2), presence((), proxy(3, 3, 2)), RULES, "déjà 1 pouvoir, le maximum"),
    ],
)
def test_a_proxy_against_the_rules_is_refused_with_the_reason(
    wanted: Proxy, noted: Presence, rules: Rules, why: str
) -> None:
    assert any(why in reason for reason in refuse_proxy(COMMISSION, noted, rules, wanted, at=at(15)))


def test_a_proxy_that_follows_the_rules_is_accepted_once_an_older_one_ended() -> None:
    taken_back = replace(proxy(1, 1, 3), revoked_at=at(14))
    came = presence((Stay(1, at(14), at(14, 30)),), proxy(1, 1, 3))

    assert not refuse_proxy(COMMISSION, presence(), RULES, proxy(1, 1, 2), at=at(15))
    assert not refuse_proxy(COMMISSION, presence((), taken_back), RULES, proxy(1, 1, 2, number=2), at=at(15))
    assert not refuse_proxy(COMMISSION, came, RULES, proxy(1, 1, 2, since=at(14, 30), number=2), at=at(15))


def test_a_stay_must_end_after_it_began_and_not_overlap_another() -> None:
    known = presence((Stay(1, at(14), at(15), id=1),))

    assert refuse_stay(known, Stay(1, at(15), at(14), id=2))
    assert refuse_stay(known, Stay(1, at(14, 30), id=2))
    assert refuse_stay(known, Stay(1, at(13), id=2))
    assert not refuse_stay(known, Stay(1, at(15), id=2))
    assert not refuse_stay(known, Stay(1, at(13), at(14), id=2))
    assert not refuse_stay(known, Stay(1, at(14), at(16), id=1))
    assert not refuse_stay(known, Stay(2, at(14), id=2))


def test_an_hour_typed_past_midnight_is_one_of_the_next_day() -> None:
    assert moment_of(DAY, time(20), time(0, 30)) == at(0, 30) + timedelta(days=1)
    assert moment_of(DAY, time(20), time(19, 45)) == at(19, 45)
    assert moment_of(DAY, time(14), time(9)) == at(9)
    assert moment_of(DAY, time(14), time(7, 50)) == at(7, 50), "a slip for 17 h 50 is no moment of the next day"
    assert moment_of(DAY, time(14), time(2)) == at(2) + timedelta(days=1)
    assert moment_of(DAY, None, time(1)) == at(1)


PEOPLE = st.integers(1, 14)
MOMENTS = st.integers(0, 120).map(lambda minutes: at(14) + timedelta(minutes=minutes))
STAYS = st.builds(
    lambda person, start, length, chosen: Stay(
        person, start, start + timedelta(minutes=length) if length else None, seat_id=chosen
    ),
    PEOPLE,
    MOMENTS,
    st.integers(0, 60),
    st.sampled_from([None, 4, 5]),
)
PROXIES = st.builds(Proxy, st.integers(1, 8), PEOPLE, PEOPLE, MOMENTS, st.none() | MOMENTS)
PRESENCES = st.builds(
    lambda stays, proxies: Presence(
        tuple(stays), (), tuple(replace(each, id=number) for number, each in enumerate(proxies))
    ),
    st.lists(STAYS, max_size=20),
    st.lists(PROXIES, max_size=8),
)


@given(PRESENCES, MOMENTS, st.integers(0, 2))
def test_whatever_comes_goes_and_is_given_votes_are_spent_once(noted: Presence, moment: datetime, most: int) -> None:
    told = floor(noted, moment, Rules(proxies_received=most))
    here = {stay.person_id for stay in noted.stays if stay.covers(moment)}
    in_person = {v.person.id: v.seat.section for v in told.voices if v.in_person and v.person}
    by_proxy = [v for v in told.voices if v.exercise is Exercise.PROXY and v.person]

    assert [voice.seat.id for voice in told.voices] == [1, 2, 3, 4, 5, 6, 7]
    for section in (Section.SOCIAL, Section.PROFESSIONAL):
        assert 0 <= told.votes(section) <= COMMISSION.votes(section)
    assert set(in_person) <= here
    assert len(in_person) == sum(voice.in_person for voice in told.voices)
    for voice in by_proxy:
        assert voice.person is not None
        assert in_person[voice.person.id] is voice.seat.section
        assert sum(other.person == voice.person for other in by_proxy) <= most
    # Each proxy either counts or says why it does not.
    assert len(by_proxy) + len(told.lapsed) == len(noted.proxies)
    assert all(told.lapsed.values())


@given(PRESENCES, MOMENTS)
def test_a_titular_who_is_there_always_votes(noted: Presence, moment: datetime) -> None:
    told = exercised(floor(noted, moment))

    for each in COMMISSION.seats[:6]:
        if each.titular and noted.stay_of(each.titular.person.id, moment):
            assert told[each.id] == (each.titular.person.id, Exercise.TITULAR)


@given(PRESENCES)
def test_between_two_moments_nothing_changes(noted: Presence) -> None:
    moments = noted.moments()
    for one, following in pairwise(moments):
        middle = one + (following - one) / 2
        assert exercised(floor(noted, one)) == exercised(floor(noted, middle))
