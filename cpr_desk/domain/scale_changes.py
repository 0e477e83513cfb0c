"""What differs from one scale to another, in words: what a secretary changes, before anything is stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from cpr_desk.domain.french import date_digits, euros, integer, listing, percent, plural
from cpr_desk.domain.missions import MissionTerms
from cpr_desk.domain.scale import Amounts, Bonus, Grant, Rule, Scale, ScaleLine
from cpr_desk.domain.sizes import SizeClass

_ABSENT = "—"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; `before` or `after` is a dash where there is nothing of the kind."""

    what: str
    before: str
    after: str


def differences(before: Scale, after: Scale) -> tuple[Difference, ...]:
    """Return what differs between two scales, in the order in which a scale is read."""
    lines = {line.code: line for line in before.lines}
    later = {line.code: line for line in after.lines}
    grants = {grant.kind: grant for grant in before.grants}
    granted = {grant.kind: grant for grant in after.grants}
    missions = {terms.mission: terms for terms in before.missions}
    terms = {each.mission: each for each in after.missions}
    pairs = [
        ("Nom", before.label, after.label),
        ("En vigueur à partir du", date_digits(before.in_force_from), date_digits(after.in_force_from)),
        ("Source", before.source, after.source),
        ("Précision sur la date", before.note or _ABSENT, after.note or _ABSENT),
        ("Seuils des tailles", _thresholds(before), _thresholds(after)),
        ("Durée du contrat", _years(before), _years(after)),
        ("Délai du dialogue annuel", _months(before.contract.dialogue_months), _months(after.contract.dialogue_months)),
        (
            "Délai de la validation tacite",
            _months(before.contract.tacit_validation_months),
            _months(after.contract.tacit_validation_months),
        ),
        *((key.label, _terms(missions.get(key)), _terms(terms.get(key))) for key in _keys(missions, terms)),
        *(pair for key in _keys(lines, later) for pair in _line(lines.get(key), later.get(key))),
        ("Majoration", _bonus(before.bonus), _bonus(after.bonus)),
        *((key.label, _grant(grants.get(key)), _grant(granted.get(key))) for key in _keys(grants, granted)),
    ]
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


_Key = TypeVar("_Key")


def _keys(before: Iterable[_Key], after: Iterable[_Key]) -> list[_Key]:
    return list(dict.fromkeys((*before, *after)))


def _line(before: ScaleLine | None, after: ScaleLine | None) -> Iterator[tuple[str, str, str]]:
    known = after or before
    assert known is not None  # noqa: S101 - the key comes from one of the two
    label = known.label
    if before is None or after is None:
        yield label, _all(before), _all(after)
        return
    yield "Ligne", before.label, after.label
    for size in SizeClass:
        yield f"{label}, {size.label.lower()}", euros(before.amount(size)), euros(after.amount(size))
    yield f"{label}, mission et volet", _place(before), _place(after)
    yield f"{label}, règle", _rule(before.rule), _rule(after.rule)


def _all(line: ScaleLine | None) -> str:
    return _amounts(line.amounts) if line else _ABSENT


def _place(line: ScaleLine) -> str:
    mission = line.mission.label if line.mission else "Fonctionnement"
    return f"{mission}, {line.part.label.lower()}, {line.condition.label}"


def _amounts(amounts: Amounts) -> str:
    return " / ".join(map(euros, amounts))


def _rule(rule: Rule) -> str:
    return f"{rule.text} ({rule.source}, {rule.certainty.value})"


def _thresholds(scale: Scale) -> str:
    return listing(map(integer, scale.thresholds))


def _years(scale: Scale) -> str:
    return plural(scale.contract.years, "an")


def _months(months: int | None) -> str:
    return "libre" if months is None else plural(months, "mois", "mois")


def _terms(terms: MissionTerms | None) -> str:
    if terms is None:
        return _ABSENT
    delays = f"démarrage {_months(terms.start_months)}, déploiement {_months(terms.deployment_months)}"
    return f"{terms.kind_label}, {delays} ({terms.source}, {terms.certainty.value})"


def _bonus(bonus: Bonus | None) -> str:
    if bonus is None:
        return _ABSENT
    told = f"{bonus.label}, {percent(bonus.rate)}, {bonus.size.label.lower()}, {plural(bonus.members, 'membre')}"
    return f"{told}. {_rule(bonus.rule)}"


def _grant(grant: Grant | None) -> str:
    if grant is None:
        return _ABSENT
    told = [_amounts(grant.amounts)]
    if grant.joined_before:
        told.append(f"adhésion avant le {date_digits(grant.joined_before)}")
    if grant.months is not None:
        told.append(f"ACI à signer dans les {_months(grant.months)}")
    return f"{', '.join(told)}. {_rule(grant.rule)}"
