"""The frame of every change to one seat: a date, a sentence that says what will happen, refusals beside the fields."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import MandateRole, Person, Seat
from cpr_desk.domain.mandates import Fault, Refusal, SeatLife
from cpr_desk.domain.presidency import president_at
from cpr_desk.errors import UserError
from cpr_desk.services import mandates, presidency
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

ONE_DAY = timedelta(days=1)


class SeatChangeDialog(FormDialog):
    """Lay out `form`, map `faults` to fields, override `sentence` and `carry_out`; then call `begin`."""

    def __init__(
        self, desk: Desk, seat: Seat, title: str, verb: str, on: date, parent: QWidget | None = None, width: int = 560
    ) -> None:
        super().__init__(f"{title} – {seat.label}", verb, parent, width)
        self.desk = desk
        self.seat = seat
        self.life: SeatLife = mandates.seat_life(desk.db, seat.id)
        self._presidents = presidency.presidency_of(desk.db, desk.commission.id).presidents
        self.since = DateEdit(self)
        self.since.set_day(on)
        self.since_field = Field(self.tr("À compter du"), self.since, required=True)
        self.form = Form(self)
        self.faults: dict[Fault, Field] = {Fault.SINCE: self.since_field, Fault.UNTIL: self.since_field}
        self.what_happens = PlainLabel(parent=self)

    def begin(self) -> None:
        """Put the form above the sentence and follow the date."""
        self.body.addWidget(PlainLabel(self.seat.label, self))
        self.body.addWidget(self.arrange())
        self.body.addStretch()
        self.foot.insertWidget(0, self.what_happens)
        self.since.changed.connect(lambda _day: self.announce())
        self.announce()
        self.start()

    def arrange(self) -> QWidget:
        """Return what stands under the name of the seat: the form, unless overridden."""
        return self.form

    def announce(self) -> None:
        """Say what will happen."""
        day = self.since.day()
        self.what_happens.say(french.typeset(self.sentence(day)) if day else self.tr("Indiquez la date d’effet."))

    def sentence(self, day: date) -> str:
        """Return what will happen from a day on."""
        raise NotImplementedError

    def refusals(self, day: date) -> Sequence[Refusal]:
        """Return what keeps the change from being recorded."""
        raise NotImplementedError

    def carry_out(self, day: date) -> Any:
        """Carry out the use case and return what `saved` carries. Raises UserError."""
        raise NotImplementedError

    def first_day(self) -> date | None:
        return self.since.day()

    def typed(self) -> Any:
        return self.since.text()

    def is_valid(self) -> bool:
        day = self.since.day()
        if not self.form.validate() or day is None:
            return False
        refusals = self.refusals(day)
        for refusal in reversed(refusals):
            field = self.faults[refusal.fault]
            field.set_error(f"{refusal.what} {refusal.what_to_do}")
            field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return not refusals

    def write(self) -> Any:
        day = self.since.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        done = self.carry_out(day)
        self.desk.refresh()
        return done

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the date: another change stands later."""
        self.since_field.set_error(str(error))
        self.since.setFocus(Qt.FocusReason.OtherFocusReason)

    def presidency_words(self, leaver: Person, day: date) -> tuple[str, ...]:
        """Warn when who leaves presides the section; a president may still sit in it by another seat."""
        president = president_at(self._presidents, self.seat.section, day)
        if president is None or president.person.id != leaver.id:
            return ()
        words = self.tr("{name} préside la {section}{nbsp}: vérifiez qui la présidera (onglet Présidence).")
        section = self.seat.section.label.lower()
        return (words.format(name=leaver.courteous_name, section=section, nbsp=french.NBSP),)

    def held_on(self, role: MandateRole, day: date) -> Person | None:
        """Return who holds a place on a day, if anybody does."""
        mandate = self.life.holder(role, day)
        return mandate.person if mandate else None


def parity_words(social: int, professional: int) -> str:
    """Return « Section sociale : 35 voix, section professionnelle : 36 voix, la parité n’est pas respectée. »."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("SeatChangeDialog", text)

    return tr(
        "Section sociale{nbsp}: {social} voix, section professionnelle{nbsp}: {professional} voix, {parity}."
    ).format(
        social=social,
        professional=professional,
        parity=tr("la parité est respectée") if social == professional else tr("la parité n’est pas respectée"),
        nbsp=french.NBSP,
    )
