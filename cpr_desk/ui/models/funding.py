"""The money of a CPTS as tables show it: lines due, totals by year, payments, a simulation."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QIcon

from cpr_desk.domain.french import capital
from cpr_desk.domain.money import Total
from cpr_desk.domain.statement import Compared, Line, LineState, Payment, key_of
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel

STATE_LOOKS = {
    LineState.PAID: ("circle-check", Tone.DONE),
    LineState.PART: ("hourglass", Tone.URGENT),
    LineState.OVERPAID: ("triangle-alert", Tone.URGENT),
    LineState.LATE: ("octagon-alert", Tone.LATE),
    LineState.DUE: ("alarm-clock", Tone.URGENT),
    LineState.AWAITED: ("hourglass", Tone.UPCOMING),
    LineState.RECOVER: ("undo-2", Tone.URGENT),
    LineState.TO_COME: ("clock", Tone.UPCOMING),
}


class Basis(StrEnum):
    """By which years money is told."""

    CONTRACT = "contract"
    CIVIL = "civil"


def _tr(text: str) -> str:
    return QCoreApplication.translate("FundingColumns", text)


def year_of(line: Line, basis: Basis) -> str:
    """Return the year of a line in one word, « Année 2 » or « 2023 »."""
    if basis is Basis.CIVIL:
        return str(line.due.due_on.year)
    number = line.due.of_year.number
    return _tr("Année {number}").format(number=number) if number else _tr("Avant")


class DuesModel(TableModel[Line]):
    """The lines of an account, by year of contract or by calendar year."""

    def __init__(self, parent: QObject | None = None) -> None:
        self.basis = Basis.CONTRACT
        super().__init__(self._columns(), identity=lambda line: key_of(line.due), parent=parent)

    def _columns(self) -> tuple[Column[Line], ...]:
        def year(line: Line) -> str:
            return year_of(line, self.basis)

        return (
            Column("year", _tr("Année"), year, width=84, tooltip=lambda line: capital(line.due.of_year.label),
                   sort_key=lambda line: (line.due.of_year.since, line.due.due_on)),
            Column("label", _tr("Ligne du barème"), lambda line: line.due.label, width=210, grows=True,
                   tooltip=lambda line: line.due.words),
            Column("kind", _tr("Nature"), lambda line: capital(line.due.kind.label), width=150),
            Column("due_on", _tr("Échéance"), lambda line: line.due.due_on, Kind.DATE, width=92),
            Column("due", _tr("Dû"), lambda line: line.due.amount, Kind.EUROS, width=92,
                   tooltip=lambda line: line.due.words),
            Column("paid", _tr("Versé"), lambda line: line.paid if line.payments else None, Kind.EUROS, width=92),
            Column("left", _tr("Reste"), lambda line: line.left, Kind.EUROS, width=92),
            Column("state", _tr("État"), lambda line: capital(line.state.label), width=140, icon=_mark,
                   sort_key=lambda line: list(LineState).index(line.state)),
        )  # fmt: skip


def _mark(line: Line) -> QIcon:
    return icon(*STATE_LOOKS[line.state])


def total_columns() -> tuple[Column[Total], ...]:
    """Return the columns of the totals by year."""
    return (
        Column("label", _tr("Année"), lambda each: capital(each.label.partition(" (")[0]), width=84, grows=True,
               tooltip=lambda each: capital(each.label)),
        Column("due", _tr("Dû"), lambda each: each.sum.due, Kind.EUROS, width=98),
        Column("paid", _tr("Versé"), lambda each: each.sum.paid, Kind.EUROS, width=98),
        Column("left", _tr("Reste"), lambda each: each.sum.left, Kind.EUROS, width=98),
        Column("to_come", _tr("À venir"), lambda each: each.sum.to_come or None, Kind.EUROS, width=98),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment as the list shows it: the line it pays, or the one proposed."""

    payment: Payment
    line: str
    proposed: str = ""
    gone: bool = False

    @property
    def id(self) -> int:
        """The id of the payment."""
        return self.payment.id


def payment_columns() -> tuple[Column[PaymentRow], ...]:
    """Return the columns of the payments."""
    return (
        Column("paid_on", _tr("Versé le"), lambda row: row.payment.paid_on, Kind.DATE, width=92),
        Column("amount", _tr("Montant"), lambda row: row.payment.amount, Kind.EUROS, width=96),
        Column("label", _tr("Libellé"), lambda row: row.payment.label or None, width=150, grows=True,
               tooltip=lambda row: row.payment.label),
        Column("reference", _tr("Référence"), lambda row: row.payment.reference or None, width=110),
        Column("line", _tr("Ligne payée"), _paid_line, width=260, grows=True, icon=_matched,
               tooltip=_paid_line),
        Column("proposed", _tr("Ligne proposée"), lambda row: row.proposed or None, width=230, grows=True,
               tooltip=lambda row: row.proposed),
    )  # fmt: skip


def _paid_line(row: PaymentRow) -> str:
    return row.line or _tr("À rapprocher")


def _matched(row: PaymentRow) -> QIcon:
    loose = row.gone or not row.payment.of
    return icon("triangle-alert", Tone.URGENT) if loose else icon("circle-check", Tone.DONE)


def compared_columns() -> tuple[Column[Compared], ...]:
    """Return the columns of a simulation."""
    return (
        Column("label", _tr("Ligne du barème"), lambda each: each.label, width=190, grows=True),
        Column("now", _tr("Aujourd’hui"), lambda each: each.now, Kind.EUROS, width=96),
        Column("then", _tr("Hypothèse"), lambda each: each.then, Kind.EUROS, width=96),
        Column("difference", _tr("Écart"), lambda each: each.difference, Kind.EUROS, width=96),
    )  # fmt: skip
