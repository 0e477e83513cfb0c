"""The path of a CPTS to its contract, from left to right: each step with how it stands and its day."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

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
    """The cells stay, only what they say changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        self._cells = [(StateBadge(self), QLabel(self, wordWrap=True), QLabel(self)) for _ in PATH]
        for column, (badge, name, day) in enumerate(self._cells):
            name.setFont(theme.font(bold=True))
            day.setFont(theme.font(TextSize.SMALL))
            day.setProperty("muted", True)
            grid.setColumnStretch(column, 1)
            for row, widget in enumerate((badge, name, day)):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def show_path(self, path: Sequence[Milestone]) -> None:
        """Show how each step stands."""
        for (badge, name, day), milestone in zip(self._cells, path, strict=True):
            badge.show_tone(*_LOOK[milestone.state], capital(milestone.state.label))
            name.setText(milestone.step.label)
            day.setText(date_digits(milestone.on) if milestone.on else "")

    def text(self) -> str:
        """Return what is said, for tests and screen readers."""
        return "\n".join(
            " ".join(filter(None, (f"{badge.accessibleName()}.", name.text(), day.text())))
            for badge, name, day in self._cells
        )
