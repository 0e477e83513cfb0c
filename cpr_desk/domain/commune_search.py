"""Find a commune or an EPCI as a person types it: part of a name, a postcode, an INSEE code, an old name."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from cpr_desk.domain.communes import Commune, Epci, Former, Gazetteer, spelled
from cpr_desk.domain.french import fold, typeset

_START = re.compile(r"\d[\dab]?\d{0,3}")
_ARTICLES = ("le ", "la ", "les ", "l ")
_CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """A commune that answers a search; `former` is the commune of before that the text names."""

    commune: Commune
    former: Former | None = None

    @property
    def note(self) -> str:
        """Why it answers, when its own name does not show it."""
        return typeset(f"comprend {self.former.label}, ancienne commune") if self.former else ""


_Found = dict[str, tuple[int, Match]]
"""What answers, by the code of the commune, each with its rank: the smallest answers best."""


def search(gazetteer: Gazetteer, text: str, home: Collection[str] = (), limit: int = 50) -> list[Match]:
    """Return the communes that a text may mean: the likeliest, those of the home départements, the largest first.

    A code answers by its first figures, of the INSEE code or of a postcode, also of a code that is no more.
    """
    wanted = spelled(text)
    if not wanted:
        return []
    found = _by_code(gazetteer, wanted) if _START.fullmatch(wanted) else _by_name(gazetteer, wanted)
    ranked = sorted(
        found.values(),
        key=lambda each: (
            each[0],
            each[1].commune.department not in home,
            -each[1].commune.population,
            each[1].commune.code,
        ),
    )
    return [match for _, match in ranked[:limit]]


def search_epcis(gazetteer: Gazetteer, text: str, home: Collection[str] = (), limit: int = 50) -> list[Epci]:
    """Return the EPCI that a text may mean, by part of its name or by SIREN number, those at home first."""
    wanted = spelled(text)
    if not wanted:
        return []
    found = [each for name, each in gazetteer.folded_epcis if wanted in name or each.code == wanted]

    def away(epci: Epci) -> bool:
        return not any(member.department in home for member in gazetteer.members(epci.code))

    return sorted(found, key=lambda each: (away(each), fold(each.name)))[:limit]


def nearest(gazetteer: Gazetteer, text: str, home: Collection[str], limit: int = 3) -> list[Commune]:
    """Return the communes of the home départements that a text may mean: it begins their name, or nearly is it."""
    wanted = spelled(text)
    names = {name: each for name, each in gazetteer.folded if each.department in home}
    begun = [name for name in names if wanted and name.startswith(f"{wanted} ")]
    begun.sort(key=lambda name: (-names[name].population, name))
    found = dict.fromkeys([*begun, *get_close_matches(wanted, names, limit, _CLOSE)])
    return [names[name] for name in found][:limit]


def _by_code(gazetteer: Gazetteer, wanted: str) -> _Found:
    start = wanted.upper()
    found: _Found = {}
    for each in gazetteer.communes.values():
        if each.code.startswith(start):
            found[each.code] = (0, Match(each))
        elif any(postcode.startswith(start) for postcode in each.postcodes):
            found[each.code] = (1, Match(each))
    if former := gazetteer.former.get(start):
        found[former.now] = (0, Match(gazetteer.communes[former.now], former))
    return found


def _by_name(gazetteer: Gazetteer, wanted: str) -> _Found:
    found: _Found = {}
    for name, each in gazetteer.folded:
        if wanted in name:
            found[each.code] = (_rank(wanted, name), Match(each))
    for name, former in gazetteer.folded_former:
        if wanted in name:
            rank = _rank(wanted, name) + 1
            if former.now not in found or rank < found[former.now][0]:
                found[former.now] = (rank, Match(gazetteer.communes[former.now], former))
    return found


def _rank(wanted: str, name: str) -> int:
    """Tell how well a name answers: it is the text, begins with it, has a word that does, has it somewhere."""
    bare = without_article(name)
    if wanted in (name, bare):
        return 0
    if name.startswith(wanted) or bare.startswith(wanted):
        return 2
    return 4 if f" {wanted}" in name else 6


def without_article(folded: str) -> str:
    """Return a folded name without its article: people look for « Mans »."""
    for article in _ARTICLES:
        if folded.startswith(article):
            return folded.removeprefix(article)
    return folded
