"""The missions of a CPTS with what hangs on them: indicators by year of contract, rates retained, payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk import paths
from cpr_desk.domain.dossier import MissionState
from cpr_desk.domain.french import typeset
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.mission_course import hanging_words
from cpr_desk.domain.missions import Mission
from cpr_desk.errors import UserError
from cpr_desk.storage.models import (
    CptsMissionRow,
    CptsPaymentRow,
    IndicatorRow,
    IndicatorYearRow,
    MissionRateRow,
)
from cpr_desk.storage.reference import load_scales
from cpr_desk.storage.scales import own_scales


@dataclass(frozen=True, slots=True)
class Hanging:
    """How much hangs on a mission."""

    indicators: int
    rates: int
    payments: int

    def __bool__(self) -> bool:
        return bool(self.indicators or self.rates or self.payments)


def mission_row(session: Session, cpts_id: int, mission: Mission) -> CptsMissionRow | None:
    """Return the row of a mission, None when the CPTS has not chosen it."""
    return session.scalar(
        select(CptsMissionRow).where(CptsMissionRow.cpts_id == cpts_id, CptsMissionRow.mission == mission.value)
    )


def write_mission(row: CptsMissionRow, state: MissionState) -> None:
    """Bring a row to the dates of a mission; its action plan is written by itself."""
    row.planned_on, row.started_on, row.deployed_on = state.planned_on, state.started_on, state.deployed_on
    row.chosen_on, row.plan_written_on = state.chosen_on, state.plan_written_on


def bring_mission(session: Session, cpts_id: int, state: MissionState) -> None:
    """Choose a mission, unless it is chosen, and bring it to its dates."""
    row = mission_row(session, cpts_id, state.mission)
    if row is None:
        row = CptsMissionRow(cpts_id=cpts_id, mission=state.mission.value)
        session.add(row)
    write_mission(row, state)


def refuse_hanging(session: Session, cpts_id: int, mission: Mission) -> None:
    """Raise UserError while indicators, rates or payments hang on a mission that would be taken away."""
    hanging = _hanging_on(session, cpts_id, mission)
    if hanging:
        told = hanging_words(hanging.indicators, hanging.rates, hanging.payments)
        raise UserError(
            typeset(f"La mission « {mission.label} » ne peut pas être retirée : elle porte {told}."),
            "Retirez d’abord ses indicateurs et ses taux, et détachez ses versements dans Financement ; ou laissez la "
            "mission sans date de démarrage.",
        )


def _hanging_on(session: Session, cpts_id: int, mission: Mission) -> Hanging:
    own = IndicatorRow.cpts_id == cpts_id, IndicatorRow.mission == mission
    rates = MissionRateRow.cpts_id == cpts_id, MissionRateRow.mission == mission
    scales = (*load_scales(paths.reference_dir()).values(), *(each.scale for each in own_scales(session).values()))
    codes = {line.code for scale in scales for line in scale.lines if line.mission is mission}
    paid = CptsPaymentRow.cpts_id == cpts_id, CptsPaymentRow.due_code.in_(codes)
    return Hanging(
        session.scalar(select(func.count(IndicatorRow.id)).where(*own)) or 0,
        session.scalar(select(func.count(MissionRateRow.id)).where(*rates)) or 0,
        session.scalar(select(func.count(CptsPaymentRow.id)).where(*paid)) or 0,
    )


def definitions_of(session: Session, cpts_id: int, mission: Mission) -> Sequence[IndicatorRow]:
    """Return the indicators of a mission in their order, whatever their years."""
    query = select(IndicatorRow).where(IndicatorRow.cpts_id == cpts_id, IndicatorRow.mission == mission)
    return session.scalars(query.order_by(IndicatorRow.position, IndicatorRow.id)).all()


def definition(session: Session, cpts_id: int, definition_id: int) -> IndicatorRow | None:
    """Return one indicator of a CPTS."""
    return session.scalar(select(IndicatorRow).where(IndicatorRow.cpts_id == cpts_id, IndicatorRow.id == definition_id))


def year_row(session: Session, definition_id: int, year: int) -> IndicatorYearRow | None:
    """Return an indicator in a year of contract, None where it is not followed then."""
    own = IndicatorYearRow.indicator_id == definition_id, IndicatorYearRow.year == year
    return session.scalar(select(IndicatorYearRow).where(*own))


def years_of(session: Session, definition_id: int) -> int:
    """Return in how many years an indicator is followed."""
    count = select(func.count(IndicatorYearRow.id)).where(IndicatorYearRow.indicator_id == definition_id)
    return session.scalar(count) or 0


def add_definition(session: Session, cpts_id: int, mission: Mission, indicator: Indicator) -> IndicatorRow:
    """Store a new indicator after those of its mission, with no year yet."""
    known = definitions_of(session, cpts_id, mission)
    row = IndicatorRow(
        cpts_id=cpts_id,
        mission=mission,
        position=known[-1].position + 1 if known else 1,
        label=indicator.label,
        unit=indicator.unit,
        national=indicator.national,
    )
    session.add(row)
    session.flush()
    return row


def write_year(session: Session, definition_id: int, year: int, indicator: Indicator) -> IndicatorYearRow:
    """Bring an indicator in a year of contract to its values, and return its row."""
    row = year_row(session, definition_id, year)
    if row is None:
        row = IndicatorYearRow(indicator_id=definition_id, year=year)
        session.add(row)
    row.weight = f"{indicator.weight:f}"
    row.start, row.target, row.result = map(_text, (indicator.start, indicator.target, indicator.result))
    session.flush()
    return row


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def rate_row(session: Session, cpts_id: int, mission: Mission, year: int) -> MissionRateRow | None:
    """Return the rate retained for a mission in a year of contract, None where none was."""
    own = MissionRateRow.cpts_id == cpts_id, MissionRateRow.mission == mission, MissionRateRow.year == year
    return session.scalar(select(MissionRateRow).where(*own))


def followed(session: Session, cpts_id: int, mission: Mission, year: int) -> list[tuple[int, Indicator]]:
    """Return the indicators of a mission in a year of contract with their definitions, in their order."""
    query = (
        select(IndicatorRow, IndicatorYearRow)
        .join(IndicatorYearRow, IndicatorYearRow.indicator_id == IndicatorRow.id)
        .where(IndicatorRow.cpts_id == cpts_id, IndicatorRow.mission == mission, IndicatorYearRow.year == year)
        .order_by(IndicatorRow.position, IndicatorRow.id)
    )
    return [(own.id, _indicator(own, told)) for own, told in session.execute(query)]


def _indicator(own: IndicatorRow, told: IndicatorYearRow) -> Indicator:
    start, target, result = (None if each is None else Decimal(each) for each in (told.start, told.target, told.result))
    return Indicator(own.label, own.unit, Decimal(told.weight), start, target, result, own.national, told.id)


def unfollow(session: Session, definition_id: int, year: int) -> None:
    """Take an indicator out of a year; without any year left it is gone."""
    if row := year_row(session, definition_id, year):
        session.delete(row)
        session.flush()
    if not years_of(session, definition_id):
        session.delete(session.get_one(IndicatorRow, definition_id))


def keep_rate(session: Session, cpts_id: int, mission: Mission, year: int, rate: Decimal, comment: str) -> None:
    """Retain a rate for a mission in a year of contract."""
    row = rate_row(session, cpts_id, mission, year)
    if row is None:
        row = MissionRateRow(cpts_id=cpts_id, mission=mission, year=year)
        session.add(row)
    row.rate, row.comment = f"{rate:f}", comment
