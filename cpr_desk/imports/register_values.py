"""Read the values of a register's cells; each reader raises ValueError with a French sentence."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from cpr_desk.domain.adhesion import Stage, Step
from cpr_desk.domain.french import NBSP, parse_date
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.imports.cells import Cell, amount, key, text_of, whole
from cpr_desk.imports.nearest import suggestion
from cpr_desk.imports.register_columns import missions_named

_STEPS = (
    (re.compile(r"abandon|sans suite|arrete"), Step.ABANDONED),
    (re.compile(r"resili|termin|denonc|fin d[eu] (contrat|l aci)|echu|expire"), Step.TERMINATED),
    (re.compile(r"renouvel|reconduit"), Step.RENEWED),
    (re.compile(r"projet.*(attente|cours) de validation|(attente|cours) de validation.*projet"), Step.PROJECT_SENT),
    (re.compile(r"lettre.*(attente|cours) de validation|(attente|cours) de validation.*lettre"), Step.LETTER_DEPOSITED),
    (re.compile(r"negoci|aci en cours|en cours de (signature|contractualisation)"), Step.NEGOTIATION),
    (re.compile(r"\bsigne|^signature|^aci$|^contrat( aci)?$|conventionne|contractualise|^adherente?$"), Step.SIGNED),
    (re.compile(r"(projet|\bps\b).*(valid|approuv|accept)"), Step.PROJECT_VALIDATED),
    (re.compile(r"(projet|\bps\b).*(transmi|depos|envoy|recu|instruction|depot)"), Step.PROJECT_SENT),
    (re.compile(r"(lettre|\bl ?d?i\b).*(valid|accept|approuv)|^projet en cours$"), Step.LETTER_VALIDATED),
    (re.compile(r"lettre|^l ?d?i\b"), Step.LETTER_DEPOSITED),
    (re.compile(r"reflexion|pre ?projet|emergence|idee"), Step.REFLECTION),
)
_NEGATION = re.compile(r"\b(non|pas|sans lettre|a signer|a venir|prevue?|bientot|refusee?)\b")
_LABELS = {
    key(text): step
    for step, texts in (
        *((Step(stage), (stage, stage.label)) for stage in Stage if stage is not Stage.LETTER),
        (Step.LETTER_DEPOSITED, (Stage.LETTER, Stage.LETTER.label)),
        *((step, (step, step.label)) for step in Step),
    )
    for text in texts
}
_SIZE = re.compile(r"(?:taille |t ?)?([1-4])")
_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"\d{5}(?=$|,)")
_SERIALS = range(36_526, 73_051)
_Number = TypeVar("_Number", int, Decimal)
_CHOSEN = frozenset(
    ("x", "oui", "o", "1", "vrai", "prevue", "prevu", "choisie", "retenue", "en cours", "demarree", "active", "ok")
)
_TICK = re.compile(r"[✓✔☑√]")
_NOT_CHOSEN = frozenset(("", "non", "n", "0", "faux"))
_BETWEEN_MISSIONS = re.compile(r"[,;\n|+•]")
_BEFORE_DEPARTMENT = re.compile(r"^(departement|dept|dpt|dep) (de la |de l |du |des |de )?|^(le|la|les|l) |^d ?(?=\d)")
_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")


def read_day(cell: Cell) -> date:
    """Read a date: Excel's own, its serial number, or a text as people type it; from 2000 to 2100."""
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        typed = text_of(cell)
        serial = _SERIAL.match(typed)  # a .csv keeps it as a text, an instant has decimals
        days = int(serial[0]) if serial else 0
        day = _ZERO + timedelta(days=days) if days in _SERIALS else _typed_day(typed)
    if not 2000 <= day.year <= 2100:
        raise ValueError(f"L’année {day.year} n’est pas vraisemblable. Vérifiez la date.")
    return day


_typed_day = lru_cache(maxsize=4096)(parse_date)


def read_count(cell: Cell) -> int:
    """Read a number of inhabitants or of members: 88000, « 88 000 hab. »."""
    number = _number(whole, cell, ("hab", "habitants", "membres", "adherents", "professionnels", "ps"))
    if number < 0:
        raise ValueError("Ce nombre ne peut pas être négatif.")
    return number


def _number(read: Callable[[Cell, Sequence[str]], _Number], cell: Cell, units: Sequence[str]) -> _Number:
    try:
        return read(cell, units)
    except ValueError as error:
        raise ValueError(f"{error} Écrivez par exemple 88{NBSP}000, ou videz la cellule.") from None


def read_euros(cell: Cell) -> Decimal:
    """Read an amount in euros, to the cent."""
    euros = _number(amount, cell, ("€", "eur", "euro", "euros")).quantize(Decimal("0.01"))
    if euros < 0:
        raise ValueError("Ce montant ne peut pas être négatif.")
    return euros


def read_size(cell: Cell) -> SizeClass:
    """Read a size class: 3, « T3 », « Taille 3 »."""
    found = _SIZE.fullmatch(key(text_of(cell)))
    if not found:
        raise ValueError(f"«{NBSP}{text_of(cell)}{NBSP}» n’est pas une taille. Écrivez Taille 1, 2, 3 ou 4.")
    return SizeClass(int(found[1]))


def read_step(cell: Cell) -> Step:
    """Read a step of the path under one of its many names."""
    return _step(text_of(cell))


@lru_cache(maxsize=1024)
def _step(typed: str) -> Step:
    words = key(typed)
    if words in _LABELS:
        return _LABELS[words]
    if not _NEGATION.search(words):
        for pattern, step in _STEPS:
            if pattern.search(words):
                return step
    near = suggestion(typed, (label for step in Step for label in (step.label, step.stage.label)))
    words = f"L’étape «{NBSP}{typed}{NBSP}» est inconnue."
    raise ValueError(f"{words} {near or 'Choisissez dans la liste du classeur modèle.'}")


def read_missions(cell: Cell) -> tuple[dict[str, date | None], list[str]]:
    """Read a list of missions, each with the day it started if given, and the words that name none."""
    missions: dict[str, date | None] = {}
    unknown = []
    for part in _BETWEEN_MISSIONS.split(cell if isinstance(cell, str) else text_of(cell)):
        named = missions_named(key(part))
        found = _DAY.search(part)
        day = read_day(found[0]) if found else None
        missions |= {mission.value: day for mission in named}
        if not named and key(part):
            unknown.append(text_of(part))
    return missions, unknown


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mission that the CPTS has chosen, and the day it started if it did."""

    day: date | None


def read_mission(cell: Cell) -> Chosen | None:
    """Read the cell of one mission's column: a date, « x » or « oui »; None for « non »."""
    words = key(_TICK.sub("x", text_of(cell)))
    if words in _NOT_CHOSEN:
        return None
    return Chosen(None if words in _CHOSEN else read_day(cell))


def department_named(text: str, spellings: Mapping[str, str]) -> str:
    """Return the code of the département that a text names, be it « Dépt 44 » or « D44 », else an empty text."""
    words = key(text)
    return spellings.get(words) or spellings.get(_BEFORE_DEPARTMENT.sub("", words), "")


def department_spellings(departments: Mapping[str, str]) -> dict[str, str]:
    """Return the codes by the usual ways to write a département: 44, Loire-Atlantique, 44 – Loire-Atlantique."""
    spellings: dict[str, str] = {}
    for code, label in departments.items():
        number, name = key(code), key(label)
        for text in (number, number.lstrip("0"), name, f"{number} {name}", f"{name} {number}"):
            spellings[text] = code
    return spellings
