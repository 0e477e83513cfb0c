"""What an empty list or page says: what it will hold, and what to do first."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cpr_desk.ui import theme
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.icon_label import IconLabel

_PICTURE = 40


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
        self._title = QLabel(title, self, alignment=Qt.AlignmentFlag.AlignHCenter, wordWrap=True)
        self._title.setFont(theme.font(bold=True))
        self._sentence = QLabel(sentence, self, alignment=Qt.AlignmentFlag.AlignHCenter, wordWrap=True)
        self._sentence.setProperty("muted", True)
        self._sentence.setMaximumWidth(480)
        column = QVBoxLayout(self)
        column.setSpacing(Space.S)
        column.addStretch()
        column.addWidget(IconLabel(picture, size=_PICTURE), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        if verb and act:
            button = theme.primary(QPushButton(verb, self))
            button.clicked.connect(lambda: act())
            column.addSpacing(Space.S)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def say(self, title: str, sentence: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._sentence.setText(sentence)
