"""Everything of the CPTS of a register, read table by table: a few queries however many they are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import Session

from cpr_desk.domain.adhesion import StepTaken
from cpr_desk.domain.contract import Contract, ContractEvent
from cpr_desk.domain.dossier import (
    Area,
    Dialogue,
    Figure,
    FilePaper,
    GrantGiven,
    MissionState,
    RateKept,
    SizeFixed,
    YearIndicator,
)
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.papers import Paper
from cpr_desk.domain.schedule import Crisis
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment
from cpr_desk.errors import UserError
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import (
    Base,
    ContractEventRow,
    ContractRow,
    CptsAreaRow,
    CptsCrisisRow,
    CptsFigureRow,
    CptsGrantRow,
    CptsMissionRow,
    CptsPaperRow,
    CptsPaymentRow,
    CptsRow,
    CptsSizeRow,
    CptsStepRow,
    CrisisRow,
    DialogueRow,
    IndicatorRow,
    IndicatorYearRow,
    MissionRateRow,
)

_Row = TypeVar("_Row")
_Value = TypeVar("_Value")
Facts = Mapping[int, Sequence[_Value]]
"""Values by the id of their CPTS."""


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of the CPTS read, each by the id of its CPTS in the order of time."""

    associations: Mapping[int, tuple[str, date | None]]
    steps: Facts[StepTaken]
    figures: Facts[Figure]
    areas: Facts[Area]
    papers: Facts[FilePaper]
    contracts: Facts[Contract]
    sizes: Facts[SizeFixed]
    missions: Facts[MissionState]
    indicators: Facts[YearIndicator]
    rates: Facts[RateKept]
    dialogues: Facts[Dialogue]
    crises: Facts[Crisis]
    grants: Facts[GrantGiven]
    payments: Facts[Payment]


class _Reader:
    """Reads the rows of one commission, of some CPTS when `ids` names them."""

    def __init__(self, session: Session, commission_id: int, ids: Iterable[int] | None) -> None:
        self._session = session
        self._of = select(CptsRow.id).where(CptsRow.commission_id == commission_id)
        if ids is not None:
            self._of = self._of.where(CptsRow.id.in_(list(ids)))

    def rows(self, query: Select[_Row], cpts: Any) -> Sequence[_Row]:
        """Return rows that answer by the names of their class; objects of it would take twice as long."""
        columns = _columns(query.column_descriptions[0]["entity"])
        found = self._session.execute(query.with_only_columns(*columns).where(cpts.in_(self._of))).all()
        return cast("Sequence[_Row]", found)

    def facts(self, kind: Any, make: Callable[[Any], _Value], *order: Any) -> dict[int, list[_Value]]:
        found: defaultdict[int, list[_Value]] = defaultdict(list)
        for row in self.rows(select(kind).order_by(*order, kind.id), kind.cpts_id):
            found[row.cpts_id].append(make(row))
        return found


@cache
def _columns(kind: type[Base]) -> tuple[Any, ...]:
    return tuple(getattr(kind, each.key) for each in inspect(kind).column_attrs)


@contextmanager
def work_on(db: Database, cpts_id: int, label: str) -> Iterator[tuple[Session, Known]]:
    """Run one use case on a CPTS with its facts read inside the transaction: another window may have written.

    Raises UserError when it is no longer in the register.
    """
    with db.unit_of_work(label) as session:
        row = session.get(CptsRow, cpts_id)
        if row is None:
            raise UserError("Cette CPTS n’est plus au registre.", "Revenez au registre et choisissez-en une autre.")
        yield session, known(session, row.commission_id, [cpts_id])


def known(session: Session, commission_id: int, ids: Iterable[int] | None = None) -> Known:
    """Return all facts of a register, of some CPTS when `ids` names them."""
    reader = _Reader(session, commission_id, ids)
    associations = {row.id: (row.association, row.association_on) for row in reader.rows(select(CptsRow), CptsRow.id)}
    return Known(
        associations,
        reader.facts(CptsStepRow, _step, CptsStepRow.day),
        reader.facts(CptsFigureRow, _figure, CptsFigureRow.day),
        reader.facts(CptsAreaRow, _area, CptsAreaRow.since),
        reader.facts(CptsPaperRow, _paper),
        _contracts(reader),
        reader.facts(CptsSizeRow, _size, CptsSizeRow.day),
        _missions(reader),
        _indicators(reader),
        reader.facts(MissionRateRow, _rate, MissionRateRow.year),
        reader.facts(DialogueRow, _dialogue),
        _crises(reader),
        reader.facts(CptsGrantRow, _grant, CptsGrantRow.day),
        reader.facts(CptsPaymentRow, _payment, CptsPaymentRow.paid_on),
    )


def _step(row: CptsStepRow) -> StepTaken:
    return StepTaken(row.step, row.day, row.author, row.comment, row.exception, row.id)


def _figure(row: CptsFigureRow) -> Figure:
    size = SizeClass(row.size) if row.size else None
    return Figure(row.day, row.population, row.population_source, row.members, size, row.id)


def _area(row: CptsAreaRow) -> Area:
    return Area(row.since, row.year, tuple(row.populations.items()), row.comment, row.id)


def _paper(row: CptsPaperRow) -> FilePaper:
    paper = Paper(row.name, row.media_type, row.size, row.sha256, id=row.id) if row.sha256 else None
    return FilePaper(row.code, row.label, row.received_on, row.step_id, paper, row.comment, row.id)


def _size(row: CptsSizeRow) -> SizeFixed:
    return SizeFixed(row.day, SizeClass(row.size), row.population, row.comment, row.id)


def _rate(row: MissionRateRow) -> RateKept:
    return RateKept(row.mission, row.year, Decimal(row.rate), row.comment, row.id)


def _dialogue(row: DialogueRow) -> Dialogue:
    return Dialogue(
        row.kind,
        row.mission,
        row.year,
        row.planned_on,
        row.held_on,
        row.attendees,
        row.notes,
        row.conclusions,
        row.id,
    )


def _grant(row: CptsGrantRow) -> GrantGiven:
    return GrantGiven(row.kind, row.day, row.comment, row.id)


def _payment(row: CptsPaymentRow) -> Payment:
    of = None
    if row.due_code and row.due_kind and row.due_year is not None and row.due_on:
        of = (row.due_code, row.due_kind, row.due_year, row.due_on)
    return Payment(row.paid_on, Decimal(row.cents) / 100, row.label, of, row.id, row.reference)


def _missions(reader: _Reader) -> Facts[MissionState]:
    codes = [mission.value for mission in Mission]
    found: defaultdict[int, list[MissionState]] = defaultdict(list)
    rows = reader.rows(select(CptsMissionRow), CptsMissionRow.cpts_id)
    for row in sorted(rows, key=lambda row: codes.index(row.mission)):
        found[row.cpts_id].append(
            MissionState(
                Mission(row.mission),
                row.planned_on,
                row.started_on,
                row.deployed_on,
                row.plan,
                row.plan_written_on,
                row.id,
                row.chosen_on,
            )
        )
    return found


def _contracts(reader: _Reader) -> Facts[Contract]:
    events: defaultdict[int, list[ContractEvent]] = defaultdict(list)
    query = select(ContractEventRow).join(ContractRow, ContractRow.id == ContractEventRow.contract_id)
    for event in reader.rows(query.order_by(ContractEventRow.since, ContractEventRow.id), ContractRow.cpts_id):
        events[event.contract_id].append(
            ContractEvent(
                event.kind,
                event.since,
                event.until,
                event.signed_on,
                event.label,
                event.comment,
                event.decision_id,
                event.id,
                event.planned_until,
            )
        )
    signatures = select(CptsStepRow).join(ContractRow, ContractRow.step_id == CptsStepRow.id)
    days = {step.id: step.day for step in reader.rows(signatures, CptsStepRow.cpts_id)}
    found: defaultdict[int, list[Contract]] = defaultdict(list)
    rows = reader.rows(select(ContractRow), ContractRow.cpts_id)
    for row in sorted(rows, key=lambda row: (days[row.step_id], row.id)):
        found[row.cpts_id].append(
            Contract(
                days[row.step_id],
                row.years,
                row.effect_on,
                row.cpts_party,
                row.ars_party,
                row.insurance_party,
                row.comment,
                row.ended_on,
                row.end_kind,
                row.end_reason,
                row.end_decision_id,
                tuple(events[row.id]),
                row.step_id,
                row.id,
            )
        )
    return found


def _indicators(reader: _Reader) -> Facts[YearIndicator]:
    definitions = {row.id: row for row in reader.rows(select(IndicatorRow), IndicatorRow.cpts_id)}
    query = select(IndicatorYearRow).join(IndicatorRow, IndicatorRow.id == IndicatorYearRow.indicator_id)
    found: defaultdict[int, list[YearIndicator]] = defaultdict(list)
    rows = reader.rows(query, IndicatorRow.cpts_id)
    for row in sorted(rows, key=lambda row: (row.year, definitions[row.indicator_id].position, row.id)):
        own = definitions[row.indicator_id]
        indicator = Indicator(
            own.label,
            own.unit,
            Decimal(row.weight),
            _decimal(row.start),
            _decimal(row.target),
            _decimal(row.result),
            own.national,
            row.id,
        )
        found[own.cpts_id].append(YearIndicator(own.mission, row.year, indicator, own.id))
    return found


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _crises(reader: _Reader) -> Facts[Crisis]:
    told = select(CrisisRow).join(CptsCrisisRow, CptsCrisisRow.crisis_id == CrisisRow.id)
    crises = {row.id: row for row in reader.rows(told, CptsCrisisRow.cpts_id)}
    found: defaultdict[int, list[Crisis]] = defaultdict(list)
    for link in reader.rows(select(CptsCrisisRow), CptsCrisisRow.cpts_id):
        row = crises[link.crisis_id]
        found[link.cpts_id].append(Crisis(row.declared_on, row.label, row.id))
    return {cpts: sorted(own, key=lambda each: (each.declared_on, each.id)) for cpts, own in found.items()}
