"""What an empty list or page says: what it will hold, and what to do first."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cpr_desk.ui import theme
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.icon_label import IconLabel

_PICTURE = 40
_WIDEST = 460
_NARROWEST = 220


class EmptyState(QWidget):
    """A picture, a title, a sentence and perhaps a button, in the middle of the room there is."""

    def __init__(
        self,
        picture: str,
        title: str,
        sentence: str = "",
        verb: str = "",
        act: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = QLabel(self, alignment=Qt.AlignmentFlag.AlignHCenter, wordWrap=True)
        self._title.setFont(theme.font(bold=True))
        self._sentence = QLabel(self, alignment=Qt.AlignmentFlag.AlignHCenter, wordWrap=True)
        self._sentence.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setSpacing(Space.S)
        column.addStretch()
        column.addWidget(IconLabel(picture, size=_PICTURE), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(self._sentence, 1)
        middle.addStretch()
        column.addLayout(middle)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(Space.S)
        column.addSpacing(Space.S)
        column.addLayout(self._choices)
        column.setAlignment(self._choices, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        if verb and act:
            theme.primary(self.add_choice(verb, act))
        self.say(title, sentence)

    def add_choice(self, verb: str, act: Callable[[], object]) -> QPushButton:
        """Offer one more thing to do, and return its button."""
        button = QPushButton(verb, self)
        button.clicked.connect(lambda _checked: act())
        self._choices.addWidget(button)
        return button

    def say(self, title: str, sentence: str) -> None:
        """Change the words."""
        wanted = min(_WIDEST, self._sentence.fontMetrics().horizontalAdvance(sentence) + Space.L)
        self._sentence.setMinimumWidth(min(wanted, _NARROWEST))
        self._sentence.setMaximumWidth(wanted)
        self._title.setText(title)
        self._sentence.setText(sentence)
