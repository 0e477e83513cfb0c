"""« Enregistrer les décisions votées »: one proposal for each vote won, to be read again, then numbered at once."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cpr_desk.domain.agenda import numbers
from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import decisions
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_HEIGHT = 78


class _Proposal(QWidget):
    """One decision: whether to record it, as what, in which words."""

    def __init__(self, title: str, proposed: Decision, parent: QWidget) -> None:
        super().__init__(parent)
        self._proposed = proposed
        self.wanted = QCheckBox(title.replace("&", "&&"), self)
        self.wanted.setChecked(True)
        self.kind: QComboBox = choice_box([(capital(kind.label), kind) for kind in DecisionKind], self)
        self.kind.setCurrentIndex(self.kind.findData(proposed.kind))
        self.kind.setAccessibleName(self.tr("Nature, {title}").format(title=title))
        self.text = QPlainTextEdit(proposed.text, self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_HEIGHT)
        self.text.setAccessibleName(self.tr("Texte, {title}").format(title=title))
        self.form = Form(self)
        self.form.add(Field(self.tr("Texte"), self.text, check=self._check))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.wanted, 1)
        row.addWidget(self.kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.form)
        for control in (self.kind, self.form):
            self.wanted.toggled.connect(control.setEnabled)

    def decision(self) -> Decision:
        """Return the decision as it stands."""
        return replace(self._proposed, kind=DecisionKind(self.kind.currentData()), text=self.text.toPlainText().strip())

    def is_valid(self) -> bool:
        """Check the text, if it is to be recorded."""
        return not self.wanted.isChecked() or self.form.validate()

    def _check(self) -> str:
        if not self.text.toPlainText().strip():
            return self.tr("Écrivez ce que la commission a décidé, ou décochez ce vote.")
        if len(self.text.toPlainText().strip()) <= decisions.LONGEST_TEXT:
            return ""
        words = self.tr("Raccourcissez ce texte{nbsp}: {longest} caractères au plus.")
        return words.format(nbsp=NBSP, longest=decisions.LONGEST_TEXT)


class RecordVotedDialog(FormDialog):
    """The proposals, each ticked; `saved` carries what was recorded, with its numbers."""

    def __init__(
        self, desk: Desk, meeting: Meeting, proposed: tuple[Decision, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Enregistrer les décisions votées"), self.tr("Enregistrer les décisions"), parent, width=680
        )
        self._desk, self._meeting = desk, meeting
        told = self.tr("Chaque vote acquis propose une décision. Relisez le texte{nbsp}: le numéro, donné à "
                       "l’enregistrement, ne changera plus.")  # fmt: skip
        self.body.addWidget(PlainLabel(told.format(nbsp=NBSP), self))
        agenda = meeting.agenda
        titles = {each.id: f"{n}. {each.title}" for n, each in zip(numbers(agenda), agenda, strict=True)}
        self.proposals = [_Proposal(titles[each.item_id or 0], each, self) for each in proposed]
        for proposal in self.proposals:
            self.body.addWidget(proposal)
            proposal.wanted.toggled.connect(lambda _checked: self._count())
        self.body.addStretch(1)
        self._count()
        self.start()

    def typed(self) -> Any:
        return [(each.wanted.isChecked(), each.decision()) for each in self.proposals]

    def is_valid(self) -> bool:
        checked = [each.is_valid() for each in self.proposals]  # each shows its own fault
        return all(checked)

    def write(self) -> tuple[Decision, ...]:
        wanted = [each.decision() for each in self.proposals if each.wanted.isChecked()]
        made = decisions.record_decisions(self._desk.db, self._meeting, wanted, self._desk.today())
        self._desk.refresh()
        return made

    def _count(self) -> None:
        self.save_button.setEnabled(any(each.wanted.isChecked() for each in self.proposals))
