"""Change the votes of a seat, or its régime, from a day on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from cpr_desk.domain import french
from cpr_desk.domain import mandates as rules
from cpr_desk.domain.composition import Composition, Regime, Seat, Section
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.services import composition as compositions
from cpr_desk.services import mandates
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.seat_change import SeatChangeDialog, parity_words
from cpr_desk.ui.widgets.form import Field


class VotesDialog(SeatChangeDialog):
    """A number of votes, the régime of a social seat, and what parity becomes."""

    def __init__(self, desk: Desk, seat: Seat, on: date, parent: QWidget | None = None) -> None:
        title = self.tr("Changer les voix ou le régime") if seat.regime else self.tr("Changer les voix")
        super().__init__(desk, seat, title, self.tr("Changer"), on, parent)
        self.votes = QSpinBox(self, minimum=0, maximum=99)
        self.votes.setValue(seat.votes)
        votes_field = Field(
            self.tr("Voix"), self.votes,
            help_line=self.tr("De 1 à {most} dans la section sociale, une dans la section professionnelle").format(
                most=desk.commission.rules.max_social_votes
            ),
        )  # fmt: skip
        self.regime = QComboBox(self)
        for regime in Regime:
            self.regime.addItem(regime.label, regime)
        self.regime.setCurrentIndex(self.regime.findData(seat.regime))
        regime_field = Field(self.tr("Régime"), self.regime)
        regime_field.setVisible(seat.section is Section.SOCIAL)
        self.faults[Fault.VOTES] = votes_field
        self.form.add(self.since_field, votes_field)
        self.form.add(regime_field)
        self.regime.currentIndexChanged.connect(lambda _row: self.announce())
        self.votes.valueChanged.connect(lambda _votes: self.announce())
        self.begin()

    def typed(self) -> Any:
        return (self.since.text(), self.votes.text(), self.regime.currentText())

    def sentence(self, day: date) -> str:
        composition = compositions.composition_at(self.desk.db, self.desk.commission.id, day)
        now = next((seat for seat in composition.seats if seat.id == self.seat.id), None)
        if now is None:
            return self.tr("Ce siège n’existe pas à cette date.")
        if now.votes == self.votes.value() and not self._regime():
            return self.tr("Rien ne change{nbsp}: ce siège porte déjà {votes} voix.").format(
                votes=now.votes, nbsp=french.NBSP
            )
        told = []
        if regime := self._regime():
            words = self.tr("le siège passe du régime {old} au régime {new}")
            told.append(words.format(old=now.regime.label if now.regime else "–", new=regime.label))
        if now.votes != self.votes.value():
            words = self.tr("le siège passe de {old} à {new} voix")
            told.append(words.format(old=now.votes, new=self.votes.value()))
        what = " ; ".join(told)
        return f"{self.tr('À compter du')} {french.date_words(day)}, {what}. {self._parity(composition, now)}"

    def _parity(self, composition: Composition, now: Seat) -> str:
        totals = {section: composition.votes(section) for section in (Section.SOCIAL, Section.PROFESSIONAL)}
        totals[now.section] = totals.get(now.section, 0) + self.votes.value() - now.votes
        return parity_words(totals[Section.SOCIAL], totals[Section.PROFESSIONAL])

    def _regime(self) -> Regime | None:
        """Return the régime chosen when it is another one."""
        chosen = self.regime.currentData()
        return Regime(chosen) if self.seat.section is Section.SOCIAL and chosen and chosen != self.seat.regime else None

    def refusals(self, day: date) -> Sequence[Refusal]:
        return rules.refuse_votes(self.seat.section, self.votes.value(), self.desk.commission.rules)

    def carry_out(self, day: date) -> None:
        db, commission = self.desk.db, self.desk.commission
        if regime := self._regime():
            mandates.change_regime(db, commission.id, self.seat, regime, self.votes.value(), day, commission.rules)
        else:
            mandates.change_votes(db, self.seat.id, self.votes.value(), day, commission.rules)
