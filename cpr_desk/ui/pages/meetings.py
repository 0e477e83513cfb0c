"""The page of the meetings: the list, and the one chosen with its deadlines, agenda and documents."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from cpr_desk.domain import french
from cpr_desk.domain.deadlines import Deadline, MeetingDeadlines
from cpr_desk.domain.meetings import Meeting
from cpr_desk.services import meetings
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meetings_detail import MeetingDetail
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.deadline_row import distance_in_words, state_of
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.table_panel import TablePanel


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as the list shows it, seen from a day."""

    meeting: Meeting
    limits: MeetingDeadlines
    today: date

    @property
    def id(self) -> int:
        """The identity of the meeting."""
        return self.meeting.id


def _tr(text: str) -> str:
    return QCoreApplication.translate("MeetingsPage", text)


def columns() -> tuple[Column[MeetingLine], ...]:
    """Return the columns of the list."""
    return (
        Column("on", _tr("Date"), lambda line: line.meeting.on, Kind.DATE, width=96),
        Column("reference", _tr("N°"), lambda line: line.meeting.reference, width=62),
        Column("kind", _tr("Nature"), lambda line: french.capital(line.meeting.kind.label), width=142),
        _limit("convocation", _tr("Convocation au plus tard"), lambda line: line.limits.convocation),
        _limit("agenda", _tr("Ordre du jour au plus tard"), lambda line: line.limits.agenda),
        Column("mode", _tr("Mode"), lambda line: french.capital(line.meeting.mode.label), width=170),
        Column("place", _tr("Lieu"), lambda line: line.meeting.place or None, width=240,
               tooltip=lambda line: line.meeting.place),
    )  # fmt: skip


def _limit(key: str, header: str, read: Callable[[MeetingLine], Deadline]) -> Column[MeetingLine]:
    def words(line: MeetingLine) -> str:
        deadline = read(line)
        day = french.date_digits(deadline.latest)
        if line.meeting.on < line.today:
            return day
        return f"{day}, {distance_in_words(deadline.days_left(line.today))}"

    def mark(line: MeetingLine) -> QIcon | None:
        if line.meeting.on < line.today:
            return None
        state = state_of(read(line), line.today)
        return icon(state.icon_name, state.tone)

    def tip(line: MeetingLine) -> str:
        return "\n".join(read(line).steps)

    return Column(key, header, words, sort_key=lambda line: read(line).latest, tooltip=tip, icon=mark, width=186)


class MeetingsPage(Page):
    """The meetings, the latest first; the next one is chosen at the first visit."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__("Réunions", parent)
        self._desk = desk
        self._chosen_once = False
        self._model: TableModel[MeetingLine] = TableModel(columns(), parent=self)
        empty = EmptyState(
            "calendar-days",
            self.tr("Aucune réunion"),
            self.tr("Prévoyez la première réunion de la commission : CPR Desk calcule les dates limites de convocation "
                    "et d’ordre du jour, et prépare les documents."),
            self.tr("Prévoir une réunion…"), self._plan, self,
        )  # fmt: skip
        self.panel = TablePanel(self._model, state, "meetings", self.tr("réunion"), self.tr("réunions"), empty, self)
        self.panel.setMinimumHeight(240)
        self._declare_commands()
        self.panel.set_context_actions([self._change, self._new])
        self.detail = MeetingDetail(desk, state, self)
        self.body.addWidget(SideBySide(self.panel, self.detail, (2, 3), state, "meetings", self), 1)
        self.panel.view.chosen.connect(self._show_chosen)
        self.panel.view.opened.connect(lambda _line: self._modify())
        desk.changed.connect(self.reload)

    def reload(self) -> None:
        commission, today = self._desk.commission, self._desk.today()
        planned = meetings.list_meetings(self._desk.db, commission.id)
        lines = [MeetingLine(each, meetings.deadlines_of(commission, each.on), today) for each in planned]
        self.header.set_subtitle(commission.name)
        self._model.set_rows(lines[::-1])
        if lines and not self._chosen_once:
            self._chosen_once = True
            coming = next((line for line in lines if line.meeting.on >= today), lines[-1])
            self.panel.select(coming.id)
        self._show_chosen()

    def begin(self, work: str) -> None:
        if work == "new":
            self._plan()

    def chosen(self) -> Meeting | None:
        """Return the meeting selected, None unless there is exactly one."""
        lines = self.panel.view.selected_rows()
        return lines[0].meeting if len(lines) == 1 else None

    def _declare_commands(self) -> None:
        self._new = self.commands.add(
            Command(self.tr("&Nouvelle réunion…"), self._plan, "plus", "Ctrl+N", self.tr("Prévoir une réunion"))
        )
        self._change = self.commands.add(
            Command(self.tr("&Modifier la réunion…"), self._modify, "pencil", "F2",
                    self.tr("Modifier la réunion choisie"), lambda: self.chosen() is not None)
        )  # fmt: skip
        self.header.set_actions(self._new, [self._change])

    def _show_chosen(self) -> None:
        meeting = self.chosen()
        self.detail.setVisible(meeting is not None)
        if meeting:
            self.detail.show_meeting(meeting)
        self.commands.refresh()

    def _plan(self) -> None:
        self._open(MeetingDialog(self._desk, None, self), self.tr("La réunion du {day} est prévue."))

    def _modify(self) -> None:
        if meeting := self.chosen():
            self._open(MeetingDialog(self._desk, meeting, self), self.tr("La réunion du {day} est modifiée."))

    def _open(self, dialog: MeetingDialog, sentence: str) -> None:
        def say(meeting: Meeting) -> None:
            self.panel.select(meeting.id)
            self._desk.say_saved(self.messages, sentence.format(day=french.date_words(meeting.on)))

        dialog.saved.connect(say)
        dialog.open()
