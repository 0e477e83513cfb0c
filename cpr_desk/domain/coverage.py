"""The population a territory covers, its size, what several territories share and what none of them holds."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from cpr_desk.domain.communes import Commune, Former, Gazetteer, inhabitants
from cpr_desk.domain.french import integer, listing, plural, typeset
from cpr_desk.domain.sizes import SizeClass, Thresholds, size_of

_Cpts = TypeVar("_Cpts", bound=Hashable)
"""What names a CPTS for whoever asks: an id, a name."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a list of communes adds up to, and the reasons: legal populations of one year of the data.

    `merged` are codes of the list that another commune holds today; `unknown` are counted for nothing.
    """

    year: int
    communes: tuple[Commune, ...]
    merged: tuple[tuple[Former, Commune], ...]
    unknown: tuple[str, ...]
    thresholds: Thresholds

    @property
    def population(self) -> int:
        """The inhabitants, the sum of the communes."""
        return inhabitants(self.communes)

    @property
    def size(self) -> SizeClass:
        """The size class of this population."""
        return size_of(self.population, self.thresholds)

    def sentences(self) -> list[str]:
        """Explain the population, then the size, then what does not go without saying.

        >>> one = Commune("44109", "Nantes", ("44000",), 81_000)
        >>> Coverage(2026, (one,), (), (), (40_000, 80_000, 175_000)).size.label
        'Taille 3'
        """
        count = plural(len(self.communes), "commune")
        told = [f"{_people(self.population)} : somme des populations légales de {count} (données de {self.year})."]
        told.append(f"{self.size.label} : {bracket(self.size, self.thresholds)}. {self._margin()}".strip())
        told.extend(f"{former.became(now)}, comptée en entier." for former, now in self.merged)
        if self.unknown:
            codes = listing(self.unknown)
            told.append(f"Sans commune connue en {self.year}, donc comptés pour rien : {codes}.")
        return [typeset(sentence) for sentence in told]

    def _margin(self) -> str:
        parts = []
        if self.size < SizeClass.SIZE_4:
            missing = self.thresholds[self.size - 1] - self.population
            parts.append(f"il en manque {integer(missing)} pour la taille {self.size + 1}")
        if self.size > SizeClass.SIZE_1:
            fewer = self.population - self.thresholds[self.size - 2] + 1
            parts.append(f"{integer(fewer)} de moins feraient la taille {self.size - 1}")
        told = ", ".join(parts)
        return f"{told[:1].upper()}{told[1:]}."


def bracket(size: SizeClass, thresholds: Thresholds) -> str:
    """Return the inhabitants of a size class in words, « de 40 000 à 79 999 habitants »."""
    if size is SizeClass.SIZE_1:
        return f"moins de {integer(thresholds[0])} habitants"
    if size is SizeClass.SIZE_4:
        return f"{integer(thresholds[2])} habitants et plus"
    return f"de {integer(thresholds[size - 2])} à {integer(thresholds[size - 1] - 1)} habitants"


def cover(codes: Iterable[str], gazetteer: Gazetteer, thresholds: Thresholds) -> Coverage:
    """Add up the communes of a list of INSEE codes, each part once however often it is named.

    An arrondissement and the whole town that holds it count once; a code of before counts as its commune of today.
    """
    listed = tuple(dict.fromkeys(codes))
    merged = tuple(
        (former, gazetteer.communes[former.now])
        for code in listed
        if (former := gazetteer.former.get(code)) is not None
    )
    unknown = tuple(code for code in listed if gazetteer.current(code) is None)
    return Coverage(gazetteer.year, gazetteer.ground(listed), merged, unknown, thresholds)


def gap(computed: int, typed: int) -> str:
    """Tell how far a population typed by hand is from the computed one; nothing when they agree."""
    if computed == typed:
        return ""
    more = "de plus" if typed > computed else "de moins"
    return typeset(f"{_people(abs(typed - computed))} {more} que la somme des communes ({integer(computed)})")


@dataclass(frozen=True, slots=True)
class Overlap(Generic[_Cpts]):
    """What two CPTS both hold, the commune with the most inhabitants first."""

    first: _Cpts
    second: _Cpts
    communes: tuple[Commune, ...]

    @property
    def population(self) -> int:
        """The inhabitants counted twice."""
        return inhabitants(self.communes)

    @property
    def sentence(self) -> str:
        """The shared communes in words."""
        return shared_words(self.communes)


def shared_words(communes: Sequence[Commune]) -> str:
    """Name communes that several CPTS hold, with their inhabitants: « Nantes (44) et Rezé (44), 366 000 habitants »."""
    names = [each.label for each in communes]
    shown = names if len(names) < 8 else [*names[:6], f"{len(names) - 6} autres"]
    return f"{listing(shown)}, {_people(inhabitants(communes))}"


def overlaps(territories: Mapping[_Cpts, Iterable[str]], gazetteer: Gazetteer) -> list[Overlap[_Cpts]]:
    """Return every two CPTS whose territories share a commune, those that share the most inhabitants first."""
    shared: defaultdict[tuple[_Cpts, _Cpts], list[Commune]] = defaultdict(list)
    for commune, holders in _holders(territories, gazetteer).items():
        for pair in combinations(holders, 2):
            shared[pair].append(commune)
    found = [Overlap(*pair, tuple(_largest_first(communes))) for pair, communes in shared.items()]
    return sorted(found, key=lambda each: -each.population)


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a region the CPTS hold: communes held by at least one of them, and those in none."""

    held: tuple[Commune, ...]
    free: tuple[Commune, ...]

    @property
    def population(self) -> int:
        """The inhabitants held, each once however many CPTS share the commune."""
        return inhabitants(self.held)

    @property
    def free_population(self) -> int:
        """The inhabitants of the communes in no CPTS."""
        return inhabitants(self.free)

    @property
    def share(self) -> float:
        """The part of the region’s inhabitants who are held, 0 to 1."""
        everybody = self.population + self.free_population
        return self.population / everybody if everybody else 0.0


def reach(territories: Mapping[_Cpts, Iterable[str]], gazetteer: Gazetteer, departments: Collection[str]) -> Reach:
    """Tell which communes of some départements are in a CPTS and which in none, the largest first.

    What a CPTS holds elsewhere is left aside.
    """
    holders = _holders(territories, gazetteer)
    own = _largest_first(gazetteer.of_departments(departments))
    return Reach(tuple(each for each in own if each in holders), tuple(each for each in own if each not in holders))


def _holders(territories: Mapping[_Cpts, Iterable[str]], gazetteer: Gazetteer) -> Mapping[Commune, list[_Cpts]]:
    holders: defaultdict[Commune, list[_Cpts]] = defaultdict(list)
    for cpts, codes in territories.items():
        for commune in gazetteer.ground(codes):
            holders[commune].append(cpts)
    return holders


def _largest_first(communes: Iterable[Commune]) -> Sequence[Commune]:
    return sorted(communes, key=lambda each: (-each.population, each.code))


def _people(number: int) -> str:
    return plural(number, "habitant")
