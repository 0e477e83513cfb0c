"""What a scale would change before it is stored: in the scale, for each CPTS, for each year; weighed in a worker."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.french import NBSP, euros, integer, listing, plural
from cpr_desk.domain.scale_changes import Difference
from cpr_desk.domain.scale_effects import Effects
from cpr_desk.ui import tasks
from cpr_desk.ui.models.scales import civil_year_columns, difference_columns, effect_columns, year_line_columns
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import ROW_HEIGHT, Space
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_view import TableView

_ROWS = 5


class EffectsView(QWidget):
    """Shows what `weigh` finds; `settled` comes once it is shown, or given up."""

    settled = Signal()

    def __init__(self, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.effects: Effects | None = None
        self._task: tasks.Task | None = None
        self._others: tuple[str, ...] = ()
        self.summary = PlainLabel(parent=self)
        self.notice = PlainLabel(
            self.tr(
                "Une année de contrat commencée garde le barème de son premier jour{nbsp}; un autre s’applique à "
                "l’anniversaire suivant ({notice}). Les résultats à venir comptent pour leur maximum."
            ).format(nbsp=NBSP, notice=DEFAULT_RULE_NOTICE),
            self,
        )
        self.notice.setProperty("muted", True)
        self.differences = TableModel(difference_columns(), identity=lambda row: row.what, parent=self)
        self.files = TableModel(effect_columns(), parent=self)
        self.lines = TableModel(year_line_columns(), identity=lambda row: (row.year, row.line.label), parent=self)
        self.years = TableModel(civil_year_columns(), identity=lambda row: row.label, parent=self)
        self.files_view = self._view(self.files, state, "scale-effects", self.tr("CPTS concernées"))
        lines_view = self._view(self.lines, state, "scale-effect-lines", self.tr("Lignes de la CPTS choisie"))
        self.files_view.chosen.connect(self._show_file)
        both = QSplitter(Qt.Orientation.Vertical, self)
        both.setChildrenCollapsible(False)
        both.addWidget(self.files_view)
        both.addWidget(lines_view)
        self.tabs = QTabWidget(self, documentMode=True)
        self.tabs.addTab(self._view(self.differences, state, "scale-differences", self.tr("Dans le barème")), "")
        self.tabs.addTab(both, "")
        self.tabs.addTab(self._view(self.years, state, "scale-years", self.tr("Par année civile")), "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.notice)
        self._name_tabs()

    def weigh(
        self, differences: Sequence[Difference], work: Callable[[tasks.Progress], Effects], others: Sequence[str]
    ) -> None:
        """Show what differs in the scale, and compute away from the window what that changes.

        `others` names the commissions whose CPTS are not weighed here though the scale is theirs too.
        """
        self.forget()
        self._others = tuple(others)
        self.differences.set_rows(differences)
        self.summary.say(self.tr("Calcul de ce qui change pour chaque CPTS…"))
        self._name_tabs()
        task = tasks.run(self, self.tr("Calcul de ce qui change"), work, self._show)
        self._task = task
        task.finished.connect(partial(self._end, task))

    def forget(self) -> None:
        """Show nothing: what was weighed is no longer what is typed."""
        if self._task:
            self._task.cancel()
            self._task = None
        self.effects = None
        for model in (self.differences, self.files, self.lines, self.years):
            model.set_rows(())
        self.summary.say("")
        self._name_tabs()

    @property
    def is_busy(self) -> bool:
        """Whether the work goes on."""
        return self._task is not None

    def _show(self, effects: Effects) -> None:
        self.effects = effects
        self.files.set_rows(effects.changed)
        self.years.set_rows([year for year in effects.years if year.difference])
        beyond = self.tr("Ce barème vaut aussi pour {names}, dont les CPTS ne sont pas comptées ici.")
        told = [self._words(effects), *([beyond.format(names=listing(self._others))] if self._others else [])]
        self.summary.say(" ".join(told))
        self._name_tabs()
        if effects.changed:
            first = next((each for each in effects.changed if each.lines), effects.changed[0])
            self.files_view.select_identities({first.id})

    def _end(self, task: tasks.Task) -> None:
        if self._task is not task:
            return
        self._task = None
        if self.effects is None:
            self.summary.say(self.tr("Le calcul n’a pas abouti. Recommencez avant d’enregistrer."))
        self.settled.emit()

    def _show_file(self) -> None:
        rows = self.files_view.selected_rows()
        self.lines.set_rows(rows[0].lines if len(rows) == 1 else ())

    def _words(self, effects: Effects) -> str:
        looked_at = plural(effects.looked_at, "CPTS", "CPTS")
        if not effects.changed:
            return self.tr("Rien ne change pour les {count} de la commission.").format(count=looked_at)
        told = [
            self.tr("CPTS concernées{nbsp}: {changed} sur {count}. Dû avant {now}, après {then}, écart {gap}.").format(
                changed=integer(len(effects.changed)),
                count=integer(effects.looked_at),
                nbsp=NBSP,
                now=euros(effects.now),
                then=euros(effects.then),
                gap=signed_euros(effects.then - effects.now),
            )
        ]
        if effects.past:
            told.append(self.tr("Sur des versements déjà échus{nbsp}: {past}.").format(
                nbsp=NBSP, past=signed_euros(effects.past)
            ))  # fmt: skip
        counts = (
            (self.tr("Changements de taille{nbsp}: {n}."), effects.resized),
            (self.tr("Lignes payées qui disparaissent{nbsp}: {n}{nbsp}; leurs versements restent."), effects.orphans),
            (self.tr("Lignes payées dont le montant change{nbsp}: {n}."), effects.repriced),
        )
        told += [words.format(nbsp=NBSP, n=integer(number)) for words, number in counts if number]
        return " ".join(told)

    def _name_tabs(self) -> None:
        names = (self.tr("Dans le &barème"), self.tr("Par &CPTS"), self.tr("Par &année civile"))
        totals = (self.differences.total, self.files.total, self.years.total)
        for place, (name, total) in enumerate(zip(names, totals, strict=True)):
            self.tabs.setTabText(place, f"{name} ({integer(total)})")

    def _view(self, model: TableModel[Any], state: UiState, key: str, name: str) -> TableView:
        view = TableView(model, state, key, self)
        view.setAccessibleName(name)
        view.setMinimumHeight(_ROWS * ROW_HEIGHT)
        return view


def signed_euros(amount: Decimal) -> str:
    """Return a difference with its sign, « + 10 000 € »."""
    return f"+{NBSP}{euros(amount)}" if amount > 0 else euros(amount)
