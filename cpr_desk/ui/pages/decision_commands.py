"""What may be done with the decisions chosen, the same in the tab of a meeting and in the register of all."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.services import decisions, meetings, register
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.decision import DecisionDialog
from cpr_desk.ui.dialogs.decision_fate import DoneDialog, WithdrawDialog
from cpr_desk.ui.models.decisions import DecisionLine
from cpr_desk.ui.page import Page
from cpr_desk.ui.widgets.table_panel import TablePanel


def _tr(text: str) -> str:
    return QCoreApplication.translate("DecisionCommands", text)


class DecisionCommands:
    """Change, done, withdraw, and the step of the CPTS concerned; declared on the `owner` of the table."""

    def __init__(self, desk: Desk, page: Page, owner: QWidget, commands: CommandSet, panel: TablePanel) -> None:
        self._desk, self._page, self._owner, self._panel = desk, page, owner, panel
        self.change = commands.add(
            Command(_tr("&Modifier…"), self._open_change, "pencil",
                    tip=_tr("Modifier le texte, le suivi ou l’échéance de la décision choisie"),
                    enabled=lambda: self._one() is not None)
        )  # fmt: skip
        self.done = commands.add(
            Command(_tr("Noter c&omme fait…"), self._open_done, "check",
                    tip=_tr("Noter le jour où les décisions choisies ont été exécutées"), enabled=self._all_in_force)
        )  # fmt: skip
        self.withdraw = commands.add(
            Command(_tr("Retirer…"), self._open_withdraw, "x",
                    tip=_tr("Retirer la décision choisie avec un motif{nbsp}; elle garde son numéro").format(nbsp=NBSP),
                    enabled=lambda: self._one() is not None and self._all_in_force())
        )  # fmt: skip
        self.step = commands.add(
            Command(_tr("Faire passer à l’éta&pe…"), self._open_step, "map-pinned",
                    tip=_tr("Ouvrir la fiche de la CPTS concernée, l’étape suivante proposée au jour de l’avis"),
                    enabled=lambda: (one := self._one()) is not None and bool(one.cpts_id) and not one.withdrawn_on,
                    unless=_tr("Choisissez une décision ou un avis en vigueur sur une CPTS."))
        )  # fmt: skip
        panel.set_context_actions(self.actions)
        panel.view.chosen.connect(commands.refresh)
        panel.view.opened.connect(lambda _line: self._open_change())

    @property
    def actions(self) -> list[QAction]:
        """The actions, in the order of menus."""
        return [self.change, self.done, self.withdraw, self.step]

    def _chosen(self) -> list[Decision]:
        lines: list[DecisionLine] = self._panel.view.selected_rows()
        return [line.decision for line in lines]

    def _one(self) -> Decision | None:
        chosen = self._chosen()
        return chosen[0] if len(chosen) == 1 else None

    def _all_in_force(self) -> bool:
        chosen = self._chosen()
        return bool(chosen) and not any(each.withdrawn_on for each in chosen)

    def _open_change(self) -> None:
        if decision := self._one():
            meeting = meetings.find_meeting(self._desk.db, self._desk.commission.id, decision.meeting_id)
            dialog = DecisionDialog(self._desk, meeting, decision, self._owner)
            words = _tr("{what} est à jour.")
            dialog.saved.connect(lambda stored: self._say(words.format(what=capital(decisions.named(stored)))))
            dialog.open()

    def _open_done(self) -> None:
        dialog = DoneDialog(self._desk, self._chosen(), self._owner)
        dialog.saved.connect(self._say)
        dialog.open()

    def _open_withdraw(self) -> None:
        if decision := self._one():
            dialog = WithdrawDialog(self._desk, decision, self._owner)
            dialog.saved.connect(self._say)
            dialog.open()

    def _open_step(self) -> None:
        """Open the form of the CPTS: the step is proposed there, and written only when it is saved."""
        from cpr_desk.ui.dialogs.cpts import CptsDialog

        decision = self._one()
        ids = [decision.cpts_id] if decision and decision.cpts_id else []
        found = register.adhesions_at(self._desk.db, self._desk.commission.id, self._desk.today(), ids)
        if decision and found:
            dialog = CptsDialog(self._desk, found[0], self._owner)
            dialog.propose_step(decision.taken_on)
            dialog.saved.connect(lambda _id: self._say_step(found[0].name))
            dialog.open()

    def _say_step(self, name: str) -> None:
        self._desk.refresh()
        self._say(_tr("La fiche de la {name} est modifiée.").format(name=name))

    def _say(self, sentence: str) -> None:
        self._desk.say_saved(self._page.messages, sentence)
