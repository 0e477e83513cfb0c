"""What is noted of a session in one window never writes over what another window noted meanwhile."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from cpr_desk.domain.attendance import Excuse, Presence, Proxy, Stay
from cpr_desk.domain.french import NBSP, listing, time_words
from cpr_desk.domain.sitting import Session as Held
from cpr_desk.errors import UserError
from cpr_desk.storage import session as sessions
from cpr_desk.storage.approval import work_on
from cpr_desk.storage.database import Database

_WHAT_TO_DO = "Vérifiez ce qui est noté à présent, puis recommencez."


@contextmanager
def noting(
    db: Database, known: Held, label: str, people: Collection[int], *, proxies: bool = False
) -> Iterator[Session]:
    """Run one use case on what is noted of persons, as the session known tells it; `proxies` are part of that or not.

    Raises UserError where something else was noted of them since, or the session closed.
    """
    with work_on(db, known.meeting.id, label) as work:
        held = sessions.sitting_of(work, known.meeting.id)
        if held and held.closed_at and known.sitting and known.sitting.closed_at is None:
            raise UserError(f"La séance a été close entre-temps, à {time_words(held.closed_at.time())}.", _WHAT_TO_DO)
        now = sessions.presence_of(work, known.meeting.id)
        changed = [
            each for each in people if _of(now, each, proxies=proxies) != _of(known.presence, each, proxies=proxies)
        ]
        if changed:
            names = [person.courteous_name for each in changed if (person := known.person(each))]
            told = listing(names) or "Une présence"
            raise UserError(f"{told}{NBSP}: noté autrement entre-temps, dans une autre fenêtre.", _WHAT_TO_DO)
        yield work


def _of(presence: Presence, person_id: int, *, proxies: bool) -> set[Stay | Excuse | Proxy]:
    """Return what is noted of a person, proxies given and received among it if they matter."""
    told: set[Stay | Excuse | Proxy] = {each for each in presence.stays if each.person_id == person_id}
    told |= {each for each in presence.excuses if each.person_id == person_id}
    if proxies:
        told |= {each for each in presence.proxies if person_id in (each.giver_id, each.holder_id)}
    return told
