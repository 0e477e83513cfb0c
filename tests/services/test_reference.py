from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cpr_desk.domain import territory
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.commune_lists import read_list
from cpr_desk.domain.commune_search import search
from cpr_desk.domain.coverage import cover
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.services.holidays import TERRITORIES
from cpr_desk.storage.database import Database


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2015, 1, 1), "aci-2019"), (date(2021, 2, 4), "aci-2019"), (date(2026, 1, 1), "avenant-2")],
)
def test_the_scale_of_a_day_is_the_one_in_force(db: Database, day: date, code: str) -> None:
    assert reference.scale_at(db, day).code == code


def test_a_scale_is_known_by_its_code(db: Database) -> None:
    assert reference.scale(db, "avenant-2").code == "avenant-2"
    with pytest.raises(UserError, match="« avenant-9 » est inconnu") as unknown:
        reference.scale(db, "avenant-9")
    assert unknown.value.what_to_do == "Choisissez parmi : aci-2019 et avenant-2."


@pytest.mark.parametrize(
    ("region", "hours_ahead"),
    [("11", 1), ("44", 1), ("94", 1), ("01", -4), ("02", -4), ("03", -3), ("04", 4), ("06", 3), ("99", 1)],
)
def test_a_meeting_is_told_in_the_hour_of_its_region(region: str, hours_ahead: int) -> None:
    commission = Commission(1, CommissionKind.CPR, "CPR", region, "", date(2021, 2, 4))
    there = ZoneInfo(reference.zone_of(commission))

    assert datetime(2021, 2, 4, 14, tzinfo=there).utcoffset() == timedelta(hours=hours_ahead)


def test_every_territory_with_holidays_has_an_hour() -> None:
    zones = {each.holiday_territory: territory.of_department(each).zone for each in reference.departments().values()}

    assert set(zones) == set(TERRITORIES)
    assert {name for name, zone in zones.items() if zone == "Europe/Paris"} == {"metropole", "alsace-moselle"}


def test_a_region_has_its_departments() -> None:
    region = reference.region("pays de la loire")

    assert list(reference.department_names(region.code)) == ["44", "49", "53", "72", "85"]
    assert reference.department_names()["2A"] == "Corse-du-Sud"


def test_the_communes_of_a_region_are_fewer_than_those_of_the_country() -> None:
    region, country = reference.gazetteer("52"), reference.gazetteer()

    assert set(region.communes) < set(country.communes)
    assert reference.gazetteer("99") is country
    assert reference.gazetteer("52") is region


def test_a_region_has_a_map_and_an_unknown_one_has_none() -> None:
    drawn = reference.contours("52")

    assert drawn is not None
    assert drawn is reference.contours("52")
    assert "44109" in drawn.shapes
    assert reference.contours("99") is None
    assert reference.contours("") is None


def test_a_territory_is_found_listed_and_measured_with_the_data_of_today(db: Database) -> None:
    country = reference.gazetteer()
    [match, *_] = search(country, "saint herb", reference.department_names("52"))
    pasted = read_list(country, f"{match.commune.code}\nRezé\n44190 Saint-Sébastien-sur-Loire", ("44",))

    thresholds = reference.scale_at(db, date(2026, 1, 1)).thresholds
    coverage = cover([each.code for each in pasted.communes], country, thresholds)

    assert [each.name for each in coverage.communes] == ["Saint-Herblain", "Rezé", "Saint-Sébastien-sur-Loire"]
    assert coverage.population == sum(country.communes[code].population for code in ("44162", "44143", "44190"))
    assert coverage.size == 3
