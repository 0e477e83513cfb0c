"""The size retained for a contract: by the population that is retained with it, or chosen."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.contract import Contract
from cpr_desk.domain.contract_changes import refuse_size, size_words, sizes_of
from cpr_desk.domain.dossier import Dossier, SizeFixed
from cpr_desk.domain.french import date_digits, integer, typeset
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.services import contracts, reference
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_change import CptsChangeDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field

_LONGEST_NUMBER = 9


class SizeFields:
    """A population and the size that follows from it, unless another one is chosen by hand."""

    def __init__(self, scales: Sequence[Scale], day: DateEdit, known: SizeFixed | None, parent: QWidget) -> None:
        self._scales, self._day, self._known = scales, day, known
        self.population, self.size = QLineEdit(parent), QComboBox(parent)
        self.size.addItem(parent.tr("inconnue"), None)
        for each in SizeClass:
            self.size.addItem(each.label, each)
        self._number = parent.tr("Écrivez un nombre entier d’habitants, par exemple 86000.")
        population = Field(parent.tr("Population retenue"), self.population, check=self._problem)
        self.fields = (population, Field(parent.tr("Taille retenue"), self.size))
        if known:
            self.propose(known.population, known.size)
        self.population.textEdited.connect(lambda _text: self._follow())

    def propose(self, population: int | None, size: SizeClass | None) -> None:
        """Write a population and a size; the size of the population where none is given."""
        self.population.setText("" if population is None else integer(population))
        self.size.setCurrentIndex(max(0, self.size.findData(size)))
        if size is None:
            self._follow()

    def fixed(self) -> SizeFixed | None:
        """Return the size on the day typed, None where none is known."""
        size, day = self.size.currentData(), self._day.day()
        if size is None or day is None:
            return None
        made = SizeFixed(day, SizeClass(size), self._count())
        return replace(made, comment=self._known.comment, id=self._known.id) if self._known else made

    def explain(self) -> None:
        """Say which size the population is, by the scale of the day."""
        count, day = self._count(), self._day.day()
        told = ""
        if count is not None and day:
            told = f"{scale_in_force(self._scales, day).size_of(count).label} par sa population"
        self.fields[1].set_help(told)

    def _follow(self) -> None:
        count, day = self._count(), self._day.day()
        if count is not None and day:
            self.size.setCurrentIndex(self.size.findData(scale_in_force(self._scales, day).size_of(count)))

    def _count(self) -> int | None:
        digits = "".join(self.population.text().split())
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER else None

    def _problem(self) -> str:
        return self._number if self.population.text().strip() and self._count() is None else ""


class SizeDialog(CptsChangeDialog):
    """`size` None revises it, else the size of that day is corrected."""

    def __init__(
        self,
        desk: Desk,
        dossier: Dossier,
        contract: Contract,
        size: SizeFixed | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("Corriger une taille") if size else self.tr("Réviser la taille")
        verb = self.tr("Corriger") if size else self.tr("Retenir la taille")
        super().__init__(desk, dossier, title, verb, parent, width=560)
        self._contract, self._before = contract, size
        self._scales = tuple(reference.scales(desk.db).values())
        self.day = DateEdit(self.inside)
        self.day.set_day(size.on if size else desk.today())
        self.retained = SizeFields(self._scales, self.day, size, self.inside)
        if size is None:
            self.retained.propose(dossier.population_on(desk.today()), dossier.adhesion.size)
        self.comment = QLineEdit(size.comment if size else "", self.inside, maxLength=500)
        day = self.field(self.tr("Retenue le"), self.day, Fault.SINCE, required=True)
        self.retained.fields[1].set_required(required=True)
        self.form.add(day)
        self.form.add(*self.retained.fields)
        note = Field(self.tr("Observation"), self.comment, help_line=self.tr("Par exemple l’avenant qui la révise"))
        self.form.add(note)
        self.begin()

    def refusals(self) -> Sequence[Refusal]:
        wanted = self._wanted()
        return refuse_size(self._contract, self.dossier.sizes, wanted, self.desk.today()) if wanted else ()

    def announce(self) -> None:
        """Say which size the population is, and what it changes."""
        self.retained.explain()
        super().announce()

    def sentence(self) -> str:
        wanted = self._wanted()
        if wanted is None:
            return self.tr("Choisissez une taille.")
        own = sizes_of(self._contract, self.dossier.contracts, self.dossier.sizes)
        earlier = [each.size for each in own if each.on < wanted.on and each.id != wanted.id]
        scale = scale_in_force(self._scales, wanted.on)
        return size_words(self._contract, scale, earlier[-1] if earlier else None, wanted)

    def is_valid(self) -> bool:
        if self.retained.fixed() is None and self.day.day():
            self.retained.fields[1].set_error(self.tr("Choisissez une taille."))
            self.retained.size.setFocus()
            return False
        return super().is_valid()

    def carry_out(self) -> str:
        wanted = self._wanted()
        assert wanted is not None  # noqa: S101 - a size is required
        contracts.retain_size(self.desk.db, self.dossier, self._contract, wanted, self.desk.today())
        told = self.tr("« {size} » est retenue le {day}.")
        return typeset(told.format(size=wanted.size.label, day=date_digits(wanted.on)))

    def _wanted(self) -> SizeFixed | None:
        size = self.retained.fixed()
        return replace(size, comment=self.comment.text()) if size else None
