"""Model workbooks, empty and filled in."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Person, Regime, Section
from cpr_desk.imports.composition import read_composition
from cpr_desk.imports.register import read_register
from cpr_desk.imports.template import composition_template, register_template
from tests.imports.books import REFERENCE, saved
from tests.imports.register_reading import DEPARTMENTS, THRESHOLDS

COMPOSITION, REGISTER = composition_template(REFERENCE), register_template(DEPARTMENTS)


def book(data: bytes) -> Any:
    return load_workbook(BytesIO(data))


def fill(sheet: Any, row: int, **values: object) -> None:
    """Write values under the headers of row 4, named by their first word."""
    for cell in sheet[4]:
        if cell.value in values:
            sheet.cell(row, cell.column).value = values[cell.value]


def test_an_empty_composition_has_the_seats_of_the_official_table_and_no_problem() -> None:
    file = read_composition(COMPOSITION, REFERENCE)
    assert file.problems == ()
    assert file.sections == (Section.PROFESSIONAL, Section.CONSULTATIVE)
    assert [sum(line.section is section for line in file.lines) for section in Section] == [0, 35, 6]
    assert all(line.titular is None for line in file.lines)


def test_the_seats_of_the_health_centres_follow_the_rule() -> None:
    file = read_composition(
        composition_template(REFERENCE, Rules(health_centre_seats=5)), REFERENCE, Rules(health_centre_seats=5)
    )
    assert sum(line.section is Section.PROFESSIONAL for line in file.lines) == 37
    assert file.problems == ()


def test_a_composition_filled_in_is_read_as_it_was_typed() -> None:
    filled = book(COMPOSITION)
    fill(filled["Section sociale"], 5, Voix=3, Régime="MSA médical", Titulaire="Dr Ana Roux", Suppléant="vacant")
    fill(filled["Section professionnelle"], 5, Titulaire="Léa Petit", **{"Courriel du titulaire": "lea@exemple.fr"})
    fill(filled["Voix consultatives"], 5, Suppléant="Tom Grand")
    file = read_composition(saved(filled), REFERENCE)
    assert file.problems == ()
    first = {line.section: line for line in reversed(file.lines)}
    assert (first[Section.SOCIAL].regime, first[Section.SOCIAL].votes) == (Regime.MSA_MEDICAL, 3)
    assert first[Section.SOCIAL].titular == Person(0, "Ana", "Roux", "Dr")
    assert first[Section.PROFESSIONAL].titular == Person(0, "Léa", "Petit", email="lea@exemple.fr")
    assert first[Section.CONSULTATIVE].substitute == Person(0, "Tom", "Grand")


def test_an_empty_register_has_no_cpts_and_no_problem() -> None:
    file = read_register(REGISTER, DEPARTMENTS, THRESHOLDS)
    assert (file.lines, file.problems, file.warnings) == ((), (), ())


def test_a_register_filled_in_is_read_as_it_was_typed() -> None:
    filled = book(REGISTER)
    values = {
        "Nom de la CPTS": "CPTS Sud", "Département": "Mayenne", "Étape": "Contrat signé", "Population": 12_000,
        "Contrat signé le": date(2021, 2, 4), "Accès aux soins": date(2021, 6, 1), "Prévention": "x",
    }  # fmt: skip
    fill(filled["Registre"], 5, **values)
    file = read_register(saved(filled), DEPARTMENTS, THRESHOLDS)
    assert (file.problems, file.warnings) == ((), ())
    adhesion = file.lines[0].adhesion
    assert (adhesion.department, adhesion.step, adhesion.step_since) == ("53", Step.SIGNED, date(2021, 2, 4))
    assert adhesion.missions == (("acces", date(2021, 6, 1)), ("prevention", None))


@pytest.mark.parametrize("data", [COMPOSITION, REGISTER])
def test_the_help_comes_first_and_each_sheet_is_ready_to_type_and_print(data: bytes) -> None:
    sheets = book(data).worksheets
    assert sheets[0].title == "Mode d’emploi"
    assert any("Exemples" in str(cell.value) for cell in sheets[0]["A"])
    for sheet in sheets[1:]:
        if sheet.sheet_state == "visible":
            assert sheet.freeze_panes == "C5"
            assert sheet.print_title_rows == "$4:$4"
            assert sheet.page_setup.orientation == "landscape"
            assert all(sheet.column_dimensions[cell.column_letter].width >= 8 for cell in sheet[4])


def lists_of(data: bytes, sheet: str) -> dict[str, list[object]]:
    """Return the choices offered under each header."""
    workbook = book(data)
    offered = {}
    for validation in workbook[sheet].data_validations.dataValidation:
        name, cells = validation.formula1.split("!")
        header = workbook[sheet].cell(4, next(iter(validation.cells.ranges)).min_col).value
        offered[header] = [cell.value for (cell,) in workbook[name][cells.replace("$", "")]]
    return offered


def test_lists_offer_what_an_import_knows() -> None:
    social = lists_of(COMPOSITION, "Section sociale")
    assert social == {"Voix": [1, 2, 3], "Régime": ["RG", "RG médical", "MSA", "MSA médical"]}
    professional = lists_of(COMPOSITION, "Section professionnelle")
    assert len(professional["Profession"]) == 14
    assert len(professional["Syndicat"]) == 32
    register = lists_of(REGISTER, "Registre")
    assert register["Département"] == list(DEPARTMENTS.values())
    assert register["Étape"] == [step.label for step in Step]
    assert len(register["Taille"]) == 4


def test_dates_and_amounts_are_shown_as_such() -> None:
    sheet = book(REGISTER)["Registre"]
    formats = {header.value: sheet.cell(5, header.column).number_format for header in sheet[4]}
    assert formats["Contrat signé le"] == formats["Accès aux soins"] == "dd/mm/yyyy"
    assert formats["Population"] == "#,##0"
    assert formats["Code"] == "@"
