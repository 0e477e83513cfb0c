"""Use cases on the register of CPTS: read it at a date, write one CPTS, take in a whole file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cpr_desk.domain.adhesion import Adhesion, Summary, summarise, the_cpts
from cpr_desk.domain.beside_adhesion import Beside
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import scale_in_force
from cpr_desk.domain.sizes import SizeClass, Thresholds, size_of
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.storage import queries, register
from cpr_desk.storage.database import Database
from cpr_desk.storage.register_beside import write_beside

__all__ = [
    "CodeTakenError",
    "Progress",
    "TakeInRegister",
    "adhesions_at",
    "cpts_of_code",
    "save_adhesion",
    "summarise_for",
    "summary_at",
    "take_in_register",
]

Progress = Callable[[int, int], None]
"""Told (done, total); may raise to cancel."""


_MISSIONS = [mission.value for mission in Mission]


def adhesions_at(db: Database, commission_id: int, at: date, ids: Iterable[int] | None = None) -> tuple[Adhesion, ...]:
    """Return the register on a day, by name; only some CPTS when `ids` names them."""
    wanted = None if ids is None else list(ids)
    thresholds = reference.scale_at(db, at).thresholds
    with db.reading() as session:
        missions = queries.register_missions(session, at, wanted)
        rows = queries.register_rows(session, commission_id, at, wanted)
    return tuple(_adhesion(row, missions.get(row.id, ()), thresholds) for row in rows)


def _adhesion(row: Any, missions: Sequence[tuple[str, date | None]], thresholds: Thresholds) -> Adhesion:
    stated = SizeClass(row.size) if row.size else None
    fields = row._asdict()
    fields["population_source"] = row.population_source or ""
    fields["size"] = stated if row.population is None else size_of(row.population, thresholds)
    fields["missions"] = tuple(sorted(missions, key=lambda mission: _MISSIONS.index(mission[0])))
    fields["paid"] = None if row.paid is None else Decimal(row.paid) / 100
    return Adhesion(**fields)


def cpts_of_code(db: Database, commission_id: int, code: str) -> int:
    """Return the id of the CPTS that bears a code. Raises UserError when none does."""
    with db.reading() as session:
        found = register.id_of_code(session, commission_id, code.strip())
    if found is None:
        raise UserError(f"Aucune CPTS du registre n’a le code {code}.", "Vérifiez le code dans la page CPTS.")
    return found


def summary_at(db: Database, commission: Commission, at: date) -> Summary:
    """Return the count on a day."""
    return summarise_for(commission, adhesions_at(db, commission.id, at), at)


def summarise_for(commission: Commission, adhesions: Iterable[Adhesion], at: date) -> Summary:
    """Count adhesions against the population of the commission's territory."""
    territory = reference.territory_of(commission)
    return summarise(adhesions, at, territory.population if territory else None)


class CodeTakenError(UserError):
    """Say in French that another CPTS has this code."""


def save_adhesion(db: Database, commission_id: int, adhesion: Adhesion, on: date, *, correcting: bool = False) -> int:
    """Add (id 0) or change one CPTS as known on a day and return its id.

    A day that is no longer given takes its step back. `correcting`: the step recorded was a mistake, the new one
    stands in its place instead of after it. Raises CodeTakenError for a code already taken, and UserError where a
    contract or papers hang on a step that would go.
    """
    verb = "Modifier" if adhesion.id else "Ajouter"
    with db.unit_of_work(f"{verb} {the_cpts(adhesion.name)}") as session:
        taken = register.id_of_code(session, commission_id, adhesion.code)
        if taken and taken != adhesion.id:
            raise CodeTakenError(
                f"Le code {adhesion.code} est déjà celui d’une autre CPTS.", "Donnez un autre code à celle-ci."
            )
        before = queries.register_rows(session, commission_id, on, [adhesion.id]) if adhesion.id else []
        if before:
            register.withdraw_steps(session, before[0], adhesion, on, correcting=correcting)
        paid = {row.id: row.paid for row in before}
        return register.write(session, commission_id, [adhesion], on, paid)[0]


@dataclass(frozen=True, slots=True)
class TakeInRegister:
    """Adhesions to add (id 0) or change, as known on a day; `beside` is what is new beside each, in the same order."""

    commission_id: int
    adhesions: tuple[Adhesion, ...]
    on: date
    label: str
    beside: tuple[Beside, ...] = ()


def take_in_register(db: Database, order: TakeInRegister, progress: Progress) -> None:
    """Write a whole file of adhesions, or nothing."""
    scales = tuple(reference.scales(db).values())
    with db.unit_of_work(order.label) as session:
        paid = {row.id: row.paid for row in queries.register_rows(session, order.commission_id, order.on)}
        for start in range(0, len(order.adhesions), _BATCH):
            batch = order.adhesions[start : start + _BATCH]
            ids = register.write(session, order.commission_id, batch, order.on, paid)
            for cpts_id, told in zip(ids, order.beside[start : start + _BATCH], strict=False):
                if told:
                    write_beside(
                        session, cpts_id, told, order.on, lambda day: scale_in_force(scales, day).contract.years
                    )
            progress(start + len(batch), len(order.adhesions))


_BATCH = 100
"""CPTS written between two tellings of the progress."""
