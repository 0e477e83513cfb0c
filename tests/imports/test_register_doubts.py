"""What a register leaves out or contradicts: deduced, warned of, or a problem with its place."""

from datetime import date

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.errors import UserError
from cpr_desk.imports.register_columns import Field
from tests.imports.books import Grid
from tests.imports.register_reading import FULL, HEADER, only, read, with_columns


def test_a_missing_code_is_derived_and_stable() -> None:
    codes = {
        only(read([["Nom", "Dép."], [name, 53]])).adhesion.code
        for name in ("CPTS du Sud-Mayenne", "du sud mayenne", "CPTS DU SUD MAYENNE", "cpts  du Sud’Mayenne")
    }
    assert codes == {"53-du-sud-mayenne"}


def test_the_name_of_a_cpts_may_be_nothing_but_cpts() -> None:
    assert only(read([["Nom", "Dép."], ["CPTS", 53]])).adhesion.code == "53-cpts"


@pytest.mark.parametrize(
    ("cells", "step"),
    [
        ({"SIGNED_ON": "04/02/2021", "LETTER_ON": "01/01/2020"}, Step.SIGNED),
        ({"PROJECT_VALIDATED_ON": "04/02/2021"}, Step.PROJECT_VALIDATED),
        ({"PROJECT_SENT_ON": "04/02/2021"}, Step.PROJECT_SENT),
        ({"LETTER_ON": "04/02/2021"}, Step.LETTER_DEPOSITED),
        ({"POPULATION": 12}, Step.REFLECTION),
    ],
)
def test_a_missing_step_is_deduced_from_the_dates(cells: dict[str, object], step: Step) -> None:
    file = with_columns(**cells, STEP="")
    assert only(file).adhesion.step is step
    assert only(file).adhesion.step_since == (None if step is Step.REFLECTION else date(2021, 2, 4))
    assert step.label in file.warnings[-1].message


def test_a_register_without_any_step_column_is_one_warning() -> None:
    rows: list[list[object]] = [[f"CPTS {n}", 53, "04/02/2021"] for n in range(20)]
    file = read([["Nom", "Dép.", "Signature"], *rows])
    assert len(file.warnings) == 1
    assert {line.adhesion.step for line in file.lines} == {Step.SIGNED}


@pytest.mark.parametrize(
    "cells",
    [
        {"STEP": "En réflexion", "SIGNED_ON": "04/02/2021"},
        {"STEP": "Lettre d’intention validée", "PROJECT_SENT_ON": "04/02/2021"},
        {"STEP": "Abandonné", "SIGNED_ON": "04/02/2021"},
    ],
)
def test_a_step_that_contradicts_the_dates_is_kept_with_a_warning(cells: dict[str, object]) -> None:
    file = with_columns(**cells)
    assert only(file).adhesion.step.label == cells["STEP"]
    assert "contredit les dates" in file.warnings[-1].message


@pytest.mark.parametrize("step", ["Contrat terminé", "Contrat renouvelé", "Contrat signé"])
def test_a_contract_that_was_signed_contradicts_nothing(step: str) -> None:
    assert with_columns(STEP=step, SIGNED_ON="04/02/2021").warnings == ()


def test_dates_in_the_wrong_order_are_a_warning() -> None:
    file = with_columns(STEP="Signé", LETTER_ON="01/03/2020", SIGNED_ON="01/02/2020")
    assert "précède celle de" in file.warnings[-1].message
    assert file.warnings[-1].column == Field.SIGNED_ON.label


def test_the_size_is_computed_from_the_population_and_wins() -> None:
    file = with_columns(STEP="Signé", POPULATION=80_000, SIZE="Taille 2")
    assert only(file).adhesion.size is SizeClass.SIZE_3
    assert "Taille 3" in file.warnings[-1].message
    assert only(with_columns(STEP="Signé", SIZE=2)).adhesion.size is SizeClass.SIZE_2
    assert with_columns(STEP="Signé", POPULATION=80_000, SIZE=3).warnings == ()


# --- problems


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"POPULATION": -5}, "Population", "négatif"),
        ({"POPULATION": "beaucoup"}, "Population", "pas un nombre"),
        ({"POPULATION": "88,5"}, "Population", "pas un nombre entier"),
        ({"MEMBERS": "#REF!"}, "Nombre de membres", "erreur d’Excel"),
        ({"SIZE": "géante"}, "Taille", "pas une taille"),
        ({"STEP": "bof"}, "Étape", "inconnue"),
        ({"SIGNED_ON": "29/02/2023"}, "Contrat signé le", "n’existe pas"),
        ({"SIGNED_ON": "bientôt"}, "Contrat signé le", "n’est pas une date"),
        ({"SIGNED_ON": "04/02/1921"}, "Contrat signé le", "vraisemblable"),
        ({"LETTER_ON": 12}, "Lettre d’intention le", "n’est pas une date"),
        ({"PAID": -1}, "Montant versé (€)", "négatif"),
        ({"PAID": "cher"}, "Montant versé (€)", "pas un nombre"),
        ({"MISSIONS": "accès (31/02/2021)"}, "Missions", "n’existe pas"),
    ],
)
def test_a_value_that_cannot_be_says_where_and_what(cells: dict[str, object], column: str, words: str) -> None:
    file = with_columns(**cells)
    (problem,) = file.problems
    assert (problem.row, problem.column, problem.sheet) == (2, column, "Feuil1")
    assert words in problem.message
    assert len(file.lines) == 1


@pytest.mark.parametrize(
    ("rows", "row", "column", "words"),
    [
        ([["", "53", 1]], 2, "Nom", "nom de la CPTS manque"),
        ([["CPTS Sud", "", 1]], 2, "Département", "département manque"),
        ([["CPTS Sud", "Finistère", 1]], 2, "Département", "Mayenne (53)"),
        ([["CPTS Sud", 53, 1], ["SUD", "Mayenne", 2]], 3, "Nom", "déjà ligne 2"),
    ],
)
def test_a_cpts_that_cannot_be_told_apart_is_a_problem(rows: Grid, row: int, column: str, words: str) -> None:
    (problem,) = read([["Nom", "Département", "Population"], *rows]).problems
    assert (problem.row, problem.column) == (row, column)
    assert words in problem.message


def test_two_cpts_with_one_code_are_a_problem() -> None:
    (problem,) = read([["Code", "Nom", "Dép."], ["C-1", "CPTS Sud", 53], ["c 1", "CPTS Nord", 53]]).problems
    assert "CPTS Sud" in problem.message


def test_every_problem_is_reported_not_the_first() -> None:
    file = read([HEADER, ["", "", "Finistère", "bof", -1, "", "géante"], FULL])
    assert len(file.problems) == 5
    assert len(file.lines) == 1


def test_a_workbook_without_a_register_is_refused() -> None:
    with pytest.raises(UserError, match="Aucun registre") as caught:
        read([["Poste", "Montant"], ["Papier", 12]])
    assert "classeur modèle" in caught.value.what_to_do
