"""Bring a territory of a former year up to date: what changes is told before anything is written."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from cpr_desk.domain import french
from cpr_desk.domain.adhesion import the_cpts
from cpr_desk.domain.areas import Weighed
from cpr_desk.domain.communes import Gazetteer
from cpr_desk.domain.dossier import Dossier
from cpr_desk.services import territories
from cpr_desk.services.territories import FixTerritory
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class RenewalDialog(FormDialog):
    """The changes in words and the day they hold from."""

    def __init__(self, desk: Desk, dossier: Dossier, weighed: Weighed, gazetteer: Gazetteer, parent: QWidget) -> None:
        renewal = weighed.renewal
        title = self.tr("Mettre à jour le territoire de {name}").format(name=the_cpts(dossier.name))
        super().__init__(title, self.tr("Mettre à jour"), parent)
        self._desk, self._dossier, self._weighed = desk, dossier, weighed
        intro = self.tr("Le territoire est enregistré avec les données de {before}. Avec celles de {now}{nbsp}:")
        told = [intro.format(before=renewal.year_before, now=renewal.year, nbsp=french.NBSP)]
        told += renewal.sentences(gazetteer)
        changed = sum(before is not None for _, before in renewal.populations)
        if changed:
            people = french.plural(changed, self.tr("commune change"), self.tr("communes changent"))
            told.append(self.tr("{communes} de population.").format(communes=people))
        if weighed.by_hand:
            told.append(self.tr("La population saisie à la main continue de compter."))
        self.body.addWidget(PlainLabel("\n".join(told), self))
        self.since = DateEdit(self)
        self.since.set_day(desk.today())
        self._form = Form(self)
        self._form.add(
            Field(
                self.tr("À compter du"), self.since, required=True, check=self._check_day,
                help_line=self.tr("La taille retenue au contrat ne change pas d’elle-même"),
            )
        )  # fmt: skip
        self.body.addWidget(self._form)
        self.body.addStretch()
        self.start()

    def first_day(self) -> date | None:
        return self.since.day()

    def typed(self) -> Any:
        return self.since.text()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> str:
        day = self.since.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        year = self._weighed.renewal.year
        comment = self.tr("Données de {year}").format(year=year)
        codes = self._weighed.renewal.codes
        order = FixTerritory(self._dossier.id, codes, day, comment, keeps_population=self._weighed.by_hand)
        territories.save_territory(self._desk.db, self._desk.commission, order)
        return self.tr("Le territoire de {name} suit les données de {year}.").format(
            name=the_cpts(self._dossier.name), year=year
        )

    def _check_day(self) -> str:
        day = self.since.day()
        if day and day < self._weighed.area.since:
            return self.tr("Ce territoire n’existe pas encore à cette date.")
        return self.tr("Cette date est à venir.") if day and day > self._desk.today() else ""
