"""« Voter »: a question, a method, who chooses what; the count, the result and the quorum follow each key."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from cpr_desk.domain.ballots import Ballot, Vote
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, capital, date_words, squeeze, typeset
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import OUTSIDE_THE_BOX, Choice, Method, in_bulk
from cpr_desk.services import ballots
from cpr_desk.services.ballots import LONGEST_QUESTION, LONGEST_REASON
from cpr_desk.ui import tab_order
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.form_dialog import FormDialog
from cpr_desk.ui.dialogs.meeting_hours import HourEdit
from cpr_desk.ui.models.votes import ElectorModel, choice_words
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import ROW_HEIGHT, Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.date_edit import DateEdit
from cpr_desk.ui.widgets.elector_table import LETTERS, ElectorTable, Scope
from cpr_desk.ui.widgets.filter_edit import FilterEdit
from cpr_desk.ui.widgets.form import Field, Form
from cpr_desk.ui.widgets.paper_grid import PaperGrid
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.vote_count import VoteCount

_ROWS_SHOWN, _ROWS_ASIDE = 7, 4
_LOW = 600
"""Pixels of a screen too low for the sentences beside the figures."""


class VoteDialog(FormDialog):
    """One vote; `saved` carries the ballot recorded. Ctrl+Enter records it, Enter goes on to the next entry."""

    def __init__(
        self, desk: Desk, state: UiState, session: Session, wanted: Vote, parent: QWidget | None = None
    ) -> None:
        """`wanted` says what is known: question, method, round, moment, and choices of a vote taken again."""
        self._by_mail = wanted.method is Method.MAIL
        verb = self.tr("Enregistrer les réponses") if self._by_mail else self.tr("Enregistrer le vote")
        super().__init__(self._title_of(wanted), verb, parent, width=1000)
        self._desk, self._session, self._wanted = desk, session, wanted
        self._choices: dict[int, Choice] = dict(wanted.choices)
        self._answered: dict[int, date] = dict(wanted.answered_on)
        self._hidden: dict[int, Choice] = {}
        self._make_fields(wanted)
        self.model = ElectorModel(self, by_mail=self._by_mail)
        self.table = ElectorTable(self.model, state, self)
        self.filter = FilterEdit(self)
        self.papers = PaperGrid(self)
        self.hint = PlainLabel(parent=self)
        self.hint.setProperty("muted", True)
        self.bulk = self._bulk_buttons()
        self.count = VoteCount(self)
        self.reason = QLineEdit(self, maxLength=LONGEST_REASON)
        self.reason_field = Field(
            self.tr("Motif de voter sans quorum"), self.reason, check=self._check_reason,
            help_line=self.tr("Le vote est alors enregistré comme pris sans quorum, avec ce motif."),
        )  # fmt: skip
        self._lay_out()
        self.papers.show_electors(session.ballot(self.vote()).electors)
        self._follow_method()
        self.papers.fill(wanted.tallies)
        self._connect()
        self._refresh()
        self.start()

    # What is typed -----------------------------------------------------------------------------------------------

    def vote(self) -> Vote:
        """Return the vote as it is noted."""
        secret = self._method() is Method.SECRET
        return replace(
            self._wanted,
            question=typeset(squeeze(self.question.text())),
            method=self._method(),
            at=self._at(),
            choices=self._in_room(),
            tallies=self.papers.tallies() if secret else (),
            answered_on={seat: day for seat, day in self._answered.items() if seat in self._choices},
            without_quorum=self.reason.text(),
        )

    def typed(self) -> Any:
        return self.vote()

    def is_valid(self) -> bool:
        return self.form.validate() and (self.reason_field.isHidden() or self._reason_is_given())

    def write(self) -> Ballot:
        meeting = self._session.meeting
        if self._by_mail:
            taken = ballots.enter_answers(self._desk.db, meeting, self.vote(), self._desk.today())
        else:
            taken = ballots.record_vote(self._desk.db, meeting, self.vote())
        self._desk.refresh()
        return taken

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the votes: the question is proposed."""
        if self._room().height() < _LOW:
            self.hint.hide()
            self.table.setToolTip(self.hint.text())
            self.count.set_compact()
        super().showEvent(event)
        self._enter_votes()
        QTimer.singleShot(0, self.table, self._reveal)

    def _reveal(self) -> None:
        tab_order.reveal(self.papers if self.papers.isVisible() else self.table)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record with Ctrl+Enter alone: Enter in a field goes on to the entry of the votes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        elif enter and not isinstance(self.focusWidget(), QPushButton):
            self._enter_votes()
        else:
            super().keyPressEvent(event)

    # Making ------------------------------------------------------------------------------------------------------

    def _title_of(self, wanted: Vote) -> str:
        if self._by_mail:
            return self.tr("Saisir les réponses")
        return self.tr("Voter – second tour") if wanted.round == 2 else self.tr("Voter")

    def _make_fields(self, wanted: Vote) -> None:
        self.question = QLineEdit(wanted.question, self, maxLength=LONGEST_QUESTION)
        self.question.setReadOnly(wanted.round == 2 or bool(wanted.ballot_id))
        self.method = QComboBox(self)
        for method in self._methods(wanted):
            self.method.addItem(capital(method.label), method)
        self.method.setCurrentIndex(max(self.method.findData(wanted.method), 0))
        self.round = QComboBox(self)
        self.round.addItem(self.tr("Second tour") if wanted.round == 2 else self.tr("Premier tour"), wanted.round)
        self.hour = HourEdit(wanted.at.time(), self)
        self.received = DateEdit(self)
        self.received.set_day(min(self._desk.today(), self._session.meeting.on))
        self.form = Form(self)
        question = Field(self.tr("Question mise aux voix"), self.question, required=True)
        fields = [question, Field(self.tr("Mode de scrutin"), self.method), Field(self.tr("Tour"), self.round)]
        self._received_field = Field(
            self.tr("Réponses reçues le"), self.received, required=True, check=self._check_received
        )
        last = self._received_field if self._by_mail else Field(
            self.tr("Heure du vote"), self.hour, required=True, check=self._check_hour)  # fmt: skip
        (self.hour if self._by_mail else self.received).hide()
        self.form.add(*fields, last, stretches=(8, 4, 3, 3))

    def _methods(self, wanted: Vote) -> tuple[Method, ...]:
        if self._by_mail:
            return (Method.MAIL,)
        return (Method.SECRET,) if wanted.round == 2 else (Method.HANDS, Method.NAMED, Method.SECRET)

    def _bulk_buttons(self) -> ActionRow:
        row = ActionRow(self)
        buttons = []
        for words, section in (
            (self.tr("Tous"), None),
            (self.tr("Toute la section sociale"), Section.SOCIAL),
            (self.tr("Toute la section professionnelle"), Section.PROFESSIONAL),
        ):
            menu = QMenu(self)
            for choice in (*LETTERS.values(), None):
                if choice is not Choice.CONFLICT:
                    text = choice_words(choice) if choice else self.tr("Effacer les choix")
                    menu.addAction(text).triggered.connect(
                        lambda _checked, choice=choice, section=section: self._in_bulk(choice, section))  # fmt: skip
            button = QPushButton(words, row)
            button.setMenu(menu)
            button.setAutoDefault(False)
            buttons.append(button)
        row.set_buttons(buttons)
        return row

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.addWidget(self.filter)
        tools.addWidget(self.bulk, 1)
        tools.addStretch()
        self.body.setSpacing(Space.M)
        self.body.addWidget(self.form)
        self.body.addWidget(self.papers)
        self.body.addWidget(self.hint)
        self.body.addLayout(tools)
        self.body.addWidget(self.table, 1)
        self.foot.insertWidget(0, self.count)
        self.foot.insertWidget(1, self.reason_field)

    def _connect(self) -> None:
        self.table.noted.connect(self._note)
        self.filter.textChanged.connect(self.model.set_filter)
        self.filter.leave_down.connect(self._enter_votes)
        self.papers.changed.connect(self._refresh)
        self.method.currentIndexChanged.connect(lambda _row: self._change_method())
        self.hour.textChanged.connect(lambda _text: self._refresh() if not self.hour.fault() else None)
        self.received.changed.connect(lambda day: self._received_field.set_help(date_words(day) if day else ""))

    # Noting ------------------------------------------------------------------------------------------------------

    def _note(self, choice: Choice | None, scope: Scope) -> None:
        if scope is Scope.CHOSEN:
            seats = {each.seat_id for each in self.table.in_hand()}
            electors = [each for each in self.model.electors if each.seat_id in seats]
            before = {seat: noted for seat, noted in self._choices.items() if seat not in seats}
            self._take(before | in_bulk(electors, {}, choice))
            self.table.go_on()
        elif choice is not Choice.CONFLICT and self._method() is not Method.SECRET:
            chosen = self.table.in_hand()
            self._in_bulk(choice, None if scope is Scope.ALL or not chosen else chosen[0].section)

    def _in_bulk(self, choice: Choice | None, section: Section | None) -> None:
        self._take(in_bulk(self.model.electors, self._choices, choice, section))
        self.table.setFocus()

    def _take(self, choices: Mapping[int, Choice]) -> None:
        if self._by_mail and not self._received_field.validate():
            self.received.setFocus()
            return
        day = self.received.day() if self._by_mail else None
        changed = {seat for seat, choice in choices.items() if self._choices.get(seat) is not choice}
        self._choices = dict(choices)
        self._answered = {seat: came for seat, came in self._answered.items() if seat in choices}
        if day:
            self._answered |= dict.fromkeys(changed, day)
        self._refresh()

    def _change_method(self) -> None:
        """Set aside what a secret vote does not note by name, and bring it back where the method is changed back."""
        if self._method() is Method.SECRET:
            self._hidden = {seat: each for seat, each in self._choices.items() if each not in OUTSIDE_THE_BOX}
            self._choices = {seat: each for seat, each in self._choices.items() if each in OUTSIDE_THE_BOX}
        else:
            self._choices, self._hidden = self._hidden | self._choices, {}
        self._follow_method()
        self._refresh()

    def _follow_method(self) -> None:
        secret = self._method() is Method.SECRET
        self.papers.setVisible(secret)
        self.bulk.setVisible(not secret)
        self.table.allow(OUTSIDE_THE_BOX if secret else tuple(Choice))
        self.table.setMinimumHeight(ROW_HEIGHT * (_ROWS_ASIDE if secret else _ROWS_SHOWN))
        keys = self.tr("P{nbsp}: pour · C{nbsp}: contre · A{nbsp}: abstention · B{nbsp}: blanc · R{nbsp}: refus de "
                       "prendre part · I{nbsp}: déport · Suppr{nbsp}: effacer · Maj+lettre{nbsp}: toute la section · "
                       "Ctrl+Maj+lettre{nbsp}: tous · Ctrl+Entrée{nbsp}: enregistrer")  # fmt: skip
        if secret:
            keys = self.tr("Qui ne dépose pas de bulletin{nbsp}: R{nbsp}: refus de prendre part · I{nbsp}: déport pour "
                           "conflit d’intérêts · Suppr{nbsp}: effacer · Ctrl+Entrée{nbsp}: enregistrer")  # fmt: skip
        self.hint.say(keys.format(nbsp=NBSP))

    # Showing -----------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        ballot = self._session.ballot(self.vote())
        self.model.show(ballot.electors, self._choices, self._answered)
        aside = ballot.outside_the_box
        if ballot.method is Method.SECRET:
            self.papers.show_electors([each for each in ballot.electors if each.seat_id not in aside])
        self.count.show_ballot(ballot, None if self._by_mail else self._session.floor(ballot.taken_at))
        self.reason_field.setVisible(not ballot.has_quorum and self._quorum_is_due())

    def _quorum_is_due(self) -> bool:
        """Return whether a lack of quorum is one: answers by mail may come until the closing."""
        return not self._by_mail or self._desk.today() > self._session.meeting.on

    def _enter_votes(self) -> None:
        if self._method() is Method.SECRET and not self._is_in_papers():
            self.papers.begin()
        else:
            self.table.setFocus()
            self.table.begin()

    def _is_in_papers(self) -> bool:
        focused: QWidget | None = self.focusWidget()
        return focused is not None and self.papers.isAncestorOf(focused)

    def _in_room(self) -> dict[int, Choice]:
        """Return the choices of those who may vote at the hour typed."""
        if self._by_mail:
            return dict(self._choices)
        there = {voice.seat.id for voice in self._session.floor(self._at()).voices if voice.votes}
        return {seat: choice for seat, choice in self._choices.items() if seat in there}

    def _method(self) -> Method:
        return Method(self.method.currentData())

    def _at(self) -> datetime:
        """Return the moment typed; while it is no hour, the one before."""
        hour = self.hour.moment()
        if self._by_mail or hour is None:
            return self._wanted.at
        return self._session.moment(hour)

    # Checking ----------------------------------------------------------------------------------------------------

    def _check_hour(self) -> str:
        if fault := self.hour.fault():
            return fault
        held = self._session.sitting
        if held and (self._at() < held.opened_at or (held.closed_at and self._at() > held.closed_at)):
            return self.tr("À cette heure, la séance n’a pas lieu{nbsp}: {hours}.").format(
                nbsp=NBSP, hours=self._session.hours)  # fmt: skip
        return ""

    def _check_received(self) -> str:
        day, opens = self.received.day(), self._session.meeting.opens_on
        if day and day > self._desk.today():
            return self.tr("Ce jour n’est pas encore passé.")
        if day and opens and day < opens:
            return self.tr("La consultation ne s’ouvre que le {day}.").format(day=date_words(opens))
        return ""

    def _check_reason(self) -> str:
        if self._by_mail or self.reason.text().strip():
            return ""
        return self.tr("Le quorum n’est pas atteint. Attendez des arrivées, ou indiquez le motif de voter sans lui.")

    def _reason_is_given(self) -> bool:
        if self.reason_field.validate():
            return True
        self.reason.setFocus()
        return False
