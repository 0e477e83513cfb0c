"""Keep an agenda as a template of the commission."""

from typing import Any

from PySide6.QtWidgets import QWidget

from cpr_desk.domain.french import squeeze
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import agenda
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.choice_edit import ChoiceEdit
from cpr_desk.ui.widgets.form import Field, Form


class TemplateDialog(FormDialog):
    """One name; that of a template there is already takes its place. `saved` carries the name."""

    def __init__(self, desk: Desk, meeting: Meeting, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Nouveau modèle d’ordre du jour"), self.tr("Enregistrer le modèle"), parent, width=480)
        self._desk = desk
        self._meeting = meeting
        self._own = [each.name for each in agenda.templates(desk.db, desk.commission.id) if each.id]
        self.name = ChoiceEdit(self._own, self.tr("Réunion du printemps"), self, free=True)
        self._field = Field(self.tr("Nom du modèle"), self.name, required=True)
        self._form = Form(self)
        self._form.add(self._field)
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.name.currentTextChanged.connect(lambda _text: self._announce())
        self._announce()
        self.start()

    def typed(self) -> Any:
        return self.name.currentText()

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> str:
        name = squeeze(self.name.currentText())
        agenda.save_template(self._desk.db, self._desk.commission.id, name, self._meeting.agenda)
        self._desk.refresh()
        return name

    def _announce(self) -> None:
        known = squeeze(self.name.currentText()) in self._own
        plain = self.tr("Les pièces et les CPTS liées n’en font pas partie")
        self._field.set_help(self.tr("Ce modèle existe et sera remplacé") if known else plain)
