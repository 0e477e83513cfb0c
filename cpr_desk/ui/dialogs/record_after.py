"""« Saisie après la séance »: the hours once, then a key for each seat, from the sheet that was signed."""

from typing import Any

from PySide6.QtWidgets import QWidget

from cpr_desk.domain.attendance import moment_of
from cpr_desk.domain.attendance_after import refuse_notes
from cpr_desk.domain.french import NBSP, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.record_after import AfterSession, known_notes, record_after
from cpr_desk.services.session import session_of
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.meeting_hours import HourEdit
from cpr_desk.ui.widgets.after_table import AfterTable
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel


class RecordAfterDialog(FormDialog):
    """Every seat waits for its mark; `saved` carries what was written."""

    def __init__(self, desk: Desk, meeting: Meeting, parent: QWidget | None = None) -> None:
        """Read what is noted. Raises UserError when that was done live, with hours."""
        super().__init__(self.tr("Saisie après la séance"), self.tr("Enregistrer la séance"), parent, width=1000)
        self._desk, self._meeting = desk, meeting
        self._session = session_of(desk.db, meeting)
        notes, sitting = known_notes(self._session), self._session.sitting
        closed = sitting.closed_at.time() if sitting and sitting.closed_at else meeting.ends
        self.opened = HourEdit(sitting.opened_at.time() if sitting else meeting.starts, self)
        self.closed = HourEdit(closed, self)
        self._closed = Field(self.tr("Close à"), self.closed, required=True, check=self.closed.fault)
        self._form = Form(self)
        self._form.add(
            Field(self.tr("Ouverte à"), self.opened, required=True, check=self.opened.fault,
                  help_line=self.tr("Les présents le sont du début à la fin.")),
            self._closed,
        )  # fmt: skip
        keys = PlainLabel(
            self.tr("P{nbsp}: titulaire présent · S{nbsp}: suppléant présent · O{nbsp}: pouvoir · E{nbsp}: excusé · "
                    "A{nbsp}: absent · Suppr{nbsp}: effacer · Entrée{nbsp}: ligne suivante · "
                    "Ctrl+Entrée{nbsp}: enregistrer").format(nbsp=NBSP),
            self,
        )  # fmt: skip
        keys.setProperty("muted", True)
        self.table = AfterTable(self._session.composition.seats, self)
        self.table.show_notes(notes)
        self.count = PlainLabel(parent=self)
        for widget in (self._form, keys, self.table, self.count):
            self.body.addWidget(widget, int(widget is self.table))
        self.table.completed.connect(self.accept)
        self.table.edited.connect(self._tell)
        self._tell()
        self.start()

    def typed(self) -> Any:
        return self.opened.text(), self.closed.text(), self.table.notes()

    def is_valid(self) -> bool:
        if not self._form.validate():
            return False
        after = self._after()
        if after.closed_at <= after.opened_at:
            self._closed.set_error(self.tr("La séance serait close avant d’être ouverte."))
            self.closed.setFocus()
            return False
        problems = refuse_notes(self._session.composition, self._session.rules, after.notes, after.opened_at)
        self.table.show_problems(problems)
        if problems:
            self.table.setFocus()
        return not problems

    def write(self) -> AfterSession:
        after = self._after()
        record_after(self._desk.db, self._session, after)
        self._desk.refresh()
        return after

    def _after(self) -> AfterSession:
        opened, closed = self.opened.moment(), self.closed.moment()
        assert opened and closed  # noqa: S101, PT018 - both fields are required and checked
        at = moment_of(self._meeting.on, self._meeting.starts, opened)
        return AfterSession(at, moment_of(at.date(), opened, closed), self.table.notes())

    def _tell(self) -> None:
        seats = self._session.composition.seats
        waiting = sum(bool(seat.titular or seat.substitute) for seat in seats) - len(self.table.notes())
        words = plural(max(waiting, 0), self.tr("siège pourvu sans marque"), self.tr("sièges pourvus sans marque"))
        self.count.say(self.tr("{seats}{nbsp}: ils comptent comme absents.").format(seats=words, nbsp=NBSP))
        self.count.setVisible(waiting > 0)
