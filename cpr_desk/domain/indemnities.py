"""What members are paid for a meeting: rates by profession from a date, travel, a yearly ceiling (domain.md §3.19)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.french import NBSP, euros, plural

NOTHING = Decimal(0)


class Basis(StrEnum):
    """What is paid: a half-day, a session, or nothing."""

    HALF_DAY = "half_day"
    SESSION = "session"
    NONE = "none"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Basis.HALF_DAY: "demi-journée",
            Basis.SESSION: "séance",
            Basis.NONE: "aucune indemnité",
        }[self]


@dataclass(frozen=True, slots=True)
class Rate:
    """The amounts in euros of a profession from a date (`profession` empty: of all others); None: not known."""

    profession: str
    since: date
    half_day: Decimal | None = None
    session: Decimal | None = None
    source: str = ""
    id: int = 0

    def of(self, basis: Basis) -> Decimal | None:
        """Return the amount of a basis, nothing for none."""
        return {Basis.HALF_DAY: self.half_day, Basis.SESSION: self.session, Basis.NONE: NOTHING}[basis]


def rate_at(rates: Iterable[Rate], profession: str, day: date) -> Rate | None:
    """Return the rate of a profession on a day: its own, the last that began, else the one of all others."""
    begun = [rate for rate in rates if rate.since <= day and rate.profession in (profession, "")]
    return max(begun, key=lambda rate: (rate.profession == profession, rate.since), default=None)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody is paid for a meeting, in euros: `amount` is the indemnity (None: no rate is known)."""

    meeting_id: int
    person_id: int
    held_on: date
    basis: Basis
    amount: Decimal | None
    travel: Decimal = NOTHING
    travel_note: str = ""
    note: str = ""
    id: int = 0

    @property
    def total(self) -> Decimal:
        """Indemnity and travel."""
        return (self.amount or NOTHING) + self.travel


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The yearly ceiling of social security, in euros: the most a professional may be paid (décret 2022-375, B)."""

    year: int
    amount: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class YearTotal:
    """What a person is paid over a calendar year, and the ceiling when it is known. Travel does not count in it (D)."""

    year: int
    indemnities: Decimal
    travel: Decimal
    ceiling: Decimal | None

    @property
    def warning(self) -> str:
        """Why the total asks for attention, in French; empty when it does not."""
        if self.ceiling is None:
            return f"Le plafond annuel de la sécurité sociale {self.year} n’est pas connu{NBSP}: vérifiez le total."
        if self.indemnities > self.ceiling:
            return (
                f"Les indemnités de {self.year}, {euros(self.indemnities)}, dépassent le plafond annuel de la "
                f"sécurité sociale, {euros(self.ceiling)}."
            )
        return ""


def year_total(claims: Iterable[Claim], year: int, ceilings: Iterable[Ceiling]) -> YearTotal:
    """Sum the claims of one person over a calendar year, against its ceiling."""
    own = [claim for claim in claims if claim.held_on.year == year]
    ceiling = next((each.amount for each in ceilings if each.year == year), None)
    return YearTotal(
        year,
        sum((claim.amount or NOTHING for claim in own), NOTHING),
        sum((claim.travel for claim in own), NOTHING),
        ceiling,
    )


def without_rate(claims: Sequence[Claim]) -> str:
    """Say how many claims have no amount because no rate is known, in French; empty when none."""
    lacking = sum(claim.amount is None for claim in claims)
    if not lacking:
        return ""
    return f"Aucun tarif n’est enregistré pour {plural(lacking, 'personne')}{NBSP}: ajoutez-le dans les paramètres."
