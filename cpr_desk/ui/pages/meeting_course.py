"""The steps of a meeting, one below the other: how each stands, in a word and in sentences."""

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cpr_desk.domain.meeting_course import Course, Step, StepState
from cpr_desk.domain.meetings import MeetingStatus
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import SectionTitle

STEP_LOOK = {
    StepState.DONE: (Tone.DONE, "circle-check"),
    StepState.LATE: (Tone.LATE, "octagon-alert"),
    StepState.NEXT: (Tone.URGENT, "chevron-right"),
    StepState.TO_COME: (Tone.UPCOMING, "clock"),
    StepState.DROPPED: (Tone.NEUTRAL, "x"),
}
STATUS_LOOK = {
    MeetingStatus.PLANNED: ("clock", Tone.UPCOMING),
    MeetingStatus.CONVENED: ("mail", Tone.ACCENT),
    MeetingStatus.HELD: ("circle-check", Tone.DONE),
    MeetingStatus.CANCELLED: ("x", Tone.NEUTRAL),
}
_STEPS = 5


class CourseSteps(QWidget):
    """A badge, a name and sentences for each step; the rows stay, only their words change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines = QGridLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(Space.M)
        lines.setVerticalSpacing(Space.XS)
        lines.setColumnStretch(1, 1)
        self._rows = [(StateBadge(self), SectionTitle("", self), QLabel(self, wordWrap=True)) for _ in range(_STEPS)]
        for number, (badge, title, words) in enumerate(self._rows):
            lines.addWidget(badge, 2 * number, 0)
            lines.addWidget(title, 2 * number, 1)
            lines.addWidget(words, 2 * number + 1, 1)

    def show_course(self, course: Course) -> None:
        """Show how each step stands."""
        steps = course.steps
        for number, row in enumerate(self._rows):
            for widget in row:
                widget.setVisible(number < len(steps))
            if number < len(steps):
                self._show(row, steps[number])

    def text(self) -> str:
        """Return what is said, for tests and screen readers."""
        return "\n".join(
            f"{badge.accessibleName()}. {title.text()}. {words.text()}"
            for badge, title, words in self._rows
            if title.text()
        )

    def _show(self, row: tuple[StateBadge, QLabel, QLabel], step: Step) -> None:
        badge, title, words = row
        tone, picture = STEP_LOOK[step.state]
        badge.show_tone(tone, picture, step.state.label)
        title.setText(step.title)
        words.setText("\n".join(step.sentences))
