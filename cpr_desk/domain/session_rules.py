"""What the law leaves open for the session itself; every one of these is a setting (domain.md §3)."""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class QuorumBase(StrEnum):
    """Of what the quorum is a share (domain.md §3.14)."""

    SEATS = "seats"
    DESIGNATED = "designated"
    VOTES = "votes"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            QuorumBase.SEATS: "tous les sièges de la section",
            QuorumBase.DESIGNATED: "les seuls sièges pourvus",
            QuorumBase.VOTES: "les voix de la section",
        }[self]


class Rounding(StrEnum):
    """What half of an odd number is."""

    UP = "up"
    DOWN = "down"
    MORE_THAN_HALF = "more_than_half"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Rounding.UP: "la moitié, arrondie à l’unité supérieure",
            Rounding.DOWN: "la moitié, arrondie à l’unité inférieure",
            Rounding.MORE_THAN_HALF: "plus de la moitié",
        }[self]

    def half(self, number: int) -> int:
        """Return how many of a number make its half: of 35, 18 (up), 17 (down); of 36, 18, 18, or 19 (more than half).

        At least one, unless there is nobody to count.
        """
        if not number:
            return 0
        half = Fraction(number, 2)
        counted = {Rounding.UP: ceil(half), Rounding.DOWN: floor(half), Rounding.MORE_THAN_HALF: floor(half) + 1}
        return max(counted[self], 1)


class Majority(StrEnum):
    """How a vote is won (domain.md §3.17)."""

    CAST = "cast"
    BY_SECTION = "by_section"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Majority.CAST: "majorité simple des voix exprimées",
            Majority.BY_SECTION: "majorité des voix exprimées dans chacune des deux sections",
        }[self]
