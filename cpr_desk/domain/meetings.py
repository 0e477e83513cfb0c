"""A meeting of the commission and its agenda, as values."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from cpr_desk.domain.agenda import Item


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


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting; `number` counts within the calendar year. `starts` is local time."""

    id: int
    number: int
    kind: MeetingKind
    mode: MeetingMode
    on: date
    starts: time | None = None
    place: str = ""
    link: str = ""
    agenda: tuple[Item, ...] = field(default=())

    @property
    def reference(self) -> str:
        """« 2021-1 »."""
        return f"{self.on.year}-{self.number}"
