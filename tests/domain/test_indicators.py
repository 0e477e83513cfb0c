from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.indicators import (
    LONGEST_LABEL,
    Indicator,
    doubt_indicator,
    explain_rate,
    mission_rate,
    national_indicators,
    next_year,
    number_typed,
    read_number,
    refuse_indicator,
    refuse_rate,
)
from cpr_desk.domain.missions import Mission
from cpr_desk.paths import reference_dir
from cpr_desk.storage.reference import load_indicators

SIXTY, FORTY, FIFTY, ONE = Decimal(60), Decimal(40), Decimal(50), Decimal(1)


@pytest.mark.parametrize(
    ("start", "target", "result", "rate"),
    [
        (40, 60, 50, "0.5"),
        (None, 60, 30, "0.5"),
        (40, 60, 70, "1"),
        (40, 60, 30, "0"),
        (60, 40, 50, "0.5"),
        (60, 60, 60, "1"),
        (60, 60, 59, "0"),
        (40, None, 50, None),
        (40, 60, None, None),
        (None, 0, 12, None),
        (20, 0, 15, "0.25"),
    ],
)
def test_the_rate_is_the_share_of_the_way_to_the_target(
    start: int | None, target: int | None, result: int | None, rate: str | None
) -> None:
    numbers = [None if number is None else Decimal(number) for number in (start, target, result)]
    told = Indicator("Délai", "jours", ONE, numbers[0], numbers[1], numbers[2]).rate

    assert told == (None if rate is None else Decimal(rate))


def test_the_rate_of_a_mission_is_the_mean_by_weight_and_a_weight_of_nothing_counts_for_nothing() -> None:
    whole = Indicator("A", weight=Decimal(3), target=SIXTY, result=SIXTY)
    half = Indicator("B", weight=ONE, start=FORTY, target=SIXTY, result=FIFTY)
    followed = Indicator("C", weight=Decimal(0), target=SIXTY)

    assert mission_rate([whole, half, followed]) == Decimal("0.875")
    assert mission_rate([followed]) is None
    assert mission_rate([whole, Indicator("D", target=SIXTY)]) is None


def test_an_indicator_that_makes_no_sense_is_refused() -> None:
    assert len(refuse_indicator(Indicator(" ", weight=Decimal(-1), start=SIXTY, target=SIXTY))) == 3
    assert refuse_indicator(Indicator("Délai", target=SIXTY)) == ()


NUMBERS = st.decimals(0, 99, places=1)
INDICATORS = st.builds(Indicator, st.just("Délai"), weight=NUMBERS, target=NUMBERS, result=NUMBERS)


@given(st.lists(INDICATORS))
def test_a_rate_is_between_nothing_and_all(indicators: list[Indicator]) -> None:
    rate = mission_rate(indicators)

    assert rate is None or 0 <= rate <= 1


@given(st.lists(INDICATORS, min_size=1), NUMBERS, st.integers(0))
def test_a_better_result_never_lowers_the_rate(indicators: list[Indicator], more: Decimal, place: int) -> None:
    place %= len(indicators)
    better = list(indicators)
    better[place] = replace(better[place], result=(better[place].result or Decimal(0)) + more)
    before, after = mission_rate(indicators), mission_rate(better)

    assert (before is None) is (after is None)
    assert before is None or after is None or before <= after


@given(st.lists(INDICATORS), st.decimals("0.5", 9, places=1))
def test_only_the_proportion_of_the_weights_counts(indicators: list[Indicator], times: Decimal) -> None:
    scaled = [replace(each, weight=each.weight * times) for each in indicators]
    before, after = mission_rate(indicators), mission_rate(scaled)

    assert (before is None) is (after is None)
    assert before is None or after is None or abs(before - after) < Decimal("1e-20")


@given(st.lists(INDICATORS), INDICATORS)
def test_an_indicator_without_weight_changes_nothing(indicators: list[Indicator], other: Indicator) -> None:
    assert mission_rate([*indicators, replace(other, weight=Decimal(0))]) == mission_rate(indicators)


def test_a_rate_is_explained_line_by_line() -> None:
    half = Indicator("Délai", "jours", Decimal(3), FORTY, SIXTY, FIFTY)
    whole = Indicator("Réunions", weight=ONE, target=SIXTY, result=SIXTY)
    told = explain_rate([half, whole, Indicator("Suivi", weight=Decimal(0))])

    assert told.rate == Decimal("0.625")
    assert told.lines == (
        "Délai\u00a0: départ 40 jours, cible 60 jours, résultat 50 jours, atteint à 50\u00a0%, poids 3 sur 4.",
        "Réunions\u00a0: cible 60, résultat 60, atteint à 100\u00a0%, poids 1 sur 4.",
        "Suivi\u00a0: cible à fixer, résultat à venir, poids 0\u00a0: suivi, ne compte pas.",
    )
    assert told.words == "Taux d’atteinte calculé\u00a0: 62,5\u00a0%, moyenne des indicateurs selon leur poids."


def test_why_there_is_no_rate_is_said() -> None:
    open_one = Indicator("Délai", target=SIXTY)

    assert explain_rate([]).words == "Aucun indicateur n’est encore fixé pour cette année."
    assert "Tous les poids sont à 0" in explain_rate([replace(open_one, weight=Decimal(0))]).words
    assert explain_rate([open_one]).words.endswith("il en manque pour 1 sur 1.")


def test_an_enormous_weight_and_a_long_label_are_refused() -> None:
    told = refuse_indicator(Indicator("x" * (LONGEST_LABEL + 1), weight=Decimal(1001), target=SIXTY))

    assert len(told) == 2
    assert refuse_indicator(Indicator("Délai", "x" * 61)) != ()


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        (Indicator("A", start=FORTY, target=SIXTY), None),
        (Indicator("A", start=Decimal(-1), target=SIXTY), "négative"),
        (Indicator("A", "%", start=FORTY, target=Decimal("100.5")), "dépasse 100"),
        (Indicator("A", "jours", start=FORTY, target=Decimal(101)), None),
        (Indicator("A", target=SIXTY), "depuis 0 (règle par défaut"),
        (Indicator("A", target=Decimal(0)), "demande une valeur de départ"),
        (Indicator("A", weight=Decimal(0)), "ne compte pas dans le taux"),
    ],
)
def test_an_odd_indicator_is_told_and_goes_on(indicator: Indicator, words: str | None) -> None:
    told = doubt_indicator(indicator)

    assert len(told) == (words is not None)
    assert words is None or words in told[0]


def test_a_rate_retained_is_between_nothing_and_all() -> None:
    assert refuse_rate(Decimal("0.765")) == ()
    assert refuse_rate(None) == ("Indiquez le taux retenu.",)
    assert len(refuse_rate(Decimal("1.01"))) == len(refuse_rate(Decimal("-0.01"))) == 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        ("  ", None),
        ("45", "45"),
        ("45,5", "45.5"),
        ("45.50", "45.5"),
        ("1\u202f234,5", "1234.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("12 %", "12"),
        ("100", "100"),
        ("0", "0"),
        ("000999999999", "999999999"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: str | None) -> None:
    assert read_number(typed) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("beaucoup", "n’est pas un nombre"),
        ("1,2,3", "n’est pas un nombre"),
        ("1e5", "n’est pas un nombre"),
        ("1234567890", "trop grand"),
        ("1,23456", "trop de décimales"),
    ],
)
def test_what_is_no_number_is_said(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_number(typed)


@given(st.decimals(-999_999_999, 999_999_999, places=4))
def test_a_number_written_is_read_again(number: Decimal) -> None:
    assert read_number(number_typed(number)) == number


def test_a_number_is_written_without_needless_decimals() -> None:
    assert [number_typed(each) for each in (None, ONE, Decimal("10.50"), Decimal(12_345), Decimal("1E+3"))] == [
        "",
        "1",
        "10,5",
        "12\u202f345",
        "1\u202f000",
    ]


def test_the_following_year_begins_where_this_one_ended() -> None:
    half = Indicator("Délai", "jours", Decimal(3), FORTY, SIXTY, FIFTY, national=True, id=7)

    assert next_year(half) == Indicator("Délai", "jours", Decimal(3), FIFTY, national=True)
    assert next_year(replace(half, result=None)).start == FORTY


def test_avenant_2_replaces_the_last_national_indicator() -> None:
    known = load_indicators(reference_dir())
    before = national_indicators(known, Mission.ACCES, date(2021, 12, 19))
    after = national_indicators(known, Mission.ACCES, date(2021, 12, 20))

    assert (len(before), len(after)) == (5, 5)
    assert before[:4] == after[:4]
    assert after[4].label == "Demandes du service d’accès aux soins (SAS) ayant abouti à un rendez-vous par la CPTS"
    assert national_indicators(known, Mission.PREVENTION, date(2022, 1, 1)) == ()
    assert before[2].words == "À faire baisser. Guide du représentant des usagers, fiche CPTS."
    assert after[0].words.startswith("À faire progresser.")
