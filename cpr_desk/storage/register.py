"""The register, written row by row: what an adhesion says becomes dated facts."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.french import fold
from cpr_desk.storage.models import (
    CptsFigureRow,
    CptsMissionRow,
    CptsPaymentRow,
    CptsRow,
    CptsStepRow,
)

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
    row.folded = fold(f"{adhesion.code} {adhesion.name} {adhesion.department} {adhesion.contact}")[:1000]
    session.add(row)
    session.flush()
    _write_steps(session, row.id, adhesion, on)
    _write_figures(session, row.id, adhesion, on)
    _write_missions(session, row.id, adhesion)
    difference = (adhesion.paid or Decimal(0)) - (paid_before or Decimal(0))
    if difference and adhesion.paid is not None:
        cents = int((difference * 100).to_integral_value())
        session.add(CptsPaymentRow(cpts_id=row.id, paid_on=on, cents=cents, label="Report du registre"))
    return row


def _write_steps(session: Session, cpts_id: int, adhesion: Adhesion, on: date) -> None:
    known = list(session.scalars(select(CptsStepRow).where(CptsStepRow.cpts_id == cpts_id).order_by(CptsStepRow.day)))
    for field, steps in _DATED_STEPS:
        day = getattr(adhesion, field)
        if day is None:
            continue
        same = [row for row in known if row.step in steps]
        if same:
            same[-1].day = day
        else:
            step = adhesion.step if adhesion.step in steps else steps[0]
            known.append(CptsStepRow(cpts_id=cpts_id, day=day, step=step))
            session.add(known[-1])
    known.sort(key=lambda row: (row.day, list(Step).index(row.step)))
    if not known or known[-1].step is not adhesion.step:
        day = max([adhesion.step_since or on, *(row.day for row in known)])
        session.add(CptsStepRow(cpts_id=cpts_id, day=day, step=adhesion.step))


def _write_figures(session: Session, cpts_id: int, adhesion: Adhesion, on: date) -> None:
    query = select(CptsFigureRow).where(CptsFigureRow.cpts_id == cpts_id)
    last = session.scalar(query.order_by(CptsFigureRow.day.desc(), CptsFigureRow.id.desc()).limit(1))
    now = (adhesion.population, adhesion.population_source, adhesion.members)
    if last and (last.population, last.population_source, last.members) == now:
        return
    if last and last.day == on:
        last.population, last.population_source, last.members = now
    elif last or any(now):
        # The first figures hold from the first step on, so that an older state of the register has a population.
        first = session.scalar(select(func.min(CptsStepRow.day)).where(CptsStepRow.cpts_id == cpts_id))
        day = on if last else min(on, first or on)
        session.add(
            CptsFigureRow(cpts_id=cpts_id, day=day, population=now[0], population_source=now[1], members=now[2])
        )


def _write_missions(session: Session, cpts_id: int, adhesion: Adhesion) -> None:
    stored = {
        row.mission: row for row in session.scalars(select(CptsMissionRow).where(CptsMissionRow.cpts_id == cpts_id))
    }
    wanted = dict(adhesion.missions)
    for mission, row in stored.items():
        if mission not in wanted:
            session.delete(row)
        else:
            row.started_on = wanted[mission]
    session.add_all(
        CptsMissionRow(cpts_id=cpts_id, mission=mission, started_on=started)
        for mission, started in wanted.items()
        if mission not in stored
    )
