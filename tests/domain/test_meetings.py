from datetime import date

from cpr_desk.domain.meetings import Meeting, MeetingKind, MeetingMode


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
