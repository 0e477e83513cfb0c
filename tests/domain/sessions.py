"""A small commission for the session: 3 social seats of 3, 3 and 1 votes, 4 professional seats of one vote, an URPS."""

from collections.abc import Iterable
from datetime import date, datetime

from cpr_desk.domain.attendance import Presence, Proxy, Stay
from cpr_desk.domain.composition import Composition, Holding, Person, Regime, Seat, Section

DAY = date(2021, 2, 4)


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of the day of the session."""
    return datetime(2021, 2, 4, hour, minute)  # noqa: DTZ001 - the hour of the clock on the wall


OPENS, EARLIER = at(14), at(13)


def holding(number: int) -> Holding:
    return Holding(Person(number, "Ana", f"Nom{number}", "Mme"), DAY)


def seat(number: int, section: Section, votes: int, titular: int | None, substitute: int | None = None) -> Seat:
    return Seat(
        number,
        section,
        number,
        votes,
        regime=Regime.RG if section is Section.SOCIAL else None,
        organisation="" if section is Section.SOCIAL else f"Syndicat {number}",
        titular=holding(titular) if titular else None,
        substitute=holding(substitute) if substitute else None,
    )


COMMISSION = Composition(
    DAY,
    (
        seat(1, Section.SOCIAL, 3, 1, 11),
        seat(2, Section.SOCIAL, 3, 2),
        seat(3, Section.SOCIAL, 1, 3, 13),
        seat(4, Section.PROFESSIONAL, 1, 4, 14),
        seat(5, Section.PROFESSIONAL, 1, 5, 14),
        seat(6, Section.PROFESSIONAL, 1, 6),
        seat(7, Section.PROFESSIONAL, 1, None),
        seat(8, Section.CONSULTATIVE, 0, 4),
    ),
)


def there(*people: int, since: datetime = OPENS) -> tuple[Stay, ...]:
    """Return the stays of persons who came at a moment and stay."""
    return tuple(Stay(number, since, id=number) for number in people)


def presence(stays: Iterable[Stay] = (), *proxies: Proxy) -> Presence:
    return Presence(tuple(stays), (), proxies)


def proxy(seat_id: int, giver: int, holder: int, since: datetime = EARLIER, number: int = 1) -> Proxy:
    return Proxy(seat_id, giver, holder, since, id=number)
