"""The path of a CPTS to its contract, from left to right: each step with how it stands and its day."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cpr_desk.domain.adhesion import PATH
from cpr_desk.domain.french import capital, date_digits
from cpr_desk.domain.path import Milestone, Reached
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import StateBadge

_LOOK = {
    Reached.DONE: (Tone.DONE, "circle-check"),
    Reached.SKIPPED: (Tone.NEUTRAL, "circle-help"),
    Reached.NEXT: (Tone.ACCENT, "chevron-right"),
    Reached.TO_COME: (Tone.UPCOMING, "clock"),
    Reached.DROPPED: (Tone.NEUTRAL, "x"),
}


class PathStepper(QWidget):
    """The cells stay, only what they say changes; where there is no room for one line, they take two or more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.M)
        self._cells = [_Cell(self) for _ in PATH]
        self._across = 0
        self._arrange(len(self._cells))

    def show_path(self, path: Sequence[Milestone]) -> None:
        """Show how each step stands."""
        for cell, milestone in zip(self._cells, path, strict=True):
            cell.show_milestone(milestone)

    def text(self) -> str:
        """Return what is said, for tests and screen readers."""
        return "\n".join(cell.text() for cell in self._cells)

    def minimumSizeHint(self) -> QSize:
        """Ask for two cells: the others go below."""
        widest = max(cell.minimumSizeHint().width() for cell in self._cells)
        return QSize(2 * widest + Space.M, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        widest = max(cell.minimumSizeHint().width() for cell in self._cells) + Space.M
        fitting = (event.size().width() + Space.M) // widest
        self._arrange(next((each for each in (7, 4, 3) if fitting >= each), 2))
        super().resizeEvent(event)

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for place, cell in enumerate(self._cells):
            self._grid.addWidget(cell, place // across, place % across, Qt.AlignmentFlag.AlignTop)
        for column in range(len(self._cells)):
            self._grid.setColumnStretch(column, 1 if column < across else 0)


class _Cell(QWidget):
    """A step of the path: how it stands, its name and its day."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._badge, self._name, self._day = StateBadge(self), QLabel(self, wordWrap=True), QLabel(self)
        self._name.setFont(theme.font(bold=True))
        self._day.setFont(theme.font(TextSize.SMALL))
        self._day.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._name)
        column.addWidget(self._day)

    def show_milestone(self, milestone: Milestone) -> None:
        """Show how a step stands."""
        self._badge.show_tone(*_LOOK[milestone.state], capital(milestone.state.label))
        self._name.setText(milestone.step.label)
        self._day.setText(date_digits(milestone.on) if milestone.on else "")

    def text(self) -> str:
        """Return what is said."""
        return " ".join(filter(None, (f"{self._badge.accessibleName()}.", self._name.text(), self._day.text())))
