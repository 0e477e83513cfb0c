"""Use cases on the contract of a CPTS: sign, amend, suspend, renew, end it, and retain its size."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cpr_desk.domain import contract_changes as rules
from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind
from cpr_desk.domain.dossier import Dossier, SizeFixed
from cpr_desk.domain.french import squeeze
from cpr_desk.domain.mandates import obey
from cpr_desk.domain.path import judge_step, refuse_removal
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.services.dossiers import read_again
from cpr_desk.services.path import whose
from cpr_desk.storage import contracts as storage
from cpr_desk.storage import path as steps
from cpr_desk.storage.database import Database
from cpr_desk.storage.dossiers import work_on

_ONE_DAY = timedelta(days=1)
_NAMES = {
    EventKind.AMENDMENT: "l’avenant",
    EventKind.RENEWAL: "le renouvellement",
    EventKind.SUSPENSION: "la suspension",
}


@dataclass(frozen=True, slots=True)
class SignContract:
    """A contract with its size at the signature, None while unknown; `author` and `exception` are those of the step.

    `contract.step_id` 0 signs a new one, else the contract of that signature is corrected.
    """

    contract: Contract
    size: SizeFixed | None = None
    author: str = ""
    exception: str = ""


@dataclass(frozen=True, slots=True)
class EndContract:
    """End a contract after its last day; `decision_id` is the opinion of the commission on it."""

    contract: Contract
    last_day: date
    kind: EndKind
    reason: str = ""
    decision_id: int | None = None


def usual_parties(db: Database, commission_id: int) -> tuple[str, str]:
    """Return who signs for the ARS and for the Assurance maladie, as in the contract recorded last."""
    with db.reading() as session:
        return storage.last_parties(session, commission_id)


def sign(db: Database, dossier: Dossier, order: SignContract, today: date) -> None:
    """Sign a contract, or correct one with the day of its signature.

    The step « Contrat signé », the parties, the length and the size at the signature are one use case. Raises
    UserError as `refuse_signature` and `judge_step`.
    """
    scales = tuple(reference.scales(db).values())
    verb = "Corriger" if order.contract.step_id else "Signer"
    with work_on(db, dossier.id, f"{verb} le contrat {whose(dossier)}") as (session, known):
        now = read_again(dossier, known, scales)
        wanted, step = judged_signature(now, order, today)
        if wanted.step_id:
            row = steps.step_row(session, dossier.id, wanted.step_id)
            if row is None:
                raise _gone()
            steps.write_step(session, row, step)
        else:
            wanted = replace(wanted, step_id=steps.add_step(session, dossier.id, step).id)
        storage.write_contract(session, dossier.id, wanted)
        storage.fix_size(session, dossier.id, wanted.signed_on, order.size)


def judged_signature(now: Dossier, order: SignContract, today: date) -> tuple[Contract, StepTaken]:
    """Return the contract and the step to write. Raises UserError when the signature is refused."""
    wanted, moved = _tidy(order.contract), True
    revised: tuple[SizeFixed, ...] = ()
    step = StepTaken(Step.SIGNED, wanted.signed_on, squeeze(order.author), "", squeeze(order.exception))
    if wanted.step_id:
        before = _stored(now, wanted)
        wanted = rules.realigned(replace(
            wanted, events=before.events, ended_on=before.ended_on, end_kind=before.end_kind,
            end_reason=before.end_reason, end_decision_id=before.end_decision_id,
        ))  # fmt: skip
        revised = tuple(
            each for each in rules.sizes_of(before, now.contracts, now.sizes) if each.on != before.signed_on
        )
        recorded = next(each for each in now.steps if each.id == wanted.step_id)
        step = replace(step, comment=recorded.comment, id=recorded.id)
        moved = step.on != recorded.on
    others = [each for each in now.contracts if not wanted.step_id or each.step_id != wanted.step_id]
    obey(rules.refuse_signature(others, wanted, today, revised))
    verdict = judge_step(now.steps, step, today)
    obey(verdict.against(step) if moved else verdict.refusals)
    return wanted, step


def erase(db: Database, dossier: Dossier, contract: Contract) -> None:
    """Take back a contract recorded by mistake: its signature, what happened to it, its sizes and its end.

    Raises UserError when no other step of the CPTS is known.
    """
    scales = tuple(reference.scales(db).values())
    with work_on(db, dossier.id, f"Effacer le contrat {whose(dossier)}") as (session, known):
        now = read_again(dossier, known, scales)
        stored = _stored(now, contract)
        gone = _steps_of(now, stored)
        left = [each for each in now.steps if each not in gone]
        obey(() if left else refuse_removal(gone[:1], gone[0]))
        storage.erase(session, stored)
        for step in gone:
            if row := steps.step_row(session, dossier.id, step.id):
                steps.remove_step(session, row)
        for size in rules.sizes_of(stored, now.contracts, now.sizes):
            storage.fix_size(session, dossier.id, size.on, None)


def record_event(db: Database, dossier: Dossier, contract: Contract, wanted: ContractEvent, today: date) -> None:
    """Record an amendment, a renewal or a suspension (`id` 0), or correct one.

    A renewal takes effect at the term, and is the step « Contrat renouvelé » on the day of its signature. Raises
    UserError as `refuse_event`.
    """
    tidy = replace(wanted, label=squeeze(wanted.label), comment=wanted.comment.strip())
    scales = tuple(reference.scales(db).values())
    verb = "Corriger" if tidy.id else "Enregistrer"
    with work_on(db, dossier.id, f"{verb} {_NAMES[tidy.kind]} du contrat {whose(dossier)}") as (session, known):
        stored = _stored(read_again(dossier, known, scales), contract)
        before = _event(stored, tidy.id) if tidy.id else None
        if tidy.kind is EventKind.RENEWAL:
            tidy = replace(tidy, on=before.on if before else stored.term)
        obey(rules.refuse_event(stored, tidy, today))
        row = storage.write_contract(session, dossier.id, stored)
        if tidy.kind is EventKind.RENEWAL and tidy.signed_on:
            storage.mark_renewal(session, dossier.id, tidy.signed_on, before.signed_on if before else None)
        storage.write_event(session, row.id, tidy)


def remove_event(db: Database, dossier: Dossier, contract: Contract, event: ContractEvent) -> None:
    """Take back what was recorded of a contract by mistake; the step of a renewal goes with it."""
    scales = tuple(reference.scales(db).values())
    with work_on(db, dossier.id, f"Retirer {_NAMES[event.kind]} du contrat {whose(dossier)}") as (session, known):
        stored = _stored(read_again(dossier, known, scales), contract)
        recorded = _event(stored, event.id)
        if recorded.kind is EventKind.RENEWAL and recorded.signed_on:
            step = storage.step_on(session, dossier.id, Step.RENEWED, recorded.signed_on)
            if step is not None:
                steps.remove_step(session, step)
        storage.remove_event(session, recorded.id)
        left = replace(stored, events=tuple(each for each in stored.events if each.id != recorded.id))
        storage.write_contract(session, dossier.id, rules.realigned(left))


def resume(db: Database, dossier: Dossier, contract: Contract, on: date, today: date) -> None:
    """Let a suspended contract run again from a day on. Raises UserError as `refuse_resumption`."""
    scales = tuple(reference.scales(db).values())
    with work_on(db, dossier.id, f"Lever la suspension du contrat {whose(dossier)}") as (session, known):
        stored = _stored(read_again(dossier, known, scales), contract)
        obey(rules.refuse_resumption(stored, on, today))
        if running := stored.running_suspension:
            storage.write_event(session, stored.id, replace(running, until=on - _ONE_DAY))


def end(db: Database, dossier: Dossier, order: EndContract, today: date) -> None:
    """End a contract, or correct its end: the step « Contrat terminé » stands on the day after its last.

    Raises UserError as `refuse_end` and `judge_step`.
    """
    reason = squeeze(order.reason)
    scales = tuple(reference.scales(db).values())
    with work_on(db, dossier.id, f"Enregistrer la fin du contrat {whose(dossier)}") as (session, known):
        now = read_again(dossier, known, scales)
        stored = _stored(now, order.contract)
        obey(rules.refuse_end(stored, order.last_day, order.kind, reason))
        recorded = rules.end_step(stored, now.steps)
        step = recorded or StepTaken(Step.TERMINATED, order.last_day)
        step = replace(step, on=order.last_day + _ONE_DAY, comment=reason)
        obey(judge_step(now.steps, step, today).against(step))
        row = steps.step_row(session, dossier.id, step.id)
        if row is None:
            steps.add_step(session, dossier.id, step)
        else:
            steps.write_step(session, row, step)
        ended = replace(
            stored, ended_on=order.last_day, end_kind=order.kind, end_reason=reason, end_decision_id=order.decision_id
        )
        storage.write_contract(session, dossier.id, ended)


def reopen(db: Database, dossier: Dossier, contract: Contract) -> None:
    """Take back an end recorded by mistake. Raises UserError when a later contract began after it."""
    scales = tuple(reference.scales(db).values())
    with work_on(db, dossier.id, f"Revenir sur la fin du contrat {whose(dossier)}") as (session, known):
        now = read_again(dossier, known, scales)
        stored = _stored(now, contract)
        running = replace(stored, ended_on=None, end_kind=None, end_reason="", end_decision_id=None)
        others = [each for each in now.contracts if each.step_id != stored.step_id]
        obey(rules.refuse_signature(others, running, date.max))
        recorded = rules.end_step(stored, now.steps)
        if recorded and (row := steps.step_row(session, dossier.id, recorded.id)):
            steps.remove_step(session, row)
        storage.write_contract(session, dossier.id, running)


def retain_size(db: Database, dossier: Dossier, contract: Contract, wanted: SizeFixed, today: date) -> None:
    """Retain a size on a day (`id` 0), or correct one. Raises UserError as `refuse_size`."""
    scales = tuple(reference.scales(db).values())
    label = f"Retenir la {wanted.size.label.lower()} pour le contrat {whose(dossier)}"
    with work_on(db, dossier.id, label) as (session, known):
        now = read_again(dossier, known, scales)
        obey(rules.refuse_size(_stored(now, contract), now.sizes, wanted, today))
        if wanted.id and wanted.id not in {each.id for each in now.sizes}:
            raise _gone()
        storage.write_size(session, dossier.id, replace(wanted, comment=squeeze(wanted.comment)))


def remove_size(db: Database, dossier: Dossier, size: SizeFixed) -> None:
    """Take back a size retained by mistake."""
    with work_on(db, dossier.id, f"Retirer une taille retenue pour le contrat {whose(dossier)}") as (session, _known):
        storage.fix_size(session, dossier.id, size.on, None)


def _tidy(contract: Contract) -> Contract:
    return replace(
        contract,
        cpts_party=squeeze(contract.cpts_party),
        ars_party=squeeze(contract.ars_party),
        insurance_party=squeeze(contract.insurance_party),
        comment=contract.comment.strip(),
    )


def _stored(now: Dossier, contract: Contract) -> Contract:
    """Return a contract as it is stored now. Raises UserError when it is no longer there."""
    found = next((each for each in now.contracts if each.step_id == contract.step_id), None)
    if found is None:
        raise _gone()
    return found


def _event(contract: Contract, event_id: int) -> ContractEvent:
    found = next((each for each in contract.events if each.id == event_id), None)
    if found is None:
        raise _gone()
    return found


def _steps_of(now: Dossier, contract: Contract) -> tuple[StepTaken, ...]:
    """Return the steps that a contract is told by: its signature, its renewals, its end."""
    renewed = {each.signed_on for each in contract.renewals}
    last = rules.end_step(contract, now.steps)
    return tuple(
        each
        for each in now.steps
        if each.id == contract.step_id or each == last or (each.step is Step.RENEWED and each.on in renewed)
    )


def _gone() -> UserError:
    return UserError("Cela n’est plus enregistré.", "Actualisez la page (F5) pour voir le contrat tel qu’il est.")
