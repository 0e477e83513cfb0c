"""Seats through time, by the use case that revises the composition."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from cpr_desk.domain.composition import Composition, Letter, MandateRole, Regime, Seat, SeatState, Section
from cpr_desk.domain.controls import check
from cpr_desk.domain.mandates import EndReason, Mandate
from cpr_desk.errors import UserError
from cpr_desk.services.mandates import correct_mandate, seat_life
from cpr_desk.storage.models import MandateRow, PersonRow
from tests.factories import INSTALLED, person, seed_composition, state_of
from tests.storage.seats_desk import JUNE, NEXT_YEAR, Desk


def shape(composition: Composition) -> list[SeatState]:
    """Return a composition without ids and dates."""

    def unstored(seat: Seat) -> SeatState:
        state = state_of(seat, seat_id=None)
        titular, substitute = (
            replace(holder, id=0) if holder else None for holder in (state.titular, state.substitute)
        )
        return replace(state, titular=titular, substitute=substitute)

    return [unstored(seat) for seat in composition.seats]


def test_the_official_table_reads_back_as_it_was_written(desk: Desk) -> None:
    assert shape(desk.at(INSTALLED)) == shape(seed_composition())
    assert check(desk.at(INSTALLED), desk.commission.rules).vacancies_line == (
        "16 titulaires non désignés, 2 professions non représentées"
    )


def test_sections_come_in_their_order_and_seats_in_that_of_the_table(desk: Desk) -> None:
    order = [(list(Section).index(seat.section), seat.position) for seat in desk.at(INSTALLED).seats]

    assert order == sorted(order)


def test_nobody_sits_before_the_first_day(desk: Desk) -> None:
    assert desk.at(INSTALLED - timedelta(days=1)).seats == ()


def test_a_person_of_several_seats_is_stored_once(desk: Desk) -> None:
    with desk.db.reading() as session:
        names = session.scalars(select(PersonRow.folded_name)).all()

    assert len(names) == len(set(names))


def test_the_same_state_twice_changes_nothing(desk: Desk) -> None:
    states = [state_of(seat) for seat in desk.at(INSTALLED).seats]
    before = desk.entries()
    desk.revise(INSTALLED, *states)
    desk.revise(JUNE, *states)

    assert desk.entries() == before


def test_a_replaced_titular_holds_the_seat_until_the_eve(desk: Desk) -> None:
    desk.revise(JUNE, state_of(desk.seat("CSMF"), titular=person("Mahaut Ollivaud")))
    former, new = desk.seat("CSMF", JUNE - timedelta(days=1)).titular, desk.seat("CSMF", JUNE).titular

    assert former
    assert new
    assert (former.person.name, former.since, former.until) == ("Basile Abgrall", INSTALLED, date(2021, 5, 31))
    assert (new.person.name, new.since, new.until) == ("Mahaut Ollivaud", JUNE, None)


def test_holders_who_change_places_keep_letter_and_term(desk: Desk) -> None:
    seat, letter = desk.seat("CSMF"), Letter(INSTALLED, "2021-7")
    assert seat.titular
    assert seat.substitute
    term = Mandate(
        seat.titular.mandate_id, seat.id, MandateRole.TITULAR, seat.titular.person, INSTALLED, NEXT_YEAR, letter
    )
    correct_mandate(desk.db, term)
    desk.revise(JUNE, state_of(seat, titular=seat.substitute.person, substitute=seat.titular.person))
    swapped = desk.seat("CSMF", JUNE)

    assert swapped.substitute
    assert (swapped.substitute.person, swapped.substitute.until, swapped.substitute.letter) == (
        seat.titular.person,
        NEXT_YEAR,
        letter,
    )
    former = seat_life(desk.db, seat.id).holder(MandateRole.TITULAR, INSTALLED)
    assert former
    assert former.end_reason is EndReason.SWAPPED


def test_a_swap_contradicts_no_later_change(desk: Desk) -> None:
    seat = desk.seat("CSMF")
    assert seat.titular
    assert seat.substitute
    desk.revise(NEXT_YEAR, vacate(seat))

    with pytest.raises(UserError, match="change déjà le 01/01/2022"):
        desk.revise(JUNE, state_of(seat, titular=seat.substitute.person, substitute=seat.titular.person))


def test_nobody_is_brought_to_both_places_of_a_seat_be_it_later(desk: Desk) -> None:
    seat = desk.seat("SML")
    desk.revise(NEXT_YEAR, state_of(seat, substitute=person("Mahaut Ollivaud")))

    with pytest.raises(UserError, match=r"Mahaut Ollivaud serait titulaire et suppléant du siège .* du 01/01/2022"):
        desk.revise(JUNE, state_of(seat, titular=person("Mahaut Ollivaud")))
    desk.revise(date(2022, 6, 1), state_of(seat, titular=person("Mahaut Ollivaud"), substitute=None))
    assert desk.titular("SML", date(2022, 6, 1)) == "Mahaut Ollivaud"


def test_a_substitute_is_replaced_without_touching_the_titular(desk: Desk) -> None:
    desk.revise(JUNE, state_of(desk.seat("CSMF"), substitute=None))
    seat = desk.seat("CSMF", JUNE)

    assert seat.substitute is None
    assert seat.titular
    assert seat.titular.since == INSTALLED


def test_a_vacancy_is_a_state_like_another(desk: Desk) -> None:
    desk.revise(JUNE, state_of(desk.seat("CSMF"), titular=None))
    desk.revise(NEXT_YEAR, state_of(desk.seat("CSMF"), titular=person("Mahaut Ollivaud")))

    assert [desk.titular("CSMF", day) for day in (INSTALLED, JUNE, NEXT_YEAR)] == [
        "Basile Abgrall",
        "vacant",
        "Mahaut Ollivaud",
    ]


def test_a_mandate_that_began_the_same_day_was_an_error_and_is_replaced(desk: Desk) -> None:
    desk.revise(INSTALLED, state_of(desk.seat("CSMF"), titular=person("Mahaut Ollivaud")))
    with desk.db.reading() as session:
        count = session.scalar(select(func.count()).where(MandateRow.seat_id == desk.seat("CSMF").id))

    assert desk.titular("CSMF", INSTALLED) == "Mahaut Ollivaud"
    assert count == 2  # the titular and the substitute: nothing is left of the error


def test_votes_have_their_history(desk: Desk) -> None:
    first = desk.at(INSTALLED).of(Section.SOCIAL)[0]
    desk.revise(JUNE, state_of(first, votes=2))
    desk.revise(JUNE, state_of(first, votes=1))

    assert [desk.at(day).votes(Section.SOCIAL) for day in (date(2021, 5, 31), JUNE)] == [35, 33]


def test_a_seat_added_later_exists_from_its_day_on(desk: Desk) -> None:
    first = desk.seat("CSMF")
    new = state_of(first, seat_id=None, position=36, organisation="FMF", titular=None, substitute=None)
    desk.revise(JUNE, new)

    assert [desk.at(day).votes(Section.PROFESSIONAL) for day in (date(2021, 5, 31), JUNE)] == [35, 36]
    assert desk.seat("FMF", JUNE).profession == first.profession


def test_a_closed_seat_stays_in_the_older_compositions(desk: Desk) -> None:
    desk.revise(JUNE, closed=(desk.seat("CSMF").id,))
    held = desk.seat("CSMF", JUNE - timedelta(days=1)).titular

    assert held
    assert held.until == date(2021, 5, 31)
    assert "CSMF" not in [seat.organisation for seat in desk.at(JUNE).seats]


def test_a_seat_closed_on_its_first_day_was_an_error_and_goes_away(desk: Desk) -> None:
    desk.revise(INSTALLED, closed=(desk.seat("CSMF").id,))

    assert len(desk.at(INSTALLED).of(Section.PROFESSIONAL)) == 34
    assert len(desk.at(NEXT_YEAR).of(Section.PROFESSIONAL)) == 34


def test_a_seat_closes_on_the_day_its_votes_change(desk: Desk) -> None:
    seat = desk.at(INSTALLED).of(Section.SOCIAL)[0]
    desk.revise(JUNE, state_of(seat, votes=2))
    desk.revise(JUNE, closed=(seat.id,))

    assert [desk.at(day).votes(Section.SOCIAL) for day in (date(2021, 5, 31), JUNE)] == [35, 32]


def test_another_scheme_closes_the_seat_and_opens_one(desk: Desk) -> None:
    desk.revise(JUNE, state_of(desk.at(INSTALLED).of(Section.SOCIAL)[0], regime=Regime.RG_MEDICAL))
    before, after = (desk.at(day).of(Section.SOCIAL)[0] for day in (date(2021, 5, 31), JUNE))

    assert (before.regime, after.regime) == (Regime.RG, Regime.RG_MEDICAL)
    assert before.id != after.id
    assert after.titular
    assert after.titular.since == JUNE
    assert desk.at(JUNE).votes(Section.SOCIAL) == 35


def test_a_scheme_mistyped_on_the_first_day_is_simply_corrected(desk: Desk) -> None:
    desk.revise(INSTALLED, state_of(desk.at(INSTALLED).of(Section.SOCIAL)[0], regime=Regime.RG_MEDICAL))

    assert desk.at(INSTALLED).of(Section.SOCIAL)[0].regime is Regime.RG_MEDICAL
    assert len(desk.at(INSTALLED).of(Section.SOCIAL)) == 13


def test_an_organisation_typed_otherwise_keeps_its_seat(desk: Desk) -> None:
    before = desk.seat("MG France")
    desk.revise(JUNE, state_of(before, organisation="MG-FRANCE", titular=None))

    assert desk.seat("MG France", JUNE).id == before.id


def change_titular(seat: Seat) -> SeatState:
    return state_of(seat, titular=person("Mahaut Ollivaud"))


def change_votes(seat: Seat) -> SeatState:
    return state_of(seat, votes=2)


def vacate(seat: Seat) -> SeatState:
    return state_of(seat, titular=None)


@pytest.mark.parametrize("change", [change_titular, change_votes, vacate])
@pytest.mark.parametrize("later", [change_votes, vacate, None])
def test_what_a_later_change_would_contradict_is_refused(
    desk: Desk, change: Callable[[Seat], SeatState], later: Callable[[Seat], SeatState] | None
) -> None:
    seat = desk.seat("CSMF")
    contradicted = later is not change_votes if change is not change_votes else later is change_votes
    desk.revise(NEXT_YEAR, *([later(seat)] if later else ()), closed=() if later else (seat.id,))
    before = desk.at(JUNE), desk.at(NEXT_YEAR)
    if contradicted:
        with pytest.raises(UserError, match=r"siège .*CSMF.* change déjà le 01/01/2022, après le 01/06/2021"):
            desk.revise(JUNE, change(seat))
        assert (desk.at(JUNE), desk.at(NEXT_YEAR)) == before
    else:
        desk.revise(JUNE, change(seat))
        assert desk.at(JUNE) != before[0]


def test_a_revision_is_applied_whole_or_not_at_all(desk: Desk) -> None:
    desk.revise(NEXT_YEAR, vacate(desk.seat("CSMF")))
    before, entries = desk.at(JUNE), desk.entries()

    with pytest.raises(UserError):
        desk.revise(JUNE, vacate(desk.seat("SDB")), change_titular(desk.seat("CSMF")))
    assert (desk.at(JUNE), desk.entries()) == (before, entries)


def test_details_complete_a_person_and_blanks_erase_nothing(desk: Desk) -> None:
    known = person("Basile Abgrall", email="b.abgrall@exemple.fr", civility="Dr")
    desk.revise(JUNE, state_of(desk.seat("CSMF"), titular=known))
    desk.revise(JUNE, state_of(desk.seat("CSMF"), titular=person("BASILE ABGRALL", phone="02 00 00 00 01")))
    held = desk.seat("CSMF", JUNE).titular

    assert held
    assert held.since == INSTALLED
    assert (held.person.courteous_name, held.person.email, held.person.phone) == (
        "Dr Basile Abgrall",
        "b.abgrall@exemple.fr",
        "02 00 00 00 01",
    )


def test_a_stored_person_given_by_id_is_corrected_name_and_details(desk: Desk) -> None:
    desk.revise(JUNE, state_of(desk.seat("CSMF"), titular=person("Basile Abgrall", email="b.abgrall@exemple.fr")))
    held = desk.seat("CSMF", JUNE).titular
    assert held
    desk.revise(JUNE, state_of(desk.seat("CSMF"), titular=replace(held.person, last_name="Abgrall-Dué", email="")))
    corrected = desk.seat("CSMF", JUNE).titular

    assert corrected
    assert corrected.since == INSTALLED
    assert (corrected.person.id, corrected.person.name, corrected.person.email) == (
        held.person.id,
        "Basile Abgrall-Dué",
        "",
    )


def test_a_person_whose_id_is_not_known_is_found_by_name(desk: Desk) -> None:
    desk.revise(JUNE, state_of(desk.seat("CSMF"), titular=person("Basile Abgrall", id=9999)))

    assert desk.seat("CSMF", JUNE).titular == desk.seat("CSMF").titular


def test_long_names_and_accents_are_kept_whole(desk: Desk) -> None:
    long = "Œ" + "ÿ" * 119
    state = state_of(desk.seat("CSMF"), titular=person(f"Zoé {long}"), organisation="CSMF")
    desk.revise(JUNE, state)

    assert desk.titular("CSMF", JUNE) == f"Zoé {long}"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(1, 300), st.sampled_from(["", "Aubin Tréhorel", "Diane Crozanne"]), min_size=1))
def test_each_day_has_the_holder_of_the_last_change(desk: Desk, changes: dict[int, str]) -> None:
    """Replay any history on a new seat, and ask for every day around its changes."""
    rank = 2 + desk.entries()
    new = SeatState(Section.CONSULTATIVE, rank, 0, organisation="URPS", rank=rank)
    days = {INSTALLED + timedelta(days=day): name for day, name in sorted(changes.items())}

    def holder(day: date) -> str | None:
        seat = next((seat for seat in desk.at(day).seats if seat.rank == rank), None)
        if seat is None:
            return None
        return seat.titular.person.name if seat.titular else ""

    desk.revise(INSTALLED, new)
    seat_id = next(seat.id for seat in desk.at(INSTALLED).seats if seat.rank == rank)
    for day, name in days.items():
        desk.revise(day, replace(new, seat_id=seat_id, titular=person(name) if name else None))

    assert holder(INSTALLED) == ""
    for day in days:
        for asked in (day - timedelta(days=1), day, day + timedelta(days=1)):
            assert holder(asked) == next((days[past] for past in reversed(days) if past <= asked), "")
