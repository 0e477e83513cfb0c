"""The page of the meetings: the list, and the one chosen with its deadlines, agenda and documents."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from cpr_desk.domain import french
from cpr_desk.domain.deadlines import Deadline
from cpr_desk.domain.meeting_course import Course
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes_course import MinutesTask
from cpr_desk.errors import UserError
from cpr_desk.services import meeting_changes, meeting_courses
from cpr_desk.ui.actions import Command
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.meeting import MeetingDialog
from cpr_desk.ui.dialogs.meeting_move import CancelDialog, MoveDialog
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_course import STATUS_LOOK
from cpr_desk.ui.pages.meetings_decisions import DecisionsSheet
from cpr_desk.ui.pages.meetings_detail import MeetingDetail
from cpr_desk.ui.state import UiState
from cpr_desk.ui.widgets.badges import State
from cpr_desk.ui.widgets.deadline_row import distance_in_words, state_of
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.side_by_side import SideBySide
from cpr_desk.ui.widgets.table_panel import TablePanel

_WIDE = "meetings/wide"


def _tr(text: str) -> str:
    return QCoreApplication.translate("MeetingsPage", text)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as the list shows it, with its course on a day."""

    course: Course

    @property
    def id(self) -> int:
        """The identity of the meeting."""
        return self.meeting.id

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.course.meeting

    @property
    def next(self) -> Deadline | None:
        """The limit that comes first, None once everything is sent or the meeting is past."""
        return next(iter(self.course.pending), None)

    @property
    def minutes(self) -> MinutesTask | None:
        """What is left to do on the minutes, None when nothing is."""
        task = self.course.minutes
        return task if task and not task.is_done else None

    @property
    def status(self) -> str:
        """« Convoquée »."""
        return french.capital(self.meeting.status(self.course.today).label)


def columns() -> tuple[Column[MeetingLine], ...]:
    """Return the columns of the list."""
    return (
        Column("on", _tr("Date"), lambda line: line.meeting.on, Kind.DATE, width=96),
        Column("status", _tr("État"), lambda line: line.status, icon=_status_mark, width=104),
        Column("next", _tr("Prochaine limite"), _next_words, sort_key=_next_day, tooltip=_next_tip,
               icon=_next_mark, width=236),
        Column("reference", _tr("N°"), lambda line: line.meeting.reference, width=62),
        Column("kind", _tr("Nature"), lambda line: french.capital(line.meeting.kind.label), width=142),
        _limit("convocation", _tr("Convocation au plus tard"), 0),
        _limit("agenda", _tr("Ordre du jour au plus tard"), 1),
        Column("mode", _tr("Mode"), _mode, width=170),
        Column("place", _tr("Lieu"), lambda line: line.meeting.place or None, width=240,
               tooltip=lambda line: line.meeting.place),
    )  # fmt: skip


def _limit(key: str, header: str, which: int) -> Column[MeetingLine]:
    def read(line: MeetingLine) -> Deadline:
        return line.course.proofs[which].deadline

    def tip(line: MeetingLine) -> str:
        return "\n".join(read(line).steps)

    return Column(key, header, lambda line: read(line).latest, Kind.DATE, tooltip=tip, width=160)


def _mode(line: MeetingLine) -> str:
    return _tr("Par écrit") if line.meeting.is_written else french.capital(line.meeting.mode.label)


def _next_words(line: MeetingLine) -> str | None:
    """Say « Convocation : dans 30 jours », « Ordre du jour : 2 jours de retard »."""
    if line.course.untold:
        return _tr("Annulation à envoyer")
    if line.minutes:
        return f"{_tr('Relevé')}{french.NBSP}: {_far(line.minutes.days_left)}"
    if line.next is None:
        return None
    return f"{line.next.kind.label}{french.NBSP}: {_far(line.next.days_left(line.course.today))}"


def _far(left: int) -> str:
    return (
        _tr("{days} de retard").format(days=french.plural(-left, _tr("jour"))) if left < 0 else distance_in_words(left)
    )


def _next_day(line: MeetingLine) -> date:
    if line.course.untold:
        return line.course.today
    if line.minutes:
        return line.minutes.due
    return line.next.latest if line.next else date.max


def _next_tip(line: MeetingLine) -> str:
    return "\n".join(line.course.missing)


def _next_mark(line: MeetingLine) -> QIcon | None:
    if line.course.untold:
        return icon(State.URGENT.icon_name, State.URGENT.tone)
    if line.minutes:
        state = State.LATE if line.minutes.is_late else State.UPCOMING
        return icon(state.icon_name, state.tone)
    if line.next is None:
        return None
    state = state_of(line.next, line.course.today)
    return icon(state.icon_name, state.tone)


def _status_mark(line: MeetingLine) -> QIcon:
    return icon(*STATUS_LOOK[line.meeting.status(line.course.today)])


class MeetingsPage(Page):
    """The meetings, the latest first; the next one is chosen at the first visit."""

    def __init__(self, desk: Desk, state: UiState, parent: QWidget | None = None) -> None:
        super().__init__("Réunions", parent)
        self._desk, self._state = desk, state
        self._chosen_once = False
        self._sheets = QStackedWidget(self)
        self._register: DecisionsSheet | None = None
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
        self.panel.set_context_actions([self._change, self._move, self._cancel, self._restore, self._new])
        self.detail = MeetingDetail(desk, state, self)
        self._sheets.addWidget(SideBySide(self.panel, self.detail, (2, 3), state, "meetings", self))
        self.body.addWidget(self._sheets, 1)
        self.panel.view.chosen.connect(self._show_chosen)
        self.panel.view.opened.connect(lambda _line: self._modify())
        desk.changed.connect(self.reload)

    def reload(self) -> None:
        if self._register and self._sheets.currentWidget() is self._register:
            self._register.reload()
            return
        commission, today = self._desk.commission, self._desk.today()
        lines = [MeetingLine(each) for each in meeting_courses.courses(self._desk.db, commission, today)]
        self.header.set_subtitle(commission.name)
        self._model.set_rows(lines[::-1])  # shows the meeting chosen
        if lines and not self._chosen_once:
            self._chosen_once = True
            coming = next((line for line in lines if line.course.is_open), lines[-1])
            self.panel.select(coming.id)

    def begin(self, work: str) -> None:
        if work == "new":
            self._plan()
        if work.startswith("minutes/"):
            self.panel.select(int(work.partition("/")[2]))
            self.detail.show_tab("minutes")
        if work.startswith("decisions"):
            self.show_decisions().begin(work.partition("/")[2])

    def show_decisions(self) -> DecisionsSheet:
        """Show the register of every decision in the place of the meetings, and return it."""
        if self._register is None:
            self._register = DecisionsSheet(self._desk, self._state, self, self._show_meetings, self._show_meeting)
            self._sheets.addWidget(self._register)
        self._sheets.setCurrentWidget(self._register)
        self.header.set_actions(self._register.primary, self._register.secondary)
        self._register.reload()
        self.commands.refresh()
        return self._register

    def _show_meetings(self) -> None:
        self._sheets.setCurrentIndex(0)
        self._show_actions()
        self.reload()

    def _show_meeting(self, meeting_id: int) -> None:
        self._show_meetings()
        self.panel.select(meeting_id)
        self.detail.show_tab("follow-up")

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
                    self.tr("Modifier la réunion choisie"), self._is_open)
        )  # fmt: skip
        self._move = self.commands.add(
            Command(self.tr("&Déplacer…"), self._displace, "calendar-days",
                    tip=self.tr("Déplacer la réunion choisie et garder l’historique"), enabled=self._is_open)
        )  # fmt: skip
        self._cancel = self.commands.add(
            Command(self.tr("&Annuler la réunion…"), self._call_off, "x",
                    tip=self.tr("Annuler la réunion choisie ; elle reste dans la liste"), enabled=self._is_open)
        )  # fmt: skip
        self._restore = self.commands.add(
            Command(self.tr("&Rétablir la réunion"), self._call_again, "history",
                    tip=self.tr("Prévoir de nouveau la réunion annulée"), enabled=self._is_cancelled)
        )  # fmt: skip
        self._wide = self.commands.add(
            Command(self.tr("Masquer la &liste"), self._widen, "panel-left", "F8",
                    self.tr("Masquer la liste des réunions, ou l’afficher de nouveau"),
                    lambda: self.chosen() is not None, self.tr("Choisissez d’abord une réunion."))
        )  # fmt: skip
        self._decisions = self.commands.add(
            Command(self.tr("Décisions et avis"), self.show_decisions, "scale", "Ctrl+Shift+D",
                    self.tr("Le registre de toutes les décisions, leurs suites et leurs échéances"),
                    lambda: self._sheets.currentIndex() == 0)
        )  # fmt: skip
        changes = QMenu(self)
        changes.addActions([self._change, self._move, self._cancel, self._restore])
        self._changes = QAction(self.tr("&Réunion"), self)
        self._changes.setToolTip(self.tr("Modifier, déplacer, annuler ou rétablir la réunion choisie"))
        self._changes.setMenu(changes)
        self._show_actions()

    def _show_actions(self) -> None:
        self.header.set_actions(self._new, [self._decisions, self._wide, self._changes])

    def _widen(self) -> None:
        """Give the whole width to the meeting in hand, or show the list again; the window remembers it."""
        self._state.remember(_WIDE, not self.panel.isHidden())
        self._show_list()

    def _show_list(self) -> None:
        """Show the list, unless it was hidden; without a meeting in hand the page would be empty."""
        wide = bool(self._state.get(_WIDE)) and self.chosen() is not None
        self.panel.setVisible(not wide)
        self._wide.setText(self.tr("Afficher la &liste") if wide else self.tr("Masquer la &liste"))

    def _is_open(self) -> bool:
        meeting = self.chosen()
        return meeting is not None and not meeting.is_cancelled

    def _is_cancelled(self) -> bool:
        meeting = self.chosen()
        return meeting is not None and meeting.is_cancelled

    def _show_chosen(self) -> None:
        meeting = self.chosen()
        self.detail.setVisible(meeting is not None)
        if meeting:
            self.detail.show_meeting(meeting)
        self._show_list()
        self.commands.refresh()
        cancelled = self._is_cancelled()
        self._restore.setVisible(cancelled)
        for action in (self._move, self._cancel):
            action.setVisible(not cancelled)

    def _plan(self) -> None:
        self._open(MeetingDialog(self._desk, None, self), self.tr("La réunion du {day} est prévue."))

    def _modify(self) -> None:
        if meeting := self.chosen():
            self._open(MeetingDialog(self._desk, meeting, self), self.tr("La réunion du {day} est modifiée."))

    def _displace(self) -> None:
        if meeting := self.chosen():
            moved = self.tr("La réunion est déplacée au {day}.")
            again = self.tr("La réunion est déplacée au {day} : une nouvelle convocation est à envoyer.")
            self._open(MoveDialog(self._desk, meeting, self), french.typeset(again) if meeting.convened_on else moved)

    def _call_off(self) -> None:
        if meeting := self.chosen():
            told = self.tr("La réunion du {day} est annulée.")
            tell = self.tr("La réunion du {day} est annulée : les destinataires sont à prévenir.")
            self._open(CancelDialog(self._desk, meeting, self), french.typeset(tell) if meeting.convened_on else told)

    def _call_again(self) -> None:
        meeting = self.chosen()
        if meeting is None:
            return
        try:
            meeting_changes.restore_meeting(self._desk.db, meeting)
        except UserError as refusal:
            self.messages.say_error(refusal)
            return
        self._desk.refresh()
        told = self.tr("La réunion du {day} est de nouveau prévue.").format(day=french.date_words(meeting.on))
        self._desk.say_saved(self.messages, told)

    def _open(self, dialog: FormDialog, sentence: str) -> None:
        def say(meeting: Meeting) -> None:
            self.panel.select(meeting.id)
            self._desk.say_saved(self.messages, sentence.format(day=french.date_words(meeting.on)))

        dialog.saved.connect(say)
        dialog.open()
