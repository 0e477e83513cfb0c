"""Name the president of a section, among its members (annexe 5, 1.3)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import MandateRole, Person, Section
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.presidency import SectionPresident, president_at
from cpr_desk.domain.presidency_changes import president_doubts, refuse_president
from cpr_desk.services import composition as compositions
from cpr_desk.services import presidency as presidencies
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.person_form import CIVILITIES
from cpr_desk.ui.dialogs.presidency_form import PresidencyDialog
from cpr_desk.ui.widgets.choice_edit import NamesView
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field

_LONGEST_NAME = 200


class SectionPresidentDialog(PresidencyDialog):
    """A section, from when to when, and who: a member that day, anybody who ever sat, or a name to type."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, section: Section = Section.SOCIAL) -> None:
        super().__init__(desk, self.tr("Désigner le président de section"), self.tr("Désigner"), parent)
        self._electorate = presidencies.electorate(desk.db, desk.commission.id)
        self.section = QComboBox(self)
        for each in Section:
            if each.votes:
                self.section.addItem(each.label, each)
        self.section.setCurrentIndex(self.section.findData(section))
        self.since, self.until = DateEdit(self), DateEdit(self)
        self.since.set_day(desk.today())
        self.person = QComboBox(self)
        self.person.setView(NamesView(self.person))
        self.person.setMinimumContentsLength(36)
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.civility = QComboBox(self)
        self.civility.addItems(CIVILITIES)
        self.first_name, self.last_name = (QLineEdit(self, maxLength=_LONGEST_NAME) for _ in range(2))
        self._other = (
            Field(self.tr("Civilité"), self.civility),
            Field(self.tr("Prénom"), self.first_name),
            Field(self.tr("Nom"), self.last_name, required=True),
        )
        self.fields |= {
            Fault.SINCE: Field(self.tr("À compter du"), self.since, required=True),
            Fault.UNTIL: Field(
                self.tr("Jusqu’au"), self.until, help_line=self.tr("Vide, sauf pour une présidence passée")
            ),
            Fault.PERSON: Field(
                self.tr("Président"), self.person, required=True,
                help_line=self.tr(
                    "Tapez le début du nom. D’abord les membres de la section ce jour-là, titulaires puis suppléants"
                ),
            ),
        }  # fmt: skip
        self.form.add(Field(self.tr("Section"), self.section))
        self.form.add(self.fields[Fault.SINCE], self.fields[Fault.UNTIL])
        self.form.add(self.fields[Fault.PERSON])
        self.form.add(*self._other, stretches=(2, 4, 5))
        self.section.currentIndexChanged.connect(lambda _row: self._offer())
        self.since.changed.connect(lambda _day: self._offer())
        self.until.changed.connect(lambda _day: self.announce())
        self.person.currentIndexChanged.connect(lambda _row: self._choose())
        for line in (self.first_name, self.last_name):
            line.textChanged.connect(lambda _text: self.announce())
        self.civility.currentIndexChanged.connect(lambda _row: self.announce())
        self._offer()
        self._choose()
        self.complete()

    def typed(self) -> Any:
        fields = (self.section.currentIndex(), self.since.text(), self.until.text(), self.person.currentText())
        return (*fields, self.civility.currentText(), self.first_name.text(), self.last_name.text())

    def write(self) -> Person:
        wanted = self._wanted()
        assert wanted is not None  # noqa: S101 - the fields are required and checked
        presidencies.name_section_president(
            self.desk.db, self.desk.commission.id, wanted.section, wanted.person, wanted.since, wanted.until
        )
        self.desk.refresh()
        return wanted.person

    def refusals(self) -> Iterable[Refusal]:
        wanted = self._wanted()
        return refuse_president(self.known, wanted) if wanted else ()

    def doubts(self) -> Iterable[str]:
        wanted = self._wanted()
        return president_doubts(self.known, wanted, self._electorate.memberships) if wanted else ()

    def consequences(self) -> str:
        wanted = self._wanted()
        if wanted is None:
            return self.tr("Choisissez la personne que la section a désignée.")
        sentence = self.tr("{name} préside la {section} à compter du {day}.").format(
            name=wanted.name, section=wanted.section.label.lower(), day=french.date_words(wanted.since)
        )
        if wanted.until:
            sentence = self.tr("{name} préside la {section} du {day} au {end}.").format(
                name=wanted.name,
                section=wanted.section.label.lower(),
                day=french.date_words(wanted.since),
                end=french.date_words(wanted.until),
            )
        before = president_at(self.known.presidents, wanted.section, wanted.since)
        if before is None:
            return sentence
        replaced = self.tr("{name}, dont la présidence commence le même jour, est retiré du registre.")
        leaves = self.tr("{name} cesse ses fonctions la veille.")
        return f"{sentence} {(replaced if before.since == wanted.since else leaves).format(name=before.name)}"

    def _wanted(self) -> SectionPresident | None:
        day, person = self.since.day(), self._typed_person() if self._is_other() else self.person.currentData()
        if day is None or person is None:
            return None
        return SectionPresident(Section(self.section.currentData()), person, day, self.until.day())

    def _is_other(self) -> bool:
        return self.person.currentIndex() == self.person.count() - 1

    def _typed_person(self) -> Person | None:
        first, last = french.squeeze(self.first_name.text()), french.squeeze(self.last_name.text())
        return Person(0, first, last, self.civility.currentText()) if last else None

    def _offer(self) -> None:
        """Offer the members of the section that day, then everybody who ever sat, then a name to type."""
        wanted, other = self.person.currentData(), self.person.count() > 0 and self._is_other()
        day = self.since.day()
        members = self._members(day) if day else {}
        self.person.blockSignals(True)
        self.person.clear()
        for person, role in members.values():
            self.person.addItem(f"{person.courteous_name} ({role})", person)
        for person in self._electorate.persons if day else ():
            if person.id not in members:
                self.person.addItem(
                    self.tr("{name} (ne siège pas dans la section ce jour-là)").format(name=person.courteous_name),
                    person,
                )
        self.person.addItem(self.tr("Une autre personne…"), None)
        rows = range(self.person.count())
        same = (row for row in rows if wanted and (known := self.person.itemData(row)) and known.id == wanted.id)
        self.person.setCurrentIndex(self.person.count() - 1 if other else next(same, -1))
        self.person.blockSignals(False)
        self.announce()

    def _choose(self) -> None:
        for field in self._other:
            field.setVisible(self._is_other())
        self.announce()

    def _members(self, day: date) -> dict[int, tuple[Person, str]]:
        section = Section(self.section.currentData())
        composition = compositions.composition_at(self.desk.db, self.desk.commission.id, day)
        held = [(role, holding.person) for seat, role, holding in composition.holdings() if seat.section is section]
        held.sort(key=lambda pair: (pair[0] is MandateRole.SUBSTITUTE, french.fold(pair[1].last_name)))
        members: dict[int, tuple[Person, str]] = {}
        for role, person in held:
            members.setdefault(person.id, (person, role.said_of(person)))
        return members
