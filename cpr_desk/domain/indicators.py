"""The indicators of a mission: yearly targets, results, and the rate that they make (domain.md §4.28)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from cpr_desk.domain.french import NBSP, percent

_NONE, _ALL = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a mission for a year of contract, national or local.

    `start`, `target` and `result` are in its unit; None: not known. A target below the start is one to come down to.
    `weight` is what it counts beside the others; 0: it is followed and counts for nothing.
    """

    label: str
    unit: str = ""
    weight: Decimal = _ALL
    start: Decimal | None = None
    target: Decimal | None = None
    result: Decimal | None = None
    national: bool = False
    id: int = 0

    @property
    def rate(self) -> Decimal | None:
        """The share of the way to the target, from 0 to 1; None while target or result is not known.

        The way goes from the start, or from nothing where the start is not known (our default, D).
        Example: from 40 to a target of 60, a result of 50 is half the way; above the target is the whole way.
        """
        if self.target is None or self.result is None:
            return None
        start = self.start if self.start is not None else _NONE
        way = self.target - start
        if not way:
            return _ALL if self.result >= self.target else _NONE
        return min(max((self.result - start) / way, _NONE), _ALL)


def mission_rate(indicators: Iterable[Indicator]) -> Decimal | None:
    """Return the rate of a mission: the mean of those that count, by weight; None while one of them is not known.

    Without any indicator that counts there is no rate: it is then said by hand.
    """
    counted = [each for each in indicators if each.weight > 0]
    rates = [each.rate for each in counted]
    known = [rate for rate in rates if rate is not None]
    if not counted or len(known) < len(rates):
        return None
    weights = sum((each.weight for each in counted), _NONE)
    return sum((rate * each.weight for rate, each in zip(known, counted, strict=True)), _NONE) / weights


def refuse_indicator(indicator: Indicator) -> tuple[str, ...]:
    """Return every reason why an indicator may not be recorded, in French."""
    return tuple(_refusals(indicator))


def _refusals(indicator: Indicator) -> Iterator[str]:
    if not indicator.label.strip():
        yield "Donnez un intitulé à l’indicateur."
    if indicator.weight < 0:
        yield "Un poids ne peut pas être négatif."
    if indicator.target is not None and indicator.target == indicator.start:
        yield "La cible est égale à la valeur de départ."


def rate_words(rate: Decimal | None) -> str:
    """Return « taux d’atteinte : 60,0 % », or what is missing."""
    return f"taux d’atteinte{NBSP}: {percent(rate)}" if rate is not None else "résultats à compléter"
