"""Calendar files that Outlook, Thunderbird and phones read: the invitation to a meeting, a calendar of deadlines.

Outlook knows of a time zone one yearly rule for each change of the clocks (MS-STANOICAL 2.2.47) and ignores lists of
dates, which is what the library writes: hence the zones made here. Output depends on the arguments alone.
"""

from calendar import Calendar as Months
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar

from cpr_desk.domain.french import NBSP
from cpr_desk.reports.mailbox import Mailbox, lines, one_line

MIME_TYPE = "text/calendar; charset=utf-8"
"""Of an attached file. Without `method`: Exchange refuses one that is not that of the file, and needs none."""

_PRODUCT = "-//CPR Desk//CPR Desk//FR"
_FRENCH = {"LANGUAGE": "fr"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EPOCH = 1970
"""The year in which the rules of a zone begin."""
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From one local time to a later one; `zone` is a name of the IANA: « Europe/Paris », « Indian/Reunion »."""

    starts: datetime
    ends: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, the last one included; they leave their reader free."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a calendar.

    `uid` is the same for all versions, `sequence` rises by one with each, `stamp` says when this one was made (aware).
    `alarms` are minutes before the beginning; Outlook keeps one.
    """

    uid: str
    stamp: datetime
    when: Hours | Days
    summary: str
    sequence: int = 0
    place: str = ""
    link: str = ""
    description: str = ""
    alarms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting as one person is asked to it: nobody else is named, so that a file tells no list of addresses.

    Without `attendee` it is an entry to keep, which asks for no answer.
    """

    entry: Entry
    organiser: Mailbox
    attendee: Mailbox | None = None
    cancelled: bool = False

    @property
    def method(self) -> str:
        """What the reader's calendar does with it (RFC 5546): a request has an attendee, a publication has none."""
        if self.cancelled:
            return "CANCEL"
        return "REQUEST" if self.attendee else "PUBLISH"


def render(invitation: Invitation) -> bytes:
    """Render one invitation or its cancellation. Raises ZoneInfoNotFoundError on an unknown time zone."""
    entry = invitation.entry
    calendar = _calendar(invitation.method, [entry])
    event = _event(entry)
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event["organizer"] = _person(invitation.organiser)
    if invitation.attendee:
        event["attendee"] = _person(
            invitation.attendee,
            cutype="INDIVIDUAL",
            role="REQ-PARTICIPANT",
            partstat="NEEDS-ACTION",
            rsvp="FALSE" if invitation.cancelled else "TRUE",
        )
    if not invitation.cancelled:
        _add_alarms(event, entry)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def render_calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """Render a calendar of several entries, to import at once; a programme that shows calendars calls it `name`."""
    kept = list(entries)
    calendar = _calendar("PUBLISH", kept)
    calendar["x-wr-calname"] = icalendar.vText(one_line(name))
    for entry in kept:
        event = _event(entry)
        _add_alarms(event, entry)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str, entries: Iterable[Entry]) -> icalendar.Calendar:
    """Begin a calendar with the time zones of its entries."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    years: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry.when, Hours):
            years.setdefault(entry.when.zone, entry.when.starts.year)
    for zone, year in sorted(years.items()):
        calendar.add_component(_zone(zone, year))
    return calendar


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", one_line(entry.uid))
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("sequence", entry.sequence)
    if isinstance(entry.when, Hours):
        zone = ZoneInfo(entry.when.zone)
        event.add("dtstart", entry.when.starts.replace(tzinfo=zone))
        event.add("dtend", entry.when.ends.replace(tzinfo=zone))
    else:
        event.add("dtstart", entry.when.first)
        event.add("dtend", entry.when.last + _DAY)
    event.add("transp", "OPAQUE" if isinstance(entry.when, Hours) else "TRANSPARENT")
    event.add("summary", one_line(entry.summary), parameters=_FRENCH)
    if entry.place:
        event.add("location", one_line(entry.place), parameters=_FRENCH)
    if entry.link:
        event.add("url", one_line(entry.link))
    if description := _description(entry):
        event.add("description", description, parameters=_FRENCH)
    return event


def _description(entry: Entry) -> str:
    """Return the text, and the link below it: Outlook does not show the property made for links."""
    link = f"Lien{NBSP}: {one_line(entry.link)}" if entry.link else ""
    return "\n\n".join(part for part in (lines(entry.description).strip(), link) if part)


def _add_alarms(event: icalendar.Event, entry: Entry) -> None:
    for minutes in entry.alarms:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", timedelta(minutes=-minutes))
        alarm.add("description", one_line(entry.summary), parameters=_FRENCH)
        event.add_component(alarm)


def _person(who: Mailbox, **parameters: str) -> icalendar.vCalAddress:
    person = icalendar.vCalAddress(f"mailto:{who.address}")
    if name := one_line(who.name):
        # A straight quotation mark may only be written in a way that Outlook does not read (RFC 6868).
        parameters = {"cn": name.replace('"', "”"), **parameters}
    for key, value in parameters.items():
        person.params[key] = value
    return person


class _Change(NamedTuple):
    """The clocks change, at a local time of before; offsets from UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def _zone(name: str, year: int) -> icalendar.Timezone:
    """Return a time zone as it is in a year: no change of the clocks, or those of the year, for every year."""
    zone = icalendar.Timezone()
    zone.add("tzid", name)
    tz = ZoneInfo(name)
    changes = list(_changes(tz, year))
    for change in changes:
        zone.add_component(_observance(change))
    if not changes:
        start = datetime(year, 1, 1, tzinfo=tz)
        offset = start.utcoffset() or timedelta()
        steady = _Change(
            datetime.combine(date(_EPOCH, 1, 1), time()), offset, offset, start.tzname() or "", summer=False
        )
        zone.add_component(_observance(steady, yearly=False))
    return zone


def _changes(tz: ZoneInfo, year: int) -> Iterator[_Change]:
    """Yield the changes of the clocks in a year, at most one a day, to the minute."""
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        before = _offset(tz, moment)
        if _offset(tz, moment + _DAY) != before:
            at = moment
            while _offset(tz, at) == before:
                at += _MINUTE
            local = at.astimezone(tz)
            wall = (at + before).replace(tzinfo=None)
            yield _Change(wall, before, _offset(tz, at), local.tzname() or "", summer=bool(local.dst()))
        moment += _DAY


def _offset(tz: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()


def _observance(change: _Change, *, yearly: bool = True) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    part = icalendar.TimezoneDaylight() if change.summer else icalendar.TimezoneStandard()
    start = change.at
    if yearly:
        month, weekday = change.at.month, change.at.weekday()
        days = _weekdays(change.at.year, month, weekday)
        rank = -1 if change.at.date() == days[-1] else days.index(change.at.date()) + 1
        first = _weekdays(_EPOCH, month, weekday)[rank if rank < 0 else rank - 1]
        start = datetime.combine(first, change.at.time())
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{rank}{_WEEKDAYS[weekday]}"})
    part.add("dtstart", start)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    return part


def _weekdays(year: int, month: int, weekday: int) -> list[date]:
    """Return the Mondays (0), Tuesdays… of a month."""
    return [day for day in Months().itermonthdates(year, month) if day.month == month and day.weekday() == weekday]
