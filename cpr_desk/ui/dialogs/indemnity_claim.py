"""What one person is paid for a meeting: basis, travel, notes."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.claims import ClaimLine
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.domain.indemnities import Basis, Claim
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import indemnities
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.euros_edit import EurosEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_LONGEST_NOTE = 300


class ClaimDialog(FormDialog):
    """The amount follows the rate of the day; travel is typed. `saved` carries the line as it was."""

    def __init__(self, desk: Desk, meeting: Meeting, line: ClaimLine, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Indemnité de {name}").format(name=line.person.courteous_name), self.tr("Enregistrer"), parent
        )
        self._desk, self._meeting, self._line = desk, meeting, line
        self.basis = QComboBox(self)
        for each in Basis:
            self.basis.addItem(capital(each.label), each)
        self.basis.setCurrentIndex(list(Basis).index(line.claim.basis))
        self.travel = EurosEdit(self)
        self.travel.set_amount(line.claim.travel or None)
        self.travel_note = QLineEdit(line.claim.travel_note, self, maxLength=_LONGEST_NOTE)
        self.note = QLineEdit(line.claim.note, self, maxLength=_LONGEST_NOTE)
        came = line.attendee
        told = [f"{came.seat.label}{NBSP}: {came.capacity}, {came.hours}." if came else "", *line.doubts]
        intro = PlainLabel(" ".join(words for words in told if words), self)
        intro.setProperty("muted", True)
        self.body.addWidget(intro)
        notice = f", {DEFAULT_RULE_NOTICE}" if line.to.certainty.is_default else ""
        self._form = Form(self)
        self._form.add(
            Field(self.tr("Ce qui est payé"), self.basis,
                  help_line=capital(f"{line.to.indemnity.label} ({line.to.why}{notice}).")),
        )  # fmt: skip
        self._form.add(
            Field(self.tr("Déplacement, en euros"), self.travel, check=self.travel.problem),
            Field(self.tr("Détail du déplacement"), self.travel_note, help_line=self.tr("Trajet, kilomètres, billet.")),
            stretches=(1, 2),
        )
        self._form.add(Field(self.tr("Observation"), self.note))
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        return self.basis.currentIndex(), self.travel.text(), self.travel_note.text(), self.note.text()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> ClaimLine:
        indemnities.change_claim(self._desk.db, self._meeting, self._line.person, self._wanted())
        self._desk.refresh()
        return self._line

    def _wanted(self) -> Claim:
        return replace(
            self._line.claim,
            basis=Basis(self.basis.currentData()),
            travel=self.travel.amount() or Decimal(0),
            travel_note=self.travel_note.text(),
            note=self.note.text(),
        )
