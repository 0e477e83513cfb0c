"""What an import would do, for a person to look at before it is done."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from cpr_desk.domain.french import NBSP
from cpr_desk.imports.problems import Problem
from cpr_desk.imports.questions import Question


class Status(StrEnum):
    """What an import does to a seat, to a CPTS or with a payment."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    KNOWN = "known"
    LEFT_OUT = "left_out"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Status.ADDED: "ajout",
            Status.CHANGED: "modification",
            Status.ENDED: "fin",
            Status.KNOWN: "déjà enregistré",
            Status.LEFT_OUT: "laissé de côté",
        }[self]


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a preview: what a place or a field was and becomes; `remark` says what values alone do not."""

    status: Status
    what: str
    before: str
    after: str
    remark: str = ""

    @property
    def text(self) -> str:
        """« voix : 3 → 2 », or « voix : 3 » for what is new."""
        values = self.after if self.status is Status.ADDED else f"{self.before} → {self.after}"
        return f"{self.what}{NBSP}: {values}"


class Change(Protocol):
    """One change, part by part."""

    @property
    def status(self) -> Status:
        """What happens."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it changes."""


_Change = TypeVar("_Change", bound=Change)


@dataclass(frozen=True)  # no slots: on 3.11 they forbid to call the alias Proposal[…]
class Proposal(Generic[_Change]):
    """The changes in the order of the file, then what ends; with one problem, none may be applied.

    `questions` are all that a person may answer; those `open` keep the file from being applied.
    """

    changes: tuple[_Change, ...]
    unchanged: int
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    open: tuple[Question, ...] = ()

    @property
    def added(self) -> int:
        """Number of additions."""
        return self._count(Status.ADDED)

    @property
    def changed(self) -> int:
        """Number of changes to what exists."""
        return self._count(Status.CHANGED)

    @property
    def ended(self) -> int:
        """Number of ends, each of which a person must ask for."""
        return self._count(Status.ENDED)

    def _count(self, status: Status) -> int:
        return sum(change.status is status for change in self.changes)
