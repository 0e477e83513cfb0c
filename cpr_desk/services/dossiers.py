"""The whole file of each CPTS, at a date: the one snapshot that screens, documents and exports are made from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cpr_desk.domain import money
from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.areas import settled
from cpr_desk.domain.beside_adhesion import Beside
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.communes import Gazetteer
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.contract_changes import numbered, told_by_path
from cpr_desk.domain.cpts_tasks import Task, tasks
from cpr_desk.domain.dossier import Dossier, as_of
from cpr_desk.domain.mission_course import with_days
from cpr_desk.domain.scale import Scale, scale_in_force
from cpr_desk.domain.schedule import Signed
from cpr_desk.domain.statement import Statement
from cpr_desk.services import reference, register
from cpr_desk.storage import dossiers as storage
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A register on a day: its files by name of CPTS, and the scales and rules that weigh them."""

    commission: Commission
    at: date
    dossiers: tuple[Dossier, ...]
    scales: tuple[Scale, ...]

    def signed(self, dossier: Dossier) -> Signed | None:
        """Return the contract of a CPTS as far as money depends on it, None where there is none or no size is known."""
        contract = dossier.contract
        if contract is None:
            return None
        thresholds = scale_in_force(self.scales, contract.signed_on).thresholds
        return dossier.signed(thresholds, bonus_includes_running=self.commission.rules.bonus_includes_running)

    def account(self, dossier: Dossier) -> Statement:
        """Return what a CPTS is due and was paid on the day of the snapshot."""
        running = self.commission.rules.bonus_includes_running
        return money.account(dossier, self.scales, self.at, bonus_includes_running=running)

    def tasks(self, dossier: Dossier, account: Statement | None = None) -> tuple[Task, ...]:
        """Return what is left to do for a CPTS on the day of the snapshot; `account` is its own where it is known."""
        return tasks(dossier, account or self.account(dossier), self.scales, self.at)


def snapshot_at(db: Database, commission: Commission, at: date, ids: Iterable[int] | None = None) -> Snapshot:
    """Return the register on a day, as it was known then; only some CPTS when `ids` names them."""
    return snapshots_at(db, commission, [at], ids)[0]


def snapshots_at(
    db: Database, commission: Commission, days: Sequence[date], ids: Iterable[int] | None = None
) -> tuple[Snapshot, ...]:
    """Return the register on several days, to compare; every fact is read once."""
    wanted = None if ids is None else list(ids)
    shown = [register.adhesions_at(db, commission.id, day, wanted) for day in days]
    scales = tuple(reference.scales(db).values())
    with db.reading() as session:
        known = storage.known(session, commission.id, wanted)
    found = []
    for adhesions, day in zip(shown, days, strict=True):
        dossiers = tuple(_as_of(_dossier(each, known, scales), day, scales) for each in adhesions)
        found.append(Snapshot(commission, day, dossiers, scales))
    return tuple(found)


def _as_of(dossier: Dossier, day: date, scales: Sequence[Scale]) -> Dossier:
    """Return what was known on a day, the days that follow from the contract counted from what it was then."""
    known = as_of(dossier, dossier.adhesion, day)
    return replace(known, missions=with_days(known.missions, known.contracts, scales, day))


def besides(snapshot: Snapshot, gazetteer: Gazetteer) -> dict[int, Beside]:
    """Return what a register file may say beside the adhesion of each CPTS, as known on the day of the snapshot."""
    return {each.id: _beside(each, gazetteer) for each in snapshot.dossiers}


def _beside(dossier: Dossier, gazetteer: Gazetteer) -> Beside:
    communes = settled(dossier.area.codes, gazetteer) if dossier.area else ()
    return Beside(
        dossier.association,
        dossier.association_on,
        dossier.contract.starts_on if dossier.contract else None,
        tuple((each.code, each.population) for each in communes),
        gazetteer.year,
        tuple((each.mission, each.deployed_on) for each in dossier.missions if each.deployed_on),
    )


def weighed(db: Database, commission: Commission, dossier: Dossier, at: date) -> Snapshot:
    """Return the snapshot of one file in hand."""
    return Snapshot(commission, at, (dossier,), tuple(reference.scales(db).values()))


def dossier_of(db: Database, commission: Commission, cpts_id: int, today: date) -> Dossier | None:
    """Return the whole file of a CPTS, what is announced for later included; None when it is not in the register."""
    return next(iter(dossiers_of(db, commission, [cpts_id], today)), None)


def dossiers_of(db: Database, commission: Commission, ids: Sequence[int], today: date) -> list[Dossier]:
    """Return the whole files of some CPTS, by name; those that are not in the register are left out."""
    shown = register.adhesions_at(db, commission.id, today, ids)
    return _gathered(db, commission.id, shown, ids, tuple(reference.scales(db).values()))


def read_again(dossier: Dossier, known: storage.Known, scales: Sequence[Scale]) -> Dossier:
    """Return the file of a CPTS as a use case finds it inside its transaction."""
    return _dossier(dossier.adhesion, known, scales)


def _gathered(
    db: Database,
    commission_id: int,
    adhesions: Sequence[Adhesion],
    ids: Sequence[int] | None,
    scales: Sequence[Scale],
) -> list[Dossier]:
    with db.reading() as session:
        known = storage.known(session, commission_id, ids)
    return [_dossier(adhesion, known, scales) for adhesion in adhesions]


def _dossier(adhesion: Adhesion, known: storage.Known, scales: Sequence[Scale]) -> Dossier:
    own = adhesion.id
    association, association_on = known.associations[own]
    contracts = _contracts(own, known, scales)
    return Dossier(
        adhesion,
        association,
        association_on,
        steps=tuple(known.steps.get(own, ())),
        figures=tuple(known.figures.get(own, ())),
        areas=tuple(known.areas.get(own, ())),
        papers=tuple(known.papers.get(own, ())),
        contracts=contracts,
        sizes=tuple(known.sizes.get(own, ())),
        missions=with_days(known.missions.get(own, ()), contracts, scales),
        indicators=tuple(known.indicators.get(own, ())),
        rates=tuple(known.rates.get(own, ())),
        dialogues=tuple(known.dialogues.get(own, ())),
        crises=tuple(known.crises.get(own, ())),
        grants=tuple(known.grants.get(own, ())),
        payments=tuple(known.payments.get(own, ())),
    )


def _contracts(cpts_id: int, known: storage.Known, scales: Sequence[Scale]) -> tuple[Contract, ...]:
    """Return the contracts: a signature that nobody told more of is one too, of the length that the accord says."""
    told: Mapping[int, Contract] = {each.step_id: each for each in known.contracts.get(cpts_id, ())}
    steps = known.steps.get(cpts_id, ())
    signatures = [step for step in steps if step.step is Step.SIGNED]
    found = (
        told.get(step.id) or Contract(step.on, scale_in_force(scales, step.on).contract.years, step_id=step.id)
        for step in signatures
    )
    return numbered(told_by_path(contract, steps) for contract in found)
