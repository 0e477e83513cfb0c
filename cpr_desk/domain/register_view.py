"""A view of the register: what it filters, which columns it shows in which order, what sorts it, perhaps its day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cpr_desk.domain.register_filter import EVERYTHING, RegisterFilter


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """`columns` are the keys of those shown, from left to right; `day` None: the day of whoever looks."""

    text: str = ""
    asked: RegisterFilter = EVERYTHING
    columns: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    day: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return {
            "text": self.text,
            "filter": self.asked.as_settings(),
            "columns": list(self.columns),
            "sort": self.sort,
            "descending": self.descending,
            "day": self.day.isoformat() if self.day else None,
        }

    @classmethod
    def of_json(cls, stored: Any) -> "ViewSettings":
        """Read what was stored; what this version does not understand is left out."""
        if not isinstance(stored, dict):
            return cls()
        columns = stored.get("columns")
        return cls(
            _text(stored.get("text")),
            RegisterFilter.of_settings(stored.get("filter")),
            tuple(each for each in columns if isinstance(each, str)) if isinstance(columns, list) else (),
            _text(stored.get("sort")),
            stored.get("descending") is True,
            _day(stored.get("day")),
        )


def _text(found: Any) -> str:
    return found if isinstance(found, str) else ""


def _day(found: Any) -> date | None:
    try:
        return date.fromisoformat(found)
    except (TypeError, ValueError):
        return None
