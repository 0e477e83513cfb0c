"""Somebody without a seat who comes to the session: a guest, an expert."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from cpr_desk.domain.composition import Person
from cpr_desk.services import persons
from cpr_desk.services import session as sessions
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.person_fields import PersonFields
from cpr_desk.ui.session_keeper import SessionKeeper


class GuestDialog(FormDialog):
    """A stored person or a new one, noted as present at the hour of entry; `saved` carries who that is."""

    def __init__(self, desk: Desk, keeper: SessionKeeper, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Ajouter une personne invitée"), self.tr("Noter l’arrivée"), parent, width=640)
        self._desk, self._keeper = desk, keeper
        self.person = PersonFields(self.tr("Personne invitée"), persons.directory(desk.db, desk.today()), self)
        self.remote = QCheckBox(self.tr("À distance"), self)
        self.body.addWidget(self.person)
        self.body.addWidget(self.remote)
        self.body.addStretch()
        self.start()

    def typed(self) -> Any:
        return self.person.typed(), self.remote.isChecked()

    def is_valid(self) -> bool:
        return self.person.is_valid()

    def write(self) -> Person:
        person = self.person.person()
        assert person is not None  # noqa: S101 - the name is required
        keeper = self._keeper
        return sessions.add_guest(self._desk.db, keeper.session, person, keeper.at, remote=self.remote.isChecked())
