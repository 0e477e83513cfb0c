"""Registers of CPTS, whatever their columns are called."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpr_desk.domain.adhesion import Adhesion, Stage, Step
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.imports.register import read_register
from cpr_desk.imports.register_columns import Field
from cpr_desk.imports.register_values import read_step
from tests.imports.books import Grid, csv_text, xlsx
from tests.imports.register_reading import DEPARTMENTS, FULL, HEADER, THRESHOLDS, only, read, with_columns


def test_every_field_is_read_from_a_file_with_other_words() -> None:
    line = only(read([["État des adhésions au 31/12/2025"], [], HEADER, FULL]))
    assert (line.sheet, line.row) == ("Feuil1", 4)
    assert line.adhesion == Adhesion(
        id=0,
        code="440001",
        name="CPTS Nord Estuaire",
        department="44",
        step=Step.SIGNED,
        step_since=date(2021, 2, 4),
        population=88_000,
        population_source="INSEE 2023",
        size=SizeClass.SIZE_3,
        members=120,
        letter_on=date(2019, 3, 1),
        project_sent_on=date(2020, 2, 4),
        project_validated_on=date(2020, 6, 1),
        signed_on=date(2021, 2, 4),
        missions=(("acces", date(2021, 6, 1)), ("parcours", None), ("prevention", None)),
        contact="Ana Roux",
        email="ana@exemple.fr",
        phone="02 40 00 00 00",
        comment="à suivre",
        paid=Decimal("37500.50"),
    )


def test_the_same_register_in_csv_gives_the_same_cpts() -> None:
    row = [*FULL[:8], "01/03/2019", *FULL[9:11], "04/02/2021", *FULL[12:]]
    file = read_register(csv_text([HEADER, row]).encode("cp1252"), DEPARTMENTS, THRESHOLDS)
    assert only(file).adhesion == only(read([HEADER, FULL])).adhesion


@settings(max_examples=20)
@given(st.permutations(range(len(HEADER))))
def test_the_order_of_the_columns_does_not_matter(order: list[int]) -> None:
    shuffled = [[row[column] for column in order] for row in (HEADER, FULL)]
    assert only(read(shuffled)).adhesion == only(read([HEADER, FULL])).adhesion


@pytest.mark.parametrize("field", Field)
def test_the_headers_of_the_model_workbook_are_recognised(field: Field) -> None:
    sample = {
        Field.CODE: "C1",
        Field.NAME: "CPTS Sud",
        Field.DEPARTMENT: "53",
        Field.STEP: "Signé",
        Field.MISSIONS: "crises",
    }
    value = sample.get(field, "04/02/2021" if field.label.endswith(" le") else 3)
    file = read([[field.label, "Nom", "Département"], [value, "CPTS Sud", "53"]])
    assert file.problems == ()
    assert field in file.lines[0].given


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("En réflexion", Step.REFLECTION), ("pré-projet", Step.REFLECTION), ("PHASE D’ÉMERGENCE", Step.REFLECTION),
        ("lettre d'intention", Step.LETTER_DEPOSITED), ("LI reçue", Step.LETTER_DEPOSITED),
        ("letter", Step.LETTER_DEPOSITED),
        ("Lettre d’intention en attente de validation", Step.LETTER_DEPOSITED),
        ("LI validée", Step.LETTER_VALIDATED), ("projet en cours", Step.LETTER_VALIDATED),
        ("projet de santé déposé", Step.PROJECT_SENT), ("Projet en attente de validation", Step.PROJECT_SENT),
        ("Projet de santé validé", Step.PROJECT_VALIDATED), ("project_validated", Step.PROJECT_VALIDATED),
        ("en négociation", Step.NEGOTIATION), ("En cours de signature", Step.NEGOTIATION),
        ("ACI signé", Step.SIGNED), ("signée le 4 février", Step.SIGNED), ("Contrat", Step.SIGNED),
        ("Contrat renouvelé", Step.RENEWED), ("contrat résilié", Step.TERMINATED), ("projet abandonné", Step.ABANDONED),
    ],
)  # fmt: skip
def test_a_step_is_known_under_its_many_names(typed: str, step: Step) -> None:
    assert read_step(typed) is step


@pytest.mark.parametrize("typed", ["ACI non signé", "à signer", "signature prévue", "bof", "pas de lettre"])
def test_a_step_denied_or_unknown_is_never_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match="est inconnue"):
        read_step(typed)


@pytest.mark.parametrize("step", Step)
def test_every_step_is_known_by_its_label_and_its_code(step: Step) -> None:
    assert read_step(step.label) is read_step(step.value) is step


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_is_known_by_its_label_and_its_code(stage: Stage) -> None:
    assert read_step(stage.label).stage is read_step(stage.value).stage is stage


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (44, "44"), ("44 ", "44"), ("loire atlantique", "44"), ("44 - Loire-Atlantique", "44"),
        ("Loire-Atlantique (44)", "44"), ("Dépt 44", "44"), ("D44", "44"),
        ("Département de la Loire-Atlantique", "44"), (1, "01"), ("01", "01"), ("AIN", "01"),
    ],
)  # fmt: skip
def test_a_department_is_known_by_its_code_or_its_name(typed: object, code: str) -> None:
    assert only(read([["Nom", "Département"], ["CPTS Sud", typed]])).adhesion.department == code


def test_a_sheet_named_after_a_department_speaks_for_its_rows() -> None:
    grid: Grid = [["Nom", "Population"], ["CPTS Sud", 12]]
    data = xlsx(("44", grid), ("Sarthe", grid))
    file = read_register(data, DEPARTMENTS, THRESHOLDS)
    assert file.problems == ()
    assert [line.adhesion.department for line in file.lines] == ["44", "72"]


@pytest.mark.parametrize(
    "typed",
    [44_231, "44231 ", 44_231.5, date(2021, 2, 4), "04022021", "4 février 2021", "jeudi 4 février 2021", "2021-02-04"],
)
def test_a_date_is_read_however_it_was_typed(typed: object) -> None:
    assert only(with_columns(SIGNED_ON=typed)).adhesion.signed_on == date(2021, 2, 4)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        (88_000, 88_000),
        ("88 000", 88_000),
        ("88\u202f000 hab.", 88_000),
        ("88.000 habitants", 88_000),
        ("≈ 88 000", 88_000),
        ("environ 88 000", 88_000),
        (0, 0),
    ],
)
def test_a_population_is_read_however_it_was_typed(typed: object, count: int) -> None:
    assert only(with_columns(POPULATION=typed)).adhesion.population == count


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        (37_500, "37500"),
        (0.1, "0.10"),
        ("37 500 €", "37500"),
        ("1.234,56 euros", "1234.56"),
        ("12,5", "12.50"),
        ("12.5", "12.50"),
    ],
)
def test_an_amount_is_read_to_the_cent(typed: object, euros: str) -> None:
    assert only(with_columns(PAID=typed)).adhesion.paid == Decimal(euros)


def test_one_column_for_each_mission_is_read() -> None:
    header = [
        "Nom",
        "Dép.",
        "Accès aux soins",
        "Mission parcours",
        "Prévention",
        "Crises sanitaires",
        "Qualité",
        "Accompagnement des PS",
    ]
    row: list[object] = ["CPTS Sud", 53, date(2021, 6, 1), "x", "non", "oui", "", "01/02/2022"]
    assert only(read([header, row])).adhesion.missions == (
        ("acces", date(2021, 6, 1)), ("parcours", None), ("crises", None), ("accompagnement", date(2022, 2, 1)),
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["✓", "✔", "OUI", "en cours"])
def test_a_tick_chooses_a_mission(typed: str) -> None:
    assert only(read([["Nom", "Dép.", "Parcours"], ["CPTS Sud", 53, typed]])).adhesion.missions == (("parcours", None),)


def test_a_list_and_columns_of_missions_complete_each_other() -> None:
    line = only(read([["Nom", "Dép.", "Missions", "Parcours"], ["CPTS Sud", 53, "accès / prévention", "01/06/2021"]]))
    assert line.adhesion.missions == (("acces", None), ("parcours", date(2021, 6, 1)), ("prevention", None))


def test_a_mission_that_is_none_is_left_out_with_a_warning() -> None:
    file = with_columns(MISSIONS="accès, broderie")
    assert only(file).adhesion.missions == (("acces", None),)
    assert "broderie" in file.warnings[-1].message


def test_totals_notes_and_blank_rows_are_no_cpts() -> None:
    grid: Grid = [HEADER, FULL, [], ["Total", "", "", "", 88_000], ["", "TOTAL", "", "", 1], ["", "Moyenne", "", "", 1],
                  ["Source : ARS, décembre 2025"], ["* population légale"], ["12 CPTS"]]  # fmt: skip
    file = read(grid)
    assert len(file.lines) == 1
    assert file.problems == ()
    assert file.warnings == ()


def test_a_row_with_a_single_cell_is_left_out_with_a_warning() -> None:
    file = read([HEADER, FULL, ["", "Fin du tableau"]])
    assert len(file.lines) == 1
    assert file.problems == ()
    assert [(warning.row, warning.value) for warning in file.warnings] == [(3, "Fin du tableau")]


def test_columns_that_say_nothing_we_know_are_listed() -> None:
    file = read(
        [["Nom", "Dép.", "Couleur", "Statut juridique", "Lettre le", "Lettre validée le"], ["CPTS Sud", 53, "bleu"]]
    )
    assert "« Couleur », « Statut juridique » et « Lettre validée le »".replace("« ", "«\u00a0").replace(
        " »", "\u00a0»"
    ) in (file.warnings[0].message)


def test_a_sheet_with_hundreds_of_other_columns_names_the_first() -> None:
    file = read([["Nom", "Dép.", *(f"Critère {n}" for n in range(500))], ["CPTS Sud", 53]])
    assert file.warnings[0].message.endswith(f"«{NBSP}Critère 11{NBSP}» et 488 autres.")


def test_ps_is_the_health_project_or_the_professionals() -> None:
    header = ["Nom", "Dép.", "Nb de PS", "Transmission du PS", "Date de validation du PS"]
    adhesion = only(read([header, ["CPTS Sud", 53, 45, "04/02/2020", "04/02/2021"]])).adhesion
    assert (adhesion.members, adhesion.project_sent_on, adhesion.project_validated_on) == (
        45, date(2020, 2, 4), date(2021, 2, 4),
    )  # fmt: skip


@pytest.mark.parametrize("nothing", ["-", "/", "NC", "n.c.", "néant", "sans objet", "?"])
def test_a_sign_for_nothing_is_an_empty_cell(nothing: str) -> None:
    adhesion = only(with_columns(STEP=nothing, POPULATION=nothing, SIGNED_ON=nothing, PAID=nothing)).adhesion
    assert adhesion == only(with_columns(STEP="")).adhesion


BAND: list[object] = ["", "Loire-Atlantique"]


@pytest.mark.parametrize(
    "rows",
    [
        [["44", "CPTS A", 1], ["", "CPTS B", 2], [], ["Mayenne", "CPTS C", 3], ["", "CPTS D", 4], ["Total", "", 10]],
        [BAND, ["", "CPTS A", 1], ["", "CPTS B", 2], [], ["53"], ["", "CPTS C", 3], ["", "CPTS D", 4]],
    ],
)
def test_blocks_and_bands_give_their_department_to_the_rows_below(rows: Grid) -> None:
    file = read([["Département", "Nom", "Population"], *rows])
    assert file.problems == ()
    assert [line.adhesion.department for line in file.lines] == ["44", "44", "53", "53"]
    assert "CPTS sans département" in file.warnings[-1].message


def test_a_department_forgotten_where_each_line_has_its_own_is_a_problem() -> None:
    rows: Grid = [["44", "CPTS A", 1], ["44", "CPTS B", 2], ["", "CPTS C", 3], ["53", "CPTS D", 4]]
    (problem,) = read([["Département", "Nom", "Population"], *rows]).problems
    assert (problem.row, problem.column) == (4, "Département")


def test_the_richest_sheets_are_the_register() -> None:
    payments: Grid = [["CPTS", "Montant"], ["CPTS Nord Estuaire", 12]]
    assert only(read(payments, [HEADER, FULL], payments)).sheet == "Feuil2"


# --- what is deduced


def test_10_000_cpts_are_read() -> None:
    row: Callable[[int], list[object]] = lambda n: [f"C{n}", f"CPTS Numéro {n}", *FULL[2:]]  # noqa: E731
    text = csv_text([HEADER, *(row(n) for n in range(10_000))]).encode()
    assert len(read_register(text, DEPARTMENTS, THRESHOLDS).lines) == 10_000
