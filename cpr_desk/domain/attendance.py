"""Who sits at a moment of the session, and who uses the votes of each seat: votes are spent once (domain.md §3.14–16).

A titular present votes; else the substitute present; else who holds a proxy. Everything is derived from what was noted:
stays, excuses, proxies.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, MandateRole, Person, Seat, Section
from cpr_desk.domain.french import NBSP, plural, time_words

_EARLY, _LONGEST = timedelta(hours=6), timedelta(hours=12)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """A person in the session from `arrived_at` until just before `left_at` (None: still there), local time.

    `seat_id` says which seat a substitute of several sits for; None leaves it to the rule.
    """

    person_id: int
    arrived_at: datetime
    left_at: datetime | None = None
    remote: bool = False
    seat_id: int | None = None
    id: int = 0

    def covers(self, at: datetime) -> bool:
        """Return whether the person is there at that moment."""
        return self.arrived_at <= at and (self.left_at is None or at < self.left_at)


@dataclass(frozen=True, slots=True)
class Excuse:
    """Somebody who is not expected: excused, or noted as absent."""

    person_id: int
    excused: bool
    id: int = 0


@dataclass(frozen=True, slots=True)
class Proxy:
    """The votes of a seat, given by who holds it to another member; `revoked_at` None while it was not taken back."""

    seat_id: int
    giver_id: int
    holder_id: int
    given_at: datetime
    revoked_at: datetime | None = None
    reference: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Presence:
    """All that was noted of who is there; stays and proxies in the order in which they were noted."""

    stays: tuple[Stay, ...] = ()
    excuses: tuple[Excuse, ...] = ()
    proxies: tuple[Proxy, ...] = ()

    def stay_of(self, person_id: int, at: datetime) -> Stay | None:
        """Return the stay that covers a moment, if the person is there."""
        return next((each for each in self.stays if each.person_id == person_id and each.covers(at)), None)

    def moments(self) -> tuple[datetime, ...]:
        """Return every moment at which somebody comes or goes or a proxy changes, in order."""
        return tuple(sorted({moment for moment in self._moments() if moment}))

    def _moments(self) -> Iterator[datetime | None]:
        for stay in self.stays:
            yield from (stay.arrived_at, stay.left_at)
        for proxy in self.proxies:
            yield from (proxy.given_at, proxy.revoked_at)


NOBODY = Presence()
"""Nothing was noted yet."""


class Attendance(StrEnum):
    """How a person stands at a moment."""

    PRESENT = "present"
    LEFT = "left"
    EXCUSED = "excused"
    ABSENT = "absent"
    EXPECTED = "expected"

    @property
    def label(self) -> str:
        """The French word, for a person of either gender."""
        return {
            Attendance.PRESENT: "présence",
            Attendance.LEFT: "départ",
            Attendance.EXCUSED: "excuse",
            Attendance.ABSENT: "absence",
            Attendance.EXPECTED: "arrivée attendue",
        }[self]

    def said_of(self, person: Person) -> str:
        """Return the word that agrees with the person: « présente », « sorti », « attendue »."""
        word = {
            Attendance.PRESENT: "présent",
            Attendance.LEFT: "sorti",
            Attendance.EXCUSED: "excusé",
            Attendance.ABSENT: "absent",
            Attendance.EXPECTED: "attendu",
        }[self]
        return f"{word}e" if person.is_feminine else word


def attendance_of(presence: Presence, person_id: int, at: datetime) -> Attendance:
    """Return how a person stands at a moment; who came and left is « sorti », whatever was noted before."""
    stays = [stay for stay in presence.stays if stay.person_id == person_id and stay.arrived_at <= at]
    if any(stay.covers(at) for stay in stays):
        return Attendance.PRESENT
    if stays:
        return Attendance.LEFT
    noted = next((each for each in presence.excuses if each.person_id == person_id), None)
    if noted is None:
        return Attendance.EXPECTED
    return Attendance.EXCUSED if noted.excused else Attendance.ABSENT


class Exercise(StrEnum):
    """By whom the votes of a seat are used."""

    TITULAR = "titular"
    SUBSTITUTE = "substitute"
    PROXY = "proxy"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Exercise.TITULAR: "titulaire",
            Exercise.SUBSTITUTE: "suppléance",
            Exercise.PROXY: "pouvoir",
        }[self]


@dataclass(frozen=True, slots=True)
class Voice:
    """The votes of a seat at a moment: who uses them and how, or nobody; `remote` when that person is on screen."""

    seat: Seat
    person: Person | None = None
    exercise: Exercise | None = None
    remote: bool = False

    @property
    def votes(self) -> int:
        """The votes that are used: those of the seat, or none."""
        return self.seat.votes if self.exercise else 0

    @property
    def in_person(self) -> bool:
        """Whether the seat itself is there, by its titular or substitute: what a quorum counts."""
        return self.exercise in (Exercise.TITULAR, Exercise.SUBSTITUTE)


@dataclass(frozen=True, slots=True)
class Floor:
    """The session at a moment: the voice of every voting seat, in the order of the composition, and each proxy's fate.

    `lapsed` says by id of a proxy why it has no effect at that moment.
    """

    at: datetime
    voices: tuple[Voice, ...]
    lapsed: Mapping[int, str]

    def of(self, section: Section) -> tuple[Voice, ...]:
        """Return the voices of one section."""
        return tuple(voice for voice in self.voices if voice.seat.section is section)

    def votes(self, section: Section) -> int:
        """Return the votes of a section that somebody uses."""
        return sum(voice.votes for voice in self.of(section))

    @property
    def has_parity(self) -> bool:
        """Whether both sections have the same number of votes in the room."""
        return self.votes(Section.SOCIAL) == self.votes(Section.PROFESSIONAL)

    def voice_of(self, seat_id: int) -> Voice | None:
        """Return the voice of a seat; None for a seat that does not vote."""
        return next((voice for voice in self.voices if voice.seat.id == seat_id), None)


def floor_at(composition: Composition, presence: Presence, rules: Rules, at: datetime) -> Floor:
    """Return who uses the votes of each seat at a moment.

    A titular present votes for each of the seats held; a substitute sits for one seat, whose titular is not there; a
    proxy counts while its giver has not come, its holder sits in the same section, and holds no more than the setting
    allows, the first given first. Certainty C for the proxies (domain.md §3.16), D for one seat a substitute.
    Example: a titular who comes at 14:20 uses the votes from 14:20 on, and the proxy given before lapses for good.
    """
    seats = [seat for seat in composition.seats if seat.section.votes]
    sitting = _sitting(seats, presence, at)
    lapsed: dict[int, str] = {}
    held = Counter[int]()
    for proxy in sorted(presence.proxies, key=lambda each: (each.given_at, each.id)):
        seat = next((each for each in seats if each.id == proxy.seat_id), None)
        reason = _no_effect(proxy, seat, sitting, presence, rules, at, held)
        if reason or seat is None:
            lapsed[proxy.id] = reason
            continue
        holder = _who_sits(sitting, proxy.holder_id, seat.section)
        assert holder is not None  # noqa: S101 - `_no_effect` says so otherwise
        held[proxy.holder_id] += 1
        sitting[seat.id] = Voice(seat, holder.person, Exercise.PROXY, holder.remote)
    return Floor(at, tuple(sitting.get(seat.id, Voice(seat)) for seat in seats), lapsed)


def _sitting(seats: Sequence[Seat], presence: Presence, at: datetime) -> dict[int, Voice]:
    """Return the seats that are there, by their titular, else by a substitute who sits nowhere else."""
    there = {stay.person_id: stay for stay in presence.stays if stay.covers(at)}
    voices: dict[int, Voice] = {}
    busy: set[int] = set()
    for seat in seats:
        if seat.titular and (stay := there.get(seat.titular.person.id)):
            voices[seat.id] = Voice(seat, seat.titular.person, Exercise.TITULAR, stay.remote)
            busy.add(stay.person_id)
    open_to = [seat for seat in seats if seat.id not in voices and seat.substitute]
    # Who chose a seat is served before the rule hands out the others.
    for seat in sorted(open_to, key=lambda each: not _chosen(each, there)):
        assert seat.substitute is not None  # noqa: S101 - filtered above
        person = seat.substitute.person
        stay = there.get(person.id)
        if stay and person.id not in busy:
            voices[seat.id] = Voice(seat, person, Exercise.SUBSTITUTE, stay.remote)
            busy.add(person.id)
    return voices


def _chosen(seat: Seat, there: Mapping[int, Stay]) -> bool:
    stay = there.get(seat.substitute.person.id) if seat.substitute else None
    return stay is not None and stay.seat_id == seat.id


def _no_effect(
    proxy: Proxy,
    seat: Seat | None,
    sitting: Mapping[int, Voice],
    presence: Presence,
    rules: Rules,
    at: datetime,
    held: Counter[int],
) -> str:
    """Return why a proxy has no effect at a moment, in French; empty when it counts."""
    if at < proxy.given_at:
        return "pas encore donné"
    if proxy.revoked_at and proxy.revoked_at <= at:
        return f"retiré à {time_words(proxy.revoked_at.time())}"
    if seat is None:
        return "le siège n’a pas de voix délibérative"
    if came := _came_after(proxy, presence, at):
        return f"caduc{NBSP}: la personne qui l’a donné est arrivée à {time_words(came.time())}"
    voice = sitting.get(seat.id)
    if voice and voice.in_person:
        return "sans effet tant que le siège est représenté en séance"
    if voice:
        return "un autre pouvoir est déjà donné pour ce siège"
    if _who_sits(sitting, proxy.holder_id, seat.section) is None:
        return "sans effet tant que le porteur n’est pas présent dans la section"
    if held[proxy.holder_id] >= rules.proxies_received:
        return "le porteur détient déjà le nombre de pouvoirs permis"
    return ""


def _came_after(proxy: Proxy, presence: Presence, at: datetime) -> datetime | None:
    """Return when the giver was first there since the proxy was given, up to a moment."""
    comings = (
        max(stay.arrived_at, proxy.given_at)
        for stay in presence.stays
        if stay.person_id == proxy.giver_id
        and stay.arrived_at <= at
        and (stay.left_at is None or stay.left_at > proxy.given_at)
    )
    return min(comings, default=None)


def _who_sits(sitting: Mapping[int, Voice], person_id: int, section: Section) -> Voice | None:
    """Return the voice by which a person sits, in the flesh, in a section."""
    return next(
        (
            voice
            for voice in sitting.values()
            if voice.in_person and voice.person and voice.person.id == person_id and voice.seat.section is section
        ),
        None,
    )


def may_hold(
    composition: Composition, presence: Presence, rules: Rules, seat: Seat, at: datetime
) -> tuple[Person, ...]:
    """Return who may be given the proxy of a seat: they sit in its section and hold fewer than the setting allows."""
    floor = floor_at(composition, presence, rules, at)
    voices = floor.of(seat.section)
    held = Counter(voice.person.id for voice in voices if voice.person and voice.exercise is Exercise.PROXY)
    people = {voice.person.id: voice.person for voice in voices if voice.person and voice.in_person}
    return tuple(person for number, person in people.items() if held[number] < rules.proxies_received)


def refuse_proxy(
    composition: Composition, presence: Presence, rules: Rules, proxy: Proxy, *, at: datetime
) -> tuple[str, ...]:
    """Return every reason why a proxy may not be recorded, in French (domain.md §3.16; certainty C)."""
    return tuple(_proxy_refusals(composition, presence, rules, proxy, at))


def _proxy_refusals(
    composition: Composition, presence: Presence, rules: Rules, proxy: Proxy, at: datetime
) -> Iterator[str]:
    seat = next((each for each in composition.seats if each.id == proxy.seat_id), None)
    if seat is None or not seat.section.votes:
        yield "Ce siège n’a pas de voix délibérative."
        return
    if not rules.proxies_received:
        yield "Le règlement choisi dans les paramètres n’admet pas de pouvoir."
    if proxy.giver_id not in _holders(seat):
        yield "Seul le titulaire ou le suppléant du siège peut donner ce pouvoir."
    if proxy.holder_id in _holders(seat):
        yield "Le suppléant siège à la place du titulaire sans pouvoir."
    members = {number for each in composition.of(seat.section) for number in _holders(each)}
    if proxy.holder_id not in members:
        yield "Un pouvoir se donne à un membre de la même section."
    if presence.stay_of(proxy.giver_id, at):
        yield "La personne qui donne le pouvoir est présente."
    in_force = [each for each in presence.proxies if each.id != proxy.id and not _ended(each, presence, at)]
    if any(each.seat_id == proxy.seat_id for each in in_force):
        yield "Un pouvoir est déjà donné pour ce siège."
    if any(each.giver_id == proxy.holder_id for each in in_force):
        yield f"Le porteur a lui-même donné pouvoir{NBSP}: un pouvoir ne se transmet pas."
    if rules.proxies_received and sum(each.holder_id == proxy.holder_id for each in in_force) >= rules.proxies_received:
        yield f"Le porteur détient déjà {plural(rules.proxies_received, 'pouvoir')}, le maximum."


def _holders(seat: Seat) -> set[int]:
    return {holding.person.id for role in MandateRole if (holding := seat.holder(role))}


def _ended(proxy: Proxy, presence: Presence, at: datetime) -> bool:
    """Return whether a proxy will never count again: taken back, or its giver came."""
    return bool(proxy.revoked_at and proxy.revoked_at <= at) or _came_after(proxy, presence, at) is not None


def refuse_stay(presence: Presence, stay: Stay) -> tuple[str, ...]:
    """Return every reason why a stay may not be recorded, in French."""
    return tuple(_stay_refusals(presence, stay))


def _stay_refusals(presence: Presence, stay: Stay) -> Iterator[str]:
    if stay.left_at and stay.left_at <= stay.arrived_at:
        yield "Le départ est noté avant l’arrivée."
    for other in presence.stays:
        if other.id != stay.id and other.person_id == stay.person_id and _overlap(stay, other):
            yield f"Cette personne est déjà notée présente à partir de {time_words(other.arrived_at.time())}."


def _overlap(one: Stay, other: Stay) -> bool:
    return (other.left_at is None or one.arrived_at < other.left_at) and (
        one.left_at is None or other.arrived_at < one.left_at
    )


def moment_of(day: date, opens: time | None, typed: time) -> datetime:
    """Return the moment of an hour typed during a session: past midnight it is one of the next day.

    It is when the session opened more than six hours after it, and half a day before it at the most: other hours are
    slips of the finger, which must not end up on the next day.
    Example: the session opens on 4 February at 20:00; 0:30 is on 5 February, 19:45 and 9:00 on 4 February.
    """
    moment = datetime.combine(day, typed)
    if opens is None:
        return moment
    opened, next_day = datetime.combine(day, opens), moment + _ONE_DAY
    return next_day if opened - moment > _EARLY and next_day - opened <= _LONGEST else moment
