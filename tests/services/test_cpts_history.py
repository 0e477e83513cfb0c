from dataclasses import replace
from datetime import date

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.contract import EventKind
from cpr_desk.domain.missions import Mission
from cpr_desk.services import undo
from cpr_desk.services.cpts_history import history_of
from cpr_desk.services.register import adhesions_at, save_adhesion
from cpr_desk.services.register_facts import RegisterFacts
from cpr_desk.storage import cpts_journal
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import (
    ContractEventRow,
    ContractRow,
    CptsStepRow,
    CrisisRow,
    IndicatorRow,
    IndicatorYearRow,
    RegisterViewRow,
)
from tests.factories import adhesion

SIGNED_ON, TODAY = date(2023, 3, 15), date(2024, 1, 15)


def signed(db: Database, commission: Commission, code: str) -> int:
    known = adhesion(code, name=f"CPTS {code}", step=Step.SIGNED, signed_on=SIGNED_ON, population=39_999)
    return save_adhesion(db, commission.id, known, SIGNED_ON)


def sign(db: Database, cpts: int) -> int:
    with db.unit_of_work("Dire le contrat") as session:
        step = session.query(CptsStepRow).filter_by(cpts_id=cpts, step=Step.SIGNED).one()
        contract = ContractRow(cpts_id=cpts, step_id=step.id, years=5)
        indicator = IndicatorRow(cpts_id=cpts, mission=Mission.ACCES, position=1, label="Patients")
        session.add_all([contract, indicator])
        session.flush()
        session.add(IndicatorYearRow(indicator_id=indicator.id, year=1, target="10"))
        return contract.id


def amend(db: Database, contract: int) -> None:
    with db.unit_of_work("Signer un avenant") as session:
        session.add(ContractEventRow(contract_id=contract, kind=EventKind.AMENDMENT, since=TODAY))


def labels(db: Database, cpts: int) -> list[str]:
    return list(dict.fromkeys(line.label for line in history_of(db, cpts)))


def test_the_history_of_a_cpts_tells_its_own_changes_and_no_others(db: Database, commission: Commission) -> None:
    aber, bocage = signed(db, commission, "Aber"), signed(db, commission, "Bocage")
    amend(db, sign(db, aber))
    assert labels(db, aber) == ["Signer un avenant", "Dire le contrat", "Ajouter la CPTS Aber"]
    assert labels(db, bocage) == ["Ajouter la CPTS Bocage"]
    assert {line.who for line in history_of(db, aber)} == {db.who}


def test_what_was_taken_away_stays_in_the_history(db: Database, commission: Commission) -> None:
    aber = signed(db, commission, "Aber")
    contract = sign(db, aber)
    amend(db, contract)
    with db.unit_of_work("Effacer l’avenant") as session:
        session.delete(session.query(ContractEventRow).one())
    with db.unit_of_work("Effacer le contrat") as session:
        session.delete(session.get_one(ContractRow, contract))
    assert labels(db, aber)[:3] == ["Effacer le contrat", "Effacer l’avenant", "Signer un avenant"]


def touched(db: Database, since: int) -> frozenset[int] | None:
    with db.reading() as session:
        return cpts_journal.touched_since(session, since)


def last(db: Database) -> int:
    with db.reading() as session:
        return cpts_journal.last_entry(session)


def test_the_journal_tells_which_cpts_changed_since(db: Database, commission: Commission) -> None:
    aber, bocage = signed(db, commission, "Aber"), signed(db, commission, "Bocage")
    contract, before = sign(db, aber), last(db)
    assert touched(db, before) == frozenset()
    amend(db, contract)
    assert touched(db, before) == frozenset({aber})
    save_adhesion(db, commission.id, replace(adhesions_at(db, commission.id, TODAY)[1], members=3), TODAY)
    assert touched(db, before) == frozenset({aber, bocage})


def test_rules_crises_and_whole_imports_may_change_any_cpts(db: Database, commission: Commission) -> None:
    before = last(db)
    with db.unit_of_work("Enregistrer une vue") as session:
        session.add(RegisterViewRow(commission_id=commission.id, name="Vue", settings={}))
    assert touched(db, before) == frozenset()
    with db.unit_of_work("Déclarer une crise") as session:
        session.add(CrisisRow(commission_id=commission.id, declared_on=TODAY, label="Épidémie"))
    assert touched(db, before) is None


def test_facts_are_computed_again_only_where_something_changed(db: Database, commission: Commission) -> None:
    aber, bocage = signed(db, commission, "Aber"), signed(db, commission, "Bocage")
    known = RegisterFacts(db)
    assert known.latest(commission.id, TODAY) is None
    first = known.read(commission, TODAY, lambda _done, _all: None)
    assert known.current(commission, TODAY) is first

    amend(db, sign(db, aber))
    assert known.current(commission, TODAY) is None
    assert known.latest(commission.id, TODAY) is first
    second = known.read(commission, TODAY, lambda _done, _all: None)
    assert second[bocage] is first[bocage]
    assert second[aber] is not first[aber]

    save_adhesion(db, commission.id, adhesion("Z", name="CPTS Zone"), TODAY)
    assert len(known.read(commission, TODAY, lambda _done, _all: None)) == 3
    step = undo.history(db).undo
    assert step
    undo.undo(db, step)
    assert known.read(commission, TODAY, lambda _done, _all: None).keys() == {aber, bocage}
    assert known.current(commission, date(2023, 4, 1)) is None


def test_the_index_is_kept_until_something_of_a_cpts_is_written(db: Database, commission: Commission) -> None:
    aber, known = signed(db, commission, "Aber"), RegisterFacts(db)
    first = known.index(commission.id, TODAY)
    with db.unit_of_work("Enregistrer une vue") as session:
        session.add(RegisterViewRow(commission_id=commission.id, name="Vue", settings={}))
    assert known.index(commission.id, TODAY) is first
    assert known.index(commission.id, date(2020, 1, 1)).total == 0

    amend(db, sign(db, aber))
    assert known.index(commission.id, TODAY) is not first
    save_adhesion(db, commission.id, adhesion("Z", name="CPTS Zone"), TODAY)
    assert known.index(commission.id, TODAY).total == 2
    step = undo.history(db).undo
    assert step
    undo.undo(db, step)
    assert list(known.index(commission.id, TODAY).ids()) == [aber]
