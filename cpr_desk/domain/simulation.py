"""What a CPTS would be due under other facts: nothing is stored, both sides are computed alike (product.md §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.contract import anniversary
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.schedule import Due, schedule
from cpr_desk.domain.signed import ContractYear, Signed, Since, contract_years, years_of
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Compared, compare

_YEARS = 5


@dataclass(frozen=True, slots=True)
class Supposition:
    """The facts to suppose, each in all years; size, members and rate of every mission stay as known where None.

    `missions` are those that take place, with the day each starts; `plan_written_on` None: no plan is written.
    """

    size: SizeClass | None
    missions: Mapping[Mission, date]
    members: int | None = None
    plan_written_on: date | None = None
    rate: Decimal | None = None


def supposed(signed: Signed, facts: Supposition, until: date) -> Signed:
    """Return a contract under other facts; signature, end, suspensions, crises and once-only amounts stay."""
    results = signed.results
    if facts.rate is not None:
        numbers = [year.number for year in contract_years(signed.on, until, signed.first_year)]
        results = {(mission, number): facts.rate for mission in Mission for number in numbers}
    return replace(
        signed,
        sizes=(Since(signed.on, facts.size),) if facts.size else signed.sizes,
        missions={mission: max(on, signed.on) for mission, on in facts.missions.items()},
        members=signed.members if facts.members is None else (Since(signed.on, facts.members),),
        plan_written_on=facts.plan_written_on,
        results=results,
    )


@dataclass(frozen=True, slots=True)
class Simulation:
    """Two schedules side by side, line by line of the scale, with their totals."""

    lines: tuple[Compared, ...]
    total: Compared


def simulate(
    signed: Signed, facts: Supposition, scales: Sequence[Scale], year: int | None = None, *, exists: bool = True
) -> Simulation:
    """Set what a contract pays beside what it would pay, for one year of contract or for all of them up to its term.

    A contract that does not exist, but is supposed, pays nothing.
    Example: taille 1 supposed taille 2 under avenant 2 brings 10 000 € more for the fonctionnement of a year.
    """
    until = last_of(signed)

    def of_year(of: Signed) -> list[Due]:
        return [due for due in schedule(of, scales, until) if year in (None, due.of_year.number)]

    lines = compare(of_year(signed) if exists else (), of_year(supposed(signed, facts, until)))
    now, then = (sum((getattr(each, side) for each in lines), Decimal(0)) for side in ("now", "then"))
    return Simulation(lines, Compared("Total", now, then))


def last_of(signed: Signed) -> date:
    """Return up to when a contract is simulated: its term, five years on where none is known."""
    return signed.term or anniversary(signed.on, signed.on.year + _YEARS)


def years_to_simulate(signed: Signed) -> tuple[ContractYear, ...]:
    """Return the years of contract that a simulation may tell of."""
    return tuple(years_of(replace(signed, term=last_of(signed)), last_of(signed)))


def suppose_contract(on: date, size: SizeClass) -> Signed:
    """Return a contract as a CPTS that has none might sign it."""
    return Signed(on, (Since(on, size),), {}, term=anniversary(on, on.year + _YEARS))
