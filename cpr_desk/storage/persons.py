"""Persons as the use cases read and write them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cpr_desk.domain.composition import NAMESAKE, PERSON_DETAILS, Person
from cpr_desk.domain.french import fold
from cpr_desk.storage import session_persons
from cpr_desk.storage.models import Base, DistinctPersonsRow, PersonRow, RecipientChangeRow


def find_or_add_person(session: Session, person: Person) -> PersonRow:
    """Return the stored record of a person: by id, else by folded name, else a new one.

    A person who brings an id was read before: name and details replace the stored ones. Without an id, the details
    given complete or replace the stored ones, and blanks erase nothing. The id `NAMESAKE` adds a record in any case.
    """
    row = session.get(PersonRow, person.id) if person.id > 0 else None
    if row is None and person.id != NAMESAKE and (row := _named(session, person.name)):
        person = person_of(row).completed_by(person)
    row = row or PersonRow()
    write_person(row, person)
    session.add(row)
    session.flush()
    return row


def write_person(row: PersonRow, person: Person) -> None:
    """Copy the name and the details of a person into its columns."""
    row.first_name, row.last_name, row.folded_name = person.first_name, person.last_name, fold(person.name)
    for detail in PERSON_DETAILS:
        setattr(row, detail, getattr(person, detail))


def _named(session: Session, name: str) -> PersonRow | None:
    return session.scalar(select(PersonRow).where(PersonRow.folded_name == fold(name)).order_by(PersonRow.id).limit(1))


def person_of(row: PersonRow) -> Person:
    """Return the frozen value of a stored person."""
    details = {detail: getattr(row, detail) for detail in PERSON_DETAILS}
    return Person(row.id, row.first_name, row.last_name, **details)


def persons(session: Session) -> tuple[Person, ...]:
    """Return every stored person, by last name, then first name."""
    known = (person_of(row) for row in session.scalars(select(PersonRow)))
    return tuple(sorted(known, key=lambda person: (fold(person.last_name), fold(person.first_name), person.id)))


def repoint(session: Session, from_id: int, to_id: int) -> None:
    """Let everything that names a person name another one; no table that names persons is left out."""
    for pair in _apart_from(session, from_id):
        session.delete(pair)
        keep_apart(session, to_id, pair.other_id if pair.one_id == from_id else pair.one_id)
    _settle_recipient_changes(session, from_id, to_id)
    session_persons.settle(session, from_id, to_id)
    for table, column in _mentions():
        for row in session.scalars(select(table).where(column == from_id)):
            setattr(row, column.key, to_id)
    session.flush()


def _settle_recipient_changes(session: Session, from_id: int, to_id: int) -> None:
    """Keep the later of two changes on the recipients of one meeting: it may hold one a person."""
    query = select(RecipientChangeRow).order_by(RecipientChangeRow.id)
    kept = {row.meeting_id: row for row in session.scalars(query.where(RecipientChangeRow.person_id == to_id))}
    for row in session.scalars(query.where(RecipientChangeRow.person_id == from_id)):
        if rival := kept.get(row.meeting_id):
            session.delete(min(row, rival, key=lambda each: each.id))
    session.flush()


def remove(session: Session, row: PersonRow) -> None:
    """Remove a person whom nothing mentions, with whom they were told apart from."""
    for pair in _apart_from(session, row.id):
        session.delete(pair)
    session.flush()
    session.delete(row)


def keep_apart(session: Session, one_id: int, other_id: int) -> None:
    """Remember that two persons whose names are alike are not one."""
    first, second = sorted((one_id, other_id))
    if first != second and (first, second) not in kept_apart(session):
        session.add(DistinctPersonsRow(one_id=first, other_id=second))
        session.flush()


def kept_apart(session: Session) -> frozenset[tuple[int, int]]:
    """Return the pairs of persons said not to be one, the older record first."""
    pairs = session.execute(select(DistinctPersonsRow.one_id, DistinctPersonsRow.other_id))
    return frozenset((one, other) for one, other in pairs)


def _apart_from(session: Session, person_id: int) -> list[DistinctPersonsRow]:
    mentions = or_(DistinctPersonsRow.one_id == person_id, DistinctPersonsRow.other_id == person_id)
    return list(session.scalars(select(DistinctPersonsRow).where(mentions)))


def is_mentioned(session: Session, person_id: int) -> bool:
    """Return whether anything stored names a person."""
    return any(
        session.scalar(select(table.id).where(column == person_id).limit(1)) is not None
        for table, column in _mentions()
    )


def _mentions() -> Iterator[tuple[type[Base], InstrumentedAttribute[Any]]]:
    """Yield every column, with its table, that names a person."""
    for mapper in Base.registry.mappers:
        for column in () if mapper.class_ is DistinctPersonsRow else mapper.columns:
            if any(key.column.table is PersonRow.__table__ for key in column.foreign_keys):
                yield mapper.class_, getattr(mapper.class_, mapper.get_property_by_column(column).key)
