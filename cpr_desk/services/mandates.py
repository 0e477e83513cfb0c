"""Use cases on one seat: designate, end, swap, correct, change its votes; each from a day on, each refused with why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cpr_desk.domain import mandates as rules
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Regime, Seat, SeatState
from cpr_desk.domain.mandates import Designation, EndReason, Mandate, SeatLife
from cpr_desk.errors import UserError
from cpr_desk.storage import mandates, seats
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import MandateRow, SeatRow

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EndMandate:
    """End a mandate: its last day, why, and what is worth noting."""

    mandate_id: int
    last_day: date
    reason: EndReason
    note: str = ""


def seat_life(db: Database, seat_id: int) -> SeatLife:
    """Return a seat through time, with every mandate it had."""
    with db.reading() as session:
        return mandates.seat_life(session, seat_id)


def roles_elsewhere(
    db: Database, person_id: int, since: date, until: date | None, besides_seat: int
) -> tuple[str, ...]:
    """Return the other seats of the same commission that a person holds within a span."""
    with db.reading() as session:
        commission_id = session.get_one(SeatRow, besides_seat).commission_id
        held = dict.fromkeys(
            session.get_one(SeatRow, mandate.seat_id)
            for mandate in mandates.mandates_of_person(session, person_id)
            if mandate.seat_id != besides_seat and mandate.meets(since, until)
        )
        return tuple(mandates.seat_label(session, seat) for seat in held if seat.commission_id == commission_id)


def designate(db: Database, seat_id: int, wanted: Designation) -> None:
    """Record a designation; who holds the place that day leaves the day before. Raises UserError when refused."""
    label = f"Désigner {wanted.person.name} {wanted.role.said_of(wanted.person)} ({seat_life(db, seat_id).label})"
    with db.unit_of_work(label) as session:
        rules.obey(rules.refuse_designation(mandates.seat_life(session, seat_id), wanted))
        mandates.designate(session, seat_id, wanted)


def end_mandate(db: Database, order: EndMandate) -> None:
    """End a mandate after its last day. Raises UserError when it would end before it began, or overlap another one."""
    ended = _mandate(db, order.mandate_id)
    with db.unit_of_work(f"Mettre fin au mandat de {_named(db, ended)}") as session:
        rules.obey(rules.refuse_end(mandates.seat_life(session, ended.seat_id), ended, order.last_day))
        row = session.get_one(MandateRow, order.mandate_id)
        mandates.end(session, row, order.last_day + _ONE_DAY, order.reason, order.note)


def swap_holders(db: Database, seat_id: int, on: date) -> None:
    """Make the titular of a seat its substitute and the other way round. Raises UserError when refused."""
    label = f"Échanger le titulaire et le suppléant ({seat_life(db, seat_id).label})"
    with db.unit_of_work(label) as session:
        rules.obey(rules.refuse_swap(mandates.seat_life(session, seat_id), on))
        mandates.swap(session, seat_id, on)


def correct_mandate(db: Database, right: Mandate) -> None:
    """Record what a mandate should have been from the beginning. Raises UserError when refused."""
    with db.unit_of_work(f"Corriger le mandat de {_named(db, right)}") as session:
        wanted = Designation(right.role, right.person, right.since, right.until)
        rules.obey(rules.refuse_designation(mandates.seat_life(session, right.seat_id), wanted, besides=right.id))
        mandates.correct(session, right)


def remove_mandate(db: Database, mandate_id: int) -> None:
    """Remove a mandate that was entered by mistake."""
    with db.unit_of_work(f"Effacer le mandat de {_named(db, _mandate(db, mandate_id))}") as session:
        mandates.remove(session, mandate_id)


def change_votes(db: Database, seat_id: int, votes: int, on: date, law: Rules) -> None:
    """Give a seat its votes from a day on. Raises UserError when refused, or when they change later."""
    label = f"Porter à {votes} voix le siège {seat_life(db, seat_id).label}"
    with db.unit_of_work(label) as session:
        seat = session.get_one(SeatRow, seat_id)
        rules.obey(rules.refuse_votes(seat.section, votes, law))
        seats.set_standing(session, seat, on, votes=votes)


def change_regime(
    db: Database, commission_id: int, seat: Seat, regime: Regime, votes: int, on: date, law: Rules
) -> None:
    """Let a social seat count for another régime from a day on: it closes, and one like it opens with its holders.

    Their mandates go on under the same letters. Raises UserError when the seat changes later.
    """
    rules.obey(rules.refuse_votes(seat.section, votes, law))
    with db.unit_of_work(f"Passer du régime {seat.represents} au régime {regime.label}") as session:
        composition = seats.composition_at(session, commission_id, on)
        held = next((each for each in composition.seats if each.id == seat.id), None)
        if held is None:
            raise UserError("Ce siège n’existe pas à cette date.", "Choisissez une date où il existe.")
        state = replace(SeatState.of(held), regime=regime, votes=votes)
        mandates.go_on(session, held, seats.bring_seat(session, commission_id, state, on).id, on)


def arrange_seats(db: Database, order: Sequence[int], on: date) -> None:
    """Put seats in this order in their official table from a day on. Raises UserError when one changes later."""
    with db.unit_of_work("Changer l’ordre du tableau officiel") as session:
        for position, seat_id in enumerate(order, start=1):
            seats.set_standing(session, session.get_one(SeatRow, seat_id), on, position=position)


def _mandate(db: Database, mandate_id: int) -> Mandate:
    with db.reading() as session:
        found = mandates.find_mandate(session, mandate_id)
    if found is None:
        raise UserError("Ce mandat n’existe plus.", "Actualisez la page (F5), puis recommencez.")
    return found


def _named(db: Database, mandate: Mandate) -> str:
    return f"{mandate.person.name}, {mandate.role_words} ({seat_life(db, mandate.seat_id).label})"
