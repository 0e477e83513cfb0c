"""Mandates row by row: record, end, swap, correct, remove."""

from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cpr_desk.domain.composition import Letter, MandateRole, Profession, Seat
from cpr_desk.domain.mandates import Designation, EndReason, Mandate, SeatLife
from cpr_desk.storage.models import MandateRow, OrganisationRow, PersonRow, ProfessionRow, SeatRow, SeatWeightRow
from cpr_desk.storage.persons import find_or_add_person, person_of

_ONE_DAY = timedelta(days=1)


def mandate_of(row: MandateRow, person: PersonRow) -> Mandate:
    """Return the frozen value of a stored mandate."""
    letter = Letter(row.letter_on, row.letter_reference)
    return Mandate(
        row.id,
        row.seat_id,
        row.role,
        person_of(person),
        row.valid_from,
        row.valid_to,
        letter,
        row.end_reason,
        row.end_note,
    )


def _with_persons() -> Select[MandateRow, PersonRow]:
    return (
        select(MandateRow, PersonRow)
        .join(PersonRow, PersonRow.id == MandateRow.person_id)
        .order_by(MandateRow.valid_from, MandateRow.id)
    )


def seat_life(session: Session, seat_id: int) -> SeatLife:
    """Return a seat through time. Raises NoResultFound when there is no such seat."""
    seat = session.get_one(SeatRow, seat_id)
    rows = session.execute(_with_persons().where(MandateRow.seat_id == seat_id))
    return SeatLife(seat_label(session, seat), seat.valid_from, seat.valid_to, tuple(mandate_of(*row) for row in rows))


def mandates_of_person(session: Session, person_id: int) -> tuple[Mandate, ...]:
    """Return every mandate of a person, in order of date."""
    return tuple(mandate_of(*row) for row in session.execute(_with_persons().where(MandateRow.person_id == person_id)))


def find_mandate(session: Session, mandate_id: int) -> Mandate | None:
    """Return a mandate, None when it is gone."""
    row = session.execute(_with_persons().where(MandateRow.id == mandate_id)).one_or_none()
    return mandate_of(*row) if row else None


def seat_label(session: Session, seat: SeatRow) -> str:
    """Return what names a seat to a reader, at its last known place in the table."""
    place = session.scalar(
        select(SeatWeightRow.position)
        .where(SeatWeightRow.seat_id == seat.id)
        .order_by(SeatWeightRow.valid_from.desc())
        .limit(1)
    )
    profession = session.get(ProfessionRow, seat.profession_id) if seat.profession_id else None
    organisation = session.get(OrganisationRow, seat.organisation_id) if seat.organisation_id else None
    return Seat(
        seat.id,
        seat.section,
        place or 0,
        0,
        seat.regime,
        Profession(profession.code, profession.label) if profession else None,
        organisation.name if organisation else "",
        seat.rank,
    ).label


def designate(session: Session, seat_id: int, wanted: Designation) -> None:
    """Record a designation; who holds the place on its first day leaves the day before, for the reason given."""
    current = _current(session, seat_id, wanted.role, wanted.since)
    if current:
        end(session, current, wanted.since, wanted.ending, wanted.end_note)
    session.add(
        MandateRow(
            seat_id=seat_id,
            person_id=find_or_add_person(session, wanted.person).id,
            role=wanted.role,
            valid_from=wanted.since,
            valid_to=wanted.until,
            letter_on=wanted.letter.on,
            letter_reference=wanted.letter.reference,
        )
    )
    session.flush()


def end(session: Session, row: MandateRow, on: date, reason: EndReason | None, note: str = "") -> None:
    """End a mandate the day before `on`; one that began that very day was an error and goes away."""
    if row.valid_from >= on:
        session.delete(row)
    else:
        row.valid_to, row.end_reason, row.end_note = on - _ONE_DAY, reason, note
    session.flush()


def swap(session: Session, seat_id: int, on: date) -> None:
    """Swap the titular and the substitute of a seat from a day on; each keeps letter, term and the end foreseen."""
    held = {role: _current(session, seat_id, role, on) for role in MandateRole}
    swapped = [
        MandateRow(
            seat_id=seat_id,
            person_id=row.person_id,
            role=MandateRole.SUBSTITUTE if role is MandateRole.TITULAR else MandateRole.TITULAR,
            valid_from=on,
            valid_to=row.valid_to,
            letter_on=row.letter_on,
            letter_reference=row.letter_reference,
            end_reason=row.end_reason,
            end_note=row.end_note,
        )
        for role, row in held.items()
        if row
    ]
    for row in held.values():
        if row:
            end(session, row, on, EndReason.SWAPPED)
    session.add_all(swapped)
    session.flush()


def go_on(session: Session, held: Seat, seat_id: int, on: date) -> None:
    """Let the mandates of a seat go on under the same letters and planned terms on the one that takes its place."""
    for role in MandateRole:
        holding, row = held.holder(role), _current(session, seat_id, role, on)
        if holding and row:
            row.letter_on, row.letter_reference = holding.letter.on, holding.letter.reference
            row.valid_to = holding.until


def correct(session: Session, right: Mandate) -> None:
    """Make a mandate what it should have been from the beginning: person, dates, letter, end."""
    row = session.get_one(MandateRow, right.id)
    row.person_id = find_or_add_person(session, right.person).id
    row.valid_from, row.valid_to = right.since, right.until
    row.letter_on, row.letter_reference = right.letter.on, right.letter.reference
    row.end_reason, row.end_note = right.end_reason, right.end_note
    session.flush()


def remove(session: Session, mandate_id: int) -> None:
    """Remove a mandate that never was."""
    session.delete(session.get_one(MandateRow, mandate_id))
    session.flush()


def _current(session: Session, seat_id: int, role: MandateRole, on: date) -> MandateRow | None:
    rows = session.scalars(select(MandateRow).where(MandateRow.seat_id == seat_id, MandateRow.role == role))
    return next((row for row in rows if row.covers(on)), None)
