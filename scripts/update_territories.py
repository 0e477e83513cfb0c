"""Write db/reference/regions.json and departments.json from the npm package @etalab/decoupage-administratif.

Usage: python scripts/update_territories.py PACKAGE, a folder or the .tgz of `npm pack @etalab/decoupage-administratif`.
Nothing is downloaded. Populations are the sums of the communes' legal populations (INSEE), as the package gives them.
"""

import argparse
import json
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parent.parent / "db" / "reference"
LICENCE = "Licence Ouverte 2.0 (Etalab)"
FIRST_YEAR = 2020
"""Major version n of the package is the year FIRST_YEAR + n: 6.0.0 is 2026."""

ISO = {
    "01": "FR-971",
    "02": "FR-972",
    "03": "FR-973",
    "04": "FR-974",
    "06": "FR-976",
    "11": "FR-IDF",
    "24": "FR-CVL",
    "27": "FR-BFC",
    "28": "FR-NOR",
    "32": "FR-HDF",
    "44": "FR-GES",
    "52": "FR-PDL",
    "53": "FR-BRE",
    "75": "FR-NAQ",
    "76": "FR-OCC",
    "84": "FR-ARA",
    "93": "FR-PAC",
    "94": "FR-20R",
}
"""ISO 3166-2 codes, which the package does not hold, by INSEE code of the région."""

HOLIDAYS = {
    **dict.fromkeys(("57", "67", "68"), "alsace-moselle"),
    "971": "guadeloupe",
    "972": "martinique",
    "973": "guyane",
    "974": "reunion",
    "976": "mayotte",
}
"""Territories whose public holidays are not those of the métropole, by département."""


def read_package(package: Path, name: str) -> Any:
    """Read one JSON file of the package, unpacked or not."""
    if package.is_dir():
        return json.loads((package / name).read_text(encoding="utf-8"))
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/{name}")
        if member is None:
            raise FileNotFoundError(name)
        return json.load(member)


def write(name: str, head: dict[str, object], rows: list[dict[str, object]]) -> None:
    """Write a reference file with one row a line, so that a new year reads well in a diff."""
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    fields = "".join(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n" for key, value in head.items())
    (REFERENCE / f"{name}.json").write_text(f'{{\n{fields} "{name}": [\n{lines}\n ]\n}}\n', encoding="utf-8")


def holidays_of(department: str) -> str:
    """Return the territory of public holidays of a département."""
    return HOLIDAYS.get(department, "metropole")


def main(argv: list[str]) -> int:
    """Read the package and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    package: Path = parser.parse_args(argv).package
    version = read_package(package, "package.json")["version"]
    communes = [
        row
        for row in read_package(package, "data/communes.json")
        if row["type"] == "commune-actuelle" and row["region"] in ISO
    ]
    in_region: Counter[str] = Counter()
    in_department: Counter[str] = Counter()
    for row in communes:
        in_region[row["region"]] += row.get("population", 0)
        in_department[row["departement"]] += row.get("population", 0)
    seats = {row["code"]: row["departement"] for row in communes}
    head: dict[str, object] = {
        "source": f"npm @etalab/decoupage-administratif {version} (INSEE, code officiel géographique et populations "
        "légales ; Mayotte : recensement de 2017)",
        "licence": LICENCE,
        "as_of": FIRST_YEAR + int(version.split(".")[0]),
    }
    write(
        "regions",
        head,
        [
            {
                "code": row["code"],
                "iso": ISO[row["code"]],
                "name": row["nom"].replace("'", "’"),
                "seat": row["chefLieu"],
                "population": in_region[row["code"]],
                "holiday_territory": holidays_of(seats[row["chefLieu"]]),
            }
            for row in read_package(package, "data/regions.json")
            if row["code"] in ISO
        ],
    )
    write(
        "departments",
        head,
        [
            {
                "code": row["code"],
                "name": row["nom"].replace("'", "’"),
                "region": row["region"],
                "population": in_department[row["code"]],
                "holiday_territory": holidays_of(row["code"]),
            }
            for row in read_package(package, "data/departements.json")
            if row["region"] in ISO
        ],
    )
    print(f"{len(communes)} communes, {sum(in_region.values())} habitants : {REFERENCE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
