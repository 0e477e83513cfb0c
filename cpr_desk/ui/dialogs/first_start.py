"""The first start: which commission, and what to begin with."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from cpr_desk.domain.commission import CommissionKind
from cpr_desk.domain.french import NBSP, date_words, fold
from cpr_desk.domain.territory import Region
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import reference
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.instance import Database
from cpr_desk.ui import theme
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.choice_edit import ChoiceEdit
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form

_WIDTH = 620


class Beginning(Enum):
    """What a secretariat begins with."""

    IMPORT = "import"
    EMPTY = "empty"
    DEMONSTRATION = "demonstration"


class FirstStartDialog(FormDialog):
    """Founds the commission of an empty database; `saved` carries the `Beginning` that was chosen.

    For the demonstration nothing is written: it is made elsewhere.
    """

    def __init__(self, db: Database, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Bienvenue dans CPR Desk"), "", parent)
        self._db = db
        self._today = today
        self._own_name = False
        self.kind = QComboBox(self)
        for kind in CommissionKind:
            self.kind.addItem(kind.label, kind.value)
        regions = sorted((region.name for region in reference.regions().values()), key=fold)
        self.region = ChoiceEdit(regions, self.tr("Tapez ou choisissez"), self)
        self.installed = DateEdit(self)
        self.name = QLineEdit(self, maxLength=200)
        self.beginnings = {beginning: QRadioButton(title, self) for beginning, title, _ in self._offered()}
        self._form = self._make_form()
        self._lay_out()
        self.region.editTextChanged.connect(self._propose_name)
        self.kind.currentIndexChanged.connect(self._propose_name)
        self.name.textEdited.connect(self._keep_name)
        self.installed.changed.connect(self._explain_year)
        self.beginnings[Beginning.IMPORT].setChecked(True)
        self.setMinimumWidth(_WIDTH)
        self.start()

    @property
    def beginning(self) -> Beginning:
        """What is chosen now."""
        return next(beginning for beginning, button in self.beginnings.items() if button.isChecked())

    def typed(self) -> Any:
        return self.region.currentText(), self.installed.text(), self.name.text() if self._own_name else ""

    def is_valid(self) -> bool:
        return self.beginning is Beginning.DEMONSTRATION or self._form.validate()

    def write(self) -> Beginning:
        region, installed = self._region(), self.installed.day()
        if self.beginning is not Beginning.DEMONSTRATION and region and installed:
            order = CreateCommission(
                CommissionKind(self.kind.currentData()),
                region.code,
                region.name,
                installed,
                self.name.text(),
                region.holiday_territory,
            )
            commissions.create_commission(self._db, order)
        return self.beginning

    def _offered(self) -> tuple[tuple[Beginning, str, str], ...]:
        return (
            (Beginning.IMPORT, self.tr("Importer mes classeurs"),
             self.tr("La composition de la commission, puis le registre des CPTS, depuis Excel ou un fichier CSV. "
                     "Vous verrez ce qui change avant que rien ne soit écrit.")),
            (Beginning.EMPTY, self.tr("Commencer vide"),
             self.tr("Vous saisirez ou importerez les membres et les CPTS plus tard.")),
            (Beginning.DEMONSTRATION, self.tr("Regarder la démonstration"),
             self.tr("Une région inventée, dans un dossier à part{nbsp}: rien n’est ajouté à vos données.").format(
                 nbsp=NBSP)),
        )  # fmt: skip

    def _make_form(self) -> Form:
        form = Form(self)
        self._installed_field = Field(
            self.tr("Réunion d’installation"),
            self.installed,
            required=True,
            help_line=self.tr("La présidence alterne chaque année civile à partir d’elle."),
        )
        form.add(
            Field(self.tr("Région"), self.region, required=True, check=self._region_problem),
            Field(self.tr("Commission"), self.kind),
        )
        form.add(self._installed_field)
        form.add(
            Field(
                self.tr("Nom"),
                self.name,
                help_line=self.tr("Tel qu’il figurera sur les documents. Vous pourrez le changer dans Paramètres."),
            )
        )
        return form

    def _lay_out(self) -> None:
        question = QLabel(self.tr("Par quoi voulez-vous commencer{nbsp}?").format(nbsp=NBSP), self)
        question.setFont(theme.font(TextSize.TITLE, bold=True))
        self.body.addWidget(question)
        group = QButtonGroup(self)
        choices = QVBoxLayout()
        choices.setSpacing(Space.XS)
        for beginning, _, explanation in self._offered():
            button = self.beginnings[beginning]
            button.setFont(theme.font(bold=True))
            button.setAccessibleDescription(explanation)
            button.toggled.connect(self._follow)
            group.addButton(button)
            words = QLabel(explanation, self, wordWrap=True)
            words.setProperty("muted", True)
            words.setIndent(Space.XL)
            choices.addWidget(button)
            choices.addWidget(words)
            choices.addSpacing(Space.S)
        self.body.addLayout(choices)
        self.body.addWidget(self._form)
        self.body.addStretch(1)

    def _follow(self) -> None:
        if not any(button.isChecked() for button in self.beginnings.values()):
            return
        verbs = {
            Beginning.IMPORT: self.tr("Créer et importer"),
            Beginning.EMPTY: self.tr("Créer la commission"),
            Beginning.DEMONSTRATION: self.tr("Ouvrir la démonstration"),
        }
        self.save_button.setText(verbs[self.beginning])
        self._form.setEnabled(self.beginning is not Beginning.DEMONSTRATION)

    def _region(self) -> Region | None:
        try:
            return reference.region(self.region.currentText())
        except UserError:
            return None

    def _region_problem(self) -> str:
        return "" if self._region() else self.tr("Aucune région ne porte ce nom. Choisissez-la dans la liste.")

    def _propose_name(self) -> None:
        region = self._region()
        if region and not self._own_name:
            self.name.setText(commissions.proposed_name(CommissionKind(self.kind.currentData()), region.name))
            self.name.setCursorPosition(0)

    def _keep_name(self, text: str) -> None:
        """Stop proposing once the person writes a name, and start again when it is emptied."""
        self._own_name = bool(text.strip())

    def _explain_year(self, day: date | None) -> None:
        self._installed_field.set_error("")
        if day:
            self._installed_field.set_help(
                self.tr("{day}{nbsp}: en {year}, la section sociale préside.").format(
                    day=date_words(day).capitalize(), nbsp=NBSP, year=day.year
                )
            )

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.region.setFocus(Qt.FocusReason.OtherFocusReason)
