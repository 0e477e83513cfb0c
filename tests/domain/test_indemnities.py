from datetime import date
from decimal import Decimal

from cpr_desk.domain.indemnities import Basis, Ceiling, Claim, Rate, rate_at, without_rate, year_total

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
