"""Use cases on the composition: read it at a date, revise it from a date on."""

from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.composition import Composition, SeatState
from cpr_desk.domain.mandates import EndReason
from cpr_desk.storage import seats
from cpr_desk.storage.database import Database


@dataclass(frozen=True, slots=True)
class ReviseComposition:
    """Bring some seats to a state, and close others, from a day on; `ending` says why places fall vacant."""

    commission_id: int
    on: date
    seats: tuple[SeatState, ...]
    closed: tuple[int, ...] = ()
    label: str = "Modifier la composition"
    ending: EndReason = EndReason.OTHER


def composition_at(db: Database, commission_id: int, at: date) -> Composition:
    """Return the composition on a day."""
    with db.reading() as session:
        return seats.composition_at(session, commission_id, at)


def revise_composition(db: Database, order: ReviseComposition) -> None:
    """Apply a revision whole, or nothing. Raises UserError when a seat already changes on a later day."""
    with db.unit_of_work(order.label) as session:
        for state in order.seats:
            seats.bring_seat(session, order.commission_id, state, order.on, order.ending)
        for seat_id in order.closed:
            seats.close_seat(session, seat_id, order.on)
