"""What a CPTS is due for a full contract year, line by line, from a dated scale (ACI art. 7; domain.md §5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.french import date_digits, euros, listing, plural, typeset
from cpr_desk.domain.missions import Mission, mission_of
from cpr_desk.domain.scale import GrantKind, Plan, Rule, Scale
from cpr_desk.domain.sizes import SizeClass

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class FundingLine:
    """An amount in euros and the rule that gives it; zero when the rule is not met, `rule` says why."""

    code: str
    label: str
    amount: Decimal
    rule: Rule


@dataclass(frozen=True, slots=True)
class Funding:
    """A full contract year in euros: `total` sums the lines; `bonus` and `additional` stand apart from it."""

    size: SizeClass
    lines: tuple[FundingLine, ...]
    bonus: FundingLine
    additional: FundingLine

    @property
    def total(self) -> Decimal:
        """The sum of the lines, without bonus or additional amount."""
        return sum((line.amount for line in self.lines), NOTHING)


def full_year(
    scale: Scale,
    size: SizeClass,
    *,
    missions: Iterable[str] | None = None,
    plan: Plan = Plan.FIRST,
    crisis: bool = False,
    members: int | None = None,
    joined: date | None = None,
    bonus_includes_running: bool = False,
) -> Funding:
    """Compute a full contract year: the fonctionnement, and all missions or those whose codes are given.

    `crisis` says that a grave crisis was declared in the year: it pays where the scale and the missions provide for
    it. `members` and `joined` (day of adhesion) decide the bonus and the additional amount; unknown, they give none.
    Raises ValueError with a French sentence for a mission that does not exist or that the scale does not fund, or for
    a negative number of members.
    Example: avenant 2, taille 1, plan first written and a crisis: 287 500 €.
    """
    if members is not None and members < 0:
        raise ValueError("Le nombre de membres ne peut pas être négatif.")
    chosen = _chosen(scale, missions)
    due = [
        line
        for line in scale.lines
        if (line.mission is None or line.mission in chosen) and line.condition.met(plan, crisis=crisis)
    ]
    base = sum((line.amount(size) for line in due if line.mission or bonus_includes_running), NOTHING)
    return Funding(
        size,
        tuple(FundingLine(line.code, line.label, line.amount(size), line.rule) for line in due),
        _bonus(scale, size, members, base, "compris" if bonus_includes_running else "exclu"),
        _granted(scale, GrantKind.ADDITIONAL, size, joined),
    )


def accompaniment(
    scale: Scale, size: SizeClass, *, association: bool, letter_validated: bool, signed: bool
) -> FundingLine:
    """Compute the contrat d’accompagnement, once, before the ACI; every unmet condition is in the rule.

    Example: avenant 2, taille 3, an association whose letter is validated and that has not signed: 25 000 €.
    """
    reasons = accompaniment_unmet(association=association, letter_validated=letter_validated, signed=signed)
    return _granted(scale, GrantKind.ACCOMPANIMENT, size, None, reasons)


def accompaniment_unmet(*, association: bool, letter_validated: bool, signed: bool) -> tuple[str, ...]:
    """Return the conditions of the contrat d’accompagnement that are not met, in French."""
    conditions = {
        "le projet n’est pas porté par une association": association,
        "la lettre d’intention n’est pas validée": letter_validated,
        "l’ACI est déjà signé": not signed,
    }
    return tuple(reason for reason, met in conditions.items() if not met)


def accompaniment_limit(scale: Scale, started_on: date) -> date | None:
    """Return the day by which a contrat d’accompagnement must lead to the ACI; None when the scale sets none."""
    grant = scale.grant(GrantKind.ACCOMPANIMENT)
    return add_months(started_on, grant.months) if grant and grant.months else None


def _chosen(scale: Scale, missions: Iterable[str] | None) -> frozenset[Mission]:
    funded = frozenset(line.mission for line in scale.lines if line.mission)
    if missions is None:
        return funded
    chosen = frozenset(mission_of(code) for code in missions)
    if missing := [mission.label for mission in Mission if mission in chosen - funded]:
        raise ValueError(typeset(f"Le barème « {scale.label} » ne finance pas : {listing(missing)}."))
    return chosen


def _bonus(scale: Scale, size: SizeClass, members: int | None, base: Decimal, running: str) -> FundingLine:
    bonus = scale.bonus
    if bonus is None:
        return _line("bonus", "Majoration", NOTHING, _absent(scale))
    reasons = []
    if size != bonus.size:
        reasons.append(f"réservée à la {bonus.size.label.lower()}")
    if members is None:
        reasons.append("nombre de membres inconnu")
    elif members < bonus.members:
        reasons.append(f"{plural(members, 'membre')} au lieu de {bonus.members} au moins")
    amount = (base * bonus.rate).quantize(CENT, ROUND_HALF_UP)
    words = f"{bonus.rule.text} Base : missions dues, fonctionnement {running}, {euros(base)}."
    return _line("bonus", bonus.label, amount, replace(bonus.rule, text=typeset(words)), reasons)


def _granted(
    scale: Scale, kind: GrantKind, size: SizeClass, joined: date | None, reasons: Iterable[str] = ()
) -> FundingLine:
    grant = scale.grant(kind)
    if grant is None:
        return _line(kind, kind.label, NOTHING, _absent(scale))
    return _line(kind, kind.label, grant.amount(size), grant.rule, [*_late(grant.joined_before, joined), *reasons])


def _late(limit: date | None, joined: date | None) -> list[str]:
    """Return why the day of adhesion does not open a grant, nothing when it does."""
    if limit is None or (joined and joined < limit):
        return []
    return [f"adhésion le {date_digits(joined)}" if joined else "date d’adhésion inconnue"]


def _line(code: str, label: str, amount: Decimal, rule: Rule, reasons: Sequence[str] = ()) -> FundingLine:
    """Return the amount, or zero with the reasons added to the rule."""
    if not reasons:
        return FundingLine(code, label, amount, rule)
    text = typeset(f"{rule.text} Non dû : {' ; '.join(reasons)}.")
    return FundingLine(code, label, NOTHING, replace(rule, text=text))


def _absent(scale: Scale) -> Rule:
    return Rule(typeset(f"Le barème « {scale.label} » n’en prévoit pas."), scale.source)
