"""Communes of France and their EPCI as one year of the open data has them (domain.md §7)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from cpr_desk.domain.french import fold, fold_all, typeset

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur", "ss": "sous"}


def spelled(text: str) -> str:
    """Fold the name of a commune or an EPCI, its usual abbreviations written out.

    >>> spelled("St-Sébastien s/Loire")
    'saint sebastien sur loire'
    """
    return " ".join(_SHORT.get(word, word) for word in fold(text).split())


def department_of(code: str) -> str:
    """Return the INSEE code of the département of a commune’s code, « 44 », « 2A », « 974 »."""
    return code[: 3 if code.startswith("97") else 2]


class Commune(NamedTuple):
    """A commune: INSEE code « 44109 », postcodes, legal population, SIREN numbers of the EPCI it belongs to.

    An arrondissement of Paris, Lyon or Marseille is one too, whose `whole` is the code of its commune. A named tuple:
    there are 35,000 of them, and a frozen dataclass takes half as long again to make.
    """

    code: str
    name: str
    postcodes: tuple[str, ...]
    population: int
    epcis: tuple[str, ...] = ()
    whole: str = ""

    @property
    def department(self) -> str:
        """The INSEE code of its département."""
        return department_of(self.code)

    @property
    def label(self) -> str:
        """What tells it from its namesakes, « Nantes (44) »."""
        return f"{self.name} ({self.department})"


class EpciKind(StrEnum):
    """The kinds of groups of communes, by the codes of the data."""

    COMMUNITY = "CC"
    AGGLOMERATION = "CA"
    URBAN = "CU"
    METROPOLIS = "METRO"
    LYON = "MET69"
    PUBLIC_TERRITORY = "EPT"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            EpciKind.COMMUNITY: "Communauté de communes",
            EpciKind.AGGLOMERATION: "Communauté d’agglomération",
            EpciKind.URBAN: "Communauté urbaine",
            EpciKind.METROPOLIS: "Métropole",
            EpciKind.LYON: "Métropole de Lyon",
            EpciKind.PUBLIC_TERRITORY: "Établissement public territorial",
        }[self]


@dataclass(frozen=True, slots=True)
class Epci:
    """A group of communes by its SIREN number; the public territories of the Grand Paris are listed among them."""

    code: str
    kind: EpciKind
    name: str


@dataclass(frozen=True, slots=True)
class Former:
    """A code that is no more, and the commune that holds it now; `name` is empty and `year` None when not known."""

    code: str
    name: str
    now: str
    year: int | None = None

    @property
    def label(self) -> str:
        """How it is named: its name, else its code."""
        return self.name or self.code

    def became(self, commune: Commune) -> str:
        """Tell what it is now: a part of a commune, or that commune under another number."""
        since = f" depuis {self.year}" if self.year else ""
        if self.name == commune.name:
            return typeset(f"{commune.label} porte un autre numéro{since} : {commune.code}")
        return f"{self.label} fait partie de {commune.label}{since}"


@dataclass(frozen=True, slots=True)
class Appeared:
    """A code that the data have from a year on: a commune taken out of another, or that other under a new number."""

    code: str
    out_of: str
    year: int


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The communes of one year by INSEE code, their EPCI by SIREN, what former codes have become.

    `since` is the first year whose changes are dated: a former code without a year was so before. Every former code
    leads to a commune that is there (the reader of the files makes sure of it). `old_names` are of communes that kept
    their number when they took a new name.
    """

    year: int
    source: str
    since: int
    communes: Mapping[str, Commune]
    epcis: Mapping[str, Epci]
    former: Mapping[str, Former]
    old_names: Sequence[Former]
    appeared: Mapping[str, Appeared]

    @cached_property
    def folded(self) -> list[tuple[str, Commune]]:
        """Every commune with its name as searches compare it."""
        return list(zip(fold_all([each.name for each in self.communes.values()]), self.communes.values(), strict=True))

    @cached_property
    def folded_former(self) -> list[tuple[str, Former]]:
        """Every former commune whose name is known, likewise; one that kept the name of today’s commune is left out."""
        named = [
            each
            for each in (*self.former.values(), *self.old_names)
            if each.name and each.name != self.communes[each.now].name
        ]
        return list(zip(fold_all([each.name for each in named]), named, strict=True))

    @cached_property
    def folded_epcis(self) -> list[tuple[str, Epci]]:
        """Every EPCI, likewise, abbreviations written out."""
        return [(spelled(each.name), each) for each in self.epcis.values()]

    @cached_property
    def _districts(self) -> Mapping[str, tuple[Commune, ...]]:
        found: defaultdict[str, list[Commune]] = defaultdict(list)
        for each in self.communes.values():
            if each.whole:
                found[each.whole].append(each)
        return {code: tuple(districts) for code, districts in found.items()}

    @cached_property
    def _members(self) -> Mapping[str, tuple[Commune, ...]]:
        found: defaultdict[str, list[Commune]] = defaultdict(list)
        for each in self.communes.values():
            if not each.whole:
                for epci in each.epcis:
                    found[epci].append(each)
        return {code: tuple(members) for code, members in found.items()}

    def members(self, epci: str) -> tuple[Commune, ...]:
        """Return the communes of an EPCI, none when its number is unknown."""
        return self._members.get(epci, ())

    def current(self, code: str) -> Commune | None:
        """Return the commune that holds an INSEE code today; None when nothing is known of it."""
        found = self.former.get(code)
        return self.communes.get(found.now if found else code)

    def parts(self, commune: Commune) -> tuple[Commune, ...]:
        """Return the arrondissements of Paris, Lyon or Marseille, any other commune by itself.

        What is counted, compared and drawn are these: a CPTS may hold some arrondissements, or the whole town.
        """
        return self._districts.get(commune.code, (commune,))

    def ground(self, codes: Iterable[str]) -> tuple[Commune, ...]:
        """Return every part that the communes of some codes hold today, each once, in the order of the codes.

        Unknown codes hold nothing.
        """
        found: dict[str, Commune] = {}
        for code in codes:
            if commune := self.current(code):
                found |= {part.code: part for part in self.parts(commune)}
        return tuple(found.values())

    def of_departments(self, departments: Iterable[str]) -> tuple[Commune, ...]:
        """Return every part of some départements."""
        wanted = frozenset(departments)
        own = (each for each in self.communes.values() if each.department in wanted)
        return tuple(each for each in own if each.code not in self._districts)


def inhabitants(communes: Iterable[Commune]) -> int:
    """Return the sum of the populations."""
    return sum(each.population for each in communes)
