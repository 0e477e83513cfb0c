"""Whether something left in time, as one row."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cpr_desk.domain.dispatch import Proof
from cpr_desk.domain.french import NBSP, plural
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import State, StateBadge
from cpr_desk.ui.widgets.plain_label import PlainLabel


class ProofRow(QWidget):
    """Whether something left, in time or not: an icon and a word, then the sentence of the register."""

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
        elif sent and proof.changed:
            self.badge.show_state(State.LATE if days_left < 0 else State.URGENT, self.tr("À renvoyer"))
        elif proof.urgent and not (proof.overdue or proof.missing):
            self.badge.show_state(State.DONE, self.tr("En urgence"))
        elif proof.late:
            self.badge.show_state(State.LATE, self.tr("Hors délai"))
        elif days_left < 0:
            self.badge.show_state(State.LATE, self.tr("Incomplet") if sent else self.tr("Non envoyé"))
        else:
            self.badge.show_state(State.UPCOMING, self.tr("Incomplet") if sent else self.tr("À envoyer"))
        self.words.say(f"{self._name}{NBSP}: {proof.words}")

    def show_cancellation(self, convened: int, untold: int) -> None:
        """Show how many of those who were convened are not told that the meeting is cancelled."""
        if untold:
            self.badge.show_state(State.URGENT, self.tr("À envoyer"))
            words = self.tr("à envoyer à {count}, sur {convened}.").format(
                count=plural(untold, self.tr("personne")),
                convened=plural(convened, self.tr("convoquée"), self.tr("convoquées")))  # fmt: skip
        else:
            self.badge.show_state(State.DONE, self.tr("Envoyée"))
            words = self.tr("envoyée à {count}, tous ceux qui avaient été convoqués.").format(
                count=plural(convened, self.tr("personne")))  # fmt: skip
        self.words.say(f"{self._name}{NBSP}: {words}")
