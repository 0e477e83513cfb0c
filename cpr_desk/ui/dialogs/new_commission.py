"""Found a further commission in the same data folder."""

from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from cpr_desk.domain.commission import Commission
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database
from cpr_desk.ui.dialogs.commission_fields import CommissionFields
from cpr_desk.ui.dialogs.form_dialog import FormDialog


class NewCommissionDialog(FormDialog):
    """Founds a commission beside the others; `saved` carries it."""

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Nouvelle commission"), self.tr("Créer la commission"), parent, width=620)
        self._db = db
        words = QLabel(
            self.tr(
                "Elle aura sa composition, ses réunions, son registre des CPTS et ses paramètres. Les personnes et les "
                "organisations sont communes à toutes vos commissions."
            ),
            self,
            wordWrap=True,
        )
        words.setProperty("muted", True)
        self.fields = CommissionFields(self)
        self.body.addWidget(words)
        self.body.addWidget(self.fields)
        self.body.addStretch(1)
        self.start()

    def typed(self) -> Any:
        return self.fields.typed()

    def is_valid(self) -> bool:
        return self.fields.validate()

    def write(self) -> Commission | None:
        order = self.fields.order()
        return commissions.add_commission(self._db, order) if order else None
