"""What happened to something, day by day: the day, a word with its icon, a name and a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cpr_desk.domain.french import date_digits
from cpr_desk.domain.meeting_timeline import Event, Mark
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.plain_label import PlainLabel

_LOOK = {
    Mark.HAPPENED: (Tone.NEUTRAL, "check"),
    Mark.IN_TIME: (Tone.DONE, "circle-check"),
    Mark.LATE: (Tone.LATE, "octagon-alert"),
    Mark.VOID: (Tone.NEUTRAL, "x"),
    Mark.LIMIT: (Tone.URGENT, "alarm-clock"),
    Mark.TO_COME: (Tone.UPCOMING, "clock"),
}


class Timeline(QWidget):
    """A line an event; lines are made as they are needed and stay, only their words change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(Space.M)
        self._lines.setVerticalSpacing(Space.S)
        self._lines.setColumnStretch(2, 1)
        self._rows: list[tuple[QLabel, StateBadge, PlainLabel]] = []

    def show_events(self, events: Sequence[Event]) -> None:
        """Show events in the order in which they come."""
        while len(self._rows) < len(events):
            self._add_row()
        for number, (day, badge, words) in enumerate(self._rows):
            for widget in (day, badge, words):
                widget.setVisible(number < len(events))
            if number < len(events):
                event = events[number]
                tone, picture = _LOOK[event.mark]
                day.setText(date_digits(event.on))
                badge.show_tone(tone, picture, event.mark.label)
                words.say("\n".join(filter(None, (event.title, event.words))))

    def text(self) -> str:
        """Return what is said, for tests and screen readers."""
        shown = [row for row in self._rows if not row[0].isHidden()]
        return "\n".join(f"{day.text()}. {badge.accessibleName()}. {words.text()}" for day, badge, words in shown)

    def _add_row(self) -> None:
        row = QLabel(self), StateBadge(self), PlainLabel(parent=self)
        place = len(self._rows)
        for column, widget in enumerate(row):
            self._lines.addWidget(widget, place, column, Qt.AlignmentFlag.AlignTop)
        self._rows.append(row)
