"""What changed in a register between two days: CPTS by CPTS, then the sums side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.adhesion import Stage, Step
from cpr_desk.domain.contract import EventKind
from cpr_desk.domain.dossier import Area
from cpr_desk.domain.french import integer, plural
from cpr_desk.domain.regional import RegionalState
from cpr_desk.domain.standing import CptsStanding


class ChangeKind(StrEnum):
    """What may change of a CPTS, in the order in which it is told."""

    NEW = "new"
    SIGNED = "signed"
    STAGE = "stage"
    RENEWED = "renewed"
    AMENDED = "amended"
    ENDED = "ended"
    SIZE = "size"
    POPULATION = "population"
    AREA = "area"
    MISSION = "mission"
    GONE = "gone"

    @property
    def label(self) -> str:
        """The French words, for one or several."""
        return {
            ChangeKind.NEW: "Entrées au registre",
            ChangeKind.SIGNED: "Contrats signés",
            ChangeKind.STAGE: "Changements d’étape",
            ChangeKind.RENEWED: "Contrats renouvelés",
            ChangeKind.AMENDED: "Avenants",
            ChangeKind.ENDED: "Contrats terminés et projets abandonnés",
            ChangeKind.SIZE: "Changements de taille",
            ChangeKind.POPULATION: "Changements de population",
            ChangeKind.AREA: "Changements de territoire",
            ChangeKind.MISSION: "Missions démarrées",
            ChangeKind.GONE: "Retraits du registre",
        }[self]


@dataclass(frozen=True, slots=True)
class RegionalChange:
    """One change of one CPTS, before and after in words; `on` is its day where one is known."""

    kind: ChangeKind
    cpts: CptsStanding
    before: str
    after: str
    on: date | None = None


def changes(before: RegionalState, after: RegionalState) -> tuple[RegionalChange, ...]:
    """Return what changed between two states, by kind, then by name of CPTS."""
    known = {each.dossier.id: each for each in before.standings}
    found = [change for now in after.standings for change in _of_one(known.get(now.dossier.id), now)]
    still = {each.dossier.id for each in after.standings}
    found += [
        RegionalChange(ChangeKind.GONE, old, old.adhesion.step.label, "")
        for old in before.standings
        if old.dossier.id not in still
    ]
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def _of_one(old: CptsStanding | None, now: CptsStanding) -> Iterator[RegionalChange]:
    if old is None:
        first = now.dossier.steps[0].on if now.dossier.steps else None
        yield RegionalChange(ChangeKind.NEW, now, "", now.adhesion.step.label, first)
        if now.adhesion.stage is Stage.SIGNED:
            yield RegionalChange(ChangeKind.SIGNED, now, "", now.adhesion.step.label, now.adhesion.signed_on)
        return
    yield from _of_path(old, now)
    yield from _of_contract(old, now)
    yield from _of_figures(old, now)
    begun = {each.mission for each in old.missions if each.state.started_on}
    for each in now.missions:
        if each.state.started_on and each.mission not in begun:
            yield RegionalChange(ChangeKind.MISSION, now, "", each.mission.label, each.state.started_on)


def _of_path(old: CptsStanding, now: CptsStanding) -> Iterator[RegionalChange]:
    was, stands = old.adhesion, now.adhesion
    if was.step is stands.step and was.signed_on == stands.signed_on:
        return
    if stands.stage is Stage.SIGNED and (was.stage is not Stage.SIGNED or was.signed_on != stands.signed_on):
        yield RegionalChange(ChangeKind.SIGNED, now, was.step.label, stands.step.label, stands.signed_on)
    elif not stands.stage.is_open and was.stage is not stands.stage:
        yield RegionalChange(ChangeKind.ENDED, now, was.step.label, stands.step.label, stands.step_since)
    elif was.step is not stands.step and stands.step is not Step.RENEWED:
        yield RegionalChange(ChangeKind.STAGE, now, was.step.label, stands.step.label, stands.step_since)


def _of_contract(old: CptsStanding, now: CptsStanding) -> Iterator[RegionalChange]:
    contract = now.dossier.contract
    for event in contract.events if contract else ():
        if event.on <= old.at:
            continue
        if event.kind is EventKind.AMENDMENT:
            yield RegionalChange(ChangeKind.AMENDED, now, "", event.label or "avenant", event.on)
        elif event.kind is EventKind.RENEWAL:
            yield RegionalChange(ChangeKind.RENEWED, now, "", event.label or "renouvellement", event.on)


def _of_figures(old: CptsStanding, now: CptsStanding) -> Iterator[RegionalChange]:
    was, stands = _size(old), _size(now)
    if was != stands:
        yield RegionalChange(ChangeKind.SIZE, now, was, stands, _size_day(now))
    if old.adhesion.population != now.adhesion.population:
        before, after = (_people(each.adhesion.population) for each in (old, now))
        yield RegionalChange(ChangeKind.POPULATION, now, before, after, _population_day(now))
    before_area, after_area = old.dossier.area, now.dossier.area
    if after_area and (before_area is None or set(before_area.codes) != set(after_area.codes)):
        yield RegionalChange(ChangeKind.AREA, now, _communes(before_area), _communes(after_area), after_area.since)


def _size(standing: CptsStanding) -> str:
    """Return the size that counts: the one retained for the contract, else that of the population."""
    size = standing.retained.size if standing.retained else standing.adhesion.size
    return size.label if size else "inconnue"


def _size_day(standing: CptsStanding) -> date | None:
    return standing.retained.on if standing.retained else _population_day(standing)


def _population_day(standing: CptsStanding) -> date | None:
    known = [each for each in standing.dossier.figures if each.population is not None]
    return known[-1].on if known else None


def _people(population: int | None) -> str:
    return "inconnue" if population is None else integer(population)


def _communes(area: Area | None) -> str:
    return plural(len(area.codes), "commune") if area else "inconnu"


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of the register on two days: numbers of things as int, euros as Decimal, shares as float."""

    label: str
    before: int | Decimal | float | None
    after: int | Decimal | float | None

    @property
    def difference(self) -> int | Decimal | float | None:
        """What was gained; None where one of the two is not known."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before  # type: ignore[operator] # both are of the same kind


def sums(state: RegionalState) -> Sequence[tuple[str, int | Decimal | float | None]]:
    """Return the figures that two days are compared by, each with its name."""
    by_stage = [(stage.label, state.by_stage[stage].cpts) for stage in Stage]
    spread, dialogues = state.spread, state.dialogues
    return (
        ("CPTS au registre", state.summary.total),
        *by_stage,
        ("Projets de santé validés, contrats compris", state.validated.cpts),
        ("Habitants des projets et contrats", state.summary.population_projects),
        ("Habitants couverts par un contrat", state.summary.population_covered),
        ("Part de la population couverte", state.summary.coverage),
        ("Population moyenne d’une CPTS", spread.mean if spread else None),
        ("Missions démarrées", sum(each.started for each in state.missions)),
        ("Missions en retard", sum(each.late for each in state.missions)),
        ("Dialogues annuels tenus", dialogues.held),
        ("Dialogues annuels en retard", dialogues.late),
        ("Dû, échu à la date", state.money.due),
        ("Versé", state.money.paid),
        ("Reste à payer", state.money.left),
    )


def compared(before: RegionalState, after: RegionalState) -> tuple[Compared, ...]:
    """Return the same figures on two days, side by side."""
    return tuple(Compared(label, was, now) for (label, was), (_, now) in zip(sums(before), sums(after), strict=True))
