"""The life of a seat, event by event, in the words a secretary would tell it with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from cpr_desk.domain.composition import MandateRole
from cpr_desk.domain.french import NBSP, capital, date_digits
from cpr_desk.domain.mandates import EndReason, Mandate, SeatLife

_ONE_DAY = timedelta(days=1)


class SeatEventKind(StrEnum):
    """What happened to a seat, in the order of the events of one day."""

    OPENED = "opened"
    VOTES = "votes"
    PLACE = "place"
    ENDED = "ended"
    SWAPPED = "swapped"
    DESIGNATED = "designated"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            SeatEventKind.OPENED: "Ouverture du siège",
            SeatEventKind.VOTES: "Voix",
            SeatEventKind.PLACE: "Ordre du tableau",
            SeatEventKind.ENDED: "Fin de mandat",
            SeatEventKind.SWAPPED: "Échange",
            SeatEventKind.DESIGNATED: "Désignation",
            SeatEventKind.CLOSED: "Fermeture du siège",
        }[self]


@dataclass(frozen=True, slots=True)
class Standing:
    """The votes of a seat and its place in the official table, from a day on."""

    since: date
    votes: int
    position: int


@dataclass(frozen=True, slots=True)
class SeatEvent:
    """What happened to a seat on a day: the first day on which the composition shows it."""

    on: date
    kind: SeatEventKind
    what: str
    detail: str = ""
    role: MandateRole | None = None


@dataclass(frozen=True, slots=True)
class SeatHistory:
    """What names a seat, and every event of its life in order."""

    label: str
    events: tuple[SeatEvent, ...]


def seat_history(life: SeatLife, standings: Sequence[Standing]) -> SeatHistory:
    """Return the history of a seat; `standings` in order of date.

    Example: a mandate whose last day is 30/06/2022 is told on 01/07/2022, beside the designation that follows it.
    """
    kinds = list(SeatEventKind)
    events = [*_of_seat(life), *_of_standings(standings), *_of_mandates(life.mandates)]
    events.sort(key=lambda event: (event.on, kinds.index(event.kind)))
    return SeatHistory(life.label, tuple(events))


def _of_seat(life: SeatLife) -> Iterator[SeatEvent]:
    yield SeatEvent(life.since, SeatEventKind.OPENED, "Le siège est ouvert")
    if life.until:
        last = f"Dernier jour{NBSP}: {date_digits(life.until)}"
        yield SeatEvent(life.until + _ONE_DAY, SeatEventKind.CLOSED, "Le siège est fermé", last)


def _of_standings(standings: Sequence[Standing]) -> Iterator[SeatEvent]:
    for first in standings[:1]:
        if first.votes:
            yield SeatEvent(first.since, SeatEventKind.VOTES, f"Il porte {first.votes}{NBSP}voix")
        yield SeatEvent(first.since, SeatEventKind.PLACE, f"Il prend la ligne {first.position} du tableau")
    for before, after in pairwise(standings):
        if before.votes != after.votes:
            what = f"De {before.votes} à {after.votes}{NBSP}voix"
            yield SeatEvent(after.since, SeatEventKind.VOTES, what)
        if before.position != after.position:
            what = f"De la ligne {before.position} à la ligne {after.position} du tableau"
            yield SeatEvent(after.since, SeatEventKind.PLACE, what)


def _of_mandates(mandates: Sequence[Mandate]) -> Iterator[SeatEvent]:
    swapped: set[int] = set()
    for old_titular, old_substitute, titular, substitute in _swaps(mandates):
        swapped |= {-old_titular.id, -old_substitute.id, titular.id, substitute.id}
        names = [f"{each.person.courteous_name} devient {each.role_words}" for each in (titular, substitute)]
        what = ", ".join(names)
        yield SeatEvent(titular.since, SeatEventKind.SWAPPED, what)
    for mandate in mandates:
        if mandate.id not in swapped:
            yield _designated(mandate)
        if mandate.until and -mandate.id not in swapped:
            yield _ended(mandate, mandate.until)


def _swaps(mandates: Sequence[Mandate]) -> Iterator[tuple[Mandate, Mandate, Mandate, Mandate]]:
    """Yield both mandates that ended and both that began where a titular and a substitute traded places."""
    begun = {(each.person.id, each.role, each.since): each for each in mandates}
    ended = {(each.role, each.until + _ONE_DAY): each for each in mandates if each.until and each.end_reason}
    for (role, day), old_titular in ended.items():
        old_substitute = ended.get((MandateRole.SUBSTITUTE, day))
        if role is not MandateRole.TITULAR or old_substitute is None:
            continue
        titular = begun.get((old_substitute.person.id, MandateRole.TITULAR, day))
        substitute = begun.get((old_titular.person.id, MandateRole.SUBSTITUTE, day))
        if titular and substitute:
            yield old_titular, old_substitute, titular, substitute


def _designated(mandate: Mandate) -> SeatEvent:
    letter = mandate.letter
    told = []
    if letter:
        on = f" du {date_digits(letter.on)}" if letter.on else ""
        reference = f", réf. {letter.reference}" if letter.reference else ""
        told.append(f"Lettre{on}{reference}")
    if mandate.until and mandate.end_reason is None:
        told.append(f"Terme prévu le {date_digits(mandate.until)}")
    what = f"{mandate.person.courteous_name}, {mandate.role_words}"
    return SeatEvent(mandate.since, SeatEventKind.DESIGNATED, what, ". ".join(told), mandate.role)


def _ended(mandate: Mandate, until: date) -> SeatEvent:
    reason = mandate.end_reason or EndReason.TERM
    told = [capital(reason.label), f"dernier jour{NBSP}: {date_digits(until)}"]
    if mandate.end_note:
        told.append(mandate.end_note)
    what = f"{mandate.person.courteous_name} n’est plus {mandate.role_words}"
    return SeatEvent(until + _ONE_DAY, SeatEventKind.ENDED, what, ", ".join(told), mandate.role)
