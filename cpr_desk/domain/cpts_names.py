"""Tell which names may be one CPTS: files write prefixes, accents, small words and abbreviations as they please."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import permutations

from cpr_desk.domain.communes import spelled
from cpr_desk.domain.french import fold
from cpr_desk.domain.likeness import one_letter_apart

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_PREFIX = re.compile(r"^(la )?(cpts|c p t s|communaute professionnelle territoriale de sante)\b *(?=.)")
_SMALL = frozenset("a au aux d de des du en et l la le les s sous sur cpts".split())
_MEANINGFUL = 4
"""Letters from which a word tells something by itself, or may hide a slip."""
_LONG = 8
_NEAR = 0.85
_STEM = 4
_CROWD = 60
"""CPTS that a name is compared with at the most: a word that more of them share tells little."""
_MOST = 5
"""Candidates that one may choose from: beyond, the name tells nothing."""
_REORDERED = 4


class NameLikeness(StrEnum):
    """Why two names may be one CPTS, the surest first."""

    WRITING = "writing"
    SLIP = "slip"
    SHORT = "short"
    PART = "part"

    @property
    def label(self) -> str:
        """The French reason."""
        return {
            NameLikeness.WRITING: "mêmes mots, écrits autrement",
            NameLikeness.SLIP: "à une ou deux lettres près",
            NameLikeness.SHORT: "nom en abrégé",
            NameLikeness.PART: "un mot en plus ou en moins",
        }[self]


@lru_cache(maxsize=32_768)
def bare_name(name: str) -> str:
    """Return what tells CPTS apart inside a département: « CPTS Nord-Estuaire » and « NORD ESTUAIRE » are one."""
    words = _NOT_WORD.sub(" ", fold(name)).strip()
    return _PREFIX.sub("", words) or words


def alike(one: str, other: str) -> NameLikeness | None:
    """Return why two names may be one CPTS; None if they are not. Equal `bare_name`s are alike too.

    It is a proposal: only a person who knows them can confirm it.

    >>> alike("CPTS du Pays de St-Lys", "Pays Saint Lys").value, alike("CPTS Nord", "CPTS Sud")
    ('writing', None)
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return None
    if sorted(first) == sorted(second) or "".join(bare_name(one).split()) == "".join(bare_name(other).split()):
        return NameLikeness.WRITING
    if len(first) == len(second) and _slips(first, second):
        return NameLikeness.SLIP
    if _shortens(first, second) or _shortens(second, first):
        return NameLikeness.SHORT
    shared = set(first) & set(second)
    if any(len(word) >= _MEANINGFUL for word in shared) and shared in (set(first), set(second)):
        return NameLikeness.PART
    return None


@lru_cache(maxsize=32_768)
def _words(name: str) -> tuple[str, ...]:
    """Return the words that tell a CPTS, those that only link them left out."""
    words = spelled(bare_name(name)).split()
    return tuple(word for word in words if word not in _SMALL) or tuple(words)


def _slips(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether the words that differ do so by a letter or two, whatever their order."""
    left = [word for word in first if word not in second]
    right = [word for word in second if word not in first]
    if len(left) != len(right) or len(left) > _REORDERED:
        return False
    return any(all(map(_is_slip, left, order)) for order in permutations(right))


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _MEANINGFUL or not (one + other).isalpha():
        return False
    long = min(len(one), len(other)) >= _LONG
    return one_letter_apart(one, other) or (long and SequenceMatcher(None, one, other).ratio() >= _NEAR)


def _shortens(short: Sequence[str], full: Sequence[str]) -> bool:
    """Return whether « Pays Segr. » or « PS » may stand for « Pays Segréen »."""
    if len(short) == len(full) > 0 and all(map(_begins, short, full)):
        return any(len(word) > 1 for word in short)
    return len(short) == 1 and len(full) > 1 and short[0] == "".join(word[0] for word in full)


def _begins(short: str, full: str) -> bool:
    return full.startswith(short)


@dataclass(frozen=True, slots=True)
class Near:
    """A known CPTS, by its id, whose name is like one that was read."""

    id: int
    why: NameLikeness


class KnownNames:
    """Names of CPTS by id, in which one that is written differently is found without comparing it with all."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._names = dict(names)
        self._same: defaultdict[str, list[int]] = defaultdict(list)
        self._stems: defaultdict[str, list[int]] = defaultdict(list)
        for cpts_id, name in self._names.items():
            self._same[bare_name(name)].append(cpts_id)
            for stem in dict.fromkeys((*_stems(name), *_initials(name, known=True))):
                self._stems[stem].append(cpts_id)

    def same(self, name: str) -> tuple[int, ...]:
        """Return the CPTS of that very name, prefix, accents and capitals apart."""
        return tuple(self._same.get(bare_name(name), ()))

    def near(self, name: str) -> tuple[Near, ...]:
        """Return the CPTS whose names are like one, the likeliest first, at most five."""
        found = [Near(each, why) for each in self._gathered(name) if (why := alike(name, self._names[each]))]
        order = list(NameLikeness)
        found.sort(key=lambda near: (order.index(near.why), self._names[near.id], near.id))
        return tuple(found[:_MOST])

    def _gathered(self, name: str) -> list[int]:
        """Return those that share the beginning or the end of a rare word, else the beginnings of two usual ones."""
        stems = dict.fromkeys((*_stems(name), *_initials(name, known=False)))
        crowds = sorted((self._stems[stem] for stem in stems if stem in self._stems), key=len)
        found: dict[int, None] = {}
        for crowd in crowds:
            if len(found) + len(crowd) > _CROWD:
                break
            found |= dict.fromkeys(crowd)
        if not found:
            starts = (self._stems[word[:_STEM]] for word in dict.fromkeys(_words(name)) if word[:_STEM] in self._stems)
            usual = sorted(starts, key=len)[:2]
            found = dict.fromkeys(sorted(set.intersection(*map(set, usual)))[:_CROWD] if usual else ())
        return list(found)


def _stems(name: str) -> Iterator[str]:
    """Yield what a name shares with one that is like it: its letters, the beginning or the end of a word."""
    for word in _words(name):
        yield word[:_STEM]
        yield f"-{word[-_STEM:]}"
    yield f"={''.join(bare_name(name).split())}"


def _initials(name: str, *, known: bool) -> Iterator[str]:
    """Yield what a name in initials, or of words cut short, shares with the full name, whichever of them is known."""
    words = _words(name)
    alone, initials = ("@", "#") if known else ("#", "@")
    if len(words) == 1:
        yield f"{alone}{words[0]}"
    elif words:
        letters = "".join(word[0] for word in words)
        yield f"{initials}{letters}"
        yield f"~{letters}"
