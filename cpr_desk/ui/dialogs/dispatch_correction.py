"""Correct what the register says of one person: day, channel, number, fate, note, proofs; or remove a mistake."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from cpr_desk.domain.dispatch import Channel, Dispatch
from cpr_desk.domain.dispatch_register import RegisterLine
from cpr_desk.domain.french import NBSP, capital, date_digits, listing
from cpr_desk.errors import UserError
from cpr_desk.services import dispatch
from cpr_desk.ui import files, messages
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.issue import version_words
from cpr_desk.ui.icons import icon
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class CorrectDispatchDialog(FormDialog):
    """The sendings to one person, the last one first; `saved` carries the sentence that says what was done."""

    def __init__(self, desk: Desk, state: UiState, line: RegisterLine, parent: QWidget | None = None) -> None:
        who = line.recipient.person.courteous_name
        super().__init__(self.tr("Corriger l’envoi"), self.tr("Enregistrer"), parent, width=640)
        self.setWindowTitle(f"{self.windowTitle()} – {who}")
        self._desk, self._state, self._who = desk, state, who
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
        self.proofs = PlainLabel(parent=self)
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

    def attach(self) -> None:
        """Keep a scanned proof with the sending, at once."""
        title = self.tr("Joindre une preuve")
        filters = self.tr("PDF et images (*.pdf *.png *.jpg *.jpeg);;Tous les fichiers (*)")
        file = files.choose_to_open(self, self._state, title, filters)
        sent = self.chosen()
        if file and self._do(lambda: dispatch.attach_scan(self._desk.db, sent, file)):
            known = replace(sent, scans=(*sent.scans, file.name))
            self._sent = [known if each.id == sent.id else each for each in self._sent]
            self._show_proofs()
            self._desk.refresh()

    def open_proofs(self) -> None:
        """Open the proofs attached with the programs of the system."""

        def open_copies() -> None:
            for copy in dispatch.copies_to_open(self._desk.db, self.chosen()):
                files.open_with_system(copy)

        self._do(open_copies)

    def remove(self) -> None:
        """Remove a sending recorded by mistake, once that is confirmed."""
        question = self.tr("Retirer cet envoi du registre{nbsp}?").format(nbsp=NBSP)
        why = self.tr("À faire seulement s’il a été enregistré par erreur. Le journal en garde la trace.")
        if messages.confirm(self, question, self.tr("Retirer"), why, destructive=True):
            sent = self.chosen()
            if self._do(lambda: dispatch.remove_dispatches(self._desk.db, [sent])):
                self.start()
                self._desk.refresh()
                self.reject()
                self.saved.emit(self.tr("L’envoi à {who} est retiré du registre.").format(who=self._who))

    def _do(self, act: Callable[[], object]) -> bool:
        """Do something at once, or say why not; return whether it was done."""
        self.messages.clear()
        try:
            act()
        except UserError as refusal:
            self.messages.say_error(refusal)
            return False
        return True

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
        row.setSpacing(Space.S)
        attach = QPushButton(icon("upload"), self.tr("Joindre une preuve…"), self)
        attach.clicked.connect(self.attach)
        self._open_button = QPushButton(icon("eye"), self.tr("Voir les preuves"), self)
        self._open_button.clicked.connect(self.open_proofs)
        remove = QPushButton(icon("trash-2"), self.tr("Retirer du registre…"), self)
        remove.clicked.connect(self.remove)
        for button in (attach, self._open_button):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(remove)
        for button in (attach, self._open_button, remove):
            button.setAutoDefault(False)
        self.body.addLayout(row)
        self.body.addStretch()

    def _show_sent(self) -> None:
        sent = self.chosen()
        for edit, day in ((self.sent_on, sent.sent_on), (self.returned_on, sent.returned_on),
                          (self.acknowledged_on, sent.acknowledged_on)):  # fmt: skip
            edit.set_day(day)
        self.channel.setCurrentIndex(list(Channel).index(sent.channel))
        self.reference.setText(sent.reference)
        self.note.setText(sent.note)
        self._show_proofs()
        self.start()

    def _show_proofs(self) -> None:
        names = self.chosen().scans
        words = self.tr("Preuves jointes{nbsp}: {names}").format(nbsp=NBSP, names=listing(names))
        self.proofs.say(words if names else self.tr("Aucune preuve n’est jointe."))
        self._open_button.setEnabled(bool(names))

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
