"""The register as a list: narrowed by ticks and by what is typed, kept as views, its facts computed meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cpr_desk.domain.adhesion import Adhesion
from cpr_desk.domain.cpts_facts import CptsFacts
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.register_filter import EVERYTHING, Facet, RegisterFilter
from cpr_desk.domain.register_view import ViewSettings
from cpr_desk.errors import UserError
from cpr_desk.services import register_views
from cpr_desk.services.register_index import FACT_SORTS
from cpr_desk.services.register_views import RegisterView
from cpr_desk.ui import tasks
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.messages import as_user_error
from cpr_desk.ui.models.paged import PagedModel
from cpr_desk.ui.models.register import RegisterSource, columns
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.cpts_filters import RegisterFilters
from cpr_desk.ui.pages.cpts_views import ViewsButton
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.table_panel import TablePanel

_MEMORY = "cpts/filter"


class CptsList(QWidget):
    """Shows the register on `at`. `day_wanted` comes with the day of a view that has one of its own."""

    day_wanted = Signal(object)

    def __init__(self, desk: Desk, state: UiState, page: Page, empty: EmptyState) -> None:
        super().__init__(page)
        self._desk, self._state, self._page = desk, state, page
        self.source = RegisterSource(desk, desk.today())
        self.model: PagedModel[Adhesion] = PagedModel(columns(self.source.facts), self.source, self)
        self.panel = TablePanel(self.model, state, "cpts", "CPTS", "CPTS", empty, self)
        self.filters = RegisterFilters(self)
        self.views = ViewsButton(desk, state, self)
        self.filters.add_control(self.views)
        self.panel.tell_beside(self.filters.words)
        self._computing: tasks.Task | None = None
        self._taken = self._given_up = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.filters)
        column.addWidget(self.panel, 1)
        self.filters.ask(RegisterFilter.of_settings(state.get(_MEMORY)))
        self.source.asked = self.filters.asked
        self.filters.changed.connect(self._narrow)
        self.filters.counting.connect(self._open)
        self.filters.cleared.connect(self.panel.filter.clear)
        self.panel.filter.textChanged.connect(self._follow_view)
        self.panel.view.columns_changed.connect(self._follow_columns)
        self.views.chosen.connect(self._choose)
        self.views.keeping.connect(self._keep)
        self.views.changing.connect(self._change)
        self.views.renaming.connect(self._rename)
        self.views.removed.connect(self._remove)
        self.views.choosing_columns.connect(self._offer_columns)

    @property
    def at(self) -> date:
        """The day shown."""
        return self.source.at

    def show_day(self, day: date) -> None:
        """Show the register of another day, once it is reloaded."""
        self.source.at = day

    def reload(self) -> None:
        """Read the register and its views again."""
        self._given_up = False
        self.model.reload()
        self.views.reload()
        self._follow_view()
        self._compute()

    def select(self, cpts_id: int) -> None:
        """Show and select a CPTS, dropping the filters when they hide it."""
        if not self.model.lines_of({cpts_id}):
            self.filters.ask(EVERYTHING)
        self.panel.select(cpts_id)

    def ask(self, asked: RegisterFilter) -> None:
        """Show what a filter keeps, and nothing less."""
        self.panel.filter.clear()
        self.filters.ask(asked)

    def _narrow(self) -> None:
        self.source.asked = asked = self.filters.asked
        self._state.remember(_MEMORY, asked.as_settings())
        self.model.arrange()
        for facet, box in self.filters.boxes.items():
            if box.is_open:
                self._count(facet)
        self._follow_view()
        self._compute()

    def _open(self, facet: Facet) -> None:
        """Count for a list that opens; alerts computed before the last change are computed again."""
        if facet is Facet.ALERT:
            self._compute(wanted=True)
        self._count(facet)

    def _count(self, facet: Facet) -> None:
        index = self.source.index
        if facet is Facet.ALERT and not index.has_facts:
            self.filters.show_counts(facet, None)
            self._compute(wanted=True)
        else:
            self.filters.show_counts(facet, index.counts(facet, self.model.filter_text, self.filters.asked))

    def _needs_facts(self) -> bool:
        shown = {column.key for column in self.panel.view.shown_columns()}
        return Facet.ALERT in self.filters.asked.facets or self._sort in FACT_SORTS or bool(shown & FACT_SORTS.keys())

    @property
    def _sort(self) -> str:
        return self.model.columns[self.model.sorted_by].key if self.model.sorted_by >= 0 else ""

    def _compute(self, *, wanted: bool = False) -> None:
        """Compute the facts in the background, if anything asks for them; one computation at a time."""
        if self._computing or self._given_up or not (wanted or self._needs_facts()):
            self._say_waiting()
            return
        facts, commission, at = self._desk.facts, self._desk.commission, self.at
        known = facts.current(commission, at)
        if known is not None:
            self._take(at, known)
            self._say_waiting()
            return
        self._taken = False
        self._computing = tasks.run(
            self,
            self.tr("Calcul de ce qui est à surveiller"),
            lambda progress: facts.read(commission, at, progress),
            partial(self._take, at),
            self._say_failure,
        )
        self._computing.finished.connect(self._end)
        self._say_waiting()

    def _take(self, at: date, facts: Mapping[int, CptsFacts]) -> None:
        self._taken = True
        if at != self.at:
            return
        news = self.source.take_facts(facts)
        if news and self._needs_facts():
            self.model.arrange()
        if self.filters.boxes[Facet.ALERT].is_open:
            self._count(Facet.ALERT)

    def _end(self) -> None:
        """Go on where the day or the data changed meanwhile; a person who cancelled is not asked again."""
        self._computing = None
        self._given_up = not self._taken
        self._compute()

    def _say_failure(self, failure: Exception) -> None:
        self._page.messages.say_error(as_user_error(failure))

    def _say_waiting(self) -> None:
        lacking = not self.source.index.has_facts and Facet.ALERT in self.filters.asked.facets
        if self._computing and self._needs_facts():
            self.filters.wait(self.tr("calcul en cours…"))
        elif lacking:
            self.filters.wait(self.tr("calcul interrompu, F5 le reprend"))
        else:
            self.filters.wait("")

    def _follow_columns(self) -> None:
        self._follow_view()
        self._compute()

    def _shown(self) -> ViewSettings:
        """Return what the list shows, as a view keeps it."""
        return ViewSettings(
            self.panel.filter.text().strip(),
            self.filters.asked,
            tuple(column.key for column in self.panel.view.shown_columns()),
            self._sort,
            self._sort != "" and self.model.descending,
        )

    def _follow_view(self) -> None:
        view, shown = self.views.view, self._shown()
        if view:
            day = self.at if view.settings.day else None
            self.views.show_changed(changed=view.settings != replace(shown, day=day))

    def _choose(self, view: RegisterView | None) -> None:
        own = view.settings if view else ViewSettings()
        if own.day and own.day != self.at:
            self.day_wanted.emit(own.day)
        elif view is None and self.at != self._desk.today():
            self.day_wanted.emit(self._desk.today())
        self.panel.filter.setText(own.text)
        self.panel.view.show_columns(own.columns, own.sort, descending=own.descending)
        self.filters.ask(own.asked)
        self._follow_view()

    def _keep(self) -> None:
        from cpr_desk.ui.dialogs.register_view import KeepViewDialog

        dialog = KeepViewDialog(self._desk, self._shown(), self.at, self._page)
        dialog.saved.connect(partial(self._kept, self.tr("La vue est enregistrée.")))
        dialog.open()

    def _rename(self, view: RegisterView) -> None:
        from cpr_desk.ui.dialogs.register_view import RenameViewDialog

        dialog = RenameViewDialog(self._desk, view, self._page)
        dialog.saved.connect(partial(self._kept, self.tr("La vue est renommée.")))
        dialog.open()

    def _kept(self, sentence: str, view_id: int) -> None:
        self.views.remember(view_id)
        self._follow_view()
        self._desk.say_saved(self._page.messages, sentence)

    def _change(self, view: RegisterView) -> None:
        day = self.at if view.settings.day else None
        settings = replace(self._shown(), day=day)
        self._write(partial(register_views.change_view, self._desk.db, view, settings), view, self.tr("mise à jour"))

    def _remove(self, view: RegisterView) -> None:
        self._write(partial(register_views.remove_view, self._desk.db, view), view, self.tr("supprimée"))

    def _write(self, write: "partial[None]", view: RegisterView, done: str) -> None:
        try:
            write()
        except UserError as refusal:
            self._page.messages.say_error(refusal)
            return
        self._desk.refresh()
        sentence = self.tr("Vue «{nbsp}{name}{nbsp}» {done}.").format(nbsp=NBSP, name=view.name, done=done)
        self._desk.say_saved(self._page.messages, sentence)

    def _offer_columns(self) -> None:
        self.panel.view.offer_columns(self.views.mapToGlobal(QPoint(0, self.views.height())))
