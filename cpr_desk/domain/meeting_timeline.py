"""The timeline of a meeting: what happened or is to happen on which day, and whether what left did so in time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpr_desk.domain.deadlines import DeadlineKind
from cpr_desk.domain.dispatch import Dispatch, Issue, IssueKind
from cpr_desk.domain.dispatch_register import Outcome, Register
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, listing, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.opinions import Opinion


class Mark(StrEnum):
    """How an event stands, in a word."""

    HAPPENED = "happened"
    IN_TIME = "in_time"
    LATE = "late"
    VOID = "void"
    LIMIT = "limit"
    TO_COME = "to_come"

    @property
    def label(self) -> str:
        """The French word."""
        return {
            Mark.HAPPENED: "Fait",
            Mark.IN_TIME: "Dans les délais",
            Mark.LATE: "Hors délai",
            Mark.VOID: "Ne compte plus",
            Mark.LIMIT: "Limite",
            Mark.TO_COME: "À venir",
        }[self]


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day: how it stands, a name, and a French sentence more where there is one."""

    on: date
    mark: Mark
    title: str
    words: str = ""


def timeline(
    meeting: Meeting, register: Register, opinions: Iterable[Opinion], today: date, recorded_on: date | None = None
) -> tuple[Event, ...]:
    """Return everything known of a meeting, the oldest first; `recorded_on` is the day on which it was written down.

    On one day what was decided comes before what was issued, and that before what was sent.
    """
    found = [
        *_decided(meeting, recorded_on),
        *_opinions(opinions),
        *(_issued(each) for each in register.issues),
        *_sent(register),
        *_answered(register),
        *_limits(register),
        _session(meeting, today),
    ]
    return tuple(sorted(found, key=lambda event: event.on))


def _decided(meeting: Meeting, recorded_on: date | None) -> Iterator[Event]:
    if recorded_on:
        first = meeting.moves[0].was_on if meeting.moves else meeting.on
        told = f"Prévue alors le {date_words(first)}."
        yield Event(recorded_on, Mark.HAPPENED, "Réunion enregistrée dans CPR Desk", told)
    for move in meeting.moves:
        yield Event(move.decided_on, Mark.HAPPENED, "Réunion déplacée", move.words)
    for whose, agreed_on in (
        ("la présidence", meeting.urgent_president_on),
        ("la vice-présidence", meeting.urgent_vice_president_on),
    ):
        if agreed_on:
            yield Event(agreed_on, Mark.HAPPENED, f"Accord de {whose} pour une convocation en urgence")
    if meeting.cancelled_on:
        reason = f"Motif{NBSP}: {meeting.cancel_reason.rstrip('.')}." if meeting.cancel_reason else ""
        yield Event(meeting.cancelled_on, Mark.HAPPENED, "Réunion annulée", reason)


def _opinions(opinions: Iterable[Opinion]) -> Iterator[Event]:
    for each in opinions:
        whose = f"présidence de la {each.section.label.lower()}"
        if each.asked_on:
            yield Event(each.asked_on, Mark.HAPPENED, f"Avis demandé à la {whose}")
        if each.given_on and each.verdict:
            title = f"{capital(each.verdict.label)} de la {whose}"
            yield Event(each.given_on, Mark.HAPPENED, title, each.comment)


def _named(kind: IssueKind, version: int) -> str:
    return f"{capital(kind.label)}, version{NBSP}{version}"


def _issued(issue: Issue) -> Event:
    without = f"Sans les avis des présidents de section{NBSP}: {issue.without_opinions}" * bool(issue.without_opinions)
    return Event(issue.issued_on, Mark.HAPPENED, f"{_named(issue.kind, issue.number)}{NBSP}: éditée", without)


_WORTH = {
    Outcome.IN_TIME: Mark.IN_TIME,
    Outcome.LATE: Mark.LATE,
    Outcome.URGENT: Mark.HAPPENED,
    Outcome.REPEATED: Mark.HAPPENED,
    Outcome.REPLACED: Mark.VOID,
    Outcome.RETURNED: Mark.VOID,
    Outcome.SENT: Mark.HAPPENED,
}


def _sent(register: Register) -> Iterator[Event]:
    """Yield one event for what left on one day and is worth the same, with the channels."""
    groups: dict[tuple[date, IssueKind, int, Outcome], list[Dispatch]] = {}
    for each in _all(register):
        groups.setdefault((each.sent_on, each.kind, each.version, register.outcome(each)), []).append(each)
    for (on, kind, version, outcome), sent in groups.items():
        channels = Counter(each.channel for each in sent)
        told = [f"{channel.label} ({count})" for channel, count in channels.items()]
        weighed = register.proof_of(kind)
        limit = f", limite le {date_digits(weighed.deadline.latest)}" if weighed and outcome in _WEIGHED else ""
        whom = plural(len(sent), "destinataire")
        title = f"{_named(kind, version)}{NBSP}: envoi à {whom}"
        yield Event(on, _WORTH[outcome], title, f"{capital(listing(told))}{NBSP}: {outcome.label}{limit}.")


_WEIGHED = (Outcome.IN_TIME, Outcome.LATE, Outcome.URGENT)


def _answered(register: Register) -> Iterator[Event]:
    yield from _days(register, lambda each: each.returned_on, "Courrier revenu")
    yield from _days(register, lambda each: each.acknowledged_on, "Accusé de réception")


def _days(register: Register, day_of: Callable[[Dispatch], date | None], what: str) -> Iterator[Event]:
    groups: dict[tuple[date, IssueKind, int], list[Dispatch]] = {}
    for each in _all(register):
        if day := day_of(each):
            groups.setdefault((day, each.kind, each.version), []).append(each)
    for (on, kind, version), sent in groups.items():
        title = f"{_named(kind, version)}{NBSP}: {what[0].lower()}{what[1:]}"
        yield Event(on, Mark.HAPPENED, title, _names(sent))


_NAMED = 3
"""Persons named in an event; more are counted."""


def _names(sent: Sequence[Dispatch]) -> str:
    names = [each.recipient.person.courteous_name for each in sent]
    return f"{listing(names)}." if len(names) <= _NAMED else f"{plural(len(names), 'personne')}."


def _all(register: Register) -> Iterator[Dispatch]:
    return (each for line in register.lines for each in line.sent)


def _limits(register: Register) -> Iterator[Event]:
    for proof in (register.convocation, register.agenda):
        what = "la convocation" if proof.deadline.kind is DeadlineKind.CONVOCATION else "l’ordre du jour"
        yield Event(proof.deadline.latest, Mark.LIMIT, f"Dernier jour pour envoyer {what}", proof.words)


def _session(meeting: Meeting, today: date) -> Event:
    title = "Clôture de la consultation" if meeting.is_written else "Réunion"
    opens = f"Ouverte le {date_words(meeting.opens_on)}." if meeting.opens_on else ""
    told = ", ".join(part for part in (meeting.hours, meeting.place) if part) or opens
    if meeting.is_cancelled:
        return Event(meeting.on, Mark.VOID, title, "Elle est annulée.")
    return Event(meeting.on, Mark.HAPPENED if meeting.on < today else Mark.TO_COME, title, capital(told))
