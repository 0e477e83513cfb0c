"""The session of a meeting as a value: opened, chaired, closed, with everything that was noted in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from cpr_desk.domain.attendance import NOBODY, Floor, Presence, floor_at, moment_of
from cpr_desk.domain.ballots import Ballot, Vote, changed_since, in_time
from cpr_desk.domain.commission import Rules
from cpr_desk.domain.composition import Composition, Person
from cpr_desk.domain.french import date_words, time_words
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.quorum import Quorum, history, live, quorum_of
from cpr_desk.domain.voting import Choice, Method, electors_of, mail_electors, mail_floor

_LONGEST = timedelta(hours=12)
"""How long after its opening a session that nobody closed is taken to go on."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """When a session was opened and closed, local time, and by whom.

    `chair_id` None leaves the chair to the presidency of the day; `constat_at` is when the lack of quorum was stated.
    """

    opened_at: datetime
    closed_at: datetime | None = None
    chair_id: int | None = None
    chair_reason: str = ""
    secretary: str = ""
    constat_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting with who sits in it by the composition of its day, and what was noted; `people` are all named in it.

    `sitting` None: the session was not opened. A second meeting after one without quorum is valid whatever the number
    present (domain.md §3.15).
    """

    meeting: Meeting
    composition: Composition
    rules: Rules
    sitting: Sitting | None = None
    presence: Presence = NOBODY
    ballots: tuple[Ballot, ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def waived(self) -> bool:
        """Whether no quorum is asked."""
        return self.meeting.second_of is not None

    def floor(self, at: datetime) -> Floor:
        """Return who uses the votes of each seat at a moment."""
        return floor_at(self.composition, self.presence, self.rules, at)

    def quorum(self, at: datetime) -> Quorum:
        """Return the quorum at a moment."""
        return live(self.composition, self.presence, self.rules, at, waived=self.waived)[1]

    def quorum_for(self, at: datetime, choices: Mapping[int, Choice], *, by_mail: bool = False) -> Quorum:
        """Return the quorum of a vote: who stands aside for a conflict of interest leaves it, by the setting.

        Those who answered a written consultation count as present (our default, as no text says it).
        """
        aside = {seat for seat, choice in choices.items() if choice is Choice.CONFLICT}
        left = aside if self.rules.conflict_leaves_quorum else set()
        floor = mail_floor(self.composition, at, set(choices)) if by_mail else self.floor(at)
        return quorum_of(floor, self.rules, waived=self.waived, aside=left)

    @property
    def closing(self) -> datetime:
        """The last minute of a written consultation."""
        return datetime.combine(self.meeting.on, time(23, 59))

    def ballot(self, vote: Vote) -> Ballot:
        """Return a vote as it would be recorded: who may vote and the quorum are those of its moment, and stay.

        A mail vote keeps the electors it was opened with; its quorum is that of the answers in time.
        """
        by_mail = vote.method is Method.MAIL
        at = self.closing if by_mail else vote.at
        counted = in_time(vote.choices, vote.answered_on, at.date())
        quorum = self.quorum_for(at, counted, by_mail=by_mail)
        electors = mail_electors(self.composition) if by_mail else electors_of(self.floor(at))
        known = next((each for each in self.ballots if vote.ballot_id and each.id == vote.ballot_id), None)
        return Ballot(
            vote.item_id,
            vote.question,
            vote.method,
            at,
            known.electors if known else electors,
            quorum.words,
            quorum.is_reached,
            vote.round,
            known.majority if known else self.rules.majority,
            vote.choices,
            vote.tallies,
            "" if quorum.is_reached else vote.without_quorum,
            answered_on=vote.answered_on,
            id=known.id if known else 0,
        )

    def moment(self, hour: time) -> datetime:
        """Return the moment of an hour typed: past midnight it is of the next day, as may be the opening itself."""
        if self.sitting is None:
            return moment_of(self.meeting.on, self.meeting.starts, hour)
        opened = self.sitting.opened_at
        return moment_of(opened.date(), opened.time(), hour)

    def last_moment(self, now: datetime) -> datetime:
        """Return the moment that an hour typed now is likely to be: this minute while the session goes on.

        Typed afterwards from notes, it is the last moment noted.
        """
        if self.sitting is None:
            return now.replace(second=0, microsecond=0)
        noted = [self.sitting.opened_at, *self.presence.moments(), *(each.taken_at for each in self.ballots)]
        if self.sitting.closed_at is None and now - self.sitting.opened_at < _LONGEST:
            return max(now.replace(second=0, microsecond=0), self.sitting.opened_at)
        last = max(noted)
        return min(last, self.sitting.closed_at) if self.sitting.closed_at else last

    def quorum_history(self, until: datetime) -> tuple[Quorum, ...]:
        """Return the quorum each time it changed, up to a moment."""
        return history(self.composition, self.presence, self.rules, until, waived=self.waived)

    def person(self, person_id: int) -> Person | None:
        """Return somebody named in the session."""
        return next((each for each in self.people if each.id == person_id), None)

    def disturbed(self) -> Iterator[tuple[Ballot, tuple[str, ...]]]:
        """Yield the votes in force whose moment the attendance tells differently now, with what differs."""
        for ballot in self.ballots:
            if ballot.is_valid and not self.meeting.is_written:
                choices = dict(ballot.choices)
                told = changed_since(ballot, self.floor(ballot.taken_at), self.quorum_for(ballot.taken_at, choices))
                if told:
                    yield ballot, told

    @property
    def hours(self) -> str:
        """« ouverte à 14 h, close à 16 h 30 »; the day is told where it is another one."""
        if self.sitting is None:
            return ""
        closed = self.sitting.closed_at
        later = f" le {date_words(closed.date())}" if closed and closed.date() != self.sitting.opened_at.date() else ""
        end = f", close{later} à {time_words(closed.time())}" if closed else ""
        return f"ouverte à {time_words(self.sitting.opened_at.time())}{end}"
