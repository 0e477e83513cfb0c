"""The organisations and the settings of the professions, row by row."""

from collections.abc import Mapping
from dataclasses import fields

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cpr_desk.domain.composition import Regime
from cpr_desk.domain.organisations import Indemnity, Organisation, designator_key
from cpr_desk.storage.models import OrganisationRow, ProfessionRow

_SETTINGS = tuple(field.name for field in fields(Organisation) if field.name not in ("id", "name"))


def organisation_of(row: OrganisationRow) -> Organisation:
    """Return the frozen value of a stored organisation."""
    return Organisation(row.id, row.name, **{name: getattr(row, name) for name in _SETTINGS})


def every(session: Session) -> dict[str, Organisation]:
    """Return every stored organisation by what makes two spellings one; of twins, the first recorded."""
    rows = session.scalars(select(OrganisationRow).order_by(OrganisationRow.id.desc()))
    return {designator_key(row.name): organisation_of(row) for row in rows}


def find(session: Session, name: str) -> OrganisationRow | None:
    """Return the row of an organisation: the one of that very name, else of another spelling of it."""
    alike = [row for row in session.scalars(_in_order()) if designator_key(row.name) == designator_key(name)]
    return next((row for row in alike if row.name == name), alike[0] if alike else None)


def is_taken(session: Session, name: str, but: OrganisationRow | None) -> bool:
    """Return whether a scheme, a profession or an organisation other than `but` bears a name, however spelt."""
    names = [row.name for row in session.scalars(_in_order()) if row is not but]
    names += [*session.scalars(select(ProfessionRow.label)), *(regime.label for regime in Regime)]
    return designator_key(name) in map(designator_key, names)


def _in_order() -> Select[OrganisationRow]:
    return select(OrganisationRow).order_by(OrganisationRow.id)


def write(session: Session, organisation: Organisation, row: OrganisationRow | None) -> OrganisationRow:
    """Copy name and settings into the row of an organisation, a new one when it has none."""
    if row is None:
        row = OrganisationRow()
        session.add(row)
    for name in ("name", *_SETTINGS):
        setattr(row, name, getattr(organisation, name))
    session.flush()
    return row


def profession_indemnities(session: Session) -> dict[str, Indemnity | None]:
    """Return what was chosen for each stored profession, by its code."""
    return {row.code: row.indemnity for row in session.scalars(select(ProfessionRow))}


def write_profession_indemnities(session: Session, chosen: Mapping[str, Indemnity | None]) -> None:
    """Store what was chosen for some professions, by their code."""
    for row in session.scalars(select(ProfessionRow).where(ProfessionRow.code.in_(chosen))):
        row.indemnity = chosen[row.code]
    session.flush()
