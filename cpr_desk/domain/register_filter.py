"""What of a register is shown: choices of stages, departments, sizes and alerts, kept as codes that a view stores."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.cpts_facts import Alert
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.sizes import SizeClass

UNKNOWN_SIZE = "0"
_NAMED = 3
"""Choices that a filter names one by one."""


class Facet(StrEnum):
    """A side from which a register is looked at."""

    STAGE = "stage"
    DEPARTMENT = "department"
    SIZE = "size"
    ALERT = "alert"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Facet.STAGE: "Étape",
            Facet.DEPARTMENT: "Département",
            Facet.SIZE: "Taille",
            Facet.ALERT: "À surveiller",
        }[self]


def codes_of(facet: Facet, departments: Iterable[str]) -> tuple[str, ...]:
    """Return the codes that may be chosen of a facet, in their order."""
    if facet is Facet.DEPARTMENT:
        return tuple(departments)
    if facet is Facet.SIZE:
        return (*(str(size.value) for size in SizeClass), UNKNOWN_SIZE)
    return tuple(Stage) if facet is Facet.STAGE else tuple(Alert)


def words_of(facet: Facet, code: str, departments: Mapping[str, str]) -> str:
    """Return the French words of a code; `departments` names them by code."""
    if facet is Facet.DEPARTMENT:
        return f"{code} – {departments[code]}" if code in departments else code or "Sans département"
    if facet is Facet.SIZE:
        return "Taille inconnue" if code == UNKNOWN_SIZE else SizeClass(int(code)).label
    return Stage(code).label if facet is Facet.STAGE else Alert(code).label


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """The codes chosen. A CPTS is shown that has one of the codes of each facet; a facet without any asks nothing."""

    chosen: frozenset[tuple[Facet, str]] = frozenset()

    @property
    def facets(self) -> tuple[Facet, ...]:
        """The facets that ask something, in their order."""
        asked = {facet for facet, _ in self.chosen}
        return tuple(facet for facet in Facet if facet in asked)

    def of(self, facet: Facet) -> frozenset[str]:
        """Return the codes chosen of a facet."""
        return frozenset(code for each, code in self.chosen if each is facet)

    def choosing(self, facet: Facet, codes: Iterable[str]) -> "RegisterFilter":
        """Return the filter with these codes of a facet, and only these."""
        others = {(each, code) for each, code in self.chosen if each is not facet}
        return RegisterFilter(frozenset(others | {(facet, code) for code in codes}))

    def words(self, departments: Mapping[str, str]) -> tuple[str, ...]:
        """Say each facet that asks something, « Taille : Taille 3 »; of more than three choices how many."""
        return tuple(f"{facet.label}{NBSP}: {self._said(facet, departments)}" for facet in self.facets)

    def _said(self, facet: Facet, departments: Mapping[str, str]) -> str:
        chosen = self.of(facet)
        codes = [code for code in codes_of(facet, sorted(chosen)) if code in chosen]
        if len(codes) > _NAMED:
            return f"{len(codes)}{NBSP}choix"
        return " ou ".join(words_of(facet, code, departments) for code in codes)

    def as_settings(self) -> dict[str, list[str]]:
        """Return what a view stores."""
        return {facet.value: sorted(self.of(facet)) for facet in self.facets}

    @classmethod
    def of_settings(cls, settings: Any) -> "RegisterFilter":
        """Read what was stored; what this version does not know is left out."""
        if not isinstance(settings, dict):
            return cls()
        return cls(
            frozenset(
                (facet, code)
                for facet in Facet
                for code in _texts(settings.get(facet.value))
                if facet is Facet.DEPARTMENT or code in codes_of(facet, ())
            )
        )


EVERYTHING = RegisterFilter()
"""Asks nothing."""


def _texts(found: Any) -> list[str]:
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
