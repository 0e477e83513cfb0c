"""Section presidents and exceptions to the alternation, row by row."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.composition import Person
from cpr_desk.domain.presidency import Presidency, PresidencyException, SectionPresident
from cpr_desk.domain.presidency_changes import Membership
from cpr_desk.storage.commissions import commission_of
from cpr_desk.storage.models import (
    CommissionRow,
    MandateRow,
    PersonRow,
    PresidencyExceptionRow,
    SeatRow,
    SectionPresidentRow,
)
from cpr_desk.storage.persons import find_or_add_person, person_of

_ONE_DAY = timedelta(days=1)


def presidency_of(session: Session, commission_id: int) -> Presidency:
    """Return all that decides who presides a commission. Raises NoResultFound when there is no such commission."""
    commission = commission_of(session.get_one(CommissionRow, commission_id))
    return Presidency(
        commission.installed_on,
        _presidents(session, commission_id),
        _exceptions(session, commission_id),
        commission.rules.vacant_chair,
    )


def _presidents(session: Session, commission_id: int) -> tuple[SectionPresident, ...]:
    query = (
        select(SectionPresidentRow, PersonRow)
        .join(PersonRow, PersonRow.id == SectionPresidentRow.person_id)
        .where(SectionPresidentRow.commission_id == commission_id)
        .order_by(SectionPresidentRow.valid_from, SectionPresidentRow.id)
    )
    return tuple(
        SectionPresident(row.section, person_of(person), row.valid_from, row.valid_to, row.id)
        for row, person in session.execute(query)
    )


def add_president(session: Session, commission_id: int, wanted: SectionPresident) -> None:
    """Record a section president; who is in office on the first day leaves the day before.

    A president recorded for the very same day was an error and goes away.
    """
    query = select(SectionPresidentRow).where(
        SectionPresidentRow.commission_id == commission_id, SectionPresidentRow.section == wanted.section
    )
    for row in session.scalars(query):
        if row.valid_from == wanted.since:
            session.delete(row)
        elif row.covers(wanted.since):
            row.valid_to = wanted.since - _ONE_DAY
    session.flush()
    session.add(
        SectionPresidentRow(
            commission_id=commission_id,
            section=wanted.section,
            person_id=find_or_add_person(session, wanted.person).id,
            valid_from=wanted.since,
            valid_to=wanted.until,
        )
    )


def date_president(session: Session, president_id: int, since: date, until: date | None) -> None:
    """Give a section president other dates."""
    row = session.get_one(SectionPresidentRow, president_id)
    row.valid_from, row.valid_to = since, until


def remove_president(session: Session, president_id: int) -> None:
    """Remove a section president who never was."""
    session.delete(session.get_one(SectionPresidentRow, president_id))


def _exceptions(session: Session, commission_id: int) -> tuple[PresidencyException, ...]:
    query = (
        select(PresidencyExceptionRow)
        .where(PresidencyExceptionRow.commission_id == commission_id)
        .order_by(PresidencyExceptionRow.year)
    )
    return tuple(
        PresidencyException(row.year, row.section, row.reason, row.decided_on, row.id) for row in session.scalars(query)
    )


def write_exception(session: Session, commission_id: int, wanted: PresidencyException) -> None:
    """Record an exception, or make the one of that id what it should be."""
    row = session.get_one(PresidencyExceptionRow, wanted.id) if wanted.id else PresidencyExceptionRow()
    row.commission_id, row.year, row.section = commission_id, wanted.year, wanted.section
    row.reason, row.decided_on = wanted.reason, wanted.decided_on
    session.add(row)


def remove_exception(session: Session, exception_id: int) -> None:
    """Remove an exception: the alternation holds again."""
    session.delete(session.get_one(PresidencyExceptionRow, exception_id))


def memberships(session: Session, commission_id: int, *, of_presidents: bool = False) -> tuple[Membership, ...]:
    """Return who sits in which section, from–to: everybody, or only those who ever presided a section."""
    query = (
        select(MandateRow.person_id, SeatRow.section, MandateRow.valid_from, MandateRow.valid_to)
        .join(SeatRow, SeatRow.id == MandateRow.seat_id)
        .where(SeatRow.commission_id == commission_id)
    )
    if of_presidents:
        presiding = select(SectionPresidentRow.person_id).where(SectionPresidentRow.commission_id == commission_id)
        query = query.where(MandateRow.person_id.in_(presiding))
    return tuple(Membership(*row) for row in session.execute(query))


def persons(session: Session, commission_id: int) -> tuple[Person, ...]:
    """Return everybody who ever sat in the commission, by name."""
    sat = (
        select(MandateRow.person_id)
        .join(SeatRow, SeatRow.id == MandateRow.seat_id)
        .where(SeatRow.commission_id == commission_id)
    )
    query = select(PersonRow).where(PersonRow.id.in_(sat)).order_by(PersonRow.folded_name)
    return tuple(person_of(row) for row in session.scalars(query))
