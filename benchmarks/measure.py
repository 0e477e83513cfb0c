"""Measure the program beside its floor: runs that alternate, medians, and a goal for their ratio."""

import gc
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

Measure = Callable[[], float]
"""Does a thing once and returns the seconds it took."""


@dataclass(frozen=True, slots=True)
class AtMost:
    """The program takes at most so many times the floor."""

    limit: float

    def ratio(self, program: float, floor: float) -> float:
        """How many times the floor the program takes."""
        return program / floor

    def met(self, ratio: float) -> bool:
        """Whether the ratio, as printed, is within the limit."""
        return round(ratio, 2) <= self.limit

    def __str__(self) -> str:
        return f"≤ {self.limit:.2f} ×"


@dataclass(frozen=True, slots=True)
class Faster:
    """The program is at least so many times faster than a rival."""

    limit: float

    def ratio(self, program: float, floor: float) -> float:
        """How many times the program the rival takes."""
        return floor / program

    def met(self, ratio: float) -> bool:
        """Whether the ratio, as printed, reaches the limit."""
        return round(ratio, 2) >= self.limit

    def __str__(self) -> str:
        return f"≥ {self.limit:.2f} × faster"


Goal = AtMost | Faster


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the answer: medians in seconds, the goal (None: reported only) and what the floor is.

    `floor` None: the rival is not installed, `versus` says what is missing.
    """

    what: str
    versus: str
    goal: Goal | None = None
    program: float = 0
    floor: float | None = None

    @property
    def missed(self) -> bool:
        """Whether a goal that could be measured is not met."""
        return self.goal is not None and self.floor is not None and not self.goal.met(self._ratio(self.goal))

    def __str__(self) -> str:
        goal = str(self.goal or "")
        start = f"{self.what:<52}{_shown(self.program) if self.program else '–':>10}"
        if self.floor is None:
            return f"{start}{'–':>10}{'–':>9}  {goal:<17}not measured: {self.versus}"
        ratio = self._ratio(self.goal or AtMost(1))
        verdict = "" if self.goal is None else "met" if self.goal.met(ratio) else "NOT MET"
        return f"{start}{_shown(self.floor):>10}{ratio:>7.2f} ×  {goal:<17}{verdict:<9}{self.versus}"

    def _ratio(self, goal: Goal) -> float:
        return goal.ratio(self.program, self.floor or 0)


HEADER = f"{'what':<52}{'program':>10}{'floor':>10}{'ratio':>9}  {'goal':<17}{'':<9}floor"


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.{2 if seconds < 0.1 else 0}f} ms"


def timed(action: Callable[[], object]) -> Measure:
    """Make a measure of an action. Garbage is collected before it, so that none pays for the other's."""

    def measure() -> float:
        gc.collect()
        start = perf_counter()
        action()
        return perf_counter() - start

    return measure


def alternate(runs: int, *measures: Measure) -> Iterator[float]:
    """Run the measures in turn, a b a b, after one round that is not counted; yield the median of each."""
    for measure in measures:
        measure()
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    for taken in zip(*rounds, strict=True):
        yield statistics.median(taken)


def compare(what: str, versus: str, goal: Goal | None, runs: int, program: Measure, floor: Measure) -> Line:
    """Return the line of a program and its floor."""
    return Line(what, versus, goal, *alternate(runs, program, floor))
