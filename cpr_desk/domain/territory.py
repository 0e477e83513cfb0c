"""Régions and départements, with the legal populations that coverage is measured against."""

from collections.abc import Iterable
from dataclasses import dataclass

from cpr_desk.domain.french import fold, typeset
from cpr_desk.domain.record import Record
from cpr_desk.errors import UserError


@dataclass(frozen=True, slots=True)
class Region:
    """A région: INSEE code « 52 », ISO code « FR-PDL », inhabitants, INSEE code of its chef-lieu.

    `holiday_territory` is the territory of public holidays proposed to a commission that sits there.
    """

    code: str
    iso: str
    name: str
    seat: str
    population: int
    holiday_territory: str

    @classmethod
    def parse(cls, record: Record) -> "Region":
        """Read one entry of regions.json. Raises ValueError with a French sentence."""
        return cls(
            record.text("code"),
            record.text("iso"),
            typeset(record.text("name")),
            record.text("seat"),
            record.whole("population"),
            record.text("holiday_territory"),
        )


@dataclass(frozen=True, slots=True)
class Department:
    """A département: INSEE code « 44 », « 2A », « 971 », INSEE code of its région, inhabitants."""

    code: str
    name: str
    region: str
    population: int
    holiday_territory: str

    @classmethod
    def parse(cls, record: Record) -> "Department":
        """Read one entry of departments.json. Raises ValueError with a French sentence."""
        return cls(
            record.text("code"),
            typeset(record.text("name")),
            record.text("region"),
            record.whole("population"),
            record.text("holiday_territory"),
        )


def find_region(regions: Iterable[Region], text: str) -> Region:
    """Return the région that a person means: « 52 », « FR-PDL », « pdl », « pays de la loire », « Réunion ».

    Raises UserError when there is none.
    """
    wanted = fold(text)
    for region in regions:
        iso, name = fold(region.iso), fold(region.name)
        if wanted in (fold(region.code), name, name.removeprefix("la "), iso, iso.removeprefix("fr ")):
            return region
    raise UserError(
        typeset(f"Aucune région ne s’appelle « {text} »."),
        typeset("Écrivez son nom ou son code INSEE, par exemple « Pays de la Loire » ou « 52 »."),
    )
