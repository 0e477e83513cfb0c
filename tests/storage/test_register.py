"""The register through time, by the use cases that read and write it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import CptsMissionRow, CptsPaymentRow
from tests.factories import adhesion
from tests.storage.cpts_register import DECEMBER, JANUARY, JUNE, LETTER, SENT, SIGNED, VALIDATED, Register


@pytest.fixture
def full() -> Adhesion:
    """Return a CPTS under contract with every fact."""
    return adhesion(
        "CPTS-44-01",
        name="CPTS de L’Haÿ-les-Roses",
        step=Step.SIGNED,
        step_since=SIGNED,
        population=88_000,
        population_source="INSEE 2018",
        size=SizeClass.SIZE_3,
        members=112,
        letter_on=LETTER,
        project_sent_on=SENT,
        project_validated_on=VALIDATED,
        signed_on=SIGNED,
        missions=(("acces", date(2020, 12, 1)), ("prevention", None)),
        contact="Honorin Jalesnes",
        email="contact@exemple.fr",
        phone="02 00 00 00 02",
        comment="Périmètre revu en « juin ».",
        paid=Decimal("98000.50"),
    )


def test_a_cpts_reads_back_as_it_was_written(register: Register, full: Adhesion) -> None:
    register.take_in(JANUARY, full)

    assert replace(register.one(JANUARY), id=0) == full


def test_the_register_stood_otherwise_on_each_day(register: Register, full: Adhesion) -> None:
    register.take_in(JANUARY, full)
    seen = [
        (found.step, found.step_since, found.letter_on, found.signed_on)
        for day in (LETTER, SENT, VALIDATED, SIGNED - timedelta(days=1), SIGNED)
        for found in register.at(day)
    ]

    assert seen == [
        (Step.LETTER_VALIDATED, LETTER, LETTER, None),
        (Step.PROJECT_SENT, SENT, LETTER, None),
        (Step.PROJECT_VALIDATED, VALIDATED, LETTER, None),
        (Step.PROJECT_VALIDATED, VALIDATED, LETTER, None),
        (Step.SIGNED, SIGNED, LETTER, SIGNED),
    ]


def test_a_cpts_is_in_the_register_from_its_first_step_on(register: Register, full: Adhesion) -> None:
    register.take_in(JANUARY, full)

    assert register.at(LETTER - timedelta(days=1)) == ()


def test_an_older_state_has_the_first_population_but_no_later_payment_nor_mission(
    register: Register, full: Adhesion
) -> None:
    register.take_in(JANUARY, full)
    (then,) = register.at(SENT)

    assert (then.population, then.members, then.size) == (88_000, 112, SizeClass.SIZE_3)
    assert then.paid is None
    assert then.missions == (("acces", None), ("prevention", None))


def test_taking_in_the_same_file_again_changes_nothing(register: Register, full: Adhesion) -> None:
    register.take_in(JANUARY, full)
    entries, state = register.entries(), register.at(JANUARY)
    register.take_in(JANUARY, *state)
    register.take_in(JUNE, *register.at(JUNE))

    assert register.entries() == entries
    assert register.at(JANUARY) == state


def test_an_older_file_taken_in_again_leaves_what_came_later(register: Register, full: Adhesion) -> None:
    register.take_in(JANUARY, replace(full, step=Step.PROJECT_VALIDATED, step_since=VALIDATED, signed_on=None))
    older = register.one(JANUARY)
    register.change(JUNE, step=Step.SIGNED, step_since=JUNE, signed_on=JUNE, population=90_000, paid=Decimal(120_000))
    register.change(JUNE, missions=(("acces", date(2020, 12, 1)), ("prevention", JUNE)))
    later, entries = register.one(JUNE), register.entries()
    register.take_in(JANUARY, older)

    assert register.entries() == entries
    assert (register.one(JANUARY), register.one(JUNE)) == (older, later)


def test_a_new_step_begins_on_its_day_or_on_the_day_of_the_file(register: Register) -> None:
    register.take_in(JANUARY, adhesion())
    register.change(JUNE, step=Step.NEGOTIATION, step_since=date(2021, 5, 20))
    register.change(DECEMBER, step=Step.SIGNED, step_since=None)

    assert [(found.step, found.step_since) for found in map(register.one, (JANUARY, JUNE, DECEMBER))] == [
        (Step.REFLECTION, JANUARY),
        (Step.NEGOTIATION, date(2021, 5, 20)),
        (Step.SIGNED, DECEMBER),
    ]


def test_a_new_step_never_begins_before_the_one_it_follows(register: Register) -> None:
    register.take_in(JANUARY, adhesion(step=Step.NEGOTIATION))
    register.change(JUNE, step=Step.TERMINATED, step_since=date(2020, 1, 1))

    assert register.one(JUNE).step is Step.TERMINATED
    assert register.one(JUNE).step_since == JANUARY


def test_the_day_of_the_present_step_can_be_corrected(register: Register) -> None:
    register.take_in(JANUARY, adhesion(step=Step.NEGOTIATION, letter_on=LETTER))
    register.change(JUNE, step_since=date(2020, 12, 1))
    corrected = register.one(JUNE)
    register.change(JUNE, step_since=date(2019, 1, 1))

    assert corrected.step_since == date(2020, 12, 1)
    assert register.one(JUNE).step_since == LETTER
    assert register.one(JUNE).step is Step.NEGOTIATION


def test_the_day_of_an_only_step_can_be_corrected_freely(register: Register) -> None:
    register.take_in(JANUARY, adhesion())
    register.change(JUNE, step_since=date(2018, 3, 1))

    assert register.one(date(2018, 3, 1)).step is Step.REFLECTION


def test_the_date_of_a_step_can_be_corrected(register: Register, full: Adhesion) -> None:
    register.take_in(JANUARY, full)
    register.change(JANUARY, signed_on=date(2020, 10, 5))

    assert (register.one(JANUARY).signed_on, register.one(JANUARY).step_since) == (date(2020, 10, 5),) * 2
    assert register.one(SIGNED).step is Step.PROJECT_VALIDATED


def test_a_letter_validated_keeps_the_day_it_was_deposited(register: Register) -> None:
    register.take_in(JANUARY, adhesion(step=Step.LETTER_DEPOSITED, letter_on=LETTER))
    register.change(JANUARY, step=Step.LETTER_VALIDATED, step_since=SENT)
    entries = register.entries()
    register.change(JANUARY)

    assert register.one(LETTER).step is Step.LETTER_DEPOSITED
    assert (register.one(SENT).step, register.one(SENT).letter_on) == (Step.LETTER_VALIDATED, LETTER)
    assert register.entries() == entries


def test_a_letter_turns_out_to_be_older_than_its_validation(register: Register) -> None:
    register.take_in(JANUARY, adhesion(step=Step.LETTER_VALIDATED, letter_on=SENT))
    register.change(JANUARY, letter_on=LETTER)

    assert register.one(LETTER).step is Step.LETTER_DEPOSITED
    assert (register.one(JANUARY).letter_on, register.one(JANUARY).step_since) == (LETTER, SENT)


def test_a_letter_turns_out_to_be_later_than_written(register: Register) -> None:
    register.take_in(JANUARY, adhesion(step=Step.LETTER_VALIDATED, letter_on=LETTER))
    register.change(JANUARY, letter_on=SENT)

    assert (register.one(JANUARY).letter_on, register.one(JANUARY).step_since) == (SENT, SENT)


def test_steps_of_one_day_keep_the_last_one(register: Register) -> None:
    register.take_in(JANUARY, adhesion(step=Step.SIGNED, signed_on=SIGNED))
    register.change(JANUARY, letter_on=SIGNED, project_validated_on=SIGNED)

    assert register.one(SIGNED).step is Step.SIGNED
    assert register.one(SIGNED).letter_on == SIGNED


def test_a_signature_announced_for_later_does_not_hide_the_cpts(register: Register) -> None:
    register.take_in(JANUARY, adhesion(step=Step.NEGOTIATION, signed_on=JUNE))
    entries = register.entries()
    register.take_in(JANUARY, replace(register.one(JANUARY), signed_on=JUNE))

    assert (register.one(JANUARY).step, register.one(JANUARY).signed_on) == (Step.NEGOTIATION, None)
    assert register.one(JUNE).signed_on == JUNE
    assert register.entries() == entries


def test_a_step_said_to_begin_later_begins_on_the_day_of_the_file(register: Register) -> None:
    register.take_in(JANUARY, adhesion(step=Step.NEGOTIATION, step_since=JUNE))

    assert register.one(JANUARY).step_since == JANUARY


def test_figures_have_their_history(register: Register) -> None:
    register.take_in(JANUARY, adhesion(population=39_999, members=40))
    register.change(JUNE, population=40_000)
    register.change(JUNE, population=80_000)

    assert [(found.population, found.size) for found in map(register.one, (JANUARY, JUNE))] == [
        (39_999, SizeClass.SIZE_1),
        (80_000, SizeClass.SIZE_3),
    ]


def test_a_size_stated_without_population_is_kept_until_there_is_one(register: Register) -> None:
    register.take_in(JANUARY, adhesion(size=SizeClass.SIZE_4))
    entries = register.entries()
    register.take_in(JANUARY, register.one(JANUARY))
    stated = register.one(JANUARY).size, register.entries()
    register.change(JUNE, population=88_000)

    assert stated == (SizeClass.SIZE_4, entries)
    assert (register.one(JANUARY).size, register.one(JUNE).size) == (SizeClass.SIZE_4, SizeClass.SIZE_3)


def test_a_cpts_without_figures_has_no_size(register: Register) -> None:
    register.take_in(JANUARY, adhesion())

    found = register.one(JANUARY)
    assert (found.population, found.members, found.size, found.population_source) == (None, None, None, "")


def test_missions_are_added_started_and_taken_back(register: Register) -> None:
    register.take_in(JANUARY, adhesion(missions=(("acces", None), ("parcours", None))))
    register.change(JUNE, missions=(("acces", JUNE), ("crises", None)))

    assert register.one(JUNE).missions == (("acces", JUNE), ("crises", None))


def chosen(db: Database, mission: str, on: date | None = None) -> date | None:
    """Return the day noted on which a mission was chosen, once it is `on` where one says so."""
    with db.unit_of_work("Noter un jour") as session:
        row = session.scalars(select(CptsMissionRow).where(CptsMissionRow.mission == mission)).one()
        row.chosen_on = on or row.chosen_on
        return row.chosen_on


def test_a_mission_chosen_later_is_not_shown_and_its_absence_takes_nothing_back(register: Register) -> None:
    register.take_in(JANUARY, adhesion(missions=(("acces", None), ("parcours", None))))
    chosen(register.db, "acces", DECEMBER)

    assert register.one(JUNE).missions == (("parcours", None),)
    register.change(JUNE, members=12)
    assert register.one(JUNE).missions == (("parcours", None),)
    assert register.one(DECEMBER).missions == (("acces", None), ("parcours", None))


def test_a_mission_was_chosen_at_the_latest_on_the_day_when_it_is_told_or_starts(register: Register) -> None:
    register.take_in(JANUARY, adhesion(missions=(("acces", None), ("parcours", None))))
    chosen(register.db, "acces", DECEMBER)
    register.change(JUNE, missions=(("acces", None), ("parcours", None)))
    assert chosen(register.db, "acces") == JUNE
    register.change(DECEMBER, missions=(("acces", JANUARY), ("parcours", JUNE)))
    assert (chosen(register.db, "acces"), chosen(register.db, "parcours")) == (JANUARY, None)


def payments(db: Database) -> list[tuple[date, int]]:
    with db.reading() as session:
        rows = session.execute(select(CptsPaymentRow.paid_on, CptsPaymentRow.cents).order_by(CptsPaymentRow.id))
        return [(row.paid_on, row.cents) for row in rows]


def test_only_the_difference_of_what_was_paid_is_added(register: Register) -> None:
    register.take_in(JANUARY, adhesion(paid=Decimal("686000.00")))
    register.change(JUNE, paid=Decimal("700000.10"))
    register.change(DECEMBER, paid=None)

    assert payments(register.db) == [(JANUARY, 68_600_000), (JUNE, 1_400_010)]
    assert [found.paid for found in map(register.one, (JANUARY, JUNE))] == [Decimal(686_000), Decimal("700000.10")]


def test_a_payment_finer_than_a_cent_is_rounded_once(register: Register) -> None:
    register.take_in(JANUARY, adhesion(paid=Decimal("10.005")))
    register.change(JANUARY, paid=Decimal("10.005"))

    assert payments(register.db) == [(JANUARY, 1_001)]


def test_nothing_paid_is_no_payment(register: Register) -> None:
    register.take_in(JANUARY, adhesion(paid=Decimal(0)))

    assert payments(register.db) == []


def test_the_register_is_sorted_by_name_without_accents(register: Register) -> None:
    for number, name in enumerate(("Élorn", "Estuaire", "L’Haÿ", "écluse", "Œillet")):
        register.take_in(JANUARY, adhesion(str(number), name=name))

    assert [found.name for found in register.at(JANUARY)] == ["écluse", "Élorn", "Estuaire", "L’Haÿ", "Œillet"]


days = st.dates(date(2019, 1, 1), date(2022, 12, 31))


@st.composite
def histories(draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[tuple[date, Step, int]]:
    """Draw days on which a CPTS stands further on the path (domain.md §4.21) with some population."""
    ordered = sorted(draw(st.sets(days, min_size=1, max_size=5)))
    path = list(Step)
    steps = sorted(draw(st.lists(st.sampled_from(path), min_size=len(ordered), max_size=len(ordered))), key=path.index)
    return [(day, step, draw(st.integers(1, 300_000))) for day, step in zip(ordered, steps, strict=True)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
def test_the_register_of_any_day_is_that_of_the_last_file(
    register: Register, history: list[tuple[date, Step, int]]
) -> None:
    """Take in any history of a new CPTS, then its files again in any order: every day reads the same."""
    code = f"CPTS-{register.entries()}"

    def seen(day: date) -> tuple[Step, int | None] | None:
        return next(((found.step, found.population) for found in register.at(day) if found.code == code), None)

    files = []
    for day, step, population in history:
        known = next((found for found in register.at(day) if found.code == code), adhesion(code))
        since = known.step_since if step is known.step else day
        register.take_in(day, replace(known, step=step, step_since=since, population=population))
        files.append((day, next(found for found in register.at(day) if found.code == code)))
    entries = register.entries()
    for day, file in reversed(files):
        register.take_in(day, file)

    assert register.entries() == entries
    assert [seen(day) for day, _, _ in history] == [(step, population) for _, step, population in history]
