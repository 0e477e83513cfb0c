from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.agenda import (
    DEEPEST,
    Hour,
    Item,
    ItemKind,
    Verdict,
    carried_over,
    family,
    from_lines,
    hours,
    moved,
    nested,
    numbers,
    settled,
    total_minutes,
    with_minutes_to_approve,
)
from cpr_desk.domain.meetings import MeetingKind
from cpr_desk.services.meetings import AGENDA_TEMPLATES
from tests.factories import as_lines

TREE = (
    Item("Installation", id=1),
    Item("Composition", 1, id=2),
    Item("Présidence", 1, id=3),
    Item("Vote", 2, ItemKind.VOTE, id=4),
    Item("Calendrier", id=5),
)
LEVELS = st.lists(st.integers(-1, 4), max_size=12)


def titles(items: tuple[Item, ...]) -> list[str]:
    return [f"{number} {item.title}" for number, item in zip(numbers(items), items, strict=True)]


def test_items_are_numbered_as_a_tree() -> None:
    assert numbers(TREE) == ("1", "1.1", "1.2", "1.2.1", "2")


@given(LEVELS)
def test_whatever_the_levels_the_tree_has_no_hole_and_numbers_do_not_repeat(levels: list[int]) -> None:
    items = settled([Item(str(place), level) for place, level in enumerate(levels)])
    told = numbers(items)

    assert len(set(told)) == len(told)
    assert all(0 <= item.level <= DEEPEST for item in items)
    assert all(number.count(".") == item.level for number, item in zip(told, items, strict=True))
    assert all(not number.startswith("0") and ".0" not in number for number in told)


def test_an_item_moves_with_all_that_hangs_on_it() -> None:
    assert family(TREE, 2) == range(2, 4)
    assert titles(moved(TREE, 2, 1)) == [
        "1 Installation", "1.1 Présidence", "1.1.1 Vote", "1.2 Composition", "2 Calendrier"
    ]  # fmt: skip
    assert titles(moved(TREE, 0, 5)) == [
        "1 Calendrier", "2 Installation", "2.1 Composition", "2.2 Présidence", "2.2.1 Vote"
    ]  # fmt: skip


def test_an_item_that_comes_first_comes_to_the_top() -> None:
    assert titles(moved(TREE, 2, 0))[:2] == ["1 Présidence", "1.1 Vote"]


@pytest.mark.parametrize("to", [0, 2, 4])
def test_an_item_dropped_on_itself_stays(to: int) -> None:
    assert moved(TREE, 0, to) == TREE


@given(LEVELS, st.data())
def test_moving_loses_no_item(levels: list[int], data: st.DataObject) -> None:
    items = settled([Item(str(place), level) for place, level in enumerate([0, *levels])])
    at = data.draw(st.integers(0, len(items) - 1))
    after = moved(items, at, data.draw(st.integers(0, len(items))))

    assert sorted(item.title for item in after) == sorted(item.title for item in items)
    assert settled(after) == after


def test_an_item_is_set_deeper_and_higher_with_its_family() -> None:
    deeper = nested(TREE, 4, 1)
    assert titles(deeper)[-1] == "1.3 Calendrier"
    assert nested(deeper, 4, -1) == TREE
    assert titles(nested(TREE, 2, -1))[2:] == ["2 Présidence", "2.1 Vote", "3 Calendrier"]


@pytest.mark.parametrize(("at", "step"), [(0, 1), (0, -1), (1, 1), (2, 1), (3, 1)])
def test_what_the_tree_does_not_allow_changes_nothing(at: int, step: int) -> None:
    assert nested(TREE, at, step) == TREE if at != 2 else nested(TREE, at, step)[2].level == 1


def test_each_item_begins_when_those_before_it_are_over() -> None:
    timed = tuple(replace(item, minutes=minutes) for item, minutes in zip(TREE, (5, 10, None, 15, 20), strict=True))

    assert [hour and hour.at for hour in hours(timed, time(14, 0))] == [
        time(14, 0), time(14, 5), time(14, 15), time(14, 15), time(14, 30)
    ]  # fmt: skip
    assert total_minutes(timed) == 50


def test_after_an_item_without_duration_no_hour_is_told() -> None:
    timed = (Item("Ouverture", minutes=10), Item("Débat"), Item("Clôture", minutes=5))

    assert hours(timed, time(9, 0)) == (Hour(time(9, 0)), Hour(time(9, 10)), None)
    assert hours(timed, None) == (None, None, None)


def test_a_session_past_midnight_says_that_it_is_the_next_day() -> None:
    timed = (Item("Ouverture", minutes=90), Item("Clôture"))

    assert hours(timed, time(23, 0))[1] == Hour(time(0, 30), next_day=True)


def test_what_was_not_decided_is_carried_over_at_the_top() -> None:
    assert carried_over(TREE, [4, 99]) == (Item("Vote", 0, ItemKind.VOTE, carried_from=4),)


def test_the_approval_of_the_last_minutes_comes_first_once() -> None:
    approved = with_minutes_to_approve(TREE, "réunion du 20 novembre 2025")

    assert approved[0].title == "Approbation du relevé de décisions de la réunion du 20 novembre 2025"
    assert with_minutes_to_approve(approved, "réunion du 20 novembre 2025") == approved
    assert with_minutes_to_approve(TREE, "") == TREE


def test_every_kind_has_its_words_and_only_information_is_never_decided() -> None:
    assert len({kind.label for kind in ItemKind}) == len(ItemKind)
    assert len({verdict.label for verdict in Verdict}) == len(Verdict)
    assert [kind for kind in ItemKind if not kind.is_decided] == [ItemKind.INFORMATION]


def test_the_agenda_of_4_february_2021_is_numbered_as_on_the_slides() -> None:
    told = numbers(from_lines(AGENDA_TEMPLATES[MeetingKind.INSTALLATION]))

    assert told[:7] == ("1", "1.1", "1.2", "1.3", "1.4", "1.5", "2")


@pytest.mark.parametrize("mark", ["- ", "-", "– ", "• ", "* ", "   ", "\t", "  - "])
def test_an_indented_or_dashed_line_is_a_sub_item(mark: str) -> None:
    assert from_lines(f"Calendrier\n{mark}Dates") == (Item("Calendrier"), Item("Dates", 1))


def test_each_dash_more_is_a_level_deeper_where_the_tree_has_one() -> None:
    assert [item.level for item in from_lines("A\n-- B\n-- C\n--- D")] == [0, 1, 2, 2]


def test_a_sub_item_without_item_above_is_an_item() -> None:
    assert numbers(from_lines("- Dates\n- Lieux")) == ("1", "1.1")


def test_empty_lines_and_bare_dashes_are_no_items() -> None:
    assert from_lines("\n \n-\nCalendrier\r\n\n–  \n") == (Item("Calendrier"),)
    assert from_lines("") == ()


@given(st.text())
def test_an_agenda_reads_back_as_it_is_written(typed: str) -> None:
    items = from_lines(typed)

    assert from_lines(as_lines(items)) == items
    assert all(item.title == item.title.strip() != "" for item in items)


def test_every_template_is_an_agenda_as_it_stands() -> None:
    for template in AGENDA_TEMPLATES.values():
        assert as_lines(from_lines(template)) == template
