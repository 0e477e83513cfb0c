"""Read a pasted list of communes: codes, postcodes, names or whole rows of a workbook, one territory out of it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from cpr_desk.domain.commune_search import Match, nearest, without_article
from cpr_desk.domain.communes import Commune, Gazetteer, spelled
from cpr_desk.domain.french import fold, listing, squeeze, typeset

_CELLS = re.compile(r"[\t;,|]")
_BRACKETS = re.compile(r"[()\[\]]")
_CODE = re.compile(r"\d[\dab]\d{3}|\d{9}")
"""An INSEE code, a postcode or the SIREN number of an EPCI, folded."""
_DISTRICT = re.compile(r"(.+) (\d+)er? arrondissement")
_ZERO_LOST = re.compile(r"[1-9]\d{3}")
_LETTER = re.compile(r"[^\W\d_]")
_HEADER = frozenset(
    "code codes insee nom commune communes libelle departement population postal postaux cp siren epci de la".split()
)


class Reading(StrEnum):
    """What became of one entry of a list."""

    FOUND = "found"
    MERGED = "merged"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Reading.FOUND: "Trouvée",
            Reading.MERGED: "Devenue une autre commune",
            Reading.AMBIGUOUS: "Plusieurs communes possibles",
            Reading.UNKNOWN: "Introuvable",
        }[self]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its line from 1, what was typed, and the communes it stands for.

    Of an ambiguous or unknown entry they are those one may choose from; they are not taken by themselves.
    """

    line: int
    typed: str
    reading: Reading
    communes: tuple[Commune, ...] = ()
    note: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether its communes belong to the territory without a further choice."""
        return self.reading in (Reading.FOUND, Reading.MERGED)


@dataclass(frozen=True, slots=True)
class PastedList:
    """Everything read from a list, in its order."""

    entries: tuple[Entry, ...]

    @property
    def communes(self) -> tuple[Commune, ...]:
        """The communes taken, each once."""
        return tuple(
            {commune.code: commune for entry in self.entries if entry.is_taken for commune in entry.communes}.values()
        )

    @property
    def open(self) -> tuple[Entry, ...]:
        """The entries that a person has to look at."""
        return tuple(entry for entry in self.entries if not entry.is_taken)


def read_list(gazetteer: Gazetteer, text: str, home: Collection[str] = (), *, postcodes: bool = False) -> PastedList:
    """Read a list pasted as text: an entry a line, or several parted by tabs, commas or semicolons.

    Five figures are an INSEE code when there is one, else a postcode; `postcodes` says that they are postcodes. A row
    that has a name beside its codes is the commune that both mean. Of namesakes, one at `home` (départements) is taken.
    """
    reader = _Reader(gazetteer, frozenset(home), postcodes)
    entries: list[Entry] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [part for cell in _CELLS.split(line) for part in _parted(squeeze(cell))]
        if number > 1 or not all(_HEADER.issuperset(fold(cell).split()) for cell in cells):
            entries.extend(reader.row(number, cells))
    return PastedList(tuple(entries))


class _Reader:
    """Reads cells against the names and postcodes of a gazetteer."""

    def __init__(self, gazetteer: Gazetteer, home: frozenset[str], postcodes: bool) -> None:
        self._gazetteer = gazetteer
        self._home = home
        self._postcodes_first = postcodes
        self._names = _by_name(gazetteer)
        self._posted = _by_postcode(gazetteer)
        self._groups = {name: epci.code for name, epci in gazetteer.folded_epcis}

    def row(self, line: int, cells: Sequence[str]) -> list[Entry]:
        """Read the cells of a line; figures that are no code are left aside where a name or a code is beside them."""
        codes = [code for cell in cells if (code := self._code_of(cell))]
        words = [cell for cell in cells if not _is_code(cell) and _LETTER.search(cell)]
        named = [match for cell in words for match in self._named(fold(cell))]
        typed = " ".join((*codes, *words))
        if both := _each_once(match for match in named if any(self._means(match, code) for code in codes)):
            return [self._chosen(line, typed, both, "ce nom et ce code")]
        if words:  # beside a name, other figures are codes only if they are known as such: a row may tell inhabitants
            codes = [code for cell in cells if (code := self._code_of(cell)) == cell.upper() and self._is_known(code)]
        if not codes:
            return [entry for cell in words or cells for entry in self._text(line, cell)]
        if named and len(codes) == 1:
            entry = self._code(line, codes[0])
            candidates = (*entry.communes, *(match.commune for match in named))
            note = typeset("le code et le nom ne désignent pas la même commune")
            return [Entry(line, typed, Reading.AMBIGUOUS, candidates, note)]
        return [self._code(line, cell) for cell in codes]

    def _code_of(self, cell: str) -> str:
        """Return the code in a cell, with the zero that workbooks take from its front; nothing when there is none."""
        if _is_code(cell):
            return fold(cell).upper()
        return f"0{cell}" if _ZERO_LOST.fullmatch(cell) and self._is_known(f"0{cell}") else ""

    def _is_known(self, code: str) -> bool:
        known = (self._posted, self._gazetteer.communes, self._gazetteer.former, self._gazetteer.epcis)
        return any(code in each for each in known)

    def _named(self, name: str) -> list[Match]:
        """Return what a folded name means: the name as it is, else without its article, else an old name."""
        return next((named[spelled(name)] for named in self._names if spelled(name) in named), [])

    def _means(self, match: Match, code: str) -> bool:
        known = (match.commune.code, *match.commune.postcodes, match.former.code if match.former else "")
        return code in known or self._gazetteer.current(code) == match.commune

    def _code(self, line: int, cell: str) -> Entry:
        code = cell.upper()
        if members := self._gazetteer.members(code):
            return Entry(line, cell, Reading.FOUND, members, typeset(f"EPCI : {self._gazetteer.epcis[code].name}"))
        posted = self._posted.get(code, [])
        own = self._gazetteer.current(code)
        if own is None or (self._postcodes_first and posted):
            return self._chosen(line, cell, posted, "ce code postal")
        entry = self._chosen(line, cell, [Match(own, self._gazetteer.former.get(code))], "ce code")
        others = [match.commune.name for match in posted if match.commune != own]
        if others and not entry.note:
            note = f"lu comme code INSEE ; c’est aussi le code postal de {_some(others)}"
            return replace(entry, note=typeset(note))
        return entry

    def _text(self, line: int, cell: str) -> list[Entry]:
        """Read a name, which a code or its département may stand beside: « 44109 Nantes », « Nantes (44) »."""
        whole = fold(_BRACKETS.sub(" ", cell))
        words = whole.split()
        named = self._named(whole)
        if not named and (codes := [word for word in words if _is_code(word)]):
            rest = " ".join(word for word in words if word not in codes)
            if self._named(rest) or any(self._is_known(code.upper()) for code in codes):
                return self.row(line, [*codes, rest])
        if not named and (group := self._groups.get(spelled(whole))):
            return [replace(self._code(line, group), typed=cell)]
        named = named or self._in_department(words)
        if not named:
            near = tuple(nearest(self._gazetteer, whole, self._home))
            note = typeset(f"voulez-vous dire {_some([each.label for each in near])} ?") if near else ""
            return [Entry(line, cell, Reading.UNKNOWN, near, note)]
        return [self._chosen(line, cell, named, "ce nom")]

    def _in_department(self, words: Sequence[str]) -> list[Match]:
        for stated, name in ((words[-1:], words[:-1]), (words[:1], words[1:])):
            named = self._named(" ".join(name))
            if found := [match for match in named if [match.commune.department.casefold()] == stated]:
                return found
        return []

    def _chosen(self, line: int, cell: str, matches: Sequence[Match], what: str) -> Entry:
        """Return the entry of what a cell may mean, narrowed to the home départements where that leaves something."""
        at_home = [match for match in matches if match.commune.department in self._home]
        candidates = _each_once(at_home or matches)
        if not candidates:
            return Entry(line, cell, Reading.UNKNOWN)
        communes = tuple(match.commune for match in candidates)
        if len(candidates) > 1:
            note = f"{len(candidates)} communes ont {what} : {_some([each.label for each in communes])}"
            return Entry(line, cell, Reading.AMBIGUOUS, communes, typeset(note))
        former = candidates[0].former
        if former is None:
            return Entry(line, cell, Reading.FOUND, communes)
        return Entry(line, cell, Reading.MERGED, communes, former.became(communes[0]))


_Names = Mapping[str, list[Match]]


@lru_cache(maxsize=4)
def _by_postcode(gazetteer: Gazetteer) -> _Names:
    posted: defaultdict[str, list[Match]] = defaultdict(list)
    for each in gazetteer.communes.values():
        for postcode in each.postcodes:
            posted[postcode].append(Match(each))
    return dict(posted)


@lru_cache(maxsize=4)
def _by_name(gazetteer: Gazetteer) -> tuple[_Names, _Names, _Names]:
    """Gather the communes by name, by other ways to write it, and by the names of former communes."""
    exact: defaultdict[str, list[Match]] = defaultdict(list)
    loose: defaultdict[str, list[Match]] = defaultdict(list)
    former: defaultdict[str, list[Match]] = defaultdict(list)
    for name, each in gazetteer.folded:
        exact[name].append(Match(each))
        bare = without_article(name)
        if bare != name:
            for written in (bare, f"{bare} {name.removesuffix(bare).strip()}"):
                loose[written].append(Match(each))
        if each.whole and (district := _DISTRICT.fullmatch(name)):
            for written in (f"{district[1]} {district[2]}", f"{district[1]} {district[2]}e"):
                loose[written].append(Match(each))
    for name, was in gazetteer.folded_former:
        former[name].append(Match(gazetteer.communes[was.now], was))
    return dict(exact), dict(loose), dict(former)


def _parted(cell: str) -> list[str]:
    """Return the words of a cell that holds nothing but codes, else the cell; nothing when it is empty."""
    words = cell.split()
    return words if words and all(map(_is_code, words)) else [cell] if cell else []


def _is_code(cell: str) -> bool:
    return bool(_CODE.fullmatch(fold(cell)))


def _each_once(matches: Iterable[Match]) -> list[Match]:
    return list({match.commune.code: match for match in matches}.values())


def _some(names: Sequence[str]) -> str:
    """Return the first names of a list that may be long."""
    return listing(names if len(names) < 6 else [*names[:4], f"{len(names) - 4} autres"])
