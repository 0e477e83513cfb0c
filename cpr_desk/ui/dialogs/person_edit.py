"""Correct the record of a person: names, profession, and what is needed to write to them."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import Person
from cpr_desk.domain.persons import KnownPerson
from cpr_desk.services import persons
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.person_form import PersonForm
from cpr_desk.ui.widgets.plain_label import PlainLabel


class PersonDialog(FormDialog):
    """All that is known of a person; `saved` carries who it is now."""

    def __init__(self, desk: Desk, known: KnownPerson, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Modifier la fiche"), self.tr("Enregistrer"), parent, width=640)
        self.setWindowTitle(f"{self.windowTitle()} – {known.person.courteous_name}")
        self._desk = desk
        self._known = known
        self.form = PersonForm(self)
        self.form.show_person(known.person)
        self.what_happens = PlainLabel(parent=self)
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.foot.insertWidget(0, self.what_happens)
        self.form.changed.connect(self._announce)
        self._announce()
        self.start()

    def typed(self) -> Any:
        return self.form.typed()

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> Person:
        person = self._person()
        persons.correct_person(self._desk.db, person)
        self._desk.refresh()
        return person

    def _person(self) -> Person:
        return replace(self.form.person(), id=self._known.id)

    def _announce(self) -> None:
        person = self._person()
        if person == self._known.person:
            self.what_happens.say(self.tr("Rien n’est encore modifié."))
            return
        roles = french.plural(len(self._known.roles), self.tr("rôle"), self.tr("rôles"))
        words = self.tr("La fiche de {name} est corrigée partout où elle figure ({roles}), à toutes les dates.")
        self.what_happens.say(words.format(name=person.courteous_name, roles=roles))
