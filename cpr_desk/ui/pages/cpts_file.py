"""The file of one CPTS in the place of the register: what it is called, where it stands, then its tabs."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.dossier import Dossier
from cpr_desk.services import dossiers
from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.register import STAGE_LOOKS
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_contract import ContractTab
from cpr_desk.ui.pages.cpts_dialogues import DialoguesTab
from cpr_desk.ui.pages.cpts_funding import FundingTab
from cpr_desk.ui.pages.cpts_history import HistoryTab
from cpr_desk.ui.pages.cpts_missions import MissionsTab
from cpr_desk.ui.pages.cpts_path import PathTab
from cpr_desk.ui.pages.cpts_summary import SummaryTab
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.pages.cpts_territory import TerritoryTab
from cpr_desk.ui.pages.detail_tabs import DetailTab, DetailTabs, Factory
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.plain_label import PlainLabel


class CptsTabs(DetailTabs):
    """The tabs of the CPTS chosen."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        tr = partial(QCoreApplication.translate, "CptsTabs")
        tabs: dict[str, tuple[str, Factory]] = {
            "summary": (tr("Résumé"), SummaryTab),
            "area": (tr("Territoire"), TerritoryTab),
            "path": (tr("Parcours"), PathTab),
            "contract": (tr("Contrat"), ContractTab),
            "missions": (tr("Missions"), MissionsTab),
            "dialogues": (tr("Dialogues"), DialoguesTab),
            "funding": (
                tr("Financement"),
                lambda desk, state, page: FundingTab(desk, state, page, self.show_tab),
            ),
            "history": (tr("Historique"), HistoryTab),
        }
        super().__init__(desk, state, page, tabs)
        self._dossier: Dossier | None = None
        self._at = desk.today()
        self._editable = True
        self.setAccessibleName(tr("Parties du dossier"))

    def show_dossier(self, dossier: Dossier, at: date, *, editable: bool) -> None:
        """Show a CPTS on a day in the tab in front."""
        self._dossier, self._at, self._editable = dossier, at, editable
        self.refresh()

    def show_in(self, tab: DetailTab) -> None:
        if self._dossier and isinstance(tab, CptsTab):
            tab.at, tab.editable = self._at, self._editable
            tab.show_dossier(self._dossier)


class CptsFile(QWidget):
    """One CPTS whole. `leave` goes back to the register, `edit` opens the form."""

    def __init__(
        self, desk: Desk, state: UiState, page: Page, leave: Callable[[], None], edit: Callable[[], None]
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self.cpts_id = 0
        self.at = desk.today()
        self.commands = CommandSet(self)
        self.back = self.commands.add(
            Command(self.tr("&Registre"), leave, "chevron-left", "Alt+Left", self.tr("Revenir au registre des CPTS"))
        )
        button = QToolButton(self)
        button.setDefaultAction(self.back)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._name = PlainLabel(parent=self)
        self._name.setFont(theme.font(TextSize.TITLE))
        self._stage, self._past = StateBadge(self), StateBadge(self)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(button)
        head.addWidget(self._name, 1)
        head.addWidget(self._past)
        head.addWidget(self._stage)
        self.tabs = CptsTabs(desk, state, page)
        summary = self.tabs.tab("summary")
        if isinstance(summary, SummaryTab):
            summary.go_to.connect(self.tabs.show_tab)
            summary.edit.connect(edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)

    def show_cpts(self, cpts_id: int, at: date) -> bool:
        """Show a CPTS as it is stored, or as it stood on a past day; False when it was not in the register then."""
        desk, today = self._desk, self._desk.today()
        editable = at >= today
        if editable:
            dossier = dossiers.dossier_of(desk.db, desk.commission, cpts_id, today)
        else:
            dossier = next(iter(dossiers.snapshot_at(desk.db, desk.commission, at, [cpts_id]).dossiers), None)
        if dossier is None:
            return False
        self.cpts_id, self.at = cpts_id, at
        self._name.say(f"{dossier.name} ({dossier.adhesion.code})")
        picture, tone = STAGE_LOOKS[dossier.adhesion.stage]
        self._stage.show_tone(tone, picture, dossier.adhesion.step.label)
        self._past.setVisible(not editable)
        if not editable:
            told = self.tr("État au {day}, à lire seulement").format(day=french.date_digits(at))
            self._past.show_state(State.UPCOMING, told)
        self.tabs.show_dossier(dossier, today if editable else at, editable=editable)
        return True
