from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.domain.indemnities import (
    Basis,
    Ceiling,
    Claim,
    Rate,
    amount_of,
    ceilings_words,
    rate_at,
    refuse_rate,
    without_rate,
    year_total,
)
from cpr_desk.domain.record import Record

RATES = (
    Rate("", date(2021, 1, 1), Decimal(60), Decimal(120)),
    Rate("medecins", date(2021, 1, 1), Decimal(150), None),
    Rate("medecins", date(2022, 1, 1), Decimal(160), Decimal(320)),
)
CEILINGS = (Ceiling(2021, Decimal(41136), "arrêté"),)


def claim(amount: int | None, day: date = date(2021, 2, 4), travel: int = 0) -> Claim:
    return Claim(1, 1, day, Basis.SESSION, None if amount is None else Decimal(amount), Decimal(travel))


def test_the_rate_of_a_profession_on_a_day_is_the_last_that_began_or_that_of_all_others() -> None:
    amounts = [
        (rate.of(Basis.HALF_DAY), rate.of(Basis.SESSION), rate.of(Basis.NONE))
        for profession, day in (("medecins", 2021), ("medecins", 2022), ("sages-femmes", 2022))
        if (rate := rate_at(RATES, profession, date(day, 1, 1)))
    ]

    assert amounts == [
        (Decimal(150), None, Decimal(0)),
        (Decimal(160), Decimal(320), Decimal(0)),
        (Decimal(60), Decimal(120), Decimal(0)),
    ]
    assert rate_at(RATES, "medecins", date(2020, 12, 31)) is None


def test_the_indemnities_of_a_year_are_weighed_against_its_ceiling_without_travel() -> None:
    within = year_total([claim(41136, travel=500), claim(900, date(2022, 1, 5))], 2021, CEILINGS)
    beyond = year_total([claim(41137)], 2021, CEILINGS)

    assert (within.indemnities, within.travel, within.warning) == (Decimal(41136), Decimal(500), "")
    assert "dépassent le plafond" in beyond.warning
    assert "n’est pas connu" in year_total([claim(None)], 2022, CEILINGS).warning


def test_claims_without_a_rate_are_said() -> None:
    assert without_rate([claim(100)]) == ""
    assert "2 personnes" in without_rate([claim(None), claim(None)])
    assert claim(None, travel=30).total == 30
    assert all(each.label for each in Basis)


def test_the_amount_of_a_basis_is_that_of_the_rate_of_the_day() -> None:
    worth = [amount_of(RATES, "medecins", basis, date(2021, 6, 1)) for basis in Basis]

    assert worth == [150, None, 0]
    assert amount_of(RATES, "medecins", Basis.SESSION, date(2020, 1, 1)) is None
    assert (RATES[0].usual, RATES[1].usual) == (Basis.SESSION, Basis.HALF_DAY)


def test_a_rate_needs_an_amount_and_a_day_of_its_own() -> None:
    assert refuse_rate(RATES, Rate("sages-femmes", date(2021, 1, 1), Decimal(0))) == ()
    empty, again = refuse_rate(RATES, Rate("medecins", date(2021, 1, 1), id=7))
    assert "demi-journée" in empty
    assert "01/01/2021" in again


def test_ceilings_are_read_and_told_by_amount() -> None:
    read = [
        Ceiling.parse(Record({"year": year, "amount": amount, "source": "arrêté"}, "essai"))
        for year, amount in ((2022, 41136), (2021, 41136), (2023, 43992))
    ]

    told = ceilings_words(read).replace("\u202f", " ").replace("\u00a0", " ")
    assert told == "41 136 € (2021 et 2022), 43 992 € (2023)"
    with pytest.raises(ValueError, match="year"):
        Ceiling.parse(Record({"amount": 1, "source": "arrêté"}, "essai"))
