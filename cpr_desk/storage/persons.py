"""Persons as the use cases read and write them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.composition import PERSON_DETAILS, Person
from cpr_desk.domain.french import fold
from cpr_desk.storage.models import PersonRow


def find_or_add_person(session: Session, person: Person) -> PersonRow:
    """Return the stored record of a person: by id, else by folded name, else a new one.

    A person who brings an id was read before: name and details replace the stored ones. Without an id, the details
    given complete or replace the stored ones, and blanks erase nothing.
    """
    folded = fold(person.name)
    row = session.get(PersonRow, person.id) if person.id else None
    read_before = row is not None
    row = row or session.scalar(select(PersonRow).where(PersonRow.folded_name == folded).order_by(PersonRow.id))
    if row is None or read_before:
        row = row or PersonRow()
        row.first_name, row.last_name, row.folded_name = person.first_name, person.last_name, folded
        session.add(row)
    for detail in PERSON_DETAILS:
        if (value := getattr(person, detail)) or read_before:
            setattr(row, detail, value)
    session.flush()
    return row


def person_of(row: PersonRow) -> Person:
    """Return the frozen value of a stored person."""
    details = {detail: getattr(row, detail) for detail in PERSON_DETAILS}
    return Person(row.id, row.first_name, row.last_name, **details)
