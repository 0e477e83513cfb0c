"""« Annuler le vote »: it stays on record with its reason, and the question may be put again."""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import ballots
from cpr_desk.services.ballots import LONGEST_REASON
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class AnnulVoteDialog(FormDialog):
    """Asks for the reason; `saved` carries the vote that was annulled."""

    def __init__(
        self, desk: Desk, meeting: Meeting, ballot: Ballot, parent: QWidget | None = None, *, again: bool = False
    ) -> None:
        """`again`: the question is put to the vote again at once."""
        verb = self.tr("Annuler et voter de nouveau") if again else self.tr("Annuler le vote")
        super().__init__(self.tr("Annuler un vote"), verb, parent, width=560)
        self.leave_button.setText(self.tr("Garder le vote"))
        self._desk, self._meeting, self._ballot = desk, meeting, ballot
        self.reason = QLineEdit(self, maxLength=LONGEST_REASON)
        self.form = Form(self)
        self.form.add(
            Field(
                self.tr("Motif de l’annulation"), self.reason, required=True,
                help_line=self.tr("Par exemple{nbsp}: vote rouvert, présences corrigées, erreur de décompte.").format(
                    nbsp=NBSP),
            )
        )  # fmt: skip
        self.body.addWidget(PlainLabel(f"{ballot.question}\n{ballot.result.words}", self))
        self.body.addWidget(PlainLabel(self.tr(
            "Le vote annulé ne compte plus. Il reste au relevé de décisions, avec ce motif."), self))  # fmt: skip
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.start()

    def typed(self) -> Any:
        return self.reason.text()

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> Ballot:
        ballots.annul_vote(self._desk.db, self._meeting, self._ballot, self.reason.text(), self._desk.now())
        self._desk.refresh()
        return self._ballot
