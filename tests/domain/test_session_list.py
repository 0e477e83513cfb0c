"""The list of a session: what each line says, what a key takes back, what becomes of proxies."""

from dataclasses import replace
from datetime import date, datetime

from cpr_desk.domain.attendance import Attendance, Excuse, Presence, Proxy, Stay
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Holding, MandateRole, Person, Regime, Seat, Section
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.domain.session_list import (
    SessionLine,
    fates_told,
    proxy_words,
    session_list,
    substitute_expected,
)
from cpr_desk.domain.sitting import Session, Sitting

DAY = date(2021, 2, 4)
ANNE, BRUNO, CLEO, DENIS, EVE, GUEST = (
    Person(number, first, "Martin", civility)
    for number, (first, civility) in enumerate(
        (("Anne", "Mme"), ("Bruno", "M."), ("Cléo", "Mme"), ("Denis", "M."), ("Ève", "Mme"), ("Guy", "M.")), 1
    )
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 2, 4, hour, minute)  # noqa: DTZ001 - the clock on the wall


def seat(number: int, titular: Person | None, substitute: Person | None = None, votes: int = 3) -> Seat:
    held = [Holding(each, DAY) if each else None for each in (titular, substitute)]
    section = Section.SOCIAL if votes else Section.CONSULTATIVE
    regime = Regime.RG if votes else None
    return Seat(number, section, number, votes, regime, None, "" if votes else "URPS", 1, held[0], held[1])


SEATS = (
    seat(1, ANNE, BRUNO),
    seat(2, CLEO),
    seat(3, None, DENIS),
    seat(4, EVE, BRUNO),
    seat(5, None),
    seat(6, EVE, None, 0),
)


def session(
    *, stays: tuple[Stay, ...] = (), excuses: tuple[Excuse, ...] = (), proxies: tuple[Proxy, ...] = ()
) -> Session:
    meeting = Meeting(1, 1, MeetingKind.ORDINARY, MeetingMode.IN_PERSON, DAY)
    people = (ANNE, BRUNO, CLEO, DENIS, EVE, GUEST)
    return Session(
        meeting, Composition(DAY, SEATS), Rules(), Sitting(at(14)), Presence(stays, excuses, proxies), (), people
    )


def lines(held: Session, guests: tuple[Person, ...] = ()) -> tuple[SessionLine, ...]:
    return session_list(held, held.floor(at(15)), guests)


def test_a_line_says_who_is_there_how_and_since_when() -> None:
    noted = session(
        stays=(
            Stay(1, at(14, 2), at(14, 30)),
            Stay(1, at(14, 50), None, remote=True),
            Stay(2, at(14)),
            Stay(4, at(14)),
        ),
        excuses=(Excuse(3, excused=True), Excuse(5, excused=False)),
    )
    first, second, third, fourth, fifth, sixth = lines(noted)

    assert (first.words, first.id, first.section) == ("titulaire présente", ("seat", 1), Section.SOCIAL)
    assert first.hours == (
        "Mme Anne Martin\u00a0: 14\u00a0h\u00a002 à 14\u00a0h\u00a030, puis 14\u00a0h\u00a050, à distance\u00a0; "
        "M. Bruno Martin\u00a0: 14\u00a0h"
    )
    assert first.remarks == ("M. Bruno Martin assiste sans voix\u00a0: le titulaire siège",)
    assert (second.words, second.hours) == ("excusée", "")
    assert (third.words, third.hours) == ("suppléant présent", "14\u00a0h")
    assert fourth.words == "suppléant présent"
    assert fifth.words == "siège vacant"
    assert fifth.last_noted is None
    assert sixth.words == "absente"
    assert sixth.remarks == ()


def test_a_substitute_of_two_seats_sits_for_one_and_the_other_says_so() -> None:
    first, *_, fourth, _fifth, _sixth = lines(session(stays=(Stay(2, at(14)),)))
    assert first.words == "suppléant présent"
    assert fourth.remarks == ("M. Bruno Martin siège pour un autre siège",)


def test_guests_follow_the_seats_by_name_the_expected_and_those_who_came() -> None:
    other = Person(7, "Aude", "Bernard")
    told = lines(session(stays=(Stay(6, at(14)),)), guests=(other,))[6:]
    assert [line.id for line in told] == [("guest", 7), ("guest", 6)]
    assert [line.words for line in told] == ["attendu", "présent"]
    assert told[0].section is None
    assert SessionLine(None).id == ("guest", 0)


def test_taking_back_begins_with_what_the_line_shows() -> None:
    stay, gone, excuse = Stay(1, at(14)), Stay(1, at(14), at(14, 30)), Excuse(1, excused=True)
    assert lines(session(stays=(stay,), excuses=(excuse,)))[0].last_noted == stay
    assert lines(session(stays=(gone,), excuses=(excuse,)))[0].last_noted == gone
    assert lines(session(excuses=(excuse,)))[0].last_noted == excuse
    lapsed = Proxy(1, 1, 3, at(13), id=9)
    assert lines(session(proxies=(lapsed,)))[0].last_noted == lapsed


def test_a_proxy_shows_counts_first_and_is_told_once_it_lapses() -> None:
    old, proxy = Proxy(2, 3, 4, at(13), at(13, 30), id=1), Proxy(2, 3, 1, at(13, 40), id=2)
    before = session(stays=(Stay(1, at(14)),), proxies=(old, proxy))
    line = lines(before)[1]
    assert line.words == "pouvoir à Mme Anne Martin"
    assert line.last_noted == proxy
    assert line.remarks == ("Pouvoir de Mme Cléo Martin à M. Denis Martin\u00a0: retiré à 13\u00a0h\u00a030",)
    assert proxy_words(before, proxy) == "Pouvoir de Mme Cléo Martin à Mme Anne Martin"

    after = replace(before, presence=replace(before.presence, stays=(Stay(1, at(14)), Stay(3, at(14, 20)))))
    (told,) = fates_told(after, before.floor(at(15)), after.floor(at(15)))
    assert told.endswith("caduc\u00a0: la personne qui l’a donné est arrivée à 14\u00a0h\u00a020.")
    (back,) = fates_told(before, after.floor(at(15)), before.floor(at(15)))
    assert back.endswith("il a effet.")
    assert fates_told(before, before.floor(at(15)), before.floor(at(15))) == ()


def test_a_proxy_that_never_counted_is_not_told_to_lapse() -> None:
    none, given = session(), session(proxies=(Proxy(2, 3, 1, at(13), id=2),))
    assert fates_told(given, none.floor(at(15)), given.floor(at(15))) == ()


def test_the_substitute_is_expected_unless_excused_absent_or_gone() -> None:
    assert substitute_expected(lines(session())[0]) == BRUNO
    assert substitute_expected(lines(session(excuses=(Excuse(2, excused=False),)))[0]) is None
    assert substitute_expected(lines(session())[1]) is None


def test_whom_a_key_is_about_is_who_is_there_else_the_titular() -> None:
    first = lines(session(stays=(Stay(2, at(14)),)))[0]
    assert first.main is not None
    assert (first.main.person, first.main.attendance) == (BRUNO, Attendance.PRESENT)
    assert first.place(MandateRole.TITULAR) == first.titular
    assert first.place(MandateRole.SUBSTITUTE) == first.substitute
