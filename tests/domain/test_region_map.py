from dataclasses import replace

import pytest

from cpr_desk.domain.adhesion import Stage
from cpr_desk.domain.contours import Bounds
from cpr_desk.domain.region_map import Colouring, Fill, Key, Motif, Plotted, RegionMap, draw
from tests.domain.gazetteers import GAZETTEER, LOIRE
from tests.domain.maps import SIDE, corners, squared

# Nantes (44109) and Rezé (44143) beside Orée d’Anjou (49126, still drawn under its former number), Baugé (49018) and
# Le Mans (72181); Celles (15031) was taken out of Neussargues (15141), in another région’s département.
PAPER = squared(
    "44109 44143 49069 72181",
    "44162 44100 49018 15141",
    within={"15031": "15141"},
)


def plotted(own: int, *codes: str, stage: Stage = Stage.SIGNED, name: str = "") -> Plotted:
    return Plotted(own, name or f"CPTS {own}", stage, codes)


def drawn(*cpts: Plotted, by: Colouring = Colouring.STAGE, departments: tuple[str, ...] = LOIRE) -> RegionMap:
    return draw(PAPER, GAZETTEER, cpts, departments, by)


def labels(shown: RegionMap) -> list[str]:
    return [key.label.replace("\u202f", " ") for key in shown.legend]


def test_communes_are_filled_by_the_stage_of_their_cpts() -> None:
    shown = drawn(plotted(1, "44109"), plotted(2, "44143", stage=Stage.LETTER), plotted(3, "72181", stage=Stage.SIGNED))

    assert (shown.fills["44109"], shown.fills["44143"], shown.fills["44162"]) == (
        Fill.GRADE_5,
        Fill.GRADE_2,
        Fill.EMPTY,
    )
    assert labels(shown) == ["Lettre d’intention (1 CPTS)", "Contrat signé (2 CPTS)", "4 communes sans CPTS"]
    assert shown.words == (
        "Carte de 3 CPTS. Lettre d’intention (1 CPTS). Contrat signé (2 CPTS). 4 communes sans CPTS."
    )


def test_each_stage_of_a_living_project_has_a_fill_of_its_own() -> None:
    fills = {drawn(plotted(1, "44109", stage=stage)).fills["44109"] for stage in Stage if stage.is_open}

    assert len(fills) == 5
    assert len({(fill.motif, fill is Fill.GRADE_5) for fill in fills}) == 5
    assert Fill.EMPTY not in fills


@pytest.mark.parametrize("stage", [Stage.TERMINATED, Stage.ABANDONED])
def test_what_ended_holds_nothing(stage: Stage) -> None:
    shown = drawn(plotted(1, "44109", stage=stage))

    assert shown.fills["44109"] is Fill.EMPTY
    assert (shown.cpts, shown.absent) == ((), ())


def test_a_commune_of_several_cpts_is_told_apart() -> None:
    shown = drawn(plotted(1, "44109", "44143"), plotted(2, "44143", stage=Stage.NEGOTIATION))

    assert shown.fills["44143"] is Fill.SHARED
    assert Fill.SHARED.motif is Motif.CROSSED
    assert labels(shown)[-2:] == ["1 commune dans plusieurs CPTS", "5 communes sans CPTS"]
    assert shown.tell("44143").replace("\u202f", " ") == (
        "Rezé (44), 43 000 habitants\u00a0: CPTS 1 (contrat signé) et CPTS 2 (négociation de l’ACI)"
    )


def test_a_commune_without_cpts_says_so() -> None:
    assert drawn().tell("44162").replace("\u202f", " ") == "Saint-Herblain (44), 50 000 habitants\u00a0: aucune CPTS"
    assert drawn().tell("99999") == "99999\u00a0: aucune CPTS"


def test_a_commune_that_merged_is_held_as_the_one_of_today() -> None:
    for code in ("49126", "49069"):
        shown = drawn(plotted(1, code))
        assert shown.shapes_of(1) == ("49069",)
        assert shown.tell("49069").startswith("Orée d’Anjou (49)")
        assert shown.left_out == {}


def test_a_commune_taken_out_of_another_is_within_its_shape_unless_that_one_is_held() -> None:
    away = ("15",)

    assert drawn(plotted(1, "15031"), departments=away).shapes_of(1) == ("15141",)
    both = drawn(plotted(1, "15031"), plotted(2, "15141"), departments=away)
    assert (both.shapes_of(1), both.shapes_of(2)) == ((), ("15141",))
    assert [each.id for each in both.absent] == [1]
    assert both.left_out == {}


def test_only_the_departments_asked_for_are_drawn() -> None:
    shown = drawn(plotted(1, "44109", "72181", "15141"), departments=("44",))

    assert shown.drawn == ("44162", "44100", "44109", "44143")
    assert shown.bounds == Bounds(0, 0, 2 * SIDE, 2 * SIDE)
    assert shown.left_out == {1: 2}


def test_a_map_of_no_department_has_nothing_to_draw() -> None:
    nowhere = drawn(plotted(1, "44109"), departments=())

    assert (nowhere.drawn, nowhere.areas, nowhere.cpts) == ((), [], ())
    assert nowhere.legend == ()


def test_cpts_beside_each_other_have_different_fills_and_their_numbers_in_the_legend() -> None:
    shown = drawn(
        plotted(1, "44109", name="CPTS Zéphyr"), plotted(2, "44143", name="CPTS Éole"), plotted(3, "44162"),
        by=Colouring.CPTS,
    )  # fmt: skip

    assert [(each.number, each.cpts.id) for each in shown.cpts] == [(1, 3), (2, 2), (3, 1)]
    assert shown.legend[:3] == (
        Key(shown.fills["44162"], "CPTS 3", 1),
        Key(shown.fills["44143"], "CPTS Éole", 2),
        Key(shown.fills["44109"], "CPTS Zéphyr", 3),
    )
    assert len({shown.fills[code] for code in ("44109", "44143", "44162")}) == 3


def test_more_neighbours_than_tints_share_the_least_used() -> None:
    ring = squared("1 2 3", "4 5 5", "6 5 5", "7 8 9")
    away = replace(
        GAZETTEER, communes={str(n): GAZETTEER.communes["44109"]._replace(code=str(n)) for n in range(1, 10)}
    )
    cpts = [plotted(n, str(n)) for n in range(1, 10)]

    shown = draw(ring, away, cpts, [str(n) for n in range(1, 10)], Colouring.CPTS)

    beside = [shown.fills[str(n)] for n in (2, 3, 4, 6, 8, 9)]
    assert shown.fills["5"] not in beside
    assert all(fill.name.startswith("TINT") for fill in shown.fills.values())


def test_a_cpts_wholly_shared_has_the_fill_of_shared_ground_in_the_legend() -> None:
    shown = drawn(plotted(1, "44109", "44143"), plotted(2, "44143"), by=Colouring.CPTS)

    assert [key.fill for key in shown.legend[:2]] == [shown.fills["44109"], Fill.SHARED]


def test_a_number_stands_in_the_middle_or_in_the_commune_nearest_to_it() -> None:
    together = drawn(plotted(1, "44109", "44143"))
    apart = drawn(plotted(1, "44109", "72181", "49018", "44162"))

    assert together.cpts[0].place == pytest.approx((SIDE, 1.5 * SIDE))
    assert apart.contours.at(apart.cpts[0].place) in ("44109", "72181", "49018", "44162")


def test_a_cpts_without_ground_on_the_map_is_named_apart() -> None:
    shown = drawn(plotted(1), plotted(2, "75101"), plotted(3, "44109"))

    assert [each.id for each in shown.absent] == [1, 2]
    assert shown.left_out == {2: 1}
    assert labels(shown)[0] == "Contrat signé (1 CPTS)"


def test_lines_run_around_communes_departments_and_cpts() -> None:
    shown = drawn(plotted(1, "44109"), plotted(2, "44143"))

    assert corners(shown.cpts_lines) == {(x, y) for x in (0, 1, 2) for y in (1, 2)}
    assert len(shown.commune_lines) == 22 - 2
    assert ((2 * SIDE, SIDE), (2 * SIDE, 0)) in [tuple(sorted(line, reverse=True)) for line in shown.department_lines]


def test_an_area_is_one_ring_without_the_lines_inside_it() -> None:
    shown = drawn(plotted(1, "44109", "44143"))

    ((fill, rings),) = [area for area in shown.areas if area[0] is Fill.GRADE_5]
    assert fill is Fill.GRADE_5
    assert [len(ring) for ring in rings] == [6]


def test_the_colourings_are_named() -> None:
    assert [each.label for each in Colouring] == ["Par étape", "Par CPTS"]


def test_the_surroundings_of_a_cpts_show_its_neighbours_and_nothing_far() -> None:
    shown = drawn(plotted(1, "44109"), plotted(2, "44143"), plotted(3, "72181", "49018"))
    near = shown.near(1)

    assert near is not None
    assert set(near.drawn) == {"44109", "44143", "44162", "44100"}
    assert [each.cpts.id for each in near.cpts] == [1, 2]
    assert labels(near) == ["Contrat signé (2 CPTS)", "2 communes sans CPTS"]


def test_a_cpts_that_is_not_drawn_has_no_surroundings() -> None:
    assert drawn(plotted(1, "44109"), plotted(2)).near(2) is None
