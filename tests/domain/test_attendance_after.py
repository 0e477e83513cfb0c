from dataclasses import replace

from cpr_desk.domain.attendance import Excuse, Presence, Proxy, Stay
from cpr_desk.domain.attendance_after import (
    Mark,
    SeatNote,
    is_told,
    notes_of,
    presence_after,
    refuse_notes,
    seated,
)
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Section
from tests.domain.sessions import COMMISSION, DAY, OPENS, at, seat

P, S, E, A = (SeatNote(mark) for mark in (Mark.PRESENT, Mark.SUBSTITUTE, Mark.EXCUSED, Mark.ABSENT))


def to(holder: int) -> SeatNote:
    return SeatNote(Mark.PROXY, holder)


NOTES = {1: P, 2: to(1), 3: S, 4: P, 5: S, 6: A, 8: P}


def refused(notes: dict[int, SeatNote], composition: Composition = COMMISSION) -> dict[int, str]:
    return dict(refuse_notes(composition, Rules(), notes, OPENS))


def test_marks_make_stays_absences_and_proxies_from_the_opening() -> None:
    made = presence_after(COMMISSION, NOTES, OPENS)

    assert made.stays == (
        Stay(1, OPENS), Stay(13, OPENS, seat_id=3), Stay(4, OPENS), Stay(14, OPENS, seat_id=5),
    )  # fmt: skip
    assert made.excuses == (Excuse(2, True), Excuse(3, True), Excuse(5, True), Excuse(6, False))
    assert made.proxies == (Proxy(2, 2, 1, OPENS, id=1),)
    assert refused(NOTES) == {}
    assert all(mark.label for mark in Mark)


def test_a_titular_of_two_seats_comes_once_and_is_not_excused() -> None:
    both = Composition(DAY, (*COMMISSION.seats[:2], replace(COMMISSION.seats[7], titular=COMMISSION.seats[0].titular)))

    assert presence_after(both, {1: P, 8: P}, OPENS).stays == (Stay(1, OPENS),)
    assert presence_after(both, {1: P, 8: E}, OPENS).excuses == ()
    assert refused({1: P, 8: E}, both) == {8: "Mme Ana Nom1 est là pour un autre siège."}


def test_what_a_vacant_place_cannot_be_is_refused() -> None:
    empty = Composition(DAY, (seat(1, Section.SOCIAL, 1, None), *COMMISSION.seats[1:]))
    told = refused({1: P, 2: S, 8: to(1), 7: to(4), 5: to(0)}, empty)

    assert told == {
        1: "Ce siège n’a pas de titulaire.",
        2: "Ce siège n’a pas de suppléant.",
        8: "Une voix consultative ne donne pas de pouvoir.",
        7: "Ce siège n’est pas pourvu.",
        5: "Indiquez à qui le pouvoir est donné.",
    }


def test_a_mark_on_an_empty_seat_notes_nobody() -> None:
    empty = Composition(DAY, (seat(1, Section.SOCIAL, 1, None), seat(2, Section.SOCIAL, 1, None, 12)))

    assert presence_after(empty, {1: A, 2: S}, OPENS) == Presence((Stay(12, OPENS, seat_id=2),))
    assert presence_after(empty, {1: S, 2: to(3)}, OPENS).proxies[0].giver_id == 12


def test_a_substitute_sits_for_one_seat_and_a_proxy_needs_its_holder_there() -> None:
    assert refused({4: S, 5: S}) == {5: "Ce suppléant siège déjà sur un autre siège."}
    told = refused({2: to(3), 3: A})
    assert told[2].startswith("Pouvoir sans effet tant que le porteur n’est pas présent")


def test_marks_are_read_back_from_what_they_made() -> None:
    made = presence_after(COMMISSION, NOTES | {2: E}, OPENS)
    guest, away = Stay(99, at(15)), Excuse(11, True)
    whole = replace(made, stays=(*made.stays, guest), excuses=(*made.excuses, away))

    assert notes_of(COMMISSION, whole) == NOTES | {2: E}
    assert is_told(COMMISSION, whole, NOTES | {2: E}, OPENS)
    assert notes_of(COMMISSION, presence_after(COMMISSION, NOTES, OPENS)) == NOTES
    assert seated(COMMISSION, Presence((guest,), (away,))) == Presence()


def test_a_proxy_given_before_the_session_is_the_same_proxy() -> None:
    made = presence_after(COMMISSION, NOTES, OPENS)
    (proxy,) = made.proxies
    earlier = replace(made, proxies=(replace(proxy, given_at=at(9), reference="courriel"),))

    assert is_told(COMMISSION, earlier, NOTES, OPENS)
    taken_back = replace(made, proxies=(replace(proxy, revoked_at=at(15)),))
    assert 2 not in notes_of(COMMISSION, replace(taken_back, excuses=()))


def test_hours_noted_live_are_more_than_marks_can_tell() -> None:
    for stay in (Stay(1, at(14, 20)), Stay(1, OPENS, remote=True)):
        live = Presence((stay,))
        assert not is_told(COMMISSION, live, notes_of(COMMISSION, live), OPENS)
