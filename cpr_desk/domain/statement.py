"""What was paid against what was due: each payment put to its line, what is late, what is left (product.md §4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.french import NBSP, date_digits, euros
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.schedule import Due, Kind

DueKey = tuple[str, Kind, int, date]
"""What names a line of the schedule: its code, kind, year of contract and day."""

Shares = tuple[tuple[DueKey, Decimal], ...]
"""How an amount is shared over lines."""

_NEAR = timedelta(days=92)
"""How far from its day a payment of the very amount is proposed for a line (our default)."""


def key_of(due: Due) -> DueKey:
    """Return what names a line."""
    return due.code, due.kind, due.of_year.number, due.due_on


@dataclass(frozen=True, slots=True)
class Payment:
    """Money paid, in euros; `of` names the line it pays, None while nobody said it. A recovery is negative."""

    paid_on: date
    amount: Decimal
    label: str = ""
    of: DueKey | None = None
    id: int = 0
    reference: str = ""


class LineState(StrEnum):
    """How a line stands on a day."""

    PAID = "paid"
    PART = "part"
    OVERPAID = "overpaid"
    LATE = "late"
    DUE = "due"
    AWAITED = "awaited"
    RECOVER = "recover"
    TO_COME = "to_come"

    @property
    def label(self) -> str:
        """The French word."""
        return {
            LineState.PAID: "payé",
            LineState.PART: "payé en partie",
            LineState.OVERPAID: "trop payé",
            LineState.LATE: "en retard",
            LineState.DUE: "à payer",
            LineState.AWAITED: "résultats attendus",
            LineState.RECOVER: "à reprendre",
            LineState.TO_COME: "à venir",
        }[self]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the schedule with what was paid for it."""

    due: Due
    paid: Decimal
    state: LineState
    payments: tuple[Payment, ...] = ()

    @property
    def left(self) -> Decimal:
        """What is left to pay in euros; negative when too much was paid."""
        return self.due.amount - self.paid


@dataclass(frozen=True, slots=True)
class Statement:
    """The account of a CPTS on a day; `unmatched` are payments that nobody put to a line, or whose line is no more."""

    at: date
    lines: tuple[Line, ...]
    unmatched: tuple[Payment, ...]

    @property
    def due(self) -> Decimal:
        """What was due up to the day."""
        return sum((line.due.amount for line in self.lines if line.due.due_on <= self.at), NOTHING)

    @property
    def paid(self) -> Decimal:
        """What was paid up to the day, matched or not."""
        return sum((line.paid for line in self.lines), NOTHING) + sum((each.amount for each in self.unmatched), NOTHING)

    @property
    def balance(self) -> Decimal:
        """What is left to pay of what was due; negative when more was paid."""
        return self.due - self.paid


def statement(dues: Iterable[Due], payments: Iterable[Payment], at: date) -> Statement:
    """Return the account on a day, from the payments made up to it. A line unpaid on the morrow of its day is late.

    One whose results are not known yet is not: nobody can tell what to pay.
    """
    made = [each for each in payments if each.paid_on <= at]
    own: dict[DueKey, list[Payment]] = {}
    for each in made:
        if each.of:
            own.setdefault(each.of, []).append(each)
    keyed = [(key_of(due), due) for due in dues]
    lines = tuple(_line(due, tuple(own.get(key, ())), at) for key, due in keyed)
    known = {key for key, _ in keyed}
    return Statement(at, lines, tuple(each for each in made if each.of not in known))


def _line(due: Due, payments: tuple[Payment, ...], at: date) -> Line:
    paid = sum((each.amount for each in payments), NOTHING) if payments else NOTHING
    return Line(due, paid, _state(due, paid, at, begun=bool(payments)), payments)


def _state(due: Due, paid: Decimal, at: date, *, begun: bool) -> LineState:
    left = due.amount - paid
    if begun and not left:
        return LineState.PAID
    if begun and (left < 0) is (due.amount >= 0):
        return LineState.OVERPAID
    if paid:
        return LineState.PART
    if due.due_on > at:
        return LineState.TO_COME
    if due.expected:
        return LineState.AWAITED
    if due.amount < 0:
        return LineState.RECOVER
    return LineState.LATE if due.due_on < at else LineState.DUE


def propose(dues: Sequence[Due], payments: Iterable[Payment]) -> Mapping[int, DueKey]:
    """Return by id of an unmatched payment the line it likely pays: the same amount, nearest in time, each line once.

    Nothing is proposed beyond three months. Example: 37 500 € paid on 20/03/2023 for the advance due on 15/03/2023.
    """
    taken = {each.of for each in payments if each.of}
    proposed: dict[int, DueKey] = {}
    for payment in sorted((each for each in payments if each.of is None), key=lambda each: (each.paid_on, each.id)):
        near = [due for due in dues if key_of(due) not in taken and _may_pay(payment, due)]
        if near:
            best = min(near, key=lambda due: abs((due.due_on - payment.paid_on).days))
            taken.add(key_of(best))
            proposed[payment.id] = key_of(best)
    return proposed


def _may_pay(payment: Payment, due: Due) -> bool:
    return payment.amount == due.amount and abs(due.due_on - payment.paid_on) <= _NEAR


MOST = Decimal(10_000_000)
"""No payment to a CPTS comes near: beyond it an amount was mistyped (our default)."""


@dataclass(frozen=True, slots=True)
class PaymentFault:
    """What is wrong with a payment, in French, and whether its day is at fault, else its amount."""

    words: str
    of_day: bool = False


def refuse_payment(payment: Payment, today: date) -> tuple[PaymentFault, ...]:
    """Return every reason why a payment may not be recorded."""
    return tuple(_refusals(payment, today))


def _refusals(payment: Payment, today: date) -> Iterator[PaymentFault]:
    if not payment.amount:
        yield PaymentFault("Indiquez le montant versé, ou un montant négatif pour une reprise.")
    if abs(payment.amount) > MOST:
        yield PaymentFault(f"Ce montant dépasse {euros(MOST)}{NBSP}: vérifiez-le.")
    if payment.paid_on > today:
        yield PaymentFault(f"Le {date_digits(payment.paid_on)} est à venir.", of_day=True)


def share_out(lines: Iterable[Line], amount: Decimal) -> Shares:
    """Return how an amount pays the lines that are left to pay, the earliest first, each as far as it goes.

    What is left over is in no line; a recovery is shared over the lines of which too much was paid.
    Example: 60 000 € on lines of 50 000 € and 41 250 € pays the first and 10 000 € of the second.
    """
    shares = []
    for line in sorted(lines, key=lambda each: each.due.due_on):
        part = min(line.left, amount) if amount > 0 else max(line.left, amount)
        if part and (part > 0) is (amount > 0):
            shares.append((key_of(line.due), part))
            amount -= part
    return tuple(shares)


def likely(lines: Iterable[Line], amount: Decimal, on: date) -> Shares:
    """Return which lines an amount paid on a day likely pays: the one it settles, else all those of one day it settles.

    Nothing is proposed beyond three months. Example: 117 500 € on 20/03/2023 for the four lines due on 15/03/2023.
    """
    near = [line for line in lines if line.left and abs(line.due.due_on - on) <= _NEAR]
    near.sort(key=lambda line: abs((line.due.due_on - on).days))
    for line in near:
        if line.left == amount:
            return ((key_of(line.due), amount),)
    for day in dict.fromkeys(line.due.due_on for line in near):
        of_day = tuple((key_of(line.due), line.left) for line in near if line.due.due_on == day)
        if sum((part for _, part in of_day), NOTHING) == amount:
            return of_day
    return ()


def doubt_payment(payment: Payment, due: Due | None) -> str:
    """Return what is worth a second look, in French, empty when nothing is."""
    if due and payment.amount != due.amount:
        return f"La ligne attend {euros(due.amount)}{NBSP}; l’écart est de {euros(payment.amount - due.amount)}."
    return ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a simulation: what it gives as things are, and as they might be."""

    label: str
    now: Decimal
    then: Decimal

    @property
    def difference(self) -> Decimal:
        """What the change brings, in euros."""
        return self.then - self.now


def compare(now: Iterable[Due], then: Iterable[Due]) -> tuple[Compared, ...]:
    """Set two schedules side by side, summed by line of the scale, in the order of the first, then what is new."""
    labels: dict[str, str] = {}
    ours, theirs = _sums(now, labels), _sums(then, labels)
    return tuple(Compared(label, ours.get(code, NOTHING), theirs.get(code, NOTHING)) for code, label in labels.items())


def _sums(dues: Iterable[Due], labels: dict[str, str]) -> dict[str, Decimal]:
    """Return the sum by code of line; `labels` takes in those of the codes that it does not know yet."""
    sums: dict[str, Decimal] = {}
    for due in dues:
        labels.setdefault(due.code, due.label)
        sums[due.code] = sums.get(due.code, NOTHING) + due.amount
    return sums
