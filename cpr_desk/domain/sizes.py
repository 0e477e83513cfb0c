"""Size classes of a CPTS by the population it covers (ACI 2019; domain.md §4.25)."""

from bisect import bisect_right
from enum import IntEnum


class SizeClass(IntEnum):
    """Taille 1 to 4."""

    SIZE_1 = 1
    SIZE_2 = 2
    SIZE_3 = 3
    SIZE_4 = 4

    @property
    def label(self) -> str:
        """The French name, « Taille 3 »."""
        return f"Taille {self.value}"


Thresholds = tuple[int, int, int]
"""First number of inhabitants of sizes 2, 3 and 4; the scale in force gives them (`Scale.thresholds`)."""


def size_of(population: int, thresholds: Thresholds) -> SizeClass:
    """Return the size class of a number of inhabitants; a threshold belongs to the class above it.

    Raises ValueError for a negative population.

    >>> size_of(79_999, (40_000, 80_000, 175_000)).label, size_of(80_000, (40_000, 80_000, 175_000)).label
    ('Taille 2', 'Taille 3')
    """
    if population < 0:
        raise ValueError("La population ne peut pas être négative.")
    return SizeClass(1 + bisect_right(thresholds, population))
