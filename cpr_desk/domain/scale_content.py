"""A scale written as the content of a scale file: what `Scale.parse` reads again, value for value."""

from decimal import Decimal
from typing import Any

from cpr_desk.domain.missions import MissionTerms
from cpr_desk.domain.scale import Amounts, Bonus, Grant, Rule, Scale, ScaleLine

_UNIT = "euros par année de contrat, tailles 1 à 4"


def content_of(scale: Scale) -> dict[str, Any]:
    """Return what a scale file holds of a scale, ready for JSON."""
    content: dict[str, Any] = {
        "code": scale.code,
        "label": scale.label,
        "in_force_from": scale.in_force_from.isoformat(),
        "in_force_note": scale.note or None,
        "source": scale.source,
        "also_printed_in": list(scale.also_in),
        "unit": _UNIT,
        "thresholds": list(scale.thresholds),
        "contract": {
            "years": scale.contract.years,
            "dialogue_months": scale.contract.dialogue_months,
            "tacit_validation_months": scale.contract.tacit_validation_months,
            "source": scale.contract.source,
        },
        "missions": [_mission(terms) for terms in scale.missions],
        "lines": [_line(line, scale.source) for line in scale.lines],
        "bonus": scale.bonus and _bonus(scale.bonus, scale.source),
        "grants": [_grant(grant, scale.source) for grant in scale.grants],
        "printed_totals": [
            _told({"mission": total.mission and total.mission.value, "amounts": _amounts(total.amounts)})
            for total in scale.printed
        ],
    }
    return _told(content)


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is nothing: missing and null are the same."""
    return {key: value for key, value in fields.items() if value not in (None, [])}


def _mission(terms: MissionTerms) -> dict[str, Any]:
    return {
        "code": terms.mission.value,
        "core": terms.core,
        "start_months": terms.start_months,
        "deployment_months": terms.deployment_months,
        "source": terms.source,
        "certainty": terms.certainty.value,
    }


def _line(line: ScaleLine, source: str) -> dict[str, Any]:
    mission = line.mission and line.mission.value
    told = {"code": line.code, "label": line.label, "mission": mission, "part": line.part.value}
    return told | {"amounts": _amounts(line.amounts), "condition": line.condition.value, **_rule(line.rule, source)}


def _bonus(bonus: Bonus, source: str) -> dict[str, Any]:
    told = {"label": bonus.label, "size": bonus.size.value, "members": bonus.members, "rate": str(bonus.rate)}
    return told | _rule(bonus.rule, source)


def _grant(grant: Grant, source: str) -> dict[str, Any]:
    limit = grant.joined_before and grant.joined_before.isoformat()
    told = {"kind": grant.kind.value, "amounts": _amounts(grant.amounts)}
    return told | _told({"joined_before": limit, "months": grant.months}) | _rule(grant.rule, source)


def _rule(rule: Rule, source: str) -> dict[str, Any]:
    """Return the rule; its source is left out where it is that of the scale."""
    own = {} if rule.source == source else {"source": rule.source}
    return {"rule": rule.text, **own, "certainty": rule.certainty.value}


def _amounts(amounts: Amounts) -> list[int | str]:
    return [int(amount) if amount == amount.to_integral_value() else str(Decimal(amount)) for amount in amounts]
