"""The one place that asks what day it is; rules take the day as an argument."""

from datetime import date, datetime


def today() -> date:
    """Return the day on the secretary's desk (local time)."""
    return datetime.now().astimezone().date()
