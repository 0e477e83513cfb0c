"""The minutes (relevé de décisions): what people write beside what the data tell, signed, approved, then locked.

Attendance, quorum and votes are never part of the text: they are told anew from the data each time (domain.md §3.18).
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import VOTING, Section
from cpr_desk.domain.french import NBSP, date_digits

LONGEST_PASSAGE = 50_000
"""Characters of one passage."""


class Part(StrEnum):
    """What a passage of the minutes tells."""

    OPENING = "opening"
    DISCUSSION = "discussion"
    DECISION = "decision"
    ACTION = "action"
    CLOSING = "closing"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Part.OPENING: "Ouverture de la séance",
            Part.DISCUSSION: "Échanges",
            Part.DECISION: "Décision",
            Part.ACTION: "Suites à donner",
            Part.CLOSING: "Clôture de la séance",
        }[self]

    @property
    def is_of_item(self) -> bool:
        """Whether there is one for each item of the agenda."""
        return self not in (Part.OPENING, Part.CLOSING)


Place = tuple[int | None, Part]
"""Where a passage stands: the id of its item (None: of the whole meeting) and its part."""

Passages = Mapping[Place, str]
"""What was written, in the markup of the agenda (**bold**, lists, links)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not saved yet, with the moment (local time) at which it was kept aside."""

    passages: Passages
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the minutes as it was kept: its PDF by hash, and the passages it told."""

    number: int
    made_on: date
    sha256: str
    size: int
    passages: Passages
    id: int = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """A section president (or who signs for them) signed a version of the minutes."""

    section: Section
    name: str
    signed_on: date
    version: int


@dataclass(frozen=True, slots=True)
class Unlocking:
    """Approved minutes were opened again: when, and why."""

    on: date
    reason: str


class State(StrEnum):
    """Where the minutes stand."""

    TO_WRITE = "to_write"
    DRAFT = "draft"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            State.TO_WRITE: "à rédiger",
            State.DRAFT: "en rédaction",
            State.TO_SIGN: "à signer",
            State.SIGNED: "signé, à approuver",
            State.APPROVED: "approuvé",
        }[self]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting; `approved_in` names the meeting that approved them, `locked` keeps them as they are."""

    passages: Passages
    versions: tuple[Version, ...] = ()
    signatures: tuple[Signature, ...] = ()
    approved_on: date | None = None
    approved_in: str = ""
    locked: bool = False
    unlockings: tuple[Unlocking, ...] = ()

    @property
    def last(self) -> Version | None:
        """The last version kept."""
        return max(self.versions, key=lambda each: each.number, default=None)

    @property
    def in_force(self) -> tuple[Signature, ...]:
        """The signatures on the last version: one on an earlier version signs nothing of it."""
        last = self.last
        return tuple(each for each in self.signatures if last and each.version == last.number)

    @property
    def is_ahead(self) -> bool:
        """Whether the text was changed since the last version was kept."""
        last = self.last
        return last is not None and _written(last.passages) != _written(self.passages)

    @property
    def state(self) -> State:
        """Where they stand."""
        if self.locked:
            return State.APPROVED
        if self.last is None or self.is_ahead:
            return State.DRAFT if self.last or _written(self.passages) else State.TO_WRITE
        return State.TO_SIGN if self.unsigned else State.SIGNED

    @property
    def unsigned(self) -> tuple[Section, ...]:
        """The sections whose president has not signed the last version."""
        signed = {each.section for each in self.in_force}
        return tuple(section for section in VOTING if section not in signed)


def _written(passages: Passages) -> dict[Place, str]:
    return {place: text for place, text in passages.items() if text.strip()}


def minutes_due(held_on: date, rules: Rules) -> date:
    """Return the last day for the minutes: 30 days after the meeting by default (domain.md §3.18, certainty C).

    Example: held on 4 February 2021, due on 6 March 2021.
    """
    return held_on + timedelta(days=rules.minutes_days)


def refuse_signature(minutes: Minutes, section: Section, name: str, signed_on: date, today: date) -> tuple[str, ...]:
    """Return every reason why a signature may not be recorded, in French."""
    return tuple(_signature_refusals(minutes, section, name, signed_on, today))


def _signature_refusals(minutes: Minutes, section: Section, name: str, signed_on: date, today: date) -> Iterator[str]:
    last = minutes.last
    if last is None:
        yield "Éditez d’abord une version du relevé de décisions."
    elif minutes.is_ahead:
        yield "Le texte a changé depuis la dernière version. Éditez une version, puis faites-la signer."
    elif signed_on < last.made_on:
        yield f"La version {last.number} est du {date_digits(last.made_on)}{NBSP}; la signature ne peut la précéder."
    if signed_on > today:
        yield "Cette date est à venir."
    if not name.strip():
        yield "Indiquez qui a signé."
    if minutes.locked:
        yield "Le relevé de décisions est approuvé. Rouvrez-le avec un motif pour le changer."
    if any(each.section is section for each in minutes.in_force):
        yield f"La {section.label.lower()} a déjà signé cette version."


def refuse_approval(minutes: Minutes, held_on: date, approved_on: date, today: date) -> tuple[str, ...]:
    """Return every reason why the minutes of a meeting may not be approved on a day, in French."""
    return tuple(_approval_refusals(minutes, held_on, approved_on, today))


def _approval_refusals(minutes: Minutes, held_on: date, approved_on: date, today: date) -> Iterator[str]:
    if minutes.locked:
        yield "Ce relevé de décisions est déjà approuvé."
    elif minutes.last is None:
        yield "Éditez d’abord une version du relevé de décisions."
    elif minutes.is_ahead:
        yield "Le texte a changé depuis la dernière version. Éditez une version avant de l’approuver."
    if approved_on > today:
        yield "Cette date est à venir."
    if approved_on < held_on:
        yield f"La réunion est du {date_digits(held_on)}{NBSP}; l’approbation ne peut la précéder."
    elif minutes.last and approved_on < minutes.last.made_on:
        number, made_on = minutes.last.number, date_digits(minutes.last.made_on)
        yield f"La version {number} est du {made_on}{NBSP}; l’approbation ne peut la précéder."


def refuse_unlocking(minutes: Minutes, reason: str) -> tuple[str, ...]:
    """Return every reason why approved minutes may not be opened again, in French."""
    if not minutes.locked:
        return ("Ce relevé de décisions n’est pas approuvé, il peut être modifié.",)
    return () if reason.strip() else (f"Indiquez le motif{NBSP}: le relevé le garde.",)


class Change(StrEnum):
    """What became of a stretch of text between two versions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in a row that share one fate."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A passage that differs between two versions."""

    place: Place
    stretches: tuple[Stretch, ...]


def compare(before: Passages, after: Passages, order: Sequence[Place]) -> tuple[Comparison, ...]:
    """Return the passages that differ, in the given order, those of items since removed last, word by word."""
    places = [*order, *sorted(before.keys() - set(order), key=lambda place: (place[0] or 0, place[1]))]
    return tuple(
        Comparison(place, tuple(_stretches(before.get(place, ""), after.get(place, ""))))
        for place in places
        if before.get(place, "").strip() != after.get(place, "").strip()
    )


def _stretches(before: str, after: str) -> Iterator[Stretch]:
    old, new = _words(before), _words(after)
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch(Change.SAME, "".join(old[i:j]))
            continue
        if j > i:
            yield Stretch(Change.REMOVED, "".join(old[i:j]))
        if m > k:
            yield Stretch(Change.ADDED, "".join(new[k:m]))


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def places_of(items: Iterable[int]) -> tuple[Place, ...]:
    """Return where passages may stand, in the order of the minutes; `items` are ids of the agenda, in order."""
    inside = [(item, part) for item in items for part in Part if part.is_of_item]
    return ((None, Part.OPENING), *inside, (None, Part.CLOSING))
