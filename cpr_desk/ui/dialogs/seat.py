"""Modify a seat from a day on, or add one."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from cpr_desk.domain.composition import Composition, Profession, Regime, Seat, SeatState, Section
from cpr_desk.domain.french import fold, squeeze
from cpr_desk.errors import UserError
from cpr_desk.office import importing
from cpr_desk.services import composition as compositions
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.person_fields import PersonFields
from cpr_desk.ui.dialogs.seat_words import announce
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.side_by_side import SideBySide


class SeatDialog(FormDialog):
    """Who holds a seat and with how many votes, from a day on."""

    def __init__(self, desk: Desk, seat: Seat | None, on: date, parent: QWidget | None = None) -> None:
        title = self.tr("Modifier le siège") if seat else self.tr("Ajouter un siège")
        super().__init__(title, self.tr("Enregistrer") if seat else self.tr("Ajouter"), parent, width=1080)
        self._desk = desk
        self._seat = seat
        self.since = DateEdit(self)
        self.since.set_day(on)
        self._since_field = Field(
            self.tr("À compter du"), self.since, required=True, help_line=self.tr("Premier jour de la modification")
        )
        self.votes = QComboBox(self)
        most = desk.commission.rules.max_social_votes
        for votes in sorted({*range(1, most + 1), seat.votes if seat else most}):
            self.votes.addItem(self.tr("{votes} voix").format(votes=votes), votes)
        self.votes.setCurrentIndex(self.votes.findData(seat.votes if seat else most))
        self._votes_field = Field(self.tr("Voix"), self.votes)
        held = (seat.titular, seat.substitute) if seat else (None, None)
        people = [holding.person if holding else None for holding in held]
        self.titular = PersonFields(self.tr("Titulaire"), people[0], self)
        self.substitute = PersonFields(self.tr("Suppléant"), people[1], self)
        self.what_happens = QLabel(self, wordWrap=True)
        self.what_happens.setTextFormat(Qt.TextFormat.PlainText)
        self.head = Form(self)
        self.lay_out()
        self.start()

    def lay_out(self) -> None:
        """Put the fields in place and follow them."""
        if self._seat:
            name = QLabel(self._seat.label, self, wordWrap=True)
            name.setTextFormat(Qt.TextFormat.PlainText)
            self.body.addWidget(name)
            self.setWindowTitle(f"{self.windowTitle()} – {self._seat.label}")
        self.add_head()
        self.body.addWidget(self.head)
        self.body.addWidget(SideBySide(self.titular, self.substitute, (1, 1), parent=self, narrow=640))
        self.body.addStretch()
        self.foot.insertWidget(0, self.what_happens)
        self.since.changed.connect(lambda _day: self.announce())
        self.votes.currentIndexChanged.connect(lambda _row: self.announce())
        for person in (self.titular, self.substitute):
            person.changed.connect(self.announce)
        self.announce()

    def add_head(self) -> None:
        """Add what comes before the persons."""
        fields = [self._since_field]
        if self._seat and self._seat.section is Section.SOCIAL:
            fields.append(self._votes_field)
        self.head.add(*fields)

    def state(self) -> SeatState:
        """Return what the seat must be."""
        seat = self._seat
        assert seat is not None  # noqa: S101 - the dialog that adds a seat overrides this
        return replace(
            SeatState.of(seat),
            votes=self.votes.currentData() if seat.section is Section.SOCIAL else seat.votes,
            titular=self.titular.person(),
            substitute=self.substitute.person(),
        )

    def announce(self) -> None:
        """Say what will happen."""
        self.what_happens.setText(announce(self._seat, self.state(), self.since.day()))

    def typed(self) -> Any:
        return (self.since.text(), self.votes.currentText(), self.titular.typed(), self.substitute.typed())

    def is_valid(self) -> bool:
        checks = [self.head.validate(), self.titular.is_valid(), self.substitute.is_valid()]
        return all(checks) and self._two_persons()

    def write(self) -> SeatState:
        day = self.since.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        state = self.state()
        order = ReviseComposition(self._desk.commission.id, day, (state,), label=self.label(state))
        compositions.revise_composition(self._desk.db, order)
        self._desk.refresh()
        return state

    def label(self, state: SeatState) -> str:
        """Return how the journal names the revision."""
        assert self._seat is not None  # noqa: S101 - the dialog that adds a seat overrides this
        return self.tr("Modifier le siège {seat}").format(seat=self._seat.label)

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the date: another change stands later."""
        self._since_field.set_error(str(error))
        self.since.setFocus(Qt.FocusReason.OtherFocusReason)

    def _two_persons(self) -> bool:
        one, other = self.titular.person(), self.substitute.person()
        if one and other and fold(one.name) == fold(other.name):
            self.substitute.last_name_field.set_error(
                self.tr("Une personne ne peut pas se suppléer elle-même. Désignez quelqu’un d’autre.")
            )
            self.substitute.last_name.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True


class AddSeatDialog(SeatDialog):
    """A new seat: its section, then its régime, or its profession and organisation."""

    def __init__(
        self, desk: Desk, composition: Composition, section: Section, on: date, parent: QWidget | None = None
    ) -> None:
        self._composition = composition
        self._reference = importing.organisations()
        self.section = QComboBox()
        self.regime = QComboBox()
        self.profession = QComboBox()
        self.organisation = QComboBox(editable=True)
        for each in Section:
            self.section.addItem(each.label, each)
        self.section.setCurrentIndex(list(Section).index(section))
        for regime in Regime:
            self.regime.addItem(regime.label, regime)
        for profession in self._professions():
            self.profession.addItem(profession.label, profession)
        self._regime_field = Field("", self.regime)
        super().__init__(desk, None, on, parent)

    def add_head(self) -> None:
        self._regime_field = Field(self.tr("Régime"), self.regime)
        self._profession_field = Field(self.tr("Profession"), self.profession)
        self._organisation_field = Field(
            self.tr("Organisation"), self.organisation, check=self._check_organisation,
            help_line=self.tr("Choisissez dans la liste, ou écrivez son sigle"),
        )  # fmt: skip
        self.head.add(Field(self.tr("Section"), self.section), self._since_field)
        self.head.add(self._regime_field, self._votes_field, self._profession_field, self._organisation_field)
        self.section.currentIndexChanged.connect(self._follow_section)
        self.profession.currentIndexChanged.connect(self._offer_organisations)
        self._follow_section()

    def state(self) -> SeatState:
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
            titular=self.titular.person(),
            substitute=self.substitute.person(),
        )

    def typed(self) -> Any:
        choices = (self.section, self.regime, self.profession, self.organisation)
        return (*(choice.currentText() for choice in choices), super().typed())

    def label(self, state: SeatState) -> str:
        named = Seat(0, **_naming(state)).label
        return self.tr("Ajouter le siège {seat}").format(seat=named)

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
        names = self._reference.unions.get(profession.code, ()) if profession else tuple(self._reference.bodies)
        self.organisation.clear()
        self.organisation.addItems(list(names))
        self.organisation.setCurrentText("")
        self.announce()

    def _check_organisation(self) -> str:
        section = Section(self.section.currentData())
        profession = self._profession()
        named = bool(squeeze(self.organisation.currentText()))
        without = profession is not None and not self._reference.unions.get(profession.code)
        if section is Section.SOCIAL or named or without:
            return ""
        return self.tr("Indiquez l’organisation qui désigne ce siège.")


def _naming(state: SeatState) -> dict[str, Any]:
    return {
        "section": state.section,
        "position": state.position,
        "votes": state.votes,
        "regime": state.regime,
        "profession": state.profession,
        "organisation": state.organisation,
        "rank": state.rank,
    }
