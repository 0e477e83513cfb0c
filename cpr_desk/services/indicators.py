"""Use cases on the indicators of a mission, year of contract by year, and on the rates retained."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.dossier import RateKept, YearIndicator
from cpr_desk.domain.french import percent, plural, squeeze, typeset
from cpr_desk.domain.indicators import Indicator, national_indicators, next_year, refuse_indicator, refuse_rate
from cpr_desk.domain.missions import Mission
from cpr_desk.errors import UserError
from cpr_desk.services import reference
from cpr_desk.services.missions import name_of_cpts
from cpr_desk.storage import missions
from cpr_desk.storage.database import Database

LONGEST_COMMENT = 500
_NAMED = 60
"""Letters of a label that a line of the journal repeats."""


def save_indicator(db: Database, commission: Commission, cpts_id: int, wanted: YearIndicator) -> YearIndicator:
    """Add an indicator to a mission (`definition_id` 0) or change it, and return it as it is stored.

    Its label and unit are those of all its years; those that the accord gives stay. Raises UserError as
    `domain.refuse_indicator`.
    """
    tidy = _tidy(wanted.indicator)
    if refusals := refuse_indicator(tidy):
        raise UserError(refusals[0], "Corrigez cette valeur, puis recommencez.")
    verb = "Modifier" if wanted.definition_id else "Ajouter"
    label = f"{verb} l’indicateur « {_short(tidy.label)} », {_whose(db, commission, cpts_id, wanted.year)}"
    with db.unit_of_work(typeset(label)) as session:
        if wanted.definition_id:
            row = missions.definition(session, cpts_id, wanted.definition_id)
            if row is None:
                raise _gone()
            if not row.national:
                row.label, row.unit = tidy.label, tidy.unit
        else:
            row = missions.add_definition(session, cpts_id, wanted.mission, tidy)
        missions.write_year(session, row.id, wanted.year, tidy)
        stored = dict(missions.followed(session, cpts_id, wanted.mission, wanted.year))[row.id]
        return YearIndicator(wanted.mission, wanted.year, stored, row.id)


def remove_indicator(db: Database, commission: Commission, cpts_id: int, wanted: YearIndicator) -> None:
    """Take an indicator out of a year of contract; what is known of it in other years stays."""
    label = f"Retirer l’indicateur « {_short(wanted.indicator.label)} », "
    label += _whose(db, commission, cpts_id, wanted.year)
    with db.unit_of_work(typeset(label)) as session:
        if missions.definition(session, cpts_id, wanted.definition_id):
            missions.unfollow(session, wanted.definition_id, wanted.year)


def move_indicator(db: Database, commission: Commission, cpts_id: int, wanted: YearIndicator, by: int) -> None:
    """Put an indicator one place up (−1) or down (1) among those of its mission followed in its year."""
    label = f"Déplacer l’indicateur « {_short(wanted.indicator.label)} », "
    label += _whose(db, commission, cpts_id, wanted.year)
    with db.unit_of_work(typeset(label)) as session:
        order = [own for own, _ in missions.followed(session, cpts_id, wanted.mission, wanted.year)]
        if wanted.definition_id not in order:
            raise _gone()
        place = order.index(wanted.definition_id)
        other = place + by
        if not 0 <= other < len(order):
            return
        rows = list(missions.definitions_of(session, cpts_id, wanted.mission))
        ids = [row.id for row in rows]
        first, second = ids.index(order[place]), ids.index(order[other])
        rows.insert(second, rows.pop(first))
        for position, row in enumerate(rows, start=1):
            row.position = position


def add_national(
    db: Database, commission: Commission, cpts_id: int, mission: Mission, year: int, begins_on: date
) -> int:
    """Add the national indicators of a mission that a year of contract beginning on a day lacks; return how many."""
    given = national_indicators(reference.national_indicators(), mission, begins_on)
    label = f"Ajouter les indicateurs nationaux, {_whose(db, commission, cpts_id, year)}"
    with db.unit_of_work(label) as session:
        known = {each.label for _, each in missions.followed(session, cpts_id, mission, year)}
        definitions = {row.label: row.id for row in missions.definitions_of(session, cpts_id, mission) if row.national}
        lacking = [each for each in given if each.label not in known]
        for each in lacking:
            indicator = Indicator(each.label, each.unit, national=True)
            own = definitions.get(each.label) or missions.add_definition(session, cpts_id, mission, indicator).id
            missions.write_year(session, own, year, indicator)
        return len(lacking)


def copy_year(db: Database, commission: Commission, cpts_id: int, mission: Mission, year: int) -> int:
    """Take up in a year of contract the indicators of the year before that it lacks; return how many.

    Weights are the same, each begins from the result reached, and its target is still to be set.
    """
    label = f"Reprendre les indicateurs de l’année {year - 1}, {_whose(db, commission, cpts_id, year)}"
    with db.unit_of_work(label) as session:
        known = {own for own, _ in missions.followed(session, cpts_id, mission, year)}
        before = missions.followed(session, cpts_id, mission, year - 1)
        lacking = [(own, each) for own, each in before if own not in known]
        for own, each in lacking:
            missions.write_year(session, own, year, next_year(each))
        return len(lacking)


def keep_rates(
    db: Database,
    commission: Commission,
    cpts_id: int,
    rates: Sequence[RateKept],
    dropped: Sequence[Mission] = (),
    year: int = 0,
) -> None:
    """Retain rates for missions, all of them or none; those of `dropped` in `year` are computed again.

    Raises UserError as `refuse_rate`.
    """
    for each in rates:
        if refusals := refuse_rate(each.rate):
            raise UserError(refusals[0], "Écrivez par exemple 76,5.")
    if not (rates or dropped):
        return
    label = f"{_retained(rates)}, {_whose(db, commission, cpts_id, rates[0].year if rates else year)}"
    with db.unit_of_work(label) as session:
        for each in rates:
            comment = squeeze(each.comment)[:LONGEST_COMMENT]
            missions.keep_rate(session, cpts_id, each.mission, each.year, _exact(each.rate), comment)
        for mission in dropped:
            if row := missions.rate_row(session, cpts_id, mission, year):
                session.delete(row)


def _retained(rates: Sequence[RateKept]) -> str:
    if not rates:
        return "Revenir au taux calculé"
    told = percent(rates[0].rate)
    return f"Retenir le taux {told}" if len(rates) == 1 else f"Retenir {plural(len(rates), 'taux', 'taux')}"


def _whose(db: Database, commission: Commission, cpts_id: int, year: int) -> str:
    return f"année {year} de la CPTS {name_of_cpts(db, commission, cpts_id)}"


def _short(label: str) -> str:
    return label if len(label) <= _NAMED else f"{label[: _NAMED - 1].rstrip()}…"


def _tidy(indicator: Indicator) -> Indicator:
    return Indicator(
        squeeze(indicator.label), squeeze(indicator.unit), indicator.weight, indicator.start, indicator.target,
        indicator.result, indicator.national, indicator.id,
    )  # fmt: skip


def _gone() -> UserError:
    return UserError("Cet indicateur n’existe plus.", "Actualisez la page (F5).")


def _exact(rate: Decimal) -> Decimal:
    return rate.normalize() + 0
