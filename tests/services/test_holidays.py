from datetime import date, timedelta

import pytest

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.deadlines import meeting_deadlines
from cpr_desk.domain.territory import Region
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.services.holidays import TERRITORIES, holidays_of

NATIONAL = {
    date(2021, 1, 1): "Jour de l’an",
    date(2021, 4, 5): "Lundi de Pâques",
    date(2021, 5, 1): "Fête du Travail",
    date(2021, 5, 8): "Fête de la Victoire",
    date(2021, 5, 13): "Ascension",
    date(2021, 5, 24): "Lundi de Pentecôte",
    date(2021, 7, 14): "Fête nationale",
    date(2021, 8, 15): "Assomption",
    date(2021, 11, 1): "Toussaint",
    date(2021, 11, 11): "Armistice",
    date(2021, 12, 25): "Noël",
}


def of_2021(territory: str) -> dict[date, str]:
    name_of = holidays_of(territory)
    days = [date(2021, 1, 1) + timedelta(days=number) for number in range(365)]
    return {day: name for day in days if (name := name_of(day))}


def test_metropolitan_france_has_its_eleven_holidays() -> None:
    assert of_2021("metropole") == NATIONAL


@pytest.mark.parametrize(
    ("territory", "own"),
    [
        ("alsace-moselle", {date(2021, 4, 2): "Vendredi saint", date(2021, 12, 26): "Saint-Étienne"}),
        ("reunion", {date(2021, 12, 20): "Abolition de l’esclavage"}),
        ("mayotte", {date(2021, 4, 27): "Abolition de l’esclavage"}),
        ("guyane", {date(2021, 6, 10): "Abolition de l’esclavage"}),
    ],
)
def test_each_territory_adds_its_own(territory: str, own: dict[date, str]) -> None:
    assert {day: name for day, name in of_2021(territory).items() if day not in NATIONAL} == own


@pytest.mark.parametrize(
    ("territory", "meeting", "latest", "advised"),
    [
        ("metropole", date(2021, 4, 7), date(2021, 4, 2), date(2021, 4, 2)),
        ("alsace-moselle", date(2021, 4, 7), date(2021, 4, 2), date(2021, 4, 1)),
        ("metropole", date(2021, 12, 31), date(2021, 12, 26), date(2021, 12, 24)),
        ("alsace-moselle", date(2021, 12, 31), date(2021, 12, 26), date(2021, 12, 24)),
        ("metropole", date(2021, 12, 25), date(2021, 12, 20), date(2021, 12, 20)),
        ("reunion", date(2021, 12, 25), date(2021, 12, 20), date(2021, 12, 17)),
    ],
)
def test_a_holiday_of_the_territory_moves_the_advised_day_only(
    territory: str, meeting: date, latest: date, advised: date
) -> None:
    agenda = meeting_deadlines(meeting, Rules(), holidays_of(territory)).agenda

    assert (agenda.latest, agenda.advised) == (latest, advised)


def test_every_region_has_a_calendar() -> None:
    regions: list[Region] = list(reference.regions().values())

    assert {region.holiday_territory for region in regions} <= set(TERRITORIES)


def test_an_unknown_territory_is_said() -> None:
    with pytest.raises(UserError, match=r"« lune » n’a pas de calendrier .* metropole, alsace-moselle"):
        holidays_of("lune")
