"""Dated facts, one below the other: a word with its icon, a name, sentences, papers that open, what one may do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP
from cpr_desk.domain.papers import Paper, size_words
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import ICON_SIZE, Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import SectionTitle
from cpr_desk.ui.widgets.plain_label import PlainLabel

_TITLE_DROP = 3
"""By how much a name stands lower than its row begins, on the line of its badge."""
_LONGEST_NAME = 32
"""Letters of the name of a file that its button shows; the tooltip has it whole."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something one may do with a fact, named by its verb."""

    verb: str
    run: Callable[[], object] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """`badge` is its tone, icon and word; `papers` open at a click."""

    badge: tuple[Tone, str, str]
    title: str
    words: str = ""
    papers: tuple[Paper, ...] = ()
    acts: tuple[Act, ...] = ()


class FactList(QWidget):
    """The rows are made anew only where what they say differs; focus stays. `opened` comes with a paper."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.M)
        self._grid.setColumnStretch(1, 1)
        self._made: list[QWidget] = []

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show facts in their order."""
        same, self._facts = tuple(facts) == self._facts, tuple(facts)
        if same:
            return
        held = QApplication.focusWidget()
        name = held.accessibleName() if held and self.isAncestorOf(held) else ""
        for widget in self._made:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made.clear()
        for row, fact in enumerate(self._facts):
            self._add(row, fact)
        if name and (again := next((each for each in self.buttons() if each.accessibleName() == name), None)):
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def buttons(self) -> list[QToolButton]:
        """Return the buttons shown, in reading order."""
        return [button for widget in self._made for button in widget.findChildren(QToolButton)]

    def text(self) -> str:
        """Return what is said, for tests and screen readers."""
        told = [f"{each.badge[2]}. {each.title}. {each.words}".strip() for each in self._facts]
        return "\n".join(told)

    def _add(self, row: int, fact: Fact) -> None:
        badge = StateBadge(self)
        badge.show_tone(*fact.badge)
        words = QWidget(self)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, _TITLE_DROP, 0, 0)
        column.setSpacing(2)
        title = SectionTitle(fact.title, words)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        column.addWidget(title)
        if fact.words:
            column.addWidget(PlainLabel(fact.words, words))
        if fact.papers:
            column.addWidget(self._papers(fact, words))
        acts = QWidget(self)
        line = QHBoxLayout(acts)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addStretch()
        for place, act in enumerate(fact.acts):
            button = QToolButton(acts, autoRaise=True)
            button.setText(act.verb)
            button.setAccessibleName(f"{act.verb.rstrip('…')}{NBSP}: {fact.title}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, row=row, place=place: self._facts[row].acts[place].run())
            line.addWidget(button)
        for place, widget in enumerate((badge, words, acts)):
            self._grid.addWidget(widget, row, place, Qt.AlignmentFlag.AlignTop)
            self._made.append(widget)
            widget.show()  # a layout would show it later, and what is not shown takes no focus

    def _papers(self, fact: Fact, parent: QWidget) -> QWidget:
        row = ActionRow(parent)
        buttons = []
        for paper in fact.papers:
            button = QToolButton(row, autoRaise=True)
            cut = paper.name if len(paper.name) <= _LONGEST_NAME else f"{paper.name[: _LONGEST_NAME - 1]}…"
            button.setText(cut.replace("&", "&&"))
            button.setIcon(icon("file-text"))
            button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            told = self.tr("Ouvrir {name} ({size})").format(name=paper.name, size=size_words(paper.size))
            button.setAccessibleName(told)
            button.setToolTip(told)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, paper=paper: self.opened.emit(paper))
            buttons.append(button)
        row.set_buttons(buttons)
        return row
