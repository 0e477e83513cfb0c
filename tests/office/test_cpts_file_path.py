"""The printed file of a CPTS tells its path and its contract as the tabs do."""

from datetime import date

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind
from cpr_desk.domain.decisions import Decision, DecisionKind
from cpr_desk.office import regional
from cpr_desk.services import contracts, path
from cpr_desk.services.contracts import EndContract, SignContract
from cpr_desk.services.decisions import record_decisions
from cpr_desk.storage.database import Database
from tests.services.convening import convened_commission
from tests.services.cpts_files import TODAY, at_step, read

SIGNED_ON = date(2021, 3, 15)


def printed(db: Database, commission: Commission, cpts_id: int) -> str:
    (document,) = regional.cpts_files(db, commission, TODAY, cpts_id)
    return repr(document.blocks).replace("\\xa0", " ")


def test_exceptions_and_steps_out_of_order_are_printed(db: Database, commission: Commission) -> None:
    known = at_step(db, commission, Step.PROJECT_SENT)
    wanted = StepTaken(Step.LETTER_VALIDATED, date(2020, 9, 1), comment="Relue", exception="Fusion de deux projets")
    path.add_step(db, known, wanted, TODAY)
    assert "Relue. Exception : Fusion de deux projets" in printed(db, commission, known.id)

    last = read(db, commission, known.id).steps[-1]
    path.correct_step(db, known, StepTaken(last.step, last.on, id=last.id), TODAY)
    assert "Ordre à vérifier" in printed(db, commission, known.id)


def test_an_amendment_and_an_end_are_printed_with_their_opinions(db: Database, commission: Commission) -> None:
    known = at_step(db, commission, Step.NEGOTIATION)
    path.name_association(db, known, "Layon", None, TODAY)
    path.accompany(db, known, date(2022, 6, 1), "", TODAY)
    contracts.sign(db, known, SignContract(Contract(SIGNED_ON, 5)), TODAY)
    meeting = convened_commission(db, commission)
    opinion = Decision(DecisionKind.OPINION, 0, 0, "Avis favorable.", meeting.on, meeting.id, cpts_id=known.id)
    (recorded,) = record_decisions(db, meeting, [opinion], TODAY)
    (contract,) = read(db, commission, known.id).contracts
    on = date(2022, 1, 1)
    event = ContractEvent(
        EventKind.AMENDMENT, on, signed_on=on, label="Crises", comment="Deux pages.", decision_id=recorded.id
    )
    contracts.record_event(db, known, contract, event, TODAY)
    contracts.end(db, known, EndContract(contract, date(2023, 6, 30), EndKind.BY_PARTNERS, "Manquements"), TODAY)

    told = printed(db, commission, known.id)
    assert f"Deux pages. Avis de la commission : {recorded.reference}".replace("\u00a0", " ") in told
    assert "aucun avis n’est lié à cette fin" in told
    assert "conclu le 01/06/2022" in told

    ended = EndContract(contract, date(2023, 6, 30), EndKind.BY_PARTNERS, "Manquements", recorded.id)
    contracts.end(db, known, ended, TODAY)
    assert "aucun avis n’est lié" not in printed(db, commission, known.id)
