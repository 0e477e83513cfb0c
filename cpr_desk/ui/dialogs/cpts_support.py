"""Who carries a CPTS, and its contrat d’accompagnement before the ACI."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain.accompaniment import accompaniment_of, refuse_accompaniment
from cpr_desk.domain.dossier import Dossier, GrantGiven
from cpr_desk.domain.french import date_digits, euros
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.scale import GrantKind
from cpr_desk.services import path, reference
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.cpts_change import CptsChangeDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field


class AssociationDialog(CptsChangeDialog):
    """The name of the association and the day of its declaration."""

    def __init__(self, desk: Desk, dossier: Dossier, parent: QWidget | None = None) -> None:
        super().__init__(desk, dossier, self.tr("Association"), self.tr("Enregistrer"), parent, width=520)
        self.name = QLineEdit(dossier.association, self.inside, maxLength=300)
        self.day = DateEdit(self.inside)
        self.day.set_day(dossier.association_on)
        known = self.tr("Association loi 1901 qui porte la CPTS ; vide si elle n’existe pas encore")
        self.form.add(Field(self.tr("Nom"), self.name, help_line=known, check=self._check_name))
        self.form.add(Field(self.tr("Déclarée le"), self.day, check=self._check_day))
        self.begin()

    def refusals(self) -> Sequence[Refusal]:
        return ()

    def carry_out(self) -> str:
        path.name_association(self.desk.db, self.dossier, self.name.text(), self.day.day(), self.desk.today())
        return self.tr("L’association est enregistrée.")

    def _check_name(self) -> str:
        return (
            self.tr("Indiquez le nom, ou effacez la date.") if self.day.day() and not self.name.text().strip() else ""
        )

    def _check_day(self) -> str:
        day = self.day.day()
        return self.tr("Cette date est à venir.") if day and day > self.desk.today() else ""


class AccompanimentDialog(CptsChangeDialog):
    """The day of the contrat d’accompagnement; a condition that is not met asks why it was concluded all the same."""

    def __init__(self, desk: Desk, dossier: Dossier, parent: QWidget | None = None) -> None:
        given = next((each for each in dossier.grants if each.kind is GrantKind.ACCOMPANIMENT), None)
        super().__init__(
            desk, dossier, self.tr("Contrat d’accompagnement"), self.tr("Enregistrer le contrat"), parent, width=560
        )
        self._scales = tuple(reference.scales(desk.db).values())
        self.day = DateEdit(self.inside)
        self.day.set_day(given.on if given else desk.today())
        self.comment = QLineEdit(given.comment if given else "", self.inside, maxLength=500)
        day = self.field(self.tr("Conclu le"), self.day, Fault.SINCE, required=True)
        needed = self.tr("Nécessaire si une condition manque")
        note = self.field(self.tr("Observation"), self.comment, Fault.REASON, help_line=needed)
        self.form.add(day)
        self.form.add(note)
        self.begin()

    def refusals(self) -> Sequence[Refusal]:
        given = self._given()
        return refuse_accompaniment(self.dossier, self._scales, given, self.desk.today()) if given else ()

    def sentence(self) -> str:
        given = self._given()
        if given is None:
            return ""
        known = accompaniment_of(replace(self.dossier, grants=(given,)), self._scales, self.desk.today())
        told = [known.words(self.desk.today())]
        if known.line is None:
            told.append(self.tr("Le montant dépend de la taille, qui n’est pas connue."))
        elif not known.unmet:
            told.append(self.tr("Montant : {amount}.").format(amount=euros(known.line.amount)))
        if known.unmet:
            told.append(self.tr("Conditions manquantes : {unmet}.").format(unmet=" ; ".join(known.unmet)))
        return " ".join(told)

    def carry_out(self) -> str:
        given = self._given()
        assert given is not None  # noqa: S101 - the day is required
        path.accompany(self.desk.db, self.dossier, given.on, given.comment, self.desk.today())
        day = date_digits(given.on)
        return self.tr("Le contrat d’accompagnement du {day} est enregistré.").format(day=day)

    def _given(self) -> GrantGiven | None:
        day = self.day.day()
        return GrantGiven(GrantKind.ACCOMPANIMENT, day, self.comment.text()) if day else None
