"""All that the register knows of one CPTS, each fact with its day; `as_of` gives it as it stood on another day."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.adhesion import Adhesion, StepTaken
from cpr_desk.domain.contract import Contract, anniversary
from cpr_desk.domain.indicators import Indicator, mission_rate
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.papers import Paper
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Crisis, Signed, Since, Suspension
from cpr_desk.domain.sizes import SizeClass, Thresholds, size_of
from cpr_desk.domain.statement import Payment


@dataclass(frozen=True, slots=True)
class Area:
    """The communes of a CPTS from a day on: INSEE codes and inhabitants as the data of `year` had them."""

    since: date
    year: int
    populations: tuple[tuple[str, int], ...]
    comment: str = ""
    id: int = 0

    @property
    def codes(self) -> tuple[str, ...]:
        """The INSEE codes."""
        return tuple(code for code, _ in self.populations)


@dataclass(frozen=True, slots=True)
class Figure:
    """Population and members as known from a day; `size` only where it was stated without a population."""

    on: date
    population: int | None = None
    source: str = ""
    members: int | None = None
    size: SizeClass | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class SizeFixed:
    """A size retained for the contract on a day, at its signature or by a revision."""

    on: date
    size: SizeClass
    population: int | None = None
    comment: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class FilePaper:
    """A paper of the file: a piece of the checklist (`code`), or a paper of a step, with or without its file."""

    code: str = ""
    label: str = ""
    received_on: date | None = None
    step_id: int | None = None
    paper: Paper | None = None
    comment: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class MissionState:
    """A mission of the contract: the start planned, the start, the full deployment, and its action plan.

    `plan_written_on` is the day the plan for grave health crises was first written. `chosen_on` is the day on which it
    was chosen; None while nobody noted it: then `brought_on`, which follows from the contract, stands for it.
    """

    mission: Mission
    planned_on: date | None = None
    started_on: date | None = None
    deployed_on: date | None = None
    plan: str = ""
    plan_written_on: date | None = None
    id: int = 0
    chosen_on: date | None = None
    brought_on: date | None = field(default=None, compare=False)

    @property
    def known_on(self) -> date | None:
        """The day from which it is one of the CPTS: at the latest that of its start; None while no day is known."""
        first = self.chosen_on or self.brought_on
        days = (first, self.started_on, self.deployed_on, self.plan_written_on)
        return min((day for day in days if day), default=None) if first else None


@dataclass(frozen=True, slots=True)
class YearIndicator:
    """An indicator of a mission in a year of contract; `definition_id` is shared by its years, `indicator.id` its own.

    Years are counted from 1.
    """

    mission: Mission
    year: int
    indicator: Indicator
    definition_id: int = 0


@dataclass(frozen=True, slots=True)
class RateKept:
    """The rate retained for a mission in a year of contract, from 0 to 1: it stands over the one computed."""

    mission: Mission
    year: int
    rate: Decimal
    comment: str = ""
    id: int = 0


class DialogueKind(StrEnum):
    """When a dialogue de gestion takes place (domain.md §4.27)."""

    SIGNATURE = "signature"
    MISSION = "mission"
    YEARLY = "yearly"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            DialogueKind.SIGNATURE: "à la signature",
            DialogueKind.MISSION: "au démarrage d’une mission",
            DialogueKind.YEARLY: "annuel",
        }[self]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue de gestion planned or held; a yearly one is about the year of contract `year` (from 1)."""

    kind: DialogueKind
    mission: Mission | None = None
    year: int | None = None
    planned_on: date | None = None
    held_on: date | None = None
    attendees: str = ""
    notes: str = ""
    conclusions: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class GrantGiven:
    """An amount paid once that was granted on a day; for the accompaniment, the day its contract was signed."""

    kind: GrantKind
    on: date
    comment: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Dossier:
    """One CPTS: `adhesion` is what the register shows of it on a day, the rest all dated facts, oldest first.

    `known_on` is the day as of which it is known.
    """

    adhesion: Adhesion
    association: str = ""
    association_on: date | None = None
    steps: tuple[StepTaken, ...] = ()
    figures: tuple[Figure, ...] = ()
    areas: tuple[Area, ...] = ()
    papers: tuple[FilePaper, ...] = ()
    contracts: tuple[Contract, ...] = ()
    sizes: tuple[SizeFixed, ...] = ()
    missions: tuple[MissionState, ...] = ()
    indicators: tuple[YearIndicator, ...] = ()
    rates: tuple[RateKept, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()
    crises: tuple[Crisis, ...] = ()
    grants: tuple[GrantGiven, ...] = ()
    payments: tuple[Payment, ...] = ()
    known_on: date = date.max

    @property
    def id(self) -> int:
        """The id of the CPTS."""
        return self.adhesion.id

    @property
    def name(self) -> str:
        """The name of the CPTS."""
        return self.adhesion.name

    @property
    def area(self) -> Area | None:
        """The territory that was fixed last."""
        return self.areas[-1] if self.areas else None

    @property
    def contract(self) -> Contract | None:
        """The contract signed last."""
        return self.contracts[-1] if self.contracts else None

    def mission(self, mission: Mission) -> MissionState | None:
        """Return a mission, None when the CPTS has not chosen it."""
        return next((each for each in self.missions if each.mission is mission), None)

    def indicators_of(self, mission: Mission, year: int) -> tuple[Indicator, ...]:
        """Return the indicators of a mission in a year of contract, in their order."""
        return tuple(each.indicator for each in self.indicators if (each.mission, each.year) == (mission, year))

    def rate(self, mission: Mission, year: int) -> Decimal | None:
        """Return the rate of a mission in a year: the one retained, else that of its indicators, None while unknown."""
        kept = next((each.rate for each in self.rates if (each.mission, each.year) == (mission, year)), None)
        return mission_rate(self.indicators_of(mission, year)) if kept is None else kept

    def population_on(self, day: date) -> int | None:
        """Return the population known on a day, the first known before any."""
        known = [each for each in self.figures if each.population is not None]
        past = [each for each in known if each.on <= day]
        return (past or known[:1])[-1].population if known else None

    def retained_sizes(self, thresholds: Thresholds) -> tuple[SizeFixed, ...]:
        """Return the sizes that count for the last contract, the first on its signature.

        Where none was fixed at the signature, it is the size of the population known then, or the one stated; nothing
        when neither is known.
        """
        return self._sizes_of(self.contract, date.max, thresholds) if self.contract else ()

    def _sizes_of(self, contract: Contract, until: date, thresholds: Thresholds) -> tuple[SizeFixed, ...]:
        fixed = tuple(each for each in self.sizes if contract.signed_on <= each.on < until)
        if fixed and fixed[0].on == contract.signed_on:
            return fixed
        if (population := self.population_on(contract.signed_on)) is not None:
            return (SizeFixed(contract.signed_on, size_of(population, thresholds), population), *fixed)
        stated = next((each.size for each in self.figures if each.size), None)
        if stated:
            return (SizeFixed(contract.signed_on, stated), *fixed)
        return (replace(fixed[0], on=contract.signed_on), *fixed[1:]) if fixed else ()

    def size_on(self, day: date, thresholds: Thresholds) -> SizeClass | None:
        """Return the size of the population known on a day, or the one stated; None when neither is known."""
        if (population := self.population_on(day)) is not None:
            return size_of(population, thresholds)
        return next((each.size for each in self.figures if each.size), None)

    def signed(self, thresholds: Thresholds, *, bonus_includes_running: bool = False) -> Signed | None:
        """Return the last contract as far as money depends on it; None without a contract, or while no size is known.

        The years count from the day it takes effect. `thresholds` are those in force at the signature.
        """
        every = self.every_signed(lambda _day: thresholds, bonus_includes_running=bonus_includes_running)
        return every[-1] if every else None

    def every_signed(
        self, thresholds: Callable[[date], Thresholds], *, bonus_includes_running: bool = False
    ) -> tuple[Signed | None, ...]:
        """Return each contract as far as money depends on it, None in the place of one whose size is not known.

        A contract ends when the next one takes effect. `thresholds` gives those in force on a day.
        """
        following = [*(each.starts_on for each in self.contracts[1:]), date.max]
        found: list[Signed | None] = []
        for place, contract in enumerate(self.contracts):
            signed = self._signed(contract, following[place], thresholds(contract.signed_on), bonus_includes_running)
            found.append(replace(signed, former=found[-1]) if signed and found else signed)
        return tuple(found)

    def _signed(
        self, contract: Contract, following: date, thresholds: Thresholds, bonus_includes_running: bool
    ) -> Signed | None:
        sizes, start = self._sizes_of(contract, following, thresholds), contract.starts_on
        if not sizes:
            return None
        begun = {each.mission: each.started_on for each in self.missions if each.started_on}
        crises = self.mission(Mission.CRISES)
        pairs = {(each.mission, each.year) for each in self.indicators}
        pairs |= {(each.mission, each.year) for each in self.rates}
        over = {pair for pair in pairs if _is_over(self.contracts, pair[1], self.known_on)}
        known = {pair: rate for pair in sorted(over) if (rate := self.rate(*pair)) is not None}
        first = contract is self.contracts[0]
        own = [each for each in self.grants if each.kind is not GrantKind.ACCOMPANIMENT]
        return Signed(
            on=start,
            sizes=tuple(Since(max(each.on, start) if place else start, each.size) for place, each in enumerate(sizes)),
            missions={mission: max(on, start) for mission, on in begun.items() if on < following},
            members=tuple(Since(each.on, each.members) for each in self.figures if each.members is not None),
            plan_written_on=crises.plan_written_on if crises else None,
            results=known,
            crises=tuple(each for each in self.crises if start <= each.declared_on < following),
            suspensions=tuple(Suspension(each.on, each.until) for each in contract.suspensions),
            ended_on=_last_day(contract, following),
            grants=tuple((each.kind, each.on) for each in own if (first or each.on >= start) and each.on < following),
            bonus_includes_running=bonus_includes_running,
            term=contract.term,
            first_year=contract.first_year,
        )


def _is_over(contracts: Sequence[Contract], year: int, day: date) -> bool:
    """Return whether a year of contract is settled on a day, by the results it had (ACI art. 9)."""
    own = next((each for each in reversed(contracts) if each.first_year <= year), None)
    return own is None or anniversary(own.starts_on, own.starts_on.year + year - own.first_year + 1) <= day


def _last_day(contract: Contract, following: date) -> date | None:
    """Return the last day of a contract: at the latest the eve of the next one."""
    if following == date.max:
        return contract.ended_on
    return min(contract.ended_on or date.max, following - timedelta(days=1))


def as_of(dossier: Dossier, adhesion: Adhesion, day: date) -> Dossier:
    """Return what was known on a day, given what the register showed of it then: later facts are not there yet.

    A mission noted as chosen later is none yet (a day that follows from the contract hides nothing: the contract may
    change later), one that starts later is planned, a dialogue held later not held, a contract
    ended later in force. A rate is known, and results are money, once their year is over.
    """
    later = {
        each.mission.value for each in dossier.missions if each.chosen_on and each.known_on and each.known_on > day
    }
    return replace(
        dossier,
        adhesion=replace(adhesion, missions=tuple(each for each in adhesion.missions if each[0] not in later)),
        association="" if dossier.association_on and dossier.association_on > day else dossier.association,
        association_on=_past(dossier.association_on, day),
        steps=tuple(each for each in dossier.steps if each.on <= day),
        figures=tuple(each for each in dossier.figures if each.on <= day),
        areas=tuple(each for each in dossier.areas if each.since <= day),
        papers=tuple(each for each in dossier.papers if each.received_on is None or each.received_on <= day),
        contracts=tuple(each.as_of(day) for each in dossier.contracts if each.signed_on <= day),
        sizes=tuple(each for each in dossier.sizes if each.on <= day),
        missions=tuple(_mission_as_of(each, day) for each in dossier.missions if each.mission.value not in later),
        rates=tuple(each for each in dossier.rates if _is_over(dossier.contracts, each.year, day)),
        dialogues=tuple(_dialogues_as_of(dossier.dialogues, day)),
        crises=tuple(each for each in dossier.crises if each.declared_on <= day),
        grants=tuple(each for each in dossier.grants if each.on <= day),
        payments=tuple(each for each in dossier.payments if each.paid_on <= day),
        known_on=day,
    )


def _past(day: date | None, limit: date) -> date | None:
    return day if day and day <= limit else None


def _mission_as_of(state: MissionState, day: date) -> MissionState:
    return replace(
        state,
        started_on=_past(state.started_on, day),
        deployed_on=_past(state.deployed_on, day),
        plan_written_on=_past(state.plan_written_on, day),
    )


def _dialogues_as_of(dialogues: Iterable[Dialogue], day: date) -> Iterator[Dialogue]:
    for each in dialogues:
        if each.held_on is None or each.held_on <= day:
            yield each
        elif each.planned_on:
            yield replace(each, held_on=None, attendees="", conclusions="")
