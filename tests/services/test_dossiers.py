from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import ContractEvent, EndKind, EventKind
from cpr_desk.domain.dossier import (
    Area,
    Dialogue,
    DialogueKind,
    FilePaper,
    GrantGiven,
    MissionState,
    RateKept,
    SizeFixed,
    YearIndicator,
)
from cpr_desk.domain.indicators import Indicator
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.papers import Paper
from cpr_desk.domain.scale import GrantKind
from cpr_desk.domain.schedule import Crisis, Kind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Payment
from cpr_desk.services.dossiers import dossier_of, snapshot_at
from cpr_desk.services.register import save_adhesion
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import (
    ContractEventRow,
    ContractRow,
    CptsAreaRow,
    CptsCrisisRow,
    CptsGrantRow,
    CptsMissionRow,
    CptsPaperRow,
    CptsPaymentRow,
    CptsSizeRow,
    CptsStepRow,
    CrisisRow,
    DialogueRow,
    IndicatorRow,
    IndicatorYearRow,
    MissionRateRow,
)
from tests.factories import adhesion

SIGNED_ON = date(2021, 3, 15)
TODAY = date(2021, 12, 1)


def signed(db: Database, commission: Commission, code: str = "CPTS-001") -> int:
    known = adhesion(code, step=Step.SIGNED, step_since=SIGNED_ON, signed_on=SIGNED_ON, population=39_999)
    return save_adhesion(db, commission.id, known, SIGNED_ON)


def fill(db: Database, commission: Commission, cpts: int) -> None:
    with db.unit_of_work("Tout dire d’une CPTS") as session:
        step = session.query(CptsStepRow).filter_by(cpts_id=cpts, step=Step.SIGNED).one()
        contract = ContractRow(
            cpts_id=cpts, step_id=step.id, years=5, ended_on=date(2022, 6, 30), end_kind=EndKind.BY_CPTS
        )
        indicator = IndicatorRow(cpts_id=cpts, mission=Mission.ACCES, position=1, label="Patients", national=True)
        crisis = CrisisRow(commission_id=commission.id, declared_on=date(2021, 7, 1), label="Épidémie")
        session.add_all([contract, indicator, crisis])
        session.flush()
        session.add_all(
            [
                ContractEventRow(contract_id=contract.id, kind=EventKind.AMENDMENT, since=date(2021, 9, 1)),
                IndicatorYearRow(indicator_id=indicator.id, year=1, target="10", result="5"),
                CptsCrisisRow(crisis_id=crisis.id, cpts_id=cpts),
                CptsAreaRow(cpts_id=cpts, since=SIGNED_ON, year=2021, populations={"49007": 39_999}),
                CptsPaperRow(cpts_id=cpts, code="project", received_on=SIGNED_ON),
                CptsPaperRow(cpts_id=cpts, label="Avis", step_id=step.id, name="a.pdf", size=3, sha256="0" * 64),
                CptsSizeRow(cpts_id=cpts, day=SIGNED_ON, size=1, population=39_999),
                CptsMissionRow(cpts_id=cpts, mission="acces", planned_on=date(2021, 9, 1)),
                MissionRateRow(cpts_id=cpts, mission=Mission.ACCES, year=1, rate="0.75"),
                DialogueRow(cpts_id=cpts, kind=DialogueKind.SIGNATURE, held_on=SIGNED_ON),
                CptsGrantRow(cpts_id=cpts, kind=GrantKind.ADDITIONAL, day=SIGNED_ON),
                CptsPaymentRow(
                    cpts_id=cpts,
                    paid_on=date(2021, 4, 1),
                    cents=5_000_000,
                    due_code="fonctionnement",
                    due_kind=Kind.FULL,
                    due_year=1,
                    due_on=SIGNED_ON,
                ),
                CptsPaymentRow(cpts_id=cpts, paid_on=date(2021, 5, 1), cents=1),
            ]
        )


def test_a_file_holds_every_fact_of_its_cpts(db: Database, commission: Commission) -> None:
    cpts = signed(db, commission)
    fill(db, commission, cpts)
    found = dossier_of(db, commission, cpts, TODAY)

    assert found is not None
    assert [(each.step, each.on) for each in found.steps] == [(Step.SIGNED, SIGNED_ON)]
    assert [each.population for each in found.figures] == [39_999]
    assert found.areas == (Area(SIGNED_ON, 2021, (("49007", 39_999),), id=1),)
    assert found.papers[0] == FilePaper("project", received_on=SIGNED_ON, id=1)
    assert found.papers[1].paper == Paper("a.pdf", "", 3, "0" * 64, id=2)
    contract = found.contracts[0]
    assert (contract.signed_on, contract.ended_on, contract.end_kind) == (SIGNED_ON, date(2022, 6, 30), EndKind.BY_CPTS)
    assert contract.events == (ContractEvent(EventKind.AMENDMENT, date(2021, 9, 1), id=1),)
    assert found.sizes == (SizeFixed(SIGNED_ON, SizeClass.SIZE_1, 39_999, id=1),)
    assert found.missions == (MissionState(Mission.ACCES, planned_on=date(2021, 9, 1), id=1),)
    patients = Indicator("Patients", target=Decimal(10), result=Decimal(5), national=True, id=1)
    assert found.indicators == (YearIndicator(Mission.ACCES, 1, patients, 1),)
    assert found.rates == (RateKept(Mission.ACCES, 1, Decimal("0.75"), id=1),)
    assert found.dialogues == (Dialogue(DialogueKind.SIGNATURE, held_on=SIGNED_ON, id=1),)
    assert found.crises == (Crisis(date(2021, 7, 1), "Épidémie", 1),)
    assert found.grants == (GrantGiven(GrantKind.ADDITIONAL, SIGNED_ON, id=1),)
    of = ("fonctionnement", Kind.FULL, 1, SIGNED_ON)
    assert found.payments == (
        Payment(date(2021, 4, 1), Decimal(50_000), "", of, 1),
        Payment(date(2021, 5, 1), Decimal("0.01"), id=2),
    )


def test_a_snapshot_knows_nothing_of_later_and_weighs_the_contract(db: Database, commission: Commission) -> None:
    first, second = signed(db, commission), signed(db, commission, "CPTS-002")
    fill(db, commission, first)
    whole = snapshot_at(db, commission, TODAY)
    one = snapshot_at(db, commission, TODAY, [second])

    assert {each.id for each in whole.dossiers} == {first, second}
    ending = next(each for each in whole.dossiers if each.id == first)
    assert ending.contract is not None
    assert ending.contract.ended_on is None
    assert [each.id for each in one.dossiers] == [second]
    money = one.signed(one.dossiers[0])
    assert money is not None
    assert (money.on, money.sizes[0].value) == (SIGNED_ON, 1)
    assert one.scales


def test_a_signature_alone_is_a_contract_of_five_years(db: Database, commission: Commission) -> None:
    cpts = signed(db, commission)
    found = dossier_of(db, commission, cpts, TODAY)

    assert found is not None
    assert found.contract is not None
    assert (found.contract.id, found.contract.term) == (0, date(2026, 3, 15))


def test_a_project_weighs_no_money_and_an_unknown_cpts_has_no_file(db: Database, commission: Commission) -> None:
    save_adhesion(db, commission.id, adhesion(), SIGNED_ON)
    snapshot = snapshot_at(db, commission, TODAY)

    assert snapshot.signed(snapshot.dossiers[0]) is None
    assert dossier_of(db, commission, 999, TODAY) is None


def test_the_file_of_another_commission_is_not_read(db: Database, commission: Commission) -> None:
    signed(db, commission)

    assert snapshot_at(db, replace(commission, id=commission.id + 1), TODAY).dossiers == ()
