"""The payments to a CPTS: recorded, corrected, shared out, put to the lines they pay."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP, date_digits, euros, plural
from cpr_desk.domain.funding import NOTHING
from cpr_desk.domain.statement import key_of
from cpr_desk.errors import UserError
from cpr_desk.services import funding
from cpr_desk.services.funding import Account
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.funding import PaymentRow, payment_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel

_LEAST_HEIGHT = 118


class PaymentsPart(QWidget):
    """`change` asks to correct the payment chosen; `done` carries what was stored, `refused` a UserError."""

    change = Signal()
    done = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._account: Account | None = None
        self._editable = True
        self.model: TableModel[PaymentRow] = TableModel(payment_columns(), parent=self)
        empty = EmptyState(
            "inbox",
            self.tr("Aucun versement enregistré"),
            self.tr("Enregistrez-les un à un{nbsp}: la ligne qu’ils paient est proposée.").format(nbsp=NBSP),
            parent=self,
        )
        self.panel = TablePanel(
            self.model, state, "funding-payments", self.tr("versement"), self.tr("versements"), empty, self
        )
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self.told = PlainLabel(parent=self)
        self.commands = CommandSet(self)
        self._declare()
        row = ActionRow(self)
        row.set_buttons([ActionButton(each, self) for each in self._actions])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        for widget in (self.told, row, self.panel):
            column.addWidget(widget, int(widget is self.panel))
        self.panel.set_context_actions(self._actions)
        self.panel.view.chosen.connect(self.commands.refresh)
        self.panel.view.opened.connect(lambda _row: self.change.emit() if self._editable else None)

    def show_account(self, account: Account, *, editable: bool) -> None:
        """Show the payments made up to the day; selection and scroll stay."""
        self._account, self._editable = account, editable
        proposals = account.proposals
        known = {key_of(line.due) for line in account.statement.lines}
        self.model.set_rows(
            [
                PaymentRow(
                    each,
                    funding.key_words(account, each.of),
                    funding.key_words(account, proposals.get(each.id)),
                    each.of is not None and each.of not in known,
                )
                for each in account.dossier.payments
            ]
        )
        loose = account.statement.unmatched
        total = euros(sum((each.amount for each in loose), NOTHING))
        words = self.tr("{count} à rapprocher, {total}.").format(count=plural(len(loose), "versement"), total=total)
        self.told.say(words)
        self.told.setVisible(bool(loose))
        self.commands.refresh()

    def chosen(self) -> Sequence[PaymentRow]:
        """Return the payments selected."""
        return self.panel.view.selected_rows()

    def _declare(self) -> None:
        add, tr = self.commands.add, self.tr
        change = add(
            Command(tr("&Modifier ou répartir…"), self.change.emit, "pencil",
                    tip=tr("Corriger le versement choisi, dire les lignes qu’il paie (Entrée dans la liste)"),
                    enabled=lambda: self._editable and len(self.chosen()) == 1)
        )  # fmt: skip
        accept = add(
            Command(tr("&Accepter la ligne proposée"), self._accept_chosen, "check",
                    tip=tr("Rapprocher les versements choisis des lignes proposées"),
                    enabled=lambda: self._editable and any(row.proposed for row in self.chosen()),
                    unless=tr("Choisissez un versement auquel une ligne est proposée."))
        )  # fmt: skip
        every = add(
            Command(tr("&Tout rapprocher"), self._accept_all, "check",
                    tip=tr("Accepter toutes les lignes proposées"),
                    enabled=lambda: self._editable and self._account is not None and bool(self._account.proposals),
                    unless=tr("Aucune ligne n’est proposée."))
        )  # fmt: skip
        loosen = add(
            Command(tr("&Détacher"), self._loosen, "x",
                    tip=tr("Ne plus rapprocher les versements choisis d’une ligne"),
                    enabled=lambda: self._editable and any(row.payment.of for row in self.chosen()))
        )  # fmt: skip
        remove = add(
            Command(tr("&Supprimer"), self._remove, "trash-2",
                    tip=tr("Supprimer les versements choisis, enregistrés par erreur"),
                    enabled=lambda: self._editable and bool(self.chosen()))
        )  # fmt: skip
        self._actions = [change, accept, every, loosen, remove]

    def _accept_chosen(self) -> None:
        if account := self._account:
            wanted = {row.id: account.proposals[row.id] for row in self.chosen() if row.proposed}
            self._match(account, wanted, self.tr("rapproché"), self.tr("rapprochés"))

    def _accept_all(self) -> None:
        if account := self._account:
            self._match(account, account.proposals, self.tr("rapproché"), self.tr("rapprochés"))

    def _loosen(self) -> None:
        if account := self._account:
            wanted = {row.id: None for row in self.chosen() if row.payment.of}
            self._match(account, wanted, self.tr("détaché"), self.tr("détachés"))

    def _match(self, account: Account, wanted: funding.Matches, one: str, many: str) -> None:
        try:
            funding.match_payments(self._desk.db, account.dossier, wanted)
        except UserError as refusal:
            self.refused.emit(refusal)
            return
        self._desk.refresh()
        self.done.emit(f"{plural(len(wanted), f'versement {one}', f'versements {many}')}.")

    def _remove(self) -> None:
        account, payments = self._account, [row.payment for row in self.chosen()]
        if account is None or not payments:
            return
        try:
            funding.remove_payments(self._desk.db, account.dossier, payments)
        except UserError as refusal:
            self.refused.emit(refusal)
            return
        self._desk.refresh()
        told = plural(len(payments), self.tr("versement supprimé"), self.tr("versements supprimés"))
        one = f" ({euros(payments[0].amount)}, {date_digits(payments[0].paid_on)})" if len(payments) == 1 else ""
        self.done.emit(f"{told}{one}.")
