"""Readings that must be fast: the register at a date, straight to tuples, never through ORM objects."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, String, case, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from cpr_desk.domain.adhesion import Step
from cpr_desk.storage.models import CptsFigureRow, CptsMissionRow, CptsPaymentRow, CptsRow, CptsStepRow


def _step_at(at: date) -> ColumnElement[Step]:
    """Select the last step reached by a day: a correlated LIMIT 1 on its index was the fastest form measured."""
    return (
        select(CptsStepRow.step)
        .where(CptsStepRow.cpts_id == CptsRow.id, CptsStepRow.day <= at)
        .order_by(CptsStepRow.day.desc(), CptsStepRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _step_day(at: date, *steps: Step, first: bool = False) -> ColumnElement[date]:
    """Select the last day (or first), up to `at`, on which one of these steps (any, when none is named) was reached."""
    days = select((func.min if first else func.max)(CptsStepRow.day)).where(
        CptsStepRow.cpts_id == CptsRow.id, CptsStepRow.day <= at
    )
    return (days.where(CptsStepRow.step.in_(steps)) if steps else days).scalar_subquery()


def _figure_id(at: date) -> ColumnElement[int]:
    figure = aliased(CptsFigureRow)
    return (
        select(figure.id)
        .where(figure.cpts_id == CptsRow.id, figure.day <= at)
        .order_by(figure.day.desc(), figure.id.desc())
        .limit(1)
        .correlate(CptsRow)
        .scalar_subquery()
    )


def register_index(session: Session, commission_id: int, at: date) -> dict[str, Sequence[Any]]:
    """Return what finds and sorts the CPTS known on the day: `id`, `folded`, then a key for each column that sorts.

    Each is a sequence over the CPTS by name; the keys compare as they are, what is unknown first.
    """
    population = func.coalesce(CptsFigureRow.population, -1)
    query = (
        select(
            CptsRow.id,
            CptsRow.folded,
            CptsRow.sort_name.label("name"),
            CptsRow.code,
            CptsRow.department,
            _step_rank(_step_at(at)).label("step"),
            type_coerce(_step_day(at), String).label("step_since"),  # days sort as SQLite keeps them
            population.label("population"),
            population.label("size"),
            func.coalesce(CptsFigureRow.members, -1).label("members"),
            func.coalesce(type_coerce(_step_day(at, Step.SIGNED), String), "").label("signed_on"),
            func.lower(CptsRow.contact).label("contact"),
        )
        .outerjoin(CptsFigureRow, CptsFigureRow.id == _figure_id(at))
        .where(CptsRow.commission_id == commission_id, _known(at))
        .order_by(CptsRow.sort_name, CptsRow.id)
    )
    rows = session.connection().execute(query).all()
    return {str(column.key): [row[place] for row in rows] for place, column in enumerate(query.selected_columns)}


def _step_rank(step: ColumnElement[Step]) -> ColumnElement[int]:
    """Sort the steps in the order of the path, not of the alphabet."""
    return case({known: rank for rank, known in enumerate(Step)}, value=step, else_=-1)  # reads the step once


def _known(at: date) -> ColumnElement[bool]:
    """Select whether a CPTS is in the register: from its first step on."""
    return select(CptsStepRow.id).where(CptsStepRow.cpts_id == CptsRow.id, CptsStepRow.day <= at).exists()


def register_rows(
    session: Session, commission_id: int, at: date, ids: Iterable[int] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the register at a date as named tuples, the fields of `domain.adhesion.Adhesion` (`paid` in cents)."""
    paid = (
        select(func.sum(CptsPaymentRow.cents))
        .where(CptsPaymentRow.cpts_id == CptsRow.id, CptsPaymentRow.paid_on <= at)
        .scalar_subquery()
    )
    query = (
        select(
            CptsRow.id,
            CptsRow.code,
            CptsRow.name,
            CptsRow.department,
            _step_at(at).label("step"),
            _step_day(at).label("step_since"),
            CptsFigureRow.population,
            CptsFigureRow.population_source,
            CptsFigureRow.members,
            CptsFigureRow.size,
            _step_day(at, Step.LETTER_DEPOSITED, Step.LETTER_VALIDATED, first=True).label("letter_on"),
            _step_day(at, Step.PROJECT_SENT).label("project_sent_on"),
            _step_day(at, Step.PROJECT_VALIDATED).label("project_validated_on"),
            _step_day(at, Step.SIGNED).label("signed_on"),
            CptsRow.contact,
            CptsRow.email,
            CptsRow.phone,
            CptsRow.comment,
            paid.label("paid"),
        )
        .outerjoin(CptsFigureRow, CptsFigureRow.id == _figure_id(at))
        .where(CptsRow.commission_id == commission_id, _known(at))
        .order_by(CptsRow.sort_name, CptsRow.id)
    )
    if ids is not None:
        query = query.where(CptsRow.id.in_(list(ids)))
    # Not session.execute, which handles every row once more: there are no entities here, and nothing to flush.
    return session.connection().execute(query).all()


def register_missions(
    session: Session, at: date, ids: Iterable[int] | None = None
) -> dict[int, list[tuple[str, date | None]]]:
    """Return the missions of each CPTS: a mission that starts after `at` is still planned."""
    query = select(CptsMissionRow.cpts_id, CptsMissionRow.mission, CptsMissionRow.started_on).order_by(
        CptsMissionRow.id
    )
    if ids is not None:
        query = query.where(CptsMissionRow.cpts_id.in_(list(ids)))
    found: dict[int, list[tuple[str, date | None]]] = {}
    for cpts, mission, started in session.execute(query):
        found.setdefault(cpts, []).append((mission, started if started and started <= at else None))
    return found
