"""The official tables, as on the slides and in every untidy form."""

import itertools
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import HEALTH_CENTRES, Person, Regime, Section
from cpr_desk.domain.french import NBSP, fold
from cpr_desk.imports.composition import CompositionFile, SeatLine, read_composition
from cpr_desk.imports.names import split_name
from tests.imports.books import (
    CONSULTATIVE,
    PROFESSIONAL,
    PROFESSIONAL_NOTE,
    REFERENCE,
    SOCIAL,
    STACKED,
    Grid,
    as_composition,
    csv_text,
    official,
    xlsx,
)
from tests.imports.composition_reading import OFFICIAL, Row, professional, read, social


def summary(file: CompositionFile) -> list[tuple[object, ...]]:
    """Return what the lines say, whatever the case of the names and where they stood."""

    def folded(person: Person | None) -> str:
        return fold(person.name) if person else ""

    return [
        (line.label, line.votes, line.organisation, folded(line.titular), folded(line.substitute))
        for line in file.lines
    ]


def test_the_table_of_the_slides_gives_the_figures_of_the_commission() -> None:
    composition = as_composition(OFFICIAL.lines, date(2021, 2, 4))
    seats = composition.of(Section.SOCIAL)
    assert OFFICIAL.problems == ()
    assert len(seats) == 13
    assert composition.votes(Section.SOCIAL) == composition.votes(Section.PROFESSIONAL) == 35
    assert sum(seat.votes for seat in seats if seat.regime and seat.regime.is_general) == 28
    professional_seats = composition.of(Section.PROFESSIONAL)
    assert len(professional_seats) == 35
    assert sum(seat.titular is not None for seat in professional_seats) == 19
    assert len(composition.vacant()) == 16
    held = {seat.profession for seat in professional_seats if seat.titular}
    professions = dict.fromkeys(seat.profession for seat in professional_seats)
    assert len(professions) == 14
    assert [unheld.label for unheld in professions if unheld and unheld not in held] == ["Sages-femmes", "Opticiens"]
    assert [(seat.organisation, seat.rank) for seat in composition.of(Section.CONSULTATIVE)] == [
        ("URPS", 1), ("URPS", 2), ("URPS", 3), ("France Assos Santé", 1), ("APMSL", 1), ("ARS", 1),
    ]  # fmt: skip


def test_professions_keep_the_order_of_the_official_table() -> None:
    professions = [line.profession for line in OFFICIAL.lines if line.profession]
    assert professions == sorted(professions, key=lambda profession: profession.position)


def test_each_line_knows_its_place_in_the_file() -> None:
    line = OFFICIAL.lines[1]
    assert (line.sheet, line.row, line.position) == ("Sociale", 3, 2)


def test_the_seats_of_the_health_centres_are_completed_to_three_with_a_warning() -> None:
    centres = [line for line in OFFICIAL.lines if line.profession and line.profession.code == HEALTH_CENTRES]
    assert [(line.rank, line.titular is not None) for line in centres] == [(1, True), (2, False), (3, False)]
    assert any("2 sièges vacants complètent" in warning.message for warning in OFFICIAL.warnings)


def test_the_number_of_seats_of_the_health_centres_is_a_rule() -> None:
    file = read_composition(official(), REFERENCE, Rules(health_centre_seats=1))
    assert sum(line.section is Section.PROFESSIONAL for line in file.lines) == 33
    assert not any("centres de santé" in warning.message for warning in file.warnings)


def test_a_person_in_several_roles_is_a_warning() -> None:
    messages = [warning.message for warning in OFFICIAL.warnings if "plusieurs rôles" in warning.message]
    assert len(messages) == 2
    assert "Zoé Hamelin tient plusieurs rôles" in messages[0]
    assert "Infirmiers – SNIIL (titulaire)" in messages[0]


def without_accents(grid: Grid) -> Grid:
    return [[bare(cell) if isinstance(cell, str) else cell for cell in row] for row in grid]


def bare(text: str) -> str:
    return text if any(c.isdigit() for c in text) else fold(text).upper()


def spaced(grid: Grid) -> Grid:
    return [
        [f" {NBSP}{cell.replace(' ', '  ')}\n" if isinstance(cell, str) and cell else cell for cell in row]
        for row in grid
    ]


def votes_as_text(grid: Grid) -> Grid:
    words = itertools.cycle(["3", "3 voix", "trois", "3,0", f"3{NBSP}", "Trois voix", "3.0"])
    return [[next(words) if cell == 3 else "une" if cell == 1 else cell for cell in row] for row in grid]


def other_order(grid: Grid) -> Grid:
    return [[*list(row)[::-1], "x"] if len(row) == 4 else row for row in grid]


def other_words(grid: Grid) -> Grid:
    words = {
        "Voix": "Nb de voix", "Régime": "Caisse / régime", "Titulaire": "Nom du membre titulaire",
        "Suppléant": "Suppléant(e)s", "Profession": "PROFESSION :", "Syndicat": "Organisation syndicale ou fédération",
    }  # fmt: skip
    return [[words.get(str(cell), cell) for cell in row] for row in grid]


def titles_above(grid: Grid) -> Grid:
    return [
        ["Annexe à la convocation"],
        ["Titulaires et suppléants", "Profession"],
        [],
        ["au 4 février 2021", "", date(2021, 2, 4)],
        *grid,
    ]


def notes_below(grid: Grid) -> Grid:
    return [
        *grid, [], ["35", "Total"], ["Total général", 35], ["", "Total : 35 voix"], PROFESSIONAL_NOTE,
        ["➤ 16 titulaires non désignés", " 2 professions non représentées"], ["Source : courriers de désignation"],
        ["* en italique : membres à confirmer"], ["En italique, les membres dont la désignation est attendue."],
        ["(1) " + "Ce membre remplace un membre démissionnaire. " * 3], [35],
    ]  # fmt: skip


def blanks_between(grid: Grid) -> Grid:
    return [cells for row in grid for cells in (row, ["", " ", NBSP, ""])]


def vacancies_said(grid: Grid) -> Grid:
    words = itertools.cycle(["vacant", "à désigner", "non désigné", "-", "—", "VACANT"])
    return [[*row[:2], *(next(words) if cell == "" and row[1] else cell for cell in row[2:])] for row in grid]


def civilities(grid: Grid) -> Grid:
    titles = itertools.cycle(["M. ", "Mme ", "Dr ", "Docteur ", "Pr. ", "Mme le Dr "])
    return [grid[0], *([*row[:2], *(next(titles) + str(cell) if cell else "" for cell in row[2:])] for row in grid[1:])]


UNTIDY: list[Callable[[Grid], Grid]] = [
    without_accents, spaced, votes_as_text, other_order, other_words, titles_above, notes_below, blanks_between,
    vacancies_said, civilities,
]  # fmt: skip


@pytest.mark.parametrize("untidy", UNTIDY)
def test_an_untidy_form_of_the_tables_gives_the_same_seats(untidy: Callable[[Grid], Grid]) -> None:
    file = read(untidy(SOCIAL), untidy(PROFESSIONAL), CONSULTATIVE)
    assert file.problems == ()
    assert summary(file) == summary(OFFICIAL)


@settings(max_examples=25)
@given(st.data())
def test_shuffled_columns_capitals_and_blanks_give_the_same_seats(data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(4)))
    chosen = data.draw(st.lists(st.sampled_from([without_accents, spaced, votes_as_text, titles_above, notes_below])))

    def untidy(grid: Grid) -> Grid:
        grid = [[row[column] for column in order] for row in grid]
        for form in chosen:
            grid = form(grid)
        return grid

    file = read(untidy(SOCIAL), untidy(PROFESSIONAL), CONSULTATIVE)
    assert file.problems == ()
    assert summary(file) == summary(OFFICIAL)


@pytest.mark.parametrize(
    "source",
    [
        xlsx(("Tout", STACKED)),
        csv_text(STACKED).encode("utf-8-sig"),
        csv_text(STACKED).replace("➤", "*").encode("cp1252"),
        csv_text(STACKED, ",").encode("utf-8"),
        csv_text(STACKED, "\t").encode("utf-16"),
    ],
)
def test_three_tables_one_under_the_other_are_told_apart(source: bytes) -> None:
    file = read_composition(source, REFERENCE)
    assert file.problems == ()
    assert summary(file) == summary(OFFICIAL)


def test_the_order_of_the_tables_does_not_matter() -> None:
    assert summary(read(CONSULTATIVE, PROFESSIONAL, SOCIAL)) == summary(OFFICIAL)


def test_a_table_continued_under_a_second_header_is_one_table() -> None:
    cut: Grid = [*PROFESSIONAL[:18], [], PROFESSIONAL[0], *PROFESSIONAL[18:]]
    assert summary(read(SOCIAL, cut, CONSULTATIVE)) == summary(OFFICIAL)


def test_merged_cells_continue_the_profession_and_the_regime() -> None:
    grid: Grid = [*PROFESSIONAL[:4], PROFESSIONAL[4]]
    data = xlsx(("F", grid), merged=["A2:A4"])
    file = read_composition(data, REFERENCE)
    assert [line.profession.label for line in file.lines if line.profession] == ["Médecins"] * 3 + ["Infirmiers"]
    lines: Grid = [["Régime", "Voix", "Titulaire", "Suppléant"], ["MSA", 3, "Ana Roux", ""], ["", "", "Léa Petit", ""]]
    file = read_composition(xlsx(("F", lines), merged=["A2:A3", "B2:B3"]), REFERENCE)
    assert file.problems == ()
    assert [(line.regime, line.votes) for line in file.lines] == [(Regime.MSA, 3)] * 2


def test_a_profession_on_a_band_above_its_unions_is_read() -> None:
    file = professional(
        ["Médecins"], ["", "CSMF", "Ana Roux", ""], ["", "SML", "", ""], ["Ostéopathes"], ["", "OSTEO", "", ""]
    )
    assert [line.label for line in file.lines] == ["Médecins – CSMF", "Médecins – SML", "Ostéopathes – OSTEO"]


def test_a_regime_on_a_band_above_its_members_is_read() -> None:
    file = social(["", "RG"], [3, "", "Ana Roux", ""], [2, "", "", ""], ["", "MSA"], [1, "", "Léa Petit", ""])
    assert file.problems == ()
    assert [(line.regime, line.votes) for line in file.lines] == [(Regime.RG, 3), (Regime.RG, 2), (Regime.MSA, 1)]


@pytest.mark.parametrize("blank", [["Profession", ""], ["", "Syndicat"], ["", ""]])
def test_a_blank_header_above_the_professions_or_unions_is_understood(blank: list[str]) -> None:
    grid: Grid = [["Section professionnelle"], [*blank, "Titulaire", "Suppléant"], *PROFESSIONAL[1:]]
    assert summary(read(SOCIAL, grid, CONSULTATIVE)) == summary(OFFICIAL)


def test_blank_headers_above_the_votes_and_regimes_are_understood() -> None:
    grid: Grid = [["Section sociale"], ["", "", "Titulaire", "Suppléant"], *SOCIAL[1:]]
    assert summary(read(grid, PROFESSIONAL, CONSULTATIVE)) == summary(OFFICIAL)


def test_a_table_without_any_title_is_known_by_what_it_holds() -> None:
    untitled: Grid = [["", "", "Titulaire", "Suppléant"], *PROFESSIONAL[1:]]
    assert {line.section for line in read(untitled).lines} == {Section.PROFESSIONAL}
    assert {line.section for line in read(CONSULTATIVE).lines} == {Section.CONSULTATIVE}


def test_remarks_down_a_column_do_not_change_what_a_table_is() -> None:
    remarked = [[*CONSULTATIVE[0], "Observations"], *([*row, "RAS"] for row in CONSULTATIVE[1:])]
    assert summary(read(remarked)) == summary(OFFICIAL)[-6:]


def test_organisme_above_the_regimes_of_the_social_section_is_their_column() -> None:
    grid: Grid = [["Voix", "Organisme", "Membre titulaire", "Membre suppléant"], *SOCIAL[1:]]
    assert len(read(grid).lines) == 13


def test_unions_alone_tell_their_profession() -> None:
    file = read([["Syndicat", "Titulaire"], ["CSMF", "Ana Roux"], ["FNO", ""], ["UD", ""]], SOCIAL)
    assert [line.label for line in file.lines[13:]] == [
        "Médecins – CSMF", "Orthophonistes – FNO", "Chirurgiens-dentistes – UD",
    ]  # fmt: skip


def test_a_column_of_names_may_be_called_representant() -> None:
    file = read([["Profession", "Syndicat", "Représentant", "Suppléant"], ["Médecins", "CSMF", "Ana Roux", ""]])
    assert file.lines[0].titular == Person(0, "Ana", "Roux")


def test_names_addresses_and_phones_in_columns_of_their_own_are_read() -> None:
    header = [
        "Profession", "Syndicat", "Civilité titulaire", "Nom titulaire", "Prénom titulaire", "Mail", "Tél. titulaire",
        "Suppléant", "Courriel",
    ]  # fmt: skip
    row = [
        "Médecins",
        "CSMF",
        "Mme",
        "LE GALL",
        "Ana",
        "ana@exemple.fr",
        "02 40 00 00 00",
        "Léo Petit",
        "leo@exemple.fr",
    ]
    line = read([header, row]).lines[0]
    assert line.titular == Person(0, "Ana", "Le Gall", "Mme", "ana@exemple.fr", "02 40 00 00 00")
    assert line.substitute == Person(0, "Léo", "Petit", "", "leo@exemple.fr")


def parted(grid: Grid, keys: int) -> list[Row]:
    """Return the rows under the header with each name in two cells: last name, then first name."""
    rows = []
    for row in grid[1:]:
        names = [split_name(str(name)) if name else ("", "") for name in row[keys : keys + 2]]
        rows.append([*row[:keys], *(part for first, last in names for part in (last, first))])
    return rows


@pytest.mark.parametrize(
    "header",
    [
        [["Voix", "Régime", "Titulaire", "", "Suppléant", ""], ["", "", "Nom", "Prénom", "Nom", "Prénom"]],
        [["", "", "Titulaire", "", "Suppléant", ""], ["Voix", "Régime", "Nom", "Prénom", "Nom", "Prénom"]],
        [["Voix", "Régime", "Titulaire", "Prénom", "Suppléant", "Prénom"]],
    ],
)
def test_a_header_on_two_rows_parts_the_names(header: list[Row]) -> None:
    file = read([["Section sociale"], *header, *parted(SOCIAL, 2)])
    assert file.problems == ()
    assert summary(file) == summary(OFFICIAL)[:13]


def test_half_a_name_in_a_column_without_title_is_a_problem_not_a_loss() -> None:
    titular, substitute = read([["Voix", "Régime", "Titulaire", "", "Suppléant", ""], *parted(SOCIAL, 2)]).problems
    assert (titular.row, titular.column, titular.value) == (1, "D", "Armand")
    assert (substitute.row, substitute.column, substitute.value) == (1, "F", "Damien")
    assert "Prénom du titulaire" in titular.message


def test_rare_remarks_in_a_column_without_title_are_no_names() -> None:
    assert read([[*SOCIAL[0], ""], [*SOCIAL[3], "absent le 4"], *SOCIAL[4:]]).problems == ()


def test_an_address_that_is_none_is_left_out_with_a_warning() -> None:
    file = read([["Profession", "Syndicat", "Titulaire", "Mail"], ["Médecins", "CSMF", "Ana Roux", "voir secrétariat"]])
    assert file.lines[0].titular == Person(0, "Ana", "Roux")
    assert [warning.column for warning in file.warnings if "adresse" in warning.message] == ["Mail"]


def test_a_name_of_any_length_is_kept_whole() -> None:
    name = "Maximilien " + "de la Très-Longue-Maison " * 8 + "Fin"
    titular = social([3, "RG", name, ""]).lines[0].titular
    assert titular
    assert titular.name == name


def test_the_rows_of_a_consultative_body_are_kept_apart_by_rank() -> None:
    file = read(
        [["Organisme", "Titulaire", "Suppléant"], ["URPS", "Ana Roux", ""], ["URPS", "", ""], ["", "Léa Petit", ""]]
    )
    assert [(line.organisation, line.rank) for line in file.lines] == [("URPS", 1), ("URPS", 2), ("URPS", 3)]


def test_a_seat_said_vacant_under_its_body_is_a_seat_and_a_remark_is_none() -> None:
    header: Grid = [["Organisme", "Titulaire", "Suppléant", "Remarque"]]
    file = read([*header, ["URPS", "Ana Roux", ""], ["", "vacant", "vacant"], ["", "", "", "à relancer"]])
    assert [(line.rank, line.titular is not None) for line in file.lines] == [(1, True), (2, False)]


def test_the_health_centres_may_be_a_band_above_their_seats() -> None:
    names: Grid = [["", "", f"Ana {name}", ""] for name in ("Un", "Deux", "Trois")]
    file = professional(["Centres de santé"], *map(list, names), ["", "", "", "", "à relancer"])
    assert file.problems == ()
    assert [line.rank for line in file.lines if line.titular] == [1, 2, 3]


def test_the_help_sheet_is_not_read() -> None:
    data = xlsx(("Mode d’emploi", SOCIAL), ("Sociale", SOCIAL[:3]))
    assert len(read_composition(data, REFERENCE).lines) == 2


# --- problems


def test_regimes_are_known_by_their_other_names() -> None:
    names = ["Régime général", "CPAM", "rg médical", "R.G. (médical)", "Mutualité Sociale Agricole", "msa-médical"]
    file = social(*([1, name, "", ""] for name in names))
    assert [line.regime for line in file.lines] == [
        Regime.RG, Regime.RG, Regime.RG_MEDICAL, Regime.RG_MEDICAL, Regime.MSA, Regime.MSA_MEDICAL,
    ]  # fmt: skip


def lines_of(file: CompositionFile, section: Section) -> Sequence[SeatLine]:
    return [line for line in file.lines if line.section is section]


def test_positions_number_each_section_on_its_own() -> None:
    for section in Section:
        positions = [line.position for line in lines_of(OFFICIAL, section)]
        assert positions == list(range(1, len(positions) + 1))
