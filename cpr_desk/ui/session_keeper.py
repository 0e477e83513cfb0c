"""The session in hand: read once, then kept in step with every use case, so that a key is answered at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from PySide6.QtCore import QObject, Signal

from cpr_desk.domain.attendance import Floor
from cpr_desk.domain.composition import Person
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.quorum import Quorum, live
from cpr_desk.domain.session_list import SessionLine, fates_told, session_list
from cpr_desk.domain.sitting import Session, Sitting
from cpr_desk.errors import UserError
from cpr_desk.services import session as sessions
from cpr_desk.ui.desk import Desk

_BEFORE, _AFTER = timedelta(hours=12), timedelta(hours=20)
"""How far from its opening the clock on the wall may be for a session to be noted live."""


class SessionKeeper(QObject):
    """`noted` follows each use case carried out, `told` says what it did to proxies, `refused` why it was not."""

    noted = Signal()
    told = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session: Session | None = None
        self._guests: tuple[Person, ...] = ()
        self.hour: time | None = None
        """The hour fixed by hand, None for now."""

    @property
    def session(self) -> Session:
        """The session with everything noted."""
        assert self._session is not None  # noqa: S101 - `read` comes first
        return self._session

    @property
    def sitting(self) -> Sitting | None:
        """When it was opened and closed; None before, and before anything was read."""
        return self._session.sitting if self._session else None

    @property
    def is_open(self) -> bool:
        """Whether the session was opened and is not closed."""
        return self.sitting is not None and self.sitting.closed_at is None

    def read(self, meeting: Meeting) -> None:
        """Read a meeting whole, as it is stored now."""
        if self._session is None or self._session.meeting.id != meeting.id:
            self.hour = None
        self._session = sessions.session_of(self._desk.db, meeting)
        self._guests = sessions.guests_of(self._desk.db, self._session)
        known = {person.id for person in self._session.people}
        others = tuple(person for person in self._guests if person.id not in known)
        self._session = replace(self._session, people=(*self._session.people, *others))

    @property
    def is_live(self) -> bool:
        """Whether the session is noted while it takes place, by the clock on the wall."""
        opened = self.session.sitting.opened_at if self.session.sitting else self.planned
        return opened - _BEFORE <= self._desk.now() <= opened + _AFTER

    @property
    def planned(self) -> datetime:
        """When the meeting was to begin."""
        return datetime.combine(self.session.meeting.on, self.session.meeting.starts or time())

    @property
    def at(self) -> datetime:
        """The moment that is noted and shown: the hour fixed, the closing, now, or the opening where that is over."""
        sitting = self.session.sitting
        if sitting is None:
            return datetime.combine(self.session.meeting.on, time())
        if self.hour is not None:
            return self.moment(self.hour)
        if sitting.closed_at:
            return sitting.closed_at
        return max(self._desk.now(), sitting.opened_at) if self.is_live else sitting.opened_at

    def moment(self, hour: time) -> datetime:
        """Return the moment of an hour typed: past midnight it is of the next day."""
        return self.session.moment(hour)

    def state(self) -> tuple[tuple[SessionLine, ...], Floor, Quorum]:
        """Return the list, who uses the votes and the quorum at the moment shown."""
        held = self.session
        floor, quorum = live(held.composition, held.presence, held.rules, self.at, waived=held.waived)
        return session_list(held, floor, self._guests), floor, quorum

    def carry_out(self, act: Callable[[], object]) -> bool:
        """Carry out a use case on the session in hand; return whether it was not refused."""
        at = self.at
        before = self.session.floor(at)
        try:
            act()
        except UserError as refusal:
            self.follow()  # another window may have noted something
            self.refused.emit(refusal)
            return False
        self.follow()
        if fates := fates_told(self.session, before, self.session.floor(at)):
            self.told.emit(" ".join(fates))
        return True

    def follow(self) -> None:
        """Take in what a use case wrote, and let menu and screen know."""
        self._session = sessions.as_noted(self._desk.db, self.session)
        self._desk.note()
        self.noted.emit()
