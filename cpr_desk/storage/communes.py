"""The packaged tables of communes, read once: a file for each région, one for the EPCI, two for what changed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cpr_desk.domain.communes import Appeared, Commune, Epci, EpciKind, Former, Gazetteer
from cpr_desk.storage.reference import fault

_COMMUNE = ("code", "name", "postcodes", "population", "epci", "whole")
_EPCI = ("code", "kind", "name")
_FORMER = ("code", "name", "now", "year")
_APPEARED = ("code", "out_of", "year")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: what is said above it, and its rows, still text."""

    file: Path
    head: Mapping[str, str]
    rows: list[list[str]]

    @classmethod
    def read(cls, file: Path, columns: tuple[str, ...]) -> "_Table":
        """Read a file. Raises EnvironmentFault when it is missing, or has other columns or torn rows."""
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise fault(file, "il ne peut pas être lu.") from error
        except ValueError as error:
            raise fault(file, "ce n’est pas un texte valable.") from error
        above = [line[2:].partition(": ") for line in lines if line.startswith("# ")]
        rows = [line.split("\t") for line in lines[len(above) :]]
        if not rows or tuple(rows[0]) != columns or any(len(row) != len(columns) for row in rows):
            raise fault(file, f"les colonnes {', '.join(columns)} étaient attendues.")
        return cls(file, {key: value for key, _, value in above}, rows[1:])

    def year(self, key: str) -> int:
        """Return a year said above the table. Raises ValueError when it is not."""
        return int(self.head.get(key, ""))


@cache
def load_gazetteer(folder: Path) -> Gazetteer:
    """Return the communes of the country. Raises EnvironmentFault when a file is missing or damaged."""
    return _gazetteer(folder, (file.stem for file in sorted((folder / "communes").glob("[0-9][0-9].tsv"))))


@cache
def load_region_communes(folder: Path, region: str) -> Gazetteer:
    """Return the communes of one région, with the former ones that lead to them. Raises EnvironmentFault likewise."""
    return _gazetteer(folder, (region,))


def _gazetteer(folder: Path, regions: Iterable[str]) -> Gazetteer:
    tables = [_Table.read(folder / "communes" / f"{region}.tsv", _COMMUNE) for region in regions]
    if not tables:
        raise fault(folder / "communes", "aucune commune ne s’y trouve.")
    communes: dict[str, Commune] = {}
    for table in tables:
        with _values_of(table):
            communes |= {
                code: Commune(code, name, tuple(posted.split()), int(people), tuple(epcis.split()), whole)
                for code, name, posted, people, epcis, whole in table.rows
            }
    own = {epci for commune in communes.values() for epci in commune.epcis}
    epcis = _Table.read(folder / "communes" / "epci.tsv", _EPCI)
    former = _Table.read(folder / "communes" / "former.tsv", _FORMER)
    appeared = _Table.read(folder / "communes" / "appeared.tsv", _APPEARED)
    with _values_of(epcis):
        groups = {code: Epci(code, EpciKind(kind), name) for code, kind, name in epcis.rows if code in own}
    with _values_of(former):
        since = former.year("since")
        changed = [
            Former(code, name, now, int(year) if year else None)
            for code, name, now, year in former.rows
            if now in communes
        ]
    with _values_of(appeared):
        new = {code: Appeared(code, out_of, int(year)) for code, out_of, year in appeared.rows if code in communes}
    with _values_of(tables[0]):
        return Gazetteer(
            tables[0].year("as_of"),
            tables[0].head.get("source", ""),
            since,
            communes,
            groups,
            {each.code: each for each in changed if each.code != each.now},
            tuple(each for each in changed if each.code == each.now),
            new,
        )


@contextmanager
def _values_of(table: _Table) -> Iterator[None]:
    """Turn a value that is not what its column holds into a fault that names the file."""
    try:
        yield
    except ValueError as error:
        raise fault(table.file, "une valeur n’est pas de la sorte attendue.") from error
