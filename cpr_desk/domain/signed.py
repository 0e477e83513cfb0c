"""A signed contract as far as money depends on it, and its years, from one anniversary to the next (ACI art. 9)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from cpr_desk.domain.contract import anniversary
from cpr_desk.domain.french import date_digits
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.sizes import SizeClass

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Since:
    """A size or a number of members, from a day on."""

    on: date
    value: int


@dataclass(frozen=True, slots=True)
class Crisis:
    """A grave health crisis whose triggering pays the variable part of the crises mission."""

    declared_on: date
    label: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Suspension:
    """The contract was suspended from–to, both included; `until` None: still is."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Return whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract as far as money depends on it.

    `sizes` are the size at signature, then each revision; `missions` the day each started; `plan_written_on` the day on
    which the plan for crises was first written; `results` the rate of a mission by the year of contract (from 1), 0 to
    1. `ended_on` is the last day, `term` the anniversary on which it ends unless renewed (None: not known). `grants`
    are the once-only amounts that were granted, with their day. `former` is the contract that preceded, whose years
    `first_year` counts on.
    """

    on: date
    sizes: tuple[Since, ...]
    missions: Mapping[Mission, date]
    members: tuple[Since, ...] = ()
    plan_written_on: date | None = None
    results: Mapping[tuple[Mission, int], Decimal] = field(default_factory=dict)
    crises: tuple[Crisis, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    ended_on: date | None = None
    grants: tuple[tuple[GrantKind, date], ...] = ()
    bonus_includes_running: bool = False
    term: date | None = None
    first_year: int = 1
    former: "Signed | None" = None

    def suspended(self, day: date) -> bool:
        """Return whether the contract is suspended on a day."""
        return any(each.covers(day) for each in self.suspensions)

    def in_force(self, day: date) -> bool:
        """Return whether the contract binds on a day: neither to come, nor suspended, ended or past its term."""
        ended = (self.ended_on is not None and day > self.ended_on) or (self.term is not None and day >= self.term)
        return self.on <= day and not ended and not self.suspended(day)


@dataclass(frozen=True, slots=True)
class ContractYear:
    """A year of contract, from 1; `until` is its last day, the eve of the next anniversary. 0: before the contract.

    The years of a contract that follows another are counted on: a number names one year of a CPTS.
    """

    number: int
    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    @property
    def settled_on(self) -> date:
        """The day on which it is settled: the next anniversary."""
        return self.until + _ONE_DAY

    @property
    def label(self) -> str:
        """« année 2 (du 15/03/2022 au 14/03/2023) »."""
        if not self.number:
            return "avant le contrat"
        return f"année {self.number} (du {date_digits(self.since)} au {date_digits(self.until)})"


def contract_years(signed_on: date, until: date, first: int = 1) -> Iterator[ContractYear]:
    """Yield the years of a contract that begin up to a day; `first` numbers the first of them.

    Example: signed on 29/02/2024, the second year runs from 28/02/2025 to 27/02/2026.
    """
    passed = 0
    since = signed_on
    while since <= until:
        passed += 1
        following = anniversary(signed_on, signed_on.year + passed)
        yield ContractYear(first + passed - 1, since, following - _ONE_DAY)
        since = following


def years_of(signed: Signed, until: date) -> Iterator[ContractYear]:
    """Yield the years that begin up to a day and before the contract ends.

    None begins on its last day or on its term: a contract of five years from 15/03/2021 has no sixth year, whether its
    end is written 14/03/2026 or 15/03/2026.
    """
    for year in contract_years(signed.on, until, signed.first_year):
        ended = signed.ended_on
        if ended and (ended < year.since or (ended == year.since and year.since > signed.on)):
            return
        if signed.term and year.since >= signed.term:
            return
        yield year


def last_day(signed: Signed, year: ContractYear) -> date:
    """Return the last day of a year on which the contract held."""
    return min(year.until, signed.ended_on or year.until)


def year_of(signed_on: date, day: date, first: int = 1) -> ContractYear:
    """Return the year of contract in which a day falls, the first one (numbered `first`) for a day before it."""
    return next(year for year in contract_years(signed_on, max(day, signed_on), first) if day <= year.until)


def before(day: date) -> ContractYear:
    """Return what stands for a year of contract before there is any."""
    return ContractYear(0, day, day)


def size_at(signed: Signed, day: date) -> SizeClass:
    """Return the size that counts on a day: the last one fixed up to it, that of the signature before any."""
    known = sorted(signed.sizes, key=lambda each: each.on)
    return SizeClass(next((each.value for each in reversed(known) if each.on <= day), known[0].value))


def size_paid(signed: Signed, day: date) -> SizeClass:
    """Return the size by which what falls on a day is paid: one retained since waits for the anniversary (D).

    Example: signed on 15/03/2021 and revised on 20/04/2023, what is granted on 01/06/2023 follows the former size.
    """
    return size_at(signed, year_of(signed.on, day).since)


def members_at(signed: Signed, day: date) -> int | None:
    """Return the members counted last up to a day; None when they never were."""
    counted = [each for each in signed.members if each.on <= day]
    return max(counted, key=lambda each: each.on).value if counted else None


def suspended_days(suspensions: Iterable[Suspension], since: date, last: date) -> int:
    """Return how many days of a span are suspended, each counted once, without going through all days of a year."""
    days: set[date] = set()
    for each in suspensions:
        first, end = max(each.since, since), min(each.until or last, last)
        days |= {first + timedelta(days=n) for n in range((end - first).days + 1)}
    return len(days)
