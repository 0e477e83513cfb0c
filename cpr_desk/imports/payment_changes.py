"""Compare a list of payments with those recorded: what it adds, what is there already, which line each likely pays."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.french import date_digits, euros, fold, typeset
from cpr_desk.domain.schedule import Kind
from cpr_desk.domain.statement import DueKey, Line, Payment, Shares, doubt_payment, key_of, likely
from cpr_desk.imports.cells import key
from cpr_desk.imports.payment_names import Identified
from cpr_desk.imports.payments import PaymentFile, PaymentLine
from cpr_desk.imports.proposals import Part, Proposal, Status
from cpr_desk.imports.questions import Answers, Choice, Question, retained, still_open
from cpr_desk.imports.register_columns import missions_named

SAME, NEW = "same", "new"
_NOTHING = Decimal(0)
_MOST_SHARES = 20
"""Lines over which one payment is shared at the most."""
_KINDS = (
    ("avance", Kind.ADVANCE),
    ("acompte", Kind.ADVANCE),
    ("solde", Kind.BALANCE),
    ("resultat", Kind.RESULTS),
    ("variable", Kind.RESULTS),
    ("majoration", Kind.BONUS),
)


@dataclass(frozen=True, slots=True)
class Payee:
    """A CPTS that the file pays: its payments recorded, in the order of their recording, and its lines."""

    id: int
    name: str
    payments: tuple[Payment, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PaymentChange:
    """What happens to one payment of the file: `shares` are what is recorded, one for each line it likely pays.

    `payee` is None for a payment left out.
    """

    status: Status
    line: PaymentLine
    payee: Payee | None
    shares: tuple[Payment, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class PaymentsProposal(Proposal[PaymentChange]):
    """The payments to add; `known` are those already recorded or left out."""

    known: tuple[PaymentChange, ...] = ()

    @property
    def total(self) -> Decimal:
        """The sum of what is added, in euros."""
        return sum((change.line.payment.amount for change in self.changes), _NOTHING)


def propose_payments(
    file: PaymentFile, identified: Identified, payees: Mapping[int, Payee], answers: Answers, *, matching: bool = True
) -> PaymentsProposal:
    """Say of each payment whether it is new, and the line it likely pays; reading a file twice adds nothing.

    A payment is there already when the CPTS has one of the same day and amount, and of the same reference, or of the
    same label where either has no reference; several shares of one payment count together. One of the same day and
    amount that says otherwise is asked about. `matching`: lines are proposed.
    """
    by_payee: defaultdict[int, list[int]] = defaultdict(list)
    left_out = []
    for number, cpts_id in identified.ids.items():
        if cpts_id is None:
            left_out.append(number)
        elif cpts_id in payees:
            by_payee[cpts_id].append(number)
    told = _Told(file, answers)
    for cpts_id, numbers in by_payee.items():
        _Comparison(payees[cpts_id], told, matching=matching).compare(numbers)
    for number in left_out:
        told.known[number] = _change(Status.LEFT_OUT, file.lines[number], None, ())
    questions = (*identified.questions, *told.questions)
    return PaymentsProposal(
        tuple(change for _, change in sorted(told.added.items())),
        sum(change.status is Status.KNOWN for change in told.known.values()),
        file.problems,
        file.warnings,
        questions,
        still_open(questions, answers),
        tuple(change for _, change in sorted(told.known.items())),
    )


class _Told:
    """What is said of the lines of a file, by their numbers."""

    def __init__(self, file: PaymentFile, answers: Answers) -> None:
        self.lines = file.lines
        self.answers = answers
        self.added: dict[int, PaymentChange] = {}
        self.known: dict[int, PaymentChange] = {}
        self.questions: list[Question] = []

    def asks(self, question: Question) -> bool:
        """Ask whether a payment is a new one, and return whether it is."""
        self.questions.append(question)
        return retained(question, self.answers) == NEW


class _Comparison:
    """The payments of a file to one CPTS beside those recorded."""

    def __init__(self, payee: Payee, told: _Told, *, matching: bool) -> None:
        self._payee = payee
        self._told = told
        self._matching = matching
        self._stored: defaultdict[date, dict[int, Payment]] = defaultdict(dict)
        self._alike: defaultdict[tuple[date, Decimal], list[Payment]] = defaultdict(list)
        for payment in payee.payments:
            self._stored[payment.paid_on][payment.id] = payment
            self._alike[payment.paid_on, payment.amount].append(payment)
        self._lines = list(payee.lines)
        self._first: dict[object, PaymentLine] = {}
        self._asked: Counter[object] = Counter()

    def compare(self, numbers: Sequence[int]) -> None:
        """Take off what is recorded, the surest first, then add what is left by day."""
        rest = list(numbers)
        for find in (self._same, self._shared):
            rest = [number for number in rest if not self._is_known(number, find(self._told.lines[number].payment))]
        for number in sorted(rest, key=lambda number: self._told.lines[number].payment.paid_on):
            self._add(number)

    def _is_known(self, number: int, found: Sequence[Payment]) -> bool:
        """Take payments off those recorded: they are the line of the file."""
        line = self._told.lines[number]
        if found:
            self._take_off(found)
            self._told.known[number] = _change(Status.KNOWN, line, self._payee, ())
            self._first.setdefault(_identity(line.payment), line)
        return bool(found)

    def _same(self, payment: Payment) -> Sequence[Payment]:
        """Return the payment recorded that is this one."""
        return [each for each in self._of_amount(payment) if _agree(each, payment)][:1]

    def _of_amount(self, payment: Payment) -> Iterator[Payment]:
        """Yield the payments recorded of the same day and amount, those already found left out."""
        left = self._stored[payment.paid_on]
        return (each for each in self._alike[payment.paid_on, payment.amount] if each.id in left)

    def _take_off(self, found: Iterable[Payment]) -> None:
        for each in found:
            del self._stored[each.paid_on][each.id]

    def _shared(self, payment: Payment) -> Sequence[Payment]:
        """Return the payments recorded that share this one, as far as a label or a reference says so."""
        return self._run(payment) if payment.label or payment.reference else ()

    def _run(self, payment: Payment) -> Sequence[Payment]:
        """Return payments recorded one after the other that come to this one."""
        own = [each for each in self._stored[payment.paid_on].values() if _agree(each, payment)]
        for start in range(len(own)):
            total = _NOTHING
            for end in range(start, min(start + _MOST_SHARES, len(own))):
                total += own[end].amount
                if total == payment.amount:
                    return own[start : end + 1]
        return ()

    def _add(self, number: int) -> None:
        line = self._told.lines[number]
        question = self._doubt(line)
        if question and not self._told.asks(question):
            self._told.known[number] = _change(Status.KNOWN, line, self._payee, ())
            return
        self._first.setdefault(_identity(line.payment), line)
        shares, remark = self._shares(line) if self._matching else ((), "")
        payments = tuple(replace(line.payment, amount=part, of=due) for due, part in shares)
        self._told.added[number] = _change(Status.ADDED, line, self._payee, payments or (line.payment,), remark)

    def _doubt(self, line: PaymentLine) -> Question | None:
        """Return what is asked of a payment that may be there already, or twice in the file."""
        payment = line.payment
        alone = [each for each in self._of_amount(payment) if _may_agree(each, payment)][:1]
        if near := alone or self._run(payment):
            self._take_off(near)
            said = " – ".join(part for part in (near[0].label, near[0].reference) if part) or "sans libellé"
            why = f"Un versement de {euros(payment.amount)} du {date_digits(payment.paid_on)} est déjà enregistré"
            return self._question(line, why, said, SAME)
        twin = self._first.get(_identity(payment))
        if twin:
            why = f"La ligne {twin.row} de la feuille {twin.sheet} dit exactement la même chose"
            return self._question(line, why, "", SAME if payment.reference else NEW)
        return None

    def _question(self, line: PaymentLine, why: str, near: str, proposed: str) -> Question:
        payment = line.payment
        identity = _identity(payment)
        self._asked[identity] += 1
        facts = (self._payee.id, *map(str, identity), self._asked[identity])
        choices = (
            Choice(SAME, typeset("C’est le même versement : ne pas l’ajouter")),
            Choice(NEW, typeset("C’est un autre versement : l’ajouter")),
        )
        mend = "Donnez une référence à chaque versement pour les distinguer."
        typed = f"{self._payee.name}, {euros(payment.amount)}"
        return Question(f"double:{facts}", typed, line.sheet, line.row, near, why, choices, proposed, mend)

    def _shares(self, line: PaymentLine) -> tuple[Shares, str]:
        """Return the lines that a payment likely pays, which count as paid for the next one, and what to say of it."""
        payment = line.payment
        told = line.line or line.mission or line.year
        own = [each for each in self._lines if _is_named(each, line)] if told else self._lines
        if not own:
            return (), "Aucune ligne de l’échéancier ne correspond à ce que dit le fichier."
        shares = likely(own, payment.amount, payment.paid_on)
        if not shares and told:
            left = [each for each in own if each.left]
            settled = [each for each in left if each.left == payment.amount] or left
            shares = ((key_of(settled[0].due), payment.amount),) if len(settled) == 1 else ()
        for key_paid, part in shares:
            self._pay(key_paid, part)
        return shares, _remark(shares, {key_of(each.due): each for each in self._payee.lines})

    def _pay(self, key_paid: DueKey, part: Decimal) -> None:
        self._lines = [
            replace(each, paid=each.paid + part) if key_of(each.due) == key_paid else each for each in self._lines
        ]


def _identity(payment: Payment) -> tuple[date, Decimal, str, str]:
    return payment.paid_on, payment.amount, fold(payment.label), key(payment.reference)


def _agree(one: Payment, other: Payment) -> bool:
    """Return whether two payments of one day and amount are one: by reference, else by label."""
    if one.reference and other.reference:
        return key(one.reference) == key(other.reference)
    return fold(one.label) == fold(other.label)


def _may_agree(one: Payment, other: Payment) -> bool:
    """Return whether nothing shows that they are two."""
    return not (one.reference and other.reference) or key(one.reference) == key(other.reference)


def _is_named(line: Line, said: PaymentLine) -> bool:
    """Return whether a line of the schedule is one that the file means."""
    due, words = line.due, key(said.line)
    kinds = {kind for word, kind in _KINDS if word in words}
    missions = {said.mission} if said.mission else set(missions_named(words))
    if (kinds and due.kind not in kinds) or (missions and due.mission not in missions):
        return False
    if said.year is not None and said.year not in (due.of_year.number, due.due_on.year):
        return False
    known = kinds or missions or not words
    return bool(known) or key(due.label) in words or words in key(due.label)


def _remark(shares: Shares, lines: Mapping[DueKey, Line]) -> str:
    """Return the lines paid, in French, and what is worth a second look."""
    if not shares:
        return ""
    dues = [lines[due].due for due, _ in shares]
    told = " ; ".join(f"{due.label}, {due.kind.label}, {date_digits(due.due_on)}" for due in dues)
    doubt = ""
    if len(shares) == 1:
        only = lines[shares[0][0]]
        rest = replace(only.due, amount=only.left)
        doubt = doubt_payment(Payment(only.due.due_on, shares[0][1]), rest)
    return typeset(". ".join(part for part in (told, doubt) if part))


def _change(
    status: Status, line: PaymentLine, payee: Payee | None, shares: tuple[Payment, ...], remark: str = ""
) -> PaymentChange:
    said = " – ".join(part for part in (line.payment.label, line.payment.reference) if part)
    what = " – ".join(part for part in (date_digits(line.payment.paid_on), said) if part)
    return PaymentChange(status, line, payee, shares, (Part(status, what, "", euros(line.payment.amount), remark),))


def named(changes: Iterable[PaymentChange]) -> Iterator[tuple[int, Payment]]:
    """Yield what is recorded for each change, with the id of its CPTS."""
    for change in changes:
        if change.payee:
            yield from ((change.payee.id, share) for share in change.shares)
