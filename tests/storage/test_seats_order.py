"""Votes and places of seats through time, seats that open, move and close."""

from datetime import date

import pytest
from sqlalchemy import select

from cpr_desk.domain.composition import Regime, Seat, SeatState, Section
from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.services.mandates import arrange_seats
from cpr_desk.storage.models import SeatWeightRow
from tests.factories import INSTALLED, state_of
from tests.storage.seats_desk import JUNE, NEXT_YEAR, Desk


def arrange(desk: Desk, on: date, *moved: Seat) -> None:
    """Put seats first in the order of their section."""
    first = [seat.id for seat in moved]
    others = [seat.id for seat in desk.at(on).of(moved[0].section) if seat.id not in first]
    arrange_seats(desk.db, [*first, *others], on)


def order(desk: Desk, on: date) -> list[str]:
    return [seat.organisation for seat in desk.at(on).of(Section.PROFESSIONAL)][:3]


def test_votes_and_places_change_without_hindering_each_other(desk: Desk) -> None:
    csmf, mg_france, sml = desk.at(INSTALLED).of(Section.PROFESSIONAL)[:3]
    desk.revise(NEXT_YEAR, state_of(csmf, votes=2))
    arrange(desk, JUNE, sml, mg_france, csmf)
    desk.revise(date(2021, 5, 1), state_of(sml, votes=3))
    days = (INSTALLED, date(2021, 5, 1), JUNE, NEXT_YEAR)

    assert [order(desk, day)[0] for day in days] == ["CSMF", "CSMF", "SML", "SML"]
    assert [desk.seat("CSMF", day).votes for day in days] == [1, 1, 1, 2]
    assert [desk.seat("SML", day).votes for day in days] == [1, 3, 3, 3]


def test_a_place_that_changes_later_is_not_changed_before(desk: Desk) -> None:
    csmf, mg_france, sml = desk.at(INSTALLED).of(Section.PROFESSIONAL)[:3]
    arrange(desk, NEXT_YEAR, mg_france, csmf)

    with pytest.raises(UserError, match="change déjà le 01/01/2022"):
        arrange(desk, JUNE, sml, csmf, mg_france)


def test_a_seat_that_closes_later_is_moved_and_weighed_until_then(desk: Desk) -> None:
    csmf, mg_france = desk.at(INSTALLED).of(Section.PROFESSIONAL)[:2]
    desk.revise(NEXT_YEAR, closed=(csmf.id,))
    arrange(desk, JUNE, mg_france, csmf)

    assert order(desk, JUNE) == ["MG France", "CSMF", "SML"]
    assert order(desk, NEXT_YEAR)[:2] == ["MG France", "SML"]
    with desk.db.reading() as session:
        weights = session.scalars(select(SeatWeightRow).where(SeatWeightRow.seat_id == csmf.id)).all()
    assert max(row.valid_to or date.max for row in weights) == date(2021, 12, 31)


def test_a_closed_seat_takes_neither_votes_nor_place(desk: Desk) -> None:
    seat = desk.seat("CSMF")
    desk.revise(JUNE, closed=(seat.id,))

    with pytest.raises(UserError, match=r"est fermé depuis le 01/06/2021\. Ajoutez un siège"):
        arrange(desk, JUNE, seat)


def test_a_seat_that_was_moved_closes_before_the_move(desk: Desk) -> None:
    csmf, mg_france = desk.at(INSTALLED).of(Section.PROFESSIONAL)[:2]
    arrange(desk, NEXT_YEAR, mg_france, csmf)
    desk.revise(JUNE, closed=(csmf.id,))

    assert [order(desk, day)[0] for day in (INSTALLED, JUNE, NEXT_YEAR)] == ["CSMF", "MG France", "MG France"]


def test_no_seat_stands_twice_until_it_closes(desk: Desk) -> None:
    seat = desk.seat("CSMF")
    again = state_of(seat, seat_id=None, titular=None, substitute=None)
    with pytest.raises(UserError, match=rf"«{NBSP}Médecins – CSMF{NBSP}» existe déjà le 01/06/2021\. Désignez"):
        desk.revise(JUNE, again)
    desk.revise(NEXT_YEAR, closed=(seat.id,))
    with pytest.raises(UserError, match=r"existe déjà le 01/06/2021, jusqu’au 31/12/2021\. Choisissez"):
        desk.revise(JUNE, again)
    desk.revise(NEXT_YEAR, again)

    assert desk.seat("CSMF", NEXT_YEAR).id != seat.id


def test_a_line_of_the_social_section_may_be_added_before_another_one(desk: Desk) -> None:
    line = SeatState(Section.SOCIAL, 14, 1, Regime.MSA)
    desk.revise(NEXT_YEAR, line)
    desk.revise(JUNE, line)

    assert [len(desk.at(day).of(Section.SOCIAL)) for day in (INSTALLED, JUNE, NEXT_YEAR)] == [13, 14, 15]
    with pytest.raises(UserError, match="composition du 04/02/2021 est déjà enregistrée"):
        desk.revise(date(2021, 1, 1), line)


def test_a_seat_cannot_change_before_it_exists(desk: Desk) -> None:
    with pytest.raises(UserError, match="change déjà le 04/02/2021, après le 01/01/2021"):
        desk.revise(date(2021, 1, 1), state_of(desk.seat("CSMF"), votes=2))


def test_a_closed_seat_stays_closed(desk: Desk) -> None:
    seat = desk.seat("CSMF")
    desk.revise(JUNE, closed=(seat.id,))
    entries = desk.entries()
    for later in (JUNE, NEXT_YEAR):
        desk.revise(later, closed=(seat.id,))
        with pytest.raises(UserError, match=r"est fermé depuis le 01/06/2021\. Ajoutez un siège"):
            desk.revise(later, state_of(seat))

    assert desk.entries() == entries


@pytest.mark.parametrize("on", [date(2021, 1, 1), date(2021, 5, 31)])
def test_a_seat_closes_neither_before_it_opens_nor_before_its_closing(desk: Desk, on: date) -> None:
    seat = desk.seat("CSMF")
    desk.revise(JUNE, closed=(seat.id,))

    with pytest.raises(UserError, match="change déjà le"):
        desk.revise(on, closed=(seat.id,))


def test_a_seat_whose_votes_change_later_does_not_close_earlier(desk: Desk) -> None:
    seat = desk.seat("CSMF")
    desk.revise(NEXT_YEAR, state_of(seat, votes=2))

    with pytest.raises(UserError, match="change déjà le 01/01/2022"):
        desk.revise(JUNE, closed=(seat.id,))
