"""The votes of a meeting as a table shows them, and the electors of one vote with what each of them chose."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtGui import QIcon

from cpr_desk.domain import french
from cpr_desk.domain.agenda import Item
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.french import NBSP, capital, date_digits, plural, time_words
from cpr_desk.domain.voting import Choice, Elector, Method, Outcome
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.agenda import kind_words
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel

OUTCOME_LOOK = {
    Outcome.ADOPTED: (Tone.DONE, "circle-check"),
    Outcome.REJECTED: (Tone.LATE, "x"),
    Outcome.TIED: (Tone.URGENT, "scale"),
    Outcome.NONE_CAST: (Tone.NEUTRAL, "circle-help"),
}
_CHOICE_LOOK = {
    Choice.FOR: ("check", Tone.DONE),
    Choice.AGAINST: ("x", Tone.LATE),
    Choice.ABSTAIN: ("scale", Tone.NEUTRAL),
    Choice.BLANK: ("circle-help", Tone.NEUTRAL),
    Choice.REFUSED: ("log-out", Tone.URGENT),
    Choice.CONFLICT: ("triangle-alert", Tone.URGENT),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("VotesTab", text)


@dataclass(frozen=True, slots=True)
class VoteLine:
    """An item of the agenda with one of its votes, or none yet; `differs` is what the attendance tells otherwise now.

    `is_open`: answers by mail may still come.
    """

    item: Item
    number: str
    ballot: Ballot | None = None
    differs: tuple[str, ...] = ()
    is_open: bool = False

    @property
    def id(self) -> tuple[int, int]:
        """What names the line."""
        return (self.item.id, self.ballot.id if self.ballot else 0)

    @property
    def result(self) -> str:
        """« Adopté (22 pour, 11 contre) », in votes, « Vote annulé », « À voter »."""
        if self.ballot is None:
            return _tr("À voter") if self.item.kind.is_decided else ""
        if not self.ballot.is_valid:
            return _tr("Vote annulé")
        if self.is_open:
            answers = plural(len(self.ballot.in_time), _tr("réponse"))
            return _tr("En cours{nbsp}: {answers} sur {total}").format(
                nbsp=NBSP, answers=answers, total=len(self.ballot.electors)
            )
        told = self.ballot.result
        words = _tr("{outcome} ({won} pour, {lost} contre)")
        if not self.ballot.decides:
            words = _tr("Sans quorum{nbsp}: {won} pour, {lost} contre")
        return words.format(
            outcome=capital(told.verdict), nbsp=NBSP, won=french.integer(told.of(Choice.FOR).votes),
            lost=french.integer(told.of(Choice.AGAINST).votes),
        )  # fmt: skip


def vote_columns() -> tuple[Column[VoteLine], ...]:
    """Return the columns of the votes of a meeting."""
    return (
        Column("number", _tr("N°"), lambda line: line.number, width=40, sort_key=_by_number),
        Column("item", _tr("Point"), lambda line: line.item.title, width=166, grows=True,
               tooltip=lambda line: line.item.title),
        Column("kind", _tr("Nature"), lambda line: kind_words(line.item.kind), width=84),
        Column("when", _tr("Vote"), _when, width=112, tooltip=_when),
        Column("result", _tr("Résultat"), lambda line: line.result, width=216, icon=_mark,
               tooltip=lambda line: line.ballot.words if line.ballot and not line.is_open else line.result),
    )  # fmt: skip


def _by_number(line: VoteLine) -> tuple[int, ...]:
    return tuple(int(part) for part in line.number.split("."))


def _when(line: VoteLine) -> str:
    ballot = line.ballot
    if ballot is None:
        return ""
    if ballot.method is Method.MAIL:
        return _tr("le {day}").format(day=date_digits(ballot.taken_at.date()))
    rounds = _tr("2d tour, ") if ballot.round == 2 else ""
    return f"{rounds}{time_words(ballot.taken_at.time())}"


def _mark(line: VoteLine) -> QIcon | None:
    ballot = line.ballot
    if ballot is None:
        return icon("hourglass", Tone.NEUTRAL) if line.item.kind.is_decided else None
    if line.differs:
        return icon("triangle-alert", Tone.URGENT)
    if not ballot.is_valid:
        return icon("undo-2", Tone.NEUTRAL)
    if line.is_open:
        return icon("clock", Tone.UPCOMING)
    if not ballot.decides:
        return icon("octagon-alert", Tone.LATE)
    tone, picture = OUTCOME_LOOK[ballot.result.outcome]
    return icon(picture, tone)


def choice_words(choice: Choice) -> str:
    """Return « Pour », « Déport pour conflit d’intérêts »."""
    return capital(choice.label)


class ElectorModel(TableModel[Elector]):
    """The electors of a vote. A choice repaints its lines and resets nothing: each key is answered at once."""

    def __init__(self, parent: QObject | None = None, *, by_mail: bool = False) -> None:
        self.choices: Mapping[int, Choice] = {}
        self.answered_on: Mapping[int, date] = {}
        columns = self._columns()
        super().__init__(columns if by_mail else columns[:-1], identity=lambda elector: elector.seat_id, parent=parent)

    def show(
        self, electors: Sequence[Elector], choices: Mapping[int, Choice], answered_on: Mapping[int, date] | None = None
    ) -> None:
        """Show who votes and what they chose."""
        self.choices, self.answered_on = choices, answered_on or {}
        if list(electors) != list(self._rows):
            self.set_rows(electors)
        elif electors:
            last = self.index(self.rowCount() - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole])

    @property
    def electors(self) -> Sequence[Elector]:
        """Everybody who votes, shown or filtered away."""
        return self._rows

    def place_of(self, seat_id: Hashable) -> QModelIndex:
        """Return the first cell of an elector, nowhere when it is not shown."""
        return next((self.index(line, 0) for line in self.lines_of({seat_id})), QModelIndex())

    def _columns(self) -> tuple[Column[Elector], ...]:
        return (
            Column("section", _tr("Section"), _section, width=98),
            Column("seat", _tr("Siège"), lambda elector: elector.seat, width=156, tooltip=lambda each: each.seat),
            Column("votes", _tr("Voix"), lambda elector: elector.votes, Kind.INT, width=52),
            Column("name", _tr("Vote exprimé par"), lambda elector: elector.name, width=180, grows=True,
                   tooltip=lambda elector: elector.name),
            Column("exercise", _tr("Qualité"), lambda elector: capital(elector.exercise.label), width=130),
            Column("choice", _tr("Choix"), self._choice, width=228, icon=self._mark),
            Column("answered", _tr("Reçue le"), lambda each: self.answered_on.get(each.seat_id), Kind.DATE, width=92),
        )  # fmt: skip

    def _choice(self, elector: Elector) -> str:
        choice = self.choices.get(elector.seat_id)
        return choice_words(choice) if choice else french.NBSP

    def _mark(self, elector: Elector) -> QIcon | None:
        choice = self.choices.get(elector.seat_id)
        return icon(*_CHOICE_LOOK[choice]) if choice else None


def _section(elector: Elector) -> str:
    return capital(elector.section.label.removeprefix("Section "))
