"""The register, written row by row: what an adhesion says becomes dated facts."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from cpr_desk import paths
from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.french import fold
from cpr_desk.domain.missions import Mission
from cpr_desk.errors import UserError
from cpr_desk.storage import contracts
from cpr_desk.storage.missions import refuse_hanging
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


def id_of_code(session: Session, commission_id: int, code: str) -> int | None:
    """Return the id of the CPTS that bears a code."""
    return session.scalar(select(CptsRow.id).where(CptsRow.commission_id == commission_id, CptsRow.code == code))


def write(
    session: Session, commission_id: int, adhesions: Sequence[Adhesion], on: date, paid_before: Mapping[int, int | None]
) -> list[int]:
    """Write what adhesions say as known on a day and return their ids; facts already recorded are left alone.

    `paid_before` gives the cents recorded by id: only the difference becomes a payment. Raises UserError for a CPTS
    that is no longer in the register.
    """
    ids = [adhesion.id for adhesion in adhesions if adhesion.id]
    known = {row.id: row for row in session.scalars(select(CptsRow).where(CptsRow.id.in_(ids)))}
    for gone in (adhesion for adhesion in adhesions if adhesion.id and adhesion.id not in known):
        raise UserError(
            f"La CPTS {gone.name.removeprefix('CPTS ')} n’est plus au registre.", "Relisez le registre (F5)."
        )
    rows = [known[adhesion.id] if adhesion.id else CptsRow(commission_id=commission_id) for adhesion in adhesions]
    for row, adhesion in zip(rows, adhesions, strict=True):
        _write_texts(row, adhesion)
    session.add_all(rows)
    session.flush()
    facts = _facts_of(session, ids)
    for row, adhesion in zip(rows, adhesions, strict=True):
        own = facts[row.id]
        days = {step.id: step.day for step in own.steps}
        _write_steps(own.steps, row.id, adhesion, on)
        contracts.follow_steps(session, own.steps, days)
        _write_figures(own, row.id, adhesion, on)
        for lost in _write_missions(own.missions, row.id, adhesion, on):
            if lost.mission in set(Mission):
                refuse_hanging(session, row.id, Mission(lost.mission))
            session.delete(lost)
        session.add_all((*own.steps, *own.figures, *own.missions))
        if adhesion.paid is not None and (cents := _cents(adhesion.paid) - (paid_before.get(row.id) or 0)):
            session.add(CptsPaymentRow(cpts_id=row.id, paid_on=on, cents=cents, label="Report du registre"))
    session.flush()
    return [row.id for row in rows]


def _write_texts(row: CptsRow, adhesion: Adhesion) -> None:
    for text in _TEXTS:
        setattr(row, text, getattr(adhesion, text))
    _fold_texts(row)


def _fold_texts(row: CptsRow) -> None:
    row.sort_name = fold(row.name)[:300]
    department = load_departments(paths.reference_dir()).get(row.department)
    words = (row.code, row.name, row.department, department.name if department else "", row.contact)
    row.folded = fold(" ".join(words))[:1000]


def write_text(session: Session, cpts_id: int, field_name: str, text: str) -> None:
    """Change one text of a CPTS, its `department`, `contact` or `comment`."""
    row = session.get_one(CptsRow, cpts_id)
    setattr(row, field_name, text)
    _fold_texts(row)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The dated facts of one CPTS, steps and figures by day."""

    steps: list[CptsStepRow] = field(default_factory=list)
    figures: list[CptsFigureRow] = field(default_factory=list)
    missions: list[CptsMissionRow] = field(default_factory=list)


def _facts_of(session: Session, ids: Sequence[int]) -> defaultdict[int, _Facts]:
    """Return the facts of a batch, read at once: one CPTS after another, reading would take most of an import."""
    facts: defaultdict[int, _Facts] = defaultdict(_Facts)
    steps = select(CptsStepRow).where(CptsStepRow.cpts_id.in_(ids))
    for step in session.scalars(steps.order_by(CptsStepRow.day, CptsStepRow.id)):
        facts[step.cpts_id].steps.append(step)
    figures = select(CptsFigureRow).where(CptsFigureRow.cpts_id.in_(ids))
    for figure in session.scalars(figures.order_by(CptsFigureRow.day, CptsFigureRow.id)):
        facts[figure.cpts_id].figures.append(figure)
    for mission in session.scalars(select(CptsMissionRow).where(CptsMissionRow.cpts_id.in_(ids))):
        facts[mission.cpts_id].missions.append(mission)
    return facts


def _cents(euros: Decimal) -> int:
    return int((euros * 100).to_integral_value(ROUND_HALF_UP))


def withdraw_steps(
    session: Session, before: Row[*tuple[Any, ...]], adhesion: Adhesion, on: date, *, correcting: bool
) -> None:
    """Take back the steps whose day is no longer given and, when correcting, the step that stood on the day.

    Raises UserError when a contract or papers hang on one of them.
    """
    lost = (steps for name, steps in _DATED_STEPS if getattr(before, name) and not getattr(adhesion, name))
    withdrawn = {step for steps in lost for step in steps}
    if correcting:
        withdrawn.add(before.step)
    if not withdrawn:
        return
    query = select(CptsStepRow).where(CptsStepRow.cpts_id == adhesion.id, CptsStepRow.day <= on)
    rows = session.scalars(query.where(CptsStepRow.step.in_(withdrawn))).all()
    contracts.refuse_hanging(session, rows)
    for row in rows:
        session.delete(row)
    session.flush()


def _write_steps(rows: list[CptsStepRow], cpts_id: int, adhesion: Adhesion, on: date) -> None:
    dated = []
    for name, steps in _DATED_STEPS:
        if day := getattr(adhesion, name):
            dated.append(_date_step(rows, _steps_of(adhesion, steps, day), day, on))
    rows += [row for row in dated if row not in rows]
    past = sorted((row for row in rows if row.day <= on), key=lambda row: (row.day, row.id or math.inf))
    since = min(adhesion.step_since or on, on)
    if not past or past[-1].step is not adhesion.step:
        rows.append(CptsStepRow(day=max(since, past[-1].day) if past else since, step=adhesion.step))
    elif adhesion.step_since and past[-1] not in dated:
        past[-1].day = max(since, past[-2].day) if len(past) > 1 else since
    for row in rows:
        row.cpts_id = cpts_id


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


def _write_figures(facts: _Facts, cpts_id: int, adhesion: Adhesion, on: date) -> None:
    now = {name: getattr(adhesion, name) for name in ("population", "population_source", "members")}
    # A population decides the size; without one the size is a fact that somebody stated.
    now["size"] = adhesion.size if adhesion.population is None else None
    past = [row for row in facts.figures if row.day <= on]
    last = past[-1] if past else None
    if (now == {name: getattr(last, name) for name in now}) if last else not any(now.values()):
        return
    if last is None or last.day < on:
        # The first figures hold from the first step on, so that an older state of the register has a population.
        day = on if last else min(on, *(row.day for row in facts.steps))
        last = CptsFigureRow(cpts_id=cpts_id, day=day)
        facts.figures.append(last)
    for name, value in now.items():
        setattr(last, name, value)


def _write_missions(rows: list[CptsMissionRow], cpts_id: int, adhesion: Adhesion, on: date) -> list[CptsMissionRow]:
    """Bring the missions to those of the adhesion; return the rows it no longer has."""
    wanted = dict(adhesion.missions)
    # A mission chosen after that day was not shown on it, so its absence says nothing.
    lost = [row for row in rows if row.mission not in wanted and not (row.chosen_on and row.chosen_on > on)]
    rows[:] = [row for row in rows if row.mission in wanted]
    for row in rows:
        started = wanted.pop(row.mission)
        if started or not row.started_on or row.started_on <= on:
            # A start after that day was not visible on it, so its absence says nothing.
            row.started_on = started
        if row.chosen_on:  # it is one on that day, and was chosen at the latest when it started
            row.chosen_on = min(row.chosen_on, on, started or on)
    rows += [CptsMissionRow(cpts_id=cpts_id, mission=name, started_on=started) for name, started in wanted.items()]
    return lost
