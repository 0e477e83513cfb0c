"""Read what a register says of a CPTS beside its adhesion, and tell how it differs from what is known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cpr_desk.domain.adhesion import Adhesion
from cpr_desk.domain.areas import settled, source_words
from cpr_desk.domain.beside_adhesion import Beside
from cpr_desk.domain.commune_lists import read_list
from cpr_desk.domain.communes import Gazetteer
from cpr_desk.domain.french import date_digits, listing, plural, typeset
from cpr_desk.imports.cells import key, text_of
from cpr_desk.imports.columns import SheetRow
from cpr_desk.imports.proposals import Part, Status
from cpr_desk.imports.register_columns import Beyond, RegisterTable
from cpr_desk.imports.register_values import read_day

_LONGEST = 300
_SEPARATORS = re.compile(r"[,;|\t]")
"""What parts communes in a cell: on a line of their own, a name and a code beside it are two entries."""
_FIGURES = 3
"""Figures up to which a number is how many communes there are, and no code."""


def read_beside(row: SheetRow, table: RegisterTable, gazetteer: Gazetteer | None, home: Mapping[str, str]) -> Beside:
    """Return what the columns beside those of an adhesion say, each fault reported at its cell.

    `gazetteer` are the communes of the country, `home` the départements where namesakes are looked for first.
    """
    days: dict[Beyond, date] = {}
    for name, column in table.beyond.items():
        typed = key(text_of(row.cell(column)))
        if name not in (Beyond.ASSOCIATION, Beyond.COMMUNES) and typed not in ("", "prevue", "non", "x", "oui"):
            day = row.read(column, read_day)
            if day:
                days[name] = day
    association = _association(row, table)
    populations = _populations(row, table, gazetteer, home) if gazetteer else ()
    return Beside(
        association,
        days.get(Beyond.ASSOCIATION_ON),
        days.get(Beyond.EFFECT_ON),
        populations,
        gazetteer.year if gazetteer and populations else 0,
        tuple((name.mission, day) for name, day in days.items() if name.mission),
    )


def _association(row: SheetRow, table: RegisterTable) -> str:
    column = table.beyond.get(Beyond.ASSOCIATION)
    text = "" if column is None else row.read(column, text_of) or ""
    if len(text) > _LONGEST:
        row.problem(column, f"Ce nom dépasse {_LONGEST} caractères. Raccourcissez-le.")
    return text


def _populations(
    row: SheetRow, table: RegisterTable, gazetteer: Gazetteer, home: Mapping[str, str]
) -> tuple[tuple[str, int], ...]:
    """Read a list of communes by code, postcode or name; a mere number says how many there are, which is counted."""
    column = table.beyond.get(Beyond.COMMUNES)
    text = "" if column is None else str(row.read(column, _whole_text) or "")
    if not text or (text.isdecimal() and len(text) <= _FIGURES):
        return ()
    read = read_list(gazetteer, _SEPARATORS.sub("\n", text), home)
    for entry in read.open:
        note = entry.note or "Vérifiez son nom ou son code INSEE."
        row.problem(column, f"La commune « {entry.typed} » n’est pas certaine ({entry.reading.label.lower()}) : {note}")
    return tuple((each.code, each.population) for each in settled((each.code for each in read.communes), gazetteer))


def _whole_text(cell: Any) -> str:
    """Return a text with its lines, which part the communes of a cell."""
    return cell.strip() if isinstance(cell, str) else text_of(cell)


def with_population(adhesion: Adhesion, new: Beside, *, stated: bool) -> Adhesion:
    """Return the adhesion with the population that a new territory comes to, unless the file states one."""
    if not new.populations or stated:
        return adhesion
    total = sum(people for _, people in new.populations)
    return replace(adhesion, population=total, population_source=source_words(new.year, len(new.populations)))


def beside_parts(new: Beside, known: Beside, status: Status) -> Iterator[Part]:
    """Yield what a file changes beside the adhesion."""
    texts = (
        (Beyond.ASSOCIATION.label, known.association, new.association),
        (Beyond.ASSOCIATION_ON.label, _day(known.association_on), _day(new.association_on)),
        (Beyond.EFFECT_ON.label, _day(known.effect_on), _day(new.effect_on)),
        (Beyond.COMMUNES.label, _communes(known), _communes(new)),
        ("Missions déployées", _deployed(known), _deployed(new)),
    )
    for what, before, after in texts:
        if after:
            yield Part(status, what, "" if status is Status.ADDED else before or "rien", after)


def _day(day: date | None) -> str:
    return date_digits(day) if day else ""


def _communes(beside: Beside) -> str:
    return plural(len(beside.populations), "commune") if beside.populations else ""


def _deployed(beside: Beside) -> str:
    return typeset(listing(f"{mission.label} ({date_digits(day)})" for mission, day in beside.deployed))
