"""The known word that a misspelt one is nearest to, to be told beside the problem."""

import difflib
from collections.abc import Iterable

from cpr_desk.domain.french import typeset
from cpr_desk.imports.cells import key

_NEAR = 0.6


def suggestion(typed: str, labels: Iterable[str]) -> str:
    """Return « Voulez-vous dire « Mayenne » ? » for a word that is near one of those known, else an empty text."""
    known = {key(label): label for label in labels}
    found = difflib.get_close_matches(key(typed), list(known), n=1, cutoff=_NEAR)
    return typeset(f"Voulez-vous dire « {known[found[0]]} » ?") if found else ""
