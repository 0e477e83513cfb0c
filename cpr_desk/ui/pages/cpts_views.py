"""The views of the register behind one button: choose, keep, change, rename, remove."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cpr_desk.domain.french import NBSP
from cpr_desk.services import register_views
from cpr_desk.services.register_views import RegisterView
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.icons import icon
from cpr_desk.ui.state import UiState

_LONGEST = 28
_MEMORY = "cpts/view"


class ViewsButton(QPushButton):
    """Names the view chosen last. `chosen` comes with a view, or None for the whole register."""

    chosen = Signal(object)
    keeping = Signal()
    changing = Signal(object)
    renaming = Signal(object)
    removed = Signal(object)
    choosing_columns = Signal()

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state = state
        self._views: tuple[RegisterView, ...] = ()
        self._changed = False
        self.setIcon(icon("eye"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._say()

    @property
    def view(self) -> RegisterView | None:
        """The view chosen last, None for none or one that is no more."""
        wanted = self._state.get(_MEMORY)
        return next((view for view in self._views if view.id == wanted), None)

    def reload(self) -> None:
        """Read the views again."""
        self._views = register_views.views(self._desk.db, self._desk.commission.id)
        self._say()

    def show_changed(self, *, changed: bool) -> None:
        """Tell whether the register shows anything else than the view chosen."""
        self._changed = changed
        self._say()

    def remember(self, view_id: int | None) -> None:
        """Take a view as the one chosen."""
        self._state.remember(_MEMORY, view_id)
        self._changed = False
        self._say()

    def _choose(self, view: RegisterView | None) -> None:
        self.remember(view.id if view else None)
        self.chosen.emit(view)

    def _say(self) -> None:
        view = self.view
        if view is None:
            self.setText(self.tr("Vues"))
            self.setToolTip(self.tr("Garder sous un nom les filtres, les colonnes et le tri"))
            self.setAccessibleName(self.tr("Vues du registre"))
            return
        name = view.name if len(view.name) <= _LONGEST else f"{view.name[: _LONGEST - 1]}…"
        self.setText((f"{name} *" if self._changed else name).replace("&", "&&"))
        told = self.tr("{name}, modifiée depuis").format(name=view.name) if self._changed else view.name
        self.setToolTip(told)
        self.setAccessibleName(self.tr("Vue du registre{nbsp}: {name}").format(nbsp=NBSP, name=told))

    def _fill(self) -> None:
        menu, view = self._menu, self.view
        menu.clear()
        group = QActionGroup(menu)
        for each in (None, *self._views):
            action = menu.addAction(each.name.replace("&", "&&") if each else self.tr("Tout le registre"))
            action.setCheckable(True)
            action.setChecked(each == view)
            action.triggered.connect(partial(self._choose, each))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(icon("save"), self.tr("Enregistrer comme nouvelle vue…")).triggered.connect(self.keeping)
        if view:
            named = f"«{NBSP}{view.name.replace('&', '&&')}{NBSP}»"
            change = menu.addAction(self.tr("Mettre à jour {named}").format(named=named))
            change.setEnabled(self._changed)
            change.triggered.connect(lambda: self.changing.emit(view))
            rename = menu.addAction(icon("pencil"), self.tr("Renommer {named}…").format(named=named))
            rename.triggered.connect(lambda: self.renaming.emit(view))
            remove = menu.addAction(icon("trash-2"), self.tr("Supprimer {named}").format(named=named))
            remove.triggered.connect(lambda: self.removed.emit(view))
        menu.addSeparator()
        columns = menu.addAction(icon("columns-3"), self.tr("Choisir les colonnes…"))
        columns.triggered.connect(self.choosing_columns)
