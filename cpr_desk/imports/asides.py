"""Recognise the rows of a table that hold nothing to import: blank ones, totals, notes."""

import re
from itertools import islice

from cpr_desk.imports.cells import Row, key, text_of

_BULLET = re.compile(r"[➤►▶→⇒•●▪■□✓✔☞※*]")
_TOTAL = re.compile(r"(sous )?tota(l|ux)\b.*|ensemble|moyenne\b.*|nombre (total )?de\b.*")
_NOTE = re.compile(
    r"(nota|note|nb|source|legende|remarque|contacts?|secretariat|mise? a jour|date|dont|soit|fait (a|le)|"
    r"en italique|page|"
    r"\d+ (titulaire|suppleant|profession|siege|voix|membre|personne|projet|cpts)s?)\b.*"
)
_LONGEST = 80


def first_texts(row: Row) -> list[str]:
    """Return the first two texts of a row: what decides whether it is an aside."""
    return list(islice((text for cell in row if (text := text_of(cell))), 2))


def lone_text(row: Row) -> str:
    """Return the text of a row that has only one cell filled, else an empty text."""
    texts = first_texts(row)
    return texts[0] if len(texts) == 1 else ""


def is_aside(row: Row) -> bool:
    """Return whether a row is blank, a total, a note with its bullet, or a note alone on its row."""
    texts = first_texts(row)
    if not texts or _BULLET.match(texts[0]) or any(_TOTAL.fullmatch(key(text)) for text in texts):
        return True
    return len(texts) == 1 and (len(texts[0]) > _LONGEST or _NOTE.fullmatch(key(texts[0])) is not None)
