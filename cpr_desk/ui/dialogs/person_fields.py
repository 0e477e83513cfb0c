"""The fields of one holder of a seat. Without a name, the place is vacant."""

import re
from difflib import SequenceMatcher

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGroupBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.composition import Person
from cpr_desk.domain.french import fold, squeeze
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.form import Field, Form

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_POSTCODE = re.compile(r"\d{5}")
_CIVILITY_WIDTH = 84
_ALIKE = 0.8
"""Names more alike than this are taken for one name spelt twice."""


class PersonFields(QGroupBox):
    """Who holds a place, with what is needed to write to them."""

    changed = Signal()

    def __init__(self, title: str, holder: Person | None, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._holder = holder
        self.civility = QComboBox(self, editable=True)
        self.civility.addItems(["", "Mme", "M.", "Dr", "Pr"])
        self.civility.setMinimumWidth(_CIVILITY_WIDTH)
        self.first_name = _line(200)
        self.last_name = _line(200)
        self.email = _line(200)
        self.phone = _line(30)
        self.address = _line(300)
        self.postcode = _line(10)
        self.city = _line(100)
        self.last_name_field = Field(self.tr("Nom"), self.last_name, check=self._check_name)
        self.correction = QCheckBox(self.tr("C’est la même personne, dont je corrige le nom"), self)
        policy = self.correction.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.correction.setSizePolicy(policy)
        self._decided = False
        self._form = Form(self)
        self._form.add(
            Field(self.tr("Civilité"), self.civility),
            Field(self.tr("Prénom"), self.first_name),
            self.last_name_field,
            stretches=(2, 4, 5),
        )
        self._form.add(
            Field(self.tr("Courriel"), self.email, check=self._check_email),
            Field(self.tr("Téléphone"), self.phone),
            stretches=(3, 2),
        )
        self._form.add(Field(self.tr("Adresse"), self.address))
        self._form.add(
            Field(self.tr("Code postal"), self.postcode, check=self._check_postcode),
            Field(self.tr("Ville"), self.city),
            stretches=(2, 5),
        )
        self.leave_vacant = QPushButton(self.tr("Laisser la place à désigner"), self)
        self.leave_vacant.setAutoDefault(False)
        self.leave_vacant.clicked.connect(lambda: self.show_person(None))
        column = QVBoxLayout(self)
        column.setSpacing(Space.S)
        column.addWidget(self._form)
        column.addWidget(self.correction)
        column.addWidget(self.leave_vacant)
        column.addStretch()
        self.show_person(holder)
        for line in self._lines():
            line.textChanged.connect(self._heed)
        self.civility.currentTextChanged.connect(self._heed)
        self.correction.clicked.connect(self._decide)
        self._heed()

    def show_person(self, person: Person | None) -> None:
        """Fill the fields; None empties them."""
        shown = person or Person(0, "", "")
        self.civility.setCurrentText(shown.civility)
        for line, text in zip(self._lines(), _texts(shown), strict=True):
            line.setText(text)

    def person(self) -> Person | None:
        """Return who is typed, None for a vacant place; `id` is kept while it is the same person."""
        first, last, *details = (squeeze(line.text()) for line in self._lines())
        if not first and not last:
            return None
        same = self._holder is not None and (self._same_name() or self.correction.isChecked())
        number = self._holder.id if self._holder and same else 0
        return Person(number, first, last, squeeze(self.civility.currentText()), *details)

    def typed(self) -> tuple[str, ...]:
        """Return what the fields hold."""
        return (self.civility.currentText(), *(line.text() for line in self._lines()))

    def is_valid(self) -> bool:
        """Check the fields and show what is wrong beside them."""
        return self._form.validate()

    def _lines(self) -> tuple[QLineEdit, ...]:
        return (
            self.first_name, self.last_name, self.email, self.phone, self.address, self.postcode, self.city
        )  # fmt: skip

    def _name(self) -> str:
        return squeeze(f"{self.first_name.text()} {self.last_name.text()}")

    def _same_name(self) -> bool:
        return self._holder is not None and fold(self._holder.name) == fold(self._name())

    def _heed(self) -> None:
        name = self._name()
        other = self._holder is not None and bool(name) and not self._same_name()
        if self._holder and not self._decided:
            likeness = SequenceMatcher(a=fold(self._holder.name), b=fold(name)).ratio()
            self.correction.setChecked(other and likeness > _ALIKE)
        self.correction.setVisible(other)
        if self._holder and name:
            self._lend_details(self._holder, of_another=other and not self.correction.isChecked())
        self.leave_vacant.setEnabled(any(self.typed()))
        self.changed.emit()

    def _decide(self) -> None:
        self._decided = True
        self._heed()

    def _lend_details(self, holder: Person, *, of_another: bool) -> None:
        """Leave the predecessor's address to the predecessor; give it back if the name comes back."""
        details, blank = _texts(holder)[2:], ("",) * 5
        shown = tuple(line.text() for line in self._lines()[2:])
        if shown == (details if of_another else blank):
            for line, text in zip(self._lines()[2:], blank if of_another else details, strict=True):
                with QSignalBlocker(line):
                    line.setText(text)

    def _check_name(self) -> str:
        if any(self.typed()) and not squeeze(self.last_name.text()):
            return self.tr("Indiquez le nom, ou laissez la place à désigner.")
        return ""

    def _check_email(self) -> str:
        typed = self.email.text().strip()
        if typed and not _EMAIL.fullmatch(typed):
            return self.tr("Cette adresse n’est pas complète. Écrivez par exemple prenom.nom@exemple.fr.")
        return ""

    def _check_postcode(self) -> str:
        typed = self.postcode.text().strip()
        if typed and not _POSTCODE.fullmatch(typed):
            return self.tr("Cinq chiffres, par exemple 44000.")
        return ""


def _line(longest: int) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(longest)
    return made


def _texts(person: Person) -> tuple[str, ...]:
    return (
        person.first_name, person.last_name, person.email, person.phone, person.address, person.postcode, person.city
    )  # fmt: skip
