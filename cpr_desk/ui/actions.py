"""Commands: one QAction each, with text, icon, shortcut and enabling rule, shared by menu, toolbar and context menu."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from cpr_desk.ui.icons import icon


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """Declare a command: `run` does it, `enabled` says whether it makes sense now.

    `text` is a verb as menus write it; `tip` a sentence for tooltip and status line.
    """

    text: str
    run: Callable[[], object]
    icon: str = ""
    shortcut: str | QKeySequence.StandardKey | None = None
    tip: str = ""
    enabled: Callable[[], bool] = _always
    unless: str = ""
    """What to do first, said by the tip as long as the command makes no sense."""


class CommandSet:
    """The actions of one page or window; `refresh` applies their enabling rules again."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self._rules: list[tuple[QAction, Command, str]] = []

    def add(self, command: Command) -> QAction:
        """Make the action, bind its shortcut to the owner and return it."""
        action = QAction(command.text, self._owner)
        if command.icon:
            action.setIcon(icon(command.icon))
            action.setProperty("icon_name", command.icon)
        if command.shortcut is not None:
            action.setShortcut(QKeySequence(command.shortcut))
        tip = command.tip or command.text.replace("&", "").removesuffix("…")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.triggered.connect(lambda _checked: command.run())
        self._owner.addAction(action)
        self._rules.append((action, command, f"{tip} ({keys})" if keys else tip))
        self._apply(*self._rules[-1])
        return action

    def refresh(self) -> None:
        """Enable or disable every action by its rule; call it when the selection or the data changes."""
        for rule in self._rules:
            self._apply(*rule)

    def _apply(self, action: QAction, command: Command, tip: str) -> None:
        possible = command.enabled()
        action.setEnabled(possible)
        action.setToolTip(tip if possible or not command.unless else command.unless)
        action.setStatusTip(action.toolTip() if not possible else tip)


def separator(owner: QWidget) -> QAction:
    """Return a separator to put between groups of actions."""
    made = QAction(owner)
    made.setSeparator(True)
    return made


def described(actions: Iterable[QAction]) -> list[tuple[str, str]]:
    """Return (text, keys) of the actions that have a shortcut, for the help on the keyboard."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        (action.text().replace("&", ""), action.shortcut().toString(native))
        for action in actions
        if not action.shortcut().isEmpty()
    ]
