"""The first start: which commission, and what to begin with."""

from enum import Enum
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database
from cpr_desk.ui import theme
from cpr_desk.ui.dialogs.commission_fields import CommissionFields
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.theme import Space, TextSize

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

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Bienvenue dans CPR Desk"), "", parent)
        self._db = db
        self.fields = CommissionFields(self)
        self.beginnings = {beginning: QRadioButton(title, self) for beginning, title, _ in self._offered()}
        self._lay_out()
        self.beginnings[Beginning.IMPORT].setChecked(True)
        self.setMinimumWidth(_WIDTH)
        self.start()

    @property
    def beginning(self) -> Beginning:
        """What is chosen now."""
        return next(beginning for beginning, button in self.beginnings.items() if button.isChecked())

    def typed(self) -> Any:
        return self.fields.typed()

    def is_valid(self) -> bool:
        return self.beginning is Beginning.DEMONSTRATION or self.fields.validate()

    def write(self) -> Beginning:
        order = self.fields.order()
        if self.beginning is not Beginning.DEMONSTRATION and order:
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
        self.body.addWidget(self.fields)
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
        self.fields.setEnabled(self.beginning is not Beginning.DEMONSTRATION)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.fields.focus_territory()
