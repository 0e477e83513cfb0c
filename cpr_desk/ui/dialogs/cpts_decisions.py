"""What the commission decided on a CPTS, in its form; an opinion may propose the next step, which one then saves."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.decisions import Decision
from cpr_desk.domain.french import capital, date_digits, typeset
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.plain_label import PlainLabel


class CptsDecisions(QWidget):
    """A line for each, the last one first; `propose` is handed the day of the one chosen."""

    def __init__(
        self, known: tuple[Decision, ...], following: str, propose: Callable[[date], object], parent: QWidget
    ) -> None:
        """`following` names the step that comes next, empty when none does."""
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for each in known:
            column.addWidget(PlainLabel(_told(each), self))
            if following and not each.withdrawn_on:
                verb = typeset(self.tr("Faire passer à l’étape « {step} »").format(step=following))
                button = QPushButton(icon("map-pinned"), verb, self)
                button.setAccessibleName(f"{verb}, {each.reference}")
                button.setAutoDefault(False)
                button.clicked.connect(lambda _checked=False, on=each.taken_on: propose(on))
                self.buttons.append(button)
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)


def _told(decision: Decision) -> str:
    words = f". {capital(decision.words)}" if decision.words else ""
    text = decision.text.rstrip(".")
    return f"{decision.reference}, {date_digits(decision.taken_on)}. {text}{words}."
