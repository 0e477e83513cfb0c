"""The contract of a CPTS, row by row, and what hangs on the days of its steps."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.contract import Contract, ContractEvent, EventKind
from cpr_desk.domain.dossier import SizeFixed
from cpr_desk.domain.french import date_digits, typeset
from cpr_desk.errors import UserError
from cpr_desk.storage.models import ContractEventRow, ContractRow, CptsPaperRow, CptsRow, CptsSizeRow, CptsStepRow

_ONE_DAY = timedelta(days=1)


def last_parties(session: Session, commission_id: int) -> tuple[str, str]:
    """Return who signed the contract recorded last for the ARS and for the Assurance maladie, empty before any."""
    known = select(ContractRow.ars_party, ContractRow.insurance_party).join(CptsRow, CptsRow.id == ContractRow.cpts_id)
    last = known.where(CptsRow.commission_id == commission_id).order_by(ContractRow.id.desc()).limit(1)
    found = session.execute(last).first()
    return (found[0], found[1]) if found else ("", "")


def write_contract(session: Session, cpts_id: int, wanted: Contract) -> ContractRow:
    """Bring the row of a signature, a new one where nobody told more of it, to what is known of the contract.

    Its events are written one by one, those stored already brought to what is given.
    """
    row = session.scalar(select(ContractRow).where(ContractRow.step_id == wanted.step_id))
    if row is None:
        row = ContractRow(cpts_id=cpts_id, step_id=wanted.step_id)
        session.add(row)
    row.years, row.effect_on, row.comment = wanted.years, wanted.effect_on, wanted.comment
    row.cpts_party, row.ars_party, row.insurance_party = wanted.cpts_party, wanted.ars_party, wanted.insurance_party
    # An end that only a step tells has no kind yet: it stays with its step.
    row.ended_on, row.end_kind = (wanted.ended_on, wanted.end_kind) if wanted.end_kind else (None, None)
    row.end_reason, row.end_decision_id = wanted.end_reason, wanted.end_decision_id
    session.flush()
    for event in wanted.events:
        write_event(session, row.id, event)
    return row


def write_event(session: Session, contract_id: int, wanted: ContractEvent) -> int:
    """Store an event (`id` 0) or bring one to what is known of it, and return its id."""
    row = session.get_one(ContractEventRow, wanted.id) if wanted.id else ContractEventRow(contract_id=contract_id)
    row.kind, row.since, row.until, row.signed_on = wanted.kind, wanted.on, wanted.until, wanted.signed_on
    row.planned_until = wanted.planned_until
    row.label, row.comment, row.decision_id = wanted.label, wanted.comment, wanted.decision_id
    session.add(row)
    session.flush()
    return row.id


def remove_event(session: Session, event_id: int) -> None:
    """Take an event away."""
    session.delete(session.get_one(ContractEventRow, event_id))
    session.flush()


def erase(session: Session, contract: Contract) -> None:
    """Take a contract away, with all that happened to it; its steps stay."""
    for event in contract.events:
        if event.id:
            session.delete(session.get_one(ContractEventRow, event.id))
    session.flush()
    if contract.id:
        session.delete(session.get_one(ContractRow, contract.id))
        session.flush()


def write_size(session: Session, cpts_id: int, wanted: SizeFixed) -> None:
    """Retain a size on a day (`id` 0), or correct one."""
    row = session.get_one(CptsSizeRow, wanted.id) if wanted.id else CptsSizeRow(cpts_id=cpts_id)
    row.day, row.size, row.population, row.comment = wanted.on, int(wanted.size), wanted.population, wanted.comment
    session.add(row)
    session.flush()


def fix_size(session: Session, cpts_id: int, day: date, wanted: SizeFixed | None) -> None:
    """Retain a size on the day of the signature in the place of the one known, or none."""
    row = size_row(session, cpts_id, day)
    if wanted:
        write_size(session, cpts_id, replace(wanted, on=day, id=row.id if row else 0))
    elif row:
        session.delete(row)
        session.flush()


def mark_renewal(session: Session, cpts_id: int, signed_on: date, before: date | None) -> None:
    """Put the step of a renewal on the day of its signature, moved from the one `before`, or new."""
    row = step_on(session, cpts_id, Step.RENEWED, before) if before else None
    if row is None:
        row = CptsStepRow(cpts_id=cpts_id, step=Step.RENEWED)
        session.add(row)
    row.day = signed_on
    session.flush()


def size_row(session: Session, cpts_id: int, day: date) -> CptsSizeRow | None:
    """Return the size retained on a day."""
    return session.scalar(select(CptsSizeRow).where(CptsSizeRow.cpts_id == cpts_id, CptsSizeRow.day == day))


def step_on(session: Session, cpts_id: int, step: Step, day: date) -> CptsStepRow | None:
    """Return the step of a kind reached on a day."""
    own = CptsStepRow.cpts_id == cpts_id, CptsStepRow.step == step, CptsStepRow.day == day
    return session.scalar(select(CptsStepRow).where(*own).limit(1))


def follow_steps(session: Session, steps: Iterable[CptsStepRow], before: Mapping[int, date]) -> None:
    """Let the contract follow the steps whose days changed; `before` gives their former days by id."""
    for row in steps:
        if row.id in before and row.day != before[row.id]:
            follow_step(session, row, before[row.id])


def follow_step(session: Session, row: CptsStepRow, before: date) -> None:
    """Let what is fixed on the day of a step follow it: the size at the signature, the renewal, the end.

    Raises UserError when another size is retained on the new day of the signature.
    """
    if row.day == before:
        return
    if row.step is Step.SIGNED and (size := size_row(session, row.cpts_id, before)):
        if size_row(session, row.cpts_id, row.day):
            raise UserError(
                f"Une autre taille est retenue le {date_digits(row.day)}, nouveau jour de la signature.",
                typeset("Retirez d’abord l’une des deux (onglet « Contrat » du dossier)."),
            )
        size.day = row.day
    if row.step is Step.RENEWED and (event := _renewal(session, row.cpts_id, before)):
        event.signed_on = row.day
    if row.step is Step.TERMINATED and (contract := _ended(session, row.cpts_id, before)):
        contract.ended_on = row.day - _ONE_DAY


def refuse_hanging(session: Session, steps: Iterable[CptsStepRow]) -> None:
    """Raise UserError when a contract, what happened to it or papers hang on steps that would go away."""
    for row in steps:
        name = session.get_one(CptsRow, row.cpts_id).name
        step = f"L’étape « {row.step.label} » du {date_digits(row.day)} de « {name} »"
        if hangs_on(session, row):
            what_to_do = "Corrigez-la, ou effacez-la, dans l’onglet « Contrat » de son dossier."
            raise UserError(typeset(f"{step} porte un contrat enregistré."), typeset(what_to_do))
        if session.scalar(select(CptsPaperRow.id).where(CptsPaperRow.step_id == row.id).limit(1)):
            what_to_do = "Retirez-la, avec ses pièces, dans l’onglet « Parcours » de son dossier."
            raise UserError(typeset(f"{step} a des pièces jointes."), typeset(what_to_do))


def hangs_on(session: Session, row: CptsStepRow) -> bool:
    """Return whether a contract was told of a signature, or a renewal or an end of that day."""
    found: object
    match row.step:
        case Step.SIGNED:
            found = session.scalar(select(ContractRow.id).where(ContractRow.step_id == row.id))
        case Step.RENEWED:
            found = _renewal(session, row.cpts_id, row.day)
        case Step.TERMINATED:
            found = _ended(session, row.cpts_id, row.day)
        case _:
            found = None
    return found is not None


def _renewal(session: Session, cpts_id: int, signed_on: date) -> ContractEventRow | None:
    query = select(ContractEventRow).join(ContractRow, ContractRow.id == ContractEventRow.contract_id)
    signed = ContractEventRow.kind == EventKind.RENEWAL, ContractEventRow.signed_on == signed_on
    return session.scalar(query.where(ContractRow.cpts_id == cpts_id, *signed).limit(1))


def _ended(session: Session, cpts_id: int, step_on: date) -> ContractRow | None:
    """Return the contract whose last day is the eve of the step that ends it."""
    ended = ContractRow.cpts_id == cpts_id, ContractRow.ended_on == step_on - _ONE_DAY
    return session.scalar(select(ContractRow).where(*ended).limit(1))
