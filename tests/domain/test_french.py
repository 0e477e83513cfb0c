from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.french import (
    NBSP,
    NNBSP,
    date_digits,
    date_words,
    day_words,
    euros,
    euros_typed,
    fold,
    integer,
    listing,
    parse_date,
    parse_euros,
    parse_time,
    percent,
    plural,
    since_until,
    squeeze,
    time_words,
    typeset,
    uncapital,
)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’HAŸ–LES–ROSES", "l hay les roses"),
        ("Cœur de l’Élorn", "coeur de l elorn"),
        ("CŒUR  DE L'ELORN", "coeur de l elorn"),
        ("Lætitia Straßer", "laetitia strasser"),
        ("", ""),
    ],
)
def test_folding_forgets_accents_case_ligatures_apostrophes_and_hyphens(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x24F)))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("ÀÉÈÊËÎÏÔÙÛÜŸÇŒÆ ABC’-"))
def test_folding_ignores_the_case_of_french(text: str) -> None:
    assert fold(text.lower()) == fold(text) == fold(text.upper())


def test_squeezing_drops_blanks_of_every_width() -> None:
    assert squeeze(f"  Jean{NBSP}{NBSP}Paul\t Névoux{NNBSP}") == "Jean Paul Névoux"


@pytest.mark.parametrize(
    ("day", "words", "digits"),
    [
        (date(2021, 2, 4), "jeudi 4 février 2021", "04/02/2021"),
        (date(2022, 3, 1), "mardi 1er mars 2022", "01/03/2022"),
        (date(2024, 2, 29), "jeudi 29 février 2024", "29/02/2024"),
    ],
)
def test_dates_are_written_as_french_people_do(day: date, words: str, digits: str) -> None:
    assert (date_words(day), date_digits(day)) == (words, digits)
    assert date_words(day).endswith(day_words(day))


@pytest.mark.parametrize(
    ("moment", "words"), [(time(14, 30), "14 h 30"), (time(9), "9 h"), (time(0, 5), "0 h 05"), (time(9, 0, 30), "9 h")]
)
def test_hours_are_written_as_french_people_do(moment: time, words: str) -> None:
    assert time_words(moment) == words.replace(" ", NBSP)


@given(st.times())
def test_an_hour_in_words_reads_back(moment: time) -> None:
    assert parse_time(time_words(moment)) == time(moment.hour, moment.minute)


@pytest.mark.parametrize(
    "typed",
    [
        "4/2/21",
        "04/02/2021",
        "4-2-2021",
        "4.2.21",
        "04022021",
        "040221",
        "2021-02-04",
        "2021/2/4",
        " 4 février 2021 ",
        "jeudi 4 FEVRIER 2021",
        f"4{NBSP}02{NBSP}2021",
    ],
)
def test_a_date_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_date(typed) == date(2021, 2, 4)


def test_the_first_of_a_month_is_read_in_words() -> None:
    assert parse_date("1er août 2022") == date(2022, 8, 1)


@pytest.mark.parametrize(("typed", "year"), [("1/1/00", 2000), ("1/1/69", 2069), ("1/1/70", 1970), ("1/1/99", 1999)])
def test_two_digits_make_a_year_of_our_time(typed: str, year: int) -> None:
    assert parse_date(typed).year == year


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("30/02/2021", "Le 30/02/2021 n’existe pas au calendrier"),
        ("29 février 2021", "Le 29 février 2021 n’existe pas au calendrier"),
        ("31/13/2021", "n’existe pas au calendrier"),
        ("04/02/0021", "L’année du 04/02/0021 est hors du calendrier"),
        ("04/02/9999", "hors du calendrier"),
        ("bientôt", f"«{NBSP}bientôt{NBSP}» n’est pas une date. Écrivez par exemple 04/02/2021."),
        ("4 brumaire 2021", "n’est pas une date"),
        ("4/2", "n’est pas une date"),
        ("", "n’est pas une date"),
    ],
)
def test_what_is_no_date_is_refused_in_french(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_date(typed)


@given(days)
def test_every_way_of_writing_a_date_reads_back(day: date) -> None:
    assert parse_date(date_words(day)) == parse_date(date_digits(day)) == parse_date(day.isoformat()) == day


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (999, "999"), (37_500, "37 500"), (-1_234_567, "-1 234 567")])
def test_thousands_are_kept_together(number: int, words: str) -> None:
    assert integer(number) == words.replace(" ", NNBSP)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("37500", "37_500 €"),
        ("12345.67", "12_345,67 €"),
        ("0.5", "0,50 €"),
        ("0.005", "0,01 €"),
        ("1000000.00", "1_000_000 €"),
        ("-5", "-5 €"),
    ],
)
def test_cents_show_only_when_there_are_some(amount: str, words: str) -> None:
    assert euros(Decimal(amount)) == words.replace(" ", NBSP).replace("_", NNBSP)


@pytest.mark.parametrize(
    ("share", "decimals", "words"),
    [(0.8, 1, "80 %"), (0.125, 1, "12,5 %"), (1.0, 1, "100 %"), (Decimal("0.3333"), 2, "33,33 %"), (0.2, 0, "20 %")],
)
def test_a_share_is_a_percentage_with_a_comma(share: float | Decimal, decimals: int, words: str) -> None:
    assert percent(share, decimals) == words.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("14h30", time(14, 30)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        (" 14 h 30 ", time(14, 30)),
        ("9.05", time(9, 5)),
        ("930", time(9, 30)),
        ("9H", time(9)),
        ("0", time(0)),
    ],
)
def test_an_hour_is_read_as_people_type_it(typed: str, hour: time) -> None:
    assert parse_time(typed) == hour


@pytest.mark.parametrize("typed", ["", "midi", "24h", "14h60", "14h3", "-1", "14h30m"])
def test_what_is_no_hour_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="n’est pas une heure"):
        parse_time(typed)


def test_french_counts_as_plural_from_two_on() -> None:
    assert [plural(n, "siège") for n in (0, 1, 2)] == ["0 siège", "1 siège", "2 sièges"]
    assert plural(2, "titulaire non désigné", "titulaires non désignés") == "2 titulaires non désignés"


def test_a_span_of_one_day_is_that_day() -> None:
    first, last = date(2024, 2, 29), date(2024, 3, 1)
    assert [since_until(first, until) for until in (None, last, first)] == [
        "depuis le 29/02/2024",
        "du 29/02/2024 au 01/03/2024",
        "le 29/02/2024",
    ]


def test_a_list_ends_with_et() -> None:
    assert [listing("abc"[:n]) for n in range(4)] == ["", "a", "a et b", "a, b et c"]


def test_blanks_before_double_signs_and_inside_quotes_do_not_break() -> None:
    assert typeset("Voix : « 35 » ; 80 % ? 5 € !") == "Voix_: «_35_»_; 80_%_? 5_€_!".replace("_", NBSP)
    assert typeset("«35»") == f"«{NBSP}35{NBSP}»"
    assert typeset("12:30, https://exemple.fr") == "12:30, https://exemple.fr"


@given(st.text("a1 :;!?«»%€" + NBSP + NNBSP))
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("45", "45.00"), ("45,5", "45.50"), ("1 234,50 €", "1234.50"), ("1\u202f234.5", "1234.50"), ("0", "0.00")],
)
def test_an_amount_is_read_as_people_type_it(typed: str, amount: str) -> None:
    assert parse_euros(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "amount"), [("-45,5", "-45.50"), ("− 1 234 €", "-1234"), ("–3", "-3"), ("3", "3"), ("-0", "0")]
)
def test_a_recovery_is_typed_with_any_minus_sign(typed: str, amount: str) -> None:
    assert parse_euros(typed, signed=True) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "-3", "4,555", "douze", "1,2,3"])
def test_what_is_no_amount_says_how_to_write_one(typed: str) -> None:
    with pytest.raises(ValueError, match="45,50"):
        parse_euros(typed)


@pytest.mark.parametrize("typed", ["1234567890", "-9 999 999 999,99 €"])
def test_an_enormous_amount_is_one_to_look_at_twice(typed: str) -> None:
    with pytest.raises(ValueError, match="trop grand\u00a0: vérifiez-le"):
        parse_euros(typed, signed=True)


def test_an_amount_is_shown_as_one_would_type_it() -> None:
    assert [euros_typed(Decimal(amount)) for amount in ("45", "45.5")] == ["45", "45,50"]


def test_a_sentence_goes_on_in_lower_case() -> None:
    assert uncapital("À tenir avant le 06/07/2027") == "à tenir avant le 06/07/2027"
    assert uncapital("") == ""
