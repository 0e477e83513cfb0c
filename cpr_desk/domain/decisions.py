"""Decisions and opinions of the commission: numbered by year without a hole, and followed until they are done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.french import NBSP, date_digits, fold
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.voting import Outcome

SOON = timedelta(days=14)
"""How long before its day a follow-up is announced; nothing in law says it, it only helps."""


class DecisionKind(StrEnum):
    """What the commission gave."""

    DECISION = "decision"
    OPINION = "opinion"

    @property
    def label(self) -> str:
        """The French name."""
        return {DecisionKind.DECISION: "décision", DecisionKind.OPINION: "avis"}[self]

    @property
    def letter(self) -> str:
        """What begins its number: D or A."""
        return {DecisionKind.DECISION: "D", DecisionKind.OPINION: "A"}[self]


class FollowUp(StrEnum):
    """Where the follow-up stands."""

    NOTHING = "nothing"
    TO_DO = "to_do"
    OVERDUE = "overdue"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            FollowUp.NOTHING: "sans suite à donner",
            FollowUp.TO_DO: "à faire",
            FollowUp.OVERDUE: "en retard",
            FollowUp.DONE: "fait",
            FollowUp.WITHDRAWN: "retrait",
        }[self]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision or opinion of a meeting, and what follows from it; `ballot_id` is the vote that carried it.

    A decision is never erased: withdrawn with a reason, it keeps its number, so that the year has no hole.
    """

    kind: DecisionKind
    year: int
    number: int
    text: str
    taken_on: date
    meeting_id: int
    item_id: int | None = None
    ballot_id: int | None = None
    cpts_id: int | None = None
    responsible: str = ""
    due_on: date | None = None
    done_on: date | None = None
    note: str = ""
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""
    id: int = 0

    @property
    def reference(self) -> str:
        """« D 2021-03 », « A 2021-01 »."""
        return f"{self.kind.letter}{NBSP}{self.year}-{self.number:02d}"

    @property
    def cited(self) -> str:
        """Its reference, as what rests on it names it: a withdrawal is told."""
        return f"{self.reference} ({self.words})" if self.withdrawn_on else self.reference

    def follow_up(self, today: date) -> FollowUp:
        """Return where its follow-up stands on a day; due on the day itself, it is not late yet."""
        if self.withdrawn_on:
            return FollowUp.WITHDRAWN
        if self.done_on:
            return FollowUp.DONE
        if not (self.due_on or self.responsible):
            return FollowUp.NOTHING
        return FollowUp.OVERDUE if self.due_on and self.due_on < today else FollowUp.TO_DO

    @property
    def words(self) -> str:
        """« suivi : Mme Le Goff, avant le 01/03/2021 », empty when nothing is to be done."""
        due = f"pour le {date_digits(self.due_on)}" if self.due_on else ""
        told = ", ".join(part for part in (self.responsible, due) if part)
        if self.withdrawn_on:
            return f"retrait le {date_digits(self.withdrawn_on)}{NBSP}: {self.withdrawn_reason.rstrip('.')}"
        if self.done_on:
            return f"fait le {date_digits(self.done_on)}"
        return f"suivi{NBSP}: {told}" if told else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision as a register lists it: `meeting` is the reference of where it was taken, `cpts` whom it concerns."""

    decision: Decision
    meeting: str
    cpts: str = ""


def next_number(known: Iterable[Decision], kind: DecisionKind, year: int) -> int:
    """Return the next number of a kind in a calendar year."""
    return max((each.number for each in known if (each.kind, each.year) == (kind, year)), default=0) + 1


def holes(known: Iterable[Decision]) -> tuple[str, ...]:
    """Return the references that are missing in the numbering, which has none unless the database was changed."""
    return tuple(_holes(tuple(known)))


def _holes(known: tuple[Decision, ...]) -> Iterator[str]:
    series: dict[tuple[DecisionKind, int], set[int]] = {}
    for each in known:
        series.setdefault((each.kind, each.year), set()).add(each.number)
    for (kind, year), numbers in sorted(series.items()):
        for number in sorted(set(range(1, max(numbers) + 1)) - numbers):
            yield f"{kind.letter}{NBSP}{year}-{number:02d}"


def refuse_decision(decision: Decision, today: date) -> tuple[str, ...]:
    """Return every reason why a decision may not be recorded as it is, in French."""
    return tuple(_refusals(decision, today))


def _refusals(decision: Decision, today: date) -> Iterator[str]:
    if not decision.text.strip():
        yield "Écrivez ce que la commission a décidé."
    if decision.due_on and decision.due_on < decision.taken_on:
        yield "L’échéance précède la décision."
    if decision.done_on and decision.done_on < decision.taken_on:
        yield "La décision ne peut pas être exécutée avant d’avoir été prise."
    if decision.done_on and decision.done_on > today:
        yield "Cette date est à venir."
    if decision.withdrawn_on and not decision.withdrawn_reason.strip():
        yield "Indiquez pourquoi elle est retirée."
    if decision.withdrawn_on and not decision.taken_on <= decision.withdrawn_on <= today:
        yield "Le retrait ne peut ni précéder la décision, ni être à venir."


def by_urgency(known: Iterable[Decision], today: date) -> tuple[Decision, ...]:
    """Return decisions as they press: overdue ones first, then to be done by their day, then the others, last first."""
    order = (FollowUp.OVERDUE, FollowUp.TO_DO)

    def rank(decision: Decision) -> tuple[int, date, int]:
        state = decision.follow_up(today)
        if state in order:
            return order.index(state), decision.due_on or date.max, 0
        return len(order), date.min, -decision.taken_on.toordinal()

    return tuple(sorted(known, key=lambda each: (*rank(each), each.kind, each.year, each.number)))


def as_of(known: Iterable[Decision], at: date) -> tuple[Decision, ...]:
    """Return decisions as they stood on a day: those taken by then, without what came of them since."""
    return tuple(_on(each, at) for each in known if each.taken_on <= at)


def _on(decision: Decision, at: date) -> Decision:
    if decision.done_on and decision.done_on > at:
        decision = replace(decision, done_on=None)
    if decision.withdrawn_on and decision.withdrawn_on > at:
        decision = replace(decision, withdrawn_on=None, withdrawn_reason="")
    return decision


def pressing(known: Iterable[Decision], today: date) -> tuple[Decision, ...]:
    """Return what is overdue or due within two weeks, as it presses."""
    return tuple(
        each
        for each in by_urgency(known, today)
        if each.follow_up(today) in (FollowUp.OVERDUE, FollowUp.TO_DO) and each.due_on and each.due_on <= today + SOON
    )


def proposals(meeting: Meeting, ballots: Iterable[Ballot], known: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return a decision to record for each vote that was won and stands, in the order of the agenda.

    A vote that carried a decision already, though since withdrawn, carries no other, nor does a consultation whose
    answers make no quorum. Their numbers are still to come.
    """
    recorded = {each.ballot_id for each in known}
    standing = [each for each in ballots if each.decides and each.id not in recorded]
    won = [each for each in standing if each.result.outcome is Outcome.ADOPTED]
    return tuple(
        Decision(
            DecisionKind.OPINION if item.kind is ItemKind.OPINION else DecisionKind.DECISION,
            ballot.taken_at.year,
            0,
            _proposed(item, ballot),
            ballot.taken_at.date(),
            meeting.id,
            item.id,
            ballot.id,
            item.cpts_id,
        )
        for item in meeting.agenda
        for ballot in won
        if ballot.item_id == item.id
    )


def _proposed(item: Item, ballot: Ballot) -> str:
    asked = ballot.question.strip()
    told = asked if fold(asked) == fold(item.title) else f"{item.title.rstrip('. ')}. {asked}"
    return f"{told}{'' if told[-1] in '.?!' else '.'} {ballot.result.words}"


def unsupported(known: Iterable[Decision], ballots: Iterable[Ballot]) -> tuple[Decision, ...]:
    """Return the decisions in force whose vote was annulled since."""
    annulled = {each.id for each in ballots if not each.is_valid}
    return tuple(each for each in known if each.ballot_id in annulled and not each.withdrawn_on)
