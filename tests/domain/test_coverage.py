from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.coverage import Coverage, bracket, cover, gap, overlaps, reach
from cpr_desk.domain.french import typeset
from cpr_desk.domain.sizes import SizeClass
from tests.domain.gazetteers import COMMUNES, GAZETTEER, LOIRE, THRESHOLDS, codes

KNOWN = [each.code for each in COMMUNES]


def told(*listed: str) -> list[str]:
    return [line.replace("\u202f", " ") for line in cover(listed, GAZETTEER, THRESHOLDS).sentences()]


def people(population: int) -> Coverage:
    commune = COMMUNES[0]._replace(population=population)
    return replace(cover((), GAZETTEER, THRESHOLDS), communes=(commune,))


def test_the_population_is_the_sum_of_the_communes() -> None:
    coverage = cover(("44143", "44162"), GAZETTEER, THRESHOLDS)

    assert (coverage.population, coverage.size) == (93_000, SizeClass.SIZE_3)
    assert codes(coverage.communes) == ["44143", "44162"]
    assert told("44143", "44162") == [
        typeset("93 000 habitants : somme des populations légales de 2 communes (données de 2026)."),
        typeset(
            "Taille 3 : de 80 000 à 174 999 habitants. Il en manque 82 000 pour la taille 4, "
            "13 001 de moins feraient la taille 2."
        ),
    ]


@pytest.mark.parametrize(
    ("population", "size", "margin"),
    [
        (0, 1, "Il en manque 40 000 pour la taille 2."),
        (39_999, 1, "Il en manque 1 pour la taille 2."),
        (40_000, 2, "Il en manque 40 000 pour la taille 3, 1 de moins feraient la taille 1."),
        (79_999, 2, "Il en manque 1 pour la taille 3, 40 000 de moins feraient la taille 1."),
        (80_000, 3, "Il en manque 95 000 pour la taille 4, 1 de moins feraient la taille 2."),
        (174_999, 3, "Il en manque 1 pour la taille 4, 95 000 de moins feraient la taille 2."),
        (175_000, 4, "1 de moins feraient la taille 3."),
    ],
)
def test_the_size_changes_at_its_threshold_and_the_distance_is_told(population: int, size: int, margin: str) -> None:
    coverage = people(population)

    assert coverage.size == size
    assert coverage.sentences()[1].replace("\u202f", " ").endswith(margin)


def test_each_size_says_its_bounds() -> None:
    said = [bracket(size, THRESHOLDS).replace("\u202f", " ") for size in SizeClass]

    assert said == [
        "moins de 40 000 habitants",
        "de 40 000 à 79 999 habitants",
        "de 80 000 à 174 999 habitants",
        "175 000 habitants et plus",
    ]


def test_the_town_and_its_arrondissements_are_counted_once() -> None:
    assert cover(("75114", "75056", "75101"), GAZETTEER, THRESHOLDS).population == 2_100_000


def test_a_code_that_is_no_more_counts_as_the_commune_of_today() -> None:
    coverage = cover(("49031", "49018"), GAZETTEER, THRESHOLDS)

    assert coverage.population == 12_000
    assert coverage.unknown == ()
    assert told("49031")[2] == "Bocé fait partie de Baugé-en-Anjou (49) depuis 2023, comptée en entier."


def test_an_unknown_code_counts_for_nothing_and_is_told() -> None:
    assert told("44190", "99999", "99998")[2] == typeset(
        "Sans commune connue en 2026, donc comptés pour rien : 99999 et 99998."
    )


def test_a_population_typed_by_hand_is_compared_with_the_sum() -> None:
    assert gap(93_000, 93_000) == ""
    assert gap(93_000, 95_000).replace("\u202f", " ") == "2 000 habitants de plus que la somme des communes (93 000)"
    assert gap(93_000, 92_999).replace("\u202f", " ") == "1 habitant de moins que la somme des communes (93 000)"


def test_two_territories_that_share_communes_are_named() -> None:
    found = overlaps(
        {"Nord": ("44109", "44162"), "Sud": ("44143", "44109", "44190"), "Loin": ("97411",), "Ouest": ("44162",)},
        GAZETTEER,
    )

    assert [(each.first, each.second, codes(each.communes), each.population) for each in found] == [
        ("Nord", "Sud", ["44109"], 320_000),
        ("Nord", "Ouest", ["44162"], 50_000),
    ]
    assert found[0].sentence.replace("\u202f", " ") == "Nantes (44), 320 000 habitants"


def test_an_arrondissement_overlaps_with_the_town() -> None:
    [overlap] = overlaps({1: ("75056",), 2: ("75114",)}, GAZETTEER)

    assert codes(overlap.communes) == ["75114"]


def test_a_code_that_is_no_more_overlaps_with_the_commune_of_today() -> None:
    [overlap] = overlaps({1: ("49031",), 2: ("49018",)}, GAZETTEER)

    assert codes(overlap.communes) == ["49018"]


def test_many_shared_communes_are_shortened() -> None:
    [overlap] = overlaps({1: KNOWN, 2: KNOWN}, GAZETTEER)

    assert overlap.sentence.startswith("Paris 14e Arrondissement (75), Nantes (44), ")
    assert " et 11 autres, " in overlap.sentence


def test_what_no_territory_holds_is_listed_the_largest_first() -> None:
    held = reach({1: ("44109", "97411"), 2: ("44109", "72181")}, GAZETTEER, LOIRE)

    assert codes(held.held) == ["44109", "72181"]
    assert codes(held.free)[:3] == ["44162", "44143", "44190"]
    assert held.population == 466_000
    assert held.share == pytest.approx(466_000 / (466_000 + held.free_population))


def test_a_region_without_communes_is_held_by_none() -> None:
    assert reach({1: ("44109",)}, GAZETTEER, ()).share == 0


@given(st.lists(st.lists(st.sampled_from([*KNOWN, "49031", "99999"]), max_size=12), max_size=6))
def test_what_is_held_and_what_is_free_make_up_the_region(territories: list[list[str]]) -> None:
    everywhere = {each.department for each in COMMUNES}

    found = reach(dict(enumerate(territories)), GAZETTEER, everywhere)
    everybody = sum(each.population for each in GAZETTEER.of_departments(everywhere))
    together = cover([code for codes_ in territories for code in codes_], GAZETTEER, THRESHOLDS)

    assert found.population + found.free_population == everybody
    assert found.population == together.population
    twice = sum(cover(listed, GAZETTEER, THRESHOLDS).population for listed in territories) - found.population
    assert (twice > 0) == bool(overlaps(dict(enumerate(territories)), GAZETTEER))
