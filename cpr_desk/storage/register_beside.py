"""What a register file says of a CPTS beside its adhesion, written row by row."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.beside_adhesion import Beside
from cpr_desk.domain.dossier import Area
from cpr_desk.storage import areas, missions
from cpr_desk.storage.models import ContractRow, CptsMissionRow, CptsRow, CptsStepRow


def write_beside(session: Session, cpts_id: int, told: Beside, on: date, years: Callable[[date], int]) -> None:
    """Write what is told; what is not stays. `years` gives the length of a contract signed on a day."""
    row = session.get_one(CptsRow, cpts_id)
    row.association = told.association or row.association
    row.association_on = told.association_on or row.association_on
    if told.populations:
        areas.write_area(session, cpts_id, Area(on, told.year, told.populations))
    for mission, day in told.deployed:
        chosen = missions.mission_row(session, cpts_id, mission)
        if chosen is None:
            chosen = CptsMissionRow(cpts_id=cpts_id, mission=mission.value)
            session.add(chosen)
        chosen.deployed_on = day
    if told.effect_on:
        _write_effect(session, cpts_id, told.effect_on, years)
    session.flush()


def _write_effect(session: Session, cpts_id: int, effect_on: date, years: Callable[[date], int]) -> None:
    """Let the contract signed last take effect on a day; without a signature there is none."""
    signed = select(CptsStepRow).where(CptsStepRow.cpts_id == cpts_id, CptsStepRow.step == Step.SIGNED)
    step = session.scalars(signed.order_by(CptsStepRow.day.desc(), CptsStepRow.id.desc()).limit(1)).first()
    if step is None:
        return
    contract = session.scalar(select(ContractRow).where(ContractRow.step_id == step.id))
    if contract is None:
        contract = ContractRow(cpts_id=cpts_id, step_id=step.id, years=years(step.day))
        session.add(contract)
    contract.effect_on = effect_on
