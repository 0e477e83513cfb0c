"""What a CPTS is due, payment by payment: advances, balances, results, once-only amounts (ACI art. 9; domain.md §5).

Every line says on what it is based, so that a secretary can justify each euro. Amounts are euros with cents.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, partial

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.crises import crisis_lines, crisis_refusal
from cpr_desk.domain.dues import Due, Kind
from cpr_desk.domain.french import NBSP, date_digits, euros, percent, plural
from cpr_desk.domain.funding import CENT, NOTHING
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Condition, GrantKind, Part, Plan, Scale, ScaleLine, scale_in_force
from cpr_desk.domain.signed import (
    ContractYear,
    Crisis,
    Signed,
    Since,
    Suspension,
    before,
    contract_years,
    last_day,
    members_at,
    size_at,
    size_paid,
    suspended_days,
    year_of,
    years_of,
)
from cpr_desk.domain.sizes import SizeClass

__all__ = [
    "ADVANCE",
    "ContractYear",
    "Crisis",
    "Due",
    "Kind",
    "Signed",
    "Since",
    "Suspension",
    "by_civil_year",
    "contract_years",
    "grant_due",
    "members_at",
    "schedule",
    "size_at",
    "total",
    "year_of",
]

SOURCE = "ACI des CPTS, article 9"
ADVANCE = Decimal("0.75")
"""The share paid at the start of a year (ACI art. 9, A)."""
_WHOLE = Decimal(1)
_LATER = "compte à partir de l’anniversaire suivant"


def schedule(signed: Signed, scales: Sequence[Scale], until: date) -> tuple[Due, ...]:
    """Return every payment due for the years of contract that begin up to a day, by day, then by line of the scale.

    A year follows the scale in force and the size known when it begins: a new size, or a new scale, waits for the
    anniversary (D). The first fonctionnement is paid whole at the signature; later ones, and the fixed part of a
    mission from its start, by an advance of 75 % and the balance at the next anniversary; the variable part then, on
    results (A, art. 9). What does not last the whole year is prorated by days, to the cent, half up (D). Lines of
    nothing are left out.
    Example: avenant 2, taille 1, accès started at the signature on 15/03/2022: 50 000 € and 41 250 € that day, then on
    15/03/2023 13 750 € and 25 000 €, and 37 500 € and 41 250 € as advances of the second year.
    """
    told = [due for due in _all_due(signed, scales, until) if due.amount]
    return tuple(sorted(told, key=lambda due: due.due_on))


def _all_due(signed: Signed, scales: Sequence[Scale], until: date) -> Iterator[Due]:
    crises = [due for crisis in signed.crises for due in _crisis_due(signed, crisis, scales, until)]
    yield from crises
    for year in years_of(signed, until):
        terms = _terms(signed, year, scales)
        own = [due for line in terms.scale.lines for due in _line_due(signed, line, terms, year, scales)]
        yield from own
        counted = [*own, *(due for due in crises if due.of_year == year)]
        yield from _bonus_due(signed, terms, year, counted)
    for kind, on in signed.grants:
        paid_by = before(on) if kind is GrantKind.ACCOMPANIMENT else year_of(signed.on, on, signed.first_year)
        waits = _sizes_waiting(signed, paid_by, on)
        for due in grant_due(kind, on, size_paid(signed, on), paid_by, scales):
            yield _waiting(due, waits) if waits else due


def _waiting(due: Due, waits: tuple[str, ...]) -> Due:
    """Return a line that says what waits for the end of its year (D)."""
    return replace(due, told=lambda: (*due.why, *waits), certainty=Certainty.DEFAULT)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a year is paid by: a scale and a size, and in French what began in the year and waits for its end (D)."""

    scale: Scale
    size: SizeClass
    waits: tuple[str, ...] = ()

    def base(self, line: ScaleLine) -> tuple[str, ...]:
        """Return what a line gives for the whole year, and what will change it."""
        return _whole_year(line.rule.text, line.amount(self.size), self.size, self.scale.label), *self.waits


@lru_cache(maxsize=1024)
def _whole_year(rule: str, amount: Decimal, size: SizeClass, scale: str) -> str:
    given = f"{euros(amount)} pour la {size.label.lower()}"
    return f"{rule.rstrip('.')}{NBSP}: {given}, barème «{NBSP}{scale}{NBSP}»"


def _terms(signed: Signed, year: ContractYear, scales: Sequence[Scale]) -> _Terms:
    """Return the scale in force and the size known when a year begins: later ones wait for the anniversary."""
    scale, size = scale_in_force(scales, year.since), size_at(signed, year.since)
    newer = [each for each in scales if year.since < each.in_force_from <= year.until]
    told = (f"le barème «{NBSP}{each.label}{NBSP}» du {date_digits(each.in_force_from)} {_LATER}" for each in newer)
    return _Terms(scale, size, (*told, *_sizes_waiting(signed, year, year.until)))


def _sizes_waiting(signed: Signed, year: ContractYear, until: date) -> tuple[str, ...]:
    """Return in French which sizes were retained in a year up to a day, and wait for its end."""
    size = size_at(signed, year.since)
    return tuple(
        f"la {SizeClass(each.value).label.lower()} du {date_digits(each.on)} {_LATER}"
        for each in signed.sizes
        if year.since < each.on <= until and each.value != size
    )


def _line_due(
    signed: Signed, line: ScaleLine, terms: _Terms, year: ContractYear, scales: Sequence[Scale]
) -> Iterator[Due]:
    if line.condition is Condition.CRISIS:
        return
    if line.condition is not Condition.ALWAYS and not line.condition.met(
        _plan(signed, line, year, scales), crisis=False
    ):
        return
    since = year.since if line.mission is None else _started(signed, line.mission, year)
    if since is None:
        return
    if line.part is Part.VARIABLE:
        yield _on_results(signed, line, terms, year, since)
    else:
        yield from _in_two(signed, line, terms, year, since)


def _started(signed: Signed, mission: Mission, year: ContractYear) -> date | None:
    """Return from when a mission counts in a year; None when it has not begun by its end."""
    started = signed.missions.get(mission)
    return max(started, year.since) if started and started <= last_day(signed, year) else None


def _plan(signed: Signed, line: ScaleLine, year: ContractYear, scales: Sequence[Scale]) -> Plan:
    """Return what was done in a year about the plan for crises.

    The first writing is paid once, in the first year that can pay it, of this contract or of a former one: the plan is
    written, the mission begun and the scale of the year has such a line (D: a plan written before the scale that pays
    it waits for the anniversary).
    """
    if line.mission is None or not _has_plan(signed, line.mission, year):
        return Plan.NONE
    paid_by = _first_plan(signed, line.mission, scales, year.since)
    return Plan.FIRST if paid_by in (None, year) else Plan.UPDATE


def _has_plan(signed: Signed, mission: Mission, year: ContractYear) -> bool:
    written, begun = signed.plan_written_on, signed.missions.get(mission)
    return bool(written and begun and max(written, begun) <= last_day(signed, year))


def _first_plan(signed: Signed, mission: Mission, scales: Sequence[Scale], until: date) -> ContractYear | None:
    """Return the year that pays the first writing, among those that begin up to a day; None when none does."""
    former = _first_plan(signed.former, mission, scales, signed.on) if signed.former else None
    paying = (
        each
        for each in years_of(signed, until)
        if _has_plan(signed, mission, each)
        and any(of.condition is Condition.PLAN_FIRST for of in scale_in_force(scales, each.since).lines)
    )
    return former or next(paying, None)


@dataclass(frozen=True, slots=True)
class _Share:
    """The days of a year that count, from a day to another one, `off` of them suspended, maybe still (`running`)."""

    days: int
    of: int
    since: date
    last: date
    off: int
    running: bool

    @property
    def why(self) -> str:
        """How that is said."""
        if self.days == self.of:
            return "année entière"
        still = ", qui court jusqu’à sa levée" if self.running else ""
        less = f", moins {plural(self.off, 'jour')} de suspension{still}" if self.off else ""
        span = f"du {date_digits(self.since)} au {date_digits(self.last)}{less}"
        return f"au prorata de {plural(self.days, 'jour')} sur {self.of}, {span}"

    def of_amount(self, amount: Decimal) -> Decimal:
        return amount if self.days == self.of else (amount * self.days / self.of).quantize(CENT, ROUND_HALF_UP)

    def certainty(self, line: ScaleLine, terms: _Terms) -> Certainty:
        """Return how sure the amount is; proration, waiting, and SNP lines paid like a fixed part are our defaults."""
        whole = self.days == self.of and line.part is not Part.UNSCHEDULED and not terms.waits
        return line.rule.certainty if whole else Certainty.DEFAULT


def _share(signed: Signed, year: ContractYear, since: date) -> _Share:
    """Return the days from `since` to the end of the year, of the contract if it ends before, less suspensions."""
    last = last_day(signed, year)
    off = suspended_days(signed.suspensions, since, last) if signed.suspensions else 0
    running = any(each.until is None and each.since <= last for each in signed.suspensions)
    return _Share((last - since).days + 1 - off, year.days, since, last, off, running)


def _in_two(signed: Signed, line: ScaleLine, terms: _Terms, year: ContractYear, since: date) -> Iterator[Due]:
    """Pay the first fonctionnement whole, anything else by advance and balance; they sum to what is due."""
    whole = line.amount(terms.size)
    # An advance knows neither the end of the contract nor its suspensions: the balance settles them.
    real = _share(signed, year, since)
    is_whole = signed.ended_on is None and not signed.suspensions
    planned = real if is_whole else _share(replace(signed, ended_on=None, suspensions=()), year, since)
    at_once = line.mission is None and year.since == signed.on
    first = planned.of_amount(whole)
    advance = first if at_once else (first * ADVANCE).quantize(CENT, ROUND_HALF_UP)
    if signed.suspended(since):  # nothing is advanced then (D)
        advance = NOTHING
    due = real.of_amount(whole)

    def begun() -> tuple[str, ...]:
        part = "versé en totalité à la signature" if at_once else f"avance de {percent(ADVANCE, 0)} de {euros(first)}"
        return *terms.base(line), planned.why, part

    def settled() -> tuple[str, ...]:
        paid = f"dont {euros(advance)} à l’avance" if advance else "sans avance"
        return *terms.base(line), real.why, f"dû {euros(due)}, {paid}"

    kind = Kind.FULL if at_once else Kind.ADVANCE
    sure = planned.certainty(line, terms)
    yield Due(line.code, line.label, kind, year, since, advance, begun, SOURCE, sure, line.mission)
    sure, on = real.certainty(line, terms), year.settled_on
    yield Due(line.code, line.label, Kind.BALANCE, year, on, due - advance, settled, SOURCE, sure, line.mission)


def _on_results(signed: Signed, line: ScaleLine, terms: _Terms, year: ContractYear, since: date) -> Due:
    share = _share(signed, year, since)
    most = share.of_amount(line.amount(terms.size))
    rate = signed.results.get((line.mission, year.number)) if line.mission else None
    amount = (most * (_WHOLE if rate is None else rate)).quantize(CENT, ROUND_HALF_UP)

    def told() -> tuple[str, ...]:
        known = "résultats à venir, montant maximal" if rate is None else f"résultats atteints à {percent(rate)}"
        return *terms.base(line), share.why, known

    return Due(
        line.code,
        line.label,
        Kind.RESULTS,
        year,
        year.settled_on,
        amount,
        told,
        SOURCE,
        share.certainty(line, terms),
        line.mission,
        rate is None,
    )


def _bonus_due(signed: Signed, terms: _Terms, year: ContractYear, lines: Iterable[Due]) -> Iterator[Due]:
    bonus, members = terms.scale.bonus, members_at(signed, year.until)
    if bonus is None or terms.size != bonus.size or members is None or members < bonus.members:
        return
    counted = [due for due in lines if due.mission or signed.bonus_includes_running]
    base = sum((due.amount for due in counted), NOTHING)

    def told() -> tuple[str, ...]:
        running = "compris" if signed.bonus_includes_running else "exclu"
        return (
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
        told,
        bonus.rule.source,
        Certainty.DEFAULT,
        expected=any(due.expected for due in counted),
    )


def _crisis_due(signed: Signed, crisis: Crisis, scales: Sequence[Scale], until: date) -> Iterator[Due]:
    """Pay what a crisis pays, whole, within the month that follows its triggering (avenant 2, A)."""
    if crisis_refusal(signed, crisis, scales):
        return
    year = year_of(signed.on, crisis.declared_on, signed.first_year)
    waits = _sizes_waiting(signed, year, crisis.declared_on)
    terms = _Terms(scale_in_force(scales, crisis.declared_on), size_at(signed, year.since), waits)
    for line in crisis_lines(crisis, scales) if year.since <= until else ():
        yield Due(
            line.code,
            line.label,
            Kind.CRISIS,
            year,
            add_months(crisis.declared_on, 1),
            line.amount(terms.size),
            partial(_crisis_told, crisis, line, terms),
            line.rule.source,
            Certainty.DEFAULT if waits else line.rule.certainty,
            line.mission,
        )


def _crisis_told(crisis: Crisis, line: ScaleLine, terms: _Terms) -> tuple[str, ...]:
    named = f" ({crisis.label})" if crisis.label else ""
    on = f"crise déclenchée le {date_digits(crisis.declared_on)}{named}, versement dans le mois qui suit"
    return *terms.base(line), on


def grant_due(kind: GrantKind, on: date, size: SizeClass, year: ContractYear, scales: Sequence[Scale]) -> Iterator[Due]:
    """Yield what an amount granted once on a day pays; nothing when the scale of that day does not provide for it."""
    grant = scale_in_force(scales, on).grant(kind)
    if grant:
        amount, rule = grant.amount(size), grant.rule

        def told() -> tuple[str, ...]:
            return (f"{rule.text.rstrip('.')}{NBSP}: {euros(amount)} pour la {size.label.lower()}",)

        yield Due(kind.value, kind.label, Kind.ONCE, year, on, amount, told, rule.source, rule.certainty)


def total(dues: Iterable[Due]) -> Decimal:
    """Return the sum in euros."""
    return sum((due.amount for due in dues), NOTHING)


def by_civil_year(dues: Iterable[Due]) -> dict[int, Decimal]:
    """Return what falls due in each calendar year, in order."""
    sums: dict[int, Decimal] = {}
    for due in sorted(dues, key=lambda each: each.due_on):
        sums[due.due_on.year] = sums.get(due.due_on.year, NOTHING) + due.amount
    return sums
