"""Add a seat from a day on, for a union that signs or a line of the social section."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import Composition, Profession, Regime, Seat, SeatState, Section
from cpr_desk.domain.french import NBSP, fold, squeeze
from cpr_desk.errors import UserError
from cpr_desk.office import importing
from cpr_desk.services import composition as compositions
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.seat_change import parity_words
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class AddSeatDialog(FormDialog):
    """A new seat: its section, then its régime, or its profession and organisation. It is designated to afterwards."""

    def __init__(
        self, desk: Desk, composition: Composition, section: Section, on: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Ajouter un siège"), self.tr("Ajouter"), parent, width=640)
        self._desk = desk
        self._composition = composition
        self._reference = importing.organisations()
        self.since = DateEdit(self)
        self.since.set_day(on)
        self._since_field = Field(
            self.tr("À compter du"), self.since, required=True, help_line=self.tr("Premier jour du siège")
        )
        self.section = choice_box((each.label, each) for each in Section)
        self.section.setCurrentIndex(list(Section).index(section))
        self.regime = choice_box((regime.label, regime) for regime in Regime)
        self.profession = choice_box((profession.label, profession) for profession in self._professions())
        self.organisation = QComboBox(editable=True)
        most = desk.commission.rules.max_social_votes
        self.votes = choice_box((self.tr("{votes} voix").format(votes=votes), votes) for votes in range(1, most + 1))
        self.votes.setCurrentIndex(most - 1)
        self.what_happens = PlainLabel(parent=self)
        self.head = Form(self)
        self._lay_out()
        self.start()

    def state(self) -> SeatState:
        """Return what the seat must be."""
        section = Section(self.section.currentData())
        social = section is Section.SOCIAL
        organisation = "" if social else squeeze(self.organisation.currentText())
        profession = self._profession()
        alike = [
            seat
            for seat in self._composition.of(section)
            if seat.profession == profession and fold(seat.organisation) == fold(organisation)
        ]
        return SeatState(
            section,
            self._position(section, profession, alike),
            self.votes.currentData() if social else int(section.votes),
            regime=Regime(self.regime.currentData()) if social else None,
            profession=profession,
            organisation=alike[0].organisation if alike else organisation,
            rank=1 if social else 1 + max((seat.rank for seat in alike), default=0),
        )

    def first_day(self) -> date | None:
        return self.since.day()

    def typed(self) -> Any:
        choices = (self.section, self.regime, self.profession, self.organisation, self.votes)
        return (*(choice.currentText() for choice in choices), self.since.text())

    def is_valid(self) -> bool:
        return self.head.validate()

    def write(self) -> SeatState:
        day = self.since.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        state = self.state()
        label = self.tr("Ajouter le siège {seat}").format(seat=state.label)
        compositions.revise_composition(
            self._desk.db, ReviseComposition(self._desk.commission.id, day, (state,), label=label)
        )
        self._desk.refresh()
        return state

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the date: the seat opens later."""
        self._since_field.set_error(str(error))
        self.since.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._regime_field = Field(self.tr("Régime"), self.regime)
        self._votes_field = Field(self.tr("Voix"), self.votes)
        self._profession_field = Field(self.tr("Profession"), self.profession)
        self._organisation_field = Field(
            self.tr("Organisation"), self.organisation, check=self._check_organisation,
            help_line=self.tr("Choisissez dans la liste, ou écrivez son sigle"),
        )  # fmt: skip
        self.head.add(Field(self.tr("Section"), self.section), self._since_field)
        self.head.add(self._regime_field, self._votes_field, self._profession_field, self._organisation_field)
        self.body.addWidget(self.head)
        self.body.addStretch()
        self.foot.insertWidget(0, self.what_happens)
        self.section.currentIndexChanged.connect(self._follow_section)
        self.profession.currentIndexChanged.connect(self._offer_organisations)
        for choice in (self.votes, self.regime):
            choice.currentIndexChanged.connect(lambda _row: self._announce())
        self.organisation.currentTextChanged.connect(lambda _text: self._announce())
        self.since.changed.connect(self._change_day)
        self._follow_section()

    def _change_day(self, day: date | None) -> None:
        """Reckon with the seats of the day from which the new one exists."""
        if day:
            self._composition = compositions.composition_at(self._desk.db, self._desk.commission.id, day)
        self._announce()

    def _announce(self) -> None:
        day = self.since.day()
        if day is None:
            self.what_happens.say(self.tr("Indiquez la date à partir de laquelle le siège existe."))
            return
        state = self.state()
        if not state.organisation and self._needs_organisation():
            self.what_happens.say(self.tr("Indiquez l’organisation qui désignera ce siège."))
            return
        told = self.tr("Le siège {seat} est ajouté à compter du {day}. Ses deux places sont à désigner.").format(
            seat=state.label, day=french.date_words(day)
        )
        self.what_happens.say(f"{told} {self._parity(state, day)}".strip())

    def _parity(self, state: SeatState, day: date) -> str:
        if not state.section.votes:
            return ""
        composition = compositions.composition_at(self._desk.db, self._desk.commission.id, day)
        votes = {section: composition.votes(section) for section in (Section.SOCIAL, Section.PROFESSIONAL)}
        votes[state.section] += state.votes
        return parity_words(votes[Section.SOCIAL], votes[Section.PROFESSIONAL])

    def _professions(self) -> tuple[Profession, ...]:
        """Those of the composition first, so that a seat joins its group, then the others of the accord."""
        known = dict.fromkeys(
            seat.profession for seat in self._composition.of(Section.PROFESSIONAL) if seat.profession is not None
        )
        codes = {profession.code for profession in known}
        return (*known, *(other for other in self._reference.professions if other.code not in codes))

    def _profession(self) -> Profession | None:
        chosen: Profession | None = self.profession.currentData()
        return chosen if Section(self.section.currentData()) is Section.PROFESSIONAL else None

    def _position(self, section: Section, profession: Profession | None, alike: list[Seat]) -> int:
        """Stand after the seats of the same body or profession, else at the end of the section."""
        seats = self._composition.of(section)
        near = alike or [seat for seat in seats if profession and seat.profession == profession]
        group = near if section is not Section.SOCIAL and near else seats
        return max((seat.position for seat in group), default=0) + int(group is seats)

    def _follow_section(self) -> None:
        section = Section(self.section.currentData())
        social = section is Section.SOCIAL
        self._regime_field.setVisible(social)
        self._votes_field.setVisible(social)
        self._profession_field.setVisible(section is Section.PROFESSIONAL)
        self._organisation_field.setVisible(not social)
        self._offer_organisations()

    def _offer_organisations(self) -> None:
        profession = self._profession()
        self._organisation_field.set_required(required=self._needs_organisation())
        names = self._reference.unions.get(profession.code, ()) if profession else tuple(self._reference.bodies)
        self.organisation.clear()
        self.organisation.addItems(list(names))
        self.organisation.setCurrentText("")
        self._announce()

    def _needs_organisation(self) -> bool:
        """Whether one must be named: not by the social section, nor by a profession without unions."""
        profession = self._profession()
        social = Section(self.section.currentData()) is Section.SOCIAL
        return not social and (profession is None or bool(self._reference.unions.get(profession.code)))

    def _check_organisation(self) -> str:
        state = self.state()
        if state.section is Section.PROFESSIONAL and state.rank > 1 and self._needs_organisation():
            words = self.tr("{organisation} a déjà un siège dans cette profession{nbsp}: un siège par signataire.")
            return words.format(organisation=state.organisation, nbsp=NBSP)
        return ""
