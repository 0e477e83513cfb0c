"""What members are paid for a meeting: rates by profession from a date, travel, a yearly ceiling (domain.md §3.19)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.french import NBSP, date_digits, euros, listing, plural
from cpr_desk.domain.record import Record

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

    @property
    def usual(self) -> Basis:
        """What is paid unless somebody says otherwise: the session where it has an amount (D), else the half-day."""
        return Basis.HALF_DAY if self.session is None else Basis.SESSION


RATES_NOTICE = (
    "L’indemnité est celle de la convention de chaque professionnel de santé (règlement intérieur, annexe 5 de "
    f"l’accord){NBSP}: aucun montant n’est fourni avec CPR Desk. Saisissez ceux qui s’appliquent, avec leur source."
)
"""No amount ships as a fact (domain.md §3.19)."""


def refuse_rate(rates: Iterable[Rate], wanted: Rate) -> tuple[str, ...]:
    """Return every reason why a rate may not be recorded, in French."""
    return tuple(_rate_refusals(rates, wanted))


def _rate_refusals(rates: Iterable[Rate], wanted: Rate) -> Iterator[str]:
    if wanted.half_day is None and wanted.session is None:
        yield "Indiquez le montant de la demi-journée, celui de la séance, ou les deux."
    same = (wanted.profession, wanted.since)
    if any(each.id != wanted.id and (each.profession, each.since) == same for each in rates):
        yield f"Un tarif commence déjà le {date_digits(wanted.since)} pour cette profession."


def rate_at(rates: Iterable[Rate], profession: str, day: date) -> Rate | None:
    """Return the rate of a profession on a day: its own, the last that began, else the one of all others."""
    begun = [rate for rate in rates if rate.since <= day and rate.profession in (profession, "")]
    return max(begun, key=lambda rate: (rate.profession == profession, rate.since), default=None)


def amount_of(rates: Iterable[Rate], profession: str, basis: Basis, day: date) -> Decimal | None:
    """Return what a basis is worth for a profession on a day, None when no rate tells."""
    rate = rate_at(rates, profession, day)
    return NOTHING if basis is Basis.NONE else rate.of(basis) if rate else None


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody is paid for a meeting, in euros: `amount` is the indemnity (None: no rate is known).

    `by_hand`: the basis was chosen by a person, so that no calculation changes it.
    """

    meeting_id: int
    person_id: int
    held_on: date
    basis: Basis
    amount: Decimal | None
    travel: Decimal = NOTHING
    travel_note: str = ""
    note: str = ""
    by_hand: bool = False
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

    @classmethod
    def parse(cls, record: Record) -> "Ceiling":
        """Read one entry of ceilings.json. Raises ValueError with a French sentence."""
        return cls(record.whole("year"), record.number("amount"), record.text("source"))


CEILING_CERTAINTY = Certainty.SECONDARY
"""That the ceiling of social security bounds the indemnities was read in a secondary source, as its amounts."""


def ceilings_words(ceilings: Iterable[Ceiling]) -> str:
    """Return « 41 136 € (2020, 2021 et 2022), 43 992 € (2023) », in the order of the years."""
    by_amount: dict[Decimal, list[str]] = {}
    for each in sorted(ceilings, key=lambda each: each.year):
        by_amount.setdefault(each.amount, []).append(str(each.year))
    return ", ".join(f"{euros(amount)} ({listing(years)})" for amount, years in by_amount.items())


@dataclass(frozen=True, slots=True)
class YearTotal:
    """What a person is paid over a calendar year, and the ceiling when it is known. Travel does not count in it (D)."""

    year: int
    indemnities: Decimal
    travel: Decimal
    ceiling: Decimal | None

    @property
    def is_beyond(self) -> bool:
        """Whether the indemnities pass a ceiling that is known."""
        return self.ceiling is not None and self.indemnities > self.ceiling

    @property
    def warning(self) -> str:
        """Why the total asks for attention, in French; empty when it does not."""
        if self.ceiling is None:
            return f"Le plafond annuel de la sécurité sociale {self.year} n’est pas connu{NBSP}: vérifiez le total."
        if self.is_beyond:
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
