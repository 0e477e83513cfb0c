"""The list of a session as it is kept: a line a seat, a line a guest, with all that a key pressed on it needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cpr_desk.domain.attendance import (
    Attendance,
    Excuse,
    Exercise,
    Floor,
    Presence,
    Proxy,
    Stay,
    Voice,
    attendance_of,
)
from cpr_desk.domain.composition import MandateRole, Person, Seat, Section
from cpr_desk.domain.french import NBSP, time_words
from cpr_desk.domain.sitting import Session

Noted = Stay | Excuse | Proxy


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody named on a line: how they stand at the moment of the list, and what was noted of them."""

    person: Person
    attendance: Attendance
    stays: tuple[Stay, ...] = ()
    excuse: Excuse | None = None

    @property
    def is_present(self) -> bool:
        """Whether the person is in the session."""
        return self.attendance is Attendance.PRESENT

    @property
    def hours(self) -> str:
        """« 14 h 02 à 15 h 10, puis 15 h 30, à distance »; empty for who never came."""
        return ", puis ".join(stay_words(stay) for stay in self.stays)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A seat with who holds it, or a guest (`guest`, no `seat`); `remarks` say what one must know of it."""

    seat: Seat | None
    titular: Place | None = None
    substitute: Place | None = None
    guest: Place | None = None
    voice: Voice | None = None
    proxies: tuple[Proxy, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def id(self) -> tuple[str, int]:
        """What names the line whatever is noted."""
        return ("seat", self.seat.id) if self.seat else ("guest", self.guest.person.id if self.guest else 0)

    @property
    def section(self) -> Section | None:
        """The section of the seat, None for a guest."""
        return self.seat.section if self.seat else None

    @property
    def places(self) -> tuple[Place, ...]:
        """Who is named on the line, the titular first."""
        return tuple(place for place in (self.titular, self.substitute, self.guest) if place)

    @property
    def main(self) -> Place | None:
        """Whom a key is about that names nobody: who is there, else the titular."""
        return next((place for place in self.places if place.is_present), next(iter(self.places), None))

    def place(self, role: MandateRole) -> Place | None:
        """Return who would come in a role; a guest comes as the titular of a seat does."""
        return (self.titular or self.guest) if role is MandateRole.TITULAR else self.substitute

    @property
    def has_proxy(self) -> bool:
        """Whether a proxy uses the votes of the seat."""
        return self.voice is not None and self.voice.exercise is Exercise.PROXY

    @property
    def words(self) -> str:
        """« titulaire présente », « suppléant présent », « pouvoir à M. X », « excusée », « attendu »."""
        if self.has_proxy and self.voice and self.voice.person:
            return f"pouvoir à {self.voice.person.courteous_name}"
        main = self.main
        if main is None:
            return "siège vacant"
        if not (self.seat and main.is_present):
            return main.attendance.said_of(main.person)
        role = MandateRole.TITULAR if main is self.titular else MandateRole.SUBSTITUTE
        return f"{role.said_of(main.person)} {main.attendance.said_of(main.person)}"

    @property
    def hours(self) -> str:
        """The hours of who is or was there; named where titular and substitute both came."""
        told = [place for place in self.places if place.stays]
        if len(told) == 1:
            return told[0].hours
        return f"{NBSP}; ".join(f"{place.person.courteous_name}{NBSP}: {place.hours}" for place in told)

    @property
    def last_noted(self) -> Noted | None:
        """What taking back removes: a proxy that counts, a stay, an excuse, a proxy without effect.

        Of a stay that ended, the departure goes first: it was noted last.
        """
        if self.has_proxy:
            return self.proxies[-1]
        there = [place.stays[-1] for place in self.places if place.is_present]
        left = [place.stays[-1] for place in self.places if place.stays and not place.is_present]
        excuses = [place.excuse for place in self.places if place.excuse]
        noted: list[Noted] = [*there, *left, *excuses, *self.proxies[::-1]]
        return next(iter(noted), None)


def stay_words(stay: Stay) -> str:
    """Return « 14 h 02 », « 14 h 02 à 15 h 10, à distance »."""
    end = f" à {time_words(stay.left_at.time())}" if stay.left_at else ""
    return f"{time_words(stay.arrived_at.time())}{end}{', à distance' if stay.remote else ''}"


def session_list(session: Session, floor: Floor, guests: Iterable[Person] = ()) -> tuple[SessionLine, ...]:
    """Return the lines at the moment of a floor, in the order of the composition, then the guests by name.

    `guests` are expected; who came, or was excused, without a seat is added to them.
    """
    places = _Places(session.presence, floor.at)
    voices = {voice.seat.id: voice for voice in floor.voices}
    lines = [_seat_line(session, seat, places, voices.get(seat.id), floor.lapsed) for seat in session.composition.seats]
    seated = {holding.person.id for _, _, holding in session.composition.holdings()}
    named = {stay.person_id for stay in session.presence.stays} | {each.person_id for each in session.presence.excuses}
    known = {person.id: person for person in guests}
    known |= {person.id: person for person in session.people if person.id in named}
    others = sorted((person for number, person in known.items() if number not in seated), key=_by_name)
    return (*lines, *(SessionLine(None, guest=places.of(person)) for person in others))


class _Places:
    """Finds what was noted of each person without going through everything again for each."""

    def __init__(self, presence: Presence, at: datetime) -> None:
        self._at = at
        self._stays: dict[int, list[Stay]] = {}
        for stay in sorted(presence.stays, key=lambda each: each.arrived_at):
            self._stays.setdefault(stay.person_id, []).append(stay)
        self._excuses = {each.person_id: each for each in presence.excuses}

    def of(self, person: Person) -> Place:
        stays, excuse = tuple(self._stays.get(person.id, ())), self._excuses.get(person.id)
        noted = Presence(stays, (excuse,) if excuse else ())
        return Place(person, attendance_of(noted, person.id, self._at), stays, excuse)


def _by_name(person: Person) -> tuple[str, str]:
    return person.last_name, person.first_name


def _seat_line(
    session: Session, seat: Seat, places: _Places, voice: Voice | None, lapsed: Mapping[int, str]
) -> SessionLine:
    titular, substitute = (places.of(each.person) if each else None for each in (seat.titular, seat.substitute))
    given = (proxy for proxy in session.presence.proxies if proxy.seat_id == seat.id)
    proxies = tuple(sorted(given, key=lambda proxy: (proxy.id not in lapsed, proxy.given_at)))
    line = SessionLine(seat, titular, substitute, None, voice, proxies)
    return replace(line, remarks=tuple(_remarks(session, line, lapsed)))


def _remarks(session: Session, line: SessionLine, lapsed: Mapping[int, str]) -> Iterator[str]:
    for proxy in line.proxies:
        if proxy.id in lapsed:
            yield f"{proxy_words(session, proxy)}{NBSP}: {lapsed[proxy.id]}"
    substitute = line.substitute
    if line.voice is None or substitute is None or not substitute.is_present:
        return
    if line.voice.exercise is Exercise.TITULAR:
        yield f"{substitute.person.courteous_name} assiste sans voix{NBSP}: le titulaire siège"
    elif line.voice.exercise is not Exercise.SUBSTITUTE:
        yield f"{substitute.person.courteous_name} siège pour un autre siège"


def proxy_words(session: Session, proxy: Proxy) -> str:
    """Return « Pouvoir de Mme X à M. Y »."""
    names = [person.courteous_name for each in (proxy.giver_id, proxy.holder_id) if (person := session.person(each))]
    return f"Pouvoir de {' à '.join(names)}"


def fates_told(session: Session, before: Floor, after: Floor) -> tuple[str, ...]:
    """Return what a change of the attendance did to the proxies, a sentence each (domain.md §3.16).

    Example: « Pouvoir de Mme X à M. Y : caduc : la personne qui l’a donné est arrivée à 14 h 20. »
    """
    counted = {voice.seat.id for voice in before.voices if voice.exercise is Exercise.PROXY}
    told = []
    for proxy in session.presence.proxies:
        was, now = before.lapsed.get(proxy.id), after.lapsed.get(proxy.id)
        if not was and now and proxy.seat_id in counted:
            told.append(f"{proxy_words(session, proxy)}{NBSP}: {now}.")
        elif was and not now:
            told.append(f"{proxy_words(session, proxy)}{NBSP}: il a effet.")
    return tuple(told)


def substitute_expected(line: SessionLine) -> Person | None:
    """Return the substitute who may still come for a seat, and sits before any proxy (domain.md §3.16)."""
    place = line.substitute
    return place.person if place and place.attendance in (Attendance.EXPECTED, Attendance.PRESENT) else None
