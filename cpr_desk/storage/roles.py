"""What every person did or does in every commission: one reading, however long the history."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from cpr_desk.domain.composition import Letter, Profession, Seat
from cpr_desk.domain.persons import Role
from cpr_desk.storage.models import (
    CommissionRow,
    MandateRow,
    OrganisationRow,
    ProfessionRow,
    SeatRow,
    SeatWeightRow,
    SectionPresidentRow,
)


def roles_by_person(session: Session) -> dict[int, tuple[Role, ...]]:
    """Return the mandates and section presidencies of each person, by id, in order of date."""
    found: defaultdict[int, list[Role]] = defaultdict(list)
    commissions = {row.id: row.name for row in session.execute(select(CommissionRow.id, CommissionRow.name))}
    for person_id, role in (*_mandates(session, commissions), *_presidencies(session, commissions)):
        found[person_id].append(role)
    return {person_id: tuple(sorted(roles, key=lambda role: role.since)) for person_id, roles in found.items()}


def _mandates(session: Session, commissions: dict[int, str]) -> Iterator[tuple[int, Role]]:
    seats = {seat.id: (commission, seat) for commission, seat in _seats(session)}
    columns = (
        MandateRow.person_id, MandateRow.seat_id, MandateRow.role, MandateRow.valid_from, MandateRow.valid_to,
        MandateRow.letter_on, MandateRow.letter_reference, MandateRow.end_reason, MandateRow.end_note,
    )  # fmt: skip
    for row in session.execute(select(*columns).order_by(MandateRow.id)):
        commission, seat = seats[row.seat_id]
        yield (
            row.person_id,
            Role(
                commission,
                commissions[commission],
                seat.section,
                row.valid_from,
                row.valid_to,
                row.seat_id,
                row.role,
                seat.label,
                Letter(row.letter_on, row.letter_reference),
                row.end_reason,
                row.end_note,
            ),
        )


def _seats(session: Session) -> Iterator[tuple[int, Seat]]:
    """Yield every seat with its commission, at its last known place in the table."""
    last = (
        select(SeatWeightRow.seat_id, func.max(SeatWeightRow.valid_from).label("since"))
        .group_by(SeatWeightRow.seat_id)
        .subquery()
    )
    weight = aliased(SeatWeightRow)
    query = (
        select(SeatRow, weight.position, ProfessionRow.code, ProfessionRow.label, OrganisationRow.name)
        .outerjoin(last, last.c.seat_id == SeatRow.id)
        .outerjoin(weight, (weight.seat_id == SeatRow.id) & (weight.valid_from == last.c.since))
        .outerjoin(ProfessionRow, ProfessionRow.id == SeatRow.profession_id)
        .outerjoin(OrganisationRow, OrganisationRow.id == SeatRow.organisation_id)
    )
    for row, position, code, profession, organisation in session.execute(query):
        named = Profession(code, profession) if profession else None
        seat = Seat(row.id, row.section, position or 0, 0, row.regime, named, organisation or "", row.rank)
        yield row.commission_id, seat


def _presidencies(session: Session, commissions: dict[int, str]) -> Iterator[tuple[int, Role]]:
    for row in session.scalars(select(SectionPresidentRow).order_by(SectionPresidentRow.id)):
        name = commissions[row.commission_id]
        yield row.person_id, Role(row.commission_id, name, row.section, row.valid_from, row.valid_to)
