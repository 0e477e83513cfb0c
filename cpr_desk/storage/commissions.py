"""The commission, row by row."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.commission import Commission, Counting, Rules, Secretariat, VacantChair
from cpr_desk.domain.session_rules import Majority, QuorumBase, Rounding
from cpr_desk.storage.models import CommissionRow

_CHOICES = {
    "counting": Counting,
    "vacant_chair": VacantChair,
    "quorum_base": QuorumBase,
    "quorum_rounding": Rounding,
    "majority": Majority,
}
"""The settings that are one of a few, stored by their value."""

_SECRETARIAT_COLUMNS = {"name": "secretariat_name"}


def add(session: Session, founded: Commission) -> Commission:
    """Store a new commission and return it with its id."""
    row = CommissionRow(
        kind=founded.kind,
        name=founded.name,
        region_code=founded.region_code,
        region_name=founded.territory,
        installed_on=founded.installed_on,
        rules=changed_rules(founded.rules),
    )
    write_secretariat(row, founded.secretariat)
    session.add(row)
    session.flush()
    return commission_of(row)


def every(session: Session) -> Sequence[CommissionRow]:
    """Return every commission of the database, the oldest first."""
    return session.scalars(select(CommissionRow).order_by(CommissionRow.id)).all()


def write_secretariat(row: CommissionRow, secretariat: Secretariat) -> None:
    """Copy the secretariat's identity into its columns."""
    for field in fields(secretariat):
        setattr(row, _SECRETARIAT_COLUMNS.get(field.name, field.name), getattr(secretariat, field.name))


def changed_rules(rules: Rules) -> dict[str, Any]:
    """Keep only what differs from the defaults, so that a better default reaches everybody."""
    default = asdict(Rules())
    return {key: value for key, value in asdict(rules).items() if value != default[key]}


def commission_of(row: CommissionRow) -> Commission:
    """Return the frozen value of a stored commission."""
    # A later version may store settings that this one does not know, without another schema.
    rules = {field.name: row.rules[field.name] for field in fields(Rules) if field.name in row.rules}
    for key, kind in _CHOICES.items():
        if key in rules:
            rules[key] = kind(rules[key])
    secretariat = {f.name: getattr(row, _SECRETARIAT_COLUMNS.get(f.name, f.name)) for f in fields(Secretariat)}
    return Commission(
        row.id,
        row.kind,
        row.name,
        row.region_code,
        row.region_name,
        row.installed_on,
        Secretariat(**secretariat),
        Rules(**rules),
    )
