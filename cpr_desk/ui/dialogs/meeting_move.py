"""Move or cancel a meeting that people were told of: why, since when, and what is to be sent again."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.services import meeting_changes, meetings
from cpr_desk.services.meeting_changes import MoveMeeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.meeting_calendar import MeetingCalendar
from cpr_desk.ui.dialogs.meeting_hours import HourEdit, end_fault
from cpr_desk.ui.dialogs.meeting_verdict import VerdictPanel
from cpr_desk.ui.dialogs.meeting_words import judge, opening_fault
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.tall_column import TallColumn

_REASON_HEIGHT = 64


class DecidedDialog(FormDialog):
    """What moving and cancelling share: the meeting in words, what follows, the reason and the day of the decision."""

    def __init__(self, desk: Desk, meeting: Meeting, title: str, verb: str, parent: QWidget, width: int) -> None:
        super().__init__(title, verb, parent, width=width)
        self._desk = desk
        self._meeting = meeting
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(_REASON_HEIGHT)
        self._reason_field = Field(
            self.tr("Motif"), self.reason, required=True, help_line=self.tr("L’historique de la réunion le garde.")
        )
        self.decided = DateEdit(self)
        self.decided.set_day(desk.today())
        self._decided_field = Field(self.tr("Décidé le"), self.decided, required=True, check=self._check_decided)
        self.what_follows = QLabel(self._sentence(), self, wordWrap=True)
        self.form = Form(self)
        self.form.add_widget(self.what_follows)

    def is_valid(self) -> bool:
        return self.form.validate()

    def _sentence(self) -> str:
        """Say what becomes of what people were already told."""
        raise NotImplementedError

    def _day_decided(self) -> date:
        day = self.decided.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        return day

    def _check_decided(self) -> str:
        day = self.decided.day()
        if day and day > self._desk.today():
            return self.tr("Une décision n’est pas datée d’un jour à venir.")
        return self.decided.fault()

    def _convened_sentence(self, follows: str) -> str:
        told = self._meeting.convened_on
        if told is None:
            return self.tr("Aucune convocation n’est encore éditée.")
        known = self.tr("La convocation a été éditée le {day}{nbsp}: {follows}")
        return known.format(day=french.date_words(told), follows=follows, nbsp=NBSP)


class MoveDialog(DecidedDialog):
    """Another day, other hours, another place."""

    def __init__(self, desk: Desk, meeting: Meeting, parent: QWidget) -> None:
        super().__init__(desk, meeting, self.tr("Déplacer la réunion"), self.tr("Déplacer la réunion"), parent, 900)
        self.day = DateEdit(self)
        self.day.set_day(meeting.on)
        written = meeting.is_written
        label = self.tr("Nouvelle clôture") if written else self.tr("Nouvelle date")
        self._day_field = Field(label, self.day, required=True, check=self._check_day)
        self.opens = DateEdit(self)
        self.opens.set_day(meeting.opens_on)
        self.hour, self.end = HourEdit(meeting.starts, self), HourEdit(meeting.ends, self)
        self.place = QLineEdit(meeting.place, self, maxLength=300)
        self.calendar = MeetingCalendar(desk, meeting, self)
        self.verdict = VerdictPanel(self.day.set_day, self)
        for control in (self.hour, self.end, self.place) if written else (self.opens,):
            control.hide()
        if written:
            opening = Field(self.tr("Nouvelle ouverture"), self.opens, required=True, check=self._check_opening)
            self.form.add(opening, self._day_field)
        else:
            self.form.add(self._day_field)
            self.form.add(
                Field(self.tr("Heure"), self.hour, check=self.hour.fault),
                Field(self.tr("Fin"), self.end, check=lambda: end_fault(self.hour, self.end)),
            )
            self.form.add(Field(self.tr("Lieu"), self.place))
        self.form.add(self._reason_field)
        self.form.add(self._decided_field)
        lost = self.tr("Les deux accords à une convocation en urgence ont été donnés pour le {day} : ils ne valent pas "
                       "pour un autre jour. Si le délai manque encore, demandez-les de nouveau, puis notez-les par "
                       "« Modifier la réunion ».")  # fmt: skip
        self.agreements = QLabel(french.typeset(lost.format(day=french.date_words(meeting.on))), self, wordWrap=True)
        self.form.add_widget(self.agreements)
        side = TallColumn(self.calendar, self.verdict, parent=self)
        self.body.addWidget(SideBySide(TallColumn(self.form), side, (3, 2), parent=self, narrow=640))
        self.day.changed.connect(lambda _day: self._follow())
        self.calendar.picked.connect(self.day.set_day)
        self._follow()
        self.start()

    def typed(self) -> Any:
        lines = (self.day, self.opens, self.hour, self.end, self.place, self.decided)
        return (*(line.text() for line in lines), self.reason.toPlainText())

    def write(self) -> Meeting:
        day = self.day.day()
        assert day is not None  # noqa: S101 - the field is required and checked
        order = MoveMeeting(
            day,
            self.reason.toPlainText(),
            self._day_decided(),
            self.hour.moment(),
            self.end.moment(),
            self.place.text(),
            self.opens.day() if self._meeting.is_written else None,
        )
        moved = meeting_changes.move_meeting(self._desk.db, self._meeting, order)
        self._desk.refresh()
        return moved

    def refuse(self, error: UserError) -> None:
        """Show the refusal beside the day."""
        self._day_field.set_error(str(error))
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sentence(self) -> str:
        return self._convened_sentence(
            self.tr(
                "elle annonce l’ancienne date. Une nouvelle convocation devra être envoyée, la première est gardée."
            )
        )

    def _follow(self) -> None:
        day = self.day.day()
        self._day_field.set_help(french.date_words(day) if day else "")
        self._day_field.set_error(self._check_day())
        limits = meetings.deadlines_of(self._desk.commission, day) if day else None
        self.calendar.follow(day, (limits.convocation, limits.agenda) if limits else ())
        others = self.calendar.others_on(day) if day else ()
        agreed = bool(self._meeting.urgency)
        self.agreements.setVisible(agreed and day is not None and day != self._meeting.on)
        asked = (self._desk.today(), self._desk.commission)
        urgent = agreed and day == self._meeting.on
        judged = judge(day, *asked, others=others, urgent=urgent, taken=self.calendar.days) if day else None
        self.verdict.show_verdict(judged)

    def _check_opening(self) -> str:
        return opening_fault(self.opens.day(), self.day.day())

    def _check_day(self) -> str:
        day = self.day.day()
        if day is None or day not in self.calendar.days:
            return self.day.fault()
        taken = self.tr("Une réunion est déjà prévue le {day}. Choisissez un autre jour.")
        return taken.format(day=french.date_words(day))


class CancelDialog(DecidedDialog):
    """The reason, and what people are to be told."""

    def __init__(self, desk: Desk, meeting: Meeting, parent: QWidget) -> None:
        super().__init__(desk, meeting, self.tr("Annuler la réunion"), self.tr("Annuler la réunion"), parent, 560)
        self.leave_button.setText(self.tr("Ne rien changer"))
        self.form.add(self._reason_field)
        self.form.add(self._decided_field)
        self.body.addWidget(self.form)
        self.start()

    def typed(self) -> Any:
        return self.reason.toPlainText(), self.decided.text()

    def write(self) -> Meeting:
        reason, decided_on = self.reason.toPlainText(), self._day_decided()
        cancelled = meeting_changes.cancel_meeting(self._desk.db, self._meeting, reason, decided_on)
        self._desk.refresh()
        return cancelled

    def _sentence(self) -> str:
        day = french.date_words(self._meeting.on)
        stays = self.tr("La réunion du {day} reste dans la liste, avec son historique, et peut être rétablie.")
        follows = self.tr("les destinataires devront être prévenus de l’annulation.")
        return f"{stays.format(day=day)} {self._convened_sentence(follows)}"
