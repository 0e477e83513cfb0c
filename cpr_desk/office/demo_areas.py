"""The territories of the demonstration: real communes and EPCI under invented CPTS, whose populations stay invented."""

from collections.abc import Mapping, Sequence
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.services import reference, register, territories
from cpr_desk.services.instance import Database
from cpr_desk.services.territories import FixTerritory


def fix(db: Database, commission: Commission, areas: Mapping[str, Sequence[str]], today: date) -> None:
    """Fix the territory of each CPTS named by its code: INSEE codes, and SIREN numbers of whole EPCI."""
    gazetteer = reference.gazetteer()
    for each in register.adhesions_at(db, commission.id, today):
        codes = [
            code
            for given in areas.get(each.code, ())
            for code in ([member.code for member in gazetteer.members(given)] or [given])
        ]
        if codes:
            since = min(each.signed_on or each.step_since or today, today)
            order = FixTerritory(each.id, tuple(codes), since, keeps_population=True)
            territories.save_territory(db, commission, order)
