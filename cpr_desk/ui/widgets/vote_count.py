"""The count of a vote as it stands: by section in votes and members, the result it makes, the quorum of its moment."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cpr_desk.domain.attendance import Floor
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import VOTING, Section
from cpr_desk.domain.french import NBSP, capital, integer, plural
from cpr_desk.domain.voting import Choice, Next, Share
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.models.votes import OUTCOME_LOOK
from cpr_desk.ui.theme import Space, TextSize
from cpr_desk.ui.widgets.badges import StateBadge
from cpr_desk.ui.widgets.plain_label import PlainLabel

_SHORT = {Choice.BLANK: "blanc, nul", Choice.REFUSED: "refus", Choice.CONFLICT: "déport"}


class VoteCount(QWidget):
    """Figures in votes, members between brackets; then what comes of them, by which rule."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: dict[tuple[Section | None, Choice | None], QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(2)
        self._fill_grid()
        self.outcome, self.quorum = StateBadge(self), StateBadge(self)
        self.words, self.quorum_words = PlainLabel(parent=self), PlainLabel(parent=self)
        for label in (self.words, self.quorum_words):
            label.setFont(theme.font(TextSize.SMALL))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(self._grid)
        self._told = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._told.setSpacing(Space.XS)
        for badge, label in ((self.outcome, self.words), (self.quorum, self.quorum_words)):
            line = QHBoxLayout()
            line.setSpacing(Space.S)
            line.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label, 1)
            line.addStretch()
            self._told.addLayout(line)
        column.addLayout(self._told)

    def show_ballot(self, ballot: Ballot, floor: Floor | None) -> None:
        """Show a vote as it would be recorded; `floor` is the room, None for answers by mail."""
        self._show_figures(ballot)
        result = ballot.result
        tone, picture = OUTCOME_LOOK[result.outcome]
        self.outcome.show_tone(tone, picture, capital(result.verdict))
        begun = ballot.choices or ballot.tallies
        ending = "" if ballot.next is Next.DONE or not begun else f" {ballot.next.words}"
        self.words.say(
            self.tr("Résultat prévu{nbsp}: {counts}. Règle{nbsp}: {rule} ({notice}).{ending}").format(
                nbsp=NBSP, counts=result.counts, rule=ballot.majority.label, notice=DEFAULT_RULE_NOTICE, ending=ending)
        )  # fmt: skip
        if ballot.has_quorum:
            self.quorum.show_tone(Tone.DONE, "circle-check", self.tr("Quorum atteint"))
        else:
            self.quorum.show_tone(Tone.LATE, "octagon-alert", self.tr("Quorum non atteint"))
        self.quorum_words.say(f"{ballot.quorum} {self._parity(floor)}".strip())
        for badge, label in ((self.outcome, self.words), (self.quorum, self.quorum_words)):
            badge.setToolTip(label.accessibleName())

    def set_compact(self) -> None:
        """Leave the room to the list on a low screen: the sentences are told by the badges one points at."""
        for label in (self.words, self.quorum_words):
            label.hide()
        self._told.setDirection(QBoxLayout.Direction.LeftToRight)

    def figure(self, section: Section | None, choice: Choice | None) -> str:
        """Return what a cell shows; section None is the total, choice None those who chose nothing."""
        return self._cells[section, choice].text()

    def _fill_grid(self) -> None:
        heads = [*(capital(_SHORT.get(each, each.label)) for each in Choice), self.tr("Sans choix")]
        for column, words in enumerate(["", *heads]):
            label = QLabel(words, self)
            label.setProperty("muted", True)
            label.setFont(theme.font(TextSize.SMALL))
            self._grid.addWidget(label, 0, column, Qt.AlignmentFlag.AlignRight)
        for line, section in enumerate((*VOTING, None), start=1):
            title = QLabel(section.label if section else self.tr("Ensemble, en voix (membres)"), self)
            self._grid.addWidget(title, line, 0)
            for column, choice in enumerate((*Choice, None), start=1):
                cell = QLabel(self, alignment=Qt.AlignmentFlag.AlignRight)
                if section is None:
                    cell.setFont(theme.font(bold=True))
                self._cells[section, choice] = cell
                self._grid.addWidget(cell, line, column)
        self._grid.setColumnStretch(0, 1)

    def _show_figures(self, ballot: Ballot) -> None:
        result = ballot.result
        for section in (*VOTING, None):
            told = Share()
            for choice in Choice:
                share = result.of(choice, section)
                told += share
                self._cells[section, choice].setText(_figure(share))
            room = [each for each in ballot.electors if section in (None, each.section)]
            votes = sum(each.votes for each in room) - told.votes
            left = Share(max(0, len(room) - told.heads), max(0, votes))  # more papers than voters: the grid says so
            self._cells[section, None].setText(_figure(left))

    def _parity(self, floor: Floor | None) -> str:
        if floor is None:
            return ""
        social, professional = (floor.votes(section) for section in VOTING)
        if floor.has_parity:
            return self.tr("Parité en séance{nbsp}: {votes} dans chaque section.").format(
                nbsp=NBSP, votes=plural(social, "voix", "voix"))  # fmt: skip
        return self.tr("Pas de parité en séance{nbsp}: {social} pour la section sociale, {professional} pour la "
                       "section professionnelle.").format(nbsp=NBSP, social=plural(social, "voix", "voix"),
                                                  professional=plural(professional, "voix", "voix"))  # fmt: skip


def _figure(share: Share) -> str:
    return f"{integer(share.votes)} ({integer(share.heads)})" if share.heads or share.votes else "–"
