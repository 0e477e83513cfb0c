"""Whether something left in time, as one row."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cpr_desk.domain.dispatch import Proof
from cpr_desk.domain.french import NBSP
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.plain_label import PlainLabel


class ProofRow(QWidget):
    """Whether something left in time: an icon and a word, then the sentence of the register."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.badge = StateBadge(self)
        self.words = PlainLabel(parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.badge)
        row.addWidget(self.words, 1)

    def show_proof(self, proof: Proof, days_left: int) -> None:
        """Show a proof, `days_left` before its deadline."""
        sent = bool(proof.in_time or proof.late)
        if proof.is_regular:
            self.badge.show_state(State.DONE, self.tr("Dans les délais"))
        elif proof.late:
            self.badge.show_state(State.LATE, self.tr("Hors délai"))
        elif days_left < 0:
            self.badge.show_state(State.LATE, self.tr("Incomplet") if sent else self.tr("Non envoyé"))
        else:
            self.badge.show_state(State.UPCOMING, self.tr("Incomplet") if sent else self.tr("À envoyer"))
        self.words.say(f"{self._name}{NBSP}: {proof.words}")
