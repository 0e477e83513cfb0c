"""Tell which names may be one person's: people type accents, particles, compound names and initials as they please."""

import re
from collections import Counter
from enum import StrEnum
from functools import lru_cache

from cpr_desk.domain.french import fold

_WORD = re.compile(r"\w+")
_PARTICLES = frozenset("d de du des l la le les van von der den di da del della dos el al ben".split())
_MEANINGFUL = 4
"""Letters from which a word that differs by one letter may be a slip: Léa and Léo are simply two first names."""


class Likeness(StrEnum):
    """Why two names may be one person's, the surest first."""

    SPELLING = "spelling"
    ORDER = "order"
    JOINED = "joined"
    PARTICLE = "particle"
    PART = "part"
    INITIALS = "initials"
    LETTER = "letter"

    @property
    def label(self) -> str:
        """The French reason."""
        return {
            Likeness.SPELLING: "même nom, aux accents et majuscules près",
            Likeness.ORDER: "prénom et nom dans un autre ordre",
            Likeness.JOINED: "mots collés ou séparés autrement",
            Likeness.PARTICLE: "une particule en plus ou en moins",
            Likeness.PART: "un prénom ou un nom en plus ou en moins",
            Likeness.INITIALS: "une initiale au lieu du prénom",
            Likeness.LETTER: "une seule lettre de différence",
        }[self]

    @property
    def is_sure(self) -> bool:
        """Whether only the way of writing differs, so that one person is the likelier reading."""
        return self in (Likeness.SPELLING, Likeness.ORDER, Likeness.JOINED, Likeness.PARTICLE)


class Sameness(StrEnum):
    """What a person answers when a name to take in is like a known one."""

    SAME = "same"
    CORRECTED = "corrected"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The French answer."""
        return {
            Sameness.SAME: "C’est la même personne",
            Sameness.CORRECTED: "C’est la même personne, écrite comme dans le fichier",
            Sameness.OTHER: "Ce sont deux personnes",
        }[self]


def alike(one: str, other: str) -> Likeness | None:
    """Return why two names, typed « Prénom Nom » or the other way round, may be one person's; None if they are not.

    The order of the two names does not matter. It is a proposal: only a person who knows them can confirm it.

    >>> alike("Anne-Marie DE LA HAŸE", "De La Haye Anne Marie").value, alike("Léa Petit", "Léo Petit")
    ('order', None)
    """
    first, second = _words(one), _words(other)
    if _letters(first) == _letters(second):
        return _same_letters(first, second)
    if set(first).isdisjoint(second):
        return None
    if sorted(_bare(first)) == sorted(_bare(second)):
        return Likeness.PARTICLE
    return _nearly(first, second)


@lru_cache(maxsize=16_384)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(name)))


@lru_cache(maxsize=16_384)
def _letters(words: tuple[str, ...]) -> str:
    return "".join(sorted("".join(words)))


def _same_letters(first: tuple[str, ...], second: tuple[str, ...]) -> Likeness | None:
    if first == second:
        return Likeness.SPELLING if first else None
    if sorted(first) == sorted(second):
        return Likeness.ORDER
    if _joined(first) & _joined(second):
        return Likeness.JOINED
    return _nearly(first, second)


def _joined(words: tuple[str, ...]) -> set[str]:
    """Return the name without blanks, whichever of its words comes first."""
    return {"".join(words[start:] + words[:start]) for start in range(len(words))}


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _PARTICLES)


def _nearly(first: tuple[str, ...], second: tuple[str, ...]) -> Likeness | None:
    """Compare what the names do not share, beside at least one full word that they do."""
    shared = Counter(_bare(first)) & Counter(_bare(second))
    common = sum(count for word, count in shared.items() if len(word) > 1)
    if not common:
        return None
    left, right = _without(_bare(first), shared), _without(_bare(second), shared)
    if not (left and right):
        return Likeness.PART if common > 1 else None
    if _abbreviates(left, right) or _abbreviates(right, left):
        return Likeness.INITIALS
    if len(left) == len(right) == 1 and max(len(left[0]), len(right[0])) >= _MEANINGFUL:
        return Likeness.LETTER if one_letter_apart(left[0], right[0]) else None
    return None


def _without(words: tuple[str, ...], shared: Counter[str]) -> tuple[str, ...]:
    rest = Counter(shared)
    kept = []
    for word in words:
        if rest[word]:
            rest[word] -= 1
        else:
            kept.append(word)
    return tuple(kept)


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether « J. », « J.-M. » or « JM » may stand for « Jean-Marc »."""
    return "".join(word[0] for word in full).startswith("".join(short))


def one_letter_apart(one: str, other: str) -> bool:
    """Return whether a letter more, another letter, or two letters exchanged make one word into the other."""
    short, long = sorted((one, other), key=len)
    start = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    ours, theirs = short[start:], long[start:]
    if len(short) < len(long):
        return ours == theirs[1:]
    return ours[1:] == theirs[1:] or (ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:])
