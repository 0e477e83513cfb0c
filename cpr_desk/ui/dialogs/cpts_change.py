"""The frame of what changes the path or the contract of a CPTS: refusals beside the fields, a sentence at the foot."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import NBSP, date_digits, typeset
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.services import decisions
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_AT_ONCE = frozenset({Fault.STEP, Fault.SINCE, Fault.UNTIL, Fault.PLANNED, Fault.EFFECT})
"""What is told while one types; what is only left empty waits for the button."""
_TEXT_SHOWN = 70


class CptsChangeDialog(FormDialog):
    """Fill `form` with fields made by `field`, override `refusals`, `sentence` and `carry_out`, then call `begin`.

    `saved` carries the sentence that says what is stored.
    """

    def __init__(
        self, desk: Desk, dossier: Dossier, title: str, verb: str, parent: QWidget | None = None, width: int = 600
    ) -> None:
        super().__init__(f"{title} – {dossier.name}", verb, parent, width)
        self.desk, self.dossier = desk, dossier
        self.form = Form(self)
        self.faults: dict[Fault, Field] = {}
        self.what_happens = PlainLabel(parent=self)

    def begin(self) -> None:
        """Put the form above the sentence, and follow every field."""
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.foot.insertWidget(0, self.what_happens)
        for line in self.inside.findChildren(QLineEdit):
            if isinstance(line, DateEdit):
                line.changed.connect(lambda _day: self.announce())
            else:
                line.textChanged.connect(lambda _text: self.announce())
        for text in self.inside.findChildren(QPlainTextEdit):
            text.textChanged.connect(self.announce)
        for box in self.inside.findChildren(QComboBox):
            box.currentIndexChanged.connect(lambda _row: self.announce())
        self.announce()
        self.start()

    def field(
        self, label: str, control: QWidget, *faults: Fault, required: bool = False, help_line: str = "",
        check: Callable[[], str] | None = None,
    ) -> Field:  # fmt: skip
        """Return a field that shows, beside its own errors, the refusals that belong to it."""

        def problem() -> str:
            return (check() if check else "") or self._refused(faults)

        made = Field(label, control, required=required, help_line=help_line, check=problem)
        self.faults |= dict.fromkeys(faults, made)
        return made

    def announce(self) -> None:
        """Say what will happen, and beside the dates at once what the rules refuse."""
        for field in dict.fromkeys(self.faults.values()):
            told = self._refused([each for each in _AT_ONCE if self.faults.get(each) is field])
            if told and not (isinstance(field.control, DateEdit) and field.control.problem()):
                field.set_error(told)
            elif field.error():
                field.validate()
        self.what_happens.say(typeset(self.sentence()))
        self.what_happens.setVisible(bool(self.what_happens.text()))

    def refusals(self) -> Sequence[Refusal]:
        """Return what keeps the change from being recorded, nothing while a date is missing."""
        raise NotImplementedError

    def sentence(self) -> str:
        """Return what will happen, empty when there is nothing to say."""
        return ""

    def carry_out(self) -> str:
        """Carry out the use case and return the sentence that says so. Raises UserError."""
        raise NotImplementedError

    def typed(self) -> Any:
        values: list[str] = [line.text() for line in self.inside.findChildren(QLineEdit)]
        values += [text.toPlainText() for text in self.inside.findChildren(QPlainTextEdit)]
        return *values, *(box.currentIndex() for box in self.inside.findChildren(QComboBox))

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> str:
        told = self.carry_out()
        self.desk.refresh()
        return typeset(told)

    def _refused(self, faults: Collection[Fault]) -> str:
        return " ".join(f"{each.what} {each.what_to_do}" for each in self.refusals() if each.fault in faults)


def decision_box(desk: Desk, cpts_id: int, chosen: int | None, parent: QWidget) -> QComboBox:
    """Return the decisions and opinions on a CPTS that stand, and none at all; `chosen` by its id."""
    box = QComboBox(parent)
    box.addItem(box.tr("aucun"), None)
    for each in decisions.decisions_on(desk.db, cpts_id):
        if each.withdrawn_on is None or each.id == chosen:
            text = each.text if len(each.text) <= _TEXT_SHOWN else f"{each.text[: _TEXT_SHOWN - 1]}…"
            box.addItem(f"{each.reference} du {date_digits(each.taken_on)}{NBSP}: {' '.join(text.split())}", each.id)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(24)
    return box


def chosen_decision(box: QComboBox) -> int | None:
    """Return the id of the decision chosen."""
    found = box.currentData()
    return found if isinstance(found, int) else None


def text_box(text: str, parent: QWidget) -> QPlainTextEdit:
    """Return a box of a few lines that Tab leaves."""
    box = QPlainTextEdit(text, parent)
    box.setTabChangesFocus(True)
    box.setFixedHeight(64)
    return box
