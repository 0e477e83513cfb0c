"""What is left to do on minutes, and what the votes let propose: the text of a decision, an approval."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Rules
from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import NBSP, date_words, day_words, fold, listing, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.minutes import Minutes, State, minutes_due
from cpr_desk.domain.voting import Outcome

_LONG_AGO = 365
"""Days after which a meeting of which nothing was noted is left in peace: it was held before this program came."""


@dataclass(frozen=True, slots=True)
class MinutesTask:
    """Where the minutes of a meeting stand on a day, and until when they are due; `unsigned` are still to sign."""

    state: State
    due: date
    today: date
    unsigned: tuple[Section, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the delay asks for nothing more: both section presidents signed, or the minutes are approved."""
        return self.state in (State.SIGNED, State.APPROVED)

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed; on the day itself it has not."""
        return not self.is_done and self.due < self.today

    @property
    def days_left(self) -> int:
        """Days until the last one; negative once it has passed."""
        return (self.due - self.today).days

    @property
    def label(self) -> str:
        """« à signer », « à signer, en retard »."""
        return f"{self.state.label}, en retard" if self.is_late else self.state.label

    @property
    def words(self) -> str:
        """« Relevé à signer par la présidence de la section sociale, au plus tard le samedi 6 mars 2021 (…). »."""
        told = f"Relevé {self.state.label}"
        if self.is_done:
            return f"{told}."
        if self.state is State.TO_SIGN:
            told += f" par la présidence {listing(f'de la {section.label.lower()}' for section in self.unsigned)}"
        return f"{told}, au plus tard le {date_words(self.due)} ({DEFAULT_RULE_NOTICE})."


def task_of(meeting: Meeting, minutes: Minutes, rules: Rules, today: date, *, begun: bool) -> MinutesTask | None:
    """Return what is left to do on the minutes of a meeting; None while it is to come, or when it was cancelled.

    `begun`: a session was opened. A meeting of more than a year ago, of which nothing was noted, asks for nothing.
    """
    nothing = minutes.state is State.TO_WRITE and not begun
    days = (today - meeting.on).days
    if meeting.is_cancelled or days < 0 or (nothing and not 0 < days <= _LONG_AGO):
        return None
    return MinutesTask(minutes.state, minutes_due(meeting.on, rules), today, minutes.unsigned)


def proposed_decision(ballots: Iterable[Ballot], item_id: int) -> str:
    """Return the sentences that the votes on an item let propose as its decision, those that decide nothing left out.

    A first round followed by a second is told by the second alone.
    """
    taken = [each for each in ballots if each.decides and each.item_id == item_id]
    last = {each.question: each for each in sorted(taken, key=lambda each: each.round)}
    return "\n\n".join(_decided(each) for each in last.values())


def _decided(ballot: Ballot) -> str:
    asked = typeset(f"Sur la question « {ballot.question.strip()} », ")
    result = ballot.result
    verdict = {
        Outcome.ADOPTED: "la commission se prononce pour",
        Outcome.REJECTED: "la commission se prononce contre",
        Outcome.TIED: f"il y a {result.verdict}",
        Outcome.NONE_CAST: "aucune voix n’est exprimée",
    }[result.outcome]
    return f"{asked}{verdict}{NBSP}: {result.counts}."


def approving_ballot(later: Iterable[tuple[Meeting, tuple[Ballot, ...]]], earlier: Meeting) -> Meeting | None:
    """Return the first later meeting whose item « approbation du relevé » of that day was adopted by a vote."""
    for meeting, ballots in sorted(later, key=lambda each: each[0].on):
        if meeting.on > earlier.on and any(_adopted(item, ballots) for item in meeting.agenda if _names(item, earlier)):
            return meeting
    return None


def _names(item: Item, earlier: Meeting) -> bool:
    """Return whether an item is the approval of the minutes of that very meeting: its title names the day.

    « 4 février 2021 » is no part of « 14 février 2021 ».
    """
    day = re.compile(rf"(?<!\w){fold(day_words(earlier.on))}(?!\w)")
    return item.kind is ItemKind.MINUTES and day.search(fold(item.title)) is not None


def _adopted(item: Item, ballots: Iterable[Ballot]) -> bool:
    on_it = [each for each in ballots if each.decides and each.item_id == item.id]
    return bool(on_it) and max(on_it, key=lambda each: (each.round, each.taken_at)).result.outcome is Outcome.ADOPTED
