"""French as people write it: words, dates, amounts and typography. Pure text in, text out."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
NNBSP = "\u202f"

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_BLANKS = re.compile(" +")
_SEPARATORS = re.compile(r"[\s'’`´.\-_/‐‑–—]+")


def fold(text: str) -> str:
    """Reduce a text to what a search compares: no accents, case, ligatures, apostrophes or hyphens.

    >>> fold("L'Haÿ-les-Roses")
    'l hay les roses'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", bare.casefold().translate(_LIGATURES)).strip()


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold many short texts of one line each, as `fold` does but many times as fast.

    >>> fold_all(["L'Haÿ-les-Roses", "Œuilly"])
    ['l hay les roses', 'oeuilly']
    """
    joined = unicodedata.normalize("NFC", "\n".join(texts))
    letters = {ord(letter): fold(letter) or " " for letter in set(joined) - {"\n"}}
    return [line.strip() for line in _BLANKS.sub(" ", joined.translate(letters)).split("\n")] if texts else []


def squeeze(text: str) -> str:
    """Drop stray blanks (of every width) around and inside a text."""
    return " ".join(text.split())


def day_words(day: date) -> str:
    """Return « 4 février 2021 », « 1er mars 2021 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def date_words(day: date) -> str:
    """Return « jeudi 4 février 2021 »."""
    return f"{WEEKDAYS[day.weekday()]} {day_words(day)}"


def date_digits(day: date) -> str:
    """Return « 04/02/2021 »."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def since_until(since: date, until: date | None) -> str:
    """Return « depuis le 04/02/2021 », « du 04/02/2021 au 31/05/2022 », « le 04/02/2021 » for a single day."""
    if until == since:
        return f"le {date_digits(since)}"
    return f"du {date_digits(since)} au {date_digits(until)}" if until else f"depuis le {date_digits(since)}"


def time_words(moment: time) -> str:
    """Return « 14 h 30 », « 9 h »."""
    return f"{moment.hour}{NBSP}h" + (f"{NBSP}{moment.minute:02d}" if moment.minute else "")


_TIME = re.compile(r"(\d{1,2})(?: ?[h:.] ?(\d{2})?|(\d{2}))?", re.IGNORECASE)


def parse_time(text: str) -> time:
    """Read an hour as people type it: 14h30, 14:30, 1430, 14 h, 9. Raises ValueError with a French sentence."""
    typed = squeeze(text)
    found = _TIME.fullmatch(typed)
    minutes = int(found[2] or found[3] or 0) if found else 0
    if found is None or int(found[1]) > 23 or minutes > 59:
        raise ValueError(f"«{NBSP}{typed}{NBSP}» n’est pas une heure. Écrivez par exemple 14h30.")
    return time(int(found[1]), minutes)


_DATE_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})")
_DATE_SHAPES = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4}|\d{2})"),
)


def parse_date(text: str) -> date:
    """Read a date as people type it: 4/2/21, 04022021, 04/02/2021, 2021-02-04, « 4 février 2021 ».

    A two-digit year means 2000-2069, then 1970-1999; four digits from 1900 to 2199, others are slips of the finger.
    Raises ValueError with a French sentence.
    """
    typed = squeeze(text)
    if words := _DATE_WORDS.fullmatch(fold(typed)):
        months = [fold(name) for name in MONTHS]
        if words[2] in months:
            return _checked(int(words[3]), months.index(words[2]) + 1, int(words[1]), typed)
    for shape in _DATE_SHAPES:
        if found := shape.fullmatch(typed):
            year = int(found["y"])
            if len(found["y"]) == 2:
                year += 2000 if year < 70 else 1900
            return _checked(year, int(found["m"]), int(found["d"]), typed)
    raise ValueError(f"«{NBSP}{typed}{NBSP}» n’est pas une date. Écrivez par exemple 04/02/2021.")


def _checked(year: int, month: int, day: int, typed: str) -> date:
    if not 1900 <= year < 2200:
        raise ValueError(f"L’année du {typed} est hors du calendrier de la commission. Vérifiez-la.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Le {typed} n’existe pas au calendrier. Vérifiez le jour et le mois.") from None


def integer(number: int) -> str:
    """Return « 37 500 » with narrow non-breaking spaces."""
    return f"{number:,}".replace(",", NNBSP)


def euros(amount: Decimal) -> str:
    """Return « 37 500 € », « 12 345,67 € »; cents only when there are some."""
    shape = f"{amount.quantize(_CENT, ROUND_HALF_UP):,.2f}".removesuffix(".00")
    return shape.replace(",", NNBSP).replace(".", ",") + NBSP + "€"


_CENT = Decimal("0.01")
_EUROS = re.compile(r"(\d+)(?:[.,](\d{1,2}))?")
_MOST_EURO_DIGITS = 9


def parse_euros(text: str, *, signed: bool = False) -> Decimal:
    """Read an amount as people type it: 45, 45,5, 1 234,50 €; when `signed`, -45 too.

    Raises ValueError with a French sentence, for an amount that is enormous too.
    """
    typed = squeeze(text)
    digits = typed.removesuffix("€").replace(" ", "")
    negative = signed and digits[:1] in ("-", "−", "–")
    found = _EUROS.fullmatch(digits[1:] if negative else digits)
    if found is None:
        raise ValueError(f"«{NBSP}{typed}{NBSP}» n’est pas un montant. Écrivez par exemple 45,50.")
    if len(found[1].lstrip("0")) > _MOST_EURO_DIGITS:
        raise ValueError(f"«{NBSP}{typed}{NBSP}» est un montant trop grand{NBSP}: vérifiez-le.")
    return Decimal(f"{'-' if negative else ''}{found[1]}.{found[2] or 0}").quantize(Decimal("0.01"))


def euros_typed(amount: Decimal) -> str:
    """Return an amount as one would type it: « 45 », « 45,50 »."""
    return euros(amount).removesuffix(f"{NBSP}€")


def percent(share: float | Decimal, decimals: int = 1) -> str:
    """Return « 80 % », « 12,5 % » for a share between 0 and 1."""
    shape = f"{float(share) * 100:.{decimals}f}"
    if "." in shape:
        shape = shape.rstrip("0").rstrip(".")
    return shape.replace(".", ",") + NBSP + "%"


def plural(number: int, singular: str, many: str = "") -> str:
    """Return « 1 siège », « 2 sièges », « 0 siège »: French counts as plural from two on."""
    word = singular if abs(number) < 2 else many or f"{singular}s"
    return f"{integer(number)} {word}"


def listing(words: Iterable[str]) -> str:
    """Return « a, b et c »."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


_BEFORE = re.compile(r"[ \u00a0\u202f]+([:;!?%€])|[ \u00a0\u202f]*(»)")
_AFTER = re.compile(r"«[ \u00a0\u202f]*")


def typeset(text: str) -> str:
    """Put non-breaking spaces inside « », and before : ; ! ? % € where ordinary blanks stand."""
    spaced = _BEFORE.sub(lambda sign: NBSP + sign[sign.lastindex or 0], text)
    return _AFTER.sub("«" + NBSP, spaced) if "«" in spaced else spaced


def capital(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """Return the text with its first letter in lower case, as inside a sentence."""
    return text[:1].lower() + text[1:]
