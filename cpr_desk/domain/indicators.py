"""The indicators of a mission: yearly targets, results, and the rate that they make (domain.md §4.28)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE
from cpr_desk.domain.french import NNBSP, capital, percent, squeeze, typeset
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.record import Record

LONGEST_LABEL, LONGEST_UNIT = 500, 60
_NONE, _ALL, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_HIGHEST_WEIGHT = Decimal(1000)


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

        The way goes from the start, or from nothing where the start is not known (our default, D): then a target of
        nothing has no way to it, and no rate. Example: from 40 to a target of 60, a result of 50 is half the way; above
        the target is the whole way.
        """
        if self.target is None or self.result is None or (self.start is None and not self.target):
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


@dataclass(frozen=True, slots=True)
class RateTold:
    """The rate that indicators make, one sentence for each of them, and one on the whole; None: there is none yet."""

    rate: Decimal | None
    lines: tuple[str, ...]
    words: str


def explain_rate(indicators: Iterable[Indicator]) -> RateTold:
    """Return the rate of a mission with its calculation in French."""
    known = list(indicators)
    counted = [each for each in known if each.weight > 0]
    weights = sum((each.weight for each in counted), _NONE)
    rate = mission_rate(known)
    lines = tuple(typeset(_line(each, weights)) for each in known)
    if not known:
        words = "Aucun indicateur n’est encore fixé pour cette année."
    elif not counted:
        words = "Tous les poids sont à 0 : aucun indicateur ne compte, et aucun taux ne se calcule."
    elif rate is None:
        missing = sum(each.rate is None for each in counted)
        words = f"Le taux se calculera quand cible et résultat seront connus : il en manque pour {missing} sur "
        words += f"{len(counted)}."
    else:
        words = f"Taux d’atteinte calculé : {percent(rate)}, moyenne des indicateurs selon leur poids."
    return RateTold(rate, lines, typeset(words))


def _line(indicator: Indicator, weights: Decimal) -> str:
    unit = f" {indicator.unit}" if indicator.unit else ""
    told = [f"cible {number_typed(indicator.target)}{unit}" if indicator.target is not None else "cible à fixer"]
    if indicator.start is not None:
        told.insert(0, f"départ {number_typed(indicator.start)}{unit}")
    known = indicator.result is not None
    told.append(f"résultat {number_typed(indicator.result or _NONE)}{unit}" if known else "résultat à venir")
    if indicator.rate is not None:
        told.append(f"atteint à {percent(indicator.rate)}")
    weight = f"poids {number_typed(indicator.weight)} sur {number_typed(weights)}"
    told.append(weight if indicator.weight > 0 else "poids 0 : suivi, ne compte pas")
    return f"{indicator.label} : {', '.join(told)}."


def refuse_indicator(indicator: Indicator) -> tuple[str, ...]:
    """Return every reason why an indicator may not be recorded, in French."""
    return tuple(_refusals(indicator))


def _refusals(indicator: Indicator) -> Iterator[str]:
    if not indicator.label.strip():
        yield "Donnez un intitulé à l’indicateur."
    if len(indicator.label) > LONGEST_LABEL or len(indicator.unit) > LONGEST_UNIT:
        yield f"Un intitulé compte {LONGEST_LABEL} caractères au plus, une unité {LONGEST_UNIT}."
    if indicator.weight < 0:
        yield "Un poids ne peut pas être négatif."
    if indicator.weight > _HIGHEST_WEIGHT:
        yield f"Un poids de {number_typed(indicator.weight)} est trop grand : il va de 0 à 1{NNBSP}000."
    if indicator.target is not None and indicator.target == indicator.start:
        yield "La cible est égale à la valeur de départ."


def doubt_indicator(indicator: Indicator) -> tuple[str, ...]:
    """Return what is worth a second look in an indicator that may be recorded, in French."""
    return tuple(map(typeset, _doubts(indicator)))


def _doubts(indicator: Indicator) -> Iterator[str]:
    numbers = [each for each in (indicator.start, indicator.target, indicator.result) if each is not None]
    if any(each < 0 for each in numbers):
        yield "Une valeur est négative : vérifiez-la."
    if indicator.unit.strip() in ("%", "pourcent") and any(each > _HUNDRED for each in numbers):
        yield "Une valeur dépasse 100 % : vérifiez-la."
    if indicator.start is None and indicator.target is not None:
        if not indicator.target:
            yield "Une cible de 0 demande une valeur de départ : sans elle, aucun taux ne se calcule."
        else:
            yield f"Sans valeur de départ, le chemin se compte depuis 0 ({DEFAULT_RULE_NOTICE})."
    if not indicator.weight:
        yield "Avec un poids de 0, cet indicateur est suivi et ne compte pas dans le taux."


def refuse_rate(rate: Decimal | None) -> tuple[str, ...]:
    """Return every reason why a rate may not be retained, in French; None: none was given."""
    if rate is None:
        return ("Indiquez le taux retenu.",)
    return () if _NONE <= rate <= _ALL else (typeset("Un taux va de 0 à 100 %."),)


_NUMBER = re.compile(r"(-?)(\d+)(?:[.,](\d+))?")
_MOST_DIGITS, _MOST_DECIMALS = 9, 4


def read_number(text: str) -> Decimal | None:
    """Read a number as people type it: 45, 45,5, 1 234,50, 12 %; None for nothing.

    Raises ValueError with a French sentence, for a number that is enormous too.
    """
    typed = squeeze(text).replace("−", "-")
    if not typed:
        return None
    found = _NUMBER.fullmatch(typed.removesuffix("%").replace(" ", ""))
    if found is None:
        raise ValueError(typeset(f"« {typed} » n’est pas un nombre. Écrivez par exemple 45,5."))
    if len(found[2].lstrip("0")) > _MOST_DIGITS:
        raise ValueError(typeset(f"« {typed} » est un nombre trop grand : vérifiez-le."))
    if len(found[3] or "") > _MOST_DECIMALS:
        raise ValueError(typeset(f"« {typed} » a trop de décimales : {_MOST_DECIMALS} suffisent."))
    return Decimal(f"{found[1]}{found[2]}.{found[3] or 0}").normalize() + _NONE


def number_typed(number: Decimal | None) -> str:
    """Return a number as one would type it: « 45 », « 1 234,5 »; nothing for None."""
    if number is None:
        return ""
    shape = f"{number:,f}"
    if "." in shape:
        shape = shape.rstrip("0").rstrip(".")
    return shape.replace(",", NNBSP).replace(".", ",")


def next_year(indicator: Indicator) -> Indicator:
    """Return an indicator as it begins the following year: from the result reached, towards a target to be set."""
    start = indicator.start if indicator.result is None else indicator.result
    return Indicator(indicator.label, indicator.unit, indicator.weight, start, national=indicator.national)


@dataclass(frozen=True, slots=True)
class NationalIndicator:
    """An indicator that the accord gives, in force from–until (None: no bound); `falls`: it is one to bring down."""

    mission: Mission
    label: str
    unit: str
    falls: bool
    source: str
    since: date | None = None
    until: date | None = None

    @classmethod
    def parse(cls, record: Record) -> "NationalIndicator":
        """Read one entry of indicators.json. Raises ValueError with a French sentence."""
        return cls(
            record.choice("mission", Mission),
            typeset(record.text("label")),
            record.text("unit"),
            record.flag("falls"),
            typeset(record.text("source")),
            record.optional_day("since"),
            record.optional_day("until"),
        )

    def in_force(self, day: date) -> bool:
        """Return whether it is followed in a year of contract that begins on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def words(self) -> str:
        """Which way it should go, and where that stands."""
        return f"{'À faire baisser' if self.falls else 'À faire progresser'}. {capital(self.source)}."


def national_indicators(
    known: Iterable[NationalIndicator], mission: Mission, day: date
) -> tuple[NationalIndicator, ...]:
    """Return the national indicators of a mission for a year of contract that begins on a day, in their order."""
    return tuple(each for each in known if each.mission is mission and each.in_force(day))
