"""The tab one reads first in the file of a CPTS: what is to be done, who it is, what it signed."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.contract import Contract, next_anniversary
from cpr_desk.domain.cpts_tasks import Task
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import date_digits, listing
from cpr_desk.services import dossiers, reference
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.pages.dashboard_cards import clear
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import State
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.link_row import LinkRow
from cpr_desk.ui.widgets.plain_label import PlainLabel


class Facts(QWidget):
    """Names and values in two columns; what is not known is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show each name with its value."""
        clear(self._grid)
        for row, (name, value) in enumerate((name, value) for name, value in facts if value):
            label = QLabel(name, self)
            label.setProperty("muted", True)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(PlainLabel(value, self, selectable=True), row, 1)


class SummaryTab(CptsTab):
    """What is left to do with its links, the identity, the contract. `go_to` names the tab asked for."""

    go_to = Signal(str)
    edit = Signal()

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self.todo = Card(self.tr("À faire"), "alarm-clock", self)
        self._tasks = QVBoxLayout()
        self._tasks.setSpacing(0)
        self.todo.body.addLayout(self._tasks)
        identity, contract = Card(self.tr("Identité"), "map-pinned", self), Card(self.tr("Contrat"), "file-text", self)
        self.identity, self.contract = Facts(self), Facts(self)
        identity.body.addWidget(self.identity, 0, Qt.AlignmentFlag.AlignTop)
        contract.body.addWidget(self.contract, 0, Qt.AlignmentFlag.AlignTop)
        self.commands = CommandSet(self)
        self.edit_action = self.commands.add(
            Command(self.tr("Modifier…"), self.edit.emit, "pencil", enabled=lambda: self.editable)
        )
        identity.set_action(self.edit_action)
        column = self.scrolling_column()
        column.addWidget(self.todo)
        side = QHBoxLayout()
        side.setSpacing(Space.L)
        side.addWidget(identity, 1)
        side.addWidget(contract, 1)
        column.addLayout(side)
        column.addStretch(1)

    def show_dossier(self, dossier: Dossier) -> None:
        at = self.at
        snapshot = dossiers.weighed(self.desk.db, self.desk.commission, dossier, at)
        self._show_tasks([task for task in snapshot.tasks(dossier) if task.near(at)], at)
        self.identity.show_facts(self._identity(dossier))
        self.contract.show_facts(self._contract(dossier, at))
        self.commands.refresh()

    def _show_tasks(self, tasks: Sequence[Task], at: date) -> None:
        clear(self._tasks)
        for task in tasks:
            state = State.LATE if task.late(at) else State.URGENT if task.on else State.UPCOMING
            word = self.tr("À compléter") if task.on is None else ""
            mark = (state.tone, state.icon_name, word or state.word)
            row = LinkRow(mark, task.words, task.kind.label, parent=self)
            row.clicked.connect(partial(self.go_to.emit, task.kind.tab))
            self._tasks.addWidget(row)
        if not tasks:
            self._tasks.addWidget(QLabel(self.tr("Rien n’est à faire dans le mois qui vient."), self))

    def _identity(self, dossier: Dossier) -> list[tuple[str, str]]:
        known = dossier.adhesion
        names = reference.department_names()
        own = names.get(known.department, "")
        people = french.plural(known.population, self.tr("habitant")) if known.population is not None else ""
        since = date_digits(dossier.association_on) if dossier.association_on else ""
        declared = self.tr("déclarée le {day}").format(day=since) if since else ""
        return [
            (self.tr("Code"), known.code),
            (self.tr("Département"), f"{known.department} – {own}" if own else known.department),
            (self.tr("Population"), people),
            (self.tr("Source"), known.population_source),
            (self.tr("Taille"), known.size.label if known.size else ""),
            (self.tr("Membres"), french.integer(known.members) if known.members is not None else ""),
            (self.tr("Association"), ", ".join(part for part in (dossier.association, declared) if part)),
            (self.tr("Contact"), known.contact),
            (self.tr("Courriel"), known.email),
            (self.tr("Téléphone"), known.phone),
            (self.tr("Commentaire"), known.comment),
        ]

    def _contract(self, dossier: Dossier, at: date) -> list[tuple[str, str]]:
        contract = dossier.contract
        if contract is None:
            return [(self.tr("Étape"), f"{dossier.adhesion.step.label}"), (self.tr("Signature"), self.tr("à venir"))]
        begun = [each.mission.label for each in dossier.missions if each.started_on]
        planned = [each.mission.label for each in dossier.missions if each.started_on is None]
        return [
            (self.tr("Signature"), date_digits(contract.signed_on)),
            (self.tr("Prise d’effet"), date_digits(contract.starts_on)),
            (self.tr("Prochain anniversaire"), self._next(contract, at)),
            (self.tr("Terme"), date_digits(contract.term)),
            (self.tr("Fin"), date_digits(contract.ended_on) if contract.ended_on else ""),
            (self.tr("Avenants"), french.integer(len(contract.amendments)) if contract.amendments else ""),
            (self.tr("Missions démarrées"), listing(begun)),
            (self.tr("Missions prévues"), listing(planned)),
        ]

    def _next(self, contract: Contract, at: date) -> str:
        return date_digits(next_anniversary(contract.starts_on, at)) if contract.in_force(at) else ""
