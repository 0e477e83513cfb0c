"""What narrows the register: four lists to tick, what they ask in words, and one button that clears all."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cpr_desk.domain.register_filter import Facet, RegisterFilter, codes_of, words_of
from cpr_desk.services import reference
from cpr_desk.ui.icons import icon
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.facet_box import Choice, FacetBox
from cpr_desk.ui.widgets.plain_label import PlainLabel


class RegisterFilters(QWidget):
    """Says `changed` with each tick; `counting` asks to be shown the counts of a facet, `cleared` to drop the text."""

    changed = Signal()
    counting = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = reference.department_names()
        self.asked = RegisterFilter()
        self.boxes = {facet: FacetBox(facet.label, self) for facet in Facet}
        for facet, box in self.boxes.items():
            box.opened.connect(partial(self.counting.emit, facet))
            box.ticked.connect(partial(self._tick, facet))
        self._row = ActionRow(self)
        self.clear_button = QPushButton(icon("x"), self.tr("Tout effacer"), self)
        self.clear_button.setToolTip(self.tr("Revoir toutes les CPTS"))
        self.clear_button.clicked.connect(self.clear)
        self._row.set_buttons([*self.boxes.values(), self.clear_button])
        self.words = PlainLabel(parent=self)
        """For whoever shows the list, to put beside its count."""
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Space.S)
        self._line.addWidget(self._row, 1)
        self._waiting = ""
        self._say()

    def add_control(self, widget: QWidget) -> None:
        """Put a control at the right of the lists."""
        self._line.addWidget(widget)

    def ask(self, asked: RegisterFilter) -> None:
        """Replace all that is asked."""
        if asked != self.asked:
            self.asked = asked
            self._say()
            self.changed.emit()

    def clear(self) -> None:
        """Ask nothing any more, the text included."""
        self.cleared.emit()
        self.ask(RegisterFilter())

    def wait(self, sentence: str) -> None:
        """Say what the filter waits for, or nothing any more."""
        if sentence != self._waiting:
            self._waiting = sentence
            self._say()

    def show_counts(self, facet: Facet, counts: Mapping[str, int] | None) -> None:
        """Show how many CPTS each choice of a facet would leave; None while it is computed."""
        known = sorted({*(counts or {}), *self.asked.of(facet)})
        choices = [
            Choice(code, words_of(facet, code, self._names), None if counts is None else counts.get(code, 0))
            for code in codes_of(facet, known)
        ]
        self.boxes[facet].show_choices(choices, self.asked.of(facet))

    def _tick(self, facet: Facet, code: str) -> None:
        self.ask(self.asked.choosing(facet, self.asked.of(facet) ^ {code}))

    def _say(self) -> None:
        for facet, box in self.boxes.items():
            chosen = self.asked.of(facet)
            codes = [code for code in codes_of(facet, sorted(chosen)) if code in chosen]
            box.tell([words_of(facet, code, self._names) for code in codes])
        said = [*self.asked.words(self._names), *([self._waiting] if self._waiting else [])]
        self.words.say(" · ".join(said))
        self.words.setVisible(bool(said))
        self.clear_button.setVisible(bool(self.asked.facets))
