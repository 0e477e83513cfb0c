"""A session typed afterwards from its attendance sheet: one mark a seat makes the presence (domain.md §3.14–16)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cpr_desk.domain.attendance import Excuse, Exercise, Presence, Proxy, Stay, Voice, floor_at
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Holding, Seat


class Mark(StrEnum):
    """What the attendance sheet tells of a seat; the value is the key that types it."""

    PRESENT = "P"
    SUBSTITUTE = "S"
    PROXY = "O"
    EXCUSED = "E"
    ABSENT = "A"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Mark.PRESENT: "titulaire présent",
            Mark.SUBSTITUTE: "suppléant présent",
            Mark.PROXY: "pouvoir",
            Mark.EXCUSED: "excusé",
            Mark.ABSENT: "absent",
        }[self]


@dataclass(frozen=True, slots=True)
class SeatNote:
    """The mark of a seat, and to whom its proxy was given (0: nobody)."""

    mark: Mark
    holder_id: int = 0


Notes = Mapping[int, SeatNote]
"""By id of a seat; a seat without a note is left as expected."""


def presence_after(composition: Composition, notes: Notes, opened_at: datetime) -> Presence:
    """Return the presence that marks make: everybody there from the opening to the end.

    Who sits for several seats comes once; who is there is not excused, whatever another seat says.
    """
    stays: dict[int, Stay] = {}
    absences: dict[int, Excuse] = {}
    proxies = []
    for seat in composition.seats:
        note = notes.get(seat.id)
        if note is None:
            continue
        if note.mark is Mark.PRESENT and seat.titular:
            stays.setdefault(seat.titular.person.id, Stay(seat.titular.person.id, opened_at))
        elif note.mark is Mark.SUBSTITUTE and seat.substitute:
            number = seat.substitute.person.id
            stays.setdefault(number, Stay(number, opened_at, seat_id=seat.id))
        elif note.mark is Mark.PROXY and (giver := _giver(seat)):
            proxies.append(Proxy(seat.id, giver.person.id, note.holder_id, opened_at))
        if seat.titular and note.mark not in (Mark.PRESENT, Mark.ABSENT):
            absences.setdefault(seat.titular.person.id, Excuse(seat.titular.person.id, excused=True))
        elif seat.titular and note.mark is Mark.ABSENT:
            absences.setdefault(seat.titular.person.id, Excuse(seat.titular.person.id, excused=False))
    missing = tuple(each for number, each in absences.items() if number not in stays)
    return Presence(tuple(stays.values()), missing, tuple(replace(each, id=n) for n, each in enumerate(proxies, 1)))


def _giver(seat: Seat) -> Holding | None:
    return seat.titular or seat.substitute


def refuse_notes(composition: Composition, rules: Rules, notes: Notes, opened_at: datetime) -> Mapping[int, str]:
    """Return by seat why its mark cannot stand, in French: what is noted must be what the rules then make of it."""
    presence = presence_after(composition, notes, opened_at)
    floor = floor_at(composition, presence, rules, opened_at)
    lapsed = {each.seat_id: floor.lapsed[each.id] for each in presence.proxies if each.id in floor.lapsed}
    told = {}
    for seat in composition.seats:
        note = notes.get(seat.id)
        if note and (why := next(_refusals(seat, note, presence, floor.voice_of(seat.id), lapsed), "")):
            told[seat.id] = why
    return told


def _refusals(
    seat: Seat, note: SeatNote, presence: Presence, voice: Voice | None, lapsed: Mapping[int, str]
) -> Iterator[str]:
    there = {stay.person_id for stay in presence.stays}
    titular = seat.titular.person if seat.titular else None
    if note.mark is Mark.PRESENT and titular is None:
        yield "Ce siège n’a pas de titulaire."
    if note.mark is Mark.SUBSTITUTE and seat.substitute is None:
        yield "Ce siège n’a pas de suppléant."
    if note.mark is not Mark.PRESENT and titular and titular.id in there:
        yield f"{titular.courteous_name} est là pour un autre siège."
    if note.mark is Mark.PROXY and not seat.section.votes:
        yield "Une voix consultative ne donne pas de pouvoir."
    if note.mark is Mark.PROXY and not note.holder_id:
        yield "Indiquez à qui le pouvoir est donné."
    if note.mark is Mark.PROXY and _giver(seat) is None:
        yield "Ce siège n’est pas pourvu."
    if why := lapsed.get(seat.id):
        yield f"Pouvoir {why}."
    if note.mark is Mark.SUBSTITUTE and voice and voice.exercise is not Exercise.SUBSTITUTE:
        yield "Ce suppléant siège déjà sur un autre siège."


def notes_of(composition: Composition, presence: Presence) -> Notes:
    """Return the marks that tell a presence best: who came at any moment, else the proxy given, else the absence."""
    there = {stay.person_id: stay for stay in presence.stays}
    given = {proxy.seat_id: proxy for proxy in presence.proxies if not proxy.revoked_at}
    excused = {each.person_id: each.excused for each in presence.excuses}
    notes = {}
    for seat in composition.seats:
        titular, substitute = seat.titular, seat.substitute
        if titular and titular.person.id in there:
            notes[seat.id] = SeatNote(Mark.PRESENT)
        elif substitute and (stay := there.get(substitute.person.id)) and stay.seat_id in (seat.id, None):
            notes[seat.id] = SeatNote(Mark.SUBSTITUTE)
        elif proxy := given.get(seat.id):
            notes[seat.id] = SeatNote(Mark.PROXY, proxy.holder_id)
        elif titular and titular.person.id in excused:
            notes[seat.id] = SeatNote(Mark.EXCUSED if excused[titular.person.id] else Mark.ABSENT)
    return notes


def is_told(composition: Composition, presence: Presence, notes: Notes, opened_at: datetime) -> bool:
    """Return whether marks tell all of a presence: not hours of arrival, nor who was at a distance.

    Guests, and substitutes excused, stand beside the marks: they do not count here. Nor does when a proxy was given.
    """
    return _bare(seated(composition, presence)) == _bare(presence_after(composition, notes, opened_at))


def seated(composition: Composition, presence: Presence) -> Presence:
    """Return what marks may tell of a presence: the stays of members, the absences of titulars, the proxies."""
    members = {holding.person.id for _, _, holding in composition.holdings()}
    titulars = {seat.titular.person.id for seat in composition.seats if seat.titular}
    return Presence(
        tuple(each for each in presence.stays if each.person_id in members),
        tuple(each for each in presence.excuses if each.person_id in titulars),
        presence.proxies,
    )


def gift(proxy: Proxy) -> tuple[int, int, int]:
    """Return what makes two records one proxy: the seat, who gives, who holds."""
    return proxy.seat_id, proxy.giver_id, proxy.holder_id


def _bare(presence: Presence) -> tuple[frozenset[object], ...]:
    """Return what a presence says, whatever the order and the ids."""
    kinds = (presence.stays, presence.excuses)
    given = frozenset((gift(each), each.revoked_at) for each in presence.proxies)
    return *(frozenset(replace(each, id=0) for each in kind) for kind in kinds), given
