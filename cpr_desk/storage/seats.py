"""Seats, weights and mandates through time, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Date, Integer, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.composition import (
    Composition,
    Holding,
    Letter,
    MandateRole,
    Person,
    Profession,
    Seat,
    SeatState,
    Section,
)
from cpr_desk.domain.french import NBSP, date_digits, fold
from cpr_desk.domain.mandates import EndReason
from cpr_desk.errors import UserError
from cpr_desk.storage import mandates
from cpr_desk.storage.models import (
    MandateRow,
    OrganisationRow,
    PersonRow,
    ProfessionRow,
    SeatRow,
    SeatWeightRow,
)
from cpr_desk.storage.models.base import Dated
from cpr_desk.storage.persons import find_or_add_person, person_of

_ONE_DAY = timedelta(days=1)
_IDENTITY = ("commission_id", "section", "regime", "profession_id", "organisation_id", "rank")
_Row = TypeVar("_Row", bound=Dated)


def composition_at(session: Session, commission_id: int, at: date) -> Composition:
    """Return the composition on a day: seats, weights and holders then in force."""
    seats, held = (session.execute(query, {"commission": commission_id, "at": at}) for query in _at_queries())
    holders = {
        (seat_id, role): Holding(Person(*person), since, until, Letter(on, reference), mandate_id)
        for seat_id, role, since, until, on, reference, mandate_id, *person in held
    }
    order = list(Section)
    found = (
        Seat(
            seat_id,
            section,
            position,
            votes,
            regime,
            Profession(code, label, place) if code else None,
            organisation or "",
            rank,
            holders.get((seat_id, MandateRole.TITULAR)),
            holders.get((seat_id, MandateRole.SUBSTITUTE)),
        )
        for seat_id, section, position, votes, regime, rank, code, label, place, organisation in seats
    )
    return Composition(at, tuple(sorted(found, key=lambda seat: order.index(seat.section))))


@cache
def _at_queries() -> tuple[Select[*tuple[Any, ...]], ...]:
    """Return the seats and the holders in force on a day, as columns: objects for each row take three times as long."""
    commission, at = bindparam("commission", type_=Integer), bindparam("at", type_=Date)
    seats = (
        select(
            SeatRow.id,
            SeatRow.section,
            SeatWeightRow.position,
            SeatWeightRow.votes,
            SeatRow.regime,
            SeatRow.rank,
            ProfessionRow.code,
            ProfessionRow.label,
            ProfessionRow.position,
            OrganisationRow.name,
        )
        .join(SeatWeightRow, SeatWeightRow.seat_id == SeatRow.id)
        .outerjoin(ProfessionRow, ProfessionRow.id == SeatRow.profession_id)
        .outerjoin(OrganisationRow, OrganisationRow.id == SeatRow.organisation_id)
        .where(SeatRow.commission_id == commission, *_in_force(SeatRow, at), *_in_force(SeatWeightRow, at))
        .order_by(SeatWeightRow.position, SeatRow.id)
    )
    holders = (
        select(
            MandateRow.seat_id,
            MandateRow.role,
            MandateRow.valid_from,
            MandateRow.valid_to,
            MandateRow.letter_on,
            MandateRow.letter_reference,
            MandateRow.id,
            *(getattr(PersonRow, field.name) for field in fields(Person)),
        )
        .join(PersonRow, PersonRow.id == MandateRow.person_id)
        .join(SeatRow, SeatRow.id == MandateRow.seat_id)
        .where(SeatRow.commission_id == commission, *_in_force(MandateRow, at))
    )
    return seats, holders


def _in_force(table: type[Dated], at: BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    return table.valid_from <= at, or_(table.valid_to.is_(None), table.valid_to >= at)


def bring_seat(
    session: Session, commission_id: int, state: SeatState, on: date, ending: EndReason = EndReason.OTHER
) -> SeatRow:
    """Bring a seat to a state from a day on, adding it if need be, and return it.

    `ending` says why a place falls vacant.

    A seat keeps its régime, profession, organisation and rank for life: other ones close it and open another.
    Raises UserError when what must change already changes on a later day, the seat is closed, or opens later, or when
    somebody would be its titular and its substitute.
    """
    seat = session.get(SeatRow, state.seat_id) if state.seat_id else None
    if seat:
        _refuse_closed(session, seat, on)
    if seat and not _is_same_seat(session, seat, state):
        close_seat(session, seat.id, on)
        seat = None
    seat = seat or _new_seat(session, commission_id, state, on)
    set_standing(session, seat, on, votes=state.votes, position=state.position)
    wanted = {MandateRole.TITULAR: state.titular, MandateRole.SUBSTITUTE: state.substitute}
    if not _swapped(session, seat, wanted, on):
        placed = [_set_holder(session, seat, role, person, on, ending) for role, person in wanted.items()]
        for mandate in filter(None, placed):
            _refuse_both_places(session, seat, mandate)
    return seat


def _swapped(session: Session, seat: SeatRow, wanted: Mapping[MandateRole, Person | None], on: date) -> bool:
    """Swap the holders of a seat if that is what is wanted: each keeps the letter and the term."""
    rows = session.scalars(select(MandateRow).where(MandateRow.seat_id == seat.id)).all()
    held = [_current([row for row in rows if row.role is role], on) for role in MandateRole]
    if None in held or None in wanted.values():
        return False
    now = [row.person_id for row in held if row]
    after = [find_or_add_person(session, person).id for person in wanted.values() if person]
    if now == after or now != after[::-1]:
        return False
    _refuse_later(session, [row for row in rows if row not in held or row.end_reason], on, seat)
    mandates.swap(session, seat.id, on)
    return True


def _is_same_seat(session: Session, seat: SeatRow, state: SeatState) -> bool:
    profession = session.get(ProfessionRow, seat.profession_id) if seat.profession_id else None
    organisation = session.get(OrganisationRow, seat.organisation_id) if seat.organisation_id else None
    is_now = (seat.regime, profession and profession.code, fold(organisation.name if organisation else ""), seat.rank)
    return is_now == (
        state.regime,
        state.profession and state.profession.code,
        fold(state.organisation),
        state.rank,
    )


def _new_seat(session: Session, commission_id: int, state: SeatState, on: date) -> SeatRow:
    seat = SeatRow(
        commission_id=commission_id,
        section=state.section,
        regime=state.regime,
        profession_id=_profession_id(session, state.profession),
        organisation_id=_organisation_id(session, state.organisation),
        rank=state.rank,
        valid_from=on,
    )
    _refuse_twin(session, seat)
    session.add(seat)
    session.flush()
    return seat


def _refuse_twin(session: Session, seat: SeatRow) -> None:
    """Refuse to add a seat that stands already, or to add before its time one that opens later: it would stand twice.

    The lines of the social section are all alike: none is added before the first day of the section.
    """
    on = seat.valid_from
    if seat.section is Section.SOCIAL:
        social = (SeatRow.commission_id == seat.commission_id, SeatRow.section == seat.section)
        opens = session.scalar(select(func.min(SeatRow.valid_from)).where(*social))
        twin = None
    else:
        same = (getattr(SeatRow, name) == getattr(seat, name) for name in _IDENTITY)
        still = or_(SeatRow.valid_to.is_(None), SeatRow.valid_to >= on)
        twin = session.scalar(select(SeatRow).where(still, *same).order_by(SeatRow.valid_from).limit(1))
        opens = twin.valid_from if twin else None
    if opens and opens > on:
        raise UserError(
            f"La composition du {date_digits(opens)} est déjà enregistrée, et contient le siège à ajouter "
            f"le {date_digits(on)}.",
            "Choisissez une date d’effet égale ou postérieure.",
        )
    if twin:
        until = f", jusqu’au {date_digits(twin.valid_to)}" if twin.valid_to else ""
        raise UserError(
            f"Le siège {_label(session, twin)} existe déjà le {date_digits(on)}{until}.",
            "Choisissez une date postérieure à sa fermeture." if until else "Désignez quelqu’un à ce siège.",
        )


def _profession_id(session: Session, profession: Profession | None) -> int | None:
    if profession is None:
        return None
    row = session.scalar(select(ProfessionRow).where(ProfessionRow.code == profession.code))
    if row is None:
        row = ProfessionRow(code=profession.code, label=profession.label, position=profession.position)
        session.add(row)
        session.flush()
    return row.id


def _organisation_id(session: Session, name: str) -> int | None:
    if not name:
        return None
    row = session.scalar(select(OrganisationRow).where(OrganisationRow.name == name))
    if row is None:
        row = OrganisationRow(name=name)
        session.add(row)
        session.flush()
    return row.id


def set_standing(
    session: Session, seat: SeatRow, on: date, *, votes: int | None = None, position: int | None = None
) -> None:
    """Give a seat its votes and its place in the official table from a day on; None keeps what they are.

    The one does not hinder the other: where only the votes change later, a new place holds beyond that day. Raises
    UserError when what must change already changes on a later day, or when the seat does not exist on the day.
    """
    rows = session.scalars(select(SeatWeightRow).where(SeatWeightRow.seat_id == seat.id)).all()
    current, later = _current(rows, on), [row for row in rows if row.valid_from > on]
    wanted = {name: value for name, value in (("votes", votes), ("position", position)) if value is not None}
    if current is None:
        _refuse_closed(session, seat, on)
        _refuse_later(session, later, on, seat)
        session.add(SeatWeightRow(seat_id=seat.id, valid_from=on, **{"votes": 0, "position": 0} | wanted))
        return
    before = {name: getattr(current, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    if not changed:
        return
    if contrary := [row.valid_from for row in later if any(getattr(row, name) != before[name] for name in changed)]:
        raise _changes_later(session, seat, on, min(contrary))
    if current.valid_from < on:
        following = SeatWeightRow(
            seat_id=seat.id, votes=current.votes, position=current.position, valid_from=on, valid_to=current.valid_to
        )
        session.add(following)
        current.valid_to = on - _ONE_DAY
        current = following
    for row in (current, *later):
        for name, value in changed.items():
            setattr(row, name, value)


def _set_holder(
    session: Session, seat: SeatRow, role: MandateRole, person: Person | None, on: date, ending: EndReason
) -> MandateRow | None:
    """Give a place to somebody from a day on, or to nobody; return the mandate that begins, if any."""
    rows = session.scalars(select(MandateRow).where(MandateRow.seat_id == seat.id, MandateRow.role == role)).all()
    current = _current(rows, on)
    wanted = find_or_add_person(session, person).id if person else None
    if (current.person_id if current else None) == wanted:
        return None
    planned = [row for row in rows if row is not current or row.end_reason]
    _refuse_later(session, planned, on, seat)
    if current:
        mandates.end(session, current, on, EndReason.REPLACED if person else ending)
    if wanted is None:
        return None
    begun = MandateRow(seat_id=seat.id, person_id=wanted, role=role, valid_from=on)
    session.add(begun)
    session.flush()
    return begun


def _refuse_both_places(session: Session, seat: SeatRow, begun: MandateRow) -> None:
    """Refuse a mandate whose holder has the other place of the seat, then or later (domain.md §2.7)."""
    other = session.scalar(
        select(MandateRow).where(
            MandateRow.seat_id == seat.id,
            MandateRow.person_id == begun.person_id,
            MandateRow.role != begun.role,
            or_(MandateRow.valid_to.is_(None), MandateRow.valid_to >= begun.valid_from),
        )
    )
    if other:
        name = person_of(session.get_one(PersonRow, begun.person_id)).name
        since = max(other.valid_from, begun.valid_from)
        raise UserError(
            f"{name} serait titulaire et suppléant du siège {_label(session, seat)} à compter du {date_digits(since)} "
            f"({DEFAULT_RULE_NOTICE}).",
            "Désignez quelqu’un d’autre à l’une des deux places, ou choisissez une date d’effet postérieure.",
        )


def _current(rows: Sequence[_Row], on: date) -> _Row | None:
    return next((row for row in rows if row.covers(on)), None)


def _label(session: Session, seat: SeatRow) -> str:
    return f"«{NBSP}{mandates.seat_label(session, seat)}{NBSP}»"


def _refuse_later(session: Session, rows: Sequence[Dated], on: date, seat: SeatRow) -> None:
    """Refuse what would contradict a change, an end or a closing that is already recorded for a later day."""
    later = [row.valid_from for row in rows if row.valid_from > on]
    later += [row.valid_to + _ONE_DAY for row in (*rows, seat) if row.valid_to and row.valid_to >= on]
    if later:
        raise _changes_later(session, seat, on, min(later))


def _changes_later(session: Session, seat: SeatRow, on: date, later: date) -> UserError:
    return UserError(
        f"Le siège {_label(session, seat)} change déjà le {date_digits(later)}, après le {date_digits(on)}.",
        "Choisissez une date d’effet égale ou postérieure.",
    )


def _refuse_closed(session: Session, seat: SeatRow, on: date) -> None:
    if seat.valid_to and seat.valid_to < on:
        raise UserError(
            f"Le siège {_label(session, seat)} est fermé depuis le {date_digits(seat.valid_to + _ONE_DAY)}.",
            "Ajoutez un siège au lieu de modifier celui-ci.",
        )


def close_seat(session: Session, seat_id: int, on: date) -> None:
    """Close a seat: its last day is the eve of `on`. One that opens that very day was an error and goes away.

    A seat already closed stays as it is. Raises UserError when it opens or changes on a later day; a later place in
    the table is no change to a seat that is gone.
    """
    seat = session.get_one(SeatRow, seat_id)
    held = session.scalars(select(MandateRow).where(MandateRow.seat_id == seat.id)).all()
    weights = session.scalars(select(SeatWeightRow).where(SeatWeightRow.seat_id == seat.id)).all()
    ended = [row for row in held if not row.covers(on) or row.end_reason]
    standing = _current(weights, on)
    voted = [row for row in weights if row.valid_from > on and standing and row.votes != standing.votes]
    _refuse_later(session, [seat, *ended, *voted], on, seat)
    if seat.valid_to:
        return
    for row in held:
        if row.covers(on):
            mandates.end(session, row, on, EndReason.SEAT_CLOSED)
    for weight in weights:
        if weight.valid_from >= on:
            session.delete(weight)
        elif weight.covers(on):
            weight.valid_to = on - _ONE_DAY
    session.flush()
    if seat.valid_from == on:
        session.delete(seat)
    else:
        seat.valid_to = on - _ONE_DAY
