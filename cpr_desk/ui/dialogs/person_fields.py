"""The fields of one holder of a seat. Without a name, the place is vacant."""

from dataclasses import replace
from difflib import SequenceMatcher

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGroupBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cpr_desk.domain.composition import NAMESAKE, Person
from cpr_desk.domain.french import NBSP, fold, squeeze
from cpr_desk.domain.persons import Directory, KnownPerson
from cpr_desk.services import contacts
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.contact_edit import ContactEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.person_search import PersonSearch

CIVILITIES = ("", "Mme", "M.", "Dr", "Pr")
_CIVILITY_WIDTH = 84
_NOBODY = Person(0, "", "")
_ALIKE = 0.8
"""Names more alike than this are taken for one name spelt twice."""


class PersonFields(QGroupBox):
    """Who holds a place, with what is needed to write to them.

    With a `directory`, stored persons are proposed while the name is typed. Whoever is chosen, or has exactly the name
    typed, is taken for the one stored, unless « C’est un homonyme » is ticked.
    """

    changed = Signal()

    def __init__(
        self, title: str, holder: Person | None, parent: QWidget | None = None, directory: Directory | None = None
    ) -> None:
        super().__init__(title, parent)
        self._holder = holder
        self._chosen: Person | None = None
        self._shown = _NOBODY
        self._directory = directory
        self._decided = False
        self._make_controls()
        self._lay_out()
        self.show_person(holder)
        for line in self._lines():
            line.textChanged.connect(self._heed)
        self.civility.currentTextChanged.connect(self._heed)
        self.correction.clicked.connect(self._decide)
        self.namesake.toggled.connect(self._heed)
        if directory:
            self.search = PersonSearch(directory, (self.first_name, self.last_name), self)
            self.search.chosen.connect(self.choose)
        self._heed()

    def show_person(self, person: Person | None) -> None:
        """Fill the fields; None empties them."""
        self._shown = shown = person or _NOBODY
        self.civility.setCurrentText(shown.civility)
        for line, text in zip(self._lines(), _texts(shown), strict=True):
            line.show_stored(text) if isinstance(line, ContactEdit) else line.setText(text)

    def choose(self, person: Person) -> None:
        """Take a stored person for who holds the place."""
        self._chosen, self._decided = person, False
        self.namesake.setChecked(False)
        self.show_person(person)
        self.last_name_field.set_error("")
        self._heed()

    def person(self) -> Person | None:
        """Return who is typed, None for a vacant place; the id says whom they are taken for, as in `Person`."""
        first, last = squeeze(self.first_name.text()), squeeze(self.last_name.text())
        if not first and not last:
            return None
        details = [
            line.value() if isinstance(line, ContactEdit) else squeeze(line.text()) for line in self._lines()[2:]
        ]
        typed = Person(0, first, last, squeeze(self.civility.currentText()), *details)
        if self.namesake.isChecked() and self.namesake.isVisibleTo(self):
            return replace(typed, id=NAMESAKE)
        reference = self._reference()
        if reference and (self._bears(reference) or self._is_correction()):
            return replace(typed, id=reference.id)
        if known := self._known():
            return replace(known[0].person.completed_by(typed), first_name=first, last_name=last)
        return typed

    def typed(self) -> tuple[str, ...]:
        """Return what the fields hold."""
        return (self.civility.currentText(), *(line.text() for line in self._lines()))

    def is_valid(self) -> bool:
        """Check the fields and show what is wrong beside them."""
        return self._form.validate()

    def _make_controls(self) -> None:
        self.civility = QComboBox(self, editable=True)
        self.civility.addItems(CIVILITIES)
        self.civility.setMinimumWidth(_CIVILITY_WIDTH)
        self.first_name = QLineEdit(self, maxLength=200)
        self.last_name = QLineEdit(self, maxLength=200)
        self.email = ContactEdit.email(self)
        self.phone = ContactEdit.phone(self)
        self.address = QLineEdit(self, maxLength=300)
        self.postcode = ContactEdit.postcode(self)
        self.city = QLineEdit(self, maxLength=100)
        self.profession = QLineEdit(self, maxLength=120)
        self.last_name_field = Field(self.tr("Nom"), self.last_name, check=self._check_name)
        self.correction = QCheckBox(self.tr("C’est la même personne, dont je corrige le nom"), self)
        self.namesake = QCheckBox(self.tr("C’est un homonyme, une autre personne"), self)
        policy = self.correction.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.correction.setSizePolicy(policy)
        self.namesake.hide()
        self.leave_vacant = QPushButton(self.tr("Laisser la place à désigner"), self)
        self.leave_vacant.setAutoDefault(False)
        self.leave_vacant.clicked.connect(lambda: self.show_person(None))

    def _lay_out(self) -> None:
        self._form = Form(self)
        self._form.add(
            Field(self.tr("Civilité"), self.civility),
            Field(self.tr("Prénom"), self.first_name),
            self.last_name_field,
            stretches=(2, 4, 5),
        )
        self._form.add(
            Field(self.tr("Profession"), self.profession),
            Field(self.tr("Téléphone"), self.phone, check=self.phone.problem),
            stretches=(3, 2),
        )
        self._form.add(Field(self.tr("Courriel"), self.email, check=self.email.problem))
        self._form.add(Field(self.tr("Adresse"), self.address))
        self._form.add(
            Field(self.tr("Code postal"), self.postcode, check=self._check_postcode),
            Field(self.tr("Ville"), self.city),
            stretches=(2, 5),
        )
        column = QVBoxLayout(self)
        column.setSpacing(Space.S)
        for widget in (self._form, self.correction, self.namesake, self.leave_vacant):
            column.addWidget(widget)
        column.addStretch()

    def _lines(self) -> tuple[QLineEdit, ...]:
        return (
            self.first_name, self.last_name, self.email, self.phone, self.address, self.postcode, self.city,
            self.profession,
        )  # fmt: skip

    # Whom the name means -----------------------------------------------------------------------------------------

    def _name(self) -> str:
        return squeeze(f"{self.first_name.text()} {self.last_name.text()}")

    def _reference(self) -> Person | None:
        """Return who was in the place, or was chosen since."""
        return self._chosen or self._holder

    def _bears(self, person: Person) -> bool:
        return fold(person.name) == fold(self._name())

    def _is_correction(self) -> bool:
        return self.correction.isChecked() and self.correction.isVisibleTo(self)

    def _known(self) -> tuple[KnownPerson, ...]:
        """Return the stored persons of exactly this name, unless it is that of who holds the place."""
        if self._directory is None or (self._holder and self._bears(self._holder)):
            return ()
        return self._directory.named(self._name())

    def _heed(self) -> None:
        name, reference, known = self._name(), self._reference(), self._known()
        other = reference is not None and bool(name) and not self._bears(reference)
        if reference and not self._decided:
            likeness = SequenceMatcher(a=fold(reference.name), b=fold(name)).ratio()
            self.correction.setChecked(other and likeness > _ALIKE)
        self.correction.setVisible(other and not known)
        self._introduce(known)
        if reference and name:
            self._lend_details(reference, of_another=self._is_another(reference))
        self.leave_vacant.setEnabled(any(self.typed()))
        self.changed.emit()

    def _is_another(self, reference: Person) -> bool:
        if self._bears(reference):
            return self.namesake.isChecked() and self.namesake.isVisibleTo(self)
        return not self._is_correction()

    def _introduce(self, known: tuple[KnownPerson, ...]) -> None:
        """Say whom the name is taken for, and offer to take it for somebody else."""
        self.namesake.setVisible(bool(known))
        # One of the two holds the room of both: nothing jumps while the name is typed.
        policy = self.correction.sizePolicy()
        policy.setRetainSizeWhenHidden(not known)
        self.correction.setSizePolicy(policy)
        taken = self._taken(known)
        words = self.tr("Déjà connue{nbsp}: {hint}") if taken else ""
        if self._directory and taken and not self.namesake.isChecked():
            self.last_name_field.set_help(words.format(nbsp=NBSP, hint=taken.hint(self._directory.on)))
        else:
            self.last_name_field.set_help("")

    def _taken(self, known: tuple[KnownPerson, ...]) -> KnownPerson | None:
        """Return the one person the name means, None while several bear it and none was chosen."""
        if self._chosen and self._bears(self._chosen):
            return next((each for each in known if each.id == self._chosen.id), None)
        return known[0] if len(known) == 1 else None

    def _decide(self) -> None:
        self._decided = True
        self._heed()

    def _lend_details(self, holder: Person, *, of_another: bool) -> None:
        """Leave the predecessor's address to the predecessor; give it back if the name comes back."""
        lines = self._lines()[2:]
        details, blank = _texts(holder)[2:], ("",) * len(lines)
        if tuple(line.text() for line in lines) == (details if of_another else blank):
            for line, text in zip(lines, blank if of_another else details, strict=True):
                with QSignalBlocker(line):
                    line.setText(text)
        if self.civility.currentText() == (holder.civility if of_another else ""):
            with QSignalBlocker(self.civility):
                self.civility.setCurrentText("" if of_another else holder.civility)

    # What is wrong -----------------------------------------------------------------------------------------------

    def _check_name(self) -> str:
        if any(self.typed()) and not squeeze(self.last_name.text()):
            return self.tr("Indiquez le nom, ou laissez la place à désigner.")
        known = self._known()
        if known and not self._taken(known) and not self.namesake.isChecked():
            return self.tr(
                "Plusieurs personnes portent ce nom. Choisissez la bonne dans la liste (flèche vers le bas), ou cochez "
                "la case de l’homonyme."
            )
        return ""

    def _check_postcode(self) -> str:
        place = (self.address.text(), self.postcode.text(), self.city.text())
        if place == (self._shown.address, self._shown.postcode, self._shown.city):
            return ""
        return contacts.missing_postcode(*place) or self.postcode.problem()


def _texts(person: Person) -> tuple[str, ...]:
    return (
        person.first_name, person.last_name, person.email, person.phone, person.address, person.postcode, person.city,
        person.profession,
    )  # fmt: skip
