from datetime import date
from typing import Any

import pytest

from cpr_desk.domain.commission import Commission, Rules
from cpr_desk.domain.composition import Letter, MandateRole, Person, Regime, Seat, Section
from cpr_desk.domain.mandates import Designation, EndReason, Mandate
from cpr_desk.errors import UserError
from cpr_desk.services import journal, mandates
from cpr_desk.services.composition import composition_at
from cpr_desk.services.mandates import EndMandate
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED, person
from tests.prepared import seat_members

TITULAR, SUBSTITUTE = MandateRole
JUNE, EVE = date(2022, 6, 1), date(2022, 5, 31)


@pytest.fixture(autouse=True)
def seated(db: Database, commission: Commission) -> None:
    seat_members(db, commission)


def seat(db: Database, organisation: str, at: date = JUNE, section: Section = Section.PROFESSIONAL) -> Seat:
    found = composition_at(db, 1, at).of(section)
    return next(seat for seat in found if seat.represents == organisation)


def history(db: Database, seat_id: int) -> list[Mandate]:
    return list(mandates.seat_life(db, seat_id).mandates)


def names(seat: Seat) -> list[str | None]:
    return [holding.person.name if (holding := seat.holder(role)) else None for role in MandateRole]


def label(db: Database) -> str:
    return journal.entries(db, 1)[0].label


def designate(db: Database, seat_id: int, who: Person, **facts: Any) -> None:
    mandates.designate(db, seat_id, Designation(TITULAR, who, JUNE, **facts))


def test_a_successor_takes_the_place_and_the_predecessor_leaves_the_day_before(db: Database) -> None:
    csmf = seat(db, "CSMF")
    before = names(csmf)[0]
    designate(db, csmf.id, person("Luc de La Haÿe"), letter=Letter(EVE, "2022-41"), ending=EndReason.RESIGNATION)
    left, came = (mandate for mandate in history(db, csmf.id) if mandate.role is TITULAR)

    assert (left.person.name, left.until, left.end_reason) == (before, EVE, EndReason.RESIGNATION)
    assert (came.person.name, came.since, came.until, came.letter) == (
        "Luc de La Haÿe",
        JUNE,
        None,
        Letter(EVE, "2022-41"),
    )
    assert names(seat(db, "CSMF", EVE))[0] == before
    holding = seat(db, "CSMF").titular
    assert holding
    assert (holding.letter, holding.mandate_id) == (came.letter, came.id)
    assert label(db) == "Désigner Luc de La Haÿe titulaire (Médecins – CSMF)"


def test_a_planned_term_empties_the_place_the_day_after(db: Database) -> None:
    csmf = seat(db, "CSMF")
    designate(db, csmf.id, person("Luc de La Haÿe"), until=date(2022, 12, 31))

    assert names(seat(db, "CSMF", date(2022, 12, 31)))[0] == "Luc de La Haÿe"
    assert names(seat(db, "CSMF", date(2023, 1, 1)))[0] is None


def test_a_successor_may_come_before_a_planned_term(db: Database) -> None:
    csmf = seat(db, "CSMF")
    designate(db, csmf.id, person("Luc de La Haÿe"), until=date(2022, 12, 31))
    mandates.designate(db, csmf.id, Designation(TITULAR, person("Ana Le Goff"), date(2022, 9, 1)))

    assert [(m.since, m.until) for m in history(db, csmf.id) if m.role is TITULAR][1:] == [
        (JUNE, date(2022, 8, 31)),
        (date(2022, 9, 1), None),
    ]


def test_what_is_refused_leaves_nothing(db: Database) -> None:
    csmf = seat(db, "CSMF")
    assert csmf.titular
    before = history(db, csmf.id), journal.entries(db)

    with pytest.raises(UserError, match="est déjà titulaire"):
        designate(db, csmf.id, csmf.titular.person)
    assert (history(db, csmf.id), journal.entries(db)) == before


def test_a_mandate_ends_with_its_reason(db: Database) -> None:
    csmf = seat(db, "CSMF")
    assert csmf.titular
    mandates.end_mandate(db, EndMandate(csmf.titular.mandate_id, EVE, EndReason.WITHDRAWN, "Lettre du 12 mai"))
    ended = history(db, csmf.id)[0]

    assert (ended.until, ended.end_reason, ended.end_note) == (EVE, EndReason.WITHDRAWN, "Lettre du 12 mai")
    assert names(seat(db, "CSMF"))[0] is None
    assert label(db) == f"Mettre fin au mandat de {ended.person.name}, titulaire (Médecins – CSMF)"


def test_a_mandate_may_last_one_day(db: Database) -> None:
    csmf = seat(db, "CSMF")
    assert csmf.titular
    mandates.end_mandate(db, EndMandate(csmf.titular.mandate_id, INSTALLED, EndReason.DEATH))

    assert names(seat(db, "CSMF", INSTALLED))[0]
    assert names(seat(db, "CSMF", date(2021, 2, 5)))[0] is None


def test_an_end_before_the_beginning_is_refused(db: Database) -> None:
    csmf = seat(db, "CSMF")
    assert csmf.titular

    with pytest.raises(UserError, match="ne peut pas se terminer avant"):
        mandates.end_mandate(db, EndMandate(csmf.titular.mandate_id, date(2021, 2, 3), EndReason.OTHER))


def test_an_end_later_than_the_one_recorded_overlaps_no_successor(db: Database) -> None:
    csmf = seat(db, "CSMF")
    assert csmf.titular
    designate(db, csmf.id, person("Luc de La Haÿe"))

    with pytest.raises(UserError, match="se chevauchent"):
        mandates.end_mandate(db, EndMandate(csmf.titular.mandate_id, JUNE, EndReason.TERM))


def test_titular_and_substitute_change_places(db: Database) -> None:
    both = next(s for s in composition_at(db, 1, JUNE).of(Section.SOCIAL) if s.titular and s.substitute)
    mandates.swap_holders(db, both.id, JUNE)
    after = next(s for s in composition_at(db, 1, JUNE).seats if s.id == both.id)
    before = next(s for s in composition_at(db, 1, EVE).seats if s.id == both.id)

    assert names(after) == names(both)[::-1]
    assert names(before) == names(both)
    assert {m.end_reason for m in history(db, both.id) if m.until} == {EndReason.SWAPPED}


def test_an_end_that_is_foreseen_outlives_a_swap(db: Database) -> None:
    csmf, last = seat(db, "CSMF"), date(2022, 12, 31)
    assert csmf.titular
    mandates.end_mandate(db, EndMandate(csmf.titular.mandate_id, last, EndReason.RESIGNATION, "Lettre du 12 mai"))
    mandates.swap_holders(db, csmf.id, JUNE)
    swapped = next(mandate for mandate in history(db, csmf.id) if mandate.until == last)

    assert (swapped.role, swapped.end_reason, swapped.end_note) == (
        SUBSTITUTE,
        EndReason.RESIGNATION,
        "Lettre du 12 mai",
    )


def test_a_swap_with_an_empty_place_is_refused(db: Database) -> None:
    alone = next(s for s in composition_at(db, 1, JUNE).of(Section.PROFESSIONAL) if s.titular and not s.substitute)

    with pytest.raises(UserError, match="pas de suppléant"):
        mandates.swap_holders(db, alone.id, JUNE)


def test_a_mandate_is_corrected_from_its_beginning(db: Database) -> None:
    csmf = seat(db, "CSMF")
    stored = history(db, csmf.id)[0]
    right = Mandate(
        stored.id, csmf.id, TITULAR, stored.person, date(2021, 3, 1), JUNE, Letter(EVE), EndReason.TERM, "Fin"
    )
    mandates.correct_mandate(db, right)

    assert next(mandate for mandate in history(db, csmf.id) if mandate.id == right.id) == right
    assert names(seat(db, "CSMF", INSTALLED))[0] is None


def test_a_correction_that_overlaps_is_refused(db: Database) -> None:
    csmf = seat(db, "CSMF")
    designate(db, csmf.id, person("Luc de La Haÿe"))
    luc = history(db, csmf.id)[-1]

    with pytest.raises(UserError, match="se chevauchent"):
        mandates.correct_mandate(db, Mandate(luc.id, csmf.id, TITULAR, luc.person, EVE))


def test_a_mandate_entered_by_mistake_is_removed(db: Database) -> None:
    csmf = seat(db, "CSMF")
    mandates.remove_mandate(db, history(db, csmf.id)[0].id)

    assert names(seat(db, "CSMF", INSTALLED))[0] is None
    with pytest.raises(UserError, match="n’existe plus"):
        mandates.remove_mandate(db, 99_999)


def test_votes_change_from_a_day_on(db: Database) -> None:
    first = composition_at(db, 1, JUNE).of(Section.SOCIAL)[0]
    mandates.change_votes(db, first.id, 2, JUNE, Rules())

    assert composition_at(db, 1, EVE).of(Section.SOCIAL)[0].votes == 3
    assert composition_at(db, 1, JUNE).of(Section.SOCIAL)[0].votes == 2
    with pytest.raises(UserError, match="1 à 3 voix"):
        mandates.change_votes(db, first.id, 4, JUNE, Rules())


def test_the_order_of_the_table_changes_from_a_day_on_and_an_old_table_keeps_its_own(db: Database) -> None:
    seats = composition_at(db, 1, JUNE).of(Section.PROFESSIONAL)
    order = [seats[1].id, seats[0].id, *(seat.id for seat in seats[2:])]
    mandates.arrange_seats(db, order, JUNE)

    assert [seat.id for seat in composition_at(db, 1, JUNE).of(Section.PROFESSIONAL)] == order
    assert [seat.id for seat in composition_at(db, 1, EVE).of(Section.PROFESSIONAL)] == [seat.id for seat in seats]


def test_other_roles_in_the_commission_are_found(db: Database) -> None:
    csmf, urps = seat(db, "CSMF"), seat(db, "URPS", section=Section.CONSULTATIVE)
    assert csmf.titular
    who = csmf.titular.person
    mandates.designate(db, urps.id, Designation(SUBSTITUTE, who, JUNE))

    assert mandates.roles_elsewhere(db, who.id, JUNE, None, csmf.id)[-1] == urps.label
    assert urps.label not in mandates.roles_elsewhere(db, who.id, EVE, EVE, csmf.id)


def test_a_mandate_goes_on_under_its_letter_when_the_seat_changes_its_regime(db: Database) -> None:
    social = next(s for s in composition_at(db, 1, JUNE).of(Section.SOCIAL) if not s.substitute)
    term = date(2024, 12, 31)
    wanted = Designation(SUBSTITUTE, person("Luc de La Haÿe"), EVE, term, Letter(EVE, "RG 12"))
    mandates.designate(db, social.id, wanted)
    mandates.change_regime(db, 1, social, Regime.MSA, 3, JUNE, Rules())
    after = next(s for s in composition_at(db, 1, JUNE).of(Section.SOCIAL) if s.position == social.position)

    assert after.regime is Regime.MSA
    assert after.substitute
    assert (after.substitute.until, after.substitute.letter) == (term, Letter(EVE, "RG 12"))
    assert {m.end_reason for m in history(db, social.id)} == {EndReason.SEAT_CLOSED}


def test_a_regime_changes_only_while_the_seat_exists(db: Database) -> None:
    social = composition_at(db, 1, JUNE).of(Section.SOCIAL)[0]

    with pytest.raises(UserError, match="n’existe pas à cette date"):
        mandates.change_regime(db, 1, social, Regime.MSA, 3, date(2020, 1, 1), Rules())
