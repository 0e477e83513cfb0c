from datetime import date

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.cpts_tasks import TaskKind
from cpr_desk.services.cpts_todo import todo
from cpr_desk.services.register import Progress, save_adhesion
from cpr_desk.services.register_facts import RegisterFacts
from cpr_desk.storage.database import Database
from tests.factories import adhesion

TODAY = date(2024, 1, 15)


def quiet(_done: int, _all: int) -> None:
    """Tell nobody."""


@pytest.fixture
def register(db: Database, commission: Commission) -> dict[str, int]:
    rows = (
        adhesion("A", name="CPTS Aber", step=Step.SIGNED, signed_on=date(2023, 3, 15), population=39_999,
                 missions=(("acces", None),)),
        adhesion("B", name="CPTS Bocage", step=Step.LETTER_VALIDATED, population=39_999),
        adhesion("C", name="CPTS Coteaux", step=Step.SIGNED, signed_on=date(2022, 1, 5), population=39_999),
    )  # fmt: skip
    return {row.code: save_adhesion(db, commission.id, row, date(2023, 4, 1)) for row in rows}


def test_what_is_late_longest_comes_first_and_what_has_no_day_last(
    db: Database, commission: Commission, register: dict[str, int]
) -> None:
    found = todo(db, RegisterFacts(db), commission, TODAY, 10, quiet)
    told = [(each.name, each.task.kind) for each in found.first]
    assert told[:2] == [("CPTS Coteaux", TaskKind.DIALOGUE), ("CPTS Aber", TaskKind.MISSION_START)]
    assert {kind for _, kind in told[-3:]} == {TaskKind.AREA}
    assert (found.late, found.others) == (2, 0)
    assert found.first[0].cpts_id == register["C"]


def test_only_the_first_are_told_and_the_others_counted(
    db: Database, commission: Commission, register: dict[str, int]
) -> None:
    every = todo(db, RegisterFacts(db), commission, TODAY, 10, quiet).total
    found = todo(db, RegisterFacts(db), commission, TODAY, 1, quiet)
    assert (len(found.first), found.others) == (1, every - 1)
    assert len(register) == 3


def test_a_computation_given_up_goes_on_from_where_it_was(
    db: Database, commission: Commission, register: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpr_desk.services.register_facts._BATCH", 1)
    facts = RegisterFacts(db)

    def after(count: int) -> Progress:
        def progress(done: int, _all: int) -> None:
            if done >= count:
                raise InterruptedError

        return progress

    with pytest.raises(InterruptedError):
        facts.read(commission, TODAY, after(2))
    assert facts.latest(commission.id, TODAY) is None
    assert facts.current(commission, TODAY) is None
    asked: list[int] = []
    found = facts.read(commission, TODAY, lambda _done, total: asked.append(total))
    assert asked == [1]
    assert found.keys() == set(register.values())
