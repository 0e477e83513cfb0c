"""Close seats from a day on: what they were before stays in the history."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import MandateRole, Seat
from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.services import composition as compositions
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form


class CloseSeatsDialog(FormDialog):
    """The day from which some seats no longer exist, and what that ends; `saved` carries the seats."""

    def __init__(self, desk: Desk, seats: tuple[Seat, ...], on: date, parent: QWidget | None = None) -> None:
        one = len(seats) == 1
        title = self.tr("Fermer le siège") if one else self.tr("Fermer {count} sièges").format(count=len(seats))
        first_day = self.tr("Premier jour sans ce siège") if one else self.tr("Premier jour sans ces sièges")
        super().__init__(title, title, parent)
        self._desk = desk
        self._seats = seats
        self.since = DateEdit(self)
        self.since.set_day(on)
        self._since_field = Field(self.tr("À compter du"), self.since, required=True, help_line=first_day)
        names = QLabel("\n".join(seat.label for seat in seats), self, wordWrap=True)
        self._what_happens = QLabel(self, wordWrap=True)
        for words in (names, self._what_happens):
            words.setTextFormat(Qt.TextFormat.PlainText)
        self._form = Form(self)
        self._form.add(self._since_field)
        for widget in (names, self._form, self._what_happens):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.since.changed.connect(lambda _day: self._announce())
        self._announce()
        self.start()

    def first_day(self) -> date | None:
        return self.since.day()

    def typed(self) -> Any:
        return self.since.text()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> tuple[Seat, ...]:
        day = self.since.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        one = len(self._seats) == 1
        label = self.tr("Fermer le siège {seat}").format(seat=self._seats[0].label) if one else self.windowTitle()
        closed = tuple(seat.id for seat in self._seats)
        order = ReviseComposition(self._desk.commission.id, day, (), closed, label)
        compositions.revise_composition(self._desk.db, order)
        self._desk.refresh()
        return self._seats

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the date: the seat changes, or opens, later."""
        self._since_field.set_error(str(error))
        self.since.setFocus(Qt.FocusReason.OtherFocusReason)

    def _announce(self) -> None:
        day = self.since.day()
        self._what_happens.setText(self._consequences(day) if day else "")

    def _consequences(self, day: date) -> str:
        eve = compositions.composition_at(self._desk.db, self._desk.commission.id, day - timedelta(days=1))
        if not {seat.id for seat in self._seats} & {seat.id for seat in eve.seats}:
            return self.tr("Rien ne précède cette date{nbsp}: la saisie est retirée, comme une erreur.").format(
                nbsp=NBSP
            )
        told = self.tr("La composition n’en tient plus compte à compter du {day}, celle d’avant ne change pas.").format(
            day=french.date_words(day)
        )
        holders = [
            f"{holding.person.courteous_name} ({role.label})"
            for seat in self._seats
            for role in MandateRole
            if (holding := seat.holder(role))
        ]
        if not holders:
            return told
        one = self.tr("Le mandat de {names} se termine la veille.")
        many = self.tr("Les mandats de {names} se terminent la veille.")
        return f"{told} {(one if len(holders) == 1 else many).format(names=french.listing(holders))}"
