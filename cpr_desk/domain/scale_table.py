"""A scale as the accord prints it: its lines under each mission, totals by mission and of all (domain.md §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.commission import Certainty
from cpr_desk.domain.french import date_words, integer, listing, plural, typeset
from cpr_desk.domain.missions import Mission, MissionTerms
from cpr_desk.domain.rule_sources import RuleSource
from cpr_desk.domain.scale import Amounts, Condition, Scale, ScaleLine
from cpr_desk.domain.sizes import SizeClass


class RowKind(StrEnum):
    """What a row of the table is."""

    LINE = "line"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    GRANT = "grant"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the printed table: euros for tailles 1 to 4; a total has no rule of its own."""

    id: str
    kind: RowKind
    label: str
    amounts: Amounts
    rule: str = ""
    source: str = ""
    certainty: Certainty = Certainty.TEXT

    def amount(self, size: SizeClass) -> Decimal:
        """Return the euros for a size."""
        return self.amounts[size - 1]

    @property
    def is_total(self) -> bool:
        """Whether it sums other rows."""
        return self.kind in (RowKind.SUBTOTAL, RowKind.TOTAL)


def table_of(scale: Scale) -> tuple[TableRow, ...]:
    """Return the rows in the order of the accord: lines, total of each mission, total of all, then what is paid once.

    Totals count the year in which the plan for crises is written, and a crisis, as the accord prints them.
    """
    return tuple(_rows(scale))


def details_of(scale: Scale) -> tuple[str, ...]:
    """Return what a scale fixes beside its table, a sentence each: days, sizes, delays, bonus, sources."""
    sizes = listing(
        f"{size.label.lower()} à partir de {integer(first)} habitants"
        for size, first in zip(list(SizeClass)[1:], scale.thresholds, strict=True)
    )
    terms = scale.contract
    delays = (
        f"Contrat de {plural(terms.years, 'an')} ; dialogue annuel dans les {_months(terms.dialogue_months)} qui "
        f"suivent l’anniversaire ; validation tacite du projet après {_months(terms.tacit_validation_months)}."
    )
    read = dict.fromkeys(RuleSource(each.source, each.certainty).sentence for each in scale.missions)
    told = [
        f"En vigueur à partir du {date_words(scale.in_force_from)}. {scale.note}",
        f"Tailles : {sizes}.",
        delays,
        *(f"{each.mission.label} ({each.kind_label}) : {_limits(each)}." for each in scale.missions),
        f"Délais des missions : {' '.join(read)}",
        *([f"{scale.bonus.label} : {scale.bonus.rule.words}"] if scale.bonus else []),
        f"Source : {listing((scale.source, *scale.also_in))}.",
    ]
    return tuple(typeset(each.strip()) for each in told)


def _limits(terms: MissionTerms) -> str:
    if terms.start_months is None and terms.deployment_months is None:
        return "démarrage libre"
    start = "libre" if terms.start_months is None else f"dans les {_months(terms.start_months)}"
    full = "libre" if terms.deployment_months is None else f"dans les {_months(terms.deployment_months)}"
    return f"démarrage {start}, déploiement complet {full}, à compter de la signature"


def _months(months: int) -> str:
    return plural(months, "mois", "mois")


def _rows(scale: Scale) -> Iterator[TableRow]:
    for mission in (None, *Mission):
        lines = [line for line in scale.lines if line.mission is mission]
        yield from map(_line, lines)
        if mission and len(lines) > 1:
            yield _sum(scale, mission, f"Total {mission.label}", RowKind.SUBTOTAL)
    conditional = any(line.condition is not Condition.ALWAYS for line in scale.lines)
    label = "Total, plan de crise rédigé et une crise" if conditional else "Total"
    yield _sum(scale, None, label, RowKind.TOTAL)
    for grant in scale.grants:
        rule = grant.rule
        label = f"{grant.kind.label}, hors total"
        yield TableRow(grant.kind, RowKind.GRANT, label, grant.amounts, rule.words, rule.source, rule.certainty)


def _line(line: ScaleLine) -> TableRow:
    rule = line.rule
    return TableRow(line.code, RowKind.LINE, line.label, line.amounts, rule.words, rule.source, rule.certainty)


def _sum(scale: Scale, mission: Mission | None, label: str, kind: RowKind) -> TableRow:
    amounts = tuple(scale.maximum(size, mission) for size in SizeClass)
    return TableRow(f"total-{mission or ''}", kind, typeset(label), amounts)
