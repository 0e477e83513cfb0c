"""What a profession is paid from a day: half-day, session, and where that was read."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.composition import Profession
from cpr_desk.domain.french import capital
from cpr_desk.domain.indemnities import RATES_NOTICE, Rate, refuse_rate
from cpr_desk.services import indemnities
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.euros_edit import EurosEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel

_LONGEST_SOURCE = 300


class RateDialog(FormDialog):
    """Add a rate, or change one; `saved` carries the rate stored."""

    def __init__(
        self,
        desk: Desk,
        professions: Sequence[Profession],
        known: Sequence[Rate],
        rate: Rate | None,
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("Modifier un tarif d’indemnité") if rate else self.tr("Ajouter un tarif d’indemnité")
        super().__init__(title, self.tr("Enregistrer le tarif"), parent, width=600)
        self._desk, self._known, self._rate = desk, known, rate
        self.profession = QComboBox(self)
        self.profession.addItem(capital(indemnities.ALL_OTHERS), "")
        for each in professions:
            self.profession.addItem(each.label, each.code)
        self.since, self.half_day, self.session = DateEdit(self), EurosEdit(self), EurosEdit(self)
        self.source = QLineEdit(self, maxLength=_LONGEST_SOURCE)
        if rate:
            self.profession.setCurrentIndex(self.profession.findData(rate.profession))
            self.since.set_day(rate.since)
            self.half_day.set_amount(rate.half_day)
            self.session.set_amount(rate.session)
            self.source.setText(rate.source)
        else:
            self.since.set_day(desk.today().replace(month=1, day=1))
        notice = PlainLabel(RATES_NOTICE, self)
        notice.setProperty("muted", True)
        self.body.addWidget(notice)
        self._form = Form(self)
        self._since = Field(self.tr("À partir du"), self.since, required=True)
        self._form.add(Field(self.tr("Profession"), self.profession), self._since, stretches=(2, 1))
        self._session = Field(self.tr("Séance, en euros"), self.session, check=self.session.problem,
                              help_line=self.tr("Payée par défaut quand elle est connue."))  # fmt: skip
        self._form.add(
            Field(self.tr("Demi-journée, en euros"), self.half_day, check=self.half_day.problem), self._session
        )
        self._form.add(Field(self.tr("Source"), self.source, help_line=self.tr("Convention, avenant, date.")))
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        fields = (self.since.text(), self.half_day.text(), self.session.text(), self.source.text())
        return self.profession.currentIndex(), *fields

    def is_valid(self) -> bool:
        if not self._form.validate():
            return False
        self._session.set_error(" ".join(refuse_rate(self._known, self._wanted())))
        if self._session.error():
            self.session.setFocus()
        return not self._session.error()

    def write(self) -> Rate:
        stored = indemnities.save_rate(self._desk.db, self._wanted())
        self._desk.refresh()
        return stored

    def _wanted(self) -> Rate:
        since = self.since.day()
        assert since is not None  # noqa: S101 - the field is required
        number = self._rate.id if self._rate else 0
        profession = str(self.profession.currentData())
        return Rate(profession, since, self.half_day.amount(), self.session.amount(), self.source.text(), number)
