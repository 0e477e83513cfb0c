"""Values of cells, as shown and as counted."""

from datetime import date
from decimal import Decimal

import pytest

from cpr_desk.imports.cells import Cell, amount, column_letter, is_error, key, text_of, whole
from cpr_desk.imports.problems import Problem


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  a\u00a0 b\u200b ", "a b"),
        (3, "3"),
        (2.5, "2,5"),
        (True, "VRAI"),
        (False, "FAUX"),
        (date(2021, 2, 4), "04/02/2021"),
    ],
)
def test_a_cell_is_shown_as_excel_shows_it(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize("typed", ["#REF!", "#n/a", "#VALEUR!", "#DIV/0!", "#NOM?"])
def test_errors_of_excel_are_known_in_both_languages(typed: str) -> None:
    assert is_error(typed)


@pytest.mark.parametrize("cell", ["#1", "# REF", "REF!", 12])
def test_other_texts_are_no_errors(cell: Cell) -> None:
    assert not is_error(cell)


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_in_excel(index: int, letter: str) -> None:
    assert column_letter(index) == letter


def test_punctuation_and_case_do_not_count_in_a_key() -> None:
    assert key("Titulaire(s) :") == key("TITULAIRE S") == "titulaire s"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("-12", -12), ("−12", -12), ("1 234 567", 1_234_567), ("12 voix", 12), ("dix voix", 10), ("une", 1)],
)
def test_a_number_is_read_however_it_was_typed(typed: str, number: int) -> None:
    assert amount(typed, ("voix",)) == Decimal(number)


@pytest.mark.parametrize("cell", [True, "88,000", "12 %", "", "douze voix", "trois chats"])
def test_a_number_is_never_guessed(cell: Cell) -> None:
    with pytest.raises(ValueError, match="n’est pas un nombre"):
        amount(cell, ("voix",))


def test_a_share_is_no_whole_number() -> None:
    with pytest.raises(ValueError, match="entier"):
        whole("2,5", ())


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (Problem("Sociale", 7, "Voix", "x", ""), "feuille Sociale, ligne 7, colonne Voix"),
        (Problem("Sociale", 0, "", "", ""), "feuille Sociale"),
        (Problem("", 0, "", "", ""), ""),
    ],
)
def test_the_place_of_a_problem_is_said_as_far_as_it_is_known(problem: Problem, place: str) -> None:
    assert problem.place == place
