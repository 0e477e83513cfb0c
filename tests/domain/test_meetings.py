from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpr_desk.domain.meetings import AgendaItem, Meeting, MeetingKind, MeetingMode, as_lines, numbered
from cpr_desk.services.meetings import AGENDA_TEMPLATES


def test_the_agenda_of_4_february_2021_is_numbered_as_on_the_slides() -> None:
    numbers = [(item.number, item.level) for item in numbered(AGENDA_TEMPLATES[MeetingKind.INSTALLATION])]

    assert numbers[:7] == [("1", 0), ("1.1", 1), ("1.2", 1), ("1.3", 1), ("1.4", 1), ("1.5", 1), ("2", 0)]


@pytest.mark.parametrize("mark", ["- ", "-", "– ", "• ", "* ", "   ", "\t", "  - "])
def test_an_indented_or_dashed_line_is_a_sub_item(mark: str) -> None:
    assert numbered(f"Calendrier\n{mark}Dates") == (AgendaItem("Calendrier", 0, "1"), AgendaItem("Dates", 1, "1.1"))


def test_a_sub_item_without_item_above_is_an_item() -> None:
    assert [item.number for item in numbered("- Dates\n- Lieux")] == ["1", "1.1"]


def test_empty_lines_and_bare_dashes_are_no_items() -> None:
    assert numbered("\n \n-\nCalendrier\r\n\n–  \n") == (AgendaItem("Calendrier", 0, "1"),)
    assert numbered("") == ()


@given(st.text())
def test_an_agenda_reads_back_as_it_is_written(typed: str) -> None:
    items = numbered(typed)

    assert numbered(as_lines(items)) == items
    assert all(item.title == item.title.strip() != "" for item in items)


@given(st.lists(st.sampled_from(["Point", "- Détail"])))
def test_numbers_follow_one_another(lines: list[str]) -> None:
    numbers = [tuple(map(int, item.number.split("."))) for item in numbered("\n".join(lines))]

    assert len(numbers) == len(lines)
    assert numbers == sorted(set(numbers))


def test_every_template_is_an_agenda_as_it_stands() -> None:
    for template in AGENDA_TEMPLATES.values():
        assert as_lines(numbered(template)) == template


def test_a_meeting_is_called_by_its_year_and_number() -> None:
    meeting = Meeting(7, 2, MeetingKind.ORDINARY, MeetingMode.MIXED, date(2021, 11, 18))

    assert meeting.reference == "2021-2"


def test_kinds_and_modes_have_french_names() -> None:
    assert [kind.label for kind in MeetingKind] == [
        "réunion d’installation",
        "réunion ordinaire",
        "réunion extraordinaire",
        "consultation écrite",
    ]
    assert [mode.label for mode in MeetingMode][1:] == ["en visioconférence", "en présence et en visioconférence"]
