"""A meeting of the commission and its agenda, as values."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


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
class AgendaItem:
    """One item: `number` is « 1 », « 1.2 »…; `level` 0 for the top."""

    title: str
    level: int = 0
    number: str = ""


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
    agenda: tuple[AgendaItem, ...] = field(default=())

    @property
    def reference(self) -> str:
        """« 2021-1 »."""
        return f"{self.on.year}-{self.number}"


def numbered(lines: str) -> tuple[AgendaItem, ...]:
    r"""Read an agenda typed one item a line and number it; an indented or dashed line is a sub-item.

    >>> [item.number for item in numbered("Installation\n- Composition\n- Présidence\nCalendrier")]
    ['1', '1.1', '1.2', '2']
    """
    items: list[AgendaItem] = []
    top = sub = 0
    for line in lines.splitlines():
        title = line.strip().lstrip("-–•*").strip()
        if not title:
            continue
        nested = line[:1].isspace() or line.lstrip()[:1] in "-–•*"
        if nested and top:
            sub += 1
            items.append(AgendaItem(title, 1, f"{top}.{sub}"))
        else:
            top, sub = top + 1, 0
            items.append(AgendaItem(title, 0, str(top)))
    return tuple(items)


def as_lines(agenda: tuple[AgendaItem, ...]) -> str:
    """Return the agenda as `numbered` reads it."""
    return "\n".join(("- " if item.level else "") + item.title for item in agenda)
