import pytest

from cpr_desk.domain.contours import Bounds, Contours, Frame
from cpr_desk.domain.record import Record

# Two squares of 1 km side by side, the right one with a hole that a third commune fills:
#   A | B
SQUARES: dict[str, object] = {
    "as_of": 2024,
    "source": "IGN",
    "licence": "Licence Ouverte 2.0",
    "transform": {"scale": [100, 100], "translate": [0, 0]},
    "drawn_in": {"44999": "44002"},
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
        [[14, 4], [2, 0], [0, 2], [-2, 0], [0, -2]],
    ],
    "objects": {
        "communes": {
            "geometries": [
                {"id": "44001", "arcs": [[0, 1]]},
                {"id": "44002", "arcs": [[2, -1], [-4]]},
                {"id": "44003", "arcs": [[3]]},
            ]
        }
    },
}
MAP = Contours.parse(Record.of(SQUARES, "Le fichier"))


def test_a_file_says_where_it_is_from() -> None:
    assert (MAP.year, MAP.source, MAP.licence) == (2024, "IGN", "Licence Ouverte 2.0")
    assert MAP.drawn_in == {"44999": "44002"}


@pytest.mark.parametrize("damage", ["transform", "drawn_in", "arcs", "objects", "as_of", "source"])
def test_a_file_that_is_no_map_is_refused(damage: str) -> None:
    with pytest.raises(ValueError, match="attendu"):
        Contours.parse(Record.of({**SQUARES, damage: 5 if damage != "as_of" else "hier"}, "Le fichier"))
    with pytest.raises(ValueError, match="attendu"):
        Contours.parse(Record.of({key: value for key, value in SQUARES.items() if key != damage}, "Le fichier"))


def test_lines_join_to_rings_in_metres() -> None:
    outer, hole = MAP.rings("44002")

    assert MAP.rings("44001") == (((1000, 0), (1000, 1000), (0, 1000), (0, 0)),)
    assert list(outer) == [(1000, 0), (2000, 0), (2000, 1000), (1000, 1000)]
    assert list(hole) == [(1400, 400), (1400, 600), (1600, 600), (1600, 400)]
    assert MAP.rings("44999") == ()


def test_the_map_and_some_communes_have_bounds() -> None:
    assert MAP.bounds == Bounds(0, 0, 2000, 1000)
    assert MAP.bounds_of(("44003",)) == Bounds(1400, 400, 1600, 600)
    assert MAP.bounds_of(("44999",)) == MAP.bounds
    with pytest.raises(ValueError, match="Rien"):
        Bounds.around(())


def test_borders_run_between_different_groups_and_along_the_outside() -> None:
    shared, left, right, hole = MAP.lines

    assert MAP.borders({"44001": 1, "44002": 1, "44003": 1}) == [left, right]
    assert MAP.borders({"44001": 1, "44002": 2, "44003": 2}) == [shared, left, right]
    assert MAP.borders({"44003": 1}) == [hole]
    assert MAP.borders({}) == []


def test_a_name_is_written_in_the_middle() -> None:
    assert MAP.middle(("44001", "44002", "44003")) == pytest.approx((1000, 500))
    assert MAP.middle(("44003",)) == pytest.approx((1500, 500))
    assert MAP.middle(("44999",)) is None


@pytest.mark.parametrize(
    ("point", "code"),
    [((500, 500), "44001"), ((1100, 500), "44002"), ((1500, 500), "44003"), ((3000, 500), None), ((500, -1), None)],
)
def test_the_commune_under_the_mouse_is_found(point: tuple[float, float], code: str | None) -> None:
    assert MAP.at(point) == code


def test_a_frame_shows_everything_in_one_scale_with_the_north_on_top() -> None:
    frame = Frame.fit(MAP.bounds, 400, 400)

    assert frame.place((0, 0)) == (0, 300)
    assert frame.place((2000, 1000)) == (400, 100)
    assert frame.found(frame.place((700, 300))) == pytest.approx((700, 300))


def test_a_point_alone_is_drawn_in_the_middle_of_its_frame() -> None:
    assert Frame.fit(Bounds(5, 5, 5, 5), 100, 80).place((5, 5)) == (50, 40)


def test_the_outline_of_communes_leaves_out_the_lines_inside() -> None:
    assert sorted(map(sorted, MAP.outline(("44001", "44002", "44003")))) == [
        [(0, 0), (0, 1000), (1000, 0), (1000, 1000), (2000, 0), (2000, 1000)]
    ]
    assert len(MAP.outline(("44002",))) == 2
    assert MAP.outline(()) == []


def test_groups_that_touch_are_neighbours() -> None:
    assert MAP.neighbours({"44001": 1, "44002": 2, "44003": 2}) == {frozenset({1, 2})}
    assert MAP.neighbours({"44001": 1, "44003": 2}) == set()
