"""States in a word: a badge carries an icon, a word and a tone together."""

from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from cpr_desk.ui.colours import Tone
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.icon_label import IconLabel


class State(Enum):
    """The four states of what must be done: tone and icon."""

    DONE = (Tone.DONE, "circle-check")
    UPCOMING = (Tone.UPCOMING, "clock")
    URGENT = (Tone.URGENT, "triangle-alert")
    LATE = (Tone.LATE, "octagon-alert")

    @property
    def tone(self) -> Tone:
        """Its colour."""
        return self.value[0]

    @property
    def icon_name(self) -> str:
        """Its icon."""
        return self.value[1]

    @property
    def word(self) -> str:
        """Its name."""
        words = {
            State.DONE: QCoreApplication.translate("State", "Fait"),
            State.UPCOMING: QCoreApplication.translate("State", "À venir"),
            State.URGENT: QCoreApplication.translate("State", "Urgent"),
            State.LATE: QCoreApplication.translate("State", "En retard"),
        }
        return words[self]


class StateBadge(QFrame):
    """An icon and a word on the pale colour of a tone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("clock", size=14, parent=self)
        self._word = QLabel(self)
        self._said: tuple[Tone, str, str] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 2, Space.S, 2)
        row.setSpacing(Space.XS)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: State, word: str = "") -> None:
        """Show one of the four states; `word` says it more precisely (« dans 3 jours »)."""
        self.show_tone(state.tone, state.icon_name, word or state.word)

    def show_tone(self, tone: Tone, picture: str, word: str) -> None:
        """Show any tone, icon and word; styling again costs a millisecond, which a key must not pay for nothing."""
        if (tone, picture, word) == self._said:
            return
        self._said = tone, picture, word
        self.setProperty("tone", tone.value)
        self._icon.show_icon(picture, tone)
        self._word.setText(word)
        for widget in (self, self._word):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.setAccessibleName(word)
