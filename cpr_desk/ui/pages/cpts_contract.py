"""The tab of the contract of a CPTS: what was signed, what happened to it, its sizes, its years and its end."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.contract import Contract, ContractEvent, EventKind
from cpr_desk.domain.contract_changes import sizes_of, year_dates
from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.dossier import Dossier, SizeFixed
from cpr_desk.domain.file_pieces import missing_for
from cpr_desk.domain.french import capital, date_digits, listing, typeset
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.errors import UserError
from cpr_desk.services import contracts, decisions, reference
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.contract_events import (
    AmendmentDialog,
    EndDialog,
    RenewalDialog,
    ResumeDialog,
    SuspensionDialog,
)
from cpr_desk.ui.dialogs.contract_sign import SignDialog
from cpr_desk.ui.dialogs.contract_size import SizeDialog
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages import cpts_contract_facts as facts
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton, Card
from cpr_desk.ui.widgets.fact_list import FactList
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.turning_row import TurningRow

_EVENTS = {
    EventKind.AMENDMENT: AmendmentDialog,
    EventKind.RENEWAL: RenewalDialog,
    EventKind.SUSPENSION: SuspensionDialog,
}


class ContractTab(CptsTab):
    """The last contract, or another one chosen; without any, what is missing to sign it."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._dossier: Dossier | None = None
        self.commands = CommandSet(self)
        self.which = QComboBox(self)
        self.which.setAccessibleName(self.tr("Contrat affiché"))
        self.which.currentIndexChanged.connect(lambda _row: self._show())
        self.to_sign = PlainLabel(parent=self)
        self.contract, self.life = FactList(self), FactList(self)
        self.sizes, self.years = FactList(self), FactList(self)
        self._lay_out()

    def show_dossier(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._fill_choice(dossier.contracts)
        self._show()

    # What one may do ---------------------------------------------------------------------------------------------

    def sign(self) -> None:
        """Open the dialog that signs a contract."""
        if self._dossier:
            self._open(SignDialog(self.desk, self._dossier, None, self))

    def correct(self) -> None:
        """Open the dialog that corrects the contract shown, or tells more of its signature."""
        self._with_contract(lambda dossier, contract: self._open(SignDialog(self.desk, dossier, contract, self)))

    def add(self, kind: EventKind) -> None:
        """Open the dialog that records an amendment, a renewal or a suspension."""
        self._with_contract(
            lambda dossier, contract: self._open(_EVENTS[kind](self.desk, dossier, contract, parent=self))
        )

    def resume(self) -> None:
        """Open the dialog that lets a suspended contract run again."""
        self._with_contract(lambda dossier, contract: self._open(ResumeDialog(self.desk, dossier, contract, self)))

    def end(self) -> None:
        """Open the dialog that ends the contract, or corrects its end."""
        self._with_contract(lambda dossier, contract: self._open(EndDialog(self.desk, dossier, contract, self)))

    def revise_size(self) -> None:
        """Open the dialog that retains another size."""
        self._with_contract(lambda dossier, contract: self._open(SizeDialog(self.desk, dossier, contract, parent=self)))

    def reopen(self) -> None:
        """Take back the end of the contract."""
        self._carry_out(
            lambda dossier, contract: contracts.reopen(self.desk.db, dossier, contract),
            self.tr("Le contrat n’a plus de fin enregistrée."),
        )

    def erase(self) -> None:
        """Take back the whole contract, which an undo brings back."""
        self._carry_out(
            lambda dossier, contract: contracts.erase(self.desk.db, dossier, contract),
            self.tr("Le contrat est effacé, avec ce qui lui est arrivé."),
        )

    def shown(self) -> Contract | None:
        """Return the contract shown."""
        row = self.which.currentIndex()
        return self._dossier.contracts[row] if self._dossier and 0 <= row < len(self._dossier.contracts) else None

    def _with_contract(self, work: Callable[[Dossier, Contract], object]) -> None:
        contract = self.shown()
        if self._dossier and contract:
            work(self._dossier, contract)

    def _carry_out(self, work: Callable[[Dossier, Contract], object], told: str) -> None:
        contract = self.shown()
        if self._dossier is None or contract is None:
            return
        try:
            work(self._dossier, contract)
        except UserError as refusal:
            self.messages.say_error(refusal)
            return
        self.desk.refresh()
        self.say_saved(typeset(told))

    def _open(self, dialog: FormDialog) -> None:
        dialog.saved.connect(self.say_saved)
        dialog.open()

    # What is offered beside each fact -----------------------------------------------------------------------------

    def _event_acts(self, event: ContractEvent) -> facts.Acts:
        def correct(dossier: Dossier, contract: Contract) -> None:
            self._open(_EVENTS[event.kind](self.desk, dossier, contract, event, self))

        def remove() -> None:
            told = self.tr("« {what} » : retrait enregistré.").format(what=capital(event.kind.label))
            self._carry_out(
                lambda dossier, contract: contracts.remove_event(self.desk.db, dossier, contract, event), told
            )

        if not self.editable or not event.id:
            return ()
        return (self.tr("Corriger…"), partial(self._with_contract, correct)), (self.tr("Retirer"), remove)

    def _end_acts(self) -> facts.Acts:
        if not self.editable:
            return ()
        return (self.tr("Corriger…"), self.end), (self.tr("Retirer"), self.reopen)

    def _size_acts(self, size: SizeFixed) -> facts.Acts:
        contract = self.shown()
        if not self.editable or contract is None or not size.id:
            return ()
        if size.on == contract.signed_on:
            return ((self.tr("Corriger…"), self.correct),)

        def correct(dossier: Dossier, contract: Contract) -> None:
            self._open(SizeDialog(self.desk, dossier, contract, size, self))

        def remove() -> None:
            told = self.tr("« {size} » du {day} n’est plus retenue.")
            self._carry_out(
                lambda dossier, _contract: contracts.remove_size(self.desk.db, dossier, size),
                told.format(size=size.size.label, day=date_digits(size.on)),
            )

        return (self.tr("Corriger…"), partial(self._with_contract, correct)), (self.tr("Retirer"), remove)

    # What is shown -----------------------------------------------------------------------------------------------

    def _fill_choice(self, known: Sequence[Contract]) -> None:
        """Offer the contracts where there are several; the one chosen stays, else the last."""
        before = self.which.currentData()
        self.which.blockSignals(True)
        self.which.clear()
        for each in known:
            until = self.tr(", terminé le {day}").format(day=date_digits(each.ended_on)) if each.ended_on else ""
            day = date_digits(each.signed_on)
            self.which.addItem(self.tr("Contrat signé le {day}{until}").format(day=day, until=until), each.step_id)
        row = self.which.findData(before)
        self.which.setCurrentIndex(row if row >= 0 else len(known) - 1)
        self.which.blockSignals(False)
        self.which.setVisible(len(known) > 1)

    def _show(self) -> None:
        dossier, contract = self._dossier, self.shown()
        if dossier is None:
            return
        for card in (self._contract_card, self._life_card, self._side):
            card.setVisible(contract is not None)
        self._empty_card.setVisible(contract is None)
        self.to_sign.say(self._missing_words(dossier))
        if contract:
            self._show_contract(dossier, contract)
        self.commands.refresh()

    def _show_contract(self, dossier: Dossier, contract: Contract) -> None:
        known: dict[int, Decision] = {each.id: each for each in decisions.decisions_on(self.desk.db, dossier.id)}
        scales = tuple(reference.scales(self.desk.db).values())
        scale = scale_in_force(scales, contract.signed_on)
        self.contract.show_facts(facts.of_contract(contract, self.at))
        self.life.show_facts(facts.of_life(contract, known, self.at, self._event_acts, self._end_acts()))
        retained = sizes_of(contract, dossier.contracts, dossier.sizes)
        if contract == dossier.contract:
            retained = dossier.retained_sizes(scale.thresholds)
        self.sizes.show_facts(facts.of_sizes(contract, retained, scales, self._size_acts))
        self.years.show_facts(facts.of_years(year_dates(contract, scale.contract, dossier.dialogues), self.at))

    def _missing_words(self, dossier: Dossier) -> str:
        lacking = missing_for(dossier, Step.SIGNED, self.at)
        told = self.tr("Aucun contrat n’est signé.")
        if lacking:
            told += " " + self.tr("Il manque au dossier {pieces}.").format(pieces=listing(lacking))
        return typeset(told)

    # What the tab is made of -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._empty_card = Card(self.tr("Contrat"), "file-text", self)
        self._empty_card.body.addWidget(self.to_sign)
        first = ActionRow(self._empty_card)
        first.set_buttons([ActionButton(self._sign_action(), first, primary=True)])
        self._empty_card.body.addWidget(first)
        self._contract_card = Card(self.tr("Contrat"), "file-text", self)
        self._contract_card.body.addWidget(self.contract)
        self._contract_card.body.addWidget(self._row(self._contract_card, *self._contract_actions()))
        self._life_card = Card(self.tr("Vie du contrat"), "history", self)
        self._life_card.body.addWidget(self.life)
        self._life_card.body.addWidget(self._row(self._life_card, *self._life_actions()))
        self._sizes_card = Card(self.tr("Taille retenue"), "users", self)
        self._sizes_card.body.addWidget(self.sizes)
        revise = self.commands.add(
            Command(self.tr("Réviser la taille…"), self.revise_size, "plus", enabled=self._has_contract)
        )
        self._sizes_card.body.addWidget(self._row(self._sizes_card, revise))
        self._sizes_card.body.addStretch()
        self._years_card = Card(self.tr("Années et dialogues"), "calendar-days", self)
        self._years_card.body.addWidget(self.years)
        self._years_card.body.addStretch()
        self._side = TurningRow(self._sizes_card, self._years_card, self)
        choice = QHBoxLayout()
        choice.setSpacing(Space.S)
        choice.addWidget(self.which)
        choice.addStretch()
        column = self.scrolling_column()
        column.addLayout(choice)
        column.addWidget(self._empty_card)
        column.addWidget(self._contract_card)
        column.addWidget(self._life_card)
        column.addWidget(self._side)
        column.addStretch()

    def _row(self, card: Card, *actions: QAction) -> ActionRow:
        row = ActionRow(card)
        row.set_buttons([ActionButton(action, row) for action in actions])
        return row

    def _has_contract(self) -> bool:
        return self.editable and self.shown() is not None

    def _is_running(self) -> bool:
        contract = self.shown()
        return self.editable and contract is not None and contract.ended_on is None

    def _may_sign(self) -> bool:
        known = self._dossier.contracts if self._dossier else ()
        return self.editable and all(each.ended_on for each in known)

    def _is_suspended(self) -> bool:
        contract = self.shown()
        return self._is_running() and contract is not None and contract.running_suspension is not None

    def _sign_action(self) -> QAction:
        return self.commands.add(Command(self.tr("Signer le contrat…"), self.sign, "pencil", enabled=self._may_sign))

    def _contract_actions(self) -> list[QAction]:
        def add(verb: str, run: Callable[[], object], icon: str, enabled: Callable[[], bool]) -> QAction:
            return self.commands.add(Command(verb, run, icon, enabled=enabled))

        again = self.tr("Signer un nouveau contrat…")
        return [
            add(self.tr("Corriger…"), self.correct, "pencil", self._has_contract),
            add(self.tr("Effacer le contrat saisi par erreur"), self.erase, "trash-2", self._has_contract),
            add(again, self.sign, "plus", lambda: self._has_contract() and self._may_sign()),
        ]

    def _life_actions(self) -> list[QAction]:
        def add(verb: str, run: Callable[[], object], icon: str, enabled: Callable[[], bool]) -> QAction:
            return self.commands.add(Command(verb, run, icon, enabled=enabled))

        return [
            add(self.tr("Avenant…"), partial(self.add, EventKind.AMENDMENT), "plus", self._has_contract),
            add(self.tr("Renouveler…"), partial(self.add, EventKind.RENEWAL), "refresh-cw", self._is_running),
            add(self.tr("Suspendre…"), partial(self.add, EventKind.SUSPENSION), "hourglass", self._has_contract),
            add(self.tr("Lever la suspension…"), self.resume, "check", self._is_suspended),
            add(self.tr("Mettre fin au contrat…"), self.end, "x", self._is_running),
        ]
