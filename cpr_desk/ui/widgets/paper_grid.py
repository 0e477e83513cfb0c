"""The count of a secret ballot: papers by section, weight and choice, checked against the voters."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cpr_desk.domain.composition import VOTING, Section
from cpr_desk.domain.french import NBSP, capital, plural
from cpr_desk.domain.voting import SECRET_CHOICES, Choice, Elector, Tally
from cpr_desk.ui import theme
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.plain_label import PlainLabel

_WIDTH = 72
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class _Cell(QLineEdit):
    """A number of papers; `done` comes with Enter."""

    done = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, maxLength=3)
        self.setValidator(QIntValidator(0, 999, self))
        self.setFixedWidth(_WIDTH)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.done.emit()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class _Row:
    """The papers of one weight in one section."""

    title: QLabel
    voters: QLabel
    cells: dict[Choice, _Cell]
    check: QLabel


class PaperGrid(QWidget):
    """`changed` comes when a number is typed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[tuple[Section, int], _Row] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        heads = [self.tr("Bulletins"), self.tr("Votants"), *(capital(choice.label) for choice in SECRET_CHOICES)]
        for column, words in enumerate(heads):
            label = QLabel(words, self)
            label.setFont(theme.font(bold=True))
            self._grid.addWidget(label, 0, column, _side(column))
        self._grid.setColumnStretch(len(heads), 1)
        self.single = PlainLabel(parent=self)
        self.single.setProperty("muted", True)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(self._grid)
        around.addWidget(self.single)

    def show_electors(self, electors: Sequence[Elector]) -> None:
        """Show who may put a paper in the box; what was typed of a weight stays."""
        room = Counter((each.section, each.votes) for each in electors)
        order = sorted(room.keys() | self._rows.keys(), key=lambda key: (VOTING.index(key[0]), -key[1]))
        if order != list(self._rows):
            self._rows = {key: self._rows.get(key) or self._row(key) for key in order}
            for line, row in enumerate(self._rows.values(), start=1):
                for column, widget in enumerate((row.title, row.voters, *row.cells.values(), row.check)):
                    self._grid.addWidget(widget, line, column, _side(column))
        for key, row in self._rows.items():
            row.voters.setText(str(room[key]))
        alone = sum(voters == 1 for voters in room.values())
        self.single.setVisible(bool(alone))
        self.single.say(
            self.tr("Un poids détenu par un seul votant laisse deviner son bulletin{nbsp}: ne communiquez alors que le "
                    "total.").format(nbsp=NBSP)
        )  # fmt: skip
        self._check()

    def tallies(self) -> tuple[Tally, ...]:
        """Return the papers as they are counted, those of zero left out."""
        return tuple(
            Tally(section, weight, choice, int(cell.text()))
            for (section, weight), row in self._rows.items()
            for choice, cell in row.cells.items()
            if cell.text().strip() and int(cell.text())
        )

    def begin(self) -> None:
        """Take the first cell."""
        if first := next(iter(self._rows.values()), None):
            first.cells[Choice.FOR].setFocus(Qt.FocusReason.TabFocusReason)

    def fill(self, tallies: Iterable[Tally]) -> None:
        """Write a count that is known."""
        for tally in tallies:
            if row := self._rows.get((tally.section, tally.weight)):
                row.cells[tally.choice].setText(str(tally.heads))
        self._check()

    def _row(self, key: tuple[Section, int]) -> _Row:
        section, weight = key
        title = self.tr("{section}, {weight}").format(section=section.label, weight=plural(weight, "voix", "voix"))
        cells = {choice: _Cell(f"{title}{NBSP}: {choice.label}", self) for choice in SECRET_CHOICES}
        for cell in cells.values():
            cell.textEdited.connect(lambda _text: self._told())
            cell.done.connect(partial(self._go_on, cell))
        return _Row(QLabel(title, self), QLabel(self), cells, QLabel(self))

    def _go_on(self, cell: _Cell) -> None:
        """Take the next cell, the first one again after the last."""
        cells = [each for row in self._rows.values() for each in row.cells.values()]
        following = cells[(cells.index(cell) + 1) % len(cells)]
        following.setFocus(Qt.FocusReason.TabFocusReason)
        following.selectAll()

    def _told(self) -> None:
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        for row in self._rows.values():
            voters = int(row.voters.text() or 0)
            papers = sum(int(cell.text() or 0) for cell in row.cells.values())
            row.check.setText(f"{plural(papers, self.tr('bulletin'))}, {self._compared(papers - voters)}")
            row.check.setProperty("error", papers > voters)
            row.check.style().unpolish(row.check)
            row.check.style().polish(row.check)

    def _compared(self, over: int) -> str:
        if over > 0:
            return self.tr("soit {over} de trop").format(over=over)
        if over < 0:
            lacking = plural(-over, self.tr("votant n’en a"), self.tr("votants n’en ont"))
            return self.tr("{voters} pas déposé").format(voters=lacking)
        return self.tr("le compte y est")


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter if 1 <= column <= 5 else Qt.AlignmentFlag(0)
