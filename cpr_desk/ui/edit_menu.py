"""The menu « Édition »: undo and redo the last use cases by name, and say in the page what came of it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.widgets.message_bar import MessageBar, Weight

if TYPE_CHECKING:
    from cpr_desk.services.undo import Step
    from cpr_desk.ui.desk import Desk

_WIDEST = 460  # pixels of a name in the menu: a label may quote a file name of 200 characters


class EditMenu(QMenu):
    """Follows the desk in use; `messages` gives the message bar of the page in view.

    In a text field Ctrl+Z stays the field’s own: Qt asks the field first.
    """

    def __init__(self, bar: QWidget, commands: CommandSet, messages: Callable[[], MessageBar | None]) -> None:
        super().__init__(bar)
        self.setTitle(self.tr("Édi&tion"))
        self._messages = messages
        self._desk: Desk | None = None
        undo = Command(self.tr("&Annuler"), self._undo, "undo-2", "Ctrl+Z", enabled=lambda: bool(self._undoable()))
        redo = Command(self.tr("&Rétablir"), self._redo, "redo-2", "Ctrl+Y", enabled=lambda: bool(self._redoable()))
        self._undo_action, self._redo_action = commands.add(undo), commands.add(redo)
        self._redo_action.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.addActions([self._undo_action, self._redo_action])
        self.aboutToShow.connect(self._name_actions)

    def follow(self, desk: "Desk | None") -> None:
        """Undo and redo what is carried out at this desk, None while no data are open."""
        if desk is not self._desk:
            self._desk = desk
            if desk:
                desk.changed.connect(self._name_actions)
                desk.noted.connect(self._name_actions)
                desk.undone.connect(self._say_undone)
                desk.redone.connect(self._say_redone)
                desk.refused.connect(self._say_refused)
        self._name_actions()

    def _undoable(self) -> "Step | None":
        return self._desk.history.undo if self._desk else None

    def _redoable(self) -> "Step | None":
        return self._desk.history.redo if self._desk else None

    def _name_actions(self) -> None:
        self._name(self._undo_action, self.tr("&Annuler"), self._undoable())
        self._name(self._redo_action, self.tr("&Rétablir"), self._redoable())

    def _name(self, action: QAction, verb: str, step: "Step | None") -> None:
        name = f"{NBSP}: {step.label}" if step else ""
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST)
        action.setText(verb + shown.replace("&", "&&"))
        told = verb.replace("&", "") + name
        action.setStatusTip(told)
        action.setToolTip(f"{told} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.setEnabled(bool(step))

    def _undo(self) -> None:
        if self._desk:
            self._desk.undo_last()

    def _redo(self) -> None:
        if self._desk:
            self._desk.redo_last()

    def _say_undone(self, step: "Step") -> None:
        if self._desk:
            self._say(f"{self.tr('Annulé')}{NBSP}: {step.label}.", self.tr("Rétablir"), partial(self._desk.redo, step))

    def _say_redone(self, step: "Step") -> None:
        if self._desk:
            self._say(f"{self.tr('Rétabli')}{NBSP}: {step.label}.", self.tr("Annuler"), partial(self._desk.undo, step))

    def _say(self, sentence: str, verb: str, act: Callable[[], object]) -> None:
        if bar := self._messages():
            bar.say(Weight.SUCCESS, sentence, verb, act)

    def _say_refused(self, refusal: UserError) -> None:
        if bar := self._messages():
            bar.say_error(refusal)
