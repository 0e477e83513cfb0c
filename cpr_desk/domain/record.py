"""A reference file's JSON object, read field by field; every error says in French where it stands."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar, cast

from cpr_desk.domain.french import typeset

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object and the place it came from. Accessors raise ValueError with a French sentence.

    A field that is missing and one that is null are the same.
    """

    fields: Mapping[str, object]
    where: str

    @classmethod
    def of(cls, value: object, where: str) -> "Record":
        """Wrap a value that must be an object."""
        if not isinstance(value, Mapping):
            raise ValueError(typeset(f"{where} : un objet était attendu."))  # noqa: TRY004 - bad data, not a bad call
        return cls(cast("Mapping[str, object]", value), where)

    def fault(self, key: str, expected: str) -> ValueError:
        """Build the error of a field that does not hold what was expected."""
        return ValueError(typeset(f"{self.where}, « {key} » : {expected}."))

    def has(self, key: str) -> bool:
        """Return whether the field is there."""
        return self.fields.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not blank; `default` when the field is missing."""
        value = self.fields[key] if self.has(key) else default
        if not isinstance(value, str) or not value.strip():
            raise self.fault(key, "un texte était attendu")
        return value

    def choice(self, key: str, kind: type[_Choice], default: str | None = None) -> _Choice:
        """Read one of the codes of an enumeration."""
        code = self.text(key, default)
        try:
            return kind(code)
        except ValueError:
            raise self.fault(key, f"« {code} » est inconnu, choisissez parmi {', '.join(kind)}") from None

    def optional_choice(self, key: str, kind: type[_Choice]) -> _Choice | None:
        """Read one of the codes of an enumeration, None when the field is missing."""
        return self.choice(key, kind) if self.has(key) else None

    def whole(self, key: str) -> int:
        """Read a whole number, zero or more."""
        value = self.fields.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fault(key, "un nombre entier positif était attendu")
        return value

    def optional_whole(self, key: str) -> int | None:
        """Read a whole number, None when the field is missing."""
        return self.whole(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """Read true or false."""
        value = self.fields.get(key)
        if not isinstance(value, bool):
            raise self.fault(key, "true ou false était attendu")
        return value

    def day(self, key: str) -> date:
        """Read an ISO date."""
        try:
            return date.fromisoformat(self.text(key))
        except ValueError:
            raise self.fault(key, "une date comme 2021-12-20 était attendue") from None

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
            raise self.fault(key, f"une liste de {count} nombres était attendue")
        return tuple(self._exact(key, value) for value in values)

    def _exact(self, key: str, value: object) -> Decimal:
        number = None
        if isinstance(value, int | str) and not isinstance(value, bool):
            with suppress(InvalidOperation):
                number = Decimal(value)
        if number is None or not number.is_finite() or number < 0:
            raise self.fault(key, 'un nombre positif comme 37500 ou "37500.50" était attendu')
        return number

    def record(self, key: str) -> "Record":
        """Read an object."""
        return Record.of(self.fields.get(key), f"{self.where}, « {key} »")

    def optional_record(self, key: str) -> "Record | None":
        """Read an object, None when the field is missing."""
        return self.record(key) if self.has(key) else None

    def records(self, key: str) -> tuple["Record", ...]:
        """Read a list of objects, at least one."""
        values = self.fields.get(key)
        if not isinstance(values, list) or not values:
            raise self.fault(key, "une liste était attendue")
        return tuple(Record.of(value, f"{self.where}, « {key} » n° {rank}") for rank, value in enumerate(values, 1))

    def optional_records(self, key: str) -> tuple["Record", ...]:
        """Read a list of objects, none when the field is missing."""
        return self.records(key) if self.has(key) else ()
