"""Change the votes of a seat from a day on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QSpinBox, QWidget

from cpr_desk.domain import french
from cpr_desk.domain import mandates as rules
from cpr_desk.domain.composition import Seat, Section
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.services import composition as compositions
from cpr_desk.services import mandates
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.seat_change import SeatChangeDialog
from cpr_desk.ui.widgets.form import Field


class VotesDialog(SeatChangeDialog):
    """A number of votes, and what parity becomes."""

    def __init__(self, desk: Desk, seat: Seat, on: date, parent: QWidget | None = None) -> None:
        title = self.tr("Changer les voix")
        super().__init__(desk, seat, title, title, on, parent)
        self.votes = QSpinBox(self, minimum=0, maximum=99)
        self.votes.setValue(seat.votes)
        votes_field = Field(
            self.tr("Voix"), self.votes,
            help_line=self.tr("De 1 à {most} dans la section sociale, une dans la section professionnelle").format(
                most=desk.commission.rules.max_social_votes
            ),
        )  # fmt: skip
        self.faults[Fault.VOTES] = votes_field
        self.form.add(self.since_field, votes_field)
        self.votes.valueChanged.connect(lambda _votes: self.announce())
        self.begin()

    def typed(self) -> Any:
        return (self.since.text(), self.votes.text())

    def sentence(self, day: date) -> str:
        composition = compositions.composition_at(self.desk.db, self.desk.commission.id, day)
        now = next((seat.votes for seat in composition.seats if seat.id == self.seat.id), 0)
        if now == self.votes.value():
            return self.tr("Ce siège porte déjà {votes} voix à cette date.").format(votes=now)
        totals = {section: composition.votes(section) for section in (Section.SOCIAL, Section.PROFESSIONAL)}
        totals[self.seat.section] = totals.get(self.seat.section, 0) + self.votes.value() - now
        social, professional = totals[Section.SOCIAL], totals[Section.PROFESSIONAL]
        parity = (
            self.tr("la parité est respectée") if social == professional else self.tr("la parité n’est pas respectée")
        )
        return self.tr(
            "À compter du {day}, le siège passe de {old} à {new} voix. Section sociale{nbsp}: {social} voix, section "
            "professionnelle{nbsp}: {professional} voix, {parity}."
        ).format(
            day=french.date_words(day),
            old=now,
            new=self.votes.value(),
            social=social,
            professional=professional,
            parity=parity,
            nbsp=french.NBSP,
        )

    def refusals(self, day: date) -> Sequence[Refusal]:
        return rules.refuse_votes(self.seat.section, self.votes.value(), self.desk.commission.rules)

    def carry_out(self, day: date) -> None:
        mandates.change_votes(self.desk.db, self.seat.id, self.votes.value(), day, self.desk.commission.rules)
