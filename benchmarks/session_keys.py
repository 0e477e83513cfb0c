"""A session with 80 seats: each key of its list until it is committed, of a vote until it is counted, and painted."""

from collections.abc import Iterator
from datetime import datetime, time
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from benchmarks import data
from benchmarks.measure import AtMost, Line, alternate
from benchmarks.paints import Paints, application
from cpr_desk.domain.ballots import Vote
from cpr_desk.domain.composition import NAMESAKE, Person, Regime, SeatState, Section
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import Method
from cpr_desk.services import meetings
from cpr_desk.services import session as sessions
from cpr_desk.services.composition import ReviseComposition, revise_composition
from cpr_desk.services.instance import Database
from cpr_desk.services.meetings import PlanMeeting, plan_meeting
from cpr_desk.ui.actions import CommandSet
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.dialogs.vote import VoteDialog
from cpr_desk.ui.edit_menu import EditMenu
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
    menu = EditMenu(page, CommandSet(page), lambda: page.messages)
    menu.follow(desk)  # as in the window: each key names what may be undone
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
    yield _votes(page, desk, runs)
    page.close()
    db.close()


def _votes(page: MeetingsPage, desk: Desk, runs: int) -> Line:
    """Compare a key in the list of 80 electors, until it is painted, with what nobody notices."""
    meeting = meetings.list_meetings(desk.db, desk.commission.id)[-1]
    held = sessions.session_of(desk.db, meeting)
    sessions.arrive(desk.db, held, [each for each in _titulars(held) if not held.presence.stay_of(each, desk.now())],
                    desk.now())  # fmt: skip
    held = sessions.session_of(desk.db, meeting)
    dialog = VoteDialog(desk, UiState(), held, Vote(0, "Adopter le calendrier", Method.NAMED, desk.now()), page)
    dialog.show()
    paints = Paints(dialog.table)
    keys = cycle((Qt.Key.Key_P, Qt.Key.Key_C, Qt.Key.Key_A, Qt.Key.Key_I))
    begin = cycle(range(len(dialog.model.electors)))

    def key() -> float:
        dialog.table.select_identities({dialog.model.electors[next(begin)].seat_id})
        return paints.after(lambda: QTest.keyClick(dialog.table, next(keys)))

    measured = tuple(alternate(runs * _SEATS // 4, key, lambda: _GOAL))
    dialog.done(0)
    return Line("a key in a vote of 80 electors → counted and painted", "50 ms", AtMost(1.0), *measured)


def _titulars(held: Session) -> list[int]:
    return [seat.titular.person.id for seat in held.composition.seats if seat.titular]


def _session(folder: Path) -> tuple[Database, Desk]:
    db, commission = data.commission_in(folder)
    revise_composition(db, ReviseComposition(commission.id, commission.installed_on, tuple(_seats())))
    meeting = plan_meeting(db, PlanMeeting(commission.id, data.AT, starts=time(14)))
    opened = datetime.combine(data.AT, time(14))
    sessions.open_session(db, meeting, opened)
    held = sessions.session_of(db, meeting)
    sessions.arrive(db, held, _titulars(held)[::2], opened)
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
