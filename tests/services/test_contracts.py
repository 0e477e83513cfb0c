from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cpr_desk.domain.adhesion import Step, StepTaken
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import Contract, ContractEvent, EndKind, EventKind
from cpr_desk.domain.dossier import Dossier, FilePaper, SizeFixed
from cpr_desk.domain.path import Reached, milestones
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.errors import UserError
from cpr_desk.services import contracts, path, undo
from cpr_desk.services.contracts import EndContract, SignContract
from cpr_desk.services.dossiers import snapshot_at
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from tests.services.cpts_files import TODAY, at_step, read
from tests.stored import rows_of

SIGNED_ON = date(2021, 3, 15)
SIZE = SizeFixed(SIGNED_ON, SizeClass.SIZE_1, 39_999)
WANTED = Contract(SIGNED_ON, 5, cpts_party="Mme Ysée  Marlou", ars_party="ARS", insurance_party="CPAM")


def amendment(on: date = date(2022, 1, 1), label: str = "Mission crises") -> ContractEvent:
    return ContractEvent(EventKind.AMENDMENT, on, signed_on=on, label=label)


def suspension(on: date = date(2022, 6, 1)) -> ContractEvent:
    return ContractEvent(EventKind.SUSPENSION, on, label="Gouvernance vacante")


def the_contract(dossier: Dossier) -> Contract:
    assert dossier.contract is not None
    return dossier.contract


@pytest.fixture
def negotiating(db: Database, commission: Commission) -> Dossier:
    return at_step(db, commission, Step.NEGOTIATION)


@pytest.fixture
def signed(db: Database, commission: Commission, negotiating: Dossier) -> Dossier:
    contracts.sign(db, negotiating, SignContract(WANTED, SIZE, "ARS"), TODAY)
    return read(db, commission, negotiating.id)


@pytest.fixture
def again(db: Database, commission: Commission, signed: Dossier) -> Callable[[], Dossier]:
    return lambda: read(db, commission, signed.id)


def test_a_contract_is_signed_with_its_parties_and_its_size(signed: Dossier) -> None:
    contract = the_contract(signed)
    assert (contract.signed_on, contract.cpts_party, contract.years) == (SIGNED_ON, "Mme Ysée Marlou", 5)
    assert contract.id
    assert signed.sizes == (replace(SIZE, id=1),)
    assert (signed.steps[-1].step, signed.steps[-1].author) == (Step.SIGNED, "ARS")


def test_the_same_persons_sign_for_the_ars_and_the_assurance_maladie_next_time(
    db: Database, commission: Commission, negotiating: Dossier
) -> None:
    assert contracts.usual_parties(db, commission.id) == ("", "")
    contracts.sign(db, negotiating, SignContract(WANTED), TODAY)
    assert contracts.usual_parties(db, commission.id) == ("ARS", "CPAM")


def test_a_signature_before_the_validation_asks_for_its_reason(
    db: Database, commission: Commission, negotiating: Dossier
) -> None:
    early = replace(WANTED, signed_on=date(2020, 5, 1))
    with pytest.raises(UserError, match="ne peut pas suivre cette étape"):
        contracts.sign(db, negotiating, SignContract(early), TODAY)
    contracts.sign(db, negotiating, SignContract(early, exception="Régularisation"), TODAY)
    assert [each.exception for each in read(db, commission, negotiating.id).steps if each.step is Step.SIGNED]


def test_a_contract_signed_by_exception_stays_in_the_register(db: Database, commission: Commission) -> None:
    sent = at_step(db, commission, Step.PROJECT_SENT)
    contracts.sign(db, sent, SignContract(WANTED, exception="Lot"), TODAY)
    validated = StepTaken(Step.PROJECT_VALIDATED, date(2021, 9, 1), "ARS")
    with pytest.raises(UserError, match="Le contrat est signé"):
        path.add_step(db, sent, validated, TODAY)
    path.add_step(db, sent, replace(validated, on=WANTED.signed_on - timedelta(days=1)), TODAY)

    known = read(db, commission, sent.id)
    assert known.adhesion.step is Step.SIGNED
    assert milestones(known.steps)[-1].state is Reached.DONE


def test_a_correction_takes_the_size_of_the_signature_along(
    db: Database, signed: Dossier, again: Callable[[], Dossier]
) -> None:
    contract = the_contract(signed)
    contracts.record_event(db, signed, contract, amendment(), TODAY)
    right = replace(contract, signed_on=date(2021, 4, 1), effect_on=date(2021, 5, 1), events=())
    contracts.sign(db, signed, SignContract(right, replace(SIZE, on=right.signed_on), "CPTS"), TODAY)

    now = again()
    assert (now.steps[-1].on, now.steps[-1].author) == (date(2021, 4, 1), "CPTS")
    assert [(each.on, each.size) for each in now.sizes] == [(date(2021, 4, 1), SizeClass.SIZE_1)]
    assert the_contract(now).amendments
    contracts.sign(db, now, SignContract(the_contract(now)), TODAY)
    assert again().sizes == ()


def test_a_revision_never_comes_to_precede_the_signature(db: Database, signed: Dossier) -> None:
    revision = SizeFixed(date(2021, 6, 1), SizeClass.SIZE_2, 40_000)
    contracts.retain_size(db, signed, the_contract(signed), revision, TODAY)
    late = replace(the_contract(signed), signed_on=date(2021, 6, 1))
    with pytest.raises(UserError, match="ne suivrait plus la signature"):
        contracts.sign(db, signed, SignContract(late, SIZE), TODAY)


def test_a_contract_of_29_february_ends_on_28_february(
    db: Database, commission: Commission, negotiating: Dossier
) -> None:
    later = date(2025, 1, 10)
    contracts.sign(db, negotiating, SignContract(Contract(date(2024, 2, 29), 5), SIZE), later)
    contract = the_contract(read(db, commission, negotiating.id, later))
    with pytest.raises(UserError, match="27/02/2029"):
        contracts.end(db, negotiating, EndContract(contract, date(2029, 2, 28), EndKind.EXPIRY), later)
    contracts.end(db, negotiating, EndContract(contract, date(2029, 2, 27), EndKind.EXPIRY), later)
    assert read(db, commission, negotiating.id, later).steps[-1].on == date(2029, 2, 28)


def test_an_amendment_is_corrected_and_taken_back(db: Database, signed: Dossier, again: Callable[[], Dossier]) -> None:
    contracts.record_event(db, signed, the_contract(signed), amendment(), TODAY)
    kept = the_contract(again()).amendments[0]
    contracts.record_event(db, signed, the_contract(signed), replace(kept, label="Taille révisée"), TODAY)
    assert [each.label for each in the_contract(again()).amendments] == ["Taille révisée"]
    with pytest.raises(UserError, match="hors du contrat"):
        contracts.record_event(db, signed, the_contract(signed), replace(kept, on=date(2027, 1, 1)), TODAY)
    contracts.remove_event(db, signed, the_contract(signed), kept)
    assert the_contract(again()).events == ()
    with pytest.raises(UserError, match="n’est plus enregistré"):
        contracts.remove_event(db, signed, the_contract(signed), kept)
    with pytest.raises(UserError, match="n’est plus enregistré"):
        contracts.record_event(db, signed, the_contract(signed), kept, TODAY)


def test_a_renewal_is_a_step_too_and_both_move_together(db: Database, commission: Commission, signed: Dossier) -> None:
    later = date(2026, 4, 1)
    wanted = ContractEvent(EventKind.RENEWAL, later, signed_on=date(2026, 2, 1))
    contracts.record_event(db, signed, the_contract(signed), wanted, later)
    renewed = read(db, commission, signed.id, later)
    kept = the_contract(renewed).renewals[0]
    assert (kept.on, the_contract(renewed).term) == (date(2026, 3, 15), date(2031, 3, 15))
    assert (renewed.steps[-1].step, renewed.steps[-1].on) == (Step.RENEWED, date(2026, 2, 1))

    contracts.record_event(db, renewed, the_contract(renewed), replace(kept, signed_on=date(2026, 2, 9)), later)
    moved = read(db, commission, signed.id, later)
    assert moved.steps[-1].on == date(2026, 2, 9)
    with pytest.raises(UserError, match="onglet «\u00a0Contrat\u00a0»"):
        path.remove_step(db, moved, moved.steps[-1])
    with pytest.raises(UserError, match="onglet «\u00a0Contrat\u00a0»"):
        path.correct_step(db, moved, replace(moved.steps[-1], on=date(2026, 2, 10)), later)
    path.correct_step(db, moved, replace(moved.steps[-1], author="ARS"), later)

    contracts.remove_event(db, moved, the_contract(moved), the_contract(moved).renewals[0])
    assert read(db, commission, signed.id, later).steps[-1].step is Step.SIGNED


def test_a_contract_is_suspended_and_runs_again(db: Database, signed: Dossier, again: Callable[[], Dossier]) -> None:
    contracts.record_event(db, signed, the_contract(signed), suspension(), TODAY)
    assert the_contract(again()).suspended(TODAY)
    with pytest.raises(UserError, match="se chevauchent"):
        contracts.record_event(db, signed, the_contract(signed), suspension(date(2023, 1, 1)), TODAY)
    contracts.resume(db, signed, the_contract(signed), date(2022, 9, 1), TODAY)
    assert the_contract(again()).suspensions[0].until == date(2022, 8, 31)
    with pytest.raises(UserError, match="n’est pas suspendu"):
        contracts.resume(db, signed, the_contract(signed), date(2022, 9, 1), TODAY)


def test_an_end_stands_on_the_path_on_the_day_after(
    db: Database, commission: Commission, signed: Dossier, again: Callable[[], Dossier]
) -> None:
    order = EndContract(the_contract(signed), date(2023, 6, 30), EndKind.BY_CPTS, "Dissolution")
    contracts.end(db, signed, order, TODAY)
    now = again()
    assert (the_contract(now).ended_on, the_contract(now).end_kind) == (date(2023, 6, 30), EndKind.BY_CPTS)
    assert (now.steps[-1].step, now.steps[-1].on) == (Step.TERMINATED, date(2023, 7, 1))
    assert snapshot_at(db, commission, date(2023, 6, 30)).dossiers[0].adhesion.step is Step.SIGNED

    contracts.end(db, now, replace(order, last_day=date(2023, 7, 31)), TODAY)
    assert (the_contract(again()).ended_on, again().steps[-1].on) == (date(2023, 7, 31), date(2023, 8, 1))
    contracts.reopen(db, now, the_contract(again()))
    assert (the_contract(again()).ended_on, again().steps[-1].step) == (None, Step.SIGNED)


def test_an_end_with_a_contract_signed_since_is_not_taken_back(
    db: Database, signed: Dossier, again: Callable[[], Dossier]
) -> None:
    ended = EndContract(the_contract(signed), date(2023, 6, 30), EndKind.AGREED, "Fusion")
    contracts.end(db, signed, ended, TODAY)
    contracts.sign(db, signed, SignContract(Contract(date(2023, 9, 1), 5)), TODAY)
    assert len(again().contracts) == 2
    with pytest.raises(UserError, match="se chevauchent"):
        contracts.reopen(db, signed, again().contracts[0])


def test_an_end_that_only_the_path_tells_counts_and_is_completed(
    db: Database, commission: Commission, signed: Dossier, again: Callable[[], Dossier]
) -> None:
    path.add_step(db, signed, StepTaken(Step.TERMINATED, date(2023, 7, 1)), TODAY)
    known = the_contract(again())
    assert (known.ended_on, known.end_kind) == (date(2023, 6, 30), None)
    money = snapshot_at(db, commission, TODAY)
    weighed = money.signed(money.dossiers[0])
    assert weighed
    assert weighed.ended_on == date(2023, 6, 30)

    contracts.record_event(db, signed, known, amendment(), TODAY)
    contracts.end(db, signed, EndContract(known, date(2023, 6, 15), EndKind.BY_CPTS, "Dissolution"), TODAY)
    assert [each.on for each in again().steps if each.step is Step.TERMINATED] == [date(2023, 6, 16)]


def test_a_renewal_that_only_the_path_tells_counts_and_is_told_with_the_contract(
    db: Database, commission: Commission, signed: Dossier
) -> None:
    later = date(2026, 6, 1)
    path.add_step(db, signed, StepTaken(Step.RENEWED, date(2026, 2, 1)), later)
    known = read(db, commission, signed.id, later)
    assert (the_contract(known).term, the_contract(known).renewals[0].id) == (date(2031, 3, 15), 0)

    contracts.sign(db, known, SignContract(the_contract(known), SIZE), later)
    told = read(db, commission, signed.id, later)
    assert the_contract(told).renewals[0].id
    assert [each.step for each in told.steps].count(Step.RENEWED) == 1
    contracts.erase(db, told, the_contract(told))
    assert read(db, commission, signed.id, later).contracts == ()


def test_erasing_takes_a_renewal_that_only_the_path_tells_along(
    db: Database, commission: Commission, signed: Dossier
) -> None:
    later = date(2026, 6, 1)
    path.add_step(db, signed, StepTaken(Step.RENEWED, date(2026, 2, 1)), later)
    contracts.erase(db, signed, the_contract(signed))
    assert read(db, commission, signed.id, later).steps[-1].step is Step.NEGOTIATION


def test_sizes_are_revised_and_taken_back(db: Database, signed: Dossier, again: Callable[[], Dossier]) -> None:
    revision = SizeFixed(date(2022, 5, 1), SizeClass.SIZE_2, 40_000)
    contracts.retain_size(db, signed, the_contract(signed), revision, TODAY)
    with pytest.raises(UserError, match="déjà retenue ce jour-là"):
        contracts.retain_size(db, signed, the_contract(signed), revision, TODAY)
    kept = again().sizes[1]
    contracts.retain_size(db, signed, the_contract(signed), replace(kept, comment=" Avenant  2 "), TODAY)
    assert again().sizes[1].comment == "Avenant 2"
    contracts.remove_size(db, signed, kept)
    assert len(again().sizes) == 1
    with pytest.raises(UserError, match="n’est plus enregistré"):
        contracts.retain_size(db, signed, the_contract(signed), replace(kept, on=date(2022, 6, 1)), TODAY)


def test_a_contract_recorded_by_mistake_goes_with_all_that_hangs_on_it(
    db: Database, signed: Dossier, again: Callable[[], Dossier], tmp_path: Path
) -> None:
    paper = tmp_path / "Contrat.pdf"
    paper.write_bytes(b"%PDF-1.7")
    path.attach(db, signed, FilePaper(step_id=signed.steps[-1].id), [paper])
    contracts.record_event(db, signed, the_contract(signed), amendment(), TODAY)
    contracts.end(db, signed, EndContract(the_contract(signed), date(2023, 6, 30), EndKind.AGREED, "Fusion"), TODAY)
    contracts.erase(db, signed, the_contract(signed))

    now = again()
    assert (now.contracts, now.sizes, now.papers, now.adhesion.step) == ((), (), (), Step.NEGOTIATION)
    with pytest.raises(UserError, match="n’est plus enregistré"):
        contracts.erase(db, signed, the_contract(signed))


def test_the_only_step_of_a_cpts_is_not_erased(db: Database, commission: Commission) -> None:
    only = at_step(db, commission, Step.REFLECTION)
    path.correct_step(db, only, only.steps[0], TODAY)
    contracts.sign(db, only, SignContract(WANTED), TODAY)
    both = read(db, commission, only.id)
    path.remove_step(db, both, both.steps[0])
    with pytest.raises(UserError, match="seule étape connue"):
        contracts.erase(db, both, the_contract(both))


def test_the_form_of_the_register_loses_no_contract(db: Database, commission: Commission, signed: Dossier) -> None:
    known = snapshot_at(db, commission, TODAY).dossiers[0].adhesion
    back = replace(known, step=Step.NEGOTIATION, step_since=date(2020, 7, 10), signed_on=None)
    with pytest.raises(UserError, match="porte un contrat enregistré"):
        save_adhesion(db, commission.id, back, TODAY, correcting=True)
    moved = replace(known, signed_on=date(2021, 4, 1), step_since=date(2021, 4, 1))
    save_adhesion(db, commission.id, moved, TODAY)
    now = read(db, commission, signed.id)
    assert (the_contract(now).signed_on, now.sizes[0].on) == (date(2021, 4, 1), date(2021, 4, 1))


def test_the_form_keeps_the_papers_of_a_step(
    db: Database, commission: Commission, negotiating: Dossier, tmp_path: Path
) -> None:
    paper = tmp_path / "Avis.pdf"
    paper.write_bytes(b"%PDF-1.7")
    path.attach(db, negotiating, FilePaper(step_id=negotiating.steps[-1].id), [paper])
    back = replace(negotiating.adhesion, step=Step.PROJECT_VALIDATED, step_since=date(2020, 5, 10))
    with pytest.raises(UserError, match="pièces jointes"):
        save_adhesion(db, commission.id, back, TODAY, correcting=True)


def test_the_form_moves_an_end_and_refuses_two_sizes_on_one_day(
    db: Database, commission: Commission, signed: Dossier, again: Callable[[], Dossier]
) -> None:
    revision = SizeFixed(date(2021, 6, 1), SizeClass.SIZE_2, 40_000)
    contracts.retain_size(db, signed, the_contract(signed), revision, TODAY)
    moved = replace(again().adhesion, signed_on=date(2021, 6, 1), step_since=date(2021, 6, 1))
    with pytest.raises(UserError, match="Une autre taille est retenue"):
        save_adhesion(db, commission.id, moved, TODAY)

    contracts.end(db, signed, EndContract(the_contract(signed), date(2023, 6, 30), EndKind.AGREED, "Fusion"), TODAY)
    ended = snapshot_at(db, commission, TODAY).dossiers[0].adhesion
    save_adhesion(db, commission.id, replace(ended, step_since=date(2023, 8, 1)), TODAY)
    assert the_contract(again()).ended_on == date(2023, 7, 31)


def test_every_use_case_is_undone_and_done_again(db: Database, negotiating: Dossier, commission: Commission) -> None:
    opened = undo.last_entry(db)

    def contract() -> Contract:
        return the_contract(read(db, commission, negotiating.id))

    works: list[Callable[[], object]] = [
        lambda: contracts.sign(db, negotiating, SignContract(WANTED, SIZE), TODAY),
        lambda: contracts.record_event(db, negotiating, contract(), amendment(), TODAY),
        lambda: contracts.record_event(db, negotiating, contract(), suspension(), TODAY),
        lambda: contracts.resume(db, negotiating, contract(), date(2022, 9, 1), TODAY),
        lambda: contracts.retain_size(
            db, negotiating, contract(), SizeFixed(date(2022, 5, 1), SizeClass.SIZE_2), TODAY
        ),
        lambda: contracts.end(
            db, negotiating, EndContract(contract(), date(2023, 6, 30), EndKind.AGREED, "Fusion"), TODAY
        ),
        lambda: contracts.reopen(db, negotiating, contract()),
        lambda: contracts.erase(db, negotiating, contract()),
    ]
    for work in works:
        before = rows_of(db)
        work()
        after = rows_of(db)
        step = undo.history(db, opened).undo
        assert step
        undo.undo(db, step)
        assert rows_of(db) == before
        redo = undo.history(db, opened).redo
        assert redo
        undo.redo(db, redo)
        assert rows_of(db) == after
