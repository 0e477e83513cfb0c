"""The proxy (pouvoir) that a titular gives when neither he nor a substitute can come (domain.md §3.16)."""

from dataclasses import dataclass

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Rules
from cpr_desk.domain.composition import Composition, Person, Seat
from cpr_desk.domain.french import NBSP


@dataclass(frozen=True, slots=True)
class Principal:
    """A titular who may give a proxy for the votes of one seat; `substitute` comes before any proxy."""

    person: Person
    seat: Seat
    substitute: Person | None = None


def principals(composition: Composition) -> tuple[Principal, ...]:
    """Return whoever holds the votes of a seat, in the order of the official tables; two seats are two proxies."""
    return tuple(
        Principal(seat.titular.person, seat, seat.substitute.person if seat.substitute else None)
        for seat in composition.seats
        if seat.section.votes and seat.titular
    )


def rule_words(rules: Rules) -> str:
    """Return the rule as the form prints it, where a member may receive a proxy.

    No text of the ACI says anything of proxies: this is the rule of sister conventions (certainty C).
    """
    received = rules.proxies_received
    most = "un seul" if received == 1 else f"{received}{NBSP}au plus"
    counts = "compte" if rules.proxies_in_quorum else "ne compte pas"
    return (
        f"Le pouvoir est donné à un membre de la même section, qui peut en recevoir {most} et ne peut pas le "
        f"transmettre. Il {counts} dans le quorum, ne sert qu’une fois à chaque vote et tombe dès que le membre "
        f"qui l’a donné est présent ({DEFAULT_RULE_NOTICE})."
    )
