"""Readings that must be fast: the register at a date, straight to tuples, never through ORM objects."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, Select, String, bindparam, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from cpr_desk.domain.adhesion import Step
from cpr_desk.storage.models import CptsFigureRow, CptsMissionRow, CptsPaymentRow, CptsRow, CptsStepRow

_AT = bindparam("at", type_=Date())
"""The day of a reading. Building a statement takes longer than reading a page of rows with it: each is built once."""


def _step_at() -> ColumnElement[Step]:
    """Select the last step reached by a day: a correlated LIMIT 1 on its index was the fastest form measured."""
    return (
        select(CptsStepRow.step)
        .where(CptsStepRow.cpts_id == CptsRow.id, CptsStepRow.day <= _AT)
        .order_by(CptsStepRow.day.desc(), CptsStepRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _step_day(*steps: Step, first: bool = False) -> ColumnElement[date]:
    """Select the last day (or first) up to `_AT` on which one of these steps (any, when none is named) was reached."""
    days = select((func.min if first else func.max)(CptsStepRow.day)).where(
        CptsStepRow.cpts_id == CptsRow.id, CptsStepRow.day <= _AT
    )
    return (days.where(CptsStepRow.step.in_(steps)) if steps else days).scalar_subquery()


def _figure_id() -> ColumnElement[int]:
    figure = aliased(CptsFigureRow)
    return (
        select(figure.id)
        .where(figure.cpts_id == CptsRow.id, figure.day <= _AT)
        .order_by(figure.day.desc(), figure.id.desc())
        .limit(1)
        .correlate(CptsRow)
        .scalar_subquery()
    )


def register_index(session: Session, commission_id: int, at: date) -> dict[str, Sequence[Any]]:
    """Return what finds and sorts the CPTS known on the day: `id`, `folded`, `stated_size`, then keys of the columns.

    Each is a sequence over the CPTS by name; the keys compare as they are, what is unknown first.
    """
    query = _index_query()
    rows = session.connection().execute(query, {"commission": commission_id, "at": at}).all()
    return {str(column.key): [row[place] for row in rows] for place, column in enumerate(query.selected_columns)}


@cache
def _index_query() -> Select[*tuple[Any, ...]]:
    population = func.coalesce(CptsFigureRow.population, -1)
    return (
        select(
            CptsRow.id,
            CptsRow.folded,
            CptsRow.sort_name.label("name"),
            CptsRow.code,
            CptsRow.department,
            _step_rank(_step_at()).label("step"),
            type_coerce(_step_day(), String).label("step_since"),  # days sort as SQLite keeps them
            population.label("population"),
            population.label("size"),
            CptsFigureRow.size.label("stated_size"),
            func.coalesce(CptsFigureRow.members, -1).label("members"),
            func.coalesce(type_coerce(_step_day(Step.SIGNED), String), "").label("signed_on"),
            func.lower(CptsRow.contact).label("contact"),
        )
        .outerjoin(CptsFigureRow, CptsFigureRow.id == _figure_id())
        .where(CptsRow.commission_id == bindparam("commission"), _known())
        .order_by(CptsRow.sort_name, CptsRow.id)
    )


def _step_rank(step: ColumnElement[Step]) -> ColumnElement[int]:
    """Sort the steps in the order of the path, not of the alphabet."""
    return case({known: rank for rank, known in enumerate(Step)}, value=step, else_=-1)  # reads the step once


def _known() -> ColumnElement[bool]:
    """Select whether a CPTS is in the register: from its first step on."""
    return select(CptsStepRow.id).where(CptsStepRow.cpts_id == CptsRow.id, CptsStepRow.day <= _AT).exists()


def register_rows(
    session: Session, commission_id: int, at: date, ids: Iterable[int] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the register at a date as named tuples, the fields of `domain.adhesion.Adhesion` (`paid` in cents)."""
    asked = {"commission": commission_id, "at": at} | ({} if ids is None else {"ids": list(ids)})
    # Not session.execute, which handles every row once more: there are no entities here, and nothing to flush.
    return session.connection().execute(_rows_query(some=ids is not None), asked).all()


@cache
def _rows_query(*, some: bool) -> Select[*tuple[Any, ...]]:
    """Select the register; with `some`, only the CPTS of the `ids` given."""
    paid = (
        select(func.sum(CptsPaymentRow.cents))
        .where(CptsPaymentRow.cpts_id == CptsRow.id, CptsPaymentRow.paid_on <= _AT)
        .scalar_subquery()
    )
    query = (
        select(
            CptsRow.id,
            CptsRow.code,
            CptsRow.name,
            CptsRow.department,
            _step_at().label("step"),
            _step_day().label("step_since"),
            CptsFigureRow.population,
            CptsFigureRow.population_source,
            CptsFigureRow.members,
            CptsFigureRow.size,
            _step_day(Step.LETTER_DEPOSITED, Step.LETTER_VALIDATED, first=True).label("letter_on"),
            _step_day(Step.PROJECT_SENT).label("project_sent_on"),
            _step_day(Step.PROJECT_VALIDATED).label("project_validated_on"),
            _step_day(Step.SIGNED).label("signed_on"),
            CptsRow.contact,
            CptsRow.email,
            CptsRow.phone,
            CptsRow.comment,
            paid.label("paid"),
        )
        .outerjoin(CptsFigureRow, CptsFigureRow.id == _figure_id())
        .where(CptsRow.commission_id == bindparam("commission"), _known())
        .order_by(CptsRow.sort_name, CptsRow.id)
    )
    return query.where(CptsRow.id.in_(bindparam("ids", expanding=True))) if some else query


def register_missions(
    session: Session, at: date, ids: Iterable[int] | None = None
) -> dict[int, list[tuple[str, date | None]]]:
    """Return the missions of each CPTS: one that starts after `at` is still planned, one chosen later is none yet."""
    asked = {"at": at} | ({} if ids is None else {"ids": list(ids)})
    found: dict[int, list[tuple[str, date | None]]] = {}
    for cpts, mission, started in session.connection().execute(_missions_query(some=ids is not None), asked):
        found.setdefault(cpts, []).append((mission, started if started and started <= at else None))
    return found


@cache
def _missions_query(*, some: bool) -> Select[*tuple[Any, ...]]:
    """Select the missions; with `some`, only those of the CPTS of the `ids` given."""
    row = CptsMissionRow
    days = row.chosen_on, row.started_on, row.deployed_on, row.plan_written_on
    query = (
        select(row.cpts_id, row.mission, row.started_on)
        .where(or_(row.chosen_on.is_(None), *(day <= _AT for day in days)))
        .order_by(row.id)
    )
    return query.where(CptsMissionRow.cpts_id.in_(bindparam("ids", expanding=True))) if some else query
