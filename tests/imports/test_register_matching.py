"""Columns that only a person can name: what the reader reports, and what it makes of the answer."""

import pytest

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.missions import Mission
from cpr_desk.imports.problems import Problem
from cpr_desk.imports.register import RegisterFile, read_register
from cpr_desk.imports.register_columns import MEANINGS, Field, Matching
from tests.imports.books import Grid, xlsx
from tests.imports.register_reading import DEPARTMENTS, THRESHOLDS

STRANGE: Grid = [
    ["Territoire", "Dépt", "Où en est-on", "Suivi", "Mail"],
    ["CPTS Sud", "", "ACI signé", "Zoé", "sud@exemple.fr"],
    ["CPTS Nord", "Mayenne", "En réflexion", "Zoé", "nord@exemple.fr"],
]
SAID: Matching = {"territoire": Field.NAME, "ou en est on": Field.STEP, "suivi": None}


def read(matching: Matching, *grids: Grid) -> RegisterFile:
    book = xlsx(*((f"Feuil{n}", grid) for n, grid in enumerate(grids, 1)))
    return read_register(book, DEPARTMENTS, THRESHOLDS, matching)


def meanings(file: RegisterFile) -> dict[str, object]:
    return {column.header: column.meaning for column in file.columns}


def said(findings: tuple[Problem, ...]) -> str:
    return " ".join(problem.message.replace("\u00a0", " ") for problem in findings)


def test_each_header_is_reported_with_a_sample_and_what_it_was_taken_for() -> None:
    file = read({}, [["Nom", "Dépt", "Accès aux soins", "Couleur", "Email", "Mail"], ["Sud", 53, "oui", "bleu"]])
    assert [(c.header, c.title, c.sample, c.meaning, c.unknown) for c in file.columns] == [
        ("nom", "Nom", "Sud", Field.NAME, False),
        ("dept", "Dépt", "53", Field.DEPARTMENT, False),
        ("acces aux soins", "Accès aux soins", "oui", Mission.ACCES, False),
        ("couleur", "Couleur", "bleu", None, True),
        ("email", "Email", "", Field.EMAIL, False),
        ("mail", "Mail", "", None, False),
    ]


def test_a_register_without_names_asks_which_column_holds_them() -> None:
    file = read({}, STRANGE)
    assert file.lines == ()
    (problem,) = file.problems
    assert (problem.sheet, problem.row) == ("Feuil1", 1)
    assert "donnant le nom de la CPTS. Dites laquelle avec « Colonnes… »" in said(file.problems)
    assert [column.header for column in file.columns if column.unknown] == ["territoire", "ou en est on", "suivi"]


def test_what_a_person_said_makes_the_strange_headers_work() -> None:
    rows = [list(row) for row in STRANGE]
    rows[1][1] = "44"
    file = read(SAID, rows)
    assert (file.problems, file.warnings) == ((), ())
    assert [(line.adhesion.name, line.adhesion.step) for line in file.lines] == [
        ("CPTS Sud", Step.SIGNED),
        ("CPTS Nord", Step.REFLECTION),
    ]
    assert not any(column.unknown for column in file.columns)


def test_a_register_without_departments_asks_once_which_column_holds_them() -> None:
    file = read({}, [["Nom", "Secteur", "Statut"], ["Sud", "Mayenne", "signé"], ["Nord", "Sarthe", "signé"]])
    assert "donnant le département" in said(file.problems)
    assert len(file.problems) == 1
    mended = read({"secteur": Field.DEPARTMENT}, [["Nom", "Secteur"], ["Sud", "Mayenne"], ["Nord", "Sarthe"]])
    assert [line.adhesion.department for line in mended.lines] == ["53", "72"]


def test_what_a_person_said_goes_before_what_the_words_mean() -> None:
    grid: Grid = [
        ["Nom", "Dépt", "Mail", "Autre mail", "Observations"],
        ["Sud", 53, "a@exemple.fr", "b@exemple.fr", "bof"],
    ]
    file = read({"autre mail": Field.EMAIL, "observations": None}, grid)
    assert (file.lines[0].adhesion.email, file.lines[0].adhesion.comment) == ("b@exemple.fr", "")
    assert meanings(file) | {"nom": 0, "dept": 0} == {
        "nom": 0, "dept": 0, "mail": None, "autre mail": Field.EMAIL, "observations": None,
    }  # fmt: skip
    assert "« Mail »" in said(file.warnings)
    assert "Observations" not in said(file.warnings)


def test_two_columns_said_to_be_the_same_give_the_first() -> None:
    grid: Grid = [["Nom", "Dépt", "Un", "Deux"], ["Sud", 53, "1", "2"]]
    file = read({"deux": Field.COMMENT, "un": Field.COMMENT}, grid)
    assert file.lines[0].adhesion.comment == "1"
    assert "« Deux »" in said(file.warnings)


def test_a_mission_may_have_a_column_of_any_name() -> None:
    file = read({"axe 1": Mission.PREVENTION}, [["Nom", "Dépt", "Axe 1"], ["Sud", 53, "x"]])
    assert file.lines[0].adhesion.missions == (("prevention", None),)


def test_the_names_may_be_left_out_by_mistake() -> None:
    file = read({"nom": None}, [["Nom", "Dépt", "Statut"], ["CPTS Sud", 53, "Signé"]])
    assert "donnant le nom de la CPTS" in said(file.problems)
    assert meanings(file)["nom"] is None


def test_a_line_of_bands_above_the_header_does_not_hide_it() -> None:
    bands = ["", "", "Lettre d’intention", "Projet transmis", "Contrat signé"]
    file = read({}, [bands, ["Nom de la structure", "Dépt", "Date", "Date", "Courriel"], ["Sud", 53]])
    assert [line.adhesion.name for line in file.lines] == ["Sud"]


def test_headers_on_two_sheets_are_reported_once_and_for_the_best() -> None:
    file = read({}, [["Nom", "Dépt", "Email", "Mail"], ["Sud", 53]], [["Nom", "Dépt", "Mail"], ["Nord", 53]])
    assert [column.header for column in file.columns] == ["nom", "dept", "email", "mail"]
    assert meanings(file)["mail"] is Field.EMAIL


@pytest.mark.parametrize("code", MEANINGS)
def test_every_meaning_is_known_by_its_code(code: str) -> None:
    assert MEANINGS[code].value == code
    assert MEANINGS[code].label
