"""One payment that a CPTS is due: what for, when, how much, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Certainty
from cpr_desk.domain.french import capital
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.signed import ContractYear

Told = Callable[[], tuple[str, ...]]
"""Puts the steps of a calculation into French, in order: few of the lines that are worked out are ever read."""


class Kind(StrEnum):
    """What a payment is."""

    FULL = "full"
    ADVANCE = "advance"
    BALANCE = "balance"
    RESULTS = "results"
    CRISIS = "crisis"
    ONCE = "once"
    BONUS = "bonus"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Kind.FULL: "versement en totalité",
            Kind.ADVANCE: "avance",
            Kind.BALANCE: "solde",
            Kind.RESULTS: "sur résultats",
            Kind.CRISIS: "crise sanitaire",
            Kind.ONCE: "versement unique",
            Kind.BONUS: "majoration",
        }[self]


@dataclass(frozen=True, slots=True)
class Due:
    """One payment that is due. `of_year` is the year of contract it pays; `expected`: its results are not known yet."""

    code: str
    label: str
    kind: Kind
    of_year: ContractYear
    due_on: date
    amount: Decimal
    told: Told = field(compare=False, repr=False)
    source: str
    certainty: Certainty = Certainty.TEXT
    mission: Mission | None = None
    expected: bool = False

    @property
    def why(self) -> tuple[str, ...]:
        """The steps of the calculation in French, in order."""
        return self.told()

    @property
    def words(self) -> str:
        """The calculation in one sentence, with the notice of a default rule."""
        notice = f" ({DEFAULT_RULE_NOTICE})" if self.certainty.is_default else ""
        return f"{'. '.join(capital(step) for step in self.why)}{notice}."
