"""Plan a meeting, or change one, with its deadlines before one's eyes."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.agenda import Item, as_lines, from_lines, numbers
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode
from cpr_desk.errors import UserError
from cpr_desk.services import meetings
from cpr_desk.services.meetings import AGENDA_TEMPLATES, PlanMeeting
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.meeting_words import Verdict, judge
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.deadline_row import DeadlineRow
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.side_by_side import SideBySide


def numbered_text(agenda: Sequence[Item]) -> str:
    """Return an agenda as it will be numbered, sub-items set in."""
    told = zip(numbers(agenda), agenda, strict=True)
    return "\n".join(f"{NBSP * 6 * item.level}{number}.{NBSP}{item.title}" for number, item in told)


class MeetingDialog(FormDialog):
    """Day, hour, nature, mode, place and agenda of a meeting."""

    def __init__(self, desk: Desk, meeting: Meeting | None = None, parent: QWidget | None = None) -> None:
        title = self.tr("Modifier la réunion") if meeting else self.tr("Nouvelle réunion")
        verb = self.tr("Enregistrer") if meeting else self.tr("Prévoir la réunion")
        super().__init__(title, verb, parent, width=1080)
        self._desk = desk
        self._meeting = meeting
        self._days = {m.on: m for m in meetings.list_meetings(desk.db, desk.commission.id)}
        self.day = DateEdit(self)
        self._day_field = Field(self.tr("Date"), self.day, required=True, check=self._check_day)
        self.hour = QLineEdit(self, placeholderText=self.tr("14h30"), maxLength=10)
        self._hour_field = Field(self.tr("Heure"), self.hour, check=self._check_hour)
        self.kind = _choice([(french.capital(kind.label), kind) for kind in MeetingKind])
        self.mode = _choice([(french.capital(mode.label), mode) for mode in MeetingMode])
        self.place = QLineEdit(self, maxLength=300)
        self.link = QLineEdit(self, maxLength=500)
        self.agenda = QPlainTextEdit(self)
        self.agenda.setTabChangesFocus(True)
        self.agenda.setMinimumHeight(150)
        self.preview = QPlainTextEdit(self, readOnly=True)
        self.preview.setTabChangesFocus(True)
        self.verdict = VerdictPanel(self.day.set_day, self)
        self.deadlines = (DeadlineRow(self), DeadlineRow(self))
        self._form = Form(self)
        self._lay_out()
        self._fill(meeting)
        self._follow()
        self.start()

    def typed(self) -> Any:
        texts = (self.day.text(), self.hour.text(), self.place.text(), self.link.text(), self.agenda.toPlainText())
        return (*texts, self.kind.currentIndex(), self.mode.currentIndex())

    def is_valid(self) -> bool:
        return self._form.validate()

    def write(self) -> Meeting:
        order = self._order()
        if self._meeting:
            written = meetings.change_meeting(self._desk.db, self._meeting.id, order)
        else:
            written = meetings.plan_meeting(self._desk.db, order)
        self._desk.refresh()
        return written

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the day: another meeting stands on it."""
        self._day_field.set_error(str(error))
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self) -> PlanMeeting:
        day = self.day.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        return PlanMeeting(
            self._desk.commission.id,
            day,
            MeetingKind(self.kind.currentData()),
            MeetingMode(self.mode.currentData()),
            self._starts(),
            self.place.text(),
            self.link.text(),
            from_lines(self.agenda.toPlainText(), self._meeting.agenda if self._meeting else ()),
        )

    def _starts(self) -> time | None:
        typed = self.hour.text().strip()
        return french.parse_time(typed) if typed else None

    def _lay_out(self) -> None:
        self._form.add(self._day_field, self._hour_field, stretches=(1, 1))
        self._form.add(Field(self.tr("Nature"), self.kind), Field(self.tr("Mode"), self.mode))
        self._form.add(Field(self.tr("Lieu"), self.place))
        self._form.add(Field(self.tr("Lien de visioconférence"), self.link))
        side = QWidget(self)
        side.setMinimumWidth(280)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        for widget in (self.verdict, *self.deadlines):
            column.addWidget(widget)
        column.addStretch()
        self.body.addWidget(SideBySide(self._form, side, (3, 2), parent=self, narrow=640))
        hint = self.tr("Un point par ligne ; un tiret en tête de ligne fait un sous-point.")
        wanted = Field(self.tr("Ordre du jour"), self.agenda, help_line=french.typeset(hint))
        seen = Field(self.tr("Tel qu’il sera numéroté"), self.preview)
        self.body.addWidget(SideBySide(wanted, seen, (1, 1), parent=self, narrow=640), 1)
        self.templates = QPushButton(self.tr("Partir d’un modèle"), self)
        self.templates.setAutoDefault(False)
        menu = QMenu(self.templates)
        for kind in MeetingKind:
            menu.addAction(french.capital(kind.label)).triggered.connect(partial(self._take_template, kind))
        self.templates.setMenu(menu)
        self.body.addWidget(self.templates, 0, Qt.AlignmentFlag.AlignLeft)
        self.day.textChanged.connect(lambda _text: self._follow())
        self.hour.textChanged.connect(lambda _text: self._hour_field.set_error(""))
        self.agenda.textChanged.connect(self._number)

    def _fill(self, meeting: Meeting | None) -> None:
        if meeting is None:
            self.kind.setCurrentIndex(self.kind.findData(MeetingKind.ORDINARY))
            return
        self.day.set_day(meeting.on)
        self.hour.setText(_hour_typed(meeting.starts))
        self.kind.setCurrentIndex(self.kind.findData(meeting.kind))
        self.mode.setCurrentIndex(self.mode.findData(meeting.mode))
        self.place.setText(meeting.place)
        self.link.setText(meeting.link)
        self.agenda.setPlainText(as_lines(meeting.agenda))

    def _follow(self) -> None:
        """Say what the day typed implies."""
        day, today = self.day.day(), self._desk.today()
        self._day_field.set_help(french.date_words(day) if day else "")
        self._day_field.set_error(self._check_day())
        for row in self.deadlines:
            row.setVisible(day is not None)
        if day is None:
            self.verdict.show_verdict(None)
            return
        if self._meeting is None and day == self._desk.commission.installed_on:
            self.kind.setCurrentIndex(self.kind.findData(MeetingKind.INSTALLATION))
        planned = self._meeting is not None and self._meeting.on == day
        self.verdict.show_verdict(judge(day, today, self._desk.commission, planned=planned))
        limits = meetings.deadlines_of(self._desk.commission, day)
        for row, deadline in zip(self.deadlines, (limits.convocation, limits.agenda), strict=True):
            row.show_deadline(deadline, today)

    def _number(self) -> None:
        self.preview.setPlainText(numbered_text(from_lines(self.agenda.toPlainText())))

    def _take_template(self, kind: MeetingKind) -> None:
        """Replace the agenda; Ctrl+Z in the editor gives the former one back."""
        cursor = QTextCursor(self.agenda.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(AGENDA_TEMPLATES[kind])
        self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check_day(self) -> str:
        day = self.day.day()
        if day is None:
            return self.day.fault()
        other = self._days.get(day)
        if other and (self._meeting is None or other.id != self._meeting.id):
            return self.tr("Une réunion est déjà prévue le {day}. Choisissez un autre jour.").format(
                day=french.date_words(day)
            )
        return ""

    def _check_hour(self) -> str:
        try:
            self._starts()
        except ValueError as wrong:
            return str(wrong)
        return ""


class VerdictPanel(QFrame):
    """Whether the meeting can still be convened in time, and a button that takes the first lawful day."""

    def __init__(self, take: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = StateBadge(self)
        self._text = QLabel(self, wordWrap=True)
        self.take = QPushButton(self)
        self.take.setAutoDefault(False)
        self._proposal: date | None = None
        self.take.clicked.connect(lambda: take(self._proposal))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._badge)
        column.addWidget(self._text)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)

    def show_verdict(self, verdict: Verdict | None) -> None:
        """Show what is to be said of a day; None while none is typed."""
        self._proposal = verdict.proposal if verdict else None
        self._badge.setVisible(verdict is not None)
        self.take.setVisible(self._proposal is not None)
        if verdict is None:
            self._text.setText(
                self.tr("Saisissez la date{nbsp}: les échéances de convocation et d’ordre du jour s’affichent ici.")
                .format(nbsp=NBSP)
            )  # fmt: skip
            return
        if verdict.state:
            self._badge.show_state(verdict.state, verdict.word)
        else:
            self._badge.show_tone(Tone.NEUTRAL, "history", verdict.word)
        self._text.setText("\n".join(verdict.sentences))
        self._text.setVisible(bool(verdict.sentences))
        if self._proposal:
            self.take.setText(self.tr("Prendre le {day}").format(day=french.date_words(self._proposal)))

    def text(self) -> str:
        """Return what is said, for tests and screen readers."""
        return self._text.text()


def _choice(choices: Iterable[tuple[str, Any]]) -> QComboBox:
    made = QComboBox()
    for words, value in choices:
        made.addItem(words, value)
    return made


def _hour_typed(starts: time | None) -> str:
    return f"{starts.hour}h{starts.minute:02d}" if starts else ""
