"""The day of the meeting: who comes and goes, at the keyboard, with the quorum beside."""

from datetime import date

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cpr_desk.domain.french import NBSP, capital, date_words, plural, time_words
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.quorum import Quorum
from cpr_desk.domain.session_list import SessionLine
from cpr_desk.errors import UserError
from cpr_desk.services import presidency
from cpr_desk.services import session as sessions
from cpr_desk.ui import messages, theme
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.meeting_hours import HourEdit
from cpr_desk.ui.dialogs.record_after import RecordAfterDialog
from cpr_desk.ui.dialogs.session_guest import GuestDialog
from cpr_desk.ui.dialogs.session_sitting import SittingDialog, chair_words
from cpr_desk.ui.models.session import SessionModel
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_session_keys import SessionKeys
from cpr_desk.ui.pages.meeting_session_quorum import NoQuorum
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.session_keeper import SessionKeeper
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.filter_edit import SeekEdit
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.quorum_panel import QuorumPanel
from cpr_desk.ui.widgets.session_table import SessionTable
from cpr_desk.ui.widgets.side_by_side import SideBySide

_HISTORY_AFTER = 250
"""Milliseconds of rest before the history is drawn again: it goes over the whole session, and no key waits for it."""
_MINUTE = 20_000


class SessionTab(MeetingTab):
    """The list with its keys, the quorum, and what is done once in a session: opened, chaired, closed."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self.keeper = SessionKeeper(desk, self)
        self.model = SessionModel(self)
        self.table = SessionTable(self.model, state, "session", self)
        self.table.setAccessibleName(self.tr("Liste de séance"))
        self.panel = QuorumPanel(self)
        self.badge = StateBadge(self)
        self.verdict = StateBadge(self)
        self.summary = PlainLabel(parent=self)
        self.opening = HourEdit(parent=self)
        self.hour = HourEdit(parent=self)
        self.status = PlainLabel(parent=self)
        self.count = QLabel(self)
        self.commands = CommandSet(self)
        self._quorum: Quorum | None = None
        self._chair: tuple[date, str] | None = None
        self.keys = SessionKeys(desk, self.keeper, self)
        self.no_quorum = NoQuorum(desk, state, self.keeper, self)
        self.seek = SeekEdit(self)
        self._past = QTimer(self, singleShot=True, interval=_HISTORY_AFTER)
        self._clock = QTimer(self, interval=_MINUTE)
        self._declare_commands()
        self._lay_out()
        self._follow()

    def show_meeting(self, meeting: Meeting) -> None:
        self._chair = None
        self.keeper.read(meeting)
        if self.keeper.session.sitting is None and not self.opening.isModified():
            now = self.desk.now()
            self.opening.set_hour(meeting.starts or (now.time() if now.date() == meeting.on else None))
        if self.keeper.hour is None:
            self.hour.set_hour(None)
        self.show_state()
        self.table.begin()

    def show_state(self) -> None:
        """Show what is noted, as it stands at the hour of entry."""
        lines, floor, quorum = self.keeper.state()
        self._quorum = quorum
        self._show_verdict(quorum)
        self.model.show_lines(lines)
        self.panel.show_state(self.keeper.session, floor, quorum)
        self._show_sitting()
        self.commands.refresh()
        self._past.start()

    def chosen(self) -> list[SessionLine]:
        """Return the lines in hand."""
        return [row for row in self.table.selected_rows() if isinstance(row, SessionLine)]

    # Layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.badge)
        head.addWidget(self.verdict)
        head.addStretch()
        self._opening_label = QLabel(self.tr("Ouverte à"), self)
        self._opening_label.setBuddy(self.opening)
        self.opening.setAccessibleName(self.tr("Heure d’ouverture"))
        head.addWidget(self._opening_label)
        head.addWidget(self.opening)
        for edit in (self.opening, self.hour):
            edit.setMaximumWidth(96)
        self._open_button = ActionButton(self._open, self, primary=True)
        for button in (self._open_button, ActionButton(self._guest, self), ActionButton(self._more, self)):
            head.addWidget(button)
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        tools.addWidget(self.seek, 1)
        label = QLabel(self.tr("Heure de saisie"), self)
        label.setBuddy(self.hour)
        self.hour.setAccessibleName(self.tr("Heure de saisie, vide pour maintenant"))
        self.hour.setPlaceholderText(self.tr("maintenant"))
        self.hour_words = QLabel(self)
        self.hour_words.setProperty("muted", True)
        self.now = QPushButton(self.tr("Maintenant"), self)
        for widget in (label, self.hour, self.now):
            tools.addWidget(widget)
        self.hint = PlainLabel(self._keys_told(), self)
        self.hint.setFont(theme.font(TextSize.SMALL))
        self.hint.setProperty("muted", True)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        below.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(below)
        column.addWidget(self.hint)
        self.table.setMinimumHeight(180)
        left.setMinimumWidth(360)
        parts = SideBySide(left, self._scrolling(self.panel), (3, 1), self.state, "session", self, narrow=760)
        around = self.scrolling_column()
        around.setSpacing(Space.S)
        around.addLayout(head)
        where = QHBoxLayout()
        where.setSpacing(Space.M)
        where.addWidget(self.summary, 1)
        where.addWidget(self.hour_words, 0, Qt.AlignmentFlag.AlignTop)
        around.addLayout(where)
        around.addWidget(parts, 1)

    def _scrolling(self, inside: QWidget) -> QScrollArea:
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setMinimumSize(260, 120)
        for sheet in (area.viewport(), inside):
            sheet.setAutoFillBackground(False)
        return area

    def _keys_told(self) -> str:
        keys = self.tr(
            "P{nbsp}: titulaire présent · S{nbsp}: suppléant présent · V{nbsp}: à distance · O{nbsp}: pouvoir · "
            "E{nbsp}: excusé · A{nbsp}: absent · D{nbsp}: départ · Maj{nbsp}: pour le suppléant · "
            "Suppr{nbsp}: retirer · Entrée{nbsp}: heures · Ctrl+F{nbsp}: chercher"
        )
        return keys.format(nbsp=NBSP)

    def _declare_commands(self) -> None:
        add, tr = self.commands.add, self.tr
        self._open = add(Command(tr("&Ouvrir la séance"), self._open_session, "check",
                                 tip=tr("Ouvrir la séance à l’heure indiquée, et noter les arrivées")))  # fmt: skip
        self._guest = add(Command(tr("&Inviter…"), self._add_guest, "user-plus", tip=tr(
            "Noter l’arrivée d’une personne sans siège"), enabled=lambda: self.keeper.is_open))  # fmt: skip
        self._conduct = add(Command(tr("&Présidence et secrétariat…"), self._change_sitting, "pencil",
                                    enabled=lambda: self.keeper.sitting is not None))  # fmt: skip
        self._close = add(Command(tr("&Clore la séance"), self._close_session, "check", tip=tr(
            "Clore la séance à l’heure de saisie"), enabled=lambda: self.keeper.is_open))  # fmt: skip
        self._after = add(Command(tr("Saisie &après la séance…"), self._record_after, "keyboard", tip=tr(
            "Saisir toute la séance d’après la feuille d’émargement")))  # fmt: skip
        for command in self.no_quorum.commands(lambda: self._quorum):
            self.no_quorum.actions.append(add(command))
        menu = QMenu(self)
        menu.addActions([self._conduct, self._close, self._after])
        menu.addSeparator()
        menu.addActions(self.no_quorum.actions)
        self._more = QAction(tr("&Séance"), self)
        self._more.setMenu(menu)

    def _follow(self) -> None:
        self.table.noted.connect(self._press)
        self.table.withdrawn.connect(self._withdraw)
        self.table.sought.connect(self._seek)
        self.table.left.connect(self.seek.clear)
        self.table.opened.connect(lambda _row: self.keys.change_hours(self.chosen()))
        self.seek.textChanged.connect(self._filter)
        self.seek.leave_down.connect(self._enter_list)
        self.seek.returnPressed.connect(self._enter_list)
        self.hour.editingFinished.connect(self._fix_hour)
        self.now.clicked.connect(self._unfix_hour)
        self.keeper.noted.connect(self.show_state)
        self.keeper.refused.connect(self.messages.say_error)
        self.keeper.told.connect(lambda sentence: self.messages.say(Weight.WARNING, sentence))
        self.keys.said.connect(self.status.say)
        self.keys.blocked.connect(lambda sentence: self.messages.say(Weight.INFORMATION, sentence))
        self.panel.revoked.connect(self.keys.revoke)
        self._past.timeout.connect(self._show_past)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)

    # What is done ------------------------------------------------------------------------------------------------

    def _press(self, letter: str, for_substitute: bool) -> None:
        self.messages.clear()
        if self.keys.press(letter, self.chosen(), for_substitute=for_substitute):
            self.table.go_on()

    def _withdraw(self) -> None:
        self.messages.clear()
        self.keys.withdraw(self.chosen())

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in self.keys.offers(self.chosen()):
            menu.addAction(words).triggered.connect(lambda _checked, act=act: act())
        menu.addSeparator()
        menu.addActions(self.table.actions())
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _open_session(self) -> None:
        hour = self.opening.moment()
        if hour is None:
            fault = self.opening.fault() or self.tr("L’heure d’ouverture manque.")
            self.messages.say_error(UserError(fault, self.tr("Écrivez-la comme 14h05.")))
            self.opening.setFocus()
            return
        keeper = self.keeper
        if not self._is_day_to_open(keeper.session.meeting.on):
            return
        wanted = keeper.moment(hour)
        if keeper.carry_out(lambda: sessions.open_session(self.desk.db, keeper.session.meeting, wanted)):
            self.say_saved(self.tr("La séance est ouverte à {hour}.").format(hour=time_words(hour)))
            self._enter_list()

    def _is_day_to_open(self, on: date) -> bool:
        """Ask before the session of a day to come is opened: a meeting opened is a meeting held."""
        if on <= self.desk.today():
            return True
        question = self.tr("La réunion se tient le {day}.").format(day=date_words(on))
        detail = self.tr("Ouvrir la séance aujourd’hui la note comme tenue. Les excuses et les pouvoirs se notent sans "
                         "l’ouvrir.")  # fmt: skip
        return messages.confirm(self, question, self.tr("Ouvrir tout de même"), detail, destructive=True)

    def _close_session(self) -> None:
        keeper = self.keeper
        at = keeper.at
        if keeper.carry_out(lambda: sessions.close_session(self.desk.db, keeper.session.meeting, at)):
            self._unfix_hour()
            self.say_saved(self.tr("La séance est close à {hour}.").format(hour=time_words(at.time())))

    def _change_sitting(self) -> None:
        chair = presidency.chair_on(self.desk.db, self.desk.commission.id, self.keeper.session.meeting.on)
        dialog = SittingDialog(self.desk, self.keeper, chair, self)
        dialog.saved.connect(lambda _sitting: self._say_followed(self.tr("La conduite de la séance est enregistrée.")))
        dialog.open()

    def _record_after(self) -> None:
        try:
            dialog = RecordAfterDialog(self.desk, self.keeper.session.meeting, self)
        except UserError as refusal:
            self.messages.say_error(refusal)
            return
        dialog.saved.connect(lambda _after: self.say_saved(self.tr("La séance est enregistrée.")))
        dialog.open()

    def _add_guest(self) -> None:
        dialog = GuestDialog(self.desk, self.keeper, self)
        words = self.tr("{name}{nbsp}: arrivée notée.")
        dialog.saved.connect(lambda person: self._say_followed(words.format(name=person.courteous_name, nbsp=NBSP)))
        dialog.open()

    def _say_followed(self, sentence: str) -> None:
        self.keeper.follow()
        self.say_saved(sentence)

    # What is shown -----------------------------------------------------------------------------------------------

    def _show_sitting(self) -> None:
        session = self.keeper.session
        sitting, opens = session.sitting, session.sitting is None and not self.keys.unheld
        for widget in (self._opening_label, self.opening):
            widget.setVisible(opens)
        self._open.setVisible(opens)
        if self.keys.unheld and sitting is None:
            self.badge.show_tone(Tone.NEUTRAL, "info", self.tr("Sans séance"))
        elif sitting is None:
            self.badge.show_tone(Tone.NEUTRAL, "clock", self.tr("Séance à ouvrir"))
        elif sitting.closed_at:
            self.badge.show_tone(Tone.NEUTRAL, "check", self.tr("Séance close"))
        else:
            self.badge.show_tone(Tone.DONE, "circle-check", self.tr("Séance ouverte"))
        self.summary.say(self._summary())
        at, live = self.keeper.at, self.keeper.hour is None and self.keeper.is_live
        shown = self.tr("maintenant, {hour}") if live and self.keeper.is_open else self.tr("état à {hour}")
        self.hour_words.setText(shown.format(hour=time_words(at.time())) if sitting else "")
        self._show_count()

    def _show_verdict(self, quorum: Quorum) -> None:
        """Say at a glance whether the commission may deliberate; the panel beside says why."""
        self.verdict.setVisible(self.keeper.sitting is not None)
        if quorum.waived:
            self.verdict.show_tone(Tone.NEUTRAL, "info", self.tr("Sans quorum demandé"))
        elif quorum.is_reached:
            self.verdict.show_tone(Tone.DONE, "circle-check", self.tr("Quorum atteint"))
        else:
            self.verdict.show_tone(Tone.LATE, "octagon-alert", self.tr("Quorum non atteint"))

    def _summary(self) -> str:
        session = self.keeper.session
        if unheld := self.keys.unheld:
            return unheld
        if session.sitting is None:
            told = [self.tr("Excuses et pouvoirs peuvent déjà être notés.")]
        else:
            chair = session.person(session.sitting.chair_id) if session.sitting.chair_id else None
            named = chair.courteous_name if chair else self._chair_by_rule()
            told = [f"{capital(session.hours)}.", self.tr("Présidence{nbsp}: {who}.").format(nbsp=NBSP, who=named)]
            if session.sitting.secretary:
                told.append(self.tr("Secrétariat{nbsp}: {who}.").format(nbsp=NBSP, who=session.sitting.secretary))
            if at := session.sitting.constat_at:
                words = self.tr("Absence de quorum constatée à {hour}.")
                told.append(words.format(hour=time_words(at.time())))
        if session.waived:
            told.append(self.tr("Seconde réunion, valable quel que soit le nombre de présents."))
        return " ".join(told)

    def _chair_by_rule(self) -> str:
        """Return who chairs by the alternation, read once for a meeting: no key waits for it."""
        on = self.keeper.session.meeting.on
        if self._chair is None or self._chair[0] != on:
            self._chair = on, chair_words(presidency.chair_on(self.desk.db, self.desk.commission.id, on))
        return self._chair[1]

    def _show_past(self) -> None:
        at = self.keeper.at
        self.panel.show_history(self.keeper.session.quorum_history(at), at)

    def _tick(self) -> None:
        """Follow the clock while the session is noted live."""
        if self.isVisible() and self.keeper.hour is None and self.keeper.is_open and self.keeper.is_live:
            self.show_state()

    def _show_count(self) -> None:
        total, shown = plural(self.model.total, self.tr("ligne")), self.model.rowCount() - len(self.model.headings)
        some = self.tr("{shown} sur {total}").format(shown=shown, total=total)
        self.count.setText(total if shown == self.model.total else some)

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._show_count()
        self.table.begin()

    def _seek(self) -> None:
        self.seek.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.seek.selectAll()

    def _enter_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        self.table.begin()

    def _fix_hour(self) -> None:
        if fault := self.hour.fault():
            self.messages.say_error(UserError(fault, self.tr("Écrivez l’heure comme 14h05, ou videz ce champ.")))
            return
        if self.hour.moment() != self.keeper.hour:
            self.keeper.hour = self.hour.moment()
            self.hour.set_hour(self.keeper.hour)
            self.show_state()

    def _unfix_hour(self) -> None:
        self.hour.set_hour(None)
        self.keeper.hour = None
        self.show_state()
