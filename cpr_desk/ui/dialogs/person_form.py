"""The fields of a person: names, profession, and what is needed to write to them."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.composition import Person
from cpr_desk.domain.french import squeeze
from cpr_desk.services import contacts
from cpr_desk.ui.widgets.contact_edit import ContactEdit
from cpr_desk.ui.widgets.form import Field, Form

CIVILITIES = ("", "Mme", "M.", "Dr", "Pr")
_CIVILITY_WIDTH = 84
_NOBODY = Person(0, "", "")


class PersonForm(Form):
    """`changed` comes with each letter; `check_name` says what is wrong with the name, `under_name` asks about it."""

    changed = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        check_name: Callable[[], str] | None = None,
        under_name: Iterable[QWidget] = (),
    ) -> None:
        super().__init__(parent)
        self._shown = _NOBODY
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
        self.last_name_field = Field(self.tr("Nom"), self.last_name, required=True, check=check_name)
        self.add(
            Field(self.tr("Civilité"), self.civility),
            Field(self.tr("Prénom"), self.first_name),
            self.last_name_field,
            stretches=(2, 4, 5),
        )
        for question in under_name:
            self.add_widget(question)
        self.add(
            Field(self.tr("Profession"), self.profession),
            Field(self.tr("Téléphone"), self.phone, check=self.phone.problem),
            stretches=(3, 2),
        )
        self.add(Field(self.tr("Courriel"), self.email, check=self.email.problem))
        self.add(Field(self.tr("Adresse"), self.address))
        self.add(
            Field(self.tr("Code postal"), self.postcode, check=self._check_postcode),
            Field(self.tr("Ville"), self.city),
            stretches=(2, 5),
        )
        for line in self.edits():
            line.textChanged.connect(self.changed)
        self.civility.currentTextChanged.connect(self.changed)

    def show_person(self, person: Person | None) -> None:
        """Fill the fields with what is stored; None empties them."""
        self._shown = shown = person or _NOBODY
        self.civility.setCurrentText(shown.civility)
        for line, text in zip(self.edits(), _texts(shown), strict=True):
            line.show_stored(text) if isinstance(line, ContactEdit) else line.setText(text)
            line.setCursorPosition(0)

    def person(self) -> Person:
        """Return what is typed, as somebody not stored yet."""
        first, last, *details = (
            line.value() if isinstance(line, ContactEdit) else squeeze(line.text()) for line in self.edits()
        )
        return Person(0, first, last, squeeze(self.civility.currentText()), *details)

    def typed(self) -> tuple[str, ...]:
        """Return what the fields hold."""
        return (self.civility.currentText(), *(line.text() for line in self.edits()))

    def lend_details(self, holder: Person, *, to_another: bool) -> None:
        """Leave the predecessor's details to the predecessor; give them back if the name comes back."""
        lines = self.edits()[2:]
        details, blank = _texts(holder)[2:], ("",) * len(lines)
        if tuple(line.text() for line in lines) == (details if to_another else blank):
            for line, text in zip(lines, blank if to_another else details, strict=True):
                with QSignalBlocker(line):
                    line.setText(text)
        if self.civility.currentText() == (holder.civility if to_another else ""):
            with QSignalBlocker(self.civility):
                self.civility.setCurrentText("" if to_another else holder.civility)

    def edits(self) -> tuple[QLineEdit, ...]:
        """Return the lines one types in, names first."""
        return (
            self.first_name, self.last_name, self.email, self.phone, self.address, self.postcode, self.city,
            self.profession,
        )  # fmt: skip

    def _check_postcode(self) -> str:
        """Ask for the postcode of an address; one that stays as it was stored stops no other change."""
        place = (self.address.text(), self.postcode.text(), self.city.text())
        if place == (self._shown.address, self._shown.postcode, self._shown.city):
            return ""
        return contacts.missing_postcode(*place) or self.postcode.problem()


def _texts(person: Person) -> tuple[str, ...]:
    return (
        person.first_name, person.last_name, person.email, person.phone, person.address, person.postcode, person.city,
        person.profession,
    )  # fmt: skip
