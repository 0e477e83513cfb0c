"""Plan a meeting, or change one, with its deadlines before one's eyes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from cpr_desk.domain import french
from cpr_desk.domain.agenda import Item
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode, past_midnight
from cpr_desk.domain.rule_sources import RULE_SOURCES
from cpr_desk.errors import UserError
from cpr_desk.services import agenda, meetings
from cpr_desk.services.meetings import PlanMeeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.meeting_calendar import MeetingCalendar
from cpr_desk.ui.dialogs.meeting_hours import HourEdit, end_fault
from cpr_desk.ui.dialogs.meeting_verdict import VerdictPanel
from cpr_desk.ui.dialogs.meeting_words import judge, opening_fault, year_in_words
from cpr_desk.ui.widgets.choice_box import choice_box
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.deadline_row import DeadlineRow
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.tall_column import TallColumn


class MeetingDialog(FormDialog):
    """Day, hours, nature, mode and place of a meeting; of a consultation, opening and closing.

    A new one may begin with a template of agenda; the tab « Ordre du jour » goes on from there.
    """

    def __init__(
        self,
        desk: Desk,
        meeting: Meeting | None = None,
        parent: QWidget | None = None,
        *,
        after: Meeting | None = None,
    ) -> None:
        """`after` is the meeting without quorum that a new one follows, on its agenda."""
        title = self.tr("Modifier la réunion") if meeting else self.tr("Nouvelle réunion")
        title = self.tr("Seconde réunion") if after else title
        verb = self.tr("Enregistrer") if meeting else self.tr("Prévoir la réunion")
        super().__init__(title, verb, parent, width=1080)
        self._desk = desk
        self._meeting = meeting
        self._after = after
        self.second = PlainLabel(parent=self)
        self.calendar = MeetingCalendar(desk, meeting, self)
        self.day = DateEdit(self)
        self._day_field = Field(self.tr("Date"), self.day, required=True, check=self._check_day)
        self.hour = HourEdit(parent=self)
        self._hour_field = Field(self.tr("Heure"), self.hour, check=self.hour.fault)
        self.end = HourEdit(parent=self)
        self._end_field = Field(self.tr("Fin"), self.end, check=lambda: end_fault(self.hour, self.end))
        self.opens = DateEdit(self)
        self._opens_field = Field(self.tr("Ouverture"), self.opens, required=True, check=self._check_opening)
        self.kind = choice_box([(french.capital(kind.label), kind) for kind in MeetingKind])
        self.mode = choice_box([(french.capital(mode.label), mode) for mode in MeetingMode])
        self.place = QLineEdit(self, maxLength=300)
        self.link = QLineEdit(self, maxLength=500)
        self.joint = QLineEdit(self, maxLength=200)
        self.agreements = (DateEdit(self), DateEdit(self))
        self._meeting_fields = (
            self._hour_field,
            self._end_field,
            Field(self.tr("Mode"), self.mode),
            Field(self.tr("Lieu"), self.place),
            Field(self.tr("Lien de visioconférence"), self.link),
        )
        self._urgent_fields = (
            Field(self.tr("Urgence{nbsp}: accord du président, le").format(nbsp=NBSP), self.agreements[0],
                  check=self._check_agreements),
            Field(self.tr("Accord du vice-président, le"), self.agreements[1], check=self._check_agreements),
        )  # fmt: skip
        self._templates = agenda.templates(desk.db, desk.commission.id)
        self.agenda = QComboBox(self)
        self.agenda.addItems([self.tr("À écrire ensuite"), *(template.name for template in self._templates)])
        self.verdict = VerdictPanel(self.day.set_day, self)
        self.deadlines = (DeadlineRow(self), DeadlineRow(self))
        self._form = Form(self)
        self._lay_out()
        self._fill(meeting)
        if after:
            self._prepare_second(after)
        self._follow()
        self.start()

    def typed(self) -> Any:
        lines = (self.day, self.opens, self.hour, self.end, self.place, self.link, self.joint, *self.agreements)
        return (
            *(line.text() for line in lines),
            self.agenda.currentIndex(),
            self.kind.currentIndex(),
            self.mode.currentIndex(),
        )

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
        written = self._is_written()
        president, vice_president = (field.day() for field in self.agreements)
        return PlanMeeting(
            self._desk.commission.id,
            day,
            MeetingKind(self.kind.currentData()),
            MeetingMode(self.mode.currentData()),
            None if written else self.hour.moment(),
            self.place.text(),
            self.link.text(),
            self._meeting.agenda if self._meeting else self._chosen_agenda(),
            ends=None if written else self.end.moment(),
            opens_on=self.opens.day() if written else None,
            joint_with=self.joint.text(),
            urgent_president_on=president,
            urgent_vice_president_on=vice_president,
            second_of=self._after.id if self._after else None,
        )

    def _chosen_agenda(self) -> tuple[Item, ...]:
        if self._after:
            return tuple(replace(item, carried_from=item.id, id=0) for item in self._after.agenda)
        chosen = self.agenda.currentIndex()
        return self._templates[chosen - 1].items if chosen else ()

    def _is_written(self) -> bool:
        return MeetingKind(self.kind.currentData()) is MeetingKind.WRITTEN

    def _lay_out(self) -> None:
        hour, end, mode, place, link = self._meeting_fields
        self.second.setVisible(self._after is not None)
        self._form.add_widget(self.second)
        self._form.add(self._opens_field, self._day_field)
        self._form.add(hour, end)
        self._form.add(Field(self.tr("Nature"), self.kind), mode)
        self._form.add(place)
        self._form.add(link)
        self._form.add(Field(self.tr("Réunion commune avec"), self.joint,
                             help_line=self.tr("Le nom de l’autre commission, s’il y en a une.")))  # fmt: skip
        hint = self.tr("Un modèle, à compléter dans l’onglet « Ordre du jour ».")
        begin = Field(self.tr("Ordre du jour"), self.agenda, help_line=french.typeset(hint))
        begin.setVisible(self._meeting is None and self._after is None)
        self._form.add(begin)
        self._form.add(*self._urgent_fields)
        self.year = QLabel(self, wordWrap=True)
        self.year.setProperty("muted", True)
        side = TallColumn(self.calendar, self.verdict, self.year, *self.deadlines, parent=self)
        side.setMinimumWidth(320)
        self.body.addWidget(SideBySide(TallColumn(self._form), side, (3, 2), parent=self, narrow=640))
        self.day.textChanged.connect(lambda _text: self._follow())
        self.calendar.picked.connect(self.day.set_day)
        self.kind.currentIndexChanged.connect(lambda _index: self._follow())
        for field in self.agreements:
            field.changed.connect(lambda _day: self._follow())
        for hour_typed in (self.hour, self.end):
            hour_typed.textChanged.connect(lambda _text: self._follow_hours())

    def _fill(self, meeting: Meeting | None) -> None:
        if meeting is None:
            self.kind.setCurrentIndex(self.kind.findData(MeetingKind.ORDINARY))
            return
        self.day.set_day(meeting.on)
        self.hour.set_hour(meeting.starts)
        self.kind.setCurrentIndex(self.kind.findData(meeting.kind))
        self.mode.setCurrentIndex(self.mode.findData(meeting.mode))
        self.place.setText(meeting.place)
        self.link.setText(meeting.link)
        self.end.set_hour(meeting.ends)
        self.opens.set_day(meeting.opens_on)
        self.joint.setText(meeting.joint_with)
        agreed = (meeting.urgent_president_on, meeting.urgent_vice_president_on)
        for field, day in zip(self.agreements, agreed, strict=True):
            field.set_day(day)
        if meeting.convened_on:
            self._keep_what_was_told()

    def _prepare_second(self, first: Meeting) -> None:
        """Propose what the first meeting was, on the latest day, and say the rule."""
        self._fill(replace(first, convened_on=None, urgent_president_on=None, urgent_vice_president_on=None))
        days = meetings.second_meeting_days(self._desk.commission, first.on)
        self.day.set_day(days.proposed)
        words = self.tr(
            "Même ordre du jour que la réunion du {first}. Au plus tard le {limit}{nbsp}; la seconde réunion est "
            "valable quel que soit le nombre de présents. {source}"
        )
        self.second.say(words.format(
            first=french.date_words(first.on), limit=french.date_words(days.limit), nbsp=NBSP,
            source=RULE_SOURCES["second_meeting_months"].sentence))  # fmt: skip

    def _keep_what_was_told(self) -> None:
        """Leave alone what the convocation issued tells: « Déplacer… » changes it, and keeps the history."""
        for control in (self.kind, self.day, self.opens, self.hour, self.end, self.place, self.calendar):
            control.setEnabled(False)

    def _follow(self) -> None:
        """Say what the day typed implies."""
        day, today = self.day.day(), self._desk.today()
        if self._meeting is None and day == self._desk.commission.installed_on:
            self.kind.setCurrentIndex(self.kind.findData(MeetingKind.INSTALLATION))
        self._show_fields_of_kind()
        told = self._meeting and self._meeting.convened_on
        moved = self.tr("Convocation éditée{nbsp}: « Déplacer… » change le jour, l’heure et le lieu.")
        words = french.date_words(day) if day else ""
        self._day_field.set_help(french.typeset(moved.format(nbsp=NBSP)) if told else words)
        self._day_field.set_error(self._check_day())
        self._follow_hours()
        for row in self.deadlines:
            row.setVisible(day is not None)
        self.year.setVisible(day is not None)
        limits = meetings.deadlines_of(self._desk.commission, day) if day else None
        self.calendar.follow(day, (limits.convocation, limits.agenda) if limits else ())
        if day is None or limits is None:
            self.verdict.show_verdict(None)
            return
        planned = self._meeting is not None and self._meeting.on == day
        others = self.calendar.others_on(day)
        urgent = all(field.day() for field in self.agreements)
        verdict = judge(
            day, today, self._desk.commission, planned=planned, others=others, urgent=urgent, taken=self.calendar.days
        )
        self.verdict.show_verdict(verdict)
        in_year = sum(each.year == day.year for each in self.calendar.days) + 1
        self.year.setText(year_in_words(day.year, in_year, self._desk.commission))
        for row, deadline in zip(self.deadlines, (limits.convocation, limits.agenda), strict=True):
            row.show_deadline(deadline, today)

    def _show_fields_of_kind(self) -> None:
        """Ask a consultation by mail for its opening and closing, a meeting for its hours and place."""
        written = self._is_written()
        for field in self._meeting_fields:
            field.setVisible(not written)
        self._opens_field.setVisible(written)
        self._day_field.set_label(self.tr("Clôture") if written else self.tr("Date"))
        urgent = self._desk.commission.rules.urgent_allowed or any(field.day() for field in self.agreements)
        for field in self._urgent_fields:
            field.setVisible(urgent)

    def _follow_hours(self) -> None:
        """Say that an end before the beginning is one of the next day."""
        self._hour_field.set_error("")
        self._end_field.set_error("")
        starts, ends, day = self.hour.moment(), self.end.moment(), self.day.day()
        late = past_midnight(starts, ends)
        following = french.date_words(day + timedelta(days=1)) if day else ""
        words = self.tr("Le lendemain, {day}").format(day=following) if following else self.tr("Le lendemain")
        self._end_field.set_help(words if late else "")

    def _check_day(self) -> str:
        day = self.day.day()
        if day is None:
            return self.day.fault()
        if day in self.calendar.days:
            return self.tr("Une réunion est déjà prévue le {day}. Choisissez un autre jour.").format(
                day=french.date_words(day)
            )
        return ""

    def _check_opening(self) -> str:
        return opening_fault(self.opens.day(), self.day.day())

    def _check_agreements(self) -> str:
        agreed = [field.day() for field in self.agreements]
        if any(agreed) and not all(agreed):
            return self.tr("Les deux accords sont datés, ou aucun.")
        day = self.day.day()
        if day and any(each > day for each in agreed if each):
            return self.tr("Un accord précède la réunion.")
        if any(each > self._desk.today() for each in agreed if each):
            return self.tr("Un accord n’est pas daté d’un jour à venir.")
        return ""
