"""The register as a list: sorted, filtered, some CPTS alone."""

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.services.register import (
    adhesions_at,
)
from tests.factories import adhesion
from tests.storage.cpts_register import DECEMBER, JANUARY, SIGNED, VALIDATED, Register


@pytest.fixture
def three(register: Register) -> Register:
    register.take_in(
        JANUARY,
        adhesion("B", name="Cœur d’Élorn", department="29", population=9_000, members=200, contact="zoé"),
        adhesion("A", name="L’Haÿ-les-Roses", department="94", step=Step.SIGNED, signed_on=SIGNED, population=90_000),
        adhesion("C", name="Aber", department="29", step=Step.NEGOTIATION, step_since=VALIDATED, contact="Basile"),
    )
    return register


@pytest.mark.parametrize(
    ("sort", "codes"),
    [
        ("name", "CBA"),
        ("code", "ABC"),
        ("department", "CBA"),
        ("step", "BCA"),
        ("step_since", "CAB"),
        ("population", "CBA"),
        ("size", "CBA"),
        ("members", "CAB"),
        ("signed_on", "CBA"),
        ("contact", "ACB"),
    ],
)
def test_every_column_sorts_the_register(three: Register, sort: str, codes: str) -> None:
    assert "".join(three.codes(sort=sort)) == codes
    assert three.codes(sort=sort, descending=True)[0] == codes[-1]


def test_every_column_that_sorts_is_tried(register: Register) -> None:
    marks = test_every_column_sorts_the_register.pytestmark  # type: ignore[attr-defined]

    assert tuple(sort for sort, _codes in marks[0].args[1]) == register.index().sorts


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("", "CBA"),
        ("coeur elorn", "B"),
        ("CŒUR", "B"),
        ("l'hay", "A"),
        ("L’Haÿ-les-Roses", "A"),
        ("roses l’hay", "A"),
        ("29", "CB"),
        ("29 zoe", "B"),
        ("finistere", "CB"),
        ("%", ""),
        ("introuvable", ""),
    ],
)
def test_every_word_of_the_filter_is_found_accents_and_case_ignored(three: Register, words: str, codes: str) -> None:
    assert "".join(three.codes(filter_text=words)) == codes


def test_some_cpts_alone_can_be_read(three: Register) -> None:
    ids = {found.code: found.id for found in three.at(DECEMBER)}
    read = adhesions_at(three.db, three.commission.id, DECEMBER, [ids["A"], ids["B"]])

    assert [found.code for found in read] == ["B", "A"]
    assert adhesions_at(three.db, three.commission.id, DECEMBER, []) == ()


def test_a_long_name_is_kept_whole(register: Register) -> None:
    name = "Œ" * 120
    register.take_in(JANUARY, adhesion(name=name))

    assert register.one(JANUARY).name == name
