"""The tab « Séance » with 80 seats: each key, until what it noted is committed and the list is painted."""

from collections.abc import Iterator
from datetime import datetime, time
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from benchmarks import data
from benchmarks.measure import AtMost, Line, alternate
from benchmarks.paints import Paints, application
from cpr_desk.domain.composition import NAMESAKE, Person, Regime, SeatState, Section
from cpr_desk.services import session as sessions
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.pages.meeting_session import SessionTab
from cpr_desk.ui.pages.meetings import MeetingsPage
from cpr_desk.ui.state import UiState

_SIZE = (1140, 680)
_SEATS = 80
_KEYS = (Qt.Key.Key_P, Qt.Key.Key_V, Qt.Key.Key_D, Qt.Key.Key_E)
_GOAL = 0.050
"""Seconds: what a person who types does not notice."""


def lines(folder: Path, runs: int) -> Iterator[Line]:
    """Yield the answer to a key in a session of 80 seats, half of them noted, against 50 ms."""
    application()
    db, desk = _session(folder)
    page = MeetingsPage(desk, UiState())
    page.resize(*_SIZE)
    page.show()
    page.reload()
    tab = page.detail.show_tab("session")
    assert isinstance(tab, SessionTab)  # noqa: S101 - as the page declares it
    paints = Paints(tab.table)
    keys = cycle(_KEYS)

    def key() -> float:
        return paints.after(lambda: QTest.keyClick(tab.table, next(keys)))

    yield Line("a key in a session of 80 seats → committed and painted", "50 ms", AtMost(1.0), *alternate(
        runs * _SEATS // 4, key, lambda: _GOAL))  # fmt: skip
    page.close()
    db.close()


def _session(folder: Path) -> tuple[Database, Desk]:
    db, commission = data.commission_in(folder)
    revise_composition(db, ReviseComposition(commission.id, commission.installed_on, tuple(_seats())))
    meeting = plan_meeting(db, PlanMeeting(commission.id, data.AT, starts=time(14)))
    opened = datetime.combine(data.AT, time(14))
    sessions.open_session(db, meeting, opened)
    held = sessions.session_of(db, meeting)
    there = [seat.titular.person.id for seat in held.composition.seats[::2] if seat.titular]
    sessions.arrive(db, held, there, opened)
    return db, Desk(db, lambda: data.AT, now=lambda: datetime.combine(data.AT, time(14, 30)))


def _seats() -> Iterator[SeatState]:
    """Yield as many seats in each section, every one with titular and substitute."""
    half = _SEATS // 2
    for number in range(_SEATS):
        section = Section.SOCIAL if number < half else Section.PROFESSIONAL
        titular, substitute = (Person(NAMESAKE, f"{role}{number}", "Membre", "Mme") for role in ("Aline", "Brune"))
        regime = Regime.RG if section is Section.SOCIAL else None
        organisation = "" if regime else f"Syndicat {number}"
        yield SeatState(section, number % half + 1, 1, regime, None, organisation, 1, titular, substitute)
