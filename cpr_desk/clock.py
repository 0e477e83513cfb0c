"""The one place that asks what day and what time it is; rules take the day as an argument."""

from datetime import UTC, date, datetime


def today() -> date:
    """Return the day on the secretary's desk (local time)."""
    return datetime.now().astimezone().date()


def now() -> datetime:
    """Return this moment (UTC), for what is stamped with the time it was made."""
    return datetime.now(UTC)


def wall() -> datetime:
    """Return this minute on the secretary's clock: local time, without seconds or zone, as people note it."""
    return datetime.now().astimezone().replace(second=0, microsecond=0, tzinfo=None)
