"""The paper of a dialogue de gestion: one for each CPTS under contract, or for one of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import Contract
from cpr_desk.domain.dialogues import (
    Expected,
    Standing,
    at_stake,
    expected,
    next_one,
    revised_year,
    size_revision,
    year_spoken_of,
)
from cpr_desk.domain.dossier import Dossier
from cpr_desk.domain.french import typeset
from cpr_desk.domain.mission_course import courses, missing_core
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.domain.schedule import schedule
from cpr_desk.domain.signed import ContractYear, Signed, members_at
from cpr_desk.domain.statement import Line, statement
from cpr_desk.errors import UserError
from cpr_desk.services import dossiers, reference
from cpr_desk.services.dossiers import Snapshot
from cpr_desk.services.instance import Database

if TYPE_CHECKING:
    from cpr_desk.reports.dialogue import Preparation
    from cpr_desk.reports.document import Document


def documents(
    db: Database, commission: Commission, at: date, cpts_id: int = 0, dialogue: str = ""
) -> "Sequence[Document]":
    """Return the papers of the dialogues of a day: of one CPTS, or of each that has one to prepare.

    `dialogue` is the key of one of its dialogues, the next one unless given. Raises UserError without any contract or
    dialogue.
    """
    from cpr_desk.reports.dialogue import dialogue_folder

    snapshot = dossiers.snapshot_at(db, commission, at, [cpts_id] if cpts_id else None)
    made = [dialogue_folder(commission, each) for each in preparations(snapshot, dialogue, whole=not cpts_id)]
    if made:
        return made
    if cpts_id and snapshot.dossiers and snapshot.dossiers[0].contract:
        which = typeset(f"« {dialogue} »")
        raise UserError(f"Cette CPTS n’a pas de dialogue {which}.", "Choisissez-en un dans son dossier.")
    raise UserError(
        "Aucun dialogue de gestion n’est à préparer à cette date.",
        "Un dialogue suit la signature d’un contrat : choisissez une CPTS sous contrat, ou une autre date.",
    )


def preparations(snapshot: Snapshot, dialogue: str = "", *, whole: bool = False) -> "Iterator[Preparation]":
    """Yield what the dialogue of that key is prepared from, the next one unless given; `whole`: only those to come."""
    for dossier in snapshot.dossiers:
        contract = dossier.contract
        if contract is None or (whole and not contract.in_force(snapshot.at)):
            continue
        found = expected(dossier, snapshot.scales, snapshot.at)
        wanted = [each for each in found if each.key == dialogue] if dialogue else [next_one(found, snapshot.at)]
        for due in wanted[:1]:
            if due and not (whole and due.standing(snapshot.at) is Standing.HELD):
                yield _preparation(snapshot, dossier, contract, due)


def _preparation(snapshot: Snapshot, dossier: Dossier, contract: Contract, due: Expected) -> "Preparation":
    from cpr_desk.reports.dialogue import Preparation

    at, scales = snapshot.at, snapshot.scales
    signed, year = snapshot.signed(dossier), year_spoken_of(contract, due, at)
    revision = size_revision(dossier, scale_in_force(scales, at).thresholds, at)
    thresholds = scale_in_force(scales, contract.signed_on).thresholds
    retained = [each.size for each in dossier.retained_sizes(thresholds) if each.on <= max(at, contract.signed_on)]
    revised = revised_year(signed, scales, revision) if signed and revision and revision.changes else None
    return Preparation(
        dossier,
        contract,
        due,
        year,
        at,
        reference.department_names().get(dossier.adhesion.department, ""),
        courses(dossier, scales, at),
        missing_core(dossier, scales, at),
        retained[-1] if retained else None,
        members_at(signed, at) if signed else dossier.adhesion.members,
        revision,
        revised if revised and any(revised) else None,
        tuple(_lines(signed, snapshot, dossier, year)) if signed else (),
        at_stake(signed, scales, year) if signed else {},
    )


def _lines(signed: Signed, snapshot: Snapshot, dossier: Dossier, year: ContractYear) -> Iterator[Line]:
    account = statement(schedule(signed, snapshot.scales, year.until), dossier.payments, snapshot.at)
    yield from (line for line in account.lines if line.due.of_year == year)
