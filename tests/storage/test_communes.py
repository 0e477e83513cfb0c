import shutil
from collections import Counter
from pathlib import Path

import pytest

from cpr_desk.domain.communes import inhabitants
from cpr_desk.domain.french import fold, typeset
from cpr_desk.errors import EnvironmentFault
from cpr_desk.paths import reference_dir
from cpr_desk.storage.communes import load_gazetteer, load_region_communes
from cpr_desk.storage.reference import load_contours, load_departments, load_regions

COUNTRY = load_gazetteer(reference_dir())
REGIONS = load_regions(reference_dir())
DEPARTMENTS = load_departments(reference_dir())
OTHER_MAPS = shutil.ignore_patterns("[0-8]*.json", "93.json")
TABLES = ("52", "epci", "former", "appeared")


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    return Path(shutil.copytree(reference_dir(), tmp_path / "reference", ignore=OTHER_MAPS))


def test_every_commune_of_the_regions_is_there_with_the_arrondissements() -> None:
    districts = Counter(each.whole for each in COUNTRY.communes.values() if each.whole)

    assert len(COUNTRY.communes) - districts.total() == 34_875
    assert districts == {"75056": 20, "13055": 16, "69123": 9}
    assert COUNTRY.year == 2026
    assert "INSEE" in COUNTRY.source


def test_the_inhabitants_are_those_of_the_regions_and_departments() -> None:
    counted: Counter[str] = Counter()
    for each in COUNTRY.of_departments(DEPARTMENTS):
        counted[each.department] += each.population

    assert counted == {each.code: each.population for each in DEPARTMENTS.values()}
    loire = load_region_communes(reference_dir(), "52")
    assert inhabitants(loire.communes.values()) == REGIONS["52"].population


def test_every_commune_has_a_postcode_and_every_epci_is_known() -> None:
    assert all(each.postcodes for each in COUNTRY.communes.values())
    assert {epci for each in COUNTRY.communes.values() for epci in each.epcis} == set(COUNTRY.epcis)
    assert all(COUNTRY.members(epci) for epci in COUNTRY.epcis)


def test_what_is_no_more_leads_to_a_commune_and_what_appeared_is_one() -> None:
    assert all(each.now in COUNTRY.communes for each in (*COUNTRY.former.values(), *COUNTRY.old_names))
    assert set(COUNTRY.appeared) <= set(COUNTRY.communes)
    assert COUNTRY.former.keys().isdisjoint(COUNTRY.communes)


def test_the_mergers_and_new_numbers_of_the_last_years_are_dated() -> None:
    pierrefitte, oree = COUNTRY.former["93059"], COUNTRY.former["49069"]

    assert (pierrefitte.name, pierrefitte.now, pierrefitte.year) == ("Pierrefitte-sur-Seine", "93066", 2025)
    assert (oree.name, oree.now, oree.year) == ("Orée d’Anjou", "49126", 2025)
    assert COUNTRY.appeared["15031"].out_of == "15141"


def test_a_region_knows_its_communes_and_what_became_of_its_own() -> None:
    region = load_region_communes(reference_dir(), "52")

    assert {each.department for each in region.communes.values()} == {"44", "49", "53", "72", "85"}
    assert region.former["49069"].now == "49126"
    assert "93059" not in region.former
    assert [each.name for each in region.epcis.values() if fold(each.name) == "nantes metropole"] == [
        "Nantes Métropole"
    ]


def test_the_tables_are_read_once(reference: Path) -> None:
    first = load_region_communes(reference, "94"), load_gazetteer(reference)
    shutil.rmtree(reference)

    assert (load_region_communes(reference, "94"), load_gazetteer(reference)) == first


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda _: b"\xff\xfe", "ce n’est pas un texte valable."),
        (lambda _: b"", "étaient attendues."),
        (lambda _: b"# as_of: 2026\nautre\tchose\n", "étaient attendues."),
        (lambda content: content + b"44109\n", "étaient attendues."),
    ],
    ids=["no text", "empty", "other columns", "a torn row"],
)
def test_a_damaged_table_is_named_with_what_to_do(reference: Path, name: str, damage: object, why: str) -> None:
    file = reference / "communes" / f"{name}.tsv"
    assert callable(damage)
    file.write_bytes(damage(file.read_bytes()))

    with pytest.raises(EnvironmentFault) as caught:
        load_region_communes(reference, "52")

    assert caught.value.what.startswith(typeset(f"Le fichier de référence « {name}.tsv » est inutilisable :"))
    assert why in caught.value.what
    assert "réinstallez" in caught.value.what_to_do


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("52", "44999\tNantes\t44000\tbeaucoup\t\t"),
        ("epci", "244400404\tDUCHÉ\tNantes"),
        ("former", "44998\tAncienne\t44109\tjadis"),
        ("appeared", "44109\t44001\thier"),
    ],
)
def test_a_value_of_another_sort_is_named(reference: Path, name: str, row: str) -> None:
    file = reference / "communes" / f"{name}.tsv"
    file.write_text(f"{file.read_text(encoding='utf-8')}{row}\n", encoding="utf-8")

    with pytest.raises(EnvironmentFault, match=rf"{name}\.tsv.*pas de la sorte attendue"):
        load_region_communes(reference, "52")


def test_a_table_without_its_year_is_damaged(reference: Path) -> None:
    file = reference / "communes" / "52.tsv"
    file.write_text(file.read_text(encoding="utf-8").replace("# as_of: 2026\n", ""), encoding="utf-8")

    with pytest.raises(EnvironmentFault, match=r"52\.tsv"):
        load_region_communes(reference, "52")


def test_a_missing_table_is_named(reference: Path) -> None:
    (reference / "communes" / "52.tsv").unlink()

    with pytest.raises(EnvironmentFault, match=r"52\.tsv.*ne peut pas être lu"):
        load_region_communes(reference, "52")


def test_a_folder_without_communes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="aucune commune"):
        load_gazetteer(tmp_path)


@pytest.mark.parametrize("region", REGIONS)
def test_every_commune_of_a_region_is_on_its_map_or_drawn_in_another(region: str) -> None:
    own = load_region_communes(reference_dir(), region)
    drawn = load_contours(reference_dir(), region)

    expected = {part.code for commune in own.communes.values() for part in own.parts(commune)}
    assert set(drawn.shapes) | set(drawn.drawn_in) == expected
    assert set(drawn.drawn_in.values()) <= set(drawn.shapes)
    assert all(drawn.rings(code) for code in drawn.shapes)
    assert drawn.year <= own.year
    assert "IGN" in drawn.source


def test_a_map_is_as_large_as_its_region() -> None:
    """Pays de la Loire, 32 082 km² by INSEE."""
    drawn = load_contours(reference_dir(), "52")
    twice = 0.0
    for code in drawn.shapes:
        for ring in drawn.rings(code):
            twice += sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))

    assert abs(twice) / 2e6 == pytest.approx(32_082, rel=0.015)


def test_a_damaged_map_is_named(reference: Path) -> None:
    file = reference / "contours" / "94.json"
    for content in (b"{", b"[]", b"{}", b'{"as_of": 2024, "arcs": 5}'):
        file.write_bytes(content)
        with pytest.raises(EnvironmentFault, match=r"94\.json"):
            load_contours(reference, "94")
