"""What the register exported for the ARS is compared with."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.french import date_digits
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form


class RegisterExportDialog(FormDialog):
    """One day before that of the export; `saved` carries it, and a file is asked for then."""

    def __init__(self, at: date, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Exporter le registre"), self.tr("Exporter…"), parent, width=480)
        self._at = at
        self.since = DateEdit(self)
        self.since.set_day(add_months(at, -12))
        told = self.tr("L’état au {day} dira ce qui a changé depuis cette date").format(day=date_digits(at))
        self._field = Field(self.tr("Comparer au"), self.since, required=True, help_line=told)
        self._form = Form(self)
        self._form.add(self._field)
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        return self.since.text()

    def is_valid(self) -> bool:
        if not self._form.validate():
            return False
        day = self.since.day()
        if day and day < self._at:
            return True
        self._field.set_error(self.tr("Choisissez une date antérieure au {day}.").format(day=date_digits(self._at)))
        self.since.setFocus()
        return False

    def write(self) -> date | None:
        return self.since.day()
