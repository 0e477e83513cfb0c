"""Where each mission of a contract stands against its limits, and what may be recorded of it (domain.md §4.26)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.dossier import Dossier, MissionState
from cpr_desk.domain.french import capital, date_digits, listing, plural, typeset
from cpr_desk.domain.missions import Mission, MissionLimits, MissionTerms
from cpr_desk.domain.rule_sources import RuleSource
from cpr_desk.domain.scale import Scale, scale_in_force

LONGEST_PLAN = 20_000
_LATELY = timedelta(days=31)
"""How long an amendment is taken as the one that brings the missions in (our default)."""


class Progress(StrEnum):
    """How far a mission is on a day."""

    TO_COME = "to_come"
    TO_START = "to_start"
    LATE = "late"
    STARTED = "started"
    DEPLOYMENT_LATE = "deployment_late"
    DEPLOYED = "deployed"

    @property
    def label(self) -> str:
        """The French word."""
        return {
            Progress.TO_COME: "à venir",
            Progress.TO_START: "à démarrer",
            Progress.LATE: "en retard",
            Progress.STARTED: "démarrée",
            Progress.DEPLOYMENT_LATE: "déploiement en retard",
            Progress.DEPLOYED: "déployée",
        }[self]

    @property
    def is_late(self) -> bool:
        """Whether a limit is past."""
        return self in (Progress.LATE, Progress.DEPLOYMENT_LATE)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the accord expects of a mission, counted from a day: the signature, or when it brought the mission in."""

    terms: MissionTerms
    since: date
    limits: MissionLimits
    from_signature: bool

    @property
    def words(self) -> str:
        """By when, how sure that is, and where it was read."""
        told = [f"{self.limits.rule}.", RuleSource(self.terms.source, self.terms.certainty).sentence]
        if not self.from_signature:
            why = (
                f"Compté depuis le {date_digits(self.since)} : l’accord ne connaissait pas cette mission à la signature"
            )
            told.append(RuleSource(why, Certainty.DEFAULT).sentence)
        return typeset(" ".join(told))


def expected_of(mission: Mission, contract: Contract, scales: Sequence[Scale]) -> Expected | None:
    """Return what the accord expects of a mission of a contract; None when no scale knows it.

    Months count from the signature (B). A mission that came into the accord later counts from then (our default, D):
    crises, 6 months from 20/12/2021 for a contract signed on 15/03/2021.
    """
    first = scale_in_force(scales, contract.signed_on)
    later = sorted(
        (each for each in scales if each.in_force_from > contract.signed_on), key=lambda each: each.in_force_from
    )
    if terms := first.terms(mission):
        return Expected(terms, contract.signed_on, terms.limits(contract.signed_on), from_signature=True)
    for scale in later:
        if terms := scale.terms(mission):
            since = scale.in_force_from
            return Expected(terms, since, terms.limits(since), from_signature=False)
    return None


def with_days(
    states: Iterable[MissionState], contracts: Sequence[Contract], scales: Sequence[Scale], day: date = date.max
) -> tuple[MissionState, ...]:
    """Return missions with the day that brought each into the contract, which stands where nobody noted another (D).

    `contracts` are as known on `day`; what brings a mission in only later is not known then.
    """
    brought = ((each, brought_on(each.mission, contracts, scales) if contracts else None) for each in states)
    return tuple(replace(each, brought_on=on if on and on <= day else None) for each, on in brought)


def brought_on(mission: Mission, contracts: Sequence[Contract], scales: Sequence[Scale]) -> date:
    """Return the first signature, or that of the amendment which brings in what the accord did not know then (D).

    Example: crises in a contract of 15/03/2021, amended on 18/05/2022, since 18/05/2022; never amended, since the
    accord knows them, 20/12/2021.
    """
    first = contracts[0]
    expected = expected_of(mission, first, scales)
    if expected is None or expected.from_signature:
        return first.signed_on
    days = [each.known_on for own in contracts for each in own.amendments]
    days += [own.signed_on for own in contracts[1:]]
    return min((day for day in days if day >= expected.since), default=expected.since)


def day_to_choose(dossier: Dossier, today: date) -> date:
    """Return the day to propose for missions that are being chosen: the signature, then an amendment of late."""
    contract = dossier.contract
    if contract is None:
        return today
    if not dossier.missions:
        return contract.signed_on
    days = (each.known_on for each in contract.amendments)
    return max((day for day in days if today - _LATELY <= day <= today), default=today)


def chosen_words(state: MissionState) -> str:
    """Say when a mission was chosen, or what stands for that day; nothing while no day is known."""
    if state.chosen_on:
        return f"Choisie le {date_digits(state.chosen_on)}."
    if state.known_on:
        day = date_digits(state.known_on)
        return typeset(f"Du contrat depuis le {day}, faute d’un jour noté ({DEFAULT_RULE_NOTICE}).")
    return ""


@dataclass(frozen=True, slots=True)
class MissionCourse:
    """A mission on a day: how far it is, in a word and a sentence; `expected` None without contract or rule."""

    state: MissionState
    progress: Progress
    words: str
    expected: Expected | None = None

    @property
    def mission(self) -> Mission:
        """Which mission."""
        return self.state.mission

    @property
    def start_limit(self) -> date | None:
        """By when it must have started."""
        return self.expected.limits.start if self.expected else None

    @property
    def deployment_limit(self) -> date | None:
        """By when it must be fully deployed."""
        return self.expected.limits.deployment if self.expected else None

    @property
    def short(self) -> str:
        """« à démarrer avant le 15/09/2022 », else the word of its progress."""
        if self.progress is Progress.TO_START and self.start_limit:
            return f"à démarrer avant le {date_digits(self.start_limit)}"
        return self.progress.label


def course_of(state: MissionState, contract: Contract | None, scales: Sequence[Scale], today: date) -> MissionCourse:
    """Return where a mission stands on a day; what is dated later has not happened yet."""
    expected = expected_of(state.mission, contract, scales) if contract else None
    progress = _progress(state, expected, today)
    words = typeset(f"{capital(', '.join(_told(state, expected, progress)))}.")
    return MissionCourse(state, progress, words, expected)


def courses(dossier: Dossier, scales: Sequence[Scale], today: date) -> tuple[MissionCourse, ...]:
    """Return where each mission that a CPTS has chosen stands, in the order of the accord."""
    return tuple(course_of(each, dossier.contract, scales, today) for each in dossier.missions)


def _progress(state: MissionState, expected: Expected | None, today: date) -> Progress:
    limits = expected.limits if expected else None
    if state.deployed_on and state.deployed_on <= today:
        return Progress.DEPLOYED
    if state.started_on and state.started_on <= today:
        late = limits and limits.deployment and limits.deployment < today
        return Progress.DEPLOYMENT_LATE if late else Progress.STARTED
    if limits is None or limits.start is None:
        return Progress.TO_COME
    return Progress.LATE if limits.start < today else Progress.TO_START


def _told(state: MissionState, expected: Expected | None, progress: Progress) -> Iterator[str]:
    start = expected.limits.start if expected else None
    deployment = expected.limits.deployment if expected else None
    if progress is Progress.DEPLOYED and state.deployed_on:
        yield f"déployée le {date_digits(state.deployed_on)}{_after(state.deployed_on, deployment)}"
    if progress in (Progress.DEPLOYED, Progress.STARTED, Progress.DEPLOYMENT_LATE) and state.started_on:
        yield f"démarrée le {date_digits(state.started_on)}{_after(state.started_on, start)}"
        if progress is not Progress.DEPLOYED and deployment:
            late = progress is Progress.DEPLOYMENT_LATE
            yield f"déploiement complet attendu au plus tard le {date_digits(deployment)}{' : en retard' * late}"
        return
    if state.planned_on:
        yield f"démarrage prévu le {date_digits(state.planned_on)}{_after(state.planned_on, start)}"
    if start:
        yield f"démarrage attendu au plus tard le {date_digits(start)}{' : en retard' * (progress is Progress.LATE)}"
    elif not state.planned_on:
        yield "pas encore démarrée"


def _after(day: date, limit: date | None) -> str:
    """Return how long after its limit something happened, nothing when it was in time."""
    return f", {plural((day - limit).days, 'jour')} après la limite" if limit and day > limit else ""


def missing_core(dossier: Dossier, scales: Sequence[Scale], today: date) -> tuple[Mission, ...]:
    """Return the missions socle of the accord in force that a contract does not have; none without a contract."""
    if dossier.contract is None:
        return ()
    core = (terms.mission for terms in scale_in_force(scales, today).missions if terms.core)
    return tuple(mission for mission in core if dossier.mission(mission) is None)


class MissionFault(StrEnum):
    """The field of a mission that is at fault."""

    CHOSEN = "chosen_on"
    PLANNED = "planned_on"
    STARTED = "started_on"
    DEPLOYED = "deployed_on"
    PLAN = "plan"
    PLAN_WRITTEN = "plan_written_on"


@dataclass(frozen=True, slots=True)
class MissionRemark:
    """What is wrong, or only doubtful, with a field of a mission, in French."""

    field: MissionFault
    words: str


def refuse_mission(state: MissionState, today: date) -> tuple[MissionRemark, ...]:
    """Return every reason why a mission may not be recorded so."""
    return tuple(MissionRemark(field, typeset(words)) for field, words in _refusals(state, today))


def _refusals(state: MissionState, today: date) -> Iterator[tuple[MissionFault, str]]:
    for field, day in (
        (MissionFault.CHOSEN, state.chosen_on),
        (MissionFault.STARTED, state.started_on),
        (MissionFault.DEPLOYED, state.deployed_on),
        (MissionFault.PLAN_WRITTEN, state.plan_written_on),
    ):
        if day and day > today:
            yield field, f"Le {date_digits(day)} est à venir : laissez ce champ vide jusque-là."
    if state.chosen_on and state.started_on and state.started_on < state.chosen_on:
        started = date_digits(state.started_on)
        yield MissionFault.CHOSEN, f"Une mission se choisit au plus tard le jour où elle démarre, le {started}."
    if state.deployed_on and state.started_on is None:
        yield MissionFault.DEPLOYED, "Une mission déployée a d’abord démarré : indiquez le jour de son démarrage."
    if state.deployed_on and state.started_on and state.deployed_on < state.started_on:
        started = date_digits(state.started_on)
        yield MissionFault.DEPLOYED, f"Le déploiement ne peut pas précéder le démarrage, le {started}."
    if state.plan_written_on and state.mission is not Mission.CRISES:
        yield MissionFault.PLAN_WRITTEN, "Seule la mission crises a un plan dont la rédaction décide du montant."
    if len(state.plan) > LONGEST_PLAN:
        yield MissionFault.PLAN, f"Le plan d’action compte {plural(LONGEST_PLAN, 'caractère')} au plus."


def doubt_mission(state: MissionState, contract: Contract | None, scales: Sequence[Scale]) -> tuple[MissionRemark, ...]:
    """Return what is worth a second look in a mission that may be recorded."""
    return tuple(MissionRemark(field, typeset(words)) for field, words in _doubts(state, contract, scales))


def _doubts(
    state: MissionState, contract: Contract | None, scales: Sequence[Scale]
) -> Iterator[tuple[MissionFault, str]]:
    days = (
        (MissionFault.PLANNED, state.planned_on),
        (MissionFault.STARTED, state.started_on),
        (MissionFault.DEPLOYED, state.deployed_on),
    )
    if contract is None:
        if state.started_on:
            yield MissionFault.STARTED, "Aucun contrat n’est encore signé : rien n’est dû pour cette mission."
        return
    signed, expected = contract.signed_on, expected_of(state.mission, contract, scales)
    for field, day in days:
        if day and day < signed:
            yield field, f"Ce jour précède la signature du contrat, le {date_digits(signed)} : vérifiez-le."
        if day and contract.ended_on and day > contract.ended_on:
            yield field, f"Ce jour suit la fin du contrat, le {date_digits(contract.ended_on)} : vérifiez-le."
    for field, day, limit in _limited(state, expected):
        if day and limit and day > limit:
            yield field, f"Ce jour suit la limite de l’accord, le {date_digits(limit)}."


def _limited(state: MissionState, expected: Expected | None) -> Iterable[tuple[MissionFault, date | None, date | None]]:
    if expected is None:
        return ()
    start, deployment = expected.limits.start, expected.limits.deployment
    planned = None if state.started_on else state.planned_on
    return (
        (MissionFault.PLANNED, planned, start),
        (MissionFault.STARTED, state.started_on, start),
        (MissionFault.DEPLOYED, state.deployed_on, deployment),
    )


def hanging_words(indicators: int, rates: int, payments: int) -> str:
    """Return « 3 indicateurs, 1 taux retenu et 2 versements », what keeps a mission from being taken away."""
    told = (
        (indicators, "indicateur", ""),
        (rates, "taux retenu", "taux retenus"),
        (payments, "versement", ""),
    )
    return listing(plural(count, one, many) for count, one, many in told if count)
