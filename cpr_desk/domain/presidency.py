"""Who presides: the two section presidents alternate by calendar year (S3; domain.md §2.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP

SOURCE = "Règlement intérieur, annexe 5 de l’ACI, 1.3 (arrêté du 21 août 2019)"
RULE = (
    f"«{NBSP}Les présidents de chacune des sections assurent par alternance annuelle, par année civile, la présidence "
    "et la vice-présidence des commissions. La présidence est assurée pour la première année par un membre de la "
    f"section sociale.{NBSP}»"
)


@dataclass(frozen=True, slots=True)
class SectionPresident:
    """A section's president, from `since` to `until` included (None: still in office)."""

    section: Section
    name: str
    since: date
    until: date | None = None

    def in_office(self, day: date) -> bool:
        """Return whether the mandate covers that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class PresidencyYear:
    """One line of the ledger; names are None while a section has no president."""

    year: int
    president_section: Section
    vice_president_section: Section
    president: str | None
    vice_president: str | None
    why: str


def presiding_section(year: int, first_year: int) -> Section:
    """Return the section that presides in a calendar year.

    `first_year` is the year of the installation meeting; the social section presides in it. Example: installed in
    2021, the social section presides in 2021 and 2023, the professional one in 2022. Raises ValueError before it.
    """
    if year < first_year:
        raise ValueError(f"La commission n’est installée qu’en {first_year}.")
    return Section.SOCIAL if (year - first_year) % 2 == 0 else Section.PROFESSIONAL


def president_at(presidents: Iterable[SectionPresident], section: Section, day: date) -> SectionPresident | None:
    """Return the president of a section on a day, if it has one."""
    return next((p for p in presidents if p.section is section and p.in_office(day)), None)


def _names_in(presidents: Iterable[SectionPresident], section: Section, year: int) -> str | None:
    """Name everybody who presided the section during the year, in order, joined by « puis »."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = sorted(
        (p for p in presidents if p.section is section and p.since <= last and (p.until is None or p.until >= first)),
        key=lambda p: p.since,
    )
    return " puis ".join(p.name for p in held) or None


def ledger(
    first_year: int, from_year: int, to_year: int, presidents: Iterable[SectionPresident] = ()
) -> tuple[PresidencyYear, ...]:
    """Return the presidency of each calendar year from `from_year` to `to_year`, none before `first_year`."""
    known = tuple(presidents)
    lines = []
    for year in range(max(from_year, first_year), to_year + 1):
        section = presiding_section(year, first_year)
        why = (
            f"Première année{NBSP}: présidence à la section sociale."
            if year == first_year
            else f"Alternance par année civile depuis {first_year}."
        )
        lines.append(
            PresidencyYear(
                year,
                section,
                section.opposite,
                _names_in(known, section, year),
                _names_in(known, section.opposite, year),
                why,
            )
        )
    return tuple(lines)
