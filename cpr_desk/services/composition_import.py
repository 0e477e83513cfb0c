"""Use cases of a composition workbook: what is known before it is read, and taking it in whole."""

from dataclasses import dataclass, replace
from datetime import date

from cpr_desk.domain.composition import NAMESAKE, Person, SeatState
from cpr_desk.domain.mandates import EndReason
from cpr_desk.errors import EnvironmentFault, UserError
from cpr_desk.storage import persons, seats
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class TakeInComposition:
    """Bring seats to a state and close others, from a day on; `ending` says why places fall vacant.

    A person with a negative id gets a record of their own, one for each id, whoever else bears the name.
    """

    commission_id: int
    on: date
    seats: tuple[SeatState, ...]
    closed: tuple[int, ...]
    ending: EndReason
    label: str


def take_in_composition(db: Database, order: TakeInComposition) -> None:
    """Write all of it or nothing. Raises UserError when a seat already changes on a later day."""
    _write(db, order)


def rehearse(db: Database, order: TakeInComposition) -> UserError | None:
    """Return why the order would be refused, None when it would not; nothing is written.

    What the disk refuses today is no property of the order: it is left to be told when it is written.
    """
    try:
        _write(db, order, rehearsal=True)
    except UserError as refusal:
        return refusal
    except (_RehearsedError, EnvironmentFault):
        pass
    return None


class _RehearsedError(Exception):
    """Leaves nothing of a rehearsal."""


def _write(db: Database, order: TakeInComposition, *, rehearsal: bool = False) -> None:
    new: dict[int, Person] = {}
    with db.unit_of_work(order.label) as session:

        def recorded(person: Person | None) -> Person | None:
            if person is None or person.id >= 0:
                return person
            if person.id not in new:
                row = persons.find_or_add_person(session, replace(person, id=NAMESAKE))
                new[person.id] = persons.person_of(row)
            return new[person.id]

        for state in order.seats:
            held = replace(state, titular=recorded(state.titular), substitute=recorded(state.substitute))
            seats.bring_seat(session, order.commission_id, held, order.on, order.ending)
        for seat_id in order.closed:
            seats.close_seat(session, seat_id, order.on)
        if rehearsal:
            raise _RehearsedError
