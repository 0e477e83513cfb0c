"""A whole list: the field that filters, the count, the table, and what to say when it is empty."""

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedLayout, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.ui.models.rows import RowsModel
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.filter_edit import FilterEdit
from cpr_desk.ui.widgets.table_view import TableView


class TablePanel(QWidget):
    """Puts a table together; `noun` and `nouns` name what it counts (« réunion », « réunions »)."""

    def __init__(
        self,
        model: RowsModel[Any],
        state: UiState,
        key: str,
        noun: str,
        nouns: str,
        empty: EmptyState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._nouns = (noun, nouns)
        self.filter = FilterEdit(self)
        self.view = TableView(model, state, key, self)
        self.view.setAccessibleName(nouns)
        self.count = QLabel(self)
        self.count.setProperty("muted", True)
        self._empty = empty
        self._unfound = EmptyState("search", self.tr("Rien ne correspond à ce filtre"), "", parent=self)
        self._bar = QHBoxLayout()
        self._bar.setSpacing(Space.S)
        self._bar.addWidget(self.filter, 1)
        self._bar.addWidget(self.count)
        self._bar.addStretch()
        self._stack = QStackedLayout()
        for widget in (self.view, self._empty, self._unfound):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._bar)
        column.addLayout(self._stack, 1)
        self.filter.textChanged.connect(model.set_filter)
        self.filter.leave_down.connect(self._enter_table)
        model.modelReset.connect(self._refresh)
        remembered = state.get(f"filter/{key}")
        self.filter.setText(remembered if isinstance(remembered, str) else "")
        self.filter.textChanged.connect(lambda text: state.remember(f"filter/{key}", text))
        self._refresh()

    def add_to_bar(self, widget: QWidget) -> None:
        """Put a control at the right of the filter."""
        self._bar.addWidget(widget)

    def tell_beside(self, label: QWidget) -> None:
        """Let a label take what room there is beside the count: it says what else narrows the list."""
        self._bar.insertWidget(self._bar.indexOf(self.count) + 1, label, 2)

    def set_context_actions(self, actions: list[QAction]) -> None:
        """Offer these actions on a right click or the menu key, before « Copier »."""
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        own = self.view.actions()

        def open_menu(place: Any) -> None:
            menu = QMenu(self.view)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions([*actions, *own])
            menu.popup(self.view.viewport().mapToGlobal(place))

        self.view.customContextMenuRequested.connect(open_menu)

    def select(self, identity: Hashable) -> None:
        """Show and select one row, dropping the filter when it hides it."""
        if not self._model.lines_of({identity}):
            self.filter.clear()
        self.view.select_identities({identity})

    def _enter_table(self) -> None:
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.view.selectionModel().hasSelection() and self._model.rowCount():
            self.view.selectRow(0)

    def _refresh(self) -> None:
        shown, total = self._model.rowCount(), self._model.total
        everything = french.plural(total, *self._nouns)
        some = self.tr("{shown} sur {total}").format(shown=french.integer(shown), total=everything)
        self.count.setText(everything if shown == total else some)
        how = (
            self.tr("Modifiez ou effacez le filtre (Échap) pour revoir {total}.")
            if self._model.filter_text
            else self.tr("Modifiez ou effacez les filtres pour revoir {total}.")
        )
        self._unfound.say(self.tr("Rien ne correspond à ce filtre"), how.format(total=everything))
        page = self.view if shown else self._unfound if total else self._empty
        self._stack.setCurrentWidget(page)
