"""A deadline a secretary can justify: its day, how far it is, and how it was counted."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cpr_desk.domain.deadlines import Deadline
from cpr_desk.domain.dispatch import Proof
from cpr_desk.domain.french import NBSP, date_words, plural
from cpr_desk.domain.meeting_course import Course
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.cards import SectionTitle

_URGENT_DAYS = 7
"""From so many days before the advised one, a deadline is urgent."""


def state_of(deadline: Deadline, today: date) -> State:
    """Return how pressing a deadline is while what it asks is not sent; a passed one is late."""
    if deadline.days_left(today) < 0:
        return State.LATE
    return State.URGENT if (deadline.advised - today).days <= _URGENT_DAYS else State.UPCOMING


def distance_in_words(days: int) -> str:
    """Return « dans 3 jours », « demain », « aujourd’hui », « hier », « il y a 3 jours »."""
    near = {
        -1: QCoreApplication.translate("Deadline", "hier"),
        0: QCoreApplication.translate("Deadline", "aujourd’hui"),
        1: QCoreApplication.translate("Deadline", "demain"),
    }
    if days in near:
        return near[days]
    shape = QCoreApplication.translate("Deadline", "dans {days}" if days > 0 else "il y a {days}")
    return shape.format(days=plural(abs(days), "jour"))


class DeadlineRow(QWidget):
    """One deadline; its reasoning unfolds under it, and shows on hover."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = SectionTitle("", self)
        self._badge = StateBadge(self)
        self._day = QLabel(self, wordWrap=True)
        self._advised = QLabel(self, wordWrap=True)
        self._advised.setProperty("muted", True)
        self._sent = QLabel(self, wordWrap=True)
        self._sent.hide()
        self._toggle = QToolButton(self, autoRaise=True)
        self._toggle.setCheckable(True)
        self._toggle.setText(self.tr("Comment cette date est comptée"))
        self._toggle.setIconSize(QSize(14, 14))
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.setFont(theme.font(TextSize.SMALL))
        self._reasoning = QLabel(self, wordWrap=True)
        self._reasoning.setProperty("muted", True)
        self._reasoning.setFont(theme.font(TextSize.SMALL))
        self._reasoning.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._toggle.toggled.connect(self._unfold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for widget in (self._title, self._day, self._badge, self._advised, self._sent, self._toggle, self._reasoning):
            column.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._unfold(unfolded=False)

    def unfold(self) -> None:
        """Show the reasoning for good."""
        self._toggle.setChecked(True)
        self._toggle.hide()

    def show_deadline(self, deadline: Deadline, today: date) -> None:
        """Show a deadline as seen from a day."""
        state = state_of(deadline, today)
        far = distance_in_words(deadline.days_left(today))
        latest = self.tr("Au plus tard le {day}").format(day=date_words(deadline.latest))
        self._title.setText(deadline.kind.label)
        word = self.tr("Date passée") if state is State.LATE else state.word
        self._badge.show_state(state, f"{word}, {far}")
        if deadline.meeting_on < today:
            self._badge.show_tone(Tone.NEUTRAL, "history", self.tr("Réunion passée"))
        self._day.setText(latest)
        self._day.setToolTip("\n".join(deadline.steps))
        self._advised.setText(self.tr("Conseillé le {day}, jour ouvré").format(day=date_words(deadline.advised)))
        self._advised.setVisible(deadline.advised != deadline.latest)
        self._reasoning.setText("\n".join((*deadline.steps, f"{deadline.rule}{NBSP}: {deadline.source}.")))
        self._toggle.setAccessibleName(f"{self._toggle.text()}, {deadline.kind.label.lower()}")
        self.setAccessibleName(f"{deadline.kind.label}. {latest}. {word}, {far}")

    def show_proof(self, course: Course, proof: Proof) -> None:
        """Say what was really sent, after `show_deadline`; a cancelled meeting asks for nothing any more."""
        sent = proof.in_time or proof.late
        if sent and proof.deadline not in course.pending:
            self._badge.show_state(*self._outcome(proof))
        elif course.meeting.is_cancelled:
            self._badge.show_tone(Tone.NEUTRAL, "x", self.tr("Réunion annulée"))
        if sent or course.meeting.convened_on:
            self._sent.setText(proof.words)
        self._sent.setVisible(bool(sent or course.meeting.convened_on))
        self.setAccessibleName(f"{proof.deadline.kind.label}. {self._day.text()}. {self._badge.accessibleName()}")

    def _outcome(self, proof: Proof) -> tuple[State, str]:
        if proof.is_regular:
            return State.DONE, self.tr("Envoyé dans les délais")
        if any(each.capacity.is_convened for each in proof.missing):
            return State.LATE, self.tr("Envoi incomplet")
        if proof.urgent and not proof.overdue:
            return State.DONE, self.tr("Envoyé en urgence")
        return State.LATE, self.tr("Envoi hors délai")

    def _unfold(self, unfolded: bool) -> None:
        self._toggle.setIcon(icon("chevron-down" if unfolded else "chevron-right"))
        self._reasoning.setVisible(unfolded)
