"""The controls of a commission on a day, gathered from its composition, its meetings and its presidency."""

from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.controls import Controls, check
from cpr_desk.services import composition, meetings, presidency
from cpr_desk.storage.database import Database


def controls_at(db: Database, commission: Commission, at: date) -> Controls:
    """Return every control on a day; places are looked at on the first meeting from that day on."""
    following = meetings.next_meeting(db, commission.id, at)
    return check(
        composition.composition_at(db, commission.id, at),
        commission.rules,
        composition.composition_at(db, commission.id, following.on) if following else None,
        presidency.problems_on(db, commission.id, at),
    )
