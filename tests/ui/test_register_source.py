"""The register behind its table: pages of rows, facts of the rows in view, Qt's rules kept."""

from datetime import date
from typing import Any

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.register_filter import EVERYTHING, Facet
from cpr_desk.services import register
from cpr_desk.services.instance import Database
from cpr_desk.ui.desk import Desk
from cpr_desk.ui.models.paged import PagedModel
from cpr_desk.ui.models.register import RegisterSource, columns
from tests.factories import adhesion

TODAY = date(2024, 1, 15)


def filled(db: Database, commission: Commission) -> Desk:
    for number in range(3):
        known = adhesion(f"{number}", name=f"CPTS n{number}", step=Step.SIGNED, population=50_000, members=number)
        register.save_adhesion(db, commission.id, known, date(2023, 4, 1))
    return Desk(db, lambda: TODAY)


def test_the_register_keeps_qt_s_rules_with_all_its_columns(
    db: Database, commission: Commission, qtmodeltester: Any
) -> None:
    source = RegisterSource(filled(db, commission), TODAY)
    model = PagedModel(columns(source.facts), source)
    model.reload()
    assert model.columnCount() == len(columns()) + 10
    qtmodeltester.check(model, force_py=True)
    source.asked = EVERYTHING.choosing(Facet.SIZE, ["2"])
    model.arrange()
    assert (model.rowCount(), model.total) == (3, 3)
    source.asked = EVERYTHING.choosing(Facet.SIZE, ["1"])
    model.arrange()
    assert (model.rowCount(), model.total) == (0, 3)


def test_facts_are_read_for_the_rows_in_view_and_taken_when_they_are_all_known(
    db: Database, commission: Commission
) -> None:
    desk = filled(db, commission)
    source = RegisterSource(desk, TODAY)
    ids = source.ids("", "", descending=False)
    (row,) = source.rows(ids[:1])
    assert source.facts(row).communes is None
    assert not source.index.has_facts

    known = desk.facts.read(desk.commission, TODAY, lambda _done, _all: None)
    assert source.take_facts(known)
    assert not source.take_facts(known)
    assert source.facts(row) is known[row.id]
    source.read_again()
    assert source.index.facts is known
