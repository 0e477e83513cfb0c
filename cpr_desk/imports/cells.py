"""The values a cell may hold, and how what people typed is compared and counted."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

from cpr_desk.domain.french import NBSP, date_digits, fold, squeeze

Cell = str | int | float | bool | date | time | timedelta
"""What a workbook's cell may hold; the empty text stands for an empty cell."""
Row = Sequence[Cell]

ERROR_VALUE = re.compile(r"#(REF|N/?A|VALUE|VALEUR|DIV/0|NAME|NOM|NUM|NOMBRE|NULL|NUL|SPILL|CALC|GETTING_DATA)[!?]?")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(
    r"(?:[≈~]|env(?:iron)?\.?)? ?(?P<sign>[-−]?)"
    r"(?P<digits>\d[\d .’']*)(?P<decimals>,\d{1,2})? ?(?P<unit>[^\W\d_]*|€)\.?"
)
_NOTHING = frozenset(
    (
        "",
        "nc",
        "n c",
        "nd",
        "n d",
        "na",
        "n a",
        "so",
        "s o",
        "neant",
        "sans objet",
        "non renseigne",
        "inconnu",
        "inconnue",
    )
)
_NUMBER_WORDS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def text_of(cell: Cell) -> str:
    """Return what the cell shows, without stray or invisible blanks."""
    if isinstance(cell, str):
        return squeeze(cell if cell.isascii() else cell.translate(_INVISIBLE))
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, date):
        return date_digits(cell)
    return str(cell).replace(".", ",")


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Reduce a text to its folded words, without punctuation: « Titulaire(s) : » → « titulaire s »."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def is_error(cell: Cell) -> bool:
    """Return whether the cell shows an Excel error such as #REF!."""
    return isinstance(cell, str) and cell.startswith("#") and ERROR_VALUE.fullmatch(cell.strip().upper()) is not None


def says_nothing(cell: Cell) -> bool:
    """Return whether a text stands for an empty cell: « - », « NC », « néant »."""
    return isinstance(cell, str) and key(cell) in _NOTHING and not is_error(cell)


def column_letter(index: int) -> str:
    """Return the letter of a column counted from 0: A, B… Z, AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def amount(cell: Cell, units: Sequence[str]) -> Decimal:
    """Read a number as people type it: 3, « 3,0 », « trois », « 88 000 hab. », « 37 500 € ».

    `units` are the folded words that may follow. Raises ValueError with a French sentence.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(str(cell))
    typed = text_of(cell)
    found = _NUMBER.fullmatch(re.sub(r"(?<=\d)\.(?=\d{1,2}(\D|$))", ",", typed.lower()))
    if found and fold(found["unit"]) in ("", *units):
        digits = re.sub(r"\D", "", found["digits"])
        decimals = (found["decimals"] or ",0")[1:]
        sign = "-" if found["sign"] else ""
        return Decimal(f"{sign}{digits}.{decimals}")
    words = re.sub(r"^une\b", "un", key(typed)).split()
    if words and words[0] in _NUMBER_WORDS and all(word in units for word in words[1:]):
        return Decimal(_NUMBER_WORDS.index(words[0]))
    raise ValueError(f"«{NBSP}{typed}{NBSP}» n’est pas un nombre.")


def whole(cell: Cell, units: Sequence[str]) -> int:
    """Read a whole number as `amount` does. Raises ValueError with a French sentence."""
    number = amount(cell, units)
    if number != number.to_integral_value():
        raise ValueError(f"«{NBSP}{text_of(cell)}{NBSP}» n’est pas un nombre entier.")
    return int(number)
