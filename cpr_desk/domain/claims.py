"""Who attended a meeting, and what each is to be paid for it: what is proposed, and what was kept (domain.md §3.19)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from cpr_desk.domain.attendance import Exercise, Stay
from cpr_desk.domain.composition import Person, Seat
from cpr_desk.domain.french import NBSP, time_words
from cpr_desk.domain.indemnities import NOTHING, Basis, Claim, Rate, YearTotal, amount_of, rate_at, without_rate
from cpr_desk.domain.organisations import EffectiveIndemnity, Indemnity
from cpr_desk.domain.sitting import Session


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member who came: the seat sat for, and how; `exercise` None: there without using the votes of a seat.

    `left_at` None: still there, as far as one knows.
    """

    person: Person
    seat: Seat
    exercise: Exercise | None
    arrived_at: datetime
    left_at: datetime | None = None
    remote: bool = False

    @property
    def capacity(self) -> str:
        """« titulaire », « suppléant, titulaire présent », « voix consultative »."""
        if self.exercise:
            return self.exercise.label
        return "suppléant, titulaire présent" if self.seat.section.votes else "voix consultative"

    @property
    def hours(self) -> str:
        """« 14 h – 16 h 30 », « 14 h » while the departure is not known."""
        ends = [time_words(self.left_at.time())] if self.left_at else []
        return " – ".join([time_words(self.arrived_at.time()), *ends])


def attendees(session: Session) -> tuple[Attendee, ...]:
    """Return the members who came, in the order of their seats; guests are paid by nobody here.

    Who sat for several seats is named once, by the first; who came as a substitute while the titular was there all
    along sat for none.
    """
    stays: dict[int, list[Stay]] = {}
    for stay in session.presence.stays:
        stays.setdefault(stay.person_id, []).append(stay)
    sat = _sat(session)
    found: dict[int, Attendee] = {}
    for seat, _, holding in session.composition.holdings():
        number = holding.person.id
        exercise = sat.get((number, seat.id))
        if number in stays and (number not in found or (exercise and not found[number].exercise)):
            found[number] = _attendee(session, holding.person, seat, exercise, stays[number])
    order = {seat.id: place for place, seat in enumerate(session.composition.seats)}
    return tuple(sorted(found.values(), key=lambda each: (order[each.seat.id], each.person.id)))


def _sat(session: Session) -> dict[tuple[int, int], Exercise]:
    """Return how persons used the votes of seats themselves, at any moment."""
    return {
        (voice.person.id, voice.seat.id): voice.exercise
        for moment in session.presence.moments()
        for voice in session.floor(moment).voices
        if voice.in_person and voice.person and voice.exercise
    }


def _attendee(
    session: Session, person: Person, seat: Seat, exercise: Exercise | None, stays: Sequence[Stay]
) -> Attendee:
    closed = session.sitting.closed_at if session.sitting else None
    departures = [stay.left_at or closed for stay in stays]
    known = [moment for moment in departures if moment]
    return Attendee(
        person,
        seat,
        exercise,
        min(stay.arrived_at for stay in stays),
        max(known) if len(known) == len(departures) else None,
        all(stay.remote for stay in stays),
    )


def propose(session: Session, attendee: Attendee, to: EffectiveIndemnity, rates: Iterable[Rate]) -> Claim:
    """Return what the rate of the profession on the day of the meeting makes.

    Nothing for whom no indemnity is paid, nor for a substitute whose titular was there (D).
    """
    on = session.meeting.on
    unpaid = to.indemnity is Indemnity.NONE or (attendee.seat.section.votes and not attendee.exercise)
    if unpaid:
        return Claim(session.meeting.id, attendee.person.id, on, Basis.NONE, NOTHING)
    rate = rate_at(rates, profession_of(attendee.seat), on)
    basis = rate.usual if rate else Basis.SESSION
    return Claim(session.meeting.id, attendee.person.id, on, basis, rate.of(basis) if rate else None)


def profession_of(seat: Seat) -> str:
    """Return the code of the profession whose rate is paid, empty outside the professional section."""
    return seat.profession.code if seat.profession else ""


def recalculated(kept: Claim, proposed: Claim, rates: Iterable[Rate], profession: str) -> Claim:
    """Return a claim with basis and amount taken again; travel, notes and a basis chosen by hand stay."""
    if not kept.by_hand:
        return replace(kept, basis=proposed.basis, amount=proposed.amount)
    return replace(kept, amount=amount_of(rates, profession, kept.basis, kept.held_on))


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What one person is paid for a meeting: the claim, kept or only proposed, and to whom it goes.

    `attendee` None: kept, yet the attendance no longer tells that the person came. `year` counts this claim;
    `source` is that of the rate of the day.
    """

    person: Person
    claim: Claim
    to: EffectiveIndemnity
    year: YearTotal
    attendee: Attendee | None = None
    profession: str = ""
    organisation: str = ""
    source: str = ""

    @property
    def id(self) -> int:
        """The identity of the person, one a line."""
        return self.person.id

    @property
    def is_kept(self) -> bool:
        """Whether it is stored."""
        return self.claim.id != 0

    @property
    def is_due(self) -> bool:
        """Whether there is anything to pay, or to find the rate of."""
        return self.claim.amount is None or bool(self.claim.total)

    @property
    def payee(self) -> str:
        """Who receives the money, empty where nothing is due."""
        if self.to.indemnity is Indemnity.ORGANISATION:
            return self.organisation
        return self.person.courteous_name if self.claim.total or self.to.indemnity is Indemnity.MEMBER else ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Everything that asks for a look, in French."""
        return tuple(self._doubts())

    def _doubts(self) -> Iterator[str]:
        if self.attendee is None:
            yield f"La présence n’est plus notée{NBSP}: vérifiez cette ligne ou retirez-la."
        if self.claim.amount is None:
            yield "Aucun tarif n’est enregistré pour cette profession à cette date."
        if self.year.is_beyond:
            yield self.year.warning


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """The claims of a meeting, in the order of the seats."""

    lines: tuple[ClaimLine, ...]

    @property
    def is_kept(self) -> bool:
        """Whether every line is stored, so that it can be paid."""
        return bool(self.lines) and all(line.is_kept for line in self.lines)

    def total(self, read: Callable[[Claim], Decimal | None]) -> Decimal:
        """Sum something of the claims."""
        return sum((read(line.claim) or NOTHING for line in self.lines), NOTHING)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at before paying, in French."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[str]:
        if lacking := without_rate([line.claim for line in self.lines]):
            yield lacking
        paid = [line for line in self.lines if line.claim.amount]
        if paid and paid[0].year.ceiling is None:
            yield paid[0].year.warning
        for line in self.lines:
            if line.year.is_beyond:
                yield f"{line.person.courteous_name}{NBSP}: {line.year.warning}"
            if line.attendee is None:
                yield f"{line.person.courteous_name}{NBSP}: la présence n’est plus notée."
