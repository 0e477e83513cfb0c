from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.crises import crisis_refusal
from cpr_desk.domain.funding import full_year
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind, Plan, scale_in_force
from cpr_desk.domain.schedule import (
    Crisis,
    Due,
    Kind,
    Signed,
    Since,
    Suspension,
    by_civil_year,
    contract_years,
    members_at,
    schedule,
    size_at,
    total,
    year_of,
)
from cpr_desk.domain.signed import suspended_days, years_of
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_scales

SCALES = tuple(load_scales(reference_dir()).values())
AVENANT_2 = SCALES[1]
SIGNED_ON = date(2022, 3, 15)
EVERY = dict.fromkeys(Mission, SIGNED_ON)
END_OF_FIRST = date(2023, 3, 14)


def signed(**facts: Any) -> Signed:
    usual = Signed(SIGNED_ON, (Since(SIGNED_ON, 1),), {Mission.ACCES: SIGNED_ON})
    return replace(usual, **facts)


def euros_of(dues: tuple[Due, ...], code: str) -> list[tuple[date, Kind, int]]:
    return [(due.due_on, due.kind, int(due.amount)) for due in dues if due.code == code]


def of_year(dues: Iterable[Due], number: int) -> Decimal:
    return total(due for due in dues if due.of_year.number == number)


def test_the_first_fonctionnement_is_paid_whole_then_by_advance_and_balance() -> None:
    dues = schedule(signed(), SCALES, date(2024, 3, 14))

    assert euros_of(dues, "fonctionnement") == [
        (SIGNED_ON, Kind.FULL, 50_000),
        (date(2023, 3, 15), Kind.ADVANCE, 37_500),
        (date(2024, 3, 15), Kind.BALANCE, 12_500),
    ]


def test_the_fixed_part_of_a_mission_is_advanced_at_its_start_and_settled_at_the_anniversary() -> None:
    dues = schedule(signed(), SCALES, END_OF_FIRST)

    assert euros_of(dues, "acces-fixe") == [
        (SIGNED_ON, Kind.ADVANCE, 41_250),
        (date(2023, 3, 15), Kind.BALANCE, 13_750),
    ]
    (results,) = [due for due in dues if due.code == "acces-variable"]
    assert (results.due_on, results.amount, results.expected) == (date(2023, 3, 15), Decimal(25_000), True)
    assert "Résultats à venir" in results.words


def test_a_mission_that_starts_in_the_year_is_prorated_by_days_and_says_so() -> None:
    started = date(2022, 9, 15)
    dues = schedule(signed(missions={Mission.ACCES: started}), SCALES, END_OF_FIRST)

    advance, balance = [due for due in dues if due.code == "acces-fixe"]
    whole = (Decimal(55_000) * 181 / 365).quantize(Decimal("0.01"))
    assert advance.due_on == started
    assert advance.amount + balance.amount == whole == Decimal("27273.97")
    assert "181 jours sur 365" in advance.words
    assert DEFAULT_RULE_NOTICE in advance.words


def test_results_decide_the_variable_part() -> None:
    known = signed(results={(Mission.ACCES, 1): Decimal("0.6")})
    none = signed(results={(Mission.ACCES, 1): Decimal(0)})

    (due,) = [each for each in schedule(known, SCALES, END_OF_FIRST) if each.kind is Kind.RESULTS]
    assert (due.amount, due.expected) == (Decimal(15_000), False)
    assert not [each for each in schedule(none, SCALES, END_OF_FIRST) if each.kind is Kind.RESULTS]


def test_a_new_size_waits_for_the_anniversary() -> None:
    grown = signed(sizes=(Since(SIGNED_ON, 1), Since(date(2022, 10, 1), 2)))
    dues = schedule(grown, SCALES, date(2024, 3, 14))

    assert size_at(grown, date(2020, 1, 1)) is SizeClass(1)
    assert [amount for _, _, amount in euros_of(dues, "fonctionnement")] == [50_000, 45_000, 15_000]


def test_a_line_names_its_scale_and_what_waits_for_the_anniversary() -> None:
    old = signed(on=date(2021, 3, 15), sizes=(Since(date(2021, 3, 15), 1), Since(date(2021, 9, 1), 2)), missions={})
    first, advance, *_ = schedule(old, SCALES, date(2022, 3, 15))

    assert "barème «\u00a0ACI 2019\u00a0»" in first.words
    assert "Le barème «\u00a0Avenant 2\u00a0» du 20/12/2021 compte à partir de l’anniversaire suivant" in first.words
    assert "La taille 2 du 01/09/2021 compte à partir de l’anniversaire suivant" in first.words
    assert DEFAULT_RULE_NOTICE in first.words
    assert "barème «\u00a0Avenant 2\u00a0»" in advance.words
    assert DEFAULT_RULE_NOTICE not in advance.words


def test_the_plan_for_crises_pays_more_in_the_year_in_which_it_is_written() -> None:
    planned = signed(missions=EVERY, plan_written_on=date(2022, 6, 1))
    dues = schedule(planned, SCALES, date(2024, 3, 14))

    assert sum(amount for _, _, amount in euros_of(dues, "crises-fixe")) == 25_000
    assert sum(amount for _, _, amount in euros_of(dues, "crises-fixe-maj")) == 12_500
    assert not euros_of(schedule(signed(missions=EVERY), SCALES, END_OF_FIRST), "crises-fixe")


def test_a_crisis_is_paid_whole_within_the_month_that_follows() -> None:
    known = signed(missions=EVERY, crises=(Crisis(date(2022, 12, 31), "épidémie"),))

    (due,) = [each for each in schedule(known, SCALES, END_OF_FIRST) if each.kind is Kind.CRISIS]
    assert (due.due_on, due.amount, due.of_year.number) == (date(2023, 1, 31), Decimal(37_500), 1)
    assert "épidémie" in due.words
    assert not [d for d in schedule(signed(crises=known.crises), SCALES, END_OF_FIRST) if d.kind is Kind.CRISIS]


def test_a_large_cpts_with_a_hundred_members_is_paid_ten_per_cent_more() -> None:
    large = signed(
        sizes=(Since(SIGNED_ON, 4),),
        missions=EVERY,
        plan_written_on=SIGNED_ON,
        members=(Since(SIGNED_ON, 99), Since(date(2023, 1, 1), 100)),
        crises=(Crisis(date(2022, 6, 1)),),
    )
    (bonus,) = [due for due in schedule(large, SCALES, END_OF_FIRST) if due.kind is Kind.BONUS]
    (with_running,) = [
        due
        for due in schedule(replace(large, bonus_includes_running=True), SCALES, END_OF_FIRST)
        if due.kind is Kind.BONUS
    ]

    assert (bonus.amount, with_running.amount) == (Decimal(49_000), Decimal(58_000))
    assert "100 membres" in bonus.words
    assert members_at(large, date(2021, 1, 1)) is None
    few = replace(large, members=large.members[:1])
    assert not [due for due in schedule(few, SCALES, END_OF_FIRST) if due.kind is Kind.BONUS]


def test_once_only_amounts_are_paid_on_their_day_when_the_scale_has_them() -> None:
    granted = signed(grants=((GrantKind.ADDITIONAL, SIGNED_ON), (GrantKind.ADDITIONAL, date(2020, 1, 1))))

    once = [due for due in schedule(granted, SCALES, END_OF_FIRST) if due.kind is Kind.ONCE]
    assert [(due.due_on, due.amount) for due in once] == [(SIGNED_ON, Decimal(37_500))]


def test_an_amount_paid_once_follows_the_size_that_counts_not_one_that_waits_for_the_anniversary() -> None:
    grown = signed(
        sizes=(Since(SIGNED_ON, 1), Since(date(2022, 4, 10), 2)),
        grants=((GrantKind.ADDITIONAL, date(2022, 6, 1)), (GrantKind.ACCOMPANIMENT, date(2022, 1, 10))),
        missions=EVERY,
        crises=(Crisis(date(2022, 7, 1)),),
    )

    dues = schedule(grown, SCALES, END_OF_FIRST)
    before, once, crisis = [due for due in dues if due.kind in (Kind.ONCE, Kind.CRISIS)]
    for due in (once, crisis):
        assert due.amount == Decimal(37_500)
        assert "taille 1" in due.words
        assert "La taille 2 du 10/04/2022 compte à partir de l’anniversaire suivant" in due.words
        assert DEFAULT_RULE_NOTICE in due.words
    assert DEFAULT_RULE_NOTICE not in before.words


def test_a_contract_that_ends_is_settled_by_what_it_lasted_even_downwards() -> None:
    ended = signed(ended_on=date(2022, 9, 14))
    dues = schedule(ended, SCALES, date(2026, 1, 1))

    assert [due.amount for due in dues if due.code == "fonctionnement"] == [Decimal(50_000), Decimal("-24794.52")]
    assert {due.of_year.number for due in dues} == {1}
    late = signed(ended_on=date(2022, 9, 14), missions={Mission.ACCES: date(2022, 10, 1)})
    assert not euros_of(schedule(late, SCALES, END_OF_FIRST), "acces-fixe")


def test_a_suspension_is_not_paid() -> None:
    paused = signed(suspensions=(Suspension(date(2022, 4, 1), date(2022, 4, 30)),))
    running = signed(suspensions=(Suspension(date(2022, 4, 1)),))

    assert of_year(schedule(paused, SCALES, END_OF_FIRST), 1) < of_year(schedule(signed(), SCALES, END_OF_FIRST), 1)
    assert total(due for due in schedule(running, SCALES, END_OF_FIRST) if due.code == "fonctionnement") == Decimal(
        "2328.77"
    )
    told = ["\n".join(each.words for each in schedule(case, SCALES, END_OF_FIRST)) for case in (paused, running)]
    assert all("de suspension" in words for words in told)
    assert ["qui court jusqu’à sa levée" in words for words in told] == [False, True]


def test_years_of_a_contract_signed_on_a_leap_day_begin_on_28_february_otherwise() -> None:
    first, second = list(contract_years(date(2024, 2, 29), date(2025, 2, 28)))

    assert (first.until, second.since, second.until) == (date(2025, 2, 27), date(2025, 2, 28), date(2026, 2, 27))
    assert first.label == "année 1 (du 29/02/2024 au 27/02/2025)"
    assert year_of(date(2024, 2, 29), date(2025, 2, 28)).number == 2
    assert year_of(date(2024, 2, 29), date(2020, 1, 1)).number == 1


def test_no_year_begins_on_the_last_day_of_a_contract_or_on_its_term() -> None:
    for facts in ({"ended_on": date(2024, 3, 15)}, {"ended_on": date(2024, 3, 14)}, {"term": date(2024, 3, 15)}):
        assert [year.number for year in years_of(signed(**facts), date(2030, 1, 1))] == [1, 2]
    assert [year.number for year in years_of(signed(ended_on=SIGNED_ON), date(2030, 1, 1))] == [1]
    assert not list(years_of(signed(ended_on=SIGNED_ON - timedelta(days=1)), date(2030, 1, 1)))


def test_nothing_is_advanced_while_the_contract_is_suspended() -> None:
    paused = signed(suspensions=(Suspension(date(2023, 3, 1), date(2023, 3, 31)),))
    dues = [due for due in schedule(paused, SCALES, date(2024, 3, 14)) if due.code == "fonctionnement"]

    # 2nd year: 366 days from 15/03/2023 to 14/03/2024, 17 of them suspended: 50 000 x 349/366 = 47 677,60.
    assert [(due.kind, due.amount) for due in dues] == [
        (Kind.FULL, Decimal(50_000)),
        (Kind.BALANCE, Decimal("-1917.81")),  # 14 days of the first year: 50 000 x 14/365
        (Kind.BALANCE, Decimal("47677.60")),
    ]
    assert "sans avance" in dues[2].words
    assert paused.suspended(date(2023, 3, 31))
    assert not paused.in_force(date(2023, 3, 1))


def test_days_suspended_twice_count_once_and_those_outside_do_not() -> None:
    twice = (Suspension(date(2022, 4, 1), date(2022, 4, 30)), Suspension(date(2022, 4, 15), date(2022, 5, 1)))

    assert suspended_days(twice, date(2022, 4, 10), date(2022, 12, 31)) == 22
    assert suspended_days(twice, date(2022, 6, 1), date(2022, 12, 31)) == 0
    assert suspended_days([Suspension(date(2022, 12, 1))], SIGNED_ON, date(2022, 12, 31)) == 31


CRISIS_DAY = date(2022, 12, 31)
CRISIS = Crisis(CRISIS_DAY, "épidémie", 1)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "mission de réponse aux crises n’avait pas démarré"),
        ({"missions": {Mission.CRISES: date(2023, 1, 1)}}, "n’avait pas démarré"),
        ({"missions": EVERY, "ended_on": date(2022, 12, 30)}, "aucun contrat"),
        ({"missions": EVERY, "term": CRISIS_DAY}, "aucun contrat"),
        ({"missions": EVERY, "on": date(2023, 1, 1)}, "aucun contrat"),
        ({"missions": EVERY, "suspensions": (Suspension(CRISIS_DAY, CRISIS_DAY),)}, "aucun contrat"),
        ({"missions": EVERY, "crises": (Crisis(SIGNED_ON, id=2),)}, "une autre crise"),
        ({"missions": EVERY, "crises": (Crisis(date(2022, 3, 14), id=2),)}, ""),
        ({"missions": EVERY}, ""),
    ],
)
def test_a_crisis_pays_once_a_year_a_contract_in_force_whose_mission_has_begun(
    facts: dict[str, Any], reason: str
) -> None:
    contract = signed(**{**facts, "crises": (*facts.get("crises", ()), CRISIS)})

    assert reason in crisis_refusal(contract, CRISIS, SCALES)
    paid = [due for due in schedule(contract, SCALES, date(2023, 12, 31)) if due.due_on == date(2023, 1, 31)]
    assert bool(paid) is not bool(reason)


def test_a_crisis_before_avenant_2_or_in_a_year_not_told_pays_nothing() -> None:
    old = signed(on=date(2020, 3, 15), missions=dict.fromkeys(Mission, date(2020, 3, 15)))

    assert "ACI 2019" in crisis_refusal(old, Crisis(date(2021, 12, 19)), SCALES)
    assert not crisis_refusal(old, Crisis(date(2021, 12, 20)), SCALES)
    later = signed(missions=EVERY, crises=(Crisis(date(2024, 1, 1)),))
    assert not [due for due in schedule(later, SCALES, END_OF_FIRST) if due.kind is Kind.CRISIS]


def test_the_covid_derogation_pays_the_variable_part_of_2021_in_the_place_of_its_crises() -> None:
    crisis, next_one = Crisis(date(2021, 12, 22), "Vague", 1), Crisis(date(2022, 1, 3), "Grippe", 2)
    old = signed(on=date(2021, 3, 15), missions=dict.fromkeys(Mission, date(2021, 3, 15)), crises=(crisis, next_one))
    covid = replace(old, grants=((GrantKind.COVID, date(2022, 2, 1)),))

    def paid(contract: Signed) -> list[tuple[Kind, date]]:
        dues = schedule(contract, SCALES, date(2022, 3, 14))
        return [(due.kind, due.due_on) for due in dues if due.kind in (Kind.CRISIS, Kind.ONCE)]

    assert paid(old) == [(Kind.CRISIS, date(2022, 1, 22))]
    assert "dérogation Covid-19 verse déjà l’enveloppe de 2021 (règle par défaut" in crisis_refusal(
        covid, crisis, SCALES
    )
    assert sorted(paid(covid)) == [(Kind.CRISIS, date(2022, 2, 3)), (Kind.ONCE, date(2022, 2, 1))]


def test_the_plan_is_paid_first_in_the_first_year_that_can_pay_it() -> None:
    old = signed(on=date(2021, 3, 15), missions={Mission.CRISES: date(2021, 3, 15)}, plan_written_on=date(2022, 2, 1))
    late = signed(missions={Mission.CRISES: date(2023, 6, 1)}, plan_written_on=date(2022, 6, 1))
    never = signed(missions={Mission.CRISES: SIGNED_ON}, plan_written_on=date(2030, 1, 1))

    def of_plan(contract: Signed) -> list[tuple[str, int]]:
        dues = schedule(contract, SCALES, date(2024, 3, 14))
        return list(dict.fromkeys((due.code, due.of_year.number) for due in dues if due.code.startswith("crises-")))

    assert of_plan(old) == [("crises-fixe", 2), ("crises-fixe-maj", 3)]
    assert of_plan(late) == [("crises-fixe", 2)]
    assert of_plan(never) == []


def test_the_accompaniment_stands_before_the_years_of_the_contract() -> None:
    before = signed(grants=((GrantKind.ACCOMPANIMENT, date(2022, 1, 10)),))

    (once,) = [due for due in schedule(before, SCALES, END_OF_FIRST) if due.kind is Kind.ONCE]
    assert (once.of_year.number, once.of_year.label, once.amount) == (0, "avant le contrat", Decimal(15_000))


def test_every_kind_has_a_french_label() -> None:
    assert all(kind.label for kind in Kind)


DAYS = st.dates(date(2021, 12, 20), date(2026, 12, 31))
STARTS: st.SearchStrategy[Mapping[Mission, date]] = st.dictionaries(st.sampled_from(list(Mission)), DAYS)
CONTRACTS = st.builds(
    Signed,
    on=DAYS,
    sizes=st.lists(st.builds(Since, DAYS, st.integers(1, 4)), min_size=1, max_size=3).map(tuple),
    missions=STARTS,
    plan_written_on=st.none() | DAYS,
    crises=st.lists(st.builds(Crisis, DAYS), max_size=2, unique_by=lambda crisis: crisis.declared_on).map(tuple),
    ended_on=st.none(),
)


@given(CONTRACTS)
def test_advance_plus_balance_is_what_is_due_and_no_line_comes_twice(contract: Signed) -> None:
    dues = schedule(contract, SCALES, date(2027, 12, 31))

    keys = Counter((due.code, due.kind, due.of_year.number, due.due_on) for due in dues)
    assert not [key for key, times in keys.items() if times > 1]
    assert sum(by_civil_year(dues).values()) == total(dues)
    for year in contract_years(contract.on, date(2027, 12, 31)):
        for mission, started in contract.missions.items():
            pair = [due for due in dues if due.mission is mission and due.of_year == year and due.kind in _PAIR]
            if pair and started <= year.since:
                lines = {
                    line.code: line.amount(size_at(contract, year.since))
                    for line in scale_in_force(SCALES, year.since).lines
                }
                assert sum(due.amount for due in pair) == sum(lines[code] for code in {due.code for due in pair})


_PAIR = (Kind.ADVANCE, Kind.BALANCE)


@given(st.integers(1, 4), st.booleans())
def test_a_whole_year_sums_to_the_table_of_the_accord(size: int, crisis: bool) -> None:
    contract = signed(
        sizes=(Since(SIGNED_ON, size),),
        missions=EVERY,
        plan_written_on=SIGNED_ON,
        crises=(Crisis(SIGNED_ON + timedelta(days=30)),) if crisis else (),
    )
    table = full_year(AVENANT_2, SizeClass(size), plan=Plan.FIRST, crisis=crisis)

    assert of_year(schedule(contract, SCALES, END_OF_FIRST), 1) == table.total
