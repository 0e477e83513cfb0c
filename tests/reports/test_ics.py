"""Calendar files, read back by another library than the one that writes them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped]
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from cpr_desk.reports.ics import Days, Entry, Hours, Invitation, render, render_calendar
from cpr_desk.reports.mailbox import Mailbox

PARIS = "Europe/Paris"
ZONES = [
    PARIS,
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "America/Miquelon",
    "Pacific/Noumea",
]


def hours(starts: str, ends: str, zone: str = PARIS) -> Hours:
    return Hours(datetime.fromisoformat(starts), datetime.fromisoformat(ends), zone)


WHEN = hours("2021-02-04T14:00", "2021-02-04T17:30")
ENTRY = Entry(
    uid="reunion-2021-1@cpr-desk",
    stamp=datetime(2021, 1, 15, 9, 30, tzinfo=UTC),
    when=WHEN,
    summary="Réunion de la commission paritaire régionale",
    place="Salle Éléonore, 12 rue de la Haÿe ; bâtiment C",
    link="https://visio.exemple.fr/salle?x=1,2;y=3",
    description="Ordre du jour :\n1. Installation ; vœux\n2. Avis « N’Guyen », \\ divers",
    alarms=(1440, 30),
)
INVITATION = Invitation(
    ENTRY, Mailbox("Secrétariat, CPR d’Anjou", "cpr@exemple.fr"), Mailbox("Anh N’Guyen", "anh@exemple.fr")
)


def read(data: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(data.decode("utf-8"))


def of(entry: Entry, **changes: object) -> Invitation:
    return replace(INVITATION, entry=replace(entry, **changes))  # type: ignore[arg-type]


def unfolded(data: bytes) -> list[str]:
    return data.decode("utf-8").replace("\r\n ", "").split("\r\n")


def test_an_invitation_says_what_when_and_where() -> None:
    calendar = read(render(INVITATION))
    [event] = calendar.events

    assert calendar.method == "REQUEST"
    assert calendar.prodid == "-//CPR Desk//CPR Desk//FR"
    assert event.uid == "reunion-2021-1@cpr-desk"
    assert event.dtstamp == ENTRY.stamp
    assert event.sequence == 0
    assert event.status == "CONFIRMED"
    assert event.summary == ENTRY.summary
    assert event.location == ENTRY.place
    assert str(event.url) == ENTRY.link
    assert event.dtstart == datetime(2021, 2, 4, 13, tzinfo=UTC)
    assert event.dtend == datetime(2021, 2, 4, 16, 30, tzinfo=UTC)
    assert event.organizer is not None
    assert event.organizer.common_name == "Secrétariat, CPR d’Anjou"
    assert str(event.organizer.uri) == "mailto:cpr@exemple.fr"


def test_the_link_stands_below_the_description_for_programmes_that_show_no_other() -> None:
    [event] = read(render(INVITATION)).events
    [alone] = read(render(of(ENTRY, description=""))).events

    assert event.description == f"{ENTRY.description}\n\nLien\u00a0: {ENTRY.link}"
    assert alone.description == f"Lien\u00a0: {ENTRY.link}"


def test_what_is_not_known_takes_no_line() -> None:
    bare = Invitation(Entry("u@cpr", ENTRY.stamp, ENTRY.when, "Réunion"), Mailbox("", "cpr@exemple.fr"))
    names = {line.partition(":")[0].partition(";")[0] for line in unfolded(render(bare))}

    assert "ORGANIZER:mailto:cpr@exemple.fr" in unfolded(render(bare))
    assert not names & {"LOCATION", "URL", "DESCRIPTION", "ATTENDEE", "TRIGGER"}


def test_one_person_is_asked_and_named_alone() -> None:
    [event] = read(render(INVITATION)).events
    [attendee] = event.attendees

    assert attendee.common_name == "Anh N’Guyen"
    assert str(attendee.uri) == "mailto:anh@exemple.fr"
    assert attendee.rsvp
    assert attendee.status == "NEEDS-ACTION"


def test_a_file_for_nobody_in_particular_asks_for_no_answer() -> None:
    calendar = read(render(replace(INVITATION, attendee=None)))

    assert calendar.method == "PUBLISH"
    assert calendar.events[0].attendees == []


def test_alarms_ring_before_the_beginning() -> None:
    [event] = read(render(INVITATION)).events

    assert [(alarm.action, alarm.trigger) for alarm in event.alarm] == [
        ("DISPLAY", timedelta(days=-1)),
        ("DISPLAY", timedelta(minutes=-30)),
    ]


def test_a_change_keeps_the_identity_and_raises_the_sequence() -> None:
    moved = of(ENTRY, sequence=1, when=hours("2021-02-11T14:00", "2021-02-11T17:00"))
    [before], [after] = read(render(INVITATION)).events, read(render(moved)).events

    assert before.uid == after.uid
    assert (before.sequence, after.sequence) == (0, 1)
    assert after.dtstart == datetime(2021, 2, 11, 13, tzinfo=UTC)


def test_a_cancellation_takes_the_meeting_out_of_the_calendar_and_rings_no_more() -> None:
    cancelled = replace(of(ENTRY, sequence=2), cancelled=True)
    calendar = read(render(cancelled))
    [event] = calendar.events

    assert calendar.method == "CANCEL"
    assert event.status == "CANCELLED"
    assert event.uid == ENTRY.uid
    assert event.sequence == 2
    assert event.alarm == []
    assert not event.attendees[0].rsvp


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", range(1, 13))
def test_the_zone_of_the_file_alone_gives_the_right_moment_all_the_year_round(zone: str, month: int) -> None:
    start = datetime(2026, month, 15, 9, tzinfo=ZoneInfo(zone))
    invitation = of(ENTRY, when=Hours(start.replace(tzinfo=None), start.replace(tzinfo=None, hour=11), zone))
    written = tzical(StringIO(render(invitation).decode())).get(zone)

    assert f"DTSTART;TZID={zone}:2026{month:02d}15T090000" in unfolded(render(invitation))
    assert written is not None
    assert start.replace(tzinfo=written).utcoffset() == start.utcoffset()


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_has_one_rule_for_each_change_of_the_clocks_as_outlook_reads_it(zone: str) -> None:
    lines = unfolded(render(of(ENTRY, when=replace(WHEN, zone=zone))))
    rules = [line for line in lines if line.startswith("RRULE")]

    assert not [line for line in lines if line.startswith("RDATE")]
    assert rules == {
        PARIS: ["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"],
        "America/Miquelon": ["RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"],
    }.get(zone, [])
    assert lines.count("BEGIN:STANDARD") == 1
    assert lines.count("BEGIN:DAYLIGHT") == len(rules) // 2


@pytest.mark.parametrize(
    ("starts", "ends", "utc", "lasting"),
    [
        ("2021-02-04T22:30", "2021-02-05T00:45", "2021-02-04T21:30", 135),
        ("2021-12-31T22:00", "2022-01-01T01:00", "2021-12-31T21:00", 180),
        ("2024-02-29T09:00", "2024-02-29T12:00", "2024-02-29T08:00", 180),
        ("2021-03-28T01:00", "2021-03-28T04:00", "2021-03-28T00:00", 120),
        ("2021-10-31T01:00", "2021-10-31T04:00", "2021-10-30T23:00", 240),
        ("2021-03-28T09:00", "2021-03-28T11:00", "2021-03-28T07:00", 120),
        ("2021-10-31T09:00", "2021-10-31T11:00", "2021-10-31T08:00", 120),
    ],
    ids=["past midnight", "past new year", "29 February", "short night", "long night", "summer begins", "summer ends"],
)
def test_days_that_are_not_as_others_keep_their_hours(starts: str, ends: str, utc: str, lasting: int) -> None:
    [event] = read(render(of(ENTRY, when=hours(starts, ends)))).events

    assert event.dtstart == datetime.fromisoformat(f"{utc}+00:00")
    assert event.dtend == datetime.fromisoformat(f"{utc}+00:00") + timedelta(minutes=lasting)


def test_a_written_consultation_lasts_whole_days_the_last_one_included_and_keeps_nobody_busy() -> None:
    data = render(of(ENTRY, when=Days(date(2024, 2, 15), date(2024, 2, 29))))
    [event] = read(data).events

    assert (event.dtstart, event.dtend) == (date(2024, 2, 15), date(2024, 3, 1))
    assert event.transparency == "TRANSPARENT"
    assert "DTSTART;VALUE=DATE:20240215" in unfolded(data)
    assert "BEGIN:VTIMEZONE" not in unfolded(data)


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        render(of(ENTRY, when=replace(WHEN, zone="Europe/Nantes")))


def test_lines_end_as_the_standard_wants_and_are_cut_between_letters() -> None:
    long = "Commission paritaire régionale d’Île-de-France, « L’Haÿ-les-Roses » ; œuvre – " * 4
    data = render(of(ENTRY, summary=long.strip(), description=f"é{long}\nè{long}"))

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert all(line.decode("utf-8") for line in data.rstrip().split(b"\r\n"))
    assert read(data).events[0].summary == long.strip()


def test_commas_semicolons_backslashes_and_line_feeds_are_text() -> None:
    data = render(of(ENTRY, summary="a, b; c\\n\r\nATTENDEE:mailto:x@y.fr", description="1\r\n2\r3\n4\x07", link=""))
    [event] = read(data).events

    assert event.summary == "a, b; c\\n ATTENDEE:mailto:x@y.fr"
    assert event.description == "1\n2\n3\n4"
    assert "SUMMARY;LANGUAGE=fr:a\\, b\\; c\\\\n ATTENDEE:mailto:x@y.fr" in unfolded(data)


@pytest.mark.parametrize("name", ["SUMMARY", "LOCATION", "DESCRIPTION"])
def test_words_are_said_to_be_french(name: str) -> None:
    assert [line for line in unfolded(render(INVITATION)) if line.startswith(f"{name};LANGUAGE=fr:")]


def test_a_name_cannot_end_its_parameter() -> None:
    named = replace(INVITATION, organiser=Mailbox('Dupont "Jo"\r\nX-A:1; (CPR): a, b', "jo@société.fr"))
    data = render(named)
    [event] = read(data).events

    assert event.organizer is not None
    assert event.organizer.common_name == "Dupont ”Jo” X-A:1; (CPR): a, b"
    assert str(event.organizer.uri) == "mailto:jo@xn--socit-esab.fr"
    assert not [line for line in unfolded(data) if line.startswith("X-A")]


def test_the_same_invitation_makes_the_same_file() -> None:
    assert render(INVITATION) == render(replace(INVITATION))


def test_a_calendar_of_deadlines_holds_them_all_with_each_zone_once() -> None:
    entries = [
        Entry("a@cpr", ENTRY.stamp, Days(date(2021, 1, 20), date(2021, 1, 20)), "Dernier jour de la convocation"),
        ENTRY,
        replace(ENTRY, uid="b@cpr", when=hours("2021-06-10T14:00", "2021-06-10T17:00")),
        replace(ENTRY, uid="c@cpr", when=hours("2021-06-10T14:00", "2021-06-10T17:00", "Indian/Reunion")),
    ]
    data = render_calendar("Échéancier, CPR", entries)
    calendar = read(data)

    assert calendar.method == "PUBLISH"
    assert [event.uid for event in calendar.events] == ["a@cpr", ENTRY.uid, "b@cpr", "c@cpr"]
    assert [event.dtstart for event in calendar.events] == [
        date(2021, 1, 20),
        datetime(2021, 2, 4, 13, tzinfo=UTC),
        datetime(2021, 6, 10, 12, tzinfo=UTC),
        datetime(2021, 6, 10, 10, tzinfo=UTC),
    ]
    assert [zone.tz_id for zone in calendar.timezones] == [PARIS, "Indian/Reunion"]
    assert calendar.events[1].alarm
    assert "X-WR-CALNAME:Échéancier\\, CPR" in unfolded(data)


def test_a_calendar_without_deadlines_is_still_one() -> None:
    assert read(render_calendar("Échéancier", [])).events == []
