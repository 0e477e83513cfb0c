"""Say which population counts for a CPTS from a day on: one that was stated, with its source."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.adhesion import the_cpts
from cpr_desk.domain.areas import Weighed
from cpr_desk.domain.coverage import bracket, gap
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.sizes import size_of
from cpr_desk.services import reference, territories
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form

_MOST = 9_999_999


class PopulationDialog(FormDialog):
    """A number, where it is from, and since when; the size it makes is said while one types."""

    def __init__(self, desk: Desk, dossier: Dossier, weighed: Weighed | None, parent: QWidget) -> None:
        super().__init__(
            self.tr("Population de {name}").format(name=the_cpts(dossier.name)),
            self.tr("Retenir cette population"),
            parent,
        )
        self._desk, self._dossier, self._weighed = desk, dossier, weighed
        self._thresholds = reference.scale_at(desk.db, desk.today()).thresholds
        known = dossier.adhesion
        self.population = QLineEdit(self)
        if known.population is not None:
            self.population.setText(french.integer(known.population))
        self.source = QLineEdit(self, maxLength=200)
        self.source.setText("" if weighed and weighed.is_counted else known.population_source)
        self.since = DateEdit(self)
        self.since.set_day(desk.today())
        self._population_field = Field(
            self.tr("Population (habitants)"), self.population, required=True, check=self._check
        )
        source = Field(
            self.tr("Source"),
            self.source,
            required=True,
            help_line=self.tr("Par exemple : ARS, courrier du 04/02/2021"),
        )
        since = Field(self.tr("À compter du"), self.since, required=True, check=self._check_day)
        self._form = Form(self)
        self._form.add(self._population_field, since)
        self._form.add(source)
        self.body.addWidget(self._form)
        self.body.addStretch()
        self.population.textChanged.connect(lambda _text: self._tell())
        self._tell()
        self.start()

    def first_day(self) -> date | None:
        return self.since.day()

    def typed(self) -> Any:
        return self.population.text(), self.source.text(), self.since.text()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> str:
        people, day = self._people(), self.since.day()
        assert people is not None and day is not None  # noqa: S101, PT018 - both are required and checked
        desk = self._desk
        territories.count_population(desk.db, desk.commission, self._dossier.id, people, self.source.text(), day)
        return self.tr("La population de {name} est enregistrée.").format(name=the_cpts(self._dossier.name))

    def _people(self) -> int | None:
        digits = "".join(self.population.text().split())
        return int(digits) if digits.isascii() and digits.isdecimal() and int(digits) <= _MOST else None

    def _check(self) -> str:
        return "" if self._people() is not None else self.tr("Écrivez un nombre entier, par exemple 86\u202f000.")

    def _check_day(self) -> str:
        day = self.since.day()
        return self.tr("Cette date est à venir.") if day and day > self._desk.today() else ""

    def _tell(self) -> None:
        people = self._people()
        if people is None:
            self._population_field.set_help("")
            return
        size = size_of(people, self._thresholds)
        told = [f"{size.label}{french.NBSP}: {bracket(size, self._thresholds)}"]
        if self._weighed and self._weighed.area.codes and (far := gap(self._weighed.coverage.population, people)):
            told.append(far)
        self._population_field.set_help(". ".join(told))
