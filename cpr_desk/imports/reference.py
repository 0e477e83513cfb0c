"""The organisations, professions and régimes a workbook may name, under any of their usual spellings."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from cpr_desk.domain.composition import Profession, Regime
from cpr_desk.domain.record import Record
from cpr_desk.imports.cells import key

_INITIALS = re.compile(r"(?<=\b\w) (?=\w\b)")
_BETWEEN_NAMES = re.compile(r"[()/:\n]| [-–—] ")
_Known = TypeVar("_Known")
_PLURAL = re.compile(r"(?<=\w)[sx]\b")


def loose(text: str) -> str:
    """Reduce a text to folded words in the singular: « MÉDECINS » meets « Médecin », « R.G. » meets « RG »."""
    return _PLURAL.sub("", _INITIALS.sub("", key(text)))


def _names(record: Record, *fields: str) -> list[str]:
    aliases = record.fields.get("aliases", [])
    texts = [record.text(field) for field in fields]
    return texts + [str(alias) for alias in aliases] if isinstance(aliases, list) else texts


@dataclass(frozen=True, slots=True)
class Reference:
    """What db/reference/organisations.json says; every search ignores case, accents, plurals and punctuation.

    `unions` maps a profession's code to its unions, in the order of the official table; `bodies` are the
    consultative ones with their number of seats.
    """

    professions: tuple[Profession, ...]
    unions: Mapping[str, tuple[str, ...]]
    bodies: Mapping[str, int]
    _regimes: Mapping[str, Regime]
    _professions: Mapping[str, Profession]
    _unions: Mapping[tuple[str, str], str]
    _bodies: Mapping[str, str]

    @classmethod
    def parse(cls, mapping: Mapping[str, object]) -> "Reference":
        """Read the parsed JSON file. Raises ValueError with a French sentence that says where it is wrong."""
        root = Record.of(mapping, "organisations.json")
        regimes = {loose(regime.label): regime for regime in Regime}
        for record in root.records("regimes"):
            regimes |= dict.fromkeys(map(loose, _names(record, "code")), record.choice("code", Regime))
        professions: dict[str, Profession] = {}
        unions: dict[str, tuple[str, ...]] = {}
        spellings: dict[tuple[str, str], str] = {}
        for position, record in enumerate(root.records("professions"), 1):
            profession = Profession(record.text("code"), record.text("label"), position)
            professions |= dict.fromkeys(map(loose, _names(record, "code", "label")), profession)
            organisations = record.records("organisations") if record.fields.get("organisations") else ()
            unions[profession.code] = tuple(organisation.text("label") for organisation in organisations)
            for organisation in organisations:
                for name in _names(organisation, "label", "name"):
                    spellings[profession.code, loose(name)] = organisation.text("label")
        bodies = root.records("consultative")
        return cls(
            professions=tuple(dict.fromkeys(professions.values())),
            unions=unions,
            bodies={body.text("label"): body.whole("seats") for body in bodies},
            _regimes=regimes,
            _professions=professions,
            _unions=spellings,
            _bodies={loose(name): body.text("label") for body in bodies for name in _names(body, "label", "name")},
        )

    def regime(self, text: str) -> Regime | None:
        """Return the régime a text names, if it is known."""
        return self._regimes.get(loose(text))

    def profession(self, text: str) -> Profession | None:
        """Return the profession a text names, if it is known, be it « Infirmiers (IDEL) »."""
        return _known_part(text, lambda part: self._professions.get(loose(part)))

    def union(self, profession: Profession, text: str) -> str | None:
        """Return the usual spelling of a union of that profession, if it is known, be it « name (acronym) »."""
        return _known_part(text, lambda part: self._unions.get((profession.code, loose(part))))

    def professions_of(self, union: str) -> tuple[Profession, ...]:
        """Return the professions that know a union of that name."""
        return tuple(known for known in self.professions if self.union(known, union))

    def body(self, text: str) -> str | None:
        """Return the usual spelling of a consultative body, if it is known."""
        return self._bodies.get(loose(text))

    def nearest_regime(self, text: str) -> str:
        """Return the label of the régime that a misspelt text resembles, or an empty text."""
        found = _nearest(text, self._regimes)
        return self._regimes[found].label if found else ""

    def nearest_profession(self, text: str) -> str:
        """Return the label of the profession that a misspelt text resembles, or an empty text."""
        found = _nearest(text, self._professions)
        return self._professions[found].label if found else ""

    def nearest_union(self, profession: Profession, text: str) -> str:
        """Return the union of that profession that a misspelt text resembles, or an empty text."""
        spellings = {name: label for (code, name), label in self._unions.items() if code == profession.code}
        return spellings.get(_nearest(text, spellings), "")

    def nearest_body(self, text: str) -> str:
        """Return the consultative body that a misspelt text resembles, or an empty text."""
        return self._bodies.get(_nearest(text, self._bodies), "")


def _known_part(text: str, find: Callable[[str], _Known | None]) -> _Known | None:
    """Find what a text names, whole or by its parts on either side of a bracket or a dash; two names are none."""
    if whole := find(text):
        return whole
    known = {found for part in _BETWEEN_NAMES.split(text) if (found := find(part))}
    return known.pop() if len(known) == 1 else None


def _nearest(text: str, known: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(loose(text), list(known), n=1, cutoff=0.7)), "")
