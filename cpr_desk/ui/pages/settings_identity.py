"""Paramètres › Identité: the commission, its secretariat, its logo."""

from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from cpr_desk.domain.commission import Secretariat
from cpr_desk.domain.french import NBSP, squeeze
from cpr_desk.services import commission as commissions
from cpr_desk.services import contacts
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.settings_form import SettingsForm
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.contact_edit import ContactEdit
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.logo_edit import LogoEdit

_TWO_COLUMNS = 640
"""Width under which the logo goes below the fields."""
_LENGTHS = {"name": 200, "address": 300, "city": 100, "signatory": 200, "signatory_title": 200}
"""What the database keeps of each text of `Secretariat` that one does not write to people with."""


class IdentityForm(SettingsForm):
    """Name and installation of the commission; who writes its letters."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.name = QLineEdit(self, maxLength=200)
        self.installed = DateEdit(self)
        self.contacts = {
            "email": ContactEdit.email(self),
            "phone": ContactEdit.phone(self),
            "postcode": ContactEdit.postcode(self),
        }
        self.texts = {key: QLineEdit(self, maxLength=length) for key, length in _LENGTHS.items()} | self.contacts
        self.logo = LogoEdit(state, self)
        self._kind = QLabel(self, wordWrap=True)
        self._kind.setProperty("muted", True)
        self._commission_form = self._make_commission_form()
        self._secretariat_form = self._make_secretariat_form()
        commission = Card(self.tr("Commission"), "landmark", self)
        commission.body.addWidget(self._kind)
        commission.body.addWidget(self._commission_form)
        secretariat = Card(self.tr("Secrétariat"), "mail", self)
        secretariat.body.addWidget(self._secretariat_form)
        logo = Card(self.tr("Logo"), "image", self)
        logo.body.addWidget(self.logo)
        left = QVBoxLayout()
        left.setSpacing(Space.L)
        left.addWidget(commission)
        left.addWidget(secretariat)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(logo)
        right.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, Space.L, Space.S, Space.L)
        self._row.setSpacing(Space.L)
        self._row.addLayout(left, 1)
        self._row.addLayout(right)
        for edit in (self.name, self.installed, *self.texts.values()):
            edit.textChanged.connect(self.edited)
        self.logo.changed.connect(self.edited)

    def resizeEvent(self, event: QResizeEvent) -> None:
        direction = QBoxLayout.Direction
        narrow = event.size().width() < _TWO_COLUMNS
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        super().resizeEvent(event)

    def show_commission(self) -> None:
        commission = self.commission
        self._tell_kind()
        self.name.setText(commission.name)
        self.installed.set_day(commission.installed_on)
        for key, edit in self.texts.items():
            stored = getattr(commission.secretariat, key)
            edit.show_stored(stored) if isinstance(edit, ContactEdit) else edit.setText(stored)
        self.logo.set_logo(commission.secretariat.logo)
        for edit in (self.name, *self.texts.values()):
            edit.setCursorPosition(0)

    def typed(self) -> tuple[str, date | None, Secretariat]:
        texts = {key: squeeze(edit.text()) for key, edit in self.texts.items()}
        texts |= {key: edit.value() for key, edit in self.contacts.items()}
        return squeeze(self.name.text()), self.installed.day(), Secretariat(**texts, logo=self.logo.logo())

    def stored(self) -> tuple[str, date | None, Secretariat]:
        commission = self.commission
        return commission.name, commission.installed_on, commission.secretariat

    def is_valid(self) -> bool:
        sound = [self._secretariat_form.validate(), self._commission_form.validate()]
        return all(sound)

    def save(self) -> None:
        name, installed, secretariat = self.typed()
        commission = self.commission
        if installed and (name, installed) != (commission.name, commission.installed_on):
            commissions.change_identity(self.desk.db, commission.id, name, installed)
        if secretariat != commission.secretariat:
            commissions.change_secretariat(self.desk.db, commission.id, secretariat)

    def _tell_kind(self) -> None:
        """Say what the règlement asks of this kind of commission."""
        kind = self.commission.kind
        least = {1: self.tr("au moins une réunion"), 2: self.tr("au moins deux réunions")}[kind.meetings_a_year]
        self._kind.setText(
            self.tr("{kind}{nbsp}: {least} par année civile (annexe 5, 1.2).").format(
                kind=commissions.proposed_name(kind, self.commission.territory), nbsp=NBSP, least=least
            )
        )
        self._service.set_help(
            self.tr("{office}{nbsp}: qui tient le secrétariat (annexe 5, 1.1).").format(
                office=kind.secretariat, nbsp=NBSP
            )
        )

    def _make_commission_form(self) -> Form:
        form = Form(self)
        form.add(
            Field(self.tr("Nom"), self.name, required=True,
                  help_line=self.tr("Tel qu’il figure en tête de tous les documents.")),
            Field(self.tr("Installation"), self.installed, required=True,
                  help_line=self.tr("Première année de la présidence.")),
            stretches=(3, 1),
        )  # fmt: skip
        return form

    def _make_secretariat_form(self) -> Form:
        form, text = Form(self), self.texts
        self._service = Field(self.tr("Service"), text["name"])
        form.add(self._service)
        form.add(
            Field(self.tr("Adresse"), text["address"]),
            Field(self.tr("Code postal"), text["postcode"], check=self._postcode_problem),
            Field(self.tr("Ville"), text["city"]),
            stretches=(3, 1, 2),
        )
        form.add(
            Field(self.tr("Courriel"), text["email"], check=self.contacts["email"].problem),
            Field(self.tr("Téléphone"), text["phone"], check=self.contacts["phone"].problem),
            stretches=(2, 1),
        )
        form.add(
            Field(self.tr("Signataire des courriers"), text["signatory"],
                  help_line=self.tr("Par exemple{nbsp}: Mme Camille Exemple").format(nbsp=NBSP)),
            Field(self.tr("En qualité de"), text["signatory_title"],
                  help_line=self.tr("Par exemple{nbsp}: La responsable du secrétariat").format(nbsp=NBSP)),
        )  # fmt: skip
        return form

    def _postcode_problem(self) -> str:
        """Ask for the postcode of an address; a city alone is enough for « À Nantes, le … »."""
        missing = contacts.missing_postcode(self.texts["address"].text(), self.texts["postcode"].text(), "")
        return missing or self.contacts["postcode"].problem()
