import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cpr_desk.domain.french import typeset
from cpr_desk.domain.territory import find_region
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.imports.reference import Reference
from cpr_desk.paths import reference_dir
from cpr_desk.services.holidays import TERRITORIES
from cpr_desk.storage.reference import (
    load_ceilings,
    load_departments,
    load_indicators,
    load_organisations,
    load_regions,
    load_scales,
)

REGIONS = load_regions(reference_dir())
DEPARTMENTS = load_departments(reference_dir())
LARGE = shutil.ignore_patterns("communes", "contours")
LOADERS: dict[str, Callable[[Path], object]] = {
    "scales/avenant-2.json": load_scales,
    "regions.json": load_regions,
    "departments.json": load_departments,
    "ceilings.json": load_ceilings,
    "indicators.json": load_indicators,
    "organisations.json": lambda folder: load_organisations(folder, Reference.parse),
}


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    return Path(shutil.copytree(reference_dir(), tmp_path / "reference", ignore=LARGE))


def test_both_scales_are_there_the_oldest_first() -> None:
    assert list(load_scales(reference_dir())) == ["aci-2019", "avenant-2"]


def test_the_files_are_read_once(reference: Path) -> None:
    first = load_scales(reference)
    shutil.rmtree(reference)
    assert load_scales(reference) is first


def test_what_is_kept_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        REGIONS["52"] = REGIONS["53"]  # type: ignore[index]


def test_a_further_scale_is_one_more_file(reference: Path) -> None:
    content = json.loads((reference / "scales" / "avenant-2.json").read_text(encoding="utf-8"))
    further = content | {"code": "avenant-9", "label": "Avenant 9", "in_force_from": "2031-01-01"}
    (reference / "scales" / "0-avenant-9.json").write_text(json.dumps(further), encoding="utf-8")
    assert list(load_scales(reference)) == ["aci-2019", "avenant-2", "avenant-9"]


def test_a_scale_copied_without_a_new_code_is_refused(reference: Path) -> None:
    shutil.copy(reference / "scales" / "avenant-2.json", reference / "scales" / "copie.json")
    with pytest.raises(EnvironmentFault, match=r"copie\.json.*déjà celui d’un autre barème"):
        load_scales(reference)


def test_a_folder_without_scales_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="aucun barème"):
        load_scales(tmp_path)


@pytest.mark.parametrize("name", LOADERS)
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "ce n’est pas un fichier JSON valable."),
        (b"\xff\xfe", "ce n’est pas un fichier JSON valable."),
        (b"[]", "un objet était attendu."),
        (b"{}", "était attendu"),
    ],
)
def test_a_damaged_file_is_named_with_what_to_do(reference: Path, name: str, content: bytes, why: str) -> None:
    file = reference / name
    file.write_bytes(content)
    with pytest.raises(EnvironmentFault) as caught:
        LOADERS[name](reference)
    assert caught.value.what.startswith(typeset(f"Le fichier de référence « {file.name} » est inutilisable :"))
    assert why in caught.value.what
    assert "réinstallez" in caught.value.what_to_do


@pytest.mark.parametrize("name", ["regions.json", "departments.json", "organisations.json"])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="ne peut pas être lu"):
        LOADERS[name](tmp_path)


def test_there_are_18_regions_and_101_departments_with_inhabitants() -> None:
    assert len(REGIONS) == 18
    assert len(DEPARTMENTS) == 101
    assert all(department.population > 0 for department in DEPARTMENTS.values())


def test_the_population_of_a_region_is_that_of_its_departments() -> None:
    for region in REGIONS.values():
        own = [department for department in DEPARTMENTS.values() if department.region == region.code]
        assert region.population == sum(department.population for department in own)


def test_pays_de_la_loire_has_its_five_departments_and_inhabitants() -> None:
    assert REGIONS["52"].population == 3_907_156
    assert [code for code, department in DEPARTMENTS.items() if department.region == "52"] == [
        "44",
        "49",
        "53",
        "72",
        "85",
    ]


def test_each_territory_of_holidays_has_a_calendar() -> None:
    used = {place.holiday_territory for places in (REGIONS, DEPARTMENTS) for place in places.values()}
    assert used == set(TERRITORIES)


def test_alsace_and_moselle_keep_their_own_holidays() -> None:
    local = [code for code, department in DEPARTMENTS.items() if department.holiday_territory == "alsace-moselle"]
    assert local == ["57", "67", "68"]


@pytest.mark.parametrize("typed", ["52", " 52 ", "Pays de la Loire", "PAYS-DE-LA-LOIRE", "FR-PDL", "fr pdl", "pdl"])
def test_a_region_is_found_as_people_write_it(typed: str) -> None:
    assert find_region(REGIONS.values(), typed).code == "52"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("reunion", "04"),
        ("Réunion", "04"),
        ("La Réunion", "04"),
        ("974", "04"),
        ("provence alpes cote d'azur", "93"),
        ("ile de france", "11"),
    ],
)
def test_accents_articles_and_department_codes_overseas_do_not_matter(typed: str, code: str) -> None:
    assert find_region(REGIONS.values(), typed).code == code


@pytest.mark.parametrize("typed", ["", "Loire", "99"])
def test_an_unknown_region_says_what_to_write(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        find_region(REGIONS.values(), typed)
    assert typeset("« Pays de la Loire » ou « 52 »") in caught.value.what_to_do


def test_the_ceiling_of_social_security_is_known_year_by_year_with_its_source() -> None:
    ceilings = load_ceilings(reference_dir())

    assert {each.year: int(each.amount) for each in ceilings} == {
        2019: 40_524, 2020: 41_136, 2021: 41_136, 2022: 41_136, 2023: 43_992, 2024: 46_368, 2025: 47_100, 2026: 48_060,
    }  # fmt: skip
    assert all(f"pour {each.year}, à vérifier" in each.source for each in ceilings)
