"""What the program wrote, it reads again: nothing changes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.imports.composition import propose_composition, read_composition
from cpr_desk.imports.register import propose_register, read_register
from cpr_desk.reports.composition import composition_workbook
from cpr_desk.reports.register_book import adhesions_workbook
from cpr_desk.reports.xlsx import render
from tests.factories import regional_state, seed_composition
from tests.imports.books import REFERENCE
from tests.imports.register_reading import DEPARTMENTS, THRESHOLDS

DAY = date(2021, 2, 4)
COMMISSION = Commission(1, CommissionKind.CPR, "CPR d’essai", "52", "Pays de la Loire", DAY)


def test_the_composition_in_excel_is_read_again_without_a_change() -> None:
    current = seed_composition()
    file = read_composition(render(composition_workbook(COMMISSION, current, DAY)), REFERENCE)
    proposal = propose_composition(file, current)
    assert proposal.problems == ()
    assert (proposal.added, proposal.changed, proposal.ended) == (0, 0, 0)
    assert proposal.unchanged == len(current.seats)


def test_a_closed_seat_of_a_body_leaves_the_ranks_of_the_others() -> None:
    whole = seed_composition()
    closed = [next(s for s in whole.seats if s.represents == name) for name in ("Centres de santé", "URPS")]
    added = replace(closed[0], id=99, rank=4, titular=None)
    current = replace(whole, seats=tuple(added if s == closed[0] else s for s in whole.seats if s != closed[1]))
    file = read_composition(render(composition_workbook(COMMISSION, current, DAY)), REFERENCE)
    again = propose_composition(file, current)

    assert (again.added, again.changed, again.ended, again.unchanged) == (0, 0, 0, len(current.seats))
    everybody = read_composition(render(composition_workbook(COMMISSION, whole, DAY)), REFERENCE)
    (added_again,) = (change for change in propose_composition(everybody, current).changes if change.seat is None)
    assert added_again.line
    assert (added_again.line.organisation, added_again.line.rank) == ("URPS", 1)


def test_a_seat_of_the_health_centres_that_was_closed_is_not_added_again() -> None:
    whole = seed_composition()
    closed = next(seat for seat in whole.seats if seat.represents == "Centres de santé" and seat.titular is None)
    current = replace(whole, seats=tuple(seat for seat in whole.seats if seat != closed))
    file = read_composition(render(composition_workbook(COMMISSION, current, DAY)), REFERENCE)
    proposal = propose_composition(file, current)

    assert (proposal.changes, proposal.unchanged) == ((), len(current.seats))
    assert len(proposal.warnings) == len(file.warnings) - 1


def test_the_register_in_excel_is_read_again_without_a_change() -> None:
    full = Adhesion(
        id=1, code="440001", name="CPTS Nord", department="44", step=Step.SIGNED, step_since=DAY, population=88_000,
        population_source="INSEE", size=SizeClass.SIZE_3, members=12, letter_on=DAY, project_sent_on=DAY,
        project_validated_on=DAY, signed_on=DAY, missions=(("acces", DAY),), contact="Ana Roux",
        email="ana@exemple.fr", phone="02 40 00 00 00", comment="=à suivre", paid=Decimal("12.50"),
    )  # fmt: skip
    current = [full, *(
        replace(full, id=2 + rank, code=f"53000{rank}", name=f"CPTS {step.value}", department="53", step=step)
        for rank, step in enumerate(Step)
    )]  # fmt: skip
    state = regional_state(current, DAY, departments=DEPARTMENTS)
    file = read_register(render(adhesions_workbook(COMMISSION, state, DAY)), DEPARTMENTS, THRESHOLDS)
    proposal = propose_register(file, current)
    assert proposal.problems == ()
    assert [change.parts for change in proposal.changes] == []
    assert proposal.unchanged == len(current)
