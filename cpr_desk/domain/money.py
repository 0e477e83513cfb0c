"""The money of a CPTS over all its contracts, and the one way in which accounts are summed (product.md §4).

Whatever is told, by year of contract, by calendar year, by line or over a register, comes from `sums`: totals agree.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import TypeVar

from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.scale import GrantKind, Scale, scale_in_force
from cpr_desk.domain.schedule import Due, Signed, grant_due, schedule
from cpr_desk.domain.signed import before
from cpr_desk.domain.sizes import Thresholds
from cpr_desk.domain.statement import Payment, Statement, statement

UNMATCHED = "Versements à rapprocher"
"""The line of the payments that nobody put to a line, or whose line is no more."""
_Key = TypeVar("_Key", bound=Hashable)


def contracts(
    dossier: Dossier, scales: Sequence[Scale], *, bonus_includes_running: bool = False
) -> tuple[Signed | None, ...]:
    """Return each contract of a CPTS as far as money depends on it, None in the place of one without a known size."""

    def thresholds(day: date) -> Thresholds:
        return scale_in_force(scales, day).thresholds

    return dossier.every_signed(thresholds, bonus_includes_running=bonus_includes_running)


def dues(
    dossier: Dossier, scales: Sequence[Scale], until: date, *, bonus_includes_running: bool = False
) -> tuple[Due, ...]:
    """Return every payment due for the years of all contracts that begin up to a day, and for what preceded them.

    The contrat d’accompagnement is paid on its day by the size known then, whether an ACI follows or not.
    """
    signed = contracts(dossier, scales, bonus_includes_running=bonus_includes_running)
    told = [due for each in signed if each for due in schedule(each, scales, until)]
    return tuple(sorted((*_before_contract(dossier, scales), *told), key=lambda due: due.due_on))


def _before_contract(dossier: Dossier, scales: Sequence[Scale]) -> Iterator[Due]:
    for each in dossier.grants:
        size = dossier.size_on(each.on, scale_in_force(scales, each.on).thresholds)
        if each.kind is GrantKind.ACCOMPANIMENT and size:
            yield from grant_due(each.kind, each.on, size, before(each.on), scales)


def horizon(at: date) -> date:
    """Return up to when an account looks ahead: the years of contract that begin by the end of the calendar year."""
    return date(at.year, 12, 31)


def account(dossier: Dossier, scales: Sequence[Scale], at: date, *, bonus_includes_running: bool = False) -> Statement:
    """Return what a CPTS is due and what it was paid, on a day."""
    told = dues(dossier, scales, horizon(at), bonus_includes_running=bonus_includes_running)
    return statement(told, dossier.payments, at)


@dataclass(frozen=True, slots=True)
class Sum:
    """Euros: what fell due up to the day of the account, what falls due later, what was paid.

    `expected` is the part of what fell due that counts results not yet known at their highest.
    """

    due: Decimal = NOTHING
    to_come: Decimal = NOTHING
    expected: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def left(self) -> Decimal:
        """What is left to pay of what fell due; negative when more was paid."""
        return self.due - self.paid

    def __add__(self, other: "Sum") -> "Sum":
        """Return both together."""
        return Sum(
            self.due + other.due, self.to_come + other.to_come, self.expected + other.expected, self.paid + other.paid
        )


def _owed(due: Due, at: date) -> Sum:
    if due.due_on > at:
        return Sum(to_come=due.amount)
    return Sum(due.amount, expected=due.amount if due.expected else NOTHING)


def sums(
    accounts: Iterable[Statement], of_due: Callable[[Due], _Key], of_payment: Callable[[Payment, Due | None], _Key]
) -> dict[_Key, Sum]:
    """Return the sum of each group: a line belongs to that of its due, a payment to that of itself and its line.

    Every line and every payment counts once, so that any two groupings have the same total.
    """
    found: dict[_Key, Sum] = {}

    def add(key: _Key, part: Sum) -> None:
        found[key] = found.get(key, Sum()) + part

    for each in accounts:
        for line in each.lines:
            add(of_due(line.due), _owed(line.due, each.at))
            for payment in line.payments:
                add(of_payment(payment, line.due), Sum(paid=payment.amount))
        for payment in each.unmatched:
            add(of_payment(payment, None), Sum(paid=payment.amount))
    return found


@dataclass(frozen=True, slots=True)
class Total:
    """A line of totals."""

    label: str
    sum: Sum


def grand_total(totals: Iterable[Total]) -> Sum:
    """Return the sum of lines of totals."""
    return reduce(lambda left, right: left + right.sum, totals, Sum())


def by_civil_year(accounts: Iterable[Statement]) -> tuple[Total, ...]:
    """Return what falls due in each calendar year, in order, and what was paid in it, whatever line it pays."""
    found = sums(accounts, lambda due: due.due_on.year, lambda payment, _due: payment.paid_on.year)
    return tuple(Total(str(year), found[year]) for year in sorted(found))


def by_contract_year(accounts: Iterable[Statement]) -> tuple[Total, ...]:
    """Return what each year of contract is due and was paid, in order, what is matched to no line last.

    Years of several contracts stand apart from each other.
    """
    return _labelled(
        sums(
            accounts,
            lambda due: (0, due.of_year.since, due.of_year.label),
            lambda _payment, due: (0, due.of_year.since, due.of_year.label) if due else _LAST,
        )
    )


def by_year_number(accounts: Iterable[Statement]) -> tuple[Total, ...]:
    """Return the same over many CPTS, whose years begin on many days: the first years together, then the second."""

    def named(due: Due) -> tuple[int, date, str]:
        number = due.of_year.number
        return number, date.min, f"Année {number} du contrat" if number else "Avant le contrat"

    return _labelled(sums(accounts, named, lambda _payment, due: named(due) if due else _LAST))


_LAST = (10_000, date.max, UNMATCHED)


def _labelled(found: Mapping[tuple[int, date, str], Sum]) -> tuple[Total, ...]:
    return tuple(Total(key[2], found[key]) for key in sorted(found))


def by_line(accounts: Iterable[Statement]) -> tuple[Total, ...]:
    """Return what each line of the scales is due and was paid, in the order of first being due."""
    accounts = list(accounts)
    found = sums(accounts, lambda due: due.label, lambda _payment, due: due.label if due else UNMATCHED)
    known = sorted((line.due.due_on, place, line.due.label)
                   for each in accounts for place, line in enumerate(each.lines))  # fmt: skip
    order = list(dict.fromkeys(label for _, _, label in known))
    return tuple(Total(label, found[label]) for label in (*order, UNMATCHED) if label in found)
