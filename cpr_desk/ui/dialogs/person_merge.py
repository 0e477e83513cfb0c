"""Two records of one person: choose what is right in each, and keep one with the roles of both."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QRadioButton, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.composition import Person
from cpr_desk.domain.persons import KnownPerson, merge, refuse_merge
from cpr_desk.services import persons
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.icon_label import IconLabel
from cpr_desk.ui.widgets.plain_label import PlainLabel

_ADDRESS = ("address", "postcode", "city")


class MergeDialog(FormDialog):
    """Both records side by side, detail by detail; `saved` carries who remains."""

    def __init__(self, desk: Desk, one: KnownPerson, other: KnownPerson, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Fusionner deux fiches"), self.tr("Fusionner"), parent, width=820)
        self._desk = desk
        self._pair = (one, other)
        self._refusals = refuse_merge(one, other)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._head(desk.today())
        self._rows = {
            details: self._row(title, details)
            for title, details in (
                (self.tr("Civilité"), ("civility",)),
                (self.tr("Prénom"), ("first_name",)),
                (self.tr("Nom"), ("last_name",)),
                (self.tr("Profession"), ("profession",)),
                (self.tr("Courriel"), ("email",)),
                (self.tr("Téléphone"), ("phone",)),
                (self.tr("Adresse"), _ADDRESS),
            )
        }
        self.body.addLayout(self._grid)
        self.body.addStretch()
        self._lay_out_foot()
        self.start()

    def person(self) -> Person:
        """Return the record that remains."""
        kept = self._pair[0].person
        for details, group in self._rows.items():
            source = self._pair[group.checkedId()].person
            kept = replace(kept, **{detail: getattr(source, detail) for detail in details})
        return replace(kept, id=min(known.id for known in self._pair))

    def typed(self) -> Any:
        return tuple(group.checkedId() for group in self._rows.values())

    def is_valid(self) -> bool:
        return not self._refusals

    def write(self) -> Person:
        person = self.person()
        persons.merge_persons(self._desk.db, person.id, max(known.id for known in self._pair), person)
        self._desk.refresh()
        return person

    # What it is made of ------------------------------------------------------------------------------------------

    def _head(self, today: date) -> None:
        for column, known in enumerate(self._pair, start=1):
            name, hint = PlainLabel(known.person.courteous_name), PlainLabel(known.hint(today))
            name.setFont(theme.font(bold=True))
            hint.setProperty("muted", True)
            self._grid.addWidget(name, 0, column, Qt.AlignmentFlag.AlignBottom)
            self._grid.addWidget(hint, 1, column, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowMinimumHeight(2, Space.XS)

    def _row(self, title: str, details: tuple[str, ...]) -> QButtonGroup:
        """Offer both values of a detail; the first record's is proposed unless it is blank."""
        group = QButtonGroup(self)
        line = self._grid.rowCount()
        self._grid.addWidget(QLabel(title, self), line, 0, Qt.AlignmentFlag.AlignTop)
        filled = merge(*(known.person for known in self._pair))
        for number, known in enumerate(self._pair):
            choice = _Choice(title, _value(known.person, details), self)
            group.addButton(choice.radio, number)
            self._grid.addWidget(choice, line, number + 1, Qt.AlignmentFlag.AlignTop)
        first = self._pair[0].person
        group.button(0 if _value(filled, details) == _value(first, details) else 1).setChecked(True)
        group.idToggled.connect(lambda _number, _checked: self._announce())
        return group

    def _lay_out_foot(self) -> None:
        self.what_happens = PlainLabel("")
        mark = IconLabel("circle-alert", Tone.LATE, parent=self)
        mark.setVisible(bool(self._refusals))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.what_happens, 1)
        self.foot.insertLayout(0, row)
        self.save_button.setEnabled(not self._refusals)
        self._announce()

    def _announce(self) -> None:
        if self._refusals:
            told = (*self._refusals, self.tr("Corrigez d’abord ces mandats, ou gardez les deux fiches."))
            self.what_happens.say(" ".join(told))
            return
        roles = french.plural(sum(len(known.roles) for known in self._pair), self.tr("rôle"), self.tr("rôles"))
        words = self.tr(
            "Une seule fiche reste, celle de {name}, avec l’historique des deux ({roles}). Les anciens documents "
            "s’impriment avec ce nom."
        )
        self.what_happens.say(words.format(name=self.person().courteous_name, roles=roles))


class _Choice(QWidget):
    """A radio button whose words may take several lines; a click on them chooses too."""

    def __init__(self, title: str, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        words = value or self.tr("(vide)")
        self.radio = QRadioButton(self)
        self.radio.setAccessibleName(f"{title}, {words}")
        label = PlainLabel(words)
        label.setProperty("muted", not value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setChecked(True)
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)


def _value(person: Person, details: tuple[str, ...]) -> str:
    if details != _ADDRESS:
        return str(getattr(person, details[0]))
    place = f"{person.postcode} {person.city}".strip()
    return ", ".join(part for part in (person.address, place) if part)
