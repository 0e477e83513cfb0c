"""What a CPTS is due, payment by payment: advances, balances, results, once-only amounts (ACI art. 9; domain.md §5).

Every line says on what it is based, so that a secretary can justify each euro. Amounts are euros with cents.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.contract import anniversary
from cpr_desk.domain.french import NBSP, date_digits, euros, percent, plural
from cpr_desk.domain.funding import CENT, NOTHING
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Bonus, Condition, GrantKind, Part, Plan, Scale, ScaleLine, scale_in_force
from cpr_desk.domain.sizes import SizeClass

SOURCE = "ACI des CPTS, article 9"
ADVANCE = Decimal("0.75")
"""The share paid at the start of a year (ACI art. 9, A)."""
_ONE_DAY = timedelta(days=1)
_WHOLE = Decimal(1)


class Kind(StrEnum):
    """What a payment is."""

    FULL = "full"
    ADVANCE = "advance"
    BALANCE = "balance"
    RESULTS = "results"
    CRISIS = "crisis"
    ONCE = "once"
    BONUS = "bonus"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Kind.FULL: "versement en totalité",
            Kind.ADVANCE: "avance",
            Kind.BALANCE: "solde",
            Kind.RESULTS: "sur résultats",
            Kind.CRISIS: "crise sanitaire",
            Kind.ONCE: "versement unique",
            Kind.BONUS: "majoration",
        }[self]


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


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract as far as money depends on it.

    `sizes` are the size at signature, then each revision; `missions` the day each started; `plans` the day on which the
    plan for crises was first written; `results` the rate of a mission by the year of contract (from 1), 0 to 1.
    `ended_on` is the last day. `grants` are the once-only amounts that were granted, with their day.
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


@dataclass(frozen=True, slots=True)
class ContractYear:
    """A year of contract, from 1; `until` is its last day, the eve of the next anniversary."""

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
        return f"année {self.number} (du {date_digits(self.since)} au {date_digits(self.until)})"


def contract_years(signed_on: date, until: date) -> Iterator[ContractYear]:
    """Yield the years of a contract that begin up to a day.

    Example: signed on 29/02/2024, the second year runs from 28/02/2025 to 27/02/2026.
    """
    number = 1
    since = signed_on
    while since <= until:
        following = anniversary(signed_on, signed_on.year + number)
        yield ContractYear(number, since, following - _ONE_DAY)
        number, since = number + 1, following


@dataclass(frozen=True, slots=True)
class Due:
    """One payment that is due. `of_year` is the year of contract it pays; `expected`: its results are not known yet.

    `why` holds the steps of the calculation in French, in order.
    """

    code: str
    label: str
    kind: Kind
    of_year: ContractYear
    due_on: date
    amount: Decimal
    why: tuple[str, ...]
    source: str
    certainty: Certainty = Certainty.TEXT
    mission: Mission | None = None
    expected: bool = False

    @property
    def words(self) -> str:
        """The calculation in one sentence, with the notice of a default rule."""
        notice = f" ({DEFAULT_RULE_NOTICE})" if self.certainty.is_default else ""
        return f"{'. '.join(self.why)}{notice}."


def schedule(signed: Signed, scales: Sequence[Scale], until: date) -> tuple[Due, ...]:
    """Return every payment due for the years of contract that begin up to a day, by day, then by line of the scale.

    A year follows the scale in force and the size known when it begins: a new size, or a new scale, waits for the
    anniversary (D). The first fonctionnement is paid whole at the signature; later ones, and the fixed part of a
    mission from its start, by an advance of 75 % and the balance at the next anniversary; the variable part then, on
    results (A, art. 9). What does not last the whole year is prorated by days, to the cent, half up (D).
    Example: avenant 2, taille 1, accès started at the signature on 15/03/2022: 50 000 € and 41 250 € that day, then on
    15/03/2023 13 750 € and 25 000 €, and 37 500 € and 41 250 € as advances of the second year.
    """
    told = [due for due in _all_due(signed, scales, until) if due.amount or due.expected]
    return tuple(sorted(told, key=lambda due: due.due_on))


def _all_due(signed: Signed, scales: Sequence[Scale], until: date) -> Iterator[Due]:
    crises = [due for crisis in signed.crises for due in _crisis_due(signed, crisis, scales)]
    yield from crises
    last = min(until, signed.ended_on) if signed.ended_on else until
    for year in contract_years(signed.on, last):
        scale, size = scale_in_force(scales, year.since), size_at(signed, year.since)
        own = [due for line in scale.lines for due in _line_due(signed, line, size, year)]
        yield from own
        counted = [*own, *(due for due in crises if due.of_year == year)]
        yield from _bonus_due(signed, scale.bonus, size, year, counted)
    for kind, on in signed.grants:
        yield from _grant_due(signed, kind, on, scales)


def size_at(signed: Signed, day: date) -> SizeClass:
    """Return the size that counts on a day: the last one fixed up to it, that of the signature before any."""
    known = sorted(signed.sizes, key=lambda each: each.on)
    return SizeClass(next((each.value for each in reversed(known) if each.on <= day), known[0].value))


def members_at(signed: Signed, day: date) -> int | None:
    """Return the members counted last up to a day; None when they never were."""
    counted = [each for each in signed.members if each.on <= day]
    return max(counted, key=lambda each: each.on).value if counted else None


def year_of(signed_on: date, day: date) -> ContractYear:
    """Return the year of contract in which a day falls, the first one for a day before the signature."""
    return next(year for year in contract_years(signed_on, max(day, signed_on)) if day <= year.until)


def _line_due(signed: Signed, line: ScaleLine, size: SizeClass, year: ContractYear) -> Iterator[Due]:
    if line.condition is Condition.CRISIS:
        return
    if not line.condition.met(_plan(signed, year), crisis=False):
        return
    since = year.since if line.mission is None else _started(signed, line.mission, year)
    if since is None:
        return
    if line.part is Part.VARIABLE:
        yield _on_results(signed, line, size, year, since)
    else:
        yield from _in_two(signed, line, size, year, since)


def _started(signed: Signed, mission: Mission, year: ContractYear) -> date | None:
    """Return from when a mission counts in a year; None when it has not begun by its end."""
    started = signed.missions.get(mission)
    last = min(year.until, signed.ended_on or year.until)
    return max(started, year.since) if started and started <= last else None


def _plan(signed: Signed, year: ContractYear) -> Plan:
    written = signed.plan_written_on
    if written is None or written > year.until:
        return Plan.NONE
    return Plan.FIRST if written >= year.since or year.number == 1 else Plan.UPDATE


@dataclass(frozen=True, slots=True)
class _Share:
    """The days of a year that count, and how that is said."""

    days: int
    of: int
    why: str

    def of_amount(self, amount: Decimal) -> Decimal:
        return amount if self.days == self.of else (amount * self.days / self.of).quantize(CENT, ROUND_HALF_UP)


def _share(signed: Signed, year: ContractYear, since: date) -> _Share:
    """Return the days from `since` to the end of the year, of the contract if it ends before, less suspensions."""
    last = min(year.until, signed.ended_on) if signed.ended_on else year.until
    counted = (last - since).days + 1 - len(_suspended(signed.suspensions, since, last))
    if counted == year.days:
        return _Share(year.days, year.days, "année entière")
    return _Share(
        counted,
        year.days,
        f"au prorata de {plural(counted, 'jour')} sur {year.days}, du {date_digits(since)} au {date_digits(last)}",
    )


def _suspended(suspensions: Iterable[Suspension], since: date, last: date) -> set[date]:
    """Return the days suspended of a span, each once: a register is too large to go through the days of each year."""
    return {
        max(each.since, since) + timedelta(days=n)
        for each in suspensions
        for n in range((min(each.until or last, last) - max(each.since, since)).days + 1)
    }


def _in_two(signed: Signed, line: ScaleLine, size: SizeClass, year: ContractYear, since: date) -> Iterator[Due]:
    """Pay the first fonctionnement whole, anything else by advance and balance; they sum to what is due."""
    whole = line.amount(size)
    # An advance knows neither the end of the contract nor its suspensions: the balance settles them.
    planned = _share(replace(signed, ended_on=None, suspensions=()), year, since)
    real = _share(signed, year, since)
    at_once = line.mission is None and year.number == 1
    first = planned.of_amount(whole)
    advance = first if at_once else (first * ADVANCE).quantize(CENT, ROUND_HALF_UP)
    due = real.of_amount(whole)
    base = f"{line.rule.text.rstrip('.')}{NBSP}: {euros(whole)} pour la {size.label.lower()}"
    prorated = Certainty.DEFAULT if planned.days != planned.of else line.rule.certainty
    told = (base, planned.why, "versé en totalité à la signature" if at_once else f"avance de {percent(ADVANCE, 0)}")
    kind = Kind.FULL if at_once else Kind.ADVANCE
    yield Due(line.code, line.label, kind, year, since, advance, told, SOURCE, prorated, line.mission)
    why = (base, real.why, f"dû {euros(due)}, déjà versé {euros(advance)}")
    sure = Certainty.DEFAULT if real.days != real.of else line.rule.certainty
    yield Due(
        line.code, line.label, Kind.BALANCE, year, year.settled_on, due - advance, why, SOURCE, sure, line.mission
    )


def _on_results(signed: Signed, line: ScaleLine, size: SizeClass, year: ContractYear, since: date) -> Due:
    whole = line.amount(size)
    share = _share(signed, year, since)
    most = share.of_amount(whole)
    rate = signed.results.get((line.mission, year.number)) if line.mission else None
    amount = (most * (_WHOLE if rate is None else rate)).quantize(CENT, ROUND_HALF_UP)
    known = "résultats à venir, montant maximal" if rate is None else f"résultats atteints à {percent(rate)}"
    base = f"{line.rule.text.rstrip('.')}{NBSP}: {euros(whole)} pour la {size.label.lower()}"
    sure = Certainty.DEFAULT if share.days != share.of else line.rule.certainty
    return Due(
        line.code,
        line.label,
        Kind.RESULTS,
        year,
        year.settled_on,
        amount,
        (base, share.why, known),
        SOURCE,
        sure,
        line.mission,
        rate is None,
    )


def _bonus_due(
    signed: Signed, bonus: Bonus | None, size: SizeClass, year: ContractYear, lines: Iterable[Due]
) -> Iterator[Due]:
    members = members_at(signed, year.until)
    if bonus is None or size != bonus.size or members is None or members < bonus.members:
        return
    counted = [due for due in lines if due.mission or signed.bonus_includes_running]
    base = sum((due.amount for due in counted), NOTHING)
    running = "compris" if signed.bonus_includes_running else "exclu"
    why = (
        bonus.rule.text.rstrip("."),
        f"{percent(bonus.rate, 0)} de {euros(base)}, missions de l’année, fonctionnement {running}",
        plural(members, "membre"),
    )
    yield Due(
        "bonus",
        bonus.label,
        Kind.BONUS,
        year,
        year.settled_on,
        (base * bonus.rate).quantize(CENT, ROUND_HALF_UP),
        why,
        bonus.rule.source,
        Certainty.DEFAULT,
        expected=any(due.expected for due in counted),
    )


def _crisis_due(signed: Signed, crisis: Crisis, scales: Sequence[Scale]) -> Iterator[Due]:
    """Pay what a crisis pays, whole, within the month that follows its triggering (avenant 2, A)."""
    scale = scale_in_force(scales, crisis.declared_on)
    year = year_of(signed.on, crisis.declared_on)
    size = size_at(signed, year.since)
    for line in scale.lines:
        if line.condition is Condition.CRISIS and line.mission in signed.missions:
            whole = line.amount(size)
            told = f" ({crisis.label})" if crisis.label else ""
            why = (
                f"{line.rule.text.rstrip('.')}{NBSP}: {euros(whole)} pour la {size.label.lower()}",
                f"crise déclenchée le {date_digits(crisis.declared_on)}{told}, versement dans le mois qui suit",
            )
            due_on = add_months(crisis.declared_on, 1)
            sure, source = line.rule.certainty, line.rule.source
            yield Due(line.code, line.label, Kind.CRISIS, year, due_on, whole, why, source, sure, line.mission)


def _grant_due(signed: Signed, kind: GrantKind, on: date, scales: Sequence[Scale]) -> Iterator[Due]:
    grant = scale_in_force(scales, on).grant(kind)
    if grant:
        size = size_at(signed, on)
        why = (f"{grant.rule.text.rstrip('.')}{NBSP}: {euros(grant.amount(size))} pour la {size.label.lower()}",)
        year = year_of(signed.on, on)
        yield Due(
            kind.value,
            kind.label,
            Kind.ONCE,
            year,
            on,
            grant.amount(size),
            why,
            grant.rule.source,
            grant.rule.certainty,
        )


def total(dues: Iterable[Due]) -> Decimal:
    """Return the sum in euros."""
    return sum((due.amount for due in dues), NOTHING)


def by_civil_year(dues: Iterable[Due]) -> dict[int, Decimal]:
    """Return what falls due in each calendar year, in order."""
    sums: dict[int, Decimal] = {}
    for due in sorted(dues, key=lambda each: each.due_on):
        sums[due.due_on.year] = sums.get(due.due_on.year, NOTHING) + due.amount
    return sums


def by_contract_year(dues: Iterable[Due]) -> dict[int, Decimal]:
    """Return what pays each year of contract, in order."""
    sums: dict[int, Decimal] = {}
    for due in sorted(dues, key=lambda each: each.of_year.number):
        sums[due.of_year.number] = sums.get(due.of_year.number, NOTHING) + due.amount
    return sums
