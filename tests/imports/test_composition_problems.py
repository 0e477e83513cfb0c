"""What a composition workbook has that cannot be read, or is doubtful: each told with its place."""

from datetime import date
from pathlib import Path

import pytest

from cpr_desk.domain.composition import Person
from cpr_desk.domain.french import NBSP
from cpr_desk.errors import UserError
from cpr_desk.imports.composition import CompositionFile, read_composition
from tests.imports.books import (
    PROFESSIONAL,
    REFERENCE,
    SOCIAL,
    Grid,
    xlsx,
)
from tests.imports.composition_reading import Row, professional, read, social


def only_problem(file: CompositionFile) -> tuple[int, str, str, str]:
    (problem,) = file.problems
    return problem.row, problem.column, problem.value, problem.message


GOOD: Row = [3, "RG", "Ana Roux", ""]


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        ([3, "RSI", "Léa Petit", ""], "Régime", "RSI", "Régime inconnu"),
        ([3, "MSA medicl", "Léa Petit", ""], "Régime", "MSA medicl", "MSA médical"),
        ([4, "RG", "Léa Petit", ""], "Voix", "4", "de 1 à 3 voix"),
        ([0, "RG", "Léa Petit", ""], "Voix", "0", "de 1 à 3 voix"),
        ([-1, "RG", "Léa Petit", ""], "Voix", "-1", "de 1 à 3 voix"),
        ([2.5, "RG", "Léa Petit", ""], "Voix", "2,5", "pas un nombre entier"),
        (["beaucoup", "RG", "Léa Petit", ""], "Voix", "beaucoup", "pas un nombre"),
        (["", "RG", "Léa Petit", ""], "Voix", "", "manque"),
        ([3, "RG", "Léa Petit", "Petit Léa"], "Suppléant", "Petit Léa", "titulaire et suppléante"),
        ([3, "RG", 12, ""], "Titulaire", "12", "pas un nombre"),
        ([3, "RG", "12", ""], "Titulaire", "12", "pas un nombre"),
        ([3, "RG", date(2021, 2, 4), ""], "Titulaire", "04/02/2021", "ni une date"),
        ([3, "RG", "#REF!", ""], "Titulaire", "#REF!", "erreur d’Excel"),
        ([3, "#N/A", "Léa Petit", ""], "Régime", "#N/A", "erreur d’Excel"),
    ],
)
def test_a_problem_of_the_social_section_says_where_and_what(row: Row, column: str, value: str, words: str) -> None:
    file = social(row, GOOD)
    number, found_column, found_value, message = only_problem(file)
    assert (number, found_column, found_value) == (2, column, value)
    assert words in message
    assert any(line.titular == Person(0, "Ana", "Roux") for line in file.lines)


def test_a_member_without_any_regime_above_is_a_problem() -> None:
    assert "régime manque" in only_problem(social([3, "", "Léa Petit", ""]))[3]


@pytest.mark.parametrize(
    ("rows", "number", "column", "words"),
    [
        ([["Médecins", "CSMF", "Ana Roux", ""], ["", "csmf", "Léa Petit", ""]], 3, "Syndicat", "déjà cité ligne 2"),
        ([["", "ZZZ", "Ana Roux", ""]], 2, "Profession", "profession manque"),
        ([["Médecins", "", "Ana Roux", ""]], 2, "Syndicat", "pas de syndicat"),
        ([["Médecins", "", "", "x"], ["Médecins", "CSMF", "", ""]], 2, "Syndicat", "pas de syndicat"),
        ([["Médecins", "", "", ""], ["Opticiens", "ROF", "", ""]], 2, "Syndicat", "Aucun syndicat"),
        (
            [["Centre de santé", "", f"Ana {c}", ""] for c in ("Un", "Deux", "Trois", "Quatre")],
            5,
            "Titulaire",
            "3 sièges",
        ),
    ],
)
def test_a_problem_of_the_professional_section_says_where_and_what(
    rows: list[Row], number: int, column: str, words: str
) -> None:
    row, found_column, _, message = only_problem(professional(*rows))
    assert (row, found_column) == (number, column)
    assert words in message


def test_a_consultative_person_without_body_is_a_problem() -> None:
    file = read([["Organisme", "Titulaire", "Suppléant"], ["", "Ana Roux", ""], ["ARS", "Léa Petit", ""]])
    assert "pas d’organisme" in only_problem(file)[3]
    assert len(file.lines) == 1


def test_every_problem_is_reported_not_the_first() -> None:
    file = social([9, "RSI", 12, "#REF!"], GOOD, ["x", "RG", "", ""])
    assert [(problem.row, problem.column) for problem in file.problems] == [
        (2, "Régime"), (2, "Titulaire"), (2, "Suppléant"), (2, "Voix"), (4, "Voix"),
    ]  # fmt: skip


def test_a_column_that_cannot_be_recognised_is_one_problem() -> None:
    file = read([["Régime", "Titulaire", "Suppléant"], *(row[1:] for row in SOCIAL[1:])], PROFESSIONAL)
    assert "« Voix »".replace(" ", NBSP) in only_problem(file)[3]
    assert len(file.lines) == 35


def test_two_tables_side_by_side_are_a_problem() -> None:
    file = read([[*SOCIAL[0], *PROFESSIONAL[0]], [*GOOD, "Médecins", "CSMF", "Léa Petit", ""]])
    assert any("côte à côte" in problem.message for problem in file.problems)


def test_a_workbook_without_any_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "budget.xlsx"
    file.write_bytes(xlsx(("Budget", [["Poste", "Montant"], ["Papier", 12]])))
    with pytest.raises(UserError, match="Aucun tableau de composition") as caught:
        read_composition(file, REFERENCE)
    assert "classeur modèle" in caught.value.what_to_do


# --- warnings


def warnings_of(file: CompositionFile) -> list[str]:
    return [warning.message for warning in file.warnings if warning.row]


@pytest.mark.parametrize("form", ["{0} ({1})", "{1} ({0})", "{1} - {0}", "{0} : {1}"])
def test_a_union_with_both_its_names_is_known(form: str) -> None:
    line: Row = ["Médecin", form.format("SML", "Syndicat des médecins libéraux"), "", ""]
    (seat,) = professional(line).lines
    assert seat.organisation == "SML"


def test_two_unions_in_one_cell_are_not_one_of_them() -> None:
    (seat,) = professional(["Médecin", "CSMF / MG France", "", ""]).lines
    assert seat.organisation == "CSMF / MG France"


def test_an_unknown_union_is_kept_with_the_nearest_known_one() -> None:
    file = professional(["Médecins", "CSMFF", "Ana Roux", ""], ["", "Union nouvelle", "", ""])
    assert [line.organisation for line in file.lines] == ["CSMFF", "Union nouvelle"]
    assert "« CSMF »".replace(" ", NBSP) in warnings_of(file)[0]
    assert "Vouliez-vous" not in warnings_of(file)[1]


def test_a_union_of_another_profession_is_kept_and_told() -> None:
    assert "connu pour\u00a0: Orthophonistes" in warnings_of(professional(["Médecins", "FNO", "", ""]))[0]


def test_an_unknown_profession_is_kept_with_the_nearest_known_one() -> None:
    file = professional(
        ["Medecinns", "XYZ", "Ana Roux", ""], ["Ostéopathes", "ABC", "", ""], ["ostéopathes", "DEF", "", ""]
    )
    assert [line.profession.code for line in file.lines if line.profession] == [
        "medecinns",
        "osteopathes",
        "osteopathes",
    ]
    assert "« Médecins »".replace(" ", NBSP) in warnings_of(file)[0]
    assert len(warnings_of(file)) == 2


def test_a_misspelt_body_is_kept_with_the_nearest_known_one() -> None:
    file = read([["Organisme", "Titulaire", "Suppléant"], ["APMSLL", "", ""], ["Ordre des conteurs", "", ""]])
    assert [line.organisation for line in file.lines] == ["APMSLL", "Ordre des conteurs"]
    assert len(warnings_of(file)) == 1


def test_two_rows_that_complete_each_other_are_one_seat() -> None:
    file = professional(["Médecins", "CSMF", "Ana Roux", ""], ["Médecins", "CSMF", "", "Léa Petit"])
    assert [(line.titular, line.substitute) for line in file.lines] == [
        (Person(0, "Ana", "Roux"), Person(0, "Léa", "Petit"))
    ]
    assert "un seul siège" in warnings_of(file)[0]


@pytest.mark.parametrize(
    "grid", [[SOCIAL[0], GOOD, ["", "À valider"]], [PROFESSIONAL[0], PROFESSIONAL[1], ["À valider"]]]
)
def test_a_line_that_is_neither_seat_nor_note_is_left_out_with_a_warning(grid: Grid) -> None:
    file = read(grid)
    assert len(file.lines) == 1
    assert file.problems == ()
    assert [warning.value for warning in file.warnings if "pas reprise" in warning.message] == ["À valider"]


def test_a_sentence_under_the_social_table_is_left_out_with_a_warning() -> None:
    file = social(GOOD, ["Le régime général désigne ses représentants."])
    assert (len(file.lines), file.problems) == (1, ())
    assert "pas reprise" in warnings_of(file)[0]


def sections_warned(file: CompositionFile) -> list[str]:
    return [warning.message.split(NBSP)[0] for warning in file.warnings if not warning.row]


def test_a_section_that_is_absent_vacant_or_spread_is_told() -> None:
    assert sections_warned(read(SOCIAL)) == ["Section professionnelle"]
    assert sections_warned(professional(["Médecins", "CSMF", "", ""])) == ["Section sociale", "Section professionnelle"]
    assert sections_warned(read(SOCIAL, SOCIAL, PROFESSIONAL)) == ["Section sociale"]
