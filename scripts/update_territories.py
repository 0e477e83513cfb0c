"""Write the régions, départements, communes and EPCI of db/reference from npm’s @etalab/decoupage-administratif.

Usage: python scripts/update_territories.py PACKAGE [--before PACKAGE ...], folders or .tgz of
`npm pack @etalab/decoupage-administratif@6.0.0`. Nothing is downloaded. Populations are the communes' legal populations
(INSEE), as the package gives them, and their sums. The package of each former year (1.1.1, 2.3.1, 3.1.1, 4.1.0, 5.3.0)
tells in which year a commune was merged, renumbered or restored; without it these are told without their year.
"""

import argparse
import json
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

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


def write_table(name: str, head: dict[str, object], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table of db/reference/communes: what it is, its columns, one row a line, parted by tabs."""
    lines = [f"# {key}: {value}" for key, value in head.items()]
    lines.extend("\t".join(str(cell) for cell in row) for row in (columns, *rows))
    (REFERENCE / "communes").mkdir(exist_ok=True)
    (REFERENCE / "communes" / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def holidays_of(department: str) -> str:
    """Return the territory of public holidays of a département."""
    return HOLIDAYS.get(department, "metropole")


def printed(name: str) -> str:
    """Return a name with the apostrophe of print."""
    return name.replace("'", "’")


@dataclass(frozen=True)
class Year:
    """The communes of one package by code, and which commune holds the code of each former one now."""

    year: int
    version: str
    communes: dict[str, Any]
    districts: list[Any]
    now: dict[str, str]
    names: dict[str, str]
    parts: dict[str, str]
    """The names of the communes, and those of their parts; a part often has the number of its commune."""

    @classmethod
    def of(cls, package: Path) -> Self:
        """Read a package."""
        version = read_package(package, "package.json")["version"]
        rows = [row for row in read_package(package, "data/communes.json") if row.get("region") in ISO]
        communes = {row["code"]: row for row in rows if row["type"] == "commune-actuelle"}
        now = {code: row["code"] for row in communes.values() for code in row.get("anciensCodes", ())}
        # A commune that is a part of another says itself where; the list of former codes keeps what was once so.
        parts = [row for row in rows if row["type"] in ("commune-deleguee", "commune-associee")]
        now |= {row["code"]: row["chefLieu"] for row in parts}
        names, parted = ({row["code"]: printed(row["nom"]) for row in own} for own in (communes.values(), parts))
        districts = [row for row in rows if row["type"] == "arrondissement-municipal"]
        return cls(FIRST_YEAR + int(version.split(".")[0]), version, communes, districts, now, names, parted)


def write_territories(package: Path, year: Year, head: dict[str, object]) -> None:
    """Write the régions and the départements."""
    in_region: Counter[str] = Counter()
    in_department: Counter[str] = Counter()
    for row in year.communes.values():
        in_region[row["region"]] += row.get("population", 0)
        in_department[row["departement"]] += row.get("population", 0)
    write(
        "regions",
        head,
        [
            {
                "code": row["code"],
                "iso": ISO[row["code"]],
                "name": printed(row["nom"]),
                "seat": row["chefLieu"],
                "population": in_region[row["code"]],
                "holiday_territory": holidays_of(year.communes[row["chefLieu"]]["departement"]),
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
                "name": printed(row["nom"]),
                "region": row["region"],
                "population": in_department[row["code"]],
                "holiday_territory": holidays_of(row["code"]),
            }
            for row in read_package(package, "data/departements.json")
            if row["region"] in ISO
        ],
    )


def write_communes(package: Path, year: Year, head: dict[str, object]) -> None:
    """Write the communes of each région, with the arrondissements of Paris, Lyon and Marseille, then the EPCI."""
    groups = sorted(
        read_package(package, "data/epci.json") + read_package(package, "data/ept.json"),
        key=lambda row: str(row["code"]),
    )
    groups_of: defaultdict[str, list[str]] = defaultdict(list)
    for group in groups:
        for member in group["membres"]:
            groups_of[member["code"]].append(group["code"])
    for region in sorted({row["region"] for row in year.communes.values()}):
        rows = [row for row in (*year.communes.values(), *year.districts) if row["region"] == region]
        write_table(
            region,
            head,
            ("code", "name", "postcodes", "population", "epci", "whole"),
            (
                (
                    row["code"],
                    printed(row["nom"]),
                    " ".join(sorted(row.get("codesPostaux", ()))),
                    row["population"],
                    " ".join(groups_of[row.get("commune", row["code"])]),
                    row.get("commune", ""),
                )
                for row in sorted(rows, key=lambda row: str(row["code"]))
            ),
        )
    write_table(
        "epci",
        head,
        ("code", "kind", "name"),
        ((group["code"], group["type"], printed(group["nom"])) for group in groups),
    )


def write_changes(years: Sequence[Year], head: dict[str, object]) -> None:
    """Write which codes are no more, with the year when it is known, and which ones are new."""
    latest = years[-1]
    gone: dict[str, int] = {}
    appeared: dict[str, tuple[str, int]] = {}
    for before, after in pairwise(years):
        gone |= dict.fromkeys(before.communes.keys() - after.communes.keys(), after.year)
        for code in after.communes.keys() - before.communes.keys():
            gone.pop(code, None)
            appeared[code] = (before.now[code], after.year)
    # The last name as a commune, else as a part of one.
    names = {
        code: name for named in ("parts", "names") for each in years for code, name in getattr(each, named).items()
    }
    rows = {
        (code, names.get(code, ""), now, str(gone.get(code, "")))
        for code, now in latest.now.items()
        if code not in latest.communes
    }
    # Every other name still finds the commune: one that grew kept its number and took another name.
    rows |= {
        (now, name, now, "")
        for each in years
        for code, name in (*each.names.items(), *each.parts.items())
        if name not in (names[code], latest.names[now := latest.now.get(code, code)])
    }
    write_table("former", head, ("code", "name", "now", "year"), sorted(rows))
    write_table("appeared", head, ("code", "out_of", "year"), ((code, *appeared[code]) for code in sorted(appeared)))


def main(argv: list[str]) -> int:
    """Read the packages and write every file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--before", type=Path, nargs="*", default=[])
    asked = parser.parse_args(argv)
    year = Year.of(asked.package)
    years = sorted((*map(Year.of, asked.before), year), key=lambda each: each.year)
    head: dict[str, object] = {
        "source": f"npm @etalab/decoupage-administratif {year.version} (INSEE, code officiel géographique et "
        "populations légales ; Mayotte : recensement de 2017)",
        "licence": LICENCE,
        "as_of": year.year,
    }
    write_territories(asked.package, year, head)
    lists = {**head, "also": "EPCI : DGCL ; codes postaux : La Poste"}
    write_communes(asked.package, year, lists)
    write_changes(years, {**lists, "since": years[0].year})
    inhabitants = sum(row["population"] for row in year.communes.values())
    print(f"{len(year.communes)} communes, {inhabitants} habitants : {REFERENCE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
