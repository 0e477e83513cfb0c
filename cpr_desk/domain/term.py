"""What holds from a day to another, both included: mandates, roles, section presidents."""

from datetime import date

from cpr_desk.domain.french import since_until


class Term:
    """Gives a dataclass its reading of `since` and `until`; `until` None while it runs."""

    __slots__ = ()

    since: date
    until: date | None

    @property
    def dates(self) -> str:
        """« depuis le 04/02/2021 », « du 04/02/2021 au 31/05/2022 »."""
        return since_until(self.since, self.until)

    def covers(self, day: date) -> bool:
        """Return whether it runs on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, since: date, until: date | None) -> bool:
        """Return whether it shares a day with a span."""
        return (until is None or self.since <= until) and (self.until is None or since <= self.until)
