"""When the session opened and closed, who chairs it, who keeps its minutes."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cpr_desk.domain.attendance import moment_of
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.presidency import Chair
from cpr_desk.domain.sitting import Sitting
from cpr_desk.errors import UserError
from cpr_desk.services import session as sessions
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.meeting_hours import HourEdit
from cpr_desk.ui.session_keeper import SessionKeeper
from cpr_desk.ui.widgets.form import Field, Form


class SittingDialog(FormDialog):
    """The chair is who the alternation names, or another member of the sections with the reason why."""

    def __init__(self, desk: Desk, keeper: SessionKeeper, chair: Chair | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Conduite de la séance"), self.tr("Enregistrer"), parent, width=600)
        self._desk, self._keeper = desk, keeper
        sitting = self._sitting
        self.opened = HourEdit(sitting.opened_at.time(), self)
        self.closed = HourEdit(sitting.closed_at.time() if sitting.closed_at else None, self)
        self.chair = QComboBox(self)
        self.chair.addItem(chair_words(chair), None)
        for number, name in self._members():
            self.chair.addItem(name, number)
        self.chair.setCurrentIndex(max(self.chair.findData(sitting.chair_id), 0))
        self.reason = QLineEdit(sitting.chair_reason, self, maxLength=500)
        self.secretary = QLineEdit(sitting.secretary, self, maxLength=200)
        self._reason_field = Field(self.tr("Motif"), self.reason, check=self._check_reason,
                                   help_line=self.tr("Le relevé de décisions le dit."))  # fmt: skip
        self._closed_field = Field(self.tr("Close à"), self.closed, check=self.closed.fault,
                                   help_line=self.tr("Vide tant que la séance dure."))  # fmt: skip
        self.form = Form(self)
        self.form.add(
            Field(self.tr("Ouverte à"), self.opened, required=True, check=self.opened.fault), self._closed_field
        )
        self.form.add(Field(self.tr("Présidence de séance"), self.chair))
        self.form.add(self._reason_field)
        self.form.add(Field(self.tr("Secrétaire de séance"), self.secretary))
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.chair.currentIndexChanged.connect(lambda _index: self._follow())
        self._follow()
        self.start()

    def typed(self) -> Any:
        lines = (self.opened, self.closed, self.reason, self.secretary)
        return (*(line.text() for line in lines), self.chair.currentData())

    def is_valid(self) -> bool:
        return self.form.validate()

    def write(self) -> Sitting:
        opened, closed = self.opened.moment(), self.closed.moment()
        assert opened is not None  # noqa: S101 - the field is required and checked
        other, meeting = self.chair.currentData(), self._keeper.session.meeting
        opened_at = moment_of(meeting.on, meeting.starts, opened)
        wanted = replace(
            self._sitting,
            opened_at=opened_at,
            closed_at=moment_of(opened_at.date(), opened, closed) if closed else None,
            chair_id=other,
            chair_reason=self.reason.text() if other else "",
            secretary=self.secretary.text(),
        )
        label = self.tr("Modifier la conduite de la séance")
        sessions.change_sitting(self._desk.db, meeting, wanted, label)
        return wanted

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the closing: what can be refused here is its hour."""
        self._closed_field.set_error(str(error))

    @property
    def _sitting(self) -> Sitting:
        sitting = self._keeper.session.sitting
        assert sitting is not None  # noqa: S101 - offered once the session is open
        return sitting

    def _members(self) -> list[tuple[int, str]]:
        """Return the members of both sections, by name."""
        voting = [section for section in Section if section.votes]
        holdings = self._keeper.session.composition.holdings()
        found = {held.person.id: held.person for seat, _role, held in holdings if seat.section in voting}
        by_name = sorted(found.values(), key=lambda person: (person.last_name, person.first_name))
        return [(person.id, person.courteous_name) for person in by_name]

    def _check_reason(self) -> str:
        if self.chair.currentData() and not self.reason.text().strip():
            return self.tr("Indiquez pourquoi une autre personne préside.")
        return ""

    def _follow(self) -> None:
        self._reason_field.setVisible(self.chair.currentData() is not None)


def chair_words(chair: Chair | None) -> str:
    """Return « Mme X, par l’alternance », or that nobody is named."""
    if chair is None or chair.name is None:
        return f"Selon l’alternance{NBSP}: {chair.words if chair else 'présidence à désigner'}"
    return f"{chair.name}, selon l’alternance"
