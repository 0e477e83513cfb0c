"""The preparation of the meeting chosen: when and where, its steps, its deadlines explained and proven."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cpr_desk.domain import french
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services.meeting_courses import course_of
from cpr_desk.services.meeting_timelines import timeline_of
from cpr_desk.ui import theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_course import STATUS_LOOK, CourseSteps
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import Card
from cpr_desk.ui.widgets.deadline_row import DeadlineRow
from cpr_desk.ui.widgets.timeline import Timeline


class PreparationTab(MeetingTab):
    """Cards one below the other."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self.title = QLabel(wordWrap=True)
        self.title.setFont(theme.font(bold=True))
        self.status = StateBadge()
        self.facts = QLabel(wordWrap=True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.steps = CourseSteps()
        self.timeline = Timeline()
        self.counted = QLabel(wordWrap=True)
        self.counted.setProperty("muted", True)
        self.rows = (DeadlineRow(), DeadlineRow())
        meeting = Card(self.tr("Réunion"), "calendar-days")
        for widget in (self.title, self.status, self.facts):
            meeting.body.addWidget(widget)
        steps = Card(self.tr("Où en est la réunion"), "history")
        steps.body.addWidget(self.steps)
        deadlines = Card(self.tr("Échéances"), "alarm-clock")
        tip = self.tr("Ouvrir Paramètres, Règles{nbsp}: délais et décompte des jours").format(nbsp=NBSP)
        rules = Command(self.tr("Règles…"), partial(page.go_to.emit, "settings/rules"), "settings", tip=tip)
        deadlines.set_action(CommandSet(self).add(rules))
        deadlines.body.addWidget(self.counted)
        for row in self.rows:
            row.unfold()
            deadlines.body.addWidget(row)
        story = Card(self.tr("Chronologie"), "calendar-days")
        story.body.addWidget(self.timeline)
        column = self.scrolling_column()
        for card in (meeting, steps, deadlines, story):
            column.addWidget(card)
        column.addStretch()

    def show_meeting(self, meeting: Meeting) -> None:
        today = self.desk.today()
        course = course_of(self.desk.db, meeting, today)
        status = meeting.status(today)
        picture, tone = STATUS_LOOK[status]
        self.title.setText(french.capital(french.date_words(meeting.on)))
        self.status.show_tone(tone, picture, french.capital(status.label))
        self.facts.setText("\n".join(facts(meeting)))
        self.steps.show_course(course)
        self.timeline.show_events(timeline_of(self.desk.db, meeting, today))
        counted = self.tr("Les délais d’une consultation écrite sont comptés avant sa clôture ({notice}).")
        self.counted.setText(counted.format(notice=DEFAULT_RULE_NOTICE))
        self.counted.setVisible(meeting.is_written)
        for row, proof in zip(self.rows, course.proofs, strict=True):
            row.show_deadline(proof.deadline, today)
            row.show_proof(course, proof)


def facts(meeting: Meeting) -> list[str]:
    """Return the lines that say what, when, how and where."""
    written = meeting.is_written
    opens = f"Ouverture{NBSP}: {french.date_words(meeting.opens_on)}" if meeting.opens_on else ""
    how = "par écrit" if written else meeting.mode.label
    joint = f"Réunion commune avec{NBSP}: {meeting.joint_with}" if meeting.joint_with else ""
    return [
        line
        for line in (
            f"{french.capital(meeting.kind.label)} n°{NBSP}{meeting.reference}",
            opens,
            f"Clôture{NBSP}: {french.date_words(meeting.on)}" if written else "",
            ", ".join(part for part in (meeting.hours, how) if part),
            meeting.place,
            meeting.link,
            joint,
            f"Convocation {meeting.urgency}" if meeting.urgency else "",
            f"Seconde réunion, valable quel que soit le nombre de présents ({DEFAULT_RULE_NOTICE})"
            if meeting.second_of
            else "",
        )
        if line
    ]
