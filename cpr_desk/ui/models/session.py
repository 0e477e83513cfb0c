"""The list of a session as a table shows it: headings by section, a line a seat, a line a guest."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtGui import QIcon

from cpr_desk.domain.attendance import Attendance, Exercise
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import capital, fold
from cpr_desk.domain.session_list import Place, SessionLine
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.rows import Index, RowsModel

_NOWHERE = QModelIndex()
_LOOK = {
    Attendance.PRESENT: ("circle-check", Tone.DONE),
    Attendance.LEFT: ("log-out", Tone.NEUTRAL),
    Attendance.EXCUSED: ("mail", Tone.UPCOMING),
    Attendance.ABSENT: ("x", Tone.LATE),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section in the list."""

    title: str

    @property
    def id(self) -> tuple[str, str]:
        """What names the heading."""
        return ("heading", self.title)


Row = SessionLine | Heading


def _tr(text: str) -> str:
    return QCoreApplication.translate("SessionTab", text)


def session_columns() -> tuple[Column[Row], ...]:
    """Return the columns of the list."""
    return (
        Column("seat", _tr("Siège"), _seat, width=158, tooltip=_seat),
        Column("votes", _tr("Voix"), _votes, Kind.INT, width=46),
        Column("titular", _tr("Titulaire"), lambda row: _name(row, "titular"), width=152, grows=True,
               tooltip=lambda row: _name(row, "titular")),
        Column("substitute", _tr("Suppléant"), lambda row: _name(row, "substitute"), width=134, grows=True,
               tooltip=lambda row: _name(row, "substitute")),
        Column("presence", _tr("Présence"), _presence, width=156, icon=_mark, tooltip=_remarks),
        Column("hours", _tr("Heures"), _hours, width=84, tooltip=_hours),
    )  # fmt: skip


def _seat(row: Row) -> str:
    if isinstance(row, Heading):
        return row.title
    return row.seat.label if row.seat else _tr("Sans siège")


def _votes(row: Row) -> int | None:
    voting = isinstance(row, SessionLine) and row.seat and row.seat.section.votes
    return row.seat.votes if voting and isinstance(row, SessionLine) and row.seat else None


def _name(row: Row, role: str) -> str:
    if isinstance(row, Heading):
        return ""
    place: Place | None = row.substitute if role == "substitute" else row.titular or row.guest
    return place.person.name if place else ""


def _presence(row: Row) -> str:
    if isinstance(row, Heading):
        return ""
    return f"{capital(row.words)} *" if row.remarks else capital(row.words)


def _remarks(row: Row) -> str:
    if isinstance(row, Heading):
        return ""
    return "\n".join((_presence(row), *row.remarks))


def _hours(row: Row) -> str:
    return "" if isinstance(row, Heading) else row.hours


def _mark(row: Row) -> QIcon | None:
    if isinstance(row, Heading) or row.main is None:
        return None
    if row.voice and row.voice.exercise is Exercise.PROXY:
        return icon("file-text", Tone.UPCOMING)
    known = _LOOK.get(row.main.attendance)
    return icon(*known) if known else icon("hourglass", Tone.NEUTRAL)


def title_of(section: Section | None) -> str:
    """Return the heading of a section, of the guests for None."""
    return section.label if section else _tr("Invités et experts")


class SessionModel(RowsModel[Row]):
    """Lines under the headings of their sections; a change repaints the lines it touches, and resets nothing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(session_columns(), parent)
        self._lines: tuple[SessionLine, ...] = ()
        self._shown: list[Row] = []

    def show_lines(self, lines: Sequence[SessionLine]) -> None:
        """Show the lines as they are noted now."""
        before = self._shown
        self._lines = tuple(lines)
        after = list(self._arranged())
        if [row.id for row in before] != [row.id for row in after]:
            self.beginResetModel()
            self._shown = after
            self.endResetModel()
            return
        self._shown = after
        last = len(self.columns) - 1
        for number, (was, now) in enumerate(zip(before, after, strict=True)):
            if was != now:
                self.dataChanged.emit(self.index(number, 0), self.index(number, last))

    def line(self, identity: Hashable) -> SessionLine | None:
        """Return a line by its identity, shown or not."""
        return next((line for line in self._lines if line.id == identity), None)

    def row(self, number: int) -> Row:
        return self._shown[number]

    def identity(self, number: int) -> Hashable:
        return self._shown[number].id

    def identities(self) -> Sequence[Hashable]:
        return [row.id for row in self._shown]

    @property
    def total(self) -> int:
        return len(self._lines)

    @property
    def headings(self) -> list[int]:
        """The rows that are titles."""
        return [number for number, row in enumerate(self._shown) if isinstance(row, Heading)]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def arrange(self) -> None:
        self.beginResetModel()
        self._shown = list(self._arranged())
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and isinstance(row := self.row(index.row()), Heading):
            if role == Qt.ItemDataRole.FontRole:
                return theme.font(bold=True)
            if role == Qt.ItemDataRole.DisplayRole:
                return row.title if index.column() == 0 else ""
            return None
        if index.isValid() and role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row())
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.row(index.row()), Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def _spoken(self, number: int) -> str:
        """Return a whole line, as a screen reader says it when one comes upon it."""
        row = self.row(number)
        return ", ".join(filter(None, (column.text(row) for column in self.columns)))

    def _arranged(self) -> Iterator[Row]:
        words = fold(self.filter_text).split()
        title = ""
        for line in self._lines:
            if not _matches(line, words):
                continue
            if (wanted := title_of(line.section)) != title:
                title = wanted
                yield Heading(title)
            yield line


def _matches(line: SessionLine, words: Iterable[str]) -> bool:
    """Return whether the seat, its section or a name on it holds every word; how people stand is no name."""
    if not words:
        return True
    names = (place.person.courteous_name for place in line.places)
    text = fold(" ".join((title_of(line.section), line.seat.label if line.seat else "", *names)))
    return all(word in text for word in words)
