"""Who designates which seats, what is still to designate, and by when it should be known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import HEALTH_CENTRES, Composition, Profession, Seat, Section
from cpr_desk.domain.deadlines import Deadline, Holidays, last_working_day
from cpr_desk.domain.french import NBSP, date_words, listing, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.organisations import (
    EffectiveIndemnity,
    Indemnity,
    Organisation,
    designator_key,
    effective_indemnity,
)

ANSWER_DAYS = 30
"""Days left to answer where no meeting decides (D)."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Designator:
    """Who designates, and the seats it designates to: a union, a scheme, the centres de santé, a body (S3)."""

    name: str
    seats: tuple[Seat, ...]

    @property
    def section(self) -> Section:
        """The section of its first seat."""
        return self.seats[0].section

    @property
    def professions(self) -> tuple[Profession, ...]:
        """The professions it sits for, in the order of its seats."""
        return tuple(dict.fromkeys(seat.profession for seat in self.seats if seat.profession))

    @property
    def sphere(self) -> str:
        """« Médecins et Biologistes », else the section."""
        if self.section is not Section.PROFESSIONAL:
            return self.section.label
        return listing(profession.label for profession in self.professions) or self.section.label

    @property
    def is_named_by_table(self) -> bool:
        """Whether its name is the one of a scheme or a profession, which nobody may correct here."""
        return self.section is Section.SOCIAL or not self.seats[0].organisation

    @property
    def is_health_centres(self) -> bool:
        """Whether it stands for the organisations of the centres de santé."""
        return any(profession.code == HEALTH_CENTRES for profession in self.professions)

    @property
    def vacant(self) -> tuple[Seat, ...]:
        """The seats without a titular."""
        return tuple(seat for seat in self.seats if seat.titular is None)

    @property
    def is_reminded(self) -> bool:
        """Whether a reminder goes to it unless told otherwise: a seat that votes has no titular.

        Example: in the composition of 04/02/2021 (S3), 14 unions and the centres de santé, for 16 seats.
        """
        return self.section.votes and bool(self.vacant)

    @property
    def incomplete(self) -> tuple[Seat, ...]:
        """The seats where somebody is still to designate, in the order of the official table."""
        return tuple(seat for seat in self.seats if seat.titular is None or seat.substitute is None)


def designators(composition: Composition) -> tuple[Designator, ...]:
    """Return who designates the seats of a composition, in the order of the official tables."""
    seats: dict[str, list[Seat]] = {}
    for seat in composition.seats:
        if seat.represents:
            seats.setdefault(designator_key(seat.represents), []).append(seat)
    return tuple(Designator(found[0].represents, tuple(found)) for found in seats.values())


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who designates, how one writes to it, and what was chosen for the professions it sits for."""

    designator: Designator
    organisation: Organisation
    professions: tuple[tuple[Profession, Indemnity | None], ...] = ()

    @property
    def key(self) -> str:
        """What names it through reloads: it may have no stored row yet."""
        return designator_key(self.designator.name)

    @property
    def indemnities(self) -> tuple[EffectiveIndemnity, ...]:
        """To whom the indemnity of its members goes: one answer, or several where its professions differ."""
        return self.inheriting(self.organisation.indemnity)

    def inheriting(self, indemnity: Indemnity | None) -> tuple[EffectiveIndemnity, ...]:
        """Return what a choice for the organisation would come to; None follows the professions."""
        chosen = [each for _, each in self.professions] or [None]
        found = (effective_indemnity(self.designator.section, indemnity, each) for each in chosen)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class AnswerBy:
    """By when to answer, and why; `meeting` is the next one that may still be convened, if any."""

    on: date
    why: str
    meeting: Meeting | None = None
    convocation: Deadline | None = None

    def meeting_for(self, day: date) -> Meeting | None:
        """Return the meeting that an answer on that day leaves time to convene, if any."""
        return self.meeting if self.convocation and day < self.convocation.latest else None


def answer_by(
    issued_on: date, meetings: Iterable[tuple[Meeting, Deadline]], holidays: Holidays, days: int = ANSWER_DAYS
) -> AnswerBy:
    """Return by when designations are asked for: in time for the next convocation, else within `days` of the issue.

    `meetings` are those planned, each with the deadline of its convocation. In time is the last working day before the
    convocation must leave; a meeting whose convocation leaves at once comes too early. No text gives a delay (D).
    Example: issued on 01/12/2020 for the meeting of 04/02/2021, whose convocation leaves by 20/01/2021: 19/01/2021.
    """
    for meeting, convocation in sorted(meetings, key=lambda pair: pair[0].on):
        day = last_working_day(convocation.latest - _ONE_DAY, holidays)
        if day > issued_on:
            return AnswerBy(
                day,
                f"Avant la date limite de convocation de la réunion du {date_words(meeting.on)}, "
                f"le {date_words(convocation.latest)} ({DEFAULT_RULE_NOTICE}).",
                meeting,
                convocation,
            )
    return AnswerBy(
        issued_on + timedelta(days=days),
        f"Aucune réunion à convoquer n’est prévue{NBSP}: {plural(days, 'jour')} après l’envoi ({DEFAULT_RULE_NOTICE}).",
    )
