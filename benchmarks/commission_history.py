"""A commission with 5,040 mandates of history: 70 seats, a titular and a substitute, 36 years."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks import data
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import MandateRole, Profession, Regime, SeatState, Section
from cpr_desk.services import commission as commissions
from cpr_desk.services import composition
from cpr_desk.services.composition import ReviseComposition
from cpr_desk.services.instance import Database

FOUNDED = date(1991, 2, 4)
YEARS = 36
_SOCIAL, _PROFESSIONAL, _CONSULTATIVE = 18, 46, 6
_UNIONS_OF_A_PROFESSION = 3
_WAVES = 9
"""Days of a year on which some of the seats change hands: 324 days of change in all."""

_INSERT_PERSON = (
    "INSERT INTO person (id, first_name, last_name, civility, email, phone, address, postcode, city, profession, "
    "folded_name) VALUES (?, 'Gwenaëlle', ?, 'Mme', '', '', '', '49000', 'Angers', '', ?)"
)
_INSERT_MANDATE = (
    "INSERT INTO mandate (seat_id, person_id, role, valid_from, valid_to, letter_reference, end_reason, end_note) "
    "VALUES (?, ?, ?, ?, ?, '', ?, '')"
)


def history_in(folder: Path, years: int = YEARS) -> tuple[Database, Commission]:
    """Create a data folder with this history, or the first of its years: use cases would take minutes to write it."""
    db, commission = data.commission_in(folder)
    commissions.change_identity(db, commission.id, commission.name, FOUNDED)
    composition.revise_composition(db, ReviseComposition(commission.id, FOUNDED, tuple(_seats())))
    seats = [seat.id for seat in composition.composition_at(db, commission.id, FOUNDED).seats]
    with closing(sqlite3.connect(db.file)) as raw, raw:
        for number, (seat, role, year) in enumerate(
            ((seat, role, year) for seat in seats for role in MandateRole for year in range(years)), start=1
        ):
            name = f"Trévidic {number:05d}"
            raw.execute(_INSERT_PERSON, (number, name, f"gwenaelle trevidic {number:05d}"))
            last = None if year == years - 1 else _begins(seat, year + 1) - timedelta(days=1)
            reason = "replaced" if last else None
            raw.execute(_INSERT_MANDATE, (seat, number, role.value, _begins(seat, year), last, reason))
    return db, replace(commission, installed_on=FOUNDED)


def _begins(seat: int, year: int) -> date:
    return FOUNDED.replace(year=FOUNDED.year + year) + timedelta(days=31 * (seat % _WAVES) if year else 0)


def _seats() -> Iterator[SeatState]:
    for line in range(1, _SOCIAL + 1):
        regime = Regime.MSA if line > _SOCIAL - 4 else Regime.RG
        yield SeatState(Section.SOCIAL, line, 1 if line in (14, 18) else 3, regime)
    for line in range(1, _PROFESSIONAL + 1):
        number = 1 + (line - 1) // _UNIONS_OF_A_PROFESSION
        profession = Profession(f"profession-{number:02d}", f"Profession {number:02d}", number)
        yield SeatState(Section.PROFESSIONAL, line, 1, profession=profession, organisation=f"Syndicat {line:02d}")
    for line in range(1, _CONSULTATIVE + 1):
        yield SeatState(Section.CONSULTATIVE, line, 0, organisation="URPS", rank=line)
