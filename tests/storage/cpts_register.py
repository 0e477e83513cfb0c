"""The register of one commission, as tests speak of it."""

from dataclasses import replace
from datetime import date
from typing import Any

from cpr_desk.domain.adhesion import Adhesion
from cpr_desk.domain.commission import Commission
from cpr_desk.services import journal
from cpr_desk.services.register import (
    TakeInRegister,
    adhesions_at,
    take_in_register,
)
from cpr_desk.services.register_index import RegisterIndex, index_at
from cpr_desk.storage.database import Database

JANUARY, JUNE, DECEMBER = date(2021, 1, 15), date(2021, 6, 1), date(2021, 12, 1)
LETTER, SENT, VALIDATED, SIGNED = date(2019, 11, 5), date(2020, 2, 3), date(2020, 4, 4), date(2020, 9, 30)


class Register:
    """The register of one commission, as tests speak of it."""

    def __init__(self, db: Database, commission: Commission) -> None:
        self.db, self.commission = db, commission

    def take_in(self, on: date, *adhesions: Adhesion) -> None:
        order = TakeInRegister(self.commission.id, adhesions, on, "Importer le registre")
        take_in_register(self.db, order, lambda _done, _total: None)

    def at(self, day: date) -> tuple[Adhesion, ...]:
        return adhesions_at(self.db, self.commission.id, day)

    def one(self, day: date) -> Adhesion:
        (only,) = self.at(day)
        return only

    def change(self, on: date, **facts: Any) -> None:
        """Take in the only CPTS again as it stands on a day, but for the facts."""
        self.take_in(on, replace(self.one(on), **facts))

    def entries(self) -> int:
        return len(journal.entries(self.db))

    def codes(self, **view: Any) -> list[str]:
        by_id = {found.id: found.code for found in self.at(DECEMBER)}
        return [by_id[i] for i in self.index().ids(**view)]

    def index(self) -> RegisterIndex:
        return index_at(self.db, self.commission.id, DECEMBER)
