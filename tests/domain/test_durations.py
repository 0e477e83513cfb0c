import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.durations import minutes_words, parse_minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("20", 20), ("20 min", 20), ("45mn", 45), ("1h", 60), ("1h30", 90), ("1:05", 65), ("1 h 30 min", 90), ("90", 90)],
)
def test_durations_are_read_as_people_type_them(typed: str, minutes: int) -> None:
    assert parse_minutes(typed) == minutes


def test_nothing_typed_is_no_duration() -> None:
    assert parse_minutes("  ") is None


@pytest.mark.parametrize("typed", ["vingt", "1h75", "-5", "2,5"])
def test_what_is_no_duration_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="20 ou 1h30"):
        parse_minutes(typed)


@pytest.mark.parametrize("typed", ["0", "1441", "25h"])
def test_an_item_lasts_a_minute_at_least_and_a_day_at_most(typed: str) -> None:
    with pytest.raises(ValueError, match="de 1 minute à 24 heures"):
        parse_minutes(typed)


@given(st.integers(1, 1440))
def test_durations_in_words_are_read_again(minutes: int) -> None:
    assert parse_minutes(minutes_words(minutes)) == minutes


def test_durations_have_french_words() -> None:
    assert [minutes_words(each).replace("\u00a0", " ") for each in (20, 60, 95)] == ["20 min", "1 h", "1 h 35"]
