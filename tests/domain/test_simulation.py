from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.funding import full_year
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Plan
from cpr_desk.domain.signed import Signed, Since
from cpr_desk.domain.simulation import Supposition, simulate, suppose_contract, supposed, years_to_simulate
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

SCALES = tuple(load_scales(reference_dir()).values())
SIGNED_ON, UNTIL = date(2022, 3, 15), date(2024, 3, 14)
CONTRACT = Signed(SIGNED_ON, (Since(SIGNED_ON, 1),), {Mission.ACCES: SIGNED_ON}, term=date(2024, 3, 15))
ACCES = {Mission.ACCES: date(2022, 1, 1)}


def test_the_same_facts_change_nothing() -> None:
    told = simulate(CONTRACT, Supposition(SizeClass.SIZE_1, ACCES), SCALES)

    assert told.total.difference == 0
    assert all(line.difference == 0 for line in told.lines)
    assert [year.number for year in years_to_simulate(CONTRACT)] == [1, 2]
    assert len(years_to_simulate(replace(CONTRACT, term=None))) == 5


def test_what_is_not_supposed_stays_as_it_is_known() -> None:
    grown = replace(CONTRACT, sizes=(Since(SIGNED_ON, 1), Since(date(2023, 3, 15), 2)))

    assert simulate(grown, Supposition(None, ACCES), SCALES).total.difference == 0
    assert simulate(grown, Supposition(SizeClass.SIZE_1, ACCES), SCALES).total.difference == -30_000


def test_another_size_is_told_for_one_year_or_for_all() -> None:
    larger = Supposition(SizeClass.SIZE_2, ACCES)
    one, every = simulate(CONTRACT, larger, SCALES, 1), simulate(CONTRACT, larger, SCALES)

    # Taille 2 less taille 1 (avenant 2): fonctionnement 10 000, accès 15 000 and 5 000.
    assert (one.total.now, one.total.then) == (Decimal(130_000), Decimal(160_000))
    assert every.total.difference == 2 * one.total.difference
    assert sum(line.difference for line in one.lines) == one.total.difference


def test_every_mission_members_plan_and_rate_may_be_supposed() -> None:
    facts = Supposition(SizeClass.SIZE_4, dict.fromkeys(Mission, SIGNED_ON), 100, SIGNED_ON, Decimal(1))
    told = simulate(CONTRACT, facts, SCALES, 1)
    table = full_year(SCALES[1], SizeClass.SIZE_4, plan=Plan.FIRST, members=100)

    assert told.total.then == table.total + table.bonus.amount
    none = supposed(CONTRACT, Supposition(SizeClass.SIZE_1, ACCES, rate=Decimal(0)), UNTIL)
    assert set(none.results.values()) == {Decimal(0)}
    assert none.missions == {Mission.ACCES: SIGNED_ON}


def test_a_contract_that_is_only_supposed_pays_nothing_today() -> None:
    base = suppose_contract(SIGNED_ON, SizeClass.SIZE_1)
    told = simulate(base, Supposition(SizeClass.SIZE_1, ACCES), SCALES, 1, exists=False)

    assert (told.total.now, told.total.then) == (Decimal(0), Decimal(130_000))
    assert len(years_to_simulate(base)) == 5
