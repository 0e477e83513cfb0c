"""The state of the adhesions and its workbook, built from the sample: every state, every column defined."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from cpr_desk.domain.adhesion import Stage, Step
from cpr_desk.domain.regional import RegionalState
from cpr_desk.reports import pdf, xlsx
from cpr_desk.reports.adhesions import adhesions_report
from cpr_desk.reports.document import Document, Row, Table
from cpr_desk.reports.regional_words import validated_words
from cpr_desk.reports.register_book import adhesions_workbook
from tests.factories import INSTALLED, adhesion, regional_state
from tests.reports.reading import text
from tests.reports.sample import COMMISSION, ISSUED, STATE


def read(document: Document) -> str:
    return text(pdf.render([document]).pdf).replace("\xa0", " ").replace("\u202f", " ")


def opened(state: RegionalState, before: RegionalState | None = None) -> Any:
    return openpyxl.load_workbook(BytesIO(xlsx.render(adhesions_workbook(COMMISSION, state, ISSUED, before))))


def cells(table: Table, row: int = 0) -> dict[str, Any]:
    found = table.rows[row]
    assert isinstance(found, Row)
    return dict(zip((column.header for column in table.columns), found.cells, strict=True))


def test_synthesis_totals_are_those_of_the_summary() -> None:
    sheets = {sheet.name: sheet for sheet in adhesions_workbook(COMMISSION, STATE, ISSUED).sheets}
    for table in sheets["Synthèse"].tables[:3]:
        *lines, total = (row.cells for row in table.rows if isinstance(row, Row))
        counted, people = (sum(count for cells in lines if isinstance(count := cells[n], int)) for n in (1, 3))
        assert (total[0], total[1], total[3]) == ("Total", STATE.summary.total, people)
        assert counted == STATE.summary.total
        assert people == sum(found.population or 0 for found in STATE.adhesions)


def test_every_column_and_stage_is_defined() -> None:
    sheets = {sheet.name: sheet for sheet in adhesions_workbook(COMMISSION, STATE, ISSUED).sheets}
    defined = {str(row.cells[1]) for row in sheets["Définitions"].tables[0].rows if isinstance(row, Row)}
    for name in ("Registre", "Missions", "Versements", "Sommes dues", "Communes"):
        assert {column.header for column in sheets[name].tables[0].columns} <= defined
        assert all(column.note for column in sheets[name].tables[0].columns)
    assert {stage.label for stage in Stage} <= defined


def test_missions_show_their_start_or_that_they_are_planned() -> None:
    started = adhesion(step=Step.SIGNED, missions=(("acces", date(2021, 3, 1)), ("parcours", None)))
    (table,) = adhesions_workbook(COMMISSION, regional_state((started,), INSTALLED), ISSUED).sheets[0].tables
    assert cells(table)["Accès aux soins"] == date(2021, 3, 1)
    assert cells(table)["Parcours pluriprofessionnels"] == "prévue"
    assert cells(table)["Prévention"] is None


def test_coverage_without_the_population_of_the_region_is_said_unknown() -> None:
    state = replace(STATE, population_region=None)
    assert "population de la région non renseignée" in read(adhesions_report(COMMISSION, state))


def test_an_empty_register_says_so_and_both_files_open() -> None:
    empty = regional_state((), INSTALLED)
    assert "ne compte aucune CPTS" in read(adhesions_report(COMMISSION, empty, empty))
    book = opened(empty, empty)
    assert book["Registre"].max_row == 4
    assert not book["Registre"].tables


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((Step.REFLECTION,), ""),
        ((Step.PROJECT_VALIDATED,), "1 CPTS a un projet de santé validé, aucun contrat n’est encore signé."),
        ((Step.SIGNED,), "contrats compris : le contrat signé est compté parmi le projet validé."),
        (
            (Step.SIGNED, Step.RENEWED, Step.NEGOTIATION),
            (
                "3 CPTS ont un projet de santé validé, contrats compris : les 2 contrats signés sont comptés parmi les "
                "3 projets validés."
            ),
        ),
    ],
)
def test_the_contracts_signed_are_said_to_be_among_the_projects_validated(steps: tuple[Step, ...], said: str) -> None:
    rows = [adhesion(str(number), step=step) for number, step in enumerate(steps)]
    assert said in validated_words(regional_state(rows, INSTALLED))
    assert bool(said) == bool(validated_words(regional_state(rows, INSTALLED)))


def test_names_of_any_length_and_signs_of_a_formula_are_kept_whole() -> None:
    name = "CPTS " + "Vallée-de-la-Très-Longue-Rivière " * 4
    state = regional_state([adhesion("=1+1", name=name[:120]), adhesion("2", name="CPTS L’Haÿ-les-Roses")], INSTALLED)
    words = read(adhesions_report(COMMISSION, state))
    assert name[:120].strip() in words
    assert "CPTS L’Haÿ-les-Roses" in words
    page = opened(state)["Registre"]
    assert [page["A5"].value, page["A5"].data_type, page["B5"].value] == ["=1+1", "s", name[:120]]


def test_numbers_dates_and_amounts_are_real_in_excel() -> None:
    signed = adhesion(
        step=Step.SIGNED, signed_on=INSTALLED, step_since=INSTALLED, population=88_000, paid=Decimal("686000.50")
    )
    page = opened(regional_state([signed], INSTALLED))["Registre"]
    found = {page.cell(4, n).value: page.cell(5, n) for n in range(1, page.max_column + 1)}
    assert found["Contrat signé"].is_date
    assert (found["Population"].value, found["Versé"].value) == (88_000, 686_000.5)
    assert page.freeze_panes == "A5"
    assert page.print_title_rows == "$4:$4"


def test_a_sheet_wider_than_a_page_has_its_title_whole_on_each_page() -> None:
    page = opened(regional_state([adhesion()], INSTALLED))["Registre"]
    assert page.page_setup.fitToWidth > 1
    assert page["A1"].value in page.oddHeader.left.text
    assert page["A2"].value == page.oddHeader.right.text
    assert page.print_area.startswith("'Registre'!$A$4:"), "the cells of the title would be cut on the pages beside"
