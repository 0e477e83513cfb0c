"""The territories of CPTS, written with the population they come to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.dossier import Area
from cpr_desk.storage.models import CptsAreaRow, CptsFigureRow, CptsRow


def name_of(session: Session, commission_id: int, cpts_id: int) -> str | None:
    """Return the name of a CPTS of a commission, None when it is not of its register."""
    return session.scalar(select(CptsRow.name).where(CptsRow.id == cpts_id, CptsRow.commission_id == commission_id))


def codes_at(session: Session, commission_id: int, at: date) -> dict[int, tuple[str, ...]]:
    """Return the INSEE codes of the territory in force on a day by the id of its CPTS."""
    of_commission = select(CptsRow.id).where(CptsRow.commission_id == commission_id)
    query = select(CptsAreaRow.cpts_id, CptsAreaRow.populations)
    query = query.where(CptsAreaRow.cpts_id.in_(of_commission), CptsAreaRow.since <= at).order_by(CptsAreaRow.since)
    return {cpts: tuple(populations) for cpts, populations in session.execute(query)}  # the last one stays


def area_at(session: Session, cpts_id: int, at: date) -> Area | None:
    """Return the territory in force on a day."""
    query = select(CptsAreaRow).where(CptsAreaRow.cpts_id == cpts_id, CptsAreaRow.since <= at)
    row = session.scalars(query.order_by(CptsAreaRow.since.desc()).limit(1)).first()
    return Area(row.since, row.year, tuple(row.populations.items()), row.comment, row.id) if row else None


def write_area(session: Session, cpts_id: int, area: Area) -> None:
    """Write a territory, in place of one that began on the same day."""
    query = select(CptsAreaRow).where(CptsAreaRow.cpts_id == cpts_id, CptsAreaRow.since == area.since)
    row = session.scalars(query).first() or CptsAreaRow(cpts_id=cpts_id, since=area.since)
    row.year, row.populations, row.comment = area.year, dict(area.populations), area.comment
    session.add(row)


@dataclass(frozen=True, slots=True)
class Counted:
    """The population that counts on a day, and its source."""

    population: int | None
    source: str


def counted_at(session: Session, cpts_id: int, at: date) -> Counted:
    """Return the population that counts on a day."""
    row = _figure(session, cpts_id, at)
    return Counted(row.population, row.population_source) if row else Counted(None, "")


def write_population(session: Session, cpts_id: int, on: date, counted: Counted) -> None:
    """Let a population count from a day on; the number of members goes on as it was."""
    last = _figure(session, cpts_id, on)
    row = last if last and last.day == on else CptsFigureRow(cpts_id=cpts_id, day=on)
    if row is not last and last:
        row.members, row.size = last.members, last.size
    row.population, row.population_source = counted.population, counted.source
    if counted.population is not None:
        row.size = None  # a population decides the size
    session.add(row)


def _figure(session: Session, cpts_id: int, at: date) -> CptsFigureRow | None:
    query = select(CptsFigureRow).where(CptsFigureRow.cpts_id == cpts_id, CptsFigureRow.day <= at)
    return session.scalars(query.order_by(CptsFigureRow.day.desc(), CptsFigureRow.id.desc()).limit(1)).first()
