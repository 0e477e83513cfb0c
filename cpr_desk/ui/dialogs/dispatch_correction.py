"""Correct what the register says of one person: day, channel, number, fate, note, proofs; or remove a mistake."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from cpr_desk.domain.dispatch import Channel, Dispatch
from cpr_desk.domain.dispatch_register import Register, RegisterLine
from cpr_desk.domain.french import NBSP, capital, date_digits
from cpr_desk.errors import UserError
from cpr_desk.services import dispatch
from cpr_desk.ui import messages
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.dispatch_scans import ScanPanel
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.issue import version_words
from cpr_desk.ui.icons import icon
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form

_PROOFS_HEIGHT = 96
"""Pixels for three proofs; one scrolls to more."""


class CorrectDispatchDialog(FormDialog):
    """The sendings to one person, the last one first; `saved` carries the sentence that says what was done."""

    def __init__(self, desk: Desk, state: UiState, line: RegisterLine, parent: QWidget | None = None) -> None:
        who = line.recipient.person.courteous_name
        super().__init__(self.tr("Corriger l’envoi"), self.tr("Enregistrer"), parent, width=640)
        self.setWindowTitle(f"{self.windowTitle()} – {who}")
        self._desk, self._who = desk, who
        self._sent: Sequence[Dispatch] = line.sent[::-1]
        self.which = QComboBox(self)
        for each in self._sent:
            self.which.addItem(f"{version_words(each.kind, each.version)}, le {date_digits(each.sent_on)}")
        self.sent_on, self.returned_on, self.acknowledged_on = (DateEdit(self) for _ in range(3))
        self.channel = QComboBox(self)
        for channel in Channel:
            self.channel.addItem(capital(channel.label), channel)
        self.reference = QLineEdit(self, maxLength=100)
        self.note = QLineEdit(self, maxLength=500)
        self.proofs = ScanPanel(desk, state, self.messages, self)
        self.proofs.list.setMaximumHeight(_PROOFS_HEIGHT)
        self._lay_out()
        self.which.currentIndexChanged.connect(lambda _row: self._show_sent())
        self._show_sent()

    def chosen(self) -> Dispatch:
        """Return the sending to correct, as it is stored."""
        return self._sent[self.which.currentIndex()]

    def typed(self) -> Any:
        return self._wanted()

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> str:
        dispatch.correct_dispatch(self._desk.db, self._wanted(), self._desk.today())
        self._desk.refresh()
        return self.tr("L’envoi à {who} est corrigé.").format(who=self._who)

    def show_register(self, register: Register) -> None:
        """Show the proofs that the register has now; what is typed stays."""
        scans = {each.id: each.scans for line in register.lines for each in line.sent}
        self._sent = [replace(each, scans=scans.get(each.id, ())) for each in self._sent]
        self.proofs.show_sent([self.chosen()])

    def remove(self) -> None:
        """Remove a sending recorded by mistake, once that is confirmed."""
        question = self.tr("Retirer cet envoi du registre{nbsp}?").format(nbsp=NBSP)
        why = self.tr("À faire seulement s’il a été enregistré par erreur. Le journal en garde la trace.")
        if messages.confirm(self, question, self.tr("Retirer"), why, destructive=True):
            sent = self.chosen()
            try:
                dispatch.remove_dispatches(self._desk.db, [sent])
            except UserError as refusal:
                self.messages.say_error(refusal)
                return
            self.start()
            self._desk.refresh()
            self.reject()
            self.saved.emit(self.tr("L’envoi à {who} est retiré du registre.").format(who=self._who))

    def _lay_out(self) -> None:
        self.form = Form(self)
        self.form.add(Field(self.tr("Envoi"), self.which))
        self.form.add(
            Field(self.tr("Date d’envoi"), self.sent_on, required=True, check=lambda: self._check(self.sent_on)),
            Field(self.tr("Canal"), self.channel),
            Field(self.tr("Numéro de recommandé"), self.reference),
        )
        self.form.add(
            Field(self.tr("Accusé reçu le"), self.acknowledged_on, check=lambda: self._check(self.acknowledged_on)),
            Field(self.tr("Revenu le"), self.returned_on, check=lambda: self._check(self.returned_on)),
        )
        self.form.add(Field(self.tr("Observation"), self.note))
        self.body.addWidget(self.form)
        self.body.addWidget(self.proofs)
        row = QHBoxLayout()
        remove = QPushButton(icon("trash-2"), self.tr("Retirer du registre…"), self)
        remove.clicked.connect(self.remove)
        remove.setAutoDefault(False)
        row.addWidget(remove)
        row.addStretch()
        self.body.addLayout(row)

    def _show_sent(self) -> None:
        sent = self.chosen()
        for edit, day in ((self.sent_on, sent.sent_on), (self.returned_on, sent.returned_on),
                          (self.acknowledged_on, sent.acknowledged_on)):  # fmt: skip
            edit.set_day(day)
        self.channel.setCurrentIndex(list(Channel).index(sent.channel))
        self.reference.setText(sent.reference)
        self.note.setText(sent.note)
        self.proofs.show_sent([sent])
        self.start()

    def _wanted(self) -> Dispatch:
        sent = self.chosen()
        return replace(
            sent, sent_on=self.sent_on.day() or sent.sent_on, channel=Channel(self.channel.currentData()),
            reference=self.reference.text(), note=self.note.text(), returned_on=self.returned_on.day(),
            acknowledged_on=self.acknowledged_on.day(), scans=(),
        )  # fmt: skip

    def _check(self, edit: DateEdit) -> str:
        day, sent_on = edit.day(), self.sent_on.day() or date.min
        if day and day > self._desk.today():
            return self.tr("Ce jour n’est pas encore passé.")
        return self.tr("Ce jour précède l’envoi.") if day and day < sent_on else ""
