"""The grave health crises declared in a region, and which CPTS each concerns (avenant 2, 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.schedule import Crisis


@dataclass(frozen=True, slots=True)
class RegionalCrisis:
    """A crisis and the ids of the CPTS it concerns."""

    crisis: Crisis
    cpts_ids: frozenset[int] = frozenset()

    @property
    def id(self) -> int:
        """The id of the crisis."""
        return self.crisis.id


def refuse_crisis(wanted: RegionalCrisis, today: date) -> tuple[Refusal, ...]:
    """Return every reason not to record a crisis."""
    return tuple(_refusals(wanted, today))


def _refusals(wanted: RegionalCrisis, today: date) -> Iterator[Refusal]:
    if not wanted.crisis.label.strip():
        yield Refusal(
            Fault.LABEL, "La crise n’a pas de nom.", "Nommez-la, par exemple «\u00a0Épidémie de grippe\u00a0»."
        )
    if wanted.crisis.declared_on > today:
        yield Refusal(Fault.SINCE, "Cette date est à venir.", "Une crise s’enregistre une fois déclenchée.")
    if not wanted.cpts_ids:
        yield Refusal(Fault.PERSON, "Aucune CPTS n’est concernée.", "Cochez celles que la crise concerne.")
