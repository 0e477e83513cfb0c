"""What other scales would change for each CPTS, before they are recorded: sizes, amounts due by line and by year."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cpr_desk.domain.contract import Contract
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.money import contracts, dues
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.schedule import Due, by_civil_year, total
from cpr_desk.domain.signed import ContractYear, Signed, size_at
from cpr_desk.domain.sizes import SizeClass, size_of
from cpr_desk.domain.statement import Compared, compare, key_of

_ONE_DAY = timedelta(days=1)

SizePair = tuple[SizeClass | None, SizeClass | None]
"""A size as things are, and as it would be."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """A line of the scale in a year of contract whose amount would change."""

    year: str
    line: Compared


@dataclass(frozen=True, slots=True)
class Effect:
    """What would change for one CPTS, in euros over the years of its contract.

    `size` is that of its population, `retained` that of its contract, `ends` the end of the contract. `past` is the
    part of the difference that fell due already. Of the lines that were paid, `orphans` would be no more, `repriced`
    would have another amount.
    """

    id: int
    code: str
    name: str
    size: SizePair
    retained: SizePair
    ends: tuple[date | None, date | None]
    now: Decimal
    then: Decimal
    past: Decimal
    lines: tuple[YearLine, ...]
    years: tuple[Compared, ...]
    orphans: int
    repriced: int

    @property
    def difference(self) -> Decimal:
        """What the change brings, in euros."""
        return self.then - self.now

    @property
    def resized(self) -> bool:
        """Whether a size changes."""
        return self.size[0] != self.size[1] or self.retained[0] != self.retained[1]

    @property
    def changes(self) -> bool:
        """Whether anything changes; amounts may, while their sum does not."""
        return bool(self.lines) or self.resized or self.ends[0] != self.ends[1]


@dataclass(frozen=True, slots=True)
class Effects:
    """What would change for a commission: `looked_at` CPTS, of which `changed` would."""

    looked_at: int
    changed: tuple[Effect, ...]

    @property
    def now(self) -> Decimal:
        """What the CPTS that change are due as things are, in euros."""
        return sum((each.now for each in self.changed), NOTHING)

    @property
    def then(self) -> Decimal:
        """What they would be due, in euros."""
        return sum((each.then for each in self.changed), NOTHING)

    @property
    def past(self) -> Decimal:
        """The part of the difference that fell due already."""
        return sum((each.past for each in self.changed), NOTHING)

    @property
    def resized(self) -> int:
        """How many CPTS would have another size."""
        return sum(each.resized for each in self.changed)

    @property
    def orphans(self) -> int:
        """How many lines that were paid would be no more."""
        return sum(each.orphans for each in self.changed)

    @property
    def repriced(self) -> int:
        """How many lines that were paid would have another amount."""
        return sum(each.repriced for each in self.changed)

    @property
    def years(self) -> tuple[Compared, ...]:
        """What falls due in each calendar year for the CPTS that change, in order."""
        sums: dict[str, Compared] = {}
        for each in (year for effect in self.changed for year in effect.years):
            known = sums.get(each.label, Compared(each.label, NOTHING, NOTHING))
            sums[each.label] = Compared(each.label, known.now + each.now, known.then + each.then)
        return tuple(sums[label] for label in sorted(sums))


@dataclass(frozen=True, slots=True)
class Weighing:
    """The scales as they are and as they would be, on a day; `sizes_on` is the day whose size classes are compared."""

    before: Sequence[Scale]
    after: Sequence[Scale]
    today: date
    sizes_on: date
    bonus_includes_running: bool = False

    def effects(self, dossiers: Iterable[Dossier]) -> Effects:
        """Weigh files under both."""
        found = [self.effect(dossier) for dossier in dossiers]
        return Effects(len(found), tuple(each for each in found if each.changes))

    def effect(self, dossier: Dossier) -> Effect:
        """Weigh a file under both, over the years of its contracts, those begun since included.

        A year follows the scale in force when it begins: a scale that begins during one applies from the next
        anniversary (D).
        """
        one, other = self._side(dossier, self.before), self._side(dossier, self.after)
        now, then = ((), ()) if one.weighs_like(other) else (one.dues(), other.dues())
        paid = {each.of for each in dossier.payments}
        before = {key_of(due): due.amount for due in now if key_of(due) in paid}
        after = {key_of(due): due.amount for due in then}
        return Effect(
            dossier.id,
            dossier.adhesion.code,
            dossier.name,
            (one.size, other.size),
            (one.retained, other.retained),
            (one.end, other.end),
            total(now),
            total(then),
            total(_until(then, self.today)) - total(_until(now, self.today)),
            tuple(_year_lines(now, then)),
            tuple(_civil_years(now, then)),
            sum(key not in after for key in before),
            sum(key in after and after[key] != amount for key, amount in before.items()),
        )

    def _side(self, dossier: Dossier, scales: Sequence[Scale]) -> "_Side":
        size, population = dossier.adhesion.size, dossier.adhesion.population
        if population is not None:
            size = size_of(population, scale_in_force(scales, self.sizes_on).thresholds)
        file = replace(dossier, contracts=tuple(_of_the_accord(each, scales) for each in dossier.contracts))
        signed = contracts(file, scales, bonus_includes_running=self.bonus_includes_running)
        last = signed[-1] if signed else None
        end = last.term if last else file.contract.term if file.contract else None
        until = max(self.today, end - _ONE_DAY) if end else self.today
        return _Side(file, scales, until, size, signed, end, self.bonus_includes_running)


@dataclass(frozen=True, slots=True)
class _Side:
    """A file as some scales weigh it, for the years that begin up to a day."""

    dossier: Dossier
    scales: Sequence[Scale]
    until: date
    size: SizeClass | None
    signed: tuple[Signed | None, ...]
    end: date | None
    bonus_includes_running: bool

    @property
    def retained(self) -> SizeClass | None:
        last = self.signed[-1] if self.signed else None
        return size_at(last, self.until) if last else None

    def dues(self) -> tuple[Due, ...]:
        return dues(self.dossier, self.scales, self.until, bonus_includes_running=self.bonus_includes_running)

    def weighs_like(self, other: "_Side") -> bool:
        """Return whether both follow the same scales all along, so that no amount needs to be computed."""
        same = (self.signed, self.until) == (other.signed, other.until)
        return same and self.scales_met() == other.scales_met()

    def scales_met(self) -> list[Scale]:
        """Return the scales in force at some time from the first to the last day that may look for one."""
        days = [each.on for each in (*self.signed, *self.dossier.grants) if each]
        if not days:
            return []
        first = min(days)
        later = [scale for scale in self.scales if first < scale.in_force_from <= self.until]
        return [scale_in_force(self.scales, first), *sorted(later, key=lambda scale: scale.in_force_from)]


def _of_the_accord(contract: Contract, scales: Sequence[Scale]) -> Contract:
    """Return a contract; one of which the signature alone is known has the length that the accord says."""
    return (
        contract if contract.id else replace(contract, years=scale_in_force(scales, contract.signed_on).contract.years)
    )


def _until(dues: Iterable[Due], day: date) -> Iterator[Due]:
    return (due for due in dues if due.due_on <= day)


def _year_lines(now: Sequence[Due], then: Sequence[Due]) -> Iterator[YearLine]:
    """Yield the lines that change, year of contract by year of contract."""
    ours, theirs = _by_year(now), _by_year(then)
    for year in sorted({*ours, *theirs}, key=lambda year: year.number):
        lines = compare(ours.get(year, ()), theirs.get(year, ()))
        yield from (YearLine(year.label, line) for line in lines if line.difference)


def _by_year(dues: Iterable[Due]) -> dict[ContractYear, list[Due]]:
    found: dict[ContractYear, list[Due]] = {}
    for due in dues:
        found.setdefault(due.of_year, []).append(due)
    return found


def _civil_years(now: Sequence[Due], then: Sequence[Due]) -> Iterator[Compared]:
    before, after = by_civil_year(now), by_civil_year(then)
    for year in sorted({*before, *after}):
        yield Compared(str(year), before.get(year, NOTHING), after.get(year, NOTHING))
