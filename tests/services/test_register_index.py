from datetime import date

import pytest

from cpr_desk.domain.adhesion import Stage, Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.cpts_facts import Alert, CptsFacts
from cpr_desk.domain.register_filter import EVERYTHING, UNKNOWN_SIZE, Facet
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.services.register import save_adhesion
from cpr_desk.services.register_facts import RegisterFacts
from cpr_desk.services.register_index import FACT_SORTS, RegisterIndex, index_at
from cpr_desk.storage.database import Database
from tests.factories import adhesion

TODAY = date(2024, 1, 15)


@pytest.fixture
def ids(db: Database, commission: Commission) -> dict[str, int]:
    rows = (
        adhesion("A", name="CPTS Aber", department="29", step=Step.SIGNED, population=39_999),
        adhesion("B", name="CPTS Bocage", department="85", step=Step.LETTER_DEPOSITED, population=40_000),
        adhesion("C", name="CPTS Coteaux", department="85", step=Step.PROJECT_SENT, size=SizeClass.SIZE_4),
        adhesion("D", name="CPTS Dunes", department="29", step=Step.RENEWED),
    )
    return {row.code: save_adhesion(db, commission.id, row, date(2023, 4, 1)) for row in rows}


@pytest.fixture
def index(db: Database, commission: Commission, ids: dict[str, int]) -> RegisterIndex:
    assert ids
    return index_at(db, commission.id, TODAY)


def codes(ids: dict[str, int], found: object) -> str:
    names = {number: code for code, number in ids.items()}
    return "".join(names[each] for each in found)  # type: ignore[attr-defined]


def test_a_step_counts_in_its_stage_and_a_size_by_the_thresholds(index: RegisterIndex) -> None:
    assert index.counts(Facet.STAGE, "", EVERYTHING) == {Stage.SIGNED: 2, Stage.LETTER: 2}
    assert index.counts(Facet.SIZE, "", EVERYTHING) == {"1": 1, "2": 1, "4": 1, UNKNOWN_SIZE: 1}
    assert index.counts(Facet.DEPARTMENT, "", EVERYTHING) == {"29": 2, "85": 2}


def test_filters_text_and_order_go_together(index: RegisterIndex, ids: dict[str, int]) -> None:
    asked = EVERYTHING.choosing(Facet.DEPARTMENT, ["85", "2A"])
    assert codes(ids, index.ids(asked=asked, sort="code", descending=True)) == "CB"
    assert codes(ids, index.ids("coteaux", asked=asked)) == "C"
    assert codes(ids, index.ids(asked=EVERYTHING.choosing(Facet.SIZE, ["3"]))) == ""
    assert index.total == 4


def test_the_thread_that_computes_facts_keeps_nothing_in_the_index_of_the_window(
    db: Database, commission: Commission, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = RegisterFacts(db)
    index = known.index(commission.id, TODAY)
    assert index.everybody == set(ids.values())

    def refuse(*_asked: object, **_how: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(RegisterIndex, "_order", refuse)
        facts = known.read(commission, TODAY, lambda _done, _all: None)
    assert facts.keys() == index.everybody
    assert codes(ids, index.ids()) == "ABCD"


def test_a_count_leaves_its_own_facet_out_and_heeds_the_others(index: RegisterIndex) -> None:
    asked = EVERYTHING.choosing(Facet.DEPARTMENT, ["85"]).choosing(Facet.STAGE, [Stage.SIGNED])
    assert index.counts(Facet.STAGE, "", asked) == {Stage.SIGNED: 0, Stage.LETTER: 2}
    assert index.counts(Facet.DEPARTMENT, "dunes", asked) == {"29": 1, "85": 0}


def test_alerts_ask_nothing_before_they_are_known(index: RegisterIndex, ids: dict[str, int]) -> None:
    asked = EVERYTHING.choosing(Facet.ALERT, [Alert.PAYMENT])
    assert codes(ids, index.ids(asked=asked)) == "ABCD"
    index.take_facts({ids["B"]: CptsFacts(frozenset({Alert.PAYMENT, Alert.AREA}), communes=3), ids["C"]: CptsFacts()})
    assert index.has_facts
    assert codes(ids, index.ids(asked=asked)) == "B"
    assert index.counts(Facet.ALERT, "", asked) == {Alert.PAYMENT: 1, Alert.AREA: 1}
    assert codes(ids, index.ids(sort="communes", descending=True)) == "BACD"
    index.take_facts({})
    assert codes(ids, index.ids(sort="communes", descending=True, asked=asked)) == ""


@pytest.mark.parametrize("sort", FACT_SORTS)
def test_every_fact_sorts_and_what_is_unknown_comes_first(index: RegisterIndex, ids: dict[str, int], sort: str) -> None:
    index.take_facts({ids["A"]: CptsFacts()})
    assert codes(ids, index.ids(sort=sort)) == "ABCD"


def test_an_empty_register_has_nothing_to_count(db: Database, commission: Commission) -> None:
    index = index_at(db, commission.id, TODAY)
    assert list(index.ids("x", asked=EVERYTHING.choosing(Facet.SIZE, ["1"]))) == []
    assert index.counts(Facet.SIZE, "x", EVERYTHING) == {}
