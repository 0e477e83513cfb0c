"""A meeting of the commission as a value: when, how, where it stands, what became of it."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from cpr_desk.domain.agenda import Item
from cpr_desk.domain.french import NBSP, date_digits, date_words, time_words


class MeetingKind(StrEnum):
    """What the meeting is for."""

    INSTALLATION = "installation"
    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    WRITTEN = "written"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            MeetingKind.INSTALLATION: "réunion d’installation",
            MeetingKind.ORDINARY: "réunion ordinaire",
            MeetingKind.EXTRAORDINARY: "réunion extraordinaire",
            MeetingKind.WRITTEN: "consultation écrite",
        }[self]


class MeetingMode(StrEnum):
    """How members take part; « voie télématique et mail » is allowed (avenant 2, S0 §6)."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    MIXED = "mixed"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            MeetingMode.IN_PERSON: "en présence",
            MeetingMode.VIDEO: "en visioconférence",
            MeetingMode.MIXED: "en présence et en visioconférence",
        }[self]


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    CONVENED = "convened"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The French word."""
        return {
            MeetingStatus.PLANNED: "prévue",
            MeetingStatus.CONVENED: "convoquée",
            MeetingStatus.HELD: "tenue",
            MeetingStatus.CANCELLED: "annulée",
        }[self]


@dataclass(frozen=True, slots=True)
class Move:
    """What a meeting was before it was moved, when that was decided, and why."""

    decided_on: date
    was_on: date
    was_starts: time | None
    was_place: str
    reason: str
    was_ends: time | None = None
    was_opens_on: date | None = None

    @property
    def words(self) -> str:
        """« Déplacée le 12/01/2021 ; elle était prévue le jeudi 4 février 2021 à 14 h. Motif : salle prise. »."""
        when = f"le {date_words(self.was_on)}"
        if self.was_opens_on:
            when = f"du {date_words(self.was_opens_on)} au {date_words(self.was_on)}"
        hours = hours_in_words(self.was_starts, self.was_ends)
        hour = f" {hours}" if self.was_ends else f" à {hours}"
        place = f", {self.was_place}" if self.was_place else ""
        return (
            f"Déplacée le {date_digits(self.decided_on)}{NBSP}; elle était prévue {when}{hour if hours else ''}"
            f"{place}. Motif{NBSP}: {self.reason.rstrip('.')}."
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting; `number` counts within the calendar year. `starts` and `ends` are local time.

    A written consultation opens on `opens_on` and closes on `on`. `urgent_…_on` are the days on which president and
    vice-president agreed to a shorter delay, `convened_on` the day of the last convocation issued. `uid` and
    `sequence` are those of the calendar entry. `second_of` is the id of the meeting without quorum that it follows.
    """

    id: int
    number: int
    kind: MeetingKind
    mode: MeetingMode
    on: date
    starts: time | None = None
    place: str = ""
    link: str = ""
    agenda: tuple[Item, ...] = ()
    ends: time | None = None
    opens_on: date | None = None
    joint_with: str = ""
    cancelled_on: date | None = None
    cancel_reason: str = ""
    urgent_president_on: date | None = None
    urgent_vice_president_on: date | None = None
    convened_on: date | None = None
    moves: tuple[Move, ...] = ()
    uid: str = ""
    sequence: int = 0
    second_of: int | None = None

    @property
    def reference(self) -> str:
        """« 2021-1 »."""
        return f"{self.on.year}-{self.number}"

    @property
    def is_written(self) -> bool:
        """Whether it is a consultation by mail, which opens and closes and has no place."""
        return self.kind is MeetingKind.WRITTEN

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.cancelled_on is not None

    @property
    def ends_next_day(self) -> bool:
        """Whether it goes past midnight: an end that is not later than the beginning is one of the next day."""
        return past_midnight(self.starts, self.ends)

    @property
    def hours(self) -> str:
        """« 14 h », « de 14 h à 16 h 30 », « de 22 h à 0 h 30, le lendemain », empty when no hour is known."""
        return hours_in_words(self.starts, self.ends)

    @property
    def urgency(self) -> str:
        """What the documents say of an urgent convocation, empty unless both presidents agreed to it."""
        if not (self.urgent_president_on and self.urgent_vice_president_on):
            return ""
        return (
            f"en urgence, avec l’accord de la présidence, donné le {date_digits(self.urgent_president_on)}, et celui "
            f"de la vice-présidence, donné le {date_digits(self.urgent_vice_president_on)}"
        )

    @property
    def urgent_from(self) -> date | None:
        """The day from which both presidents had agreed to a shorter delay, None unless both did."""
        president, vice_president = self.urgent_president_on, self.urgent_vice_president_on
        return max(president, vice_president) if president and vice_president else None

    def status(self, today: date) -> MeetingStatus:
        """Return where the meeting stands on a day; it counts as held from the day after."""
        if self.is_cancelled:
            return MeetingStatus.CANCELLED
        if self.on < today:
            return MeetingStatus.HELD
        return MeetingStatus.CONVENED if self.convened_on else MeetingStatus.PLANNED


def past_midnight(starts: time | None, ends: time | None) -> bool:
    """Return whether an end is one of the next day."""
    return starts is not None and ends is not None and ends <= starts


def hours_in_words(starts: time | None, ends: time | None) -> str:
    """Return « 14 h », « de 14 h à 16 h 30 », « de 22 h à 0 h 30, le lendemain »; empty without a beginning."""
    if starts is None:
        return ""
    if ends is None:
        return time_words(starts)
    next_day = ", le lendemain" if past_midnight(starts, ends) else ""
    return f"de {time_words(starts)} à {time_words(ends)}{next_day}"
