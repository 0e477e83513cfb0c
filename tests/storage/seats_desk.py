"""The composition of one commission, as tests speak of it."""

from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.composition import Composition, Seat, SeatState
from cpr_desk.services import journal
from cpr_desk.services.composition import ReviseComposition, composition_at, revise_composition
from cpr_desk.storage.database import Database
from tests.factories import INSTALLED

JUNE = date(2021, 6, 1)
NEXT_YEAR = date(2022, 1, 1)


class Desk:
    """The composition of one commission, as tests speak of it."""

    def __init__(self, db: Database, commission: Commission) -> None:
        self.db, self.commission = db, commission

    def at(self, day: date) -> Composition:
        return composition_at(self.db, self.commission.id, day)

    def seat(self, organisation: str, day: date = INSTALLED) -> Seat:
        return next(seat for seat in self.at(day).seats if seat.organisation == organisation)

    def revise(self, on: date, *states: SeatState, closed: tuple[int, ...] = ()) -> None:
        revise_composition(self.db, ReviseComposition(self.commission.id, on, states, closed))

    def titular(self, organisation: str, day: date) -> str:
        held = self.seat(organisation, day).titular
        return held.person.name if held else "vacant"

    def entries(self) -> int:
        return len(journal.entries(self.db))
