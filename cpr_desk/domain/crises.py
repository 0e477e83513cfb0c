"""The grave health crises declared in a region, which CPTS each concerns, and whether it pays one (avenant 2, 3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.french import NBSP
from cpr_desk.domain.mandates import Fault, Refusal
from cpr_desk.domain.scale import Condition, GrantKind, Scale, ScaleLine, scale_in_force
from cpr_desk.domain.signed import Crisis, Signed, year_of

COVID_YEAR = 2021
"""The calendar year whose variable part the Covid derogation pays (avenant 2, 4.4)."""


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


def crisis_refusal(signed: Signed, crisis: Crisis, scales: Sequence[Scale]) -> str:
    """Return why a crisis pays nothing, in French; empty when it pays.

    The variable part is one amount a year, paid whole by the first crisis: another one in the same year of contract
    pays nothing more (D). The mission must have begun by then (D). What the Covid derogation pays « au titre de 2021 »
    is that same amount (avenant 2, A): a crisis of 2021 does not pay it again (our reading, D).
    """
    on = crisis.declared_on
    lines = crisis_lines(crisis, scales)
    if not lines:
        return f"le barème «{NBSP}{scale_in_force(scales, on).label}{NBSP}» ne prévoit rien pour une crise"
    if not signed.in_force(on):
        return "aucun contrat n’était en vigueur ce jour-là"
    begun = [signed.missions.get(line.mission) for line in lines if line.mission]
    if not all(day and day <= on for day in begun):
        return "la mission de réponse aux crises n’avait pas démarré"
    if on.year == COVID_YEAR and any(kind is GrantKind.COVID for kind, _ in signed.grants):
        return f"la dérogation Covid-19 verse déjà l’enveloppe de {COVID_YEAR} ({DEFAULT_RULE_NOTICE})"
    year = year_of(signed.on, on, signed.first_year)
    earlier = [each for each in signed.crises if (each.declared_on, each.id) < (on, crisis.id)]
    if any(year.since <= each.declared_on and not crisis_refusal(signed, each, scales) for each in earlier):
        return f"une autre crise a déjà donné lieu au versement de l’{year.label} ({DEFAULT_RULE_NOTICE})"
    return ""


def crisis_lines(crisis: Crisis, scales: Sequence[Scale]) -> list[ScaleLine]:
    """Return what the scale of its day pays for a crisis."""
    lines = scale_in_force(scales, crisis.declared_on).lines
    return [line for line in lines if line.condition is Condition.CRISIS]
