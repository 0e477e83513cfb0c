from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.indicators import Indicator, mission_rate, rate_words, refuse_indicator

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
    assert rate_words(Decimal("0.875")) == "taux d’atteinte\u00a0: 87,5\u00a0%"
    assert rate_words(None) == "résultats à compléter"


def test_an_indicator_that_makes_no_sense_is_refused() -> None:
    assert len(refuse_indicator(Indicator(" ", weight=Decimal(-1), start=SIXTY, target=SIXTY))) == 3
    assert refuse_indicator(Indicator("Délai", target=SIXTY)) == ()


NUMBERS = st.decimals(0, 99, places=1)
INDICATORS = st.builds(Indicator, st.just("Délai"), weight=NUMBERS, target=NUMBERS, result=NUMBERS)


@given(st.lists(INDICATORS))
def test_a_rate_is_between_nothing_and_all(indicators: list[Indicator]) -> None:
    rate = mission_rate(indicators)

    assert rate is None or 0 <= rate <= 1
