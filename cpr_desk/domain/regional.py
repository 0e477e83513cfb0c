"""The register as a whole on a day: the one set of sums that screens, documents and workbooks share."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TypeVar

from cpr_desk.domain.adhesion import Adhesion, Stage, Summary, summarise
from cpr_desk.domain.dialogues import Standing as DialogueStanding
from cpr_desk.domain.mission_course import Progress
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.money import Sum, Total, by_civil_year, grand_total
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.sizes import SizeClass, Thresholds
from cpr_desk.domain.standing import CptsStanding

VALIDATED = (Stage.PROJECT_VALIDATED, Stage.NEGOTIATION, Stage.SIGNED)
"""The stages of a CPTS whose projet de santé is validated: the contracts signed are among them (domain.md §6)."""
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of CPTS and the inhabitants that are known of them."""

    cpts: int
    population: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The populations known of the CPTS that are alive: how many there are, the least, the most, the mean."""

    known: int
    least: int
    most: int
    mean: int


@dataclass(frozen=True, slots=True)
class MissionCount:
    """A mission over the contracts in force: those that planned it only, began it, deployed it, are late with it."""

    mission: Mission
    planned: int
    started: int
    deployed: int
    late: int


@dataclass(frozen=True, slots=True)
class DialogueCount:
    """The yearly dialogues that fell due to the contracts in force, those held, those late."""

    due: int
    held: int
    late: int


@dataclass(frozen=True, eq=False)
class RegionalState:
    """A register on a day: its CPTS by name, and the sums of it all, each worked out once.

    `departments` are names by INSEE code and `places` names of communes, for those that the register names;
    `population_region` is that of the commission’s territory, None when it is not known.
    """

    at: date
    standings: tuple[CptsStanding, ...]
    scale: Scale
    departments: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    population_region: int | None = None

    @property
    def thresholds(self) -> Thresholds:
        """Those of the sizes on the day."""
        return self.scale.thresholds

    @cached_property
    def adhesions(self) -> tuple[Adhesion, ...]:
        """What the register shows."""
        return tuple(each.adhesion for each in self.standings)

    @cached_property
    def summary(self) -> Summary:
        """The counts that every screen shows."""
        return summarise(self.adhesions, self.at, self.population_region)

    @cached_property
    def by_stage(self) -> Mapping[Stage, Count]:
        """Every stage, even at 0."""
        return self._counts(lambda each: each.stage, Stage)

    @cached_property
    def by_department(self) -> Mapping[str, Count]:
        """The départements that have CPTS, in the order of their codes."""
        return self._counts(lambda each: each.department, sorted({each.department for each in self.adhesions}))

    @cached_property
    def by_size(self) -> Mapping[SizeClass | None, Count]:
        """Every size of the population, even at 0; None where it is not known."""
        return self._counts(lambda each: each.size, (*SizeClass, None))

    @cached_property
    def validated(self) -> Count:
        """The CPTS whose projet de santé is validated, contracts signed included."""
        counts = [self.by_stage[stage] for stage in VALIDATED]
        return Count(sum(each.cpts for each in counts), sum(each.population for each in counts))

    @cached_property
    def in_force(self) -> tuple[CptsStanding, ...]:
        """The CPTS whose contract is in force."""
        return tuple(each for each in self.standings if each.in_force)

    @cached_property
    def by_retained_size(self) -> Mapping[SizeClass | None, int]:
        """The contracts in force by the size retained; None where none is known."""
        counted = Counter(each.retained.size if each.retained else None for each in self.in_force)
        return {size: counted[size] for size in (*SizeClass, None)}

    @cached_property
    def spread(self) -> Spread | None:
        """The populations of the CPTS that are alive; None while none is known. The mean is rounded half up."""
        known = [each.population for each in self.adhesions if each.stage.is_open and each.population is not None]
        if not known:
            return None
        mean = (Decimal(sum(known)) / len(known)).quantize(Decimal(1), ROUND_HALF_UP)
        return Spread(len(known), min(known), max(known), int(mean))

    @cached_property
    def years(self) -> tuple[Total, ...]:
        """The money of each calendar year, the first one first."""
        return by_civil_year(each.account for each in self.standings)

    @cached_property
    def money(self) -> Sum:
        """The money of all years."""
        return grand_total(self.years)

    @cached_property
    def missions(self) -> tuple[MissionCount, ...]:
        """Every mission, even at 0."""
        found = Counter((each.mission, each.progress) for own in self.in_force for each in own.missions)
        begun = (Progress.STARTED, Progress.DEPLOYMENT_LATE, Progress.DEPLOYED)

        def count(mission: Mission, wanted: Iterable[Progress]) -> int:
            return sum(found[mission, progress] for progress in wanted)

        return tuple(
            MissionCount(
                mission,
                count(mission, [each for each in Progress if each not in begun]),
                count(mission, begun),
                found[mission, Progress.DEPLOYED],
                count(mission, [each for each in Progress if each.is_late]),
            )
            for mission in Mission
        )

    @cached_property
    def dialogues(self) -> DialogueCount:
        """The yearly dialogues of the contracts in force."""
        found = [each.standing(self.at) for own in self.in_force for each in own.yearly]
        return DialogueCount(len(found), found.count(DialogueStanding.HELD), found.count(DialogueStanding.LATE))

    def _counts(self, key: Callable[[Adhesion], _Key], keys: Iterable[_Key]) -> Mapping[_Key, Count]:
        cpts: Counter[_Key] = Counter()
        people: Counter[_Key] = Counter()
        for each in self.adhesions:
            cpts[key(each)] += 1
            people[key(each)] += each.population or 0
        return {each: Count(cpts[each], people[each]) for each in keys}
