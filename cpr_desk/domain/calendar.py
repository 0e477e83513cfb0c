"""Months as the law counts them."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (earlier when negative), or the last day of a month that is too short.

    >>> add_months(date(2021, 12, 31), 2), add_months(date(2023, 12, 31), 2)
    (datetime.date(2022, 2, 28), datetime.date(2024, 2, 29))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
