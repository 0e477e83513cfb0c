"""A meeting as a calendar shows it: its hours in the legal time of the territory, one identity from plan to end."""

from datetime import datetime, timedelta

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.meetings import Meeting
from cpr_desk.reports.ics import Days, Entry, Hours

_LASTING = timedelta(hours=2)
"""How long a calendar shows a meeting whose end is not fixed; its text says so."""
_DAY = timedelta(days=1)
_THE_EVE = 24 * 60
_NINE_ON_THE_EVE = 15 * 60
"""Minutes before the midnight on which whole days begin."""


def meeting_entry(commission: Commission, meeting: Meeting, zone: str, stamp: datetime) -> Entry:
    """Return the calendar entry of a meeting as it stands, told at a moment (aware); it rings the day before.

    A written consultation and a meeting without hour take whole days. `zone` is the IANA name of the legal time there.
    """
    when = _when(meeting, zone)
    return Entry(
        uid=meeting.uid,
        stamp=stamp,
        when=when,
        summary=f"{commission.name} – {meeting.kind.label}",
        sequence=meeting.sequence,
        place=meeting.place,
        link=meeting.link,
        description="\n".join(_description(meeting)),
        alarms=(_THE_EVE if isinstance(when, Hours) else _NINE_ON_THE_EVE,),
    )


def _when(meeting: Meeting, zone: str) -> Hours | Days:
    if meeting.is_written or meeting.starts is None:
        return Days(meeting.opens_on or meeting.on, meeting.on)
    starts = datetime.combine(meeting.on, meeting.starts)
    if meeting.ends is None:
        return Hours(starts, starts + _LASTING, zone)
    ends = datetime.combine(meeting.on, meeting.ends)
    return Hours(starts, ends + _DAY if meeting.ends_next_day else ends, zone)


def _description(meeting: Meeting) -> list[str]:
    told = [f"Réf. {meeting.reference}"]
    if meeting.is_written:
        return [*told, "Participation par écrit."]
    told.append(f"Réunion {meeting.mode.label}.")
    if meeting.joint_with:
        told.append(f"Réunion commune avec {meeting.joint_with}.")
    if meeting.starts is None:
        told.append("L’heure n’est pas encore fixée.")
    elif meeting.ends is None:
        told.append("L’heure de fin n’est pas fixée.")
    return told
