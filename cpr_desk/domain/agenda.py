"""The agenda as a tree kept in one list: kinds, numbers, hours, and how its items move."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

DEEPEST = 2
"""The level of « 1.2.3 », the deepest there is."""


class ItemKind(StrEnum):
    """What the commission does with an item."""

    INFORMATION = "information"
    OPINION = "opinion"
    DECISION = "decision"
    VOTE = "vote"
    MINUTES = "minutes"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            ItemKind.INFORMATION: "pour information",
            ItemKind.OPINION: "pour avis",
            ItemKind.DECISION: "pour décision",
            ItemKind.VOTE: "vote",
            ItemKind.MINUTES: "approbation du relevé de décisions",
        }[self]

    @property
    def is_decided(self) -> bool:
        """Whether the item leaves something to decide, and is carried over while it is not."""
        return self is not ItemKind.INFORMATION


class Verdict(StrEnum):
    """What a section president thinks of an agenda; the règlement asks for the opinion, whatever it is."""

    AGREED = "agreed"
    REMARKS = "remarks"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Verdict.AGREED: "avis favorable",
            Verdict.REMARKS: "avis favorable avec remarques",
            Verdict.REFUSED: "avis défavorable",
        }[self]


@dataclass(frozen=True, slots=True)
class Item:
    """One item; `level` 0 is the top. `minutes` is its duration, `text` its markup (**bold**, lists, links).

    `cpts_id` links a CPTS; `carried_from` is the item of an earlier meeting that it takes up; `id` 0: not stored yet.
    """

    title: str
    level: int = 0
    kind: ItemKind = ItemKind.INFORMATION
    speaker: str = ""
    minutes: int | None = None
    text: str = ""
    cpts_id: int | None = None
    carried_from: int | None = None
    id: int = 0


_LINE = re.compile(r"(\s*)([-–•*\s]*)(.*?)\s*", re.DOTALL)


def from_lines(lines: str) -> tuple[Item, ...]:
    r"""Read an agenda typed one item a line; an indented or dashed line is a sub-item, « -- » one below it.

    >>> numbers(from_lines("Installation\n- Composition\n-- Titulaires\nCalendrier"))
    ('1', '1.1', '1.1.1', '2')
    """
    items: list[Item] = []
    for line in lines.splitlines():
        found = _LINE.fullmatch(line)
        assert found is not None  # noqa: S101 - every part may be empty
        indent, marks, title = found.groups()
        if not title:
            continue
        items.append(Item(title, len("".join(marks.split())) or int(bool(indent))))
    return settled(items)


def numbers(items: Iterable[Item]) -> tuple[str, ...]:
    """Return the number of each item, « 1 », « 1.1 », « 1.1.1 », « 2 » and so on.

    >>> numbers((Item("Installation"), Item("Composition", 1), Item("Calendrier")))
    ('1', '1.1', '2')
    """
    counts = [0] * (DEEPEST + 1)
    told = []
    for item in items:
        counts[item.level] += 1
        counts[item.level + 1 :] = [0] * (DEEPEST - item.level)
        told.append(".".join(str(count) for count in counts[: item.level + 1]))
    return tuple(told)


def settled(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items with levels that make a tree: the first at the top, none two levels below the one before."""
    kept: list[Item] = []
    for item in items:
        deepest = min(kept[-1].level + 1, DEEPEST) if kept else 0
        kept.append(replace(item, level=max(0, min(item.level, deepest))))
    return tuple(kept)


def family(items: Sequence[Item], at: int) -> range:
    """Return the places of an item and of all that hangs on it."""
    end = at + 1
    while end < len(items) and items[end].level > items[at].level:
        end += 1
    return range(at, end)


def moved(items: Sequence[Item], at: int, to: int) -> tuple[Item, ...]:
    """Move an item with its family to the place before `to` (the length: the end). Inside itself: nothing changes."""
    own = family(items, at)
    if to in own or to == own.stop:
        return tuple(items)
    taken = items[own.start : own.stop]
    rest = [*items[: own.start], *items[own.stop :]]
    place = to if to < own.start else to - len(taken)
    return settled((*rest[:place], *taken, *rest[place:]))


def nested(items: Sequence[Item], at: int, step: int) -> tuple[Item, ...]:
    """Set an item and its family one level deeper (`step` 1) or higher (-1), where the tree allows it."""
    level = items[at].level + step
    above = items[at - 1].level + 1 if at else 0
    own = family(items, at)
    if not 0 <= level <= above or max(items[place].level for place in own) + step > DEEPEST:
        return tuple(items)
    return settled(
        [replace(item, level=item.level + step) if place in own else item for place, item in enumerate(items)]
    )


@dataclass(frozen=True, slots=True)
class Hour:
    """When an item begins; `next_day` past midnight."""

    at: time
    next_day: bool = False


def hours(items: Sequence[Item], starts: time | None) -> tuple[Hour | None, ...]:
    """Return when each item begins, None as soon as an hour or a duration is not known.

    An item with others under it lasts as long as they do, beside its own minutes, which come first.
    """
    if starts is None:
        return (None,) * len(items)
    return tuple(_hours(items, starts))


def _hours(items: Sequence[Item], starts: time) -> Iterator[Hour | None]:
    first = now = datetime.combine(datetime.min, starts)  # noqa: DTZ901 - an hour on no day: only differences count
    known = True
    for place, item in enumerate(items):
        yield Hour(now.time(), now.date() > first.date()) if known else None
        leads = len(family(items, place)) > 1
        known = known and (item.minutes is not None or leads)
        now += timedelta(minutes=item.minutes or 0)


def total_minutes(items: Iterable[Item]) -> int:
    """Return the minutes of the whole agenda, as far as they are told."""
    return sum(item.minutes or 0 for item in items)


def carried_over(items: Iterable[Item], undecided: Iterable[int]) -> tuple[Item, ...]:
    """Return the items of an earlier agenda that are still to be decided, each naming the one it takes up.

    Titles, texts and links stay; they come at the top level. `undecided` are ids of items.
    """
    wanted = set(undecided)
    return tuple(replace(item, level=0, carried_from=item.id, id=0) for item in items if item.id in wanted)


def with_minutes_to_approve(items: Sequence[Item], earlier: str) -> tuple[Item, ...]:
    """Put the approval of the last minutes first, unless the agenda has it; `earlier` names that meeting."""
    if not earlier or any(item.kind is ItemKind.MINUTES for item in items):
        return tuple(items)
    return (Item(f"Approbation du relevé de décisions de la {earlier}", kind=ItemKind.MINUTES), *items)


def agenda_hash(items: Iterable[Item]) -> str:
    """Return what tells versions of an agenda apart (SHA-256): it changes with what an item says and in what order.

    Its papers and the CPTS it concerns may come later: an opinion is given on the items.
    """
    printed = [[item.title, item.level, item.kind.value, item.speaker, item.minutes, item.text] for item in items]
    return hashlib.sha256(json.dumps(printed, ensure_ascii=False).encode()).hexdigest()
