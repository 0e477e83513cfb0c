"""Persons as the use cases read and write them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.composition import Person
from cpr_desk.domain.french import fold
from cpr_desk.storage.models import PersonRow

_DETAILS = ("civility", "email", "phone", "address", "postcode", "city")


def find_or_add_person(session: Session, person: Person) -> PersonRow:
    """Return the stored record of a person: by id, else by folded name, else a new one.

    A person who brings an id was read before: name and details replace the stored ones. Without an id, the details
    given complete or replace the stored ones, and blanks erase nothing.
    """
    folded = fold(person.name)
    if person.id and (known := session.get(PersonRow, person.id)):
        known.first_name, known.last_name, known.folded_name = person.first_name, person.last_name, folded
        for detail in _DETAILS:
            setattr(known, detail, getattr(person, detail))
        session.flush()
        return known
    row = session.scalar(select(PersonRow).where(PersonRow.folded_name == folded).order_by(PersonRow.id))
    if row is None:
        row = PersonRow(first_name=person.first_name, last_name=person.last_name, folded_name=folded)
        session.add(row)
    for detail in _DETAILS:
        if value := getattr(person, detail):
            setattr(row, detail, value)
    session.flush()
    return row


def person_of(row: PersonRow) -> Person:
    """Return the frozen value of a stored person."""
    details = {detail: getattr(row, detail) for detail in _DETAILS}
    return Person(row.id, row.first_name, row.last_name, **details)
