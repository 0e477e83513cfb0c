"""The tab of what was recorded of a CPTS: who, when, in which use case, what it was and what it became."""

from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from cpr_desk.domain.cpts_history import HistoryLine
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import date_digits
from cpr_desk.services.cpts_history import history_of
from cpr_desk.ui import tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_tab import CptsTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.table_panel import TablePanel


class HistoryTab(CptsTab):
    """A line for each thing that changed, the latest first; up to the day shown when it is past."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._shown = 0
        self._model: TableModel[HistoryLine] = TableModel(_columns(), parent=self)
        self._empty = EmptyState("history", "", "", parent=self)
        noun, nouns = self.tr("modification"), self.tr("modifications")
        self.panel = TablePanel(self._model, state, "cpts-history", noun, nouns, self._empty, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.addWidget(self.panel)

    def show_dossier(self, dossier: Dossier) -> None:
        desk, cpts = self.desk, dossier.id
        if cpts != self._shown:
            self._model.set_rows(())
            self._empty.say(self.tr("Lecture du journal…"), "")
        self._shown = cpts
        tasks.run(
            self,
            self.tr("Lecture de l’historique"),
            lambda _progress: history_of(desk.db, cpts),
            partial(self._show, cpts, None if self.editable else self.at),
            self.say_failure,
        )

    def _show(self, cpts: int, until: date | None, lines: tuple[HistoryLine, ...]) -> None:
        if cpts != self._shown:
            return
        known = [line for line in lines if until is None or line.at.astimezone().date() <= until]
        self._model.set_rows(known)
        self._empty.say(
            self.tr("Rien n’était encore enregistré de cette CPTS"),
            self.tr("L’historique commence avec sa première saisie dans CPR Desk."),
        )


def _columns() -> tuple[Column[HistoryLine], ...]:
    tr = partial(QCoreApplication.translate, "CptsHistory")

    def when(line: HistoryLine) -> str:
        local = line.at.astimezone()
        return f"{date_digits(local.date())} {local:%H:%M}"

    return (
        Column("at", tr("Quand"), when, Kind.TEXT, sort_key=lambda line: -line.id, width=126),
        Column("who", tr("Qui"), lambda line: line.who, width=100),
        Column("label", tr("Opération"), lambda line: line.label, tooltip=lambda line: line.label, width=220),
        Column("what", tr("Ce qui change"), lambda line: line.what, tooltip=lambda line: line.what, width=210),
        Column("before", tr("Avant"), lambda line: line.before, tooltip=lambda line: line.before, width=170),
        Column("after", tr("Après"), lambda line: line.after, tooltip=lambda line: line.after, width=170),
    )
