"""What is known of an organisation: its name, how one writes to it, to whom the indemnity of its members goes."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from cpr_desk.domain.designations import Correspondent
from cpr_desk.domain.french import NBSP, capital, squeeze, typeset
from cpr_desk.domain.organisations import Indemnity, LetterChannel, Organisation, courtesy
from cpr_desk.errors import UserError
from cpr_desk.services import contacts, organisations
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.organisation_indemnity import indemnity_choice, source_label
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.contact_edit import ContactEdit
from cpr_desk.ui.widgets.form import Field, Form

_LONGEST_ADDRESS = 300
_ADDRESS_LINES = 3


class OrganisationDialog(FormDialog):
    """Modify an organisation; `saved` carries it. The name of a scheme or of the centres de santé stays as it is."""

    def __init__(self, desk: Desk, correspondent: Correspondent, parent: QWidget | None = None) -> None:
        self._organisation = correspondent.organisation
        super().__init__(
            self.tr("Modifier l’organisation – {name}").format(name=self._organisation.name),
            self.tr("Enregistrer"), parent, width=700,
        )  # fmt: skip
        self._desk = desk
        self._correspondent = correspondent
        self._make_controls()
        self._lay_out()
        self.addressee.textChanged.connect(lambda _text: self._announce())
        self.channel.currentIndexChanged.connect(lambda _row: self._announce())
        self.indemnity.currentIndexChanged.connect(lambda _row: self._announce())
        self._announce()
        self.start()

    def organisation(self) -> Organisation:
        """Return what the fields say."""
        chosen = self.indemnity.currentData()
        lines = (squeeze(line) for line in self.address.toPlainText().splitlines())
        return replace(
            self._organisation,
            name=squeeze(self.name.text()),
            full_name=squeeze(self.full_name.text()),
            addressee=squeeze(self.addressee.text()),
            address="\n".join(line for line in lines if line),
            postcode=self.postcode.value(),
            city=squeeze(self.city.text()),
            email=self.email.value(),
            phone=self.phone.value(),
            channel=LetterChannel(self.channel.currentData()),
            copied=self.copied.isChecked(),
            indemnity=Indemnity(chosen) if chosen else None,
        )

    def typed(self) -> Any:
        return self.organisation()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> Organisation:
        stored = organisations.change_organisation(self._desk.db, self.organisation(), self._organisation.name)
        self._desk.refresh()
        return stored

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the name: another organisation bears it."""
        self._name_field.set_error(str(error))
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_controls(self) -> None:
        known = self._organisation
        self.name = _line(known.name, 200)
        self.name.setReadOnly(self._correspondent.designator.is_named_by_table)
        self.full_name = _line(known.full_name, 300)
        self.addressee = _line(known.addressee, 200)
        self.address = QPlainTextEdit(known.address, self, tabChangesFocus=True)
        metrics = self.address.fontMetrics()
        self.address.setFixedHeight(_ADDRESS_LINES * metrics.lineSpacing() + 2 * Space.S)
        self.postcode, self.email, self.phone = ContactEdit.postcode(), ContactEdit.email(), ContactEdit.phone()
        for edit, text in (
            (self.postcode, known.postcode), (self.email, known.email), (self.phone, known.phone),
        ):  # fmt: skip
            edit.show_stored(text)
        self.city = _line(known.city, 100)
        self.channel = QComboBox(self)
        for channel in LetterChannel:
            self.channel.addItem(capital(channel.label), channel)
        self.channel.setCurrentIndex(list(LetterChannel).index(known.channel))
        self.copied = QCheckBox(self.tr("Adresser à l’organisation une copie des courriers à ses membres"), self)
        self.copied.setChecked(known.copied)
        self.copied.setToolTip(
            typeset(
                self.tr("Une lettre « Copie pour information » est éditée avec les convocations et les annulations")
            )
        )
        self.indemnity = indemnity_choice(self._inherited(), known.indemnity, self)

    def _lay_out(self) -> None:
        given = self._correspondent.designator.is_named_by_table
        self._name_field = Field(
            self.tr("Nom dans le tableau"), self.name, required=True,
            help_line=self.tr("Ce nom est celui du tableau officiel.") if given
            else self.tr("Corrige l’orthographe partout, y compris dans les compositions passées"),
        )  # fmt: skip
        self._addressee_field = Field(self.tr("Destinataire des courriers"), self.addressee)
        self._email_field = Field(self.tr("Courriel"), self.email, check=self._check_email)
        self._indemnity_field = Field(self.tr("Indemnité des réunions"), self.indemnity)
        self._form = Form(self)
        self._form.add(
            self._name_field,
            Field(self.tr("Nom complet"), self.full_name, help_line=self.tr("Imprimé dans l’adresse des courriers")),
            stretches=(2, 3),
        )
        self._form.add(self._addressee_field)
        self._form.add(
            Field(self.tr("Adresse"), self.address, check=self._check_address,
                  help_line=self.tr("Une ligne d’enveloppe par ligne"))
        )  # fmt: skip
        self._form.add(
            Field(self.tr("Code postal"), self.postcode, check=self._check_postcode),
            Field(self.tr("Ville"), self.city),
            stretches=(2, 5),
        )
        self._form.add(
            self._email_field,
            Field(self.tr("Téléphone"), self.phone, check=self.phone.problem),
            stretches=(3, 2),
        )
        self._form.add(Field(self.tr("Envoi des courriers"), self.channel), self._indemnity_field, stretches=(2, 3))
        for widget in (self._form, self.copied, source_label(self)):
            self.body.addWidget(widget)
        self.body.addStretch()

    def _inherited(self) -> str:
        """Return what happens without a choice for the organisation, in words."""
        indemnities = self._correspondent.inheriting(None)
        if len(indemnities) > 1:
            return self.tr("Comme pour chacune de ses professions")
        return self.tr("Sans choix\u00a0: {indemnity}").format(indemnity=indemnities[0].indemnity.label)

    def _announce(self) -> None:
        called = courtesy(self.addressee.text())
        self._addressee_field.set_help(
            self.tr("Par exemple «{nbsp}Madame la présidente{nbsp}». Le courrier commence par «{nbsp}{called},{nbsp}»")
            .format(nbsp=NBSP, called=called)
        )  # fmt: skip
        told = f"{NBSP}; ".join(each.sentence for each in self._correspondent.inheriting(self._chosen()))
        self._indemnity_field.set_help(f"{capital(told)}.")
        if self._email_field.error():
            self._email_field.validate()

    def _chosen(self) -> Indemnity | None:
        chosen = self.indemnity.currentData()
        return Indemnity(chosen) if chosen else None

    def _check_address(self) -> str:
        excess = len(self.organisation().address) - _LONGEST_ADDRESS
        if excess > 0:
            return self.tr("Cette adresse est trop longue de {count} caractères.").format(count=excess)
        return ""

    def _check_postcode(self) -> str:
        missing = contacts.missing_postcode(self.address.toPlainText(), self.postcode.text(), self.city.text())
        return self.postcode.problem() or missing

    def _check_email(self) -> str:
        if not self.email.text().strip() and self.channel.currentData() == LetterChannel.EMAIL:
            return self.tr("Indiquez le courriel, ou choisissez l’envoi par courrier.")
        return self.email.problem()


def _line(text: str, longest: int) -> QLineEdit:
    return QLineEdit(text, maxLength=longest)
