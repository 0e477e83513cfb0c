"""The votes of the meeting chosen: each item with its votes, their results in words, and what is done about them."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from cpr_desk.domain.agenda import Item, numbers
from cpr_desk.domain.ballots import Ballot, Vote, question_on, to_vote_again
from cpr_desk.domain.composition import VOTING
from cpr_desk.domain.french import NBSP, capital, date_words, plural, time_words
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import Method, Next
from cpr_desk.services import session as sessions
from cpr_desk.ui.actions import Command, CommandSet
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.vote import VoteDialog
from cpr_desk.ui.dialogs.vote_annul import AnnulVoteDialog
from cpr_desk.ui.models.table import TableModel
from cpr_desk.ui.models.votes import VoteLine, vote_columns
from cpr_desk.ui.page import Page
from cpr_desk.ui.pages.meeting_tab import MeetingTab
from cpr_desk.ui.state import UiState
from cpr_desk.ui.theme import Space
from cpr_desk.ui.widgets.action_row import ActionRow
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.cards import ActionButton
from cpr_desk.ui.widgets.empty_state import EmptyState
from cpr_desk.ui.widgets.message_bar import Weight
from cpr_desk.ui.widgets.plain_label import PlainLabel
from cpr_desk.ui.widgets.table_panel import TablePanel

_LEAST_HEIGHT, _LEAST_DETAIL = 150, 75


class VotesTab(MeetingTab):
    """Items to be voted come first; Enter on a line votes, or goes on with its vote."""

    def __init__(self, desk: Desk, state: UiState, page: Page) -> None:
        super().__init__(desk, state, page)
        self._session: Session | None = None
        self.commands = CommandSet(self)
        self.badge, self.quorum = StateBadge(self), PlainLabel(parent=self)
        self.warning_badge, self.warning = StateBadge(self), PlainLabel(parent=self)
        self.warning_badge.show_tone(Tone.URGENT, "triangle-alert", self.tr("Présences corrigées"))
        self.detail = PlainLabel(parent=self, selectable=True)
        self._model: TableModel[VoteLine] = TableModel(vote_columns(), parent=self)
        empty = EmptyState(
            "scale",
            self.tr("Rien à voter"),
            self.tr("Un vote porte sur un point de l’ordre du jour. Écrivez-le d’abord, dans l’onglet « Ordre du "
                    "jour ».").replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»"),
            parent=self,
        )  # fmt: skip
        self.panel = TablePanel(self._model, state, "votes", self.tr("ligne"), self.tr("lignes"), empty, self)
        self.panel.setMinimumHeight(_LEAST_HEIGHT)
        self._declare_commands()
        column = self.scrolling_column()
        column.setSpacing(Space.S)
        for badge, words in ((self.badge, self.quorum), (self.warning_badge, self.warning)):
            line = QHBoxLayout()
            line.setSpacing(Space.S)
            line.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            column.addLayout(line)
        column.addWidget(self._buttons())
        column.addWidget(self.panel, 3)
        column.addWidget(self._around_detail(), 2)
        self.panel.view.chosen.connect(self._follow_choice)
        self.panel.view.opened.connect(lambda _line: self._go_on())

    def show_meeting(self, meeting: Meeting) -> None:
        is_new = self._session is None or self._session.meeting.id != meeting.id
        self._session = session = sessions.session_of(self.desk.db, meeting)
        disturbed = {ballot.id: told for ballot, told in session.disturbed()}
        self._model.set_rows(list(self._lines(session, disturbed)))
        self._show_quorum(session)
        for widget in (self.warning_badge, self.warning):
            widget.setVisible(bool(disturbed))
        count = plural(len(disturbed), self.tr("vote ne correspond plus"), self.tr("votes ne correspondent plus"))
        self.warning.say(self.tr("{count} aux présences notées à présent. Le résultat enregistré n’a pas changé{nbsp}: "
                                 "gardez-le, ou annulez le vote pour voter de nouveau.").format(
            count=count, nbsp=NBSP))  # fmt: skip
        self._vote.setText(self.tr("&Saisir les réponses…") if meeting.is_written else self.tr("&Voter…"))
        if is_new and self._model.rowCount():
            self.panel.view.select_identities({self._model.identity(0)})
        self._follow_choice()

    def chosen(self) -> VoteLine | None:
        """Return the line selected, if it is one alone."""
        lines: list[VoteLine] = self.panel.view.selected_rows()
        return lines[0] if len(lines) == 1 else None

    # What is shown -----------------------------------------------------------------------------------------------

    def _lines(self, session: Session, disturbed: dict[int, tuple[str, ...]]) -> Iterator[VoteLine]:
        told = list(zip(session.meeting.agenda, numbers(session.meeting.agenda), strict=True))
        for item, number in sorted(told, key=lambda each: not each[0].kind.is_decided):
            votes = [each for each in session.ballots if each.item_id == item.id]
            for ballot in votes:
                yield VoteLine(
                    item, number, ballot, disturbed.get(ballot.id, ()), is_open=ballot.is_open(self.desk.today())
                )
            if not votes:
                yield VoteLine(item, number)

    def _show_quorum(self, session: Session) -> None:
        meeting = session.meeting
        if meeting.is_written:
            self.badge.show_tone(Tone.UPCOMING, "mail", self.tr("Par correspondance"))
            opens = date_words(meeting.opens_on) if meeting.opens_on else ""
            words = self.tr("Réponses reçues du {opens} au {closes} inclus. Le quorum se compte sur les réponses "
                            "(règle par défaut, à confirmer par le règlement applicable).")  # fmt: skip
            self.quorum.say(words.format(opens=opens, closes=date_words(meeting.on)))
            return
        if session.sitting is None:
            self.badge.show_tone(Tone.NEUTRAL, "clock", self.tr("Séance non ouverte"))
            self.quorum.say(self.tr("Ouvrez la séance et notez les présences avant de voter."))
            return
        at = session.last_moment(self.desk.now())
        quorum = session.quorum(at)
        if quorum.is_reached:
            self.badge.show_tone(Tone.DONE, "circle-check", self.tr("Quorum atteint"))
        else:
            self.badge.show_tone(Tone.LATE, "octagon-alert", self.tr("Quorum non atteint"))
        self.quorum.say(f"{capital(self.tr('à'))} {time_words(at.time())}{NBSP}: {quorum.words}")

    def _follow_choice(self) -> None:
        line = self.chosen()
        self.detail.say("\n".join(self._told(line)) if line else self.tr("Choisissez un point pour lire ses votes."))
        self.commands.refresh()

    def _told(self, line: VoteLine) -> Iterator[str]:
        ballot = line.ballot
        if ballot is None:
            yield self.tr("Aucun vote sur ce point. Question proposée{nbsp}: {question}").format(
                nbsp=NBSP, question=question_on(line.item))  # fmt: skip
            return
        yield ballot.question
        if line.differs:
            yield self.tr("Ce que disent à présent les présences{nbsp}:").format(nbsp=NBSP)
            yield from (f"– {told}" for told in line.differs)
        yield ballot.words_on(self.desk.today())
        yield from (f"{ballot.result.section_words(section)}." for section in VOTING)
        yield self.tr("Quorum au moment du vote{nbsp}: {words}").format(nbsp=NBSP, words=ballot.quorum)
        if ballot.late:
            names = ", ".join(dict.fromkeys(each.name for each in ballot.late))
            yield self.tr("Réponses hors délai, non comptées{nbsp}: {names}.").format(nbsp=NBSP, names=names)

    def _around_detail(self) -> QWidget:
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(_LEAST_DETAIL)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        area.setWidget(self.detail)
        area.viewport().setAutoFillBackground(False)
        return area

    # Commands ----------------------------------------------------------------------------------------------------

    def _declare_commands(self) -> None:
        add, tr = self.commands.add, self.tr
        self._vote = add(
            Command(tr("&Voter…"), self._open_vote, "scale", "Ctrl+Shift+V",
                    tr("Mettre une question aux voix sur le point choisi"), self._may_vote,
                    tr("Choisissez un point, et ouvrez la séance pour voter."))
        )  # fmt: skip
        self._second = add(
            Command(tr("&Second tour…"), self._open_second, "refresh-cw",
                    tip=tr("Voter de nouveau à bulletin secret la question dont les voix sont partagées"),
                    enabled=lambda: self._divided() is not None,
                    unless=tr("Un second tour suit un premier tour dont les voix sont partagées."))
        )  # fmt: skip
        self._again = add(
            Command(tr("Annuler et voter &de nouveau…"), self._open_again, "undo-2",
                    tip=tr("Annuler le vote choisi avec son motif, et remettre la question aux voix"),
                    enabled=self._may_annul)
        )  # fmt: skip
        self._annul = add(
            Command(tr("Ann&uler le vote…"), self._open_annulment, "x",
                    tip=tr("Annuler le vote choisi{nbsp}: il reste au relevé avec son motif").format(nbsp=NBSP),
                    enabled=self._may_annul)
        )  # fmt: skip
        self.panel.set_context_actions([self._vote, self._second, self._again, self._annul])

    def _buttons(self) -> ActionRow:
        row = ActionRow(self)
        row.set_buttons(
            [ActionButton(self._vote, row, primary=True)]
            + [ActionButton(action, row) for action in (self._second, self._again, self._annul)]
        )
        return row

    def _known(self) -> Session:
        assert self._session is not None  # noqa: S101 - commands wait for a meeting
        return self._session

    def _may_vote(self) -> bool:
        session = self._session
        if session is None or self.chosen() is None or session.meeting.is_cancelled:
            return False
        return session.meeting.is_written or session.sitting is not None

    def _may_annul(self) -> bool:
        line = self.chosen()
        return line is not None and line.ballot is not None and line.ballot.is_valid

    def _divided(self) -> Ballot | None:
        """Return the vote chosen whose second round is due."""
        line = self.chosen()
        due = to_vote_again(self._session.ballots) if self._session else ()
        return next((each for each in due if line and line.ballot and each.id == line.ballot.id), None)

    def _go_on(self) -> None:
        line = self.chosen()
        if self._divided():
            self._open_second()
        elif line and self._may_vote() and (line.ballot is None or not line.ballot.is_valid or line.is_open):
            self._open_vote()

    def _open_vote(self) -> None:
        line, session = self.chosen(), self._known()
        if line:
            self._open(self._answers(line.item) if session.meeting.is_written else self._proposed(line.item))

    def _proposed(self, item: Item) -> Vote:
        return Vote(item.id, question_on(item), Method.HANDS, self._known().last_moment(self.desk.now()))

    def _answers(self, item: Item) -> Vote:
        """Return the vote by mail on an item with the answers entered so far."""
        session = self._known()
        known = next((each for each in session.ballots if each.item_id == item.id and each.is_valid), None)
        if known is None:
            return Vote(item.id, question_on(item), Method.MAIL, session.closing)
        return Vote(
            item.id, known.question, Method.MAIL, session.closing, choices=known.choices,
            answered_on=known.answered_on, without_quorum=known.without_quorum, ballot_id=known.id,
        )  # fmt: skip

    def _open_second(self) -> None:
        if first := self._divided():
            at = max(self._known().last_moment(self.desk.now()), first.taken_at)
            self._open(Vote(first.item_id, first.question, Method.SECRET, at, round=2))

    def _open_again(self) -> None:
        line = self.chosen()
        if line is None or line.ballot is None:
            return
        taken = line.ballot
        wanted = Vote(
            taken.item_id, taken.question, taken.method, taken.taken_at, taken.round, taken.choices, taken.tallies,
            taken.answered_on,
        )  # fmt: skip
        self._open_annul(wanted)

    def _open_annulment(self) -> None:
        self._open_annul(None)

    def _open_annul(self, again: Vote | None) -> None:
        line = self.chosen()
        if line is None or line.ballot is None:
            return
        dialog = AnnulVoteDialog(self.desk, self._known().meeting, line.ballot, self, again=again is not None)
        dialog.saved.connect(lambda ballot: self._say_annulled(ballot, again))
        dialog.open()

    def _say_annulled(self, ballot: Ballot, again: Vote | None) -> None:
        self.say_saved(self.tr("Le vote est annulé{nbsp}: {question}.").format(nbsp=NBSP, question=ballot.question))
        if again:
            self._open(again)

    def _open(self, wanted: Vote) -> None:
        dialog = VoteDialog(self.desk, self.state, self._known(), wanted, self)
        dialog.saved.connect(self._say_recorded)
        dialog.open()

    def _say_recorded(self, ballot: Ballot) -> None:
        self.panel.select((ballot.item_id, ballot.id))
        if ballot.next is Next.SECOND_ROUND:
            words = f"{ballot.result.words} {ballot.next.words}"
            self.messages.say(Weight.WARNING, words, self.tr("Second tour…"), self._open_second)
        elif ballot.next is Next.NO_AGREEMENT:
            self.say_saved(f"{ballot.result.words} {ballot.next.words}")
        elif ballot.is_open(self.desk.today()):
            count = plural(len(ballot.choices), self.tr("réponse enregistrée"), self.tr("réponses enregistrées"))
            self.say_saved(f"{count}.")
        else:
            self.say_saved(ballot.result.words)
