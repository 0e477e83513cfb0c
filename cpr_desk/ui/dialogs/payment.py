"""A payment to a CPTS: its day, its amount, and the line or the lines that it pays."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.french import NBSP, date_digits, euros
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.statement import (
    DueKey,
    Line,
    Payment,
    doubt_payment,
    key_of,
    likely,
    refuse_payment,
    share_out,
)
from cpr_desk.services import funding
from cpr_desk.services.funding import Account
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.euros_edit import EurosEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.share_table import ShareTable

_LATER, _SEVERAL = "later", "several"
_LONGEST_LABEL, _LONGEST_REFERENCE = 200, 100


class PaymentDialog(FormDialog):
    """Proposes the line while one types, until a person chooses one. `saved` carries what was stored, in French.

    `line` is the one to pay, `payment` the one to correct.
    """

    def __init__(
        self,
        desk: Desk,
        account: Account,
        parent: QWidget | None = None,
        *,
        line: Line | None = None,
        payment: Payment | None = None,
    ) -> None:
        title = self.tr("Modifier un versement") if payment else self.tr("Enregistrer un versement")
        super().__init__(f"{title} – {account.dossier.name}", self.tr("Enregistrer le versement"), parent, width=700)
        self._desk, self._account, self._payment = desk, account, payment
        self._lines = self._known_lines()
        self._open = tuple(line for line in self._lines if line.left)
        self._by_hand = bool(line or (payment and payment.of))
        self.day, self.amount = DateEdit(self), EurosEdit(self, signed=True)
        self.label = QLineEdit(self, maxLength=_LONGEST_LABEL)
        self.reference = QLineEdit(self, maxLength=_LONGEST_REFERENCE)
        self.line = QComboBox(self)
        self._offer_lines()
        self.shares = ShareTable(self._open, self)
        self._lay_out()
        self._fill(line)
        self.amount.textChanged.connect(lambda _text: self._propose())
        self.day.changed.connect(lambda _day: self._propose())
        self.line.activated.connect(lambda _place: self._chosen_by_hand())
        self.line.currentIndexChanged.connect(lambda _place: self._explain())
        self.shares.edited.connect(self._explain)
        self._propose()
        self._explain()
        self.start()

    def _known_lines(self) -> tuple[Line, ...]:
        """Return the lines a payment may pay, as if it did not yet: those left to pay, then those of a recovery."""
        own = self._payment
        lines = [
            replace(each, paid=each.paid - own.amount) if own and own.of == key_of(each.due) else each
            for each in self._account.statement.lines
        ]
        return (*(line for line in lines if line.left), *(line for line in lines if not line.left))

    def _offer_lines(self) -> None:
        self.line.addItem(self.tr("À rapprocher plus tard"), _LATER)
        for place, line in enumerate(self._lines):
            due = line.due
            left = self.tr("reste {left}").format(left=euros(line.left)) if line.left else self.tr("payé")
            words = self.tr("{label}, {kind}, {day} – {left}").format(
                label=due.label, kind=due.kind.label, day=date_digits(due.due_on), left=left
            )
            self.line.addItem(words, place)
        if len(self._open) > 1:
            self.line.addItem(self.tr("Répartir sur plusieurs lignes"), _SEVERAL)
        self.line.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.line.setMinimumContentsLength(50)

    def _lay_out(self) -> None:
        self._form = Form(self)
        self._day = Field(self.tr("Versé le"), self.day, required=True, check=lambda: self._refusals(of_day=True))
        self._amount = Field(
            self.tr("Montant, en euros"),
            self.amount,
            required=True,
            help_line=self.tr("Négatif pour une reprise, par exemple -1 200"),
            check=lambda: self.amount.problem() or self._refusals(of_day=False),
        )
        self._form.add(self._day, self._amount, stretches=(1, 2))
        self._line = Field(self.tr("Ligne payée"), self.line)
        self._form.add(self._line)
        self._several = Field(self.tr("Répartition"), self.shares, check=self._shares_problem)
        self._form.add(self._several)
        self._form.add(
            Field(self.tr("Libellé"), self.label),
            Field(self.tr("Référence"), self.reference, help_line=self.tr("Virement, mandat, lot.")),
            stretches=(2, 1),
        )
        self.body.addWidget(self._form)
        self.body.addStretch(1)

    def _fill(self, line: Line | None) -> None:
        known = self._payment
        self.day.set_day(known.paid_on if known else self._desk.today())
        if known:
            self.amount.set_amount(known.amount)
            self.label.setText(known.label)
            self.reference.setText(known.reference)
            if known.of:
                self._choose_key(known.of)
        elif line and key_of(line.due) in [key_of(each.due) for each in self._lines]:
            self.amount.set_amount(line.left)
            self._choose_key(key_of(line.due))

    def _choose_key(self, key: DueKey) -> None:
        place = next((place for place, line in enumerate(self._lines) if key_of(line.due) == key), None)
        self.line.setCurrentIndex(max(self.line.findData(_LATER if place is None else place), 0))

    def _propose(self) -> None:
        """Choose the line that the amount settles, while nobody chose one."""
        amount, day = self.amount.amount(), self.day.day()
        if amount is None or day is None:
            return
        if not self._by_hand:
            found = likely(self._lines, amount, day)
            if len(found) > 1:
                self.line.setCurrentIndex(self.line.findData(_SEVERAL))
                self.shares.set_shares(found)
            elif found:
                self._choose_key(found[0][0])
            else:
                self.line.setCurrentIndex(0)
        self._explain()

    def _chosen_by_hand(self) -> None:
        self._by_hand = True
        if self.line.currentData() == _SEVERAL and not self.shares.shares():
            self.shares.set_shares(share_out(self._lines, self.amount.amount() or NOTHING))

    def _explain(self) -> None:
        several = self.line.currentData() == _SEVERAL
        self._several.setVisible(several)
        amount = self.amount.amount()
        chosen = self._chosen_line()
        if amount is None or chosen is None:
            self._line.set_help("")
        else:
            expected = replace(chosen.due, amount=chosen.left)
            self._line.set_help(doubt_payment(Payment(self._desk.today(), amount), expected))
        if several and amount is not None:
            rest = amount - self._shared()
            words = self.tr("Réparti{nbsp}: {shared} sur {amount}.").format(
                nbsp=NBSP, shared=euros(self._shared()), amount=euros(amount)
            )
            left = self.tr(" {rest} restent à rapprocher.").format(rest=euros(rest)) if rest else ""
            self._several.set_help(f"{words}{left}")
        if self._several.error():
            self._several.validate()

    def _chosen_line(self) -> Line | None:
        place = self.line.currentData()
        return self._lines[place] if isinstance(place, int) else None

    def _shared(self) -> Decimal:
        return sum((part for _, part in self.shares.shares()), NOTHING)

    def _refusals(self, *, of_day: bool) -> str:
        day, amount = self.day.day(), self.amount.amount()
        today = self._desk.today()
        typed = Payment(day or today, NOTHING if amount is None else amount)
        return " ".join(fault.words for fault in refuse_payment(typed, today) if fault.of_day is of_day)

    def _shares_problem(self) -> str:
        if wrong := self.shares.problem():
            return wrong
        amount = self.amount.amount() or NOTHING
        if not self.shares.shares():
            return self.tr("Indiquez le montant d’au moins une ligne, ou choisissez une seule ligne.")
        if abs(self._shared()) > abs(amount):
            return self.tr("La répartition dépasse le versement de {over}.").format(
                over=euros(abs(self._shared()) - abs(amount))
            )
        return ""

    def typed(self) -> Any:
        fields = (self.day.text(), self.amount.text(), self.label.text(), self.reference.text())
        return *fields, self.line.currentIndex(), self.shares.shares()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> str:
        whole, shares = self._whole(), self._payments()
        if self._payment:
            funding.change_payment(self._desk.db, self._account.dossier, shares, self._desk.today())
        else:
            funding.record_payment(self._desk.db, self._account.dossier, shares, self._desk.today())
        self._desk.refresh()
        return self.tr("Le versement de {amount} est enregistré.").format(amount=euros(whole.amount))

    def _whole(self) -> Payment:
        day, amount = self.day.day(), self.amount.amount()
        assert day is not None  # noqa: S101 - the field is required
        assert amount is not None  # noqa: S101 - the field is required
        number = self._payment.id if self._payment else 0
        return Payment(day, amount, self.label.text(), None, number, self.reference.text())

    def _payments(self) -> Sequence[Payment]:
        whole = self._whole()
        if self.line.currentData() != _SEVERAL:
            line = self._chosen_line()
            return [replace(whole, of=key_of(line.due) if line else None)]
        parts: list[tuple[DueKey | None, Decimal]] = [*self.shares.shares()]
        rest = whole.amount - self._shared()
        if rest:
            parts.append((None, rest))
        return [
            replace(whole, of=key, amount=part, id=whole.id if place == 0 else 0)
            for place, (key, part) in enumerate(parts)
        ]
