"""The fields of who is designated to a seat, found among the persons known or new."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGroupBox, QVBoxLayout, QWidget

from cpr_desk.domain.composition import NAMESAKE, Person
from cpr_desk.domain.french import NBSP, fold
from cpr_desk.domain.likeness import alike
from cpr_desk.domain.persons import Directory, KnownPerson
from cpr_desk.ui.dialogs.person_form import PersonForm
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.person_search import PersonSearch


class PersonFields(QGroupBox):
    """Who is designated, with what is needed to write to them.

    Stored persons are proposed while the name is typed. Whoever is chosen, or has exactly the name typed, is taken for
    the one stored, unless « C’est un homonyme » is ticked.
    """

    changed = Signal()

    def __init__(self, title: str, directory: Directory, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._chosen: Person | None = None
        self._directory = directory
        self._decided = False
        self.correction = QCheckBox(self.tr("C’est la même personne, dont je corrige le nom"), self)
        self.namesake = QCheckBox(self.tr("C’est un homonyme, une autre personne"), self)
        self.namesake.hide()
        self.form = PersonForm(self, self._check_name, (self.correction, self.namesake))
        self.first_name, self.last_name = self.form.first_name, self.form.last_name
        self.last_name_field = self.form.last_name_field
        self._keep_room(for_correction=True)
        column = QVBoxLayout(self)
        column.setSpacing(Space.S)
        column.addWidget(self.form)
        column.addStretch()
        self.form.changed.connect(self._heed)
        self.correction.clicked.connect(self._decide)
        self.namesake.toggled.connect(lambda _ticked: self._heed())
        self.search = PersonSearch(directory, (self.first_name, self.last_name), self)
        self.search.chosen.connect(self.choose)
        self._heed()

    def choose(self, person: Person) -> None:
        """Take a stored person for who is designated."""
        self._chosen, self._decided = person, False
        self.namesake.setChecked(False)
        self.form.show_person(person)
        self.last_name_field.set_error("")
        self._heed()

    def person(self) -> Person | None:
        """Return who is typed, None without a name; the id says whom they are taken for, as in `Person`."""
        typed, reference = self.form.person(), self._chosen
        if not typed.name:
            return None
        if self._is_namesake():
            return replace(typed, id=NAMESAKE)
        if reference and (self._bears(reference) or self._is_correction()):
            return replace(typed, id=reference.id)
        if known := self._known():
            stored = known[0].person.completed_by(typed)
            return replace(stored, first_name=typed.first_name, last_name=typed.last_name)
        return typed

    def typed(self) -> tuple[str, ...]:
        """Return what the fields hold."""
        return self.form.typed()

    def is_valid(self) -> bool:
        """Check the fields and show what is wrong beside them."""
        return self.form.validate()

    # Whom the name means -----------------------------------------------------------------------------------------

    def _name(self) -> str:
        return self.form.person().name

    def _bears(self, person: Person) -> bool:
        return fold(person.name) == fold(self._name())

    def _is_correction(self) -> bool:
        return self.correction.isChecked() and self.correction.isVisibleTo(self)

    def _is_namesake(self) -> bool:
        return self.namesake.isChecked() and self.namesake.isVisibleTo(self)

    def _known(self) -> tuple[KnownPerson, ...]:
        """Return the stored persons of exactly this name."""
        return self._directory.named(self._name())

    def _heed(self) -> None:
        name, reference, known = self._name(), self._chosen, self._known()
        other = reference is not None and bool(name) and not self._bears(reference)
        if reference and not self._decided:
            self.correction.setChecked(other and alike(reference.name, name) is not None)
        self._keep_room(for_correction=not known)
        self.correction.setVisible(other and not known)
        self.namesake.setVisible(bool(known))
        self._introduce(known)
        if reference and name:
            same = self._bears(reference) and not self._is_namesake()
            self.form.lend_details(reference, to_another=not same and not self._is_correction())
        self.changed.emit()

    def _keep_room(self, *, for_correction: bool) -> None:
        """Let one of the two questions hold the room of both: nothing jumps while the name is typed."""
        policy = self.correction.sizePolicy()
        policy.setRetainSizeWhenHidden(for_correction)
        self.correction.setSizePolicy(policy)

    def _introduce(self, known: tuple[KnownPerson, ...]) -> None:
        """Say whom the name is taken for."""
        words, taken = "", self._taken(known)
        if taken and not self._is_namesake():
            words = self.tr("Fiche existante{nbsp}: {hint}").format(nbsp=NBSP, hint=taken.hint(self._directory.on))
        self.last_name_field.set_help(words)

    def _taken(self, known: tuple[KnownPerson, ...]) -> KnownPerson | None:
        """Return the one person the name means, None while several bear it and none was chosen."""
        if self._chosen and self._bears(self._chosen):
            return next((each for each in known if each.id == self._chosen.id), None)
        return known[0] if len(known) == 1 else None

    def _decide(self) -> None:
        self._decided = True
        self._heed()

    def _check_name(self) -> str:
        known = self._known()
        if known and not self._taken(known) and not self._is_namesake():
            return self.tr(
                "Plusieurs personnes portent ce nom. Choisissez la bonne dans la liste (flèche vers le bas), ou cochez "
                "la case de l’homonyme."
            )
        return ""
