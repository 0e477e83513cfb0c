"""The dates of a tripartite contract: anniversaries, dialogues, end (domain.md §4.24 and §4.27)."""

from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.record import Record


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """The delays a scale's accord sets: length in years, the others in months."""

    years: int
    dialogue_months: int
    tacit_validation_months: int
    source: str

    @classmethod
    def parse(cls, record: Record) -> "ContractTerms":
        """Read a scale's « contract ». Raises ValueError with a French sentence."""
        return cls(
            record.whole("years"),
            record.whole("dialogue_months"),
            record.whole("tacit_validation_months"),
            record.text("source"),
        )

    def tacit_validation(self, complete_on: date) -> date:
        """Return the day on which the silence of the ARS means acceptance, counted from the complete project.

        Example: two months from 31/12/2021 end on 28/02/2022, from 31/12/2023 on 29/02/2024.
        """
        return add_months(complete_on, self.tacit_validation_months)

    def end(self, signed_on: date) -> date:
        """Return the anniversary on which the contract ends unless renewed: five years after 15/03/2021, 15/03/2026."""
        return anniversary(signed_on, signed_on.year + self.years)

    def dialogue_limit(self, held_for: date) -> date:
        """Return the last day of the yearly dialogue that follows an anniversary."""
        return add_months(held_for, self.dialogue_months)


def anniversary(signed_on: date, year: int) -> date:
    """Return the contract's anniversary in a year.

    >>> anniversary(date(2024, 2, 29), 2025), anniversary(date(2024, 2, 29), 2028)
    (datetime.date(2025, 2, 28), datetime.date(2028, 2, 29))
    """
    return add_months(signed_on, 12 * (year - signed_on.year))


def next_anniversary(signed_on: date, after: date) -> date:
    """Return the first anniversary later than both the signature and `after`.

    >>> next_anniversary(date(2021, 3, 15), date(2022, 3, 15))
    datetime.date(2023, 3, 15)
    """
    year = max(after.year, signed_on.year + 1)
    found = anniversary(signed_on, year)
    return found if found > after else anniversary(signed_on, year + 1)
