"""Size classes of a CPTS by the population it covers (ACI 2019, S1 and S3)."""

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


THRESHOLDS = (40_000, 80_000, 175_000)
"""First number of inhabitants of sizes 2, 3 and 4."""


def size_of(population: int) -> SizeClass:
    """Return the size class: 1 below 40 000, 2 below 80 000, 3 below 175 000, then 4.

    Raises ValueError for a negative population. Example: 80 000 inhabitants are taille 3.
    """
    if population < 0:
        raise ValueError("La population ne peut pas être négative.")
    return SizeClass(1 + sum(population >= threshold for threshold in THRESHOLDS))
