"""The commission and its section presidents, row by row."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.commission import Commission, Counting, Rules, Secretariat
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.presidency import SectionPresident
from cpr_desk.storage.models import CommissionRow, PersonRow, SectionPresidentRow
from cpr_desk.storage.persons import find_or_add_person, person_of

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
    if "counting" in rules:
        rules["counting"] = Counting(rules["counting"])
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


def presidents(session: Session, commission_id: int) -> tuple[SectionPresident, ...]:
    """Return every section president, past and present, in order of date."""
    query = (
        select(SectionPresidentRow, PersonRow)
        .join(PersonRow, PersonRow.id == SectionPresidentRow.person_id)
        .where(SectionPresidentRow.commission_id == commission_id)
        .order_by(SectionPresidentRow.valid_from, SectionPresidentRow.id)
    )
    return tuple(
        SectionPresident(row.section, person_of(person).name, row.valid_from, row.valid_to)
        for row, person in session.execute(query)
    )


def add_president(session: Session, commission_id: int, section: Section, person: Person, since: date) -> bool:
    """Record a section president, ending the predecessor the day before; False when a later one is recorded.

    A president named for the very same day was an error and is replaced.
    """
    query = select(SectionPresidentRow).where(
        SectionPresidentRow.commission_id == commission_id, SectionPresidentRow.section == section
    )
    rows = session.scalars(query.order_by(SectionPresidentRow.valid_from)).all()
    last = rows[-1] if rows else None
    if last and last.valid_from > since:
        return False
    holder = find_or_add_person(session, person)
    if last and last.valid_to is None and (last.person_id == holder.id or last.valid_from == since):
        last.person_id = holder.id
        return True
    if last and last.valid_to is None:
        last.valid_to = since - timedelta(days=1)
    session.add(
        SectionPresidentRow(commission_id=commission_id, section=section, person_id=holder.id, valid_from=since)
    )
    return True
