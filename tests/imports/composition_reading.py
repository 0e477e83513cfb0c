"""Compositions read from the rows of their tables."""

from cpr_desk.imports.composition import CompositionFile, read_composition
from tests.imports.books import (
    PROFESSIONAL,
    REFERENCE,
    SOCIAL,
    Grid,
    official,
    xlsx,
)

Row = list[object]


def read(*sheets: Grid) -> CompositionFile:
    return read_composition(xlsx(*((f"Feuil{n}", grid) for n, grid in enumerate(sheets, 1))), REFERENCE)


def social(*rows: Row) -> CompositionFile:
    return read([SOCIAL[0], *rows])


def professional(*rows: Row) -> CompositionFile:
    return read([PROFESSIONAL[0], *rows])


OFFICIAL = read_composition(official(), REFERENCE)
