"""The two deadlines of a meeting: convocation and agenda (annexe 5, 1.2, arrêté du 21 août 2019)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Counting, Rules
from cpr_desk.domain.french import NBSP, date_words, day_words, plural

Holidays = Callable[[date], str | None]
"""Names the public holiday of a day in the commission's territory, None on an ordinary day."""

_ONE_DAY = timedelta(days=1)


class DeadlineKind(StrEnum):
    """What must have been sent."""

    CONVOCATION = "convocation"
    AGENDA = "agenda"

    @property
    def label(self) -> str:
        """The French name."""
        return {DeadlineKind.CONVOCATION: "Convocation", DeadlineKind.AGENDA: "Ordre du jour"}[self]

    @property
    def rule(self) -> str:
        """The words of the règlement."""
        return {
            DeadlineKind.CONVOCATION: f"Convocation adressée «{NBSP}au moins quinze jours avant la date de "
            f"réunion{NBSP}»",
            DeadlineKind.AGENDA: f"Ordre du jour adressé «{NBSP}au moins cinq jours avant la tenue de la réunion après "
            f"avis des présidents de chaque section{NBSP}»",
        }[self]


SOURCE = "Règlement intérieur, annexe 5 de l’ACI, 1.2 (arrêté du 21 août 2019)"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last lawful day to send, the advised one, and why.

    `advised` is the last working day not after `latest`. `steps` are French sentences in order.
    """

    kind: DeadlineKind
    meeting_on: date
    latest: date
    advised: date
    days: int
    counting: Counting
    steps: tuple[str, ...]
    rule: str
    source: str = SOURCE

    @property
    def explanation(self) -> str:
        """The whole reasoning, one sentence after another."""
        return " ".join(self.steps)

    def days_left(self, today: date) -> int:
        """Return the days from `today` to the last lawful day; negative once it has passed."""
        return (self.latest - today).days


def _why_not_working(day: date, holidays: Holidays) -> str | None:
    if name := holidays(day):
        return f"férié ({name})"
    return {5: "un samedi", 6: "un dimanche"}.get(day.weekday())


def last_working_day(day: date, holidays: Holidays) -> date:
    """Return `day`, or the last day before it that is neither weekend nor public holiday."""
    while _why_not_working(day, holidays):
        day -= _ONE_DAY
    return day


def deadline(kind: DeadlineKind, meeting_on: date, rules: Rules, holidays: Holidays) -> Deadline:
    """Compute one deadline, with its reasoning.

    The day of the meeting is not counted; in clear days (jours francs) the sending day is not either.
    Example: for 04/02/2021 in calendar days the convocation leaves by Wednesday 20/01/2021; the agenda by
    Saturday 30/01/2021, advised Friday 29/01/2021. The counting method is our default (certainty D).
    """
    days = rules.convocation_days if kind is DeadlineKind.CONVOCATION else rules.agenda_days
    clear = rules.counting is Counting.CLEAR
    latest = meeting_on - timedelta(days=days + clear)
    advised = last_working_day(latest, holidays)
    uncounted = "jour de la réunion et jour d’envoi non comptés" if clear else "jour de la réunion non compté"
    steps = [
        f"{plural(days, 'jour')} avant le {date_words(meeting_on)}, {uncounted}{NBSP}: {date_words(latest)}.",
        f"Décompte en {rules.counting.label} ({DEFAULT_RULE_NOTICE}).",
    ]
    if reason := _why_not_working(latest, holidays):
        steps.append(
            f"Le {day_words(latest)} étant {reason}, l’envoi est conseillé au plus tard le {date_words(advised)}, "
            f"dernier jour ouvré qui précède{NBSP}; la date limite elle-même ne change pas."
        )
    return Deadline(kind, meeting_on, latest, advised, days, rules.counting, tuple(steps), kind.rule)


@dataclass(frozen=True, slots=True)
class MeetingDeadlines:
    """Both deadlines of one meeting."""

    convocation: Deadline
    agenda: Deadline


def meeting_deadlines(meeting_on: date, rules: Rules, holidays: Holidays) -> MeetingDeadlines:
    """Compute both deadlines of a meeting."""
    return MeetingDeadlines(*(deadline(kind, meeting_on, rules, holidays) for kind in DeadlineKind))


def first_lawful_meeting(today: date, rules: Rules) -> date:
    """Return the first day for which a convocation sent today is in time."""
    return today + timedelta(days=rules.convocation_days + (rules.counting is Counting.CLEAR))
