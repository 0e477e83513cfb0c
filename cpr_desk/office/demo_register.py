"""The registers of the demonstration: that of the region, and the one told at the meeting of 04/02/2021."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cpr_desk import paths
from cpr_desk.domain.adhesion import Adhesion, Step
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.services import commission as commissions
from cpr_desk.services import reference, register
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.instance import Database

DECEMBER_2020 = date(2020, 12, 31)
"""The day of the register that the commission was shown when it was installed, on 04/02/2021."""
_DAYS = ("step_since", "letter_on", "project_sent_on", "project_validated_on", "signed_on")


def take_in(db: Database, commission: Commission, entries: Iterable[Mapping[str, Any]], on: date) -> None:
    """Take in CPTS as a file of the demonstration tells them, as known on a day."""
    adhesions = tuple(_adhesion(entry) for entry in entries)
    order = register.TakeInRegister(commission.id, adhesions, on, "Reprendre le registre de démonstration")
    register.take_in_register(db, order, lambda _done, _total: None)


def fill_december_2020(db: Database) -> Commission:
    """Fill an empty database with the register of December 2020, which no meeting nor seat goes with.

    Its sums are those told at the installation of the commission: 28 projects, of which 12 validated and 7 contracts
    signed, 11 letters of intention, 5 in reflection; 88 000 inhabitants in the mean, 686 000 € paid in the year.
    """
    data: Any = json.loads((paths.resources_dir() / "demo" / "december-2020.json").read_text(encoding="utf-8"))
    region = reference.region("52")
    commission = commissions.create_commission(
        db, CreateCommission(CommissionKind.CPR, region.code, region.name, date(2021, 2, 4))
    )
    take_in(db, commission, data["adhesions"], DECEMBER_2020)
    return commission


def _adhesion(entry: Mapping[str, Any]) -> Adhesion:
    facts = dict(entry)
    for field in _DAYS:
        if field in facts:
            facts[field] = date.fromisoformat(facts[field])
    facts["step"] = Step(facts["step"])
    missions = facts.get("missions", ())
    facts["missions"] = tuple((code, date.fromisoformat(day) if day else None) for code, day in missions)
    if "paid" in facts:
        facts["paid"] = Decimal(facts["paid"])
    return Adhesion(0, **facts)
