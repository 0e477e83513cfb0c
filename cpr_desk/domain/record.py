"""A reference file's JSON object, read field by field; every error says in French where it stands."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar, cast

from cpr_desk.domain.french import typeset

_Choice = TypeVar("_Choice", bound=StrEnum)
_MOST = 10**15
"""Beyond it no number is meant, and none can be written with its cents."""


Path = tuple[str | int, ...]
"""What leads to a value from the root of a file: « lines », 1, « amounts », 2."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, in French, and what leads to it."""

    path: Path
    words: str


class Faults(ValueError):
    """All that is wrong in a file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.words for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object and the place it came from. Accessors raise ValueError with a French sentence.

    A field that is missing and one that is null are the same. With a list in `found`, nothing is raised: each fault is
    added to it, and the accessor returns something of the right type, so that all of them are told at once.
    """

    fields: Mapping[str, object]
    where: str
    path: Path = ()
    found: list[Fault] | None = None

    @classmethod
    def of(cls, value: object, where: str, path: Path = (), found: list[Fault] | None = None) -> "Record":
        """Wrap a value that must be an object."""
        if isinstance(value, Mapping):
            return cls(cast("Mapping[str, object]", value), where, path, found)
        fault = Fault(path, typeset(f"{where} : un objet était attendu."))
        if found is None:
            raise ValueError(fault.words)
        found.append(fault)
        return cls({}, where, path, [])  # what it lacks is not told besides

    def fault(self, key: str, expected: str) -> ValueError:
        """Build the error of a field that does not hold what was expected."""
        return ValueError(self._words(key, expected))

    def refuse(self, key: str, expected: str, *below: str | int) -> None:
        """Raise the error of a field, or add it to what is found; `below` leads to the value inside the field."""
        if self.found is None:
            raise self.fault(key, expected)
        self.found.append(Fault((*self.path, key, *below), self._words(key, expected)))

    def has(self, key: str) -> bool:
        """Return whether the field is there."""
        return self.fields.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not blank; `default` when the field is missing."""
        value = self.fields[key] if self.has(key) else default
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, "un texte était attendu")
            return ""
        return value

    def optional_text(self, key: str) -> str:
        """Read a text, empty when the field is missing."""
        return self.text(key) if self.has(key) else ""

    def choice(self, key: str, kind: type[_Choice], default: str | None = None) -> _Choice:
        """Read one of the codes of an enumeration."""
        code = self.text(key, default)
        if code and code not in set(kind):
            self.refuse(key, f"« {code} » est inconnu, choisissez parmi {', '.join(kind)}")
        return kind(code) if code in set(kind) else next(iter(kind))

    def optional_choice(self, key: str, kind: type[_Choice]) -> _Choice | None:
        """Read one of the codes of an enumeration, None when the field is missing."""
        return self.choice(key, kind) if self.has(key) else None

    def whole(self, key: str) -> int:
        """Read a whole number, zero or more."""
        value = self.fields.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.refuse(key, "un nombre entier positif était attendu")
            return 0
        return value

    def optional_whole(self, key: str) -> int | None:
        """Read a whole number, None when the field is missing."""
        return self.whole(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """Read true or false."""
        value = self.fields.get(key)
        if not isinstance(value, bool):
            self.refuse(key, "true ou false était attendu")
        return bool(value)

    def day(self, key: str) -> date:
        """Read an ISO date."""
        value = self.fields.get(key)
        with suppress(ValueError):
            return date.fromisoformat(value if isinstance(value, str) else "")
        self.refuse(key, "une date comme 2021-12-20 était attendue")
        return date.min

    def optional_day(self, key: str) -> date | None:
        """Read an ISO date, None when the field is missing."""
        return self.day(key) if self.has(key) else None

    def number(self, key: str) -> Decimal:
        """Read an exact number, zero or more: an integer or a text such as « 0.10 » (a float is never exact)."""
        return self._exact(key, self.fields.get(key))

    def numbers(self, key: str, count: int) -> tuple[Decimal, ...]:
        """Read a list of exactly `count` exact numbers."""
        values = self.fields.get(key)
        if not isinstance(values, list) or len(values) != count:
            self.refuse(key, f"une liste de {count} nombres était attendue")
            return (Decimal(0),) * count
        return tuple(self._exact(key, value, place) for place, value in enumerate(values))

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, none when the field is missing."""
        values = self.fields.get(key) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.refuse(key, "une liste de textes était attendue")
            return ()
        return tuple(values)

    def _exact(self, key: str, value: object, *below: int) -> Decimal:
        number = None
        if isinstance(value, int | str) and not isinstance(value, bool):
            with suppress(InvalidOperation):
                number = Decimal(value)
        if number is None or not number.is_finite() or not 0 <= number < _MOST:
            self.refuse(key, 'un nombre positif comme 37500 ou "37500.50" était attendu', *below)
            return Decimal(0)
        return number

    def record(self, key: str) -> "Record":
        """Read an object."""
        return Record.of(self.fields.get(key), f"{self.where}, « {key} »", (*self.path, key), self.found)

    def optional_record(self, key: str) -> "Record | None":
        """Read an object, None when the field is missing."""
        return self.record(key) if self.has(key) else None

    def records(self, key: str) -> tuple["Record", ...]:
        """Read a list of objects, at least one."""
        values = self.fields.get(key)
        if not isinstance(values, list) or not values:
            self.refuse(key, "une liste était attendue")
            return ()
        return tuple(
            Record.of(value, f"{self.where}, « {key} » n° {place + 1}", (*self.path, key, place), self.found)
            for place, value in enumerate(values)
        )

    def optional_records(self, key: str) -> tuple["Record", ...]:
        """Read a list of objects, none when the field is missing or empty."""
        return self.records(key) if self.has(key) and self.fields[key] != [] else ()

    def _words(self, key: str, expected: str) -> str:
        return typeset(f"{self.where}, « {key} » : {expected}.")
