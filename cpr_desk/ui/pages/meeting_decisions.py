"""The decisions and opinions of the meeting chosen: recorded from its votes, then followed."""

from PySide6.QtWidgets import QVBoxLayout

from cpr_desk.domain.decisions import Decision, FollowUp, unsupported
from cpr_desk.domain.french import NBSP, listing, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import decisions
from cpr_desk.services.session import session_of
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.decision import DecisionDialog
from cpr_desk.ui.dialogs.decisions_voted import RecordVotedDialog
from cpr_desk.ui.models.decisions import DecisionLine, decision_columns, lines
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.decision_commands import DecisionCommands
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel

_LEAST_HEIGHT = 180


class DecisionsPart(MeetingTab):
    """What the meeting decided, and what is still to be done about it."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._meeting: Meeting | None = None
        self._proposed: tuple[Decision, ...] = ()
        self.commands = CommandSet(self)
        self.remarks = PlainLabel(parent=self)
        self.model: TableModel[DecisionLine] = TableModel(decision_columns(of_meeting=True), parent=self)
        empty = EmptyState(
            "scale",
            self.tr("Aucune décision enregistrée"),
            self.tr("Enregistrez les décisions votées en une fois, ou une décision prise sans vote. Chacune reçoit son "
                    "numéro dans l’année."),
            parent=self,
        )  # fmt: skip
        self.panel = TablePanel(
            self.model, state, "decisions-of-meeting", self.tr("décision ou avis"), self.tr("décisions et avis"), empty,
            self,
        )  # fmt: skip
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self._declare()
        self.chosen = DecisionCommands(desk, page, self, self.commands, self.panel)
        others = (ActionButton(action, self) for action in (self._add, *self.chosen.actions))
        row = ActionRow(self)
        row.set_buttons([ActionButton(self._record, self, primary=True), *others])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.remarks)
        column.addWidget(row)
        column.addWidget(self.panel, 1)

    def show_meeting(self, meeting: Meeting) -> None:
        self._meeting = meeting
        db, commission, today = self.desk.db, self.desk.commission, self.desk.today()
        known = decisions.decisions_of(db, meeting)
        self.model.set_rows(lines(decisions.listed(db, commission, known, today), today))
        self._proposed = decisions.proposals_of(db, meeting)
        self.remarks.say("\n".join(self._remarks(meeting, known)))
        self.remarks.setVisible(bool(self.remarks.text()))
        self.commands.refresh()

    def _remarks(self, meeting: Meeting, known: tuple[Decision, ...]) -> list[str]:
        today = self.desk.today()
        told = []
        if self._proposed:
            votes = plural(len(self._proposed), self.tr("vote acquis n’a"), self.tr("votes acquis n’ont"))
            told.append(self.tr("{votes} pas encore de décision enregistrée.").format(votes=votes))
        if late := [each.reference for each in known if each.follow_up(today) is FollowUp.OVERDUE]:
            told.append(self.tr("En retard{nbsp}: {which}.").format(nbsp=NBSP, which=listing(late)))
        if lost := unsupported(known, session_of(self.desk.db, meeting).ballots):
            words = self.tr("Le vote qui portait {which} est annulé{nbsp}: votez de nouveau, ou retirez-la.")
            told += [words.format(which=decisions.named(each), nbsp=NBSP) for each in lost]
        return told

    def _declare(self) -> None:
        held = self.tr("Une décision s’enregistre une fois la réunion tenue.")
        self._record = self.commands.add(
            Command(self.tr("Enre&gistrer les décisions votées…"), self._open_voted, "scale", "Ctrl+D",
                    self.tr("Une décision pour chaque vote acquis, à relire avant de la numéroter"),
                    lambda: self._is_held() and bool(self._proposed),
                    self.tr("Aucun vote acquis n’attend sa décision."))
        )  # fmt: skip
        self._add = self.commands.add(
            Command(self.tr("A&jouter une décision…"), self._open_add, "plus",
                    tip=self.tr("Enregistrer une décision ou un avis pris sans vote"), enabled=self._is_held,
                    unless=held)
        )  # fmt: skip

    def _is_held(self) -> bool:
        meeting = self._meeting
        return meeting is not None and not meeting.is_cancelled and meeting.on <= self.desk.today()

    def _shown(self) -> Meeting:
        assert self._meeting is not None  # noqa: S101 - commands wait for a meeting
        return self._meeting

    def _open_voted(self) -> None:
        dialog = RecordVotedDialog(self.desk, self._shown(), self._proposed, self)
        dialog.saved.connect(self._say_recorded)
        dialog.open()

    def _open_add(self) -> None:
        dialog = DecisionDialog(self.desk, self._shown(), None, self)
        dialog.saved.connect(lambda stored: self._say_recorded((stored,)))
        dialog.open()

    def _say_recorded(self, made: tuple[Decision, ...]) -> None:
        self.panel.select(made[0].id)
        which = listing(each.reference for each in made)
        self.say_saved(self.tr("Au registre{nbsp}: {which}.").format(nbsp=NBSP, which=which))
