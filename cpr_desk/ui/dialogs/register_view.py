"""Name a view of the register: a new one, or one that is there already."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from cpr_desk.domain.french import NBSP, date_digits
from cpr_desk.domain.register_view import ViewSettings
from cpr_desk.errors import UserError
from cpr_desk.services import register_views
from cpr_desk.services.register_views import RegisterView
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.form import Field, Form

_LONGEST = 100


class _NameDialog(FormDialog):
    """Asks for a name that no other view bears."""

    def __init__(self, desk: Desk, title: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(title, verb, parent, width=440)
        self._desk = desk
        self.name = QLineEdit(self, maxLength=_LONGEST)
        self._field = Field(
            self.tr("Nom de la vue"),
            self.name,
            required=True,
            help_line=self.tr("Par exemple{nbsp}: Contrats de la Sarthe en retard").format(nbsp=NBSP),
        )
        self.form = Form(self)
        self.form.add(self._field)
        self.body.addWidget(self.form)

    def typed(self) -> Any:
        return self.name.text()

    def is_valid(self) -> bool:
        return self.form.validate()

    def refuse(self, error: UserError) -> None:
        self._field.set_error(f"{error.what} {error.what_to_do}")
        self.name.setFocus()


class KeepViewDialog(_NameDialog):
    """Keep what the register shows now under a name; `saved` carries the id of the view."""

    def __init__(self, desk: Desk, settings: ViewSettings, at: date, parent: QWidget | None = None) -> None:
        super().__init__(desk, self.tr("Enregistrer la vue"), self.tr("Enregistrer"), parent)
        self._settings, self._at = settings, at
        self.dated = QCheckBox(self.tr("Toujours au {day}").format(day=date_digits(at)), self)
        self.dated.setToolTip(self.tr("Sans cette coche, la vue montre l’état à la date de la page."))
        self.dated.setVisible(at != desk.today())
        self.body.addWidget(self.dated)
        self.body.addStretch()
        self.start()

    def typed(self) -> Any:
        return self.name.text(), self.dated.isChecked()

    def write(self) -> int:
        settings = replace(self._settings, day=self._at if self.dated.isChecked() else None)
        kept = register_views.keep_view(self._desk.db, self._desk.commission.id, self.name.text(), settings)
        self._desk.refresh()
        return kept


class RenameViewDialog(_NameDialog):
    """Give a view another name; `saved` carries its id."""

    def __init__(self, desk: Desk, view: RegisterView, parent: QWidget | None = None) -> None:
        super().__init__(desk, self.tr("Renommer la vue"), self.tr("Renommer"), parent)
        self._view = view
        self.name.setText(view.name)
        self.body.addStretch()
        self.start()

    def write(self) -> int:
        register_views.rename_view(self._desk.db, self._desk.commission.id, self._view, self.name.text())
        self._desk.refresh()
        return self._view.id
