"""What is said of the day one thinks of, beside the calendar."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.french import NBSP
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.dialogs.meeting_words import Verdict
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import StateBadge


class VerdictPanel(QFrame):
    """Whether the meeting can still be convened in time, and a button that takes the first lawful day."""

    def __init__(self, take: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = StateBadge(self)
        self._text = QLabel(self, wordWrap=True)
        self.take = QPushButton(self)
        self.take.setAutoDefault(False)
        self._proposal: date | None = None
        self.take.clicked.connect(lambda: take(self._proposal))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._badge)
        column.addWidget(self._text)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)

    def show_verdict(self, verdict: Verdict | None) -> None:
        """Show what is to be said of a day; None while none is typed."""
        self._proposal = verdict.proposal if verdict else None
        self._badge.setVisible(verdict is not None)
        self.take.setVisible(self._proposal is not None)
        self._text.setVisible(verdict is None or bool(verdict.sentences))
        if verdict is None:
            self._text.setText(
                self.tr("Saisissez la date{nbsp}: les échéances de convocation et d’ordre du jour s’affichent ici.")
                .format(nbsp=NBSP)
            )  # fmt: skip
            return
        if verdict.state:
            self._badge.show_state(verdict.state, verdict.word)
        else:
            self._badge.show_tone(Tone.NEUTRAL, "history", verdict.word)
        self._text.setText("\n".join(verdict.sentences))
        if self._proposal:
            self.take.setText(self.tr("Prendre le {day}").format(day=french.date_words(self._proposal)))

    def text(self) -> str:
        """Return what is said, for tests and screen readers."""
        return self._text.text()
