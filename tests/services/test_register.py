from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.domain.adhesion import Adhesion, Stage, Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.errors import UserError
from cpr_desk.services import journal, undo
from cpr_desk.services.register import (
    TakeInRegister,
    adhesions_at,
    save_adhesion,
    summarise_for,
    summary_at,
    take_in_register,
)
from cpr_desk.storage.database import Database
from tests.factories import adhesion

TODAY = date(2021, 1, 15)


class Cancelled(Exception):
    """What a progress window raises."""


def one(db: Database, commission: Commission, at: date = TODAY) -> Adhesion:
    (only,) = adhesions_at(db, commission.id, at)
    return only


def test_a_cpts_is_added_then_changed(db: Database, commission: Commission) -> None:
    number = save_adhesion(db, commission.id, adhesion("A", paid=Decimal(1000)), TODAY)
    stored = one(db, commission)
    save_adhesion(db, commission.id, replace(stored, name="CPTS du Lys", paid=Decimal(1500)), TODAY)

    assert stored.id == number
    assert one(db, commission) == replace(stored, name="CPTS du Lys", paid=Decimal(1500))
    assert [entry.label for entry in journal.entries(db, 2)] == ["Modifier la CPTS du Lys", "Ajouter la CPTS A"]


def test_a_cpts_that_another_window_took_back_is_told_by_its_name(db: Database, commission: Commission) -> None:
    save_adhesion(db, commission.id, adhesion("A"), TODAY)
    stored = one(db, commission)
    added = undo.history(db).undo
    assert added
    undo.undo(db, added)

    with pytest.raises(UserError, match="La CPTS A n’est plus au registre"):
        save_adhesion(db, commission.id, stored, TODAY)


def test_saving_a_cpts_as_it_is_leaves_no_entry(db: Database, commission: Commission) -> None:
    save_adhesion(db, commission.id, adhesion("A", step=Step.SIGNED, paid=Decimal(1000)), TODAY)
    entries = len(journal.entries(db))
    save_adhesion(db, commission.id, one(db, commission), TODAY)

    assert len(journal.entries(db)) == entries


@pytest.mark.parametrize("editing", [False, True])
def test_a_code_serves_one_cpts(db: Database, commission: Commission, *, editing: bool) -> None:
    save_adhesion(db, commission.id, adhesion("A"), TODAY)
    number = save_adhesion(db, commission.id, adhesion("B"), TODAY) if editing else 0

    with pytest.raises(UserError, match="Le code A est déjà celui d’une autre CPTS"):
        save_adhesion(db, commission.id, adhesion("A", id=number), TODAY)


def test_a_day_that_is_no_longer_given_takes_its_step_back(db: Database, commission: Commission) -> None:
    signed = adhesion(step=Step.SIGNED, letter_on=date(2020, 1, 1), signed_on=date(2020, 9, 1))
    save_adhesion(db, commission.id, signed, TODAY)
    save_adhesion(db, commission.id, replace(one(db, commission), letter_on=None), TODAY)

    assert (one(db, commission).letter_on, one(db, commission).signed_on) == (None, date(2020, 9, 1))


def test_a_step_recorded_by_mistake_is_replaced(db: Database, commission: Commission) -> None:
    save_adhesion(db, commission.id, adhesion(step=Step.LETTER_VALIDATED, letter_on=date(2020, 1, 1)), TODAY)
    save_adhesion(db, commission.id, replace(one(db, commission), step=Step.SIGNED, signed_on=TODAY), TODAY)
    mistaken = one(db, commission)
    corrected = replace(mistaken, step=Step.LETTER_VALIDATED, step_since=date(2020, 1, 1), signed_on=None)
    save_adhesion(db, commission.id, corrected, TODAY, correcting=True)

    assert one(db, commission) == corrected


def register_of(count: int) -> tuple[Adhesion, ...]:
    return tuple(adhesion(f"CPTS-{number:03}") for number in range(count))


def test_progress_is_told_by_hundreds_and_at_the_end(db: Database, commission: Commission) -> None:
    told: list[tuple[int, int]] = []
    order = TakeInRegister(commission.id, register_of(230), TODAY, "Importer le registre")
    take_in_register(db, order, lambda done, total: told.append((done, total)))

    assert told == [(100, 230), (200, 230), (230, 230)]
    assert len(adhesions_at(db, commission.id, TODAY)) == 230
    assert journal.entries(db, 1)[0].label == "Importer le registre"


@pytest.mark.parametrize("count", [1, 150])
def test_a_cancelled_import_leaves_nothing(db: Database, commission: Commission, count: int) -> None:
    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    order = TakeInRegister(commission.id, register_of(count), TODAY, "Importer le registre")
    with pytest.raises(Cancelled):
        take_in_register(db, order, cancel)

    assert adhesions_at(db, commission.id, TODAY) == ()
    assert [entry.label for entry in journal.entries(db)] == ["Créer la commission"]


def test_the_register_is_counted_as_it_stood(db: Database, commission: Commission) -> None:
    signed = date(2020, 9, 1)
    save_adhesion(db, commission.id, adhesion("A", step=Step.SIGNED, signed_on=signed, population=220_000), signed)
    save_adhesion(db, commission.id, adhesion("B", population=30_000), TODAY)
    before, now = (summary_at(db, commission, day) for day in (signed, TODAY))

    assert (before.total, now.total) == (1, 2)
    assert (now.by_stage[Stage.SIGNED], now.by_stage[Stage.REFLECTION]) == (1, 1)
    assert (now.by_size[SizeClass.SIZE_1], now.by_size[SizeClass.SIZE_4]) == (1, 1)
    assert (now.population_covered, now.population_projects) == (220_000, 250_000)
    assert now.coverage == pytest.approx(220_000 / (now.population_region or 0))


def test_an_unknown_region_has_no_population(commission: Commission) -> None:
    assert summarise_for(replace(commission, region_code="999"), [], TODAY).coverage is None
