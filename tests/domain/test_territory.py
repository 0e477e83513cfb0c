from dataclasses import replace

import pytest

from cpr_desk.domain.record import Record
from cpr_desk.domain.territory import (
    Department,
    Region,
    find_department,
    find_region,
    of_country,
    of_department,
    of_region,
)
from cpr_desk.errors import UserError

LOIRE = Region("52", "FR-PDL", "Pays de la Loire", "44109", 3_900_000, "metropole")
REUNION = Region("04", "FR-974", "La Réunion", "97411", 890_000, "reunion")
SARTHE = Department("72", "Sarthe", "52", 560_000, "metropole")
VENDEE = Department("85", "Vendée", "52", 700_000, "metropole")
ISLAND = Department("974", "La Réunion", "04", 890_000, "reunion")
ALL = (SARTHE, VENDEE, ISLAND)


def test_a_region_holds_its_departments() -> None:
    territory = of_region(LOIRE, ALL)

    assert (territory.region_code, territory.name, territory.population) == ("52", "Pays de la Loire", 3_900_000)
    assert territory.departments == {"72": "Sarthe", "85": "Vendée"}
    assert not territory.overseas


def test_a_department_knows_its_region() -> None:
    territory = of_department(ISLAND)

    assert (territory.region_code, territory.name, territory.departments) == ("04", "La Réunion", {"974": "La Réunion"})
    assert (territory.holiday_territory, territory.overseas) == ("reunion", True)


def test_the_country_holds_everybody_and_has_no_region() -> None:
    territory = of_country((LOIRE, REUNION), ALL)

    assert (territory.region_code, territory.name, territory.population) == ("", "", 4_790_000)
    assert list(territory.departments) == ["72", "85", "974"]


@pytest.mark.parametrize(
    ("territory", "zone"),
    [
        ("metropole", "Europe/Paris"),
        ("alsace-moselle", "Europe/Paris"),
        ("guadeloupe", "America/Guadeloupe"),
        ("martinique", "America/Martinique"),
        ("guyane", "America/Cayenne"),
        ("reunion", "Indian/Reunion"),
        ("mayotte", "Indian/Mayotte"),
    ],
)
def test_hours_are_told_in_the_legal_time_of_the_territory(territory: str, zone: str) -> None:
    assert of_region(replace(LOIRE, holiday_territory=territory), ALL).zone == zone
    assert of_country((LOIRE, REUNION), ALL).zone == "Europe/Paris"


@pytest.mark.parametrize(
    ("typed", "code"), [("72", "72"), ("sarthe", "72"), ("VENDEE", "85"), ("La Réunion", "974"), ("reunion", "974")]
)
def test_a_department_is_found_by_its_code_or_its_name(typed: str, code: str) -> None:
    assert find_department(ALL, typed).code == code


@pytest.mark.parametrize("typed", ["", "Atlantide", "7"])
def test_a_department_that_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="Aucun département ne s’appelle"):
        find_department(ALL, typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("52", "52"),
        ("FR-PDL", "52"),
        ("pdl", "52"),
        ("pays de la loire", "52"),
        ("Réunion", "04"),
        ("La Réunion", "04"),
    ],
)
def test_a_region_is_found_by_code_or_name_as_people_type_it(typed: str, code: str) -> None:
    assert find_region((LOIRE, REUNION), typed).code == code


@pytest.mark.parametrize("typed", ["", "Atlantide", "5"])
def test_a_region_that_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="Aucune région ne s’appelle"):
        find_region((LOIRE, REUNION), typed)


def test_regions_and_departments_are_read_from_their_records() -> None:
    region = {"code": "52", "iso": "FR-PDL", "name": "Pays de la Loire", "seat": "44109", "population": 3_900_000}
    department = {"code": "72", "name": "Sarthe", "region": "52", "population": 560_000}
    holidays = {"holiday_territory": "metropole"}

    assert Region.parse(Record.of(region | holidays, "regions.json")) == LOIRE
    assert Department.parse(Record.of(department | holidays, "departments.json")) == SARTHE
    with pytest.raises(ValueError, match=r"regions\.json"):
        Record.of([region], "regions.json")
