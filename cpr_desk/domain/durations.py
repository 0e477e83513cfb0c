"""Durations as people type and read them: « 20 », « 1h30 », « 1 h 30 »."""

import re

from cpr_desk.domain.french import NBSP, squeeze

_HOURS = re.compile(r"(\d{1,2}) ?[h:] ?(\d{1,2})?(?: ?(?:min|mn))?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,4}) ?(?:min(?:utes?)?|mn)?", re.IGNORECASE)
_LONGEST = 24 * 60


def parse_minutes(text: str) -> int | None:
    """Read a duration in minutes, None when nothing is typed. Raises ValueError with a French sentence.

    >>> parse_minutes("1h30"), parse_minutes("20 min")
    (90, 20)
    """
    typed = squeeze(text)
    if not typed:
        return None
    hours, minutes = _HOURS.fullmatch(typed), _MINUTES.fullmatch(typed)
    if hours and int(hours[2] or 0) < 60:
        total = int(hours[1]) * 60 + int(hours[2] or 0)
    elif minutes:
        total = int(minutes[1])
    else:
        raise ValueError(f"«{NBSP}{typed}{NBSP}» n’est pas une durée. Écrivez par exemple 20 ou 1h30.")
    if not 0 < total <= _LONGEST:
        raise ValueError(f"Un point dure de 1 minute à 24 heures{NBSP}: «{NBSP}{typed}{NBSP}» ne convient pas.")
    return total


def minutes_words(minutes: int) -> str:
    """Return « 20 min », « 1 h », « 1 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02d}" if rest else "")
