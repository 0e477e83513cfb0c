"""Name the president of a section, among its members (annexe 5, 1.3)."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import MandateRole, Person, Section
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.presidency import SOURCE, president_at
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition as compositions
from cpr_desk.ui import theme
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import TextSize
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form


class SectionPresidentDialog(FormDialog):
    """A section, a member of it on that day, a date."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Désigner le président de section"), self.tr("Désigner"), parent)
        self._desk = desk
        self.section = QComboBox(self)
        for section in Section:
            if section.votes:
                self.section.addItem(section.label, section)
        self.since = DateEdit(self)
        self.since.set_day(desk.today())
        self._since_field = Field(self.tr("À compter du"), self.since, required=True)
        self.person = QComboBox(self)
        self.person.setMinimumContentsLength(36)
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._person_field = Field(
            self.tr("Président"), self.person, required=True,
            help_line=self.tr("Parmi les membres de la section ce jour-là, titulaires puis suppléants"),
        )  # fmt: skip
        self._what_happens = QLabel(self, wordWrap=True)
        self._what_happens.setTextFormat(Qt.TextFormat.PlainText)
        source = QLabel(self.tr("Source{nbsp}: {source}.").format(nbsp=NBSP, source=SOURCE), self, wordWrap=True)
        source.setProperty("muted", True)
        source.setFont(theme.font(TextSize.SMALL))
        self._form = Form(self)
        self._form.add(Field(self.tr("Section"), self.section), self._since_field, stretches=(3, 2))
        self._form.add(self._person_field)
        for widget in (self._form, self._what_happens, source):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.section.currentIndexChanged.connect(lambda _row: self._offer_members())
        self.since.changed.connect(lambda _day: self._offer_members())
        self.person.currentIndexChanged.connect(lambda _row: self._announce())
        self._offer_members()
        self.start()

    def typed(self) -> Any:
        return (self.section.currentIndex(), self.since.text(), self.person.currentText())

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> Person:
        day, person = self.since.day(), self._chosen()
        assert day is not None and person is not None  # noqa: S101, PT018 - both fields are required and checked
        section = Section(self.section.currentData())
        commissions.name_section_president(self._desk.db, self._desk.commission.id, section, person, day)
        self._desk.refresh()
        return person

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the date: another president is recorded later."""
        self._since_field.set_error(str(error))
        self.since.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> Person | None:
        chosen: Person | None = self.person.currentData()
        return chosen

    def _offer_members(self) -> None:
        wanted = self.person.currentText()
        self.person.clear()
        day = self.since.day()
        members = self._members(day) if day else {}
        for person, role in members.values():
            self.person.addItem(f"{person.courteous_name} ({role})", person)
        self.person.setCurrentIndex(self.person.findText(wanted) if wanted else -1)
        nobody = self.tr("Personne n’est désigné dans cette section à cette date.")
        self._person_field.set_error(nobody if day and not members else "")
        self._announce()

    def _members(self, day: date) -> dict[int, tuple[Person, str]]:
        section = Section(self.section.currentData())
        composition = compositions.composition_at(self._desk.db, self._desk.commission.id, day)
        held = [(role, holding.person) for seat, role, holding in composition.holdings() if seat.section is section]
        held.sort(key=lambda pair: (pair[0] is MandateRole.SUBSTITUTE, french.fold(pair[1].last_name)))
        members: dict[int, tuple[Person, str]] = {}
        for role, person in held:
            members.setdefault(person.id, (person, role.label))
        return members

    def _announce(self) -> None:
        day, person = self.since.day(), self._chosen()
        if day is None or person is None:
            self._what_happens.setText(self.tr("Choisissez la personne que la section a désignée."))
            return
        section = Section(self.section.currentData())
        known = commissions.section_presidents(self._desk.db, self._desk.commission.id)
        before = president_at(known, section, day)
        sentence = self.tr("{name} préside la {section} à compter du {day}.").format(
            name=person.courteous_name, section=section.label.lower(), day=french.date_words(day)
        )
        if before:
            sentence += " " + self.tr("{name} cesse ses fonctions la veille.").format(name=before.name)
        self._what_happens.setText(sentence)
