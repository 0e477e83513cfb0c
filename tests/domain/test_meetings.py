from dataclasses import replace
from datetime import date, time

import pytest

from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode, MeetingStatus, Move


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


def test_a_meeting_stands_where_its_facts_put_it_whatever_the_clock_says() -> None:
    meeting = Meeting(7, 2, MeetingKind.ORDINARY, MeetingMode.MIXED, date(2024, 2, 29))
    convened = replace(meeting, convened_on=date(2024, 2, 1))
    cancelled = replace(convened, cancelled_on=date(2024, 2, 10))
    days = [date(2024, 3, 1), date(2024, 2, 29), date(2024, 3, 1)]

    assert meeting.status(date(2024, 2, 29)) is MeetingStatus.PLANNED
    assert [convened.status(day).label for day in days] == ["tenue", "convoquée", "tenue"]
    assert cancelled.status(date(2024, 3, 1)) is MeetingStatus.CANCELLED
    assert [status.label for status in MeetingStatus] == ["prévue", "convoquée", "tenue", "annulée"]


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (None, time(16), ""),
        (time(14), None, "14 h"),
        (time(14), time(16, 30), "de 14 h à 16 h 30"),
        (time(22), time(0, 30), "de 22 h à 0 h 30, le lendemain"),
        (time(9), time(9), "de 9 h à 9 h, le lendemain"),
    ],
)
def test_an_end_that_is_not_later_is_one_of_the_next_day(starts: time | None, ends: time | None, words: str) -> None:
    meeting = Meeting(7, 2, MeetingKind.ORDINARY, MeetingMode.MIXED, date(2021, 12, 31), starts, ends=ends)

    assert meeting.hours.replace("\u00a0", " ") == words
    assert meeting.ends_next_day == words.endswith("lendemain")


def test_one_agreement_is_no_urgency() -> None:
    meeting = Meeting(7, 2, MeetingKind.ORDINARY, MeetingMode.MIXED, date(2021, 2, 4))

    assert meeting.urgency == replace(meeting, urgent_president_on=date(2021, 1, 25)).urgency == ""
    assert not meeting.is_written


def test_a_move_without_hour_or_place_tells_the_day() -> None:
    move = Move(date(2021, 1, 12), date(2021, 2, 4), None, "", "salle prise.")
    timed = Move(date(2021, 1, 12), date(2021, 2, 4), time(22), "", "long", time(0, 30))
    written = Move(date(2021, 1, 12), date(2021, 2, 4), None, "", "long", was_opens_on=date(2021, 2, 1))

    assert "prévue le jeudi 4 février 2021 de 22 h à 0 h 30, le lendemain. Motif" in timed.words.replace("\u00a0", " ")
    assert "prévue du lundi 1er février 2021 au jeudi 4 février 2021. Motif" in written.words.replace("\u00a0", " ")

    assert move.words.replace("\u00a0", " ") == (
        "Déplacée le 12/01/2021 ; elle était prévue le jeudi 4 février 2021. Motif : salle prise."
    )
