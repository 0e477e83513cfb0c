"""The fields that found a commission: its kind, territory, installation, name and secretariat."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.commission import CommissionKind
from cpr_desk.domain.french import NBSP, date_words, fold
from cpr_desk.domain.territory import Department, Region, Territory
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import reference
from cpr_desk.services.commission import CreateCommission
from cpr_desk.ui.widgets.choice_edit import ChoiceEdit
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form


class CommissionFields(Form):
    """Ask what a `CreateCommission` needs; name and secretariat are proposed until the person writes their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox(self)
        for kind in CommissionKind:
            self.kind.addItem(kind.label, kind.value)
        hint = self.tr("Tapez ou choisissez")
        self.region = ChoiceEdit(_names(reference.regions().values()), hint, self)
        self.department = ChoiceEdit(_names(reference.departments().values()), hint, self)
        self.installed = DateEdit(self)
        self.name = QLineEdit(self, maxLength=200)
        self.secretariat = ChoiceEdit([], "", self, free=True)
        self._own: dict[QLineEdit, bool] = {}
        self._make_fields()
        for signal in (
            self.region.editTextChanged,
            self.department.editTextChanged,
            self.kind.currentIndexChanged,
        ):
            signal.connect(self._propose)
        self.kind.currentIndexChanged.connect(self._follow_kind)
        for edit in self._proposed():
            edit.textEdited.connect(lambda text, edit=edit: self._own.update({edit: bool(text.strip())}))
        self.secretariat.activated.connect(lambda _place: self._own.update({self._office(): True}))
        self.installed.changed.connect(self._explain_year)
        self._follow_kind()
        self._propose()

    def chosen_kind(self) -> CommissionKind:
        """Return the kind chosen."""
        return CommissionKind(self.kind.currentData())

    def typed(self) -> Any:
        """Return what the person typed; what is proposed does not count."""
        own = (edit.text() if self._own.get(edit) else "" for edit in self._proposed())
        return self.region.currentText(), self.department.currentText(), self.installed.text(), *own

    def order(self) -> CreateCommission | None:
        """Return the commission to found, None while a field is wrong."""
        territory, installed = self._territory(), self.installed.day()
        if territory is None or installed is None:
            return None
        return CreateCommission(
            self.chosen_kind(),
            territory.region_code,
            territory.name,
            installed,
            self.name.text(),
            territory.holiday_territory,
            self.secretariat.currentText(),
        )

    def _make_fields(self) -> None:
        self._kind_field = Field(self.tr("Commission"), self.kind)
        self._places = {
            CommissionKind.CPR: Field(self.tr("Région"), self.region, required=True, check=self._region_problem),
            CommissionKind.CPL: Field(
                self.tr("Département"), self.department, required=True, check=self._department_problem
            ),
        }
        self._installed_field = Field(
            self.tr("Réunion d’installation"),
            self.installed,
            required=True,
            help_line=self.tr("La présidence alterne chaque année civile à partir d’elle."),
        )
        self._name_field = Field(
            self.tr("Nom"),
            self.name,
            help_line=self.tr("Tel qu’il figurera sur les documents. Vous pourrez le changer dans Paramètres."),
        )
        self._secretariat_field = Field(self.tr("Secrétariat"), self.secretariat)
        self.add(self._kind_field, *self._places.values())
        self.add(self._installed_field)
        self.add(self._name_field)
        self.add(self._secretariat_field)

    def _office(self) -> QLineEdit:
        edit = self.secretariat.lineEdit()
        assert edit is not None  # noqa: S101 - ChoiceEdit is editable
        return edit

    def _proposed(self) -> tuple[QLineEdit, QLineEdit]:
        return self.name, self._office()

    def _territory(self) -> Territory | None:
        kind = self.chosen_kind()
        typed = {CommissionKind.CPR: self.region, CommissionKind.CPL: self.department}.get(kind)
        try:
            return reference.find_territory(kind, typed.currentText() if typed else "")
        except UserError:
            return None

    def _region_problem(self) -> str:
        return "" if self._territory() else self.tr("Aucune région ne porte ce nom. Choisissez-la dans la liste.")

    def _department_problem(self) -> str:
        return "" if self._territory() else self.tr("Aucun département ne porte ce nom. Choisissez-le dans la liste.")

    def _follow_kind(self) -> None:
        """Ask for the territory this kind answers for, and say who holds its secretariat and how often it meets."""
        kind = self.chosen_kind()
        for own, field in self._places.items():
            field.setVisible(own is kind)
        least = {1: self.tr("au moins une réunion"), 2: self.tr("au moins deux réunions")}[kind.meetings_a_year]
        self._kind_field.set_help(self.tr("{least} par année civile (annexe 5, 1.2).").format(least=least).capitalize())
        self._secretariat_field.set_help(
            self.tr("La caisse du département qui tient le secrétariat (annexe 5, 1.1). Complétez son nom si besoin.")
            if kind is CommissionKind.CPL
            else self.tr("Qui tient le secrétariat de cette commission (annexe 5, 1.1).")
        )

    def _propose(self) -> None:
        kind, territory = self.chosen_kind(), self._territory()
        offices = kind.secretariats(territory.name, overseas=territory.overseas) if territory else ()
        if not self._own.get(self.name):
            self.name.setText(commissions.proposed_name(kind, territory.name) if territory else "")
            self.name.setCursorPosition(0)
        own = self._office().text() if self._own.get(self._office()) else ""
        self.secretariat.offer(offices)
        self.secretariat.setEditText(own or next(iter(offices), ""))
        self._office().setCursorPosition(0)

    def _explain_year(self, day: date | None) -> None:
        self._installed_field.set_error("")
        if day:
            self._installed_field.set_help(
                self.tr("{day}{nbsp}: en {year}, la section sociale préside.").format(
                    day=date_words(day).capitalize(), nbsp=NBSP, year=day.year
                )
            )

    def focus_territory(self) -> None:
        """Begin with the territory, the first thing asked that is not known."""
        place = self._places.get(self.chosen_kind())
        (place.control if place else self.kind).setFocus(Qt.FocusReason.OtherFocusReason)


def _names(places: Iterable[Region | Department]) -> list[str]:
    return sorted((place.name for place in places), key=fold)
