"""Readings that must be fast: the register at a date, straight to tuples, never through ORM objects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, literal, select
from sqlalchemy.orm import Session, aliased

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.french import fold
from cpr_desk.storage.models import CptsFigureRow, CptsMissionRow, CptsPaymentRow, CptsRow, CptsStepRow

REGISTER_SORTS = tuple("name code department step step_since population size members signed_on contact".split())
"""Columns by which SQL can sort the register."""


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


@dataclass(frozen=True, slots=True)
class RegisterView:
    """What the register page asks for: a day, words to find, one of `REGISTER_SORTS`, and the direction."""

    at: date
    filter_text: str = ""
    sort: str = "name"
    descending: bool = False


def register_ids(session: Session, commission_id: int, view: RegisterView) -> Sequence[int]:
    """Return the ids of the CPTS known on the day whose folded text holds every word of the filter, sorted."""
    at, sort = view.at, view.sort
    query = select(CptsRow.id).where(CptsRow.commission_id == commission_id, _known(at))
    for word in fold(view.filter_text).split():
        query = query.where(func.instr(CptsRow.folded, word) > 0)
    key: Any
    if sort == "step":
        key = _step_rank(_step_at(at))
    elif sort == "step_since":
        key = _step_day(at)
    elif sort in ("population", "size", "members"):
        query = query.outerjoin(CptsFigureRow, CptsFigureRow.id == _figure_id(at))
        key = func.coalesce(CptsFigureRow.members if sort == "members" else CptsFigureRow.population, -1)
    elif sort == "signed_on":
        key = func.coalesce(_step_day(at, Step.SIGNED), literal(""))
    else:
        key = {
            "name": CptsRow.sort_name,
            "code": CptsRow.code,
            "department": CptsRow.department,
            "contact": func.lower(CptsRow.contact),
        }[sort]
    query = query.order_by(key.desc() if view.descending else key, CptsRow.sort_name, CptsRow.id)
    return [row[0] for row in session.connection().execute(query).all()]


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
