"""Designate somebody to a seat from a day on; who holds the place leaves the day before."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from cpr_desk.domain import french
from cpr_desk.domain import mandates as rules
from cpr_desk.domain.composition import Letter, MandateRole, Person, Seat
from cpr_desk.domain.french import squeeze
from cpr_desk.domain.mandates import GIVEN_REASONS, Designation, EndReason, Fault, Refusal
from cpr_desk.services import mandates, persons
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.person_fields import PersonFields
from cpr_desk.ui.dialogs.seat_change import SeatChangeDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field
from cpr_desk.ui.widgets.side_by_side import SideBySide


class DesignateDialog(SeatChangeDialog):
    """A place of the seat, a person, a letter, a term if any."""

    def __init__(self, desk: Desk, seat: Seat, role: MandateRole, on: date, parent: QWidget | None = None) -> None:
        super().__init__(desk, seat, self.tr("Désigner"), self.tr("Désigner"), on, parent, width=1000)
        self.role = QComboBox(self)
        for each in MandateRole:
            self.role.addItem(french.capital(each.label), each)
        self.role.setCurrentIndex(list(MandateRole).index(role))
        self.until = DateEdit(self)
        self._until_field = Field(
            self.tr("Jusqu’au"), self.until, help_line=self.tr("Dernier jour, s’il est déjà fixé")
        )
        self.letter_on = DateEdit(self)
        self.letter_reference = QLineEdit(self, maxLength=100)
        self.ending = reasons_box(self)
        self._ending_field = Field(self.tr("Motif du départ"), self.ending)
        self.person = PersonFields(self.tr("Personne désignée"), persons.directory(desk.db, on), self)
        self.form.add(Field(self.tr("Place"), self.role))
        self.form.add(self.since_field, self._until_field)
        self.form.add(self._ending_field)
        self.form.add(
            Field(self.tr("Lettre de désignation du"), self.letter_on),
            Field(self.tr("Référence de la lettre"), self.letter_reference),
        )
        self.faults |= {Fault.UNTIL: self._until_field, Fault.PERSON: self.person.last_name_field}
        self.role.currentIndexChanged.connect(lambda _row: self.announce())
        for edit in (self.until, self.letter_on):
            edit.changed.connect(lambda _day: self.announce())
        self.person.changed.connect(self.announce)
        self.ending.currentIndexChanged.connect(lambda _row: self.announce())
        self.begin()

    def arrange(self) -> QWidget:
        facts = QWidget(self)
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addStretch()
        return SideBySide(self.person, facts, (4, 3), parent=self, narrow=640)

    def typed(self) -> Any:
        edits = (self.since, self.until, self.letter_on, self.letter_reference)
        return (self.role.currentText(), self.ending.currentText(), *(e.text() for e in edits), self.person.typed())

    def is_valid(self) -> bool:
        named = self.person.is_valid()
        return super().is_valid() and named

    def sentence(self, day: date) -> str:
        person, role = self.person.person(), self._role()
        leaver = self.life.holder(role, day)
        self._ending_field.setVisible(leaver is not None)
        if person is None:
            return self._invitation(day, role)
        end = self.until.day()
        until = self.tr(", jusqu’au {day} inclus").format(day=french.date_words(end)) if end else ""
        told = [
            self.tr("{name} devient {role} à compter du {day}{until}.").format(
                name=person.courteous_name, role=role.said_of(person), day=french.date_words(day), until=until
            )
        ]
        if leaver and leaver.since == day:
            words = self.tr("La désignation de {name}, du même jour, est retirée comme une erreur.")
            told.append(words.format(name=leaver.person.courteous_name))
        elif leaver:
            words = self.tr("Le mandat de {name} se termine la veille ({reason}).")
            told.append(words.format(name=leaver.person.courteous_name, reason=self._ending().label))
        told.append(self.tr("La composition d’avant cette date ne change pas."))
        leaving = self.presidency_words(leaver.person, day) if leaver else ()
        return " ".join((*told, *leaving, *self._doubts(day, person)))

    def _invitation(self, day: date, role: MandateRole) -> str:
        when = french.date_words(day)
        if held := self.held_on(role, day):
            words = self.tr("{held} est {role} le {day}. Indiquez qui lui succède.")
            return words.format(held=held.courteous_name, role=role.said_of(held), day=when)
        words = self.tr("La place de {role} est libre le {day}. Indiquez qui est désigné.")
        return words.format(role=role.label, day=when)

    def refusals(self, day: date) -> Sequence[Refusal]:
        person = self.person.person()
        return rules.refuse_designation(self.life, self._wanted(day, person)) if person else ()

    def carry_out(self, day: date) -> Person:
        person = self.person.person()
        assert person is not None  # noqa: S101 - the name is required
        mandates.designate(self.desk.db, self.seat.id, self._wanted(day, person))
        return person

    def _doubts(self, day: date, person: Person) -> tuple[str, ...]:
        elsewhere = (
            mandates.roles_elsewhere(self.desk.db, person.id, day, self.until.day(), self.seat.id)
            if person.id > 0
            else ()
        )
        commission = self.desk.commission
        return rules.doubts(self._wanted(day, person), elsewhere, self.desk.today(), commission.installed_on)

    def _wanted(self, day: date, person: Person) -> Designation:
        letter = Letter(self.letter_on.day(), squeeze(self.letter_reference.text()))
        return Designation(self._role(), person, day, self.until.day(), letter, self._ending())

    def _role(self) -> MandateRole:
        return MandateRole(self.role.currentData())

    def _ending(self) -> EndReason:
        return EndReason(self.ending.currentData())


def reasons_box(parent: QWidget, first: EndReason = EndReason.REPLACED) -> QComboBox:
    """Return the reasons that a person may give for the end of a mandate, `first` chosen."""
    made = QComboBox(parent)
    for reason in GIVEN_REASONS:
        made.addItem(french.capital(reason.label), reason)
    made.setCurrentIndex(made.findData(first))
    return made
