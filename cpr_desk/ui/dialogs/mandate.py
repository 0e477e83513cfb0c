"""End a mandate, correct one, or swap the titular and the substitute of a seat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from cpr_desk.domain import french
from cpr_desk.domain import mandates as rules
from cpr_desk.domain.composition import Letter, MandateRole, Seat
from cpr_desk.domain.french import squeeze
from cpr_desk.domain.mandates import Designation, EndReason, Fault, Mandate, Refusal
from cpr_desk.services import mandates
from cpr_desk.services.mandates import EndMandate
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.designate import reasons_box
from cpr_desk.ui.dialogs.seat_change import ONE_DAY, SeatChangeDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field


class EndMandateDialog(SeatChangeDialog):
    """Whose mandate ends, its last day, and why. The place is empty the day after."""

    def __init__(self, desk: Desk, seat: Seat, role: MandateRole, on: date, parent: QWidget | None = None) -> None:
        verb = self.tr("Mettre fin au mandat")
        super().__init__(desk, seat, verb, verb, on, parent)
        self.since_field = Field(self.tr("Dernier jour du mandat"), self.since, required=True)
        self.faults = dict.fromkeys(Fault, self.since_field)
        self.mandate = QComboBox(self)
        held = [mandate for each in MandateRole if (mandate := self.life.holder(each, on))]
        for mandate in held:
            self.mandate.addItem(mandate_words(mandate), mandate)
            if mandate.role is role:
                self.mandate.setCurrentIndex(self.mandate.count() - 1)
        self.reason = reasons_box(self, EndReason.RESIGNATION)
        self.note = QLineEdit(self, maxLength=500)
        self.form.add(Field(self.tr("Mandat"), self.mandate))
        self.form.add(self.since_field, Field(self.tr("Motif"), self.reason), stretches=(2, 3))
        self.form.add(
            Field(self.tr("Note"), self.note, help_line=self.tr("Par exemple la lettre qui l’annonce, facultatif"))
        )
        for box in (self.mandate, self.reason):
            box.currentIndexChanged.connect(lambda _row: self.announce())
        self.begin()

    def first_day(self) -> date | None:
        day = self.since.day()
        return day + ONE_DAY if day else None

    def typed(self) -> Any:
        return (self.mandate.currentIndex(), self.since.text(), self.reason.currentIndex(), self.note.text())

    def sentence(self, day: date) -> str:
        ended = self._chosen()
        told = self.tr("{name} n’est plus {role} à compter du {day} ({reason}), la place est à désigner.").format(
            name=ended.person.courteous_name,
            role=ended.role_words,
            day=french.date_words(day + ONE_DAY),
            reason=EndReason(self.reason.currentData()).label,
        )
        other = next(role for role in MandateRole if role is not ended.role)
        if ended.role is MandateRole.TITULAR and (substitute := self.held_on(other, day + ONE_DAY)):
            told += " " + self.tr("{name} reste {role}.").format(
                name=substitute.courteous_name, role=other.said_of(substitute)
            )
        told += " " + self.tr("La composition d’avant ne change pas.")
        return " ".join((told, *self.presidency_words(ended.person, day)))

    def refusals(self, day: date) -> Sequence[Refusal]:
        return rules.refuse_end(self.life, self._chosen(), day)

    def carry_out(self, day: date) -> Mandate:
        ended = self._chosen()
        reason = EndReason(self.reason.currentData())
        mandates.end_mandate(self.desk.db, EndMandate(ended.id, day, reason, squeeze(self.note.text())))
        return ended

    def _chosen(self) -> Mandate:
        chosen: Mandate = self.mandate.currentData()
        return chosen


class SwapDialog(SeatChangeDialog):
    """The titular becomes the substitute and the other way round."""

    def __init__(self, desk: Desk, seat: Seat, on: date, parent: QWidget | None = None) -> None:
        title = self.tr("Échanger titulaire et suppléant")
        super().__init__(desk, seat, title, self.tr("Échanger"), on, parent)
        self.form.add(self.since_field)
        self.begin()

    def sentence(self, day: date) -> str:
        titular, substitute = (self.held_on(role, day) for role in MandateRole)
        if not titular or not substitute:
            return self.tr("Les deux places doivent être pourvues à cette date.")
        return self.tr(
            "À compter du {day}, {substitute} devient titulaire et {titular} devient {role}. "
            "La composition d’avant cette date ne change pas."
        ).format(
            day=french.date_words(day),
            substitute=substitute.courteous_name,
            titular=titular.courteous_name,
            role=MandateRole.SUBSTITUTE.said_of(titular),
        )

    def refusals(self, day: date) -> Sequence[Refusal]:
        return rules.refuse_swap(self.life, day)

    def carry_out(self, day: date) -> None:
        mandates.swap_holders(self.desk.db, self.seat.id, day)


class CorrectMandateDialog(SeatChangeDialog):
    """What a mandate should have been from the beginning: dates, letter, end; or that it never was."""

    def __init__(self, desk: Desk, seat: Seat, role: MandateRole, on: date, parent: QWidget | None = None) -> None:
        super().__init__(desk, seat, self.tr("Corriger le mandat"), self.tr("Corriger"), on, parent, width=680)
        self.mandate = QComboBox(self)
        for mandate in reversed(self.life.mandates):
            self.mandate.addItem(mandate_words(mandate), mandate)
            if mandate.role is role and mandate.covers(on):
                self.mandate.setCurrentIndex(self.mandate.count() - 1)
        self.until = DateEdit(self)
        self._until_field = Field(self.tr("Jusqu’au"), self.until, help_line=self.tr("Vide tant que le mandat court"))
        self.reason = reasons_box(self)
        self.reason.insertItem(0, self.tr("aucun, ou fin prévue"), None)
        self.note = QLineEdit(self, maxLength=500)
        self.letter_on = DateEdit(self)
        self.letter_reference = QLineEdit(self, maxLength=100)
        self.mistake = QCheckBox(
            french.typeset(self.tr("Cette désignation était une erreur : l’effacer de l’historique")), self
        )
        self.faults |= {Fault.UNTIL: self._until_field, Fault.PERSON: self.since_field}
        self.form.add(Field(self.tr("Mandat"), self.mandate))
        self.form.add(self.since_field, self._until_field)
        self.form.add(Field(self.tr("Motif de la fin"), self.reason), Field(self.tr("Note"), self.note))
        self.form.add(
            Field(self.tr("Lettre de désignation du"), self.letter_on),
            Field(self.tr("Référence de la lettre"), self.letter_reference),
        )
        self.form.add_widget(self.mistake)
        self._fill()
        self.mandate.currentIndexChanged.connect(lambda _row: self._fill())
        for edit in (self.until, self.letter_on):
            edit.changed.connect(lambda _day: self.announce())
        for line in (self.note, self.letter_reference):
            line.textChanged.connect(lambda _text: self.announce())
        self.reason.currentIndexChanged.connect(lambda _row: self.announce())
        self.mistake.toggled.connect(lambda _on: self.announce())
        self.begin()

    def first_day(self) -> None:
        """Have none: a correction counts for all the time it speaks of."""

    def typed(self) -> Any:
        edits = (self.since, self.until, self.letter_on, self.letter_reference, self.note)
        choices = (self.mandate.currentIndex(), self.reason.currentIndex(), self.mistake.isChecked())
        return (*choices, *(edit.text() for edit in edits))

    def sentence(self, day: date) -> str:
        stored = self._chosen()
        if self.mistake.isChecked():
            return self.tr(
                "Le mandat de {name} ({role}) disparaît de l’historique{nbsp}: la place est à désigner pendant tout "
                "ce temps. Le journal en garde la trace."
            ).format(name=stored.person.courteous_name, role=stored.role_words, nbsp=french.NBSP)
        right = self._right(day)
        if right == stored:
            return self.tr("Rien ne change pour l’instant.")
        return self.tr(
            "Le mandat de {name} devient{nbsp}: {mandate}. Les compositions de toute cette période en tiennent compte."
        ).format(name=right.person.courteous_name, mandate=mandate_words(right), nbsp=french.NBSP)

    def refusals(self, day: date) -> Sequence[Refusal]:
        if self.mistake.isChecked():
            return ()
        right = self._right(day)
        wanted = Designation(right.role, right.person, right.since, right.until)
        return rules.refuse_designation(self.life, wanted, besides=right.id)

    def carry_out(self, day: date) -> Mandate:
        stored = self._chosen()
        if self.mistake.isChecked():
            mandates.remove_mandate(self.desk.db, stored.id)
        else:
            mandates.correct_mandate(self.desk.db, self._right(day))
        return stored

    def _chosen(self) -> Mandate:
        chosen: Mandate = self.mandate.currentData()
        return chosen

    def _fill(self) -> None:
        stored = self._chosen()
        self.since.set_day(stored.since)
        self.until.set_day(stored.until)
        self.reason.setCurrentIndex(self._row_of(stored.end_reason))
        self.note.setText(stored.end_note)
        self.letter_on.set_day(stored.letter.on)
        self.letter_reference.setText(stored.letter.reference)
        self.announce()

    def _row_of(self, reason: EndReason | None) -> int:
        if reason and self.reason.findData(reason) < 0:
            self.reason.addItem(french.capital(reason.label), reason)
        return self.reason.findData(reason) if reason else 0

    def _right(self, day: date) -> Mandate:
        chosen = self.reason.currentData()
        return replace(
            self._chosen(),
            since=day,
            until=self.until.day(),
            letter=Letter(self.letter_on.day(), squeeze(self.letter_reference.text())),
            end_reason=EndReason(chosen) if chosen and self.until.day() else None,
            end_note=squeeze(self.note.text()),
        )


def mandate_words(mandate: Mandate) -> str:
    """Return « Dr Ana Le Goff, titulaire, du 04/02/2021 au 31/05/2022 »."""
    return f"{mandate.person.courteous_name}, {mandate.role_words}, {mandate.dates}"
