"""The steps of a CPTS one by one, the papers of its file, its association, its contrat d’accompagnement."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.adhesion import StepTaken
from cpr_desk.domain.dossier import FilePaper, GrantGiven
from cpr_desk.storage import contracts
from cpr_desk.storage.models import CptsGrantRow, CptsPaperRow, CptsRow, CptsStepRow


def step_row(session: Session, cpts_id: int, step_id: int) -> CptsStepRow | None:
    """Return a step of a CPTS, None when it is no longer there."""
    return session.scalar(select(CptsStepRow).where(CptsStepRow.cpts_id == cpts_id, CptsStepRow.id == step_id))


def add_step(session: Session, cpts_id: int, wanted: StepTaken) -> CptsStepRow:
    """Store a new step."""
    row = CptsStepRow(cpts_id=cpts_id, step=wanted.step)
    session.add(row)
    _bring(row, wanted)
    session.flush()
    return row


def write_step(session: Session, row: CptsStepRow, wanted: StepTaken) -> None:
    """Bring a step to its day and what is told of it; what hangs on that day in the contract follows."""
    before = row.day
    _bring(row, wanted)
    contracts.follow_step(session, row, before)
    session.flush()


def _bring(row: CptsStepRow, wanted: StepTaken) -> None:
    row.day, row.author, row.comment, row.exception = wanted.on, wanted.author, wanted.comment, wanted.exception


def remove_step(session: Session, row: CptsStepRow) -> None:
    """Take a step away with its papers; their content stays in the data folder: an undo may want it."""
    for paper in session.scalars(select(CptsPaperRow).where(CptsPaperRow.step_id == row.id)):
        session.delete(paper)
    session.flush()
    session.delete(row)
    session.flush()


def add_papers(session: Session, cpts_id: int, wanted: Iterable[FilePaper]) -> None:
    """Store new papers."""
    for each in wanted:
        row = CptsPaperRow(cpts_id=cpts_id, code=each.code, step_id=each.step_id)
        write_paper(row, each)
        session.add(row)
    session.flush()


def paper_row(session: Session, cpts_id: int, paper_id: int) -> CptsPaperRow | None:
    """Return a paper of a file, None when it is no longer there."""
    return session.scalar(select(CptsPaperRow).where(CptsPaperRow.cpts_id == cpts_id, CptsPaperRow.id == paper_id))


def write_paper(row: CptsPaperRow, wanted: FilePaper) -> None:
    """Bring a paper to what is known of it; its piece and its step stay."""
    row.label, row.received_on, row.comment = wanted.label, wanted.received_on, wanted.comment
    if wanted.paper:
        row.name, row.media_type = wanted.paper.name, wanted.paper.media_type
        row.size, row.sha256 = wanted.paper.size, wanted.paper.sha256


def write_association(session: Session, cpts_id: int, name: str, on: date | None) -> None:
    """Name the association that carries a CPTS, with the day of its declaration."""
    row = session.get_one(CptsRow, cpts_id)
    row.association, row.association_on = name, on


def grant_row(session: Session, cpts_id: int, grant: GrantGiven) -> CptsGrantRow | None:
    """Return the row of an amount paid once, None where it was not granted."""
    return session.scalar(select(CptsGrantRow).where(CptsGrantRow.cpts_id == cpts_id, CptsGrantRow.kind == grant.kind))


def write_grant(session: Session, cpts_id: int, grant: GrantGiven) -> None:
    """Record an amount paid once, or correct it."""
    row = grant_row(session, cpts_id, grant)
    if row is None:
        row = CptsGrantRow(cpts_id=cpts_id, kind=grant.kind)
        session.add(row)
    row.day, row.comment = grant.on, grant.comment
    session.flush()
