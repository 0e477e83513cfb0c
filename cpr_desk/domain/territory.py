"""Régions and départements, with the legal populations that coverage is measured against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cpr_desk.domain.french import fold, typeset
from cpr_desk.domain.record import Record
from cpr_desk.errors import UserError

OVERSEAS_TIME = {
    "guadeloupe": "America/Guadeloupe",
    "martinique": "America/Martinique",
    "guyane": "America/Cayenne",
    "reunion": "Indian/Reunion",
    "mayotte": "Indian/Mayotte",
}
"""The legal time overseas (decree 2017-292 of 06/03/2017), by territory of public holidays."""
LEGAL_TIME = "Europe/Paris"
"""The legal time of the métropole, where Alsace and Moselle have holidays of their own and no other hour."""


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


@dataclass(frozen=True, slots=True)
class Territory:
    """What a commission answers for: a région, a département, or the whole country, which has no name nor region.

    `departments` are names by INSEE code; `holiday_territory` is proposed to the commission.
    """

    region_code: str
    name: str
    population: int
    departments: Mapping[str, str]
    holiday_territory: str = "metropole"

    @property
    def zone(self) -> str:
        """The name of its legal time in the IANA database: « Europe/Paris », « Indian/Reunion »."""
        return OVERSEAS_TIME.get(self.holiday_territory, LEGAL_TIME)

    @property
    def overseas(self) -> bool:
        """Whether it is a département et région d’outre-mer."""
        return self.holiday_territory not in ("metropole", "alsace-moselle")


def of_region(region: Region, departments: Iterable[Department]) -> Territory:
    """Return the territory of a CPR."""
    own = {each.code: each.name for each in departments if each.region == region.code}
    return Territory(region.code, region.name, region.population, own, region.holiday_territory)


def of_department(department: Department) -> Territory:
    """Return the territory of a CPL; its region stays known."""
    own = {department.code: department.name}
    return Territory(department.region, department.name, department.population, own, department.holiday_territory)


def of_country(regions: Iterable[Region], departments: Iterable[Department]) -> Territory:
    """Return the territory of the CPN."""
    return Territory("", "", sum(each.population for each in regions), {each.code: each.name for each in departments})


def find_department(departments: Iterable[Department], text: str) -> Department:
    """Return the département that a person means: « 72 », « sarthe », « 2a », « Réunion ».

    Raises UserError when there is none.
    """
    wanted = fold(text)
    for department in departments:
        name = fold(department.name)
        if wanted in (fold(department.code), name, name.removeprefix("la ")):
            return department
    raise UserError(
        typeset(f"Aucun département ne s’appelle « {text} »."),
        typeset("Écrivez son nom ou son code INSEE, par exemple « Sarthe » ou « 72 »."),
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
