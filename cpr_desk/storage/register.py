"""The register, written row by row: what an adhesion says becomes dated facts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk import paths
from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.french import fold
from cpr_desk.storage.models import (
    CptsFigureRow,
    CptsMissionRow,
    CptsPaymentRow,
    CptsRow,
    CptsStepRow,
)
from cpr_desk.storage.reference import load_departments

_TEXTS = ("code", "name", "department", "contact", "email", "phone", "comment")
_DATED_STEPS = (
    ("letter_on", (Step.LETTER_VALIDATED, Step.LETTER_DEPOSITED)),
    ("project_sent_on", (Step.PROJECT_SENT,)),
    ("project_validated_on", (Step.PROJECT_VALIDATED,)),
    ("signed_on", (Step.SIGNED,)),
)


def codes(session: Session, commission_id: int) -> dict[str, int]:
    """Return the id of each code of the register."""
    query = select(CptsRow.code, CptsRow.id).where(CptsRow.commission_id == commission_id)
    return {row.code: row.id for row in session.execute(query)}


def write(session: Session, commission_id: int, adhesion: Adhesion, on: date, paid_before: Decimal | None) -> CptsRow:
    """Write what an adhesion says as known on a day; facts already recorded are left alone.

    `paid_before` is the euros already recorded: only the difference becomes a payment.
    """
    row = session.get_one(CptsRow, adhesion.id) if adhesion.id else CptsRow(commission_id=commission_id)
    for text in _TEXTS:
        setattr(row, text, getattr(adhesion, text))
    row.sort_name = fold(adhesion.name)[:300]
    department = load_departments(paths.reference_dir()).get(adhesion.department)
    words = (adhesion.code, adhesion.name, adhesion.department, department.name if department else "", adhesion.contact)
    row.folded = fold(" ".join(words))[:1000]
    session.add(row)
    session.flush()
    _write_steps(session, row.id, adhesion, on)
    _write_figures(session, row.id, adhesion, on)
    _write_missions(session, row.id, adhesion, on)
    if adhesion.paid is not None and (cents := _cents(adhesion.paid) - _cents(paid_before or Decimal(0))):
        session.add(CptsPaymentRow(cpts_id=row.id, paid_on=on, cents=cents, label="Report du registre"))
    return row


def _cents(euros: Decimal) -> int:
    return int((euros * 100).to_integral_value(ROUND_HALF_UP))


def withdraw_steps(
    session: Session, before: Mapping[str, Any], adhesion: Adhesion, on: date, *, correcting: bool
) -> None:
    """Take back the steps whose day is no longer given and, when correcting, the step that stood on the day."""
    withdrawn = {
        step for field, steps in _DATED_STEPS if before[field] and not getattr(adhesion, field) for step in steps
    }
    if correcting:
        withdrawn.add(before["step"])
    query = select(CptsStepRow).where(CptsStepRow.cpts_id == adhesion.id, CptsStepRow.day <= on)
    for row in session.scalars(query.where(CptsStepRow.step.in_(withdrawn))):
        session.delete(row)
    session.flush()


def _write_steps(session: Session, cpts_id: int, adhesion: Adhesion, on: date) -> None:
    query = select(CptsStepRow).where(CptsStepRow.cpts_id == cpts_id).order_by(CptsStepRow.day, CptsStepRow.id)
    rows = list(session.scalars(query))
    dated = []
    for field, steps in _DATED_STEPS:
        if day := getattr(adhesion, field):
            dated.append(_date_step(rows, _steps_of(adhesion, steps, day), day, on))
    for row in dated:
        row.cpts_id = cpts_id
    session.add_all(dated)
    session.flush()
    past = sorted((row for row in {*rows, *dated} if row.day <= on), key=lambda row: (row.day, row.id))
    since = min(adhesion.step_since or on, on)
    if not past or past[-1].step is not adhesion.step:
        day = max(since, past[-1].day) if past else since
        session.add(CptsStepRow(cpts_id=cpts_id, day=day, step=adhesion.step))
    elif adhesion.step_since and past[-1] not in dated:
        past[-1].day = max(since, past[-2].day) if len(past) > 1 else since


def _steps_of(adhesion: Adhesion, steps: tuple[Step, ...], day: date) -> tuple[Step, ...]:
    """Return the steps that a date may be the day of, the one to add first."""
    if adhesion.step not in steps:
        return steps
    if adhesion.step is Step.LETTER_VALIDATED and (adhesion.step_since or day) > day:
        return (Step.LETTER_DEPOSITED,)  # the letter is older than its validation: it was deposited then
    return (adhesion.step, *(step for step in steps if step is not adhesion.step))


def _date_step(rows: Sequence[CptsStepRow], steps: tuple[Step, ...], day: date, on: date) -> CptsStepRow:
    """Return the row that the date corrects: what the register shows on that day, else what it announces."""
    same = [row for row in rows if row.step in steps]
    past = [row for row in same if row.day <= on]
    # The letter is dated by its first step, the others by their last one, as `queries.register_rows` reads them.
    shown = (past[:1] if len(steps) > 1 else past[-1:]) or same[:1] or [CptsStepRow(step=steps[0])]
    shown[0].day = day
    return shown[0]


def _write_figures(session: Session, cpts_id: int, adhesion: Adhesion, on: date) -> None:
    query = select(CptsFigureRow).where(CptsFigureRow.cpts_id == cpts_id, CptsFigureRow.day <= on)
    last = session.scalar(query.order_by(CptsFigureRow.day.desc(), CptsFigureRow.id.desc()).limit(1))
    now = {field: getattr(adhesion, field) for field in ("population", "population_source", "members")}
    # A population decides the size; without one the size is a fact that somebody stated.
    now["size"] = adhesion.size if adhesion.population is None else None
    if (now == {field: getattr(last, field) for field in now}) if last else not any(now.values()):
        return
    if last is None:
        # The first figures hold from the first step on, so that an older state of the register has a population.
        first = session.scalar(select(func.min(CptsStepRow.day)).where(CptsStepRow.cpts_id == cpts_id))
        last = CptsFigureRow(cpts_id=cpts_id, day=min(on, first or on))
        session.add(last)
    elif last.day < on:
        last = CptsFigureRow(cpts_id=cpts_id, day=on)
        session.add(last)
    for field, value in now.items():
        setattr(last, field, value)


def _write_missions(session: Session, cpts_id: int, adhesion: Adhesion, on: date) -> None:
    query = select(CptsMissionRow).where(CptsMissionRow.cpts_id == cpts_id)
    stored = {row.mission: row for row in session.scalars(query)}
    wanted = dict(adhesion.missions)
    for mission, row in stored.items():
        if mission not in wanted:
            session.delete(row)
        elif wanted[mission] or not row.started_on or row.started_on <= on:
            # A start after that day was not visible on it, so its absence says nothing.
            row.started_on = wanted[mission]
    session.add_all(
        CptsMissionRow(cpts_id=cpts_id, mission=mission, started_on=started)
        for mission, started in wanted.items()
        if mission not in stored
    )
