"""A clock, and what a person does to the list of a session."""

from collections.abc import Iterator
from datetime import datetime, time

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cpr_desk.domain.composition import Section
from cpr_desk.domain.session_list import SessionLine
from cpr_desk.ui.pages.meeting_session import SessionTab
from tests.services.convening import MEETING_ON

Keys = Qt.Key


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MEETING_ON, time(hour, minute))


class Wall:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = at(14, 2)

    def __call__(self) -> datetime:
        return self.moment


def line_of(tab: SessionTab, seat: str) -> SessionLine:
    rows = (tab.model.row(number) for number in range(tab.model.rowCount()))
    return next(row for row in rows if isinstance(row, SessionLine) and row.seat and row.seat.label == seat)


def with_substitute(tab: SessionTab) -> SessionLine:
    rows = (tab.model.row(number) for number in range(tab.model.rowCount()))
    return next(row for row in rows if isinstance(row, SessionLine) and row.titular and row.substitute)


def without_substitute(tab: SessionTab, number: int = 0) -> SessionLine:
    rows = (tab.model.row(number) for number in range(tab.model.rowCount()))
    found = [row for row in rows if isinstance(row, SessionLine) and row.titular and not row.substitute]
    return found[number]


def take(tab: SessionTab, line: SessionLine) -> None:
    """Take a line in hand."""
    tab.table.select_identities({line.id})


def again(tab: SessionTab, line: SessionLine) -> SessionLine:
    found = tab.model.line(line.id)
    assert found is not None
    return found


def press(qtbot: QtBot, tab: SessionTab, *keys: Qt.Key, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for key in keys:
        qtbot.keyClick(tab.table, key, held)


def voting(tab: SessionTab, section: Section) -> Iterator[SessionLine]:
    rows = [tab.model.row(number) for number in range(tab.model.rowCount())]
    yield from (row for row in rows if isinstance(row, SessionLine) and row.section is section)
