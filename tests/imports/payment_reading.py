"""Lists of payments read from the rows of their tables, and the CPTS that they pay."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from cpr_desk.domain.missions import Mission
from cpr_desk.domain.schedule import ContractYear, Due, Kind
from cpr_desk.domain.statement import Line, LineState, Payment
from cpr_desk.imports.payment_changes import Payee, PaymentsProposal, propose_payments
from cpr_desk.imports.payment_names import KnownCpts, identify
from cpr_desk.imports.payments import PaymentFile, read_payments
from tests.imports.books import Grid, xlsx

TODAY = date(2023, 6, 1)
DUE_ON = date(2022, 3, 15)
HEADER: list[object] = ["Code", "CPTS", "Versé le", "Montant", "Libellé", "Référence"]
KNOWN = (
    KnownCpts(1, "44-01", "CPTS Sèvre et Logne", "Loire-Atlantique"),
    KnownCpts(2, "49-01", "CPTS du Choletais", "Maine-et-Loire"),
    KnownCpts(3, "49-02", "CPTS Nord", "Maine-et-Loire"),
    KnownCpts(4, "53-02", "CPTS Nord", "Mayenne"),
    KnownCpts(5, "72-01", "CPTS du Mans Métropole", "Sarthe"),
    KnownCpts(6, "72-02", "CPTS du Mans Métropoles", "Sarthe"),
)


def read(*grids: Grid) -> PaymentFile:
    return read_payments(xlsx(*((f"Feuil{n}", grid) for n, grid in enumerate(grids, 1))), TODAY)


def listed(*rows: Sequence[object], header: Sequence[object] = HEADER) -> PaymentFile:
    return read([header, *rows])


def due_line(
    amount: int, on: date = DUE_ON, kind: Kind = Kind.FULL, mission: Mission | None = None, year: int = 1
) -> Line:
    since = DUE_ON + timedelta(days=365 * (year - 1))
    of_year = ContractYear(year, since, since + timedelta(days=364))
    label = mission.label if mission else "Fonctionnement"
    code = f"{mission or 'running'}-{kind}"
    due = Due(code, label, kind, of_year, on, Decimal(amount), lambda: ("essai",), "ACI", mission=mission)
    return Line(due, Decimal(0), LineState.DUE)


def propose(
    file: PaymentFile,
    stored: Sequence[Payment] = (),
    lines: Sequence[Line] = (),
    answers: dict[str, str] | None = None,
    *,
    matching: bool = True,
) -> PaymentsProposal:
    """Compare a file with what each CPTS was paid and is due; all have the same here."""
    identified = identify(file.lines, KNOWN, answers or {})
    payees = {each.id: Payee(each.id, each.name, tuple(stored), tuple(lines)) for each in KNOWN}
    return propose_payments(file, identified, payees, answers or {}, matching=matching)


def recorded(proposal: PaymentsProposal) -> list[Payment]:
    """Return what the register would hold once the file is taken in."""
    shares = [share for change in proposal.changes for share in change.shares]
    return [Payment(s.paid_on, s.amount, s.label, s.of, number, s.reference) for number, s in enumerate(shares, 1)]
