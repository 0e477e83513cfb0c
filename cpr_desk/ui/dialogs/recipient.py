"""The list of recipients changed by hand: somebody more, somebody less, each with the reason that is kept."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import Capacity
from cpr_desk.domain.french import capital
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import persons, recipients
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.person_fields import PersonFields
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_LONGEST_REASON = 500


class AddRecipientDialog(FormDialog):
    """A stored person or a new one, as a guest or an expert; `saved` carries who that is."""

    def __init__(self, desk: Desk, meeting: Meeting, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Ajouter un destinataire"), self.tr("Ajouter"), parent, width=640)
        self._desk, self._meeting = desk, meeting
        self.person = PersonFields(self.tr("Personne invitée"), persons.directory(desk.db, desk.today()), self)
        self.capacity = QComboBox(self)
        for each in (Capacity.GUEST, Capacity.EXPERT):
            self.capacity.addItem(capital(each.label), each)
        self.reason = QLineEdit(self, maxLength=_LONGEST_REASON)
        self.form = Form(self)
        self.form.add(
            Field(self.tr("Qualité"), self.capacity),
            Field(self.tr("Motif"), self.reason, required=True, help_line=self.tr("Conservé au registre des envois")),
            stretches=(1, 2),
        )
        self.body.addWidget(self.person)
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.start()

    def typed(self) -> Any:
        return self.person.typed(), self.capacity.currentText(), self.reason.text()

    def is_valid(self) -> bool:
        named = self.person.is_valid()
        return self.form.validate() and named

    def write(self) -> Person:
        person = self.person.person()
        assert person is not None  # noqa: S101 - the name is required
        capacity = Capacity(self.capacity.currentData())
        added = recipients.add_recipient(self._desk.db, self._meeting, person, capacity, self.reason.text())
        self._desk.refresh()
        return added


class LeaveOutDialog(FormDialog):
    """Why somebody does not receive the papers; `saved` carries the person."""

    def __init__(self, desk: Desk, meeting: Meeting, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Retirer un destinataire"), self.tr("Retirer"), parent, width=520)
        self._desk, self._meeting, self._person = desk, meeting, person
        self.reason = QLineEdit(self, maxLength=_LONGEST_REASON)
        self.form = Form(self)
        self.form.add(
            Field(self.tr("Motif"), self.reason, required=True, help_line=self.tr("Conservé au registre des envois"))
        )
        told = self.tr("{who} ne recevra plus rien pour cette réunion. Ce qui lui a été envoyé reste au registre.")
        self.body.addWidget(PlainLabel(told.format(who=person.courteous_name), self))
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.start()

    def typed(self) -> Any:
        return self.reason.text()

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> Person:
        recipients.leave_out(self._desk.db, self._meeting, self._person, self.reason.text())
        self._desk.refresh()
        return self._person
