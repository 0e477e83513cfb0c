"""Who was there, told seat by seat over a whole session, as the minutes print it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cpr_desk.domain.attendance import Attendance, Exercise, Stay, Voice
from cpr_desk.domain.composition import Person, Seat, Section
from cpr_desk.domain.french import time_words
from cpr_desk.domain.quorum import Quorum
from cpr_desk.domain.sitting import Session, Sitting


@dataclass(frozen=True, slots=True)
class RollLine:
    """A seat and how it was represented; `is_there` whether anybody sat on it or used its votes at any moment."""

    seat: Seat
    words: str
    is_there: bool


def roll(session: Session, section: Section) -> tuple[RollLine, ...]:
    """Return how each seat of a section was represented, in the order of the composition; none without a session."""
    if session.sitting is None:
        return ()
    floors = [session.floor(moment) for moment in _moments(session, session.sitting)]
    lines = []
    for seat in session.composition.of(section):
        if seat.section.votes:
            voices = [voice for floor in floors if (voice := floor.voice_of(seat.id))]
            told = list(dict.fromkeys(_voice_words(session, session.sitting, voice) for voice in voices))
        else:
            told = [_sat(session, session.sitting, seat, person) for person in _people(seat)]
            told = [words for words in told if words][:1]  # beside the titular, a substitute listens
        lines.append(_line(session, seat, [words for words in told if words]))
    return tuple(lines)


def guests(session: Session) -> tuple[tuple[Person, str], ...]:
    """Return who was there without a seat, with the hours: guests, experts."""
    if session.sitting is None:
        return ()
    seated = {holding.person.id for _, _, holding in session.composition.holdings()}
    others = dict.fromkeys(each.person_id for each in session.presence.stays if each.person_id not in seated)
    found = [person for number in others if (person := session.person(number))]
    return tuple((person, _hours(session, session.sitting, person)) for person in found)


def turning_points(session: Session) -> tuple[Quorum, ...]:
    """Return the quorum at the opening, and each time it was lost or reached again while the session was open."""
    if session.sitting is None:
        return ()
    told: list[Quorum] = []
    for moment in _moments(session, session.sitting):
        quorum = session.quorum(moment)
        if not told or [count.is_reached for count in told[-1].counts] != [count.is_reached for count in quorum.counts]:
            told.append(quorum)
    return tuple(told)


def _moments(session: Session, sitting: Sitting) -> tuple[datetime, ...]:
    """Return the opening and every moment at which the attendance changed while the session was open."""
    changes = session.presence.moments()
    return (sitting.opened_at, *(each for each in changes if each > sitting.opened_at and not _is_over(sitting, each)))


def _is_over(sitting: Sitting, moment: datetime) -> bool:
    return sitting.closed_at is not None and moment >= sitting.closed_at


def _line(session: Session, seat: Seat, told: list[str]) -> RollLine:
    if told:
        words, titular = ", puis ".join(told), seat.titular
        excused = titular is not None and _is_excused(session, titular.person)
        return RollLine(seat, f"{_noted(session, titular.person)}, {words}" if titular and excused else words, True)
    missing = [_noted(session, person) for person in _people(seat)[:1]]
    return RollLine(seat, missing[0] if missing else "siège non pourvu", False)


def _people(seat: Seat) -> list[Person]:
    return [holding.person for holding in (seat.titular, seat.substitute) if holding]


def _is_excused(session: Session, person: Person) -> bool:
    return any(each.person_id == person.id and each.excused for each in session.presence.excuses)


def _noted(session: Session, person: Person) -> str:
    """Return « excusée », « absent »; whoever was expected to the end did not come."""
    noted = Attendance.EXCUSED if _is_excused(session, person) else Attendance.ABSENT
    return noted.said_of(person)


def _voice_words(session: Session, sitting: Sitting, voice: Voice) -> str:
    if voice.person is None or voice.exercise is None:
        return ""
    if voice.exercise is Exercise.PROXY:
        return f"pouvoir à {voice.person.courteous_name}"
    if voice.exercise is Exercise.TITULAR:
        return _there(session, sitting, voice.person)
    return _stood_in(session, sitting, voice.seat, voice.person)


def _sat(session: Session, sitting: Sitting, seat: Seat, person: Person) -> str:
    """Return how a consultative voice was there: « présente », « suppléée par M. X ». Empty when it was not."""
    if not list(_stays(session, sitting, person)):
        return ""
    if seat.titular and person.id == seat.titular.person.id:
        return _there(session, sitting, person)
    return _stood_in(session, sitting, seat, person)


def _stood_in(session: Session, sitting: Sitting, seat: Seat, person: Person) -> str:
    """Return « suppléée par M. X, arrivée à 14 h 20 », said of the titular, or of the seat where it has none."""
    stands_in = "suppléée" if seat.titular and seat.titular.person.is_feminine else "suppléé"
    word = stands_in if seat.titular else "siège représenté"
    hours = _hours(session, sitting, person)
    return ", ".join(part for part in (f"{word} par {person.courteous_name}", hours) if part)


def _there(session: Session, sitting: Sitting, person: Person) -> str:
    present = Attendance.PRESENT.said_of(person)
    return ", ".join(part for part in (present, _hours(session, sitting, person)) if part)


def _stays(session: Session, sitting: Sitting, person: Person) -> Iterator[Stay]:
    """Yield the stays of a person that touch the session."""
    for stay in session.presence.stays:
        gone = stay.left_at is not None and stay.left_at <= sitting.opened_at
        if stay.person_id == person.id and not gone and not _is_over(sitting, stay.arrived_at):
            yield stay


def _hours(session: Session, sitting: Sitting, person: Person) -> str:
    """Return « arrivée à 14 h 20, départ à 15 h, à distance »; nothing where all went the ordinary way."""
    told: list[str] = []
    stays = sorted(_stays(session, sitting, person), key=lambda each: each.arrived_at)
    for number, stay in enumerate(stays):
        if stay.arrived_at > sitting.opened_at:
            told.append(f"{'retour' if number else 'arrivée'} à {time_words(stay.arrived_at.time())}")
        if stay.left_at and not _is_over(sitting, stay.left_at):
            told.append(f"départ à {time_words(stay.left_at.time())}")
    if any(stay.remote for stay in stays):
        told.append("à distance")
    return ", ".join(told)
