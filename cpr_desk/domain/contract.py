"""The tripartite contract: its parties, what happened to it, anniversaries, dialogues, end (domain.md §4.24, §4.27)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.french import date_digits
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


class EventKind(StrEnum):
    """What may happen to a contract before its end."""

    AMENDMENT = "amendment"
    RENEWAL = "renewal"
    SUSPENSION = "suspension"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            EventKind.AMENDMENT: "avenant",
            EventKind.RENEWAL: "renouvellement",
            EventKind.SUSPENSION: "suspension",
        }[self]


class EndKind(StrEnum):
    """How a contract ended."""

    EXPIRY = "expiry"
    BY_CPTS = "by_cpts"
    BY_PARTNERS = "by_partners"
    AGREED = "agreed"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            EndKind.EXPIRY: "arrivé à son terme sans renouvellement",
            EndKind.BY_CPTS: "résilié par la CPTS",
            EndKind.BY_PARTNERS: "résilié par l’ARS et l’Assurance maladie",
            EndKind.AGREED: "résilié d’un commun accord",
        }[self]


@dataclass(frozen=True, slots=True)
class ContractEvent:
    """An amendment or renewal that takes effect `on` a day, or a suspension from `on` to `until` (both included).

    A suspension lasts until it is lifted: `until` is the eve of that day, None before; `planned_until` is its last day
    as planned, which may pass. `signed_on` is the day of the signature; `decision_id` the opinion of the commission.
    """

    kind: EventKind
    on: date
    until: date | None = None
    signed_on: date | None = None
    label: str = ""
    comment: str = ""
    decision_id: int | None = None
    id: int = 0
    planned_until: date | None = None

    @property
    def known_on(self) -> date:
        """The day from which it is known: its signature, be that before its effect or after it, else its effect."""
        return self.signed_on or self.on

    def as_of(self, day: date) -> "ContractEvent":
        """Return it as known on a day: a suspension that was lifted later still runs."""
        return replace(self, until=None) if self.until and self.until >= day else self

    def planned_words(self, at: date) -> str:
        """Return until when a suspension was planned, and that it is past while nobody lifted it; else nothing.

        Once the contract is over, `at` is its last day: what was planned beyond it never passes.
        """
        if self.planned_until is None:
            return ""
        past = self.until is None and self.planned_until < at
        return f"fin prévue le {date_digits(self.planned_until)}{', passée' if past else ''}"


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract between a CPTS, the ARS and the Assurance maladie.

    `effect_on` None: it takes effect on its signature. `years` is its length and that of each renewal. `cpts_party`,
    `ars_party` and `insurance_party` name who signed. `id` 0: the register knows the signature and nothing else. The
    years of a contract that follows another are counted on from those of that one: `first_year` numbers the first.
    """

    signed_on: date
    years: int
    effect_on: date | None = None
    cpts_party: str = ""
    ars_party: str = ""
    insurance_party: str = ""
    comment: str = ""
    ended_on: date | None = None
    end_kind: EndKind | None = None
    end_reason: str = ""
    end_decision_id: int | None = None
    events: tuple[ContractEvent, ...] = ()
    step_id: int = 0
    id: int = 0
    first_year: int = 1

    @property
    def starts_on(self) -> date:
        """The day from which its years and anniversaries are counted."""
        return self.effect_on or self.signed_on

    @property
    def amendments(self) -> tuple[ContractEvent, ...]:
        """The avenants, oldest first."""
        return self._events(EventKind.AMENDMENT)

    @property
    def renewals(self) -> tuple[ContractEvent, ...]:
        """The renewals, oldest first."""
        return self._events(EventKind.RENEWAL)

    @property
    def suspensions(self) -> tuple[ContractEvent, ...]:
        """The suspensions, oldest first."""
        return self._events(EventKind.SUSPENSION)

    @property
    def term(self) -> date:
        """The anniversary on which it ends unless renewed once more (five years, S4).

        Example: signed on 15/03/2021 and renewed once, 15/03/2031.
        """
        length = self.years * (1 + len(self.renewals))
        return anniversary(self.starts_on, self.starts_on.year + length)

    def in_force(self, day: date) -> bool:
        """Return whether it binds on a day, suspended or not; `ended_on` is its last day."""
        return self.starts_on <= day and (self.ended_on is None or day <= self.ended_on)

    @property
    def running_suspension(self) -> ContractEvent | None:
        """The suspension that nobody lifted yet."""
        return next((each for each in self.suspensions if each.until is None), None)

    def suspended(self, day: date) -> bool:
        """Return whether it is suspended on a day."""
        return any(each.on <= day and (each.until is None or day <= each.until) for each in self.suspensions)

    def as_of(self, day: date) -> "Contract":
        """Return what was known on a day: an end or an event of later is not there yet."""
        known = replace(self, events=tuple(each.as_of(day) for each in self.events if each.known_on <= day))
        if self.ended_on is None or self.ended_on <= day:
            return known
        return replace(known, ended_on=None, end_kind=None, end_reason="", end_decision_id=None)

    def _events(self, kind: EventKind) -> tuple[ContractEvent, ...]:
        return tuple(each for each in self.events if each.kind is kind)
