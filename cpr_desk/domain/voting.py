"""A vote: who may vote with what weight, how it is counted, what comes of it (domain.md §3.17; certainty C)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from cpr_desk.domain.attendance import Exercise, Floor, Voice
from cpr_desk.domain.composition import VOTING, Composition, Seat, Section
from cpr_desk.domain.french import NBSP, capital, listing, plural
from cpr_desk.domain.session_rules import Majority


class Method(StrEnum):
    """How the members vote."""

    HANDS = "hands"
    NAMED = "named"
    SECRET = "secret"  # noqa: S105 - a ballot, not a password
    MAIL = "mail"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Method.HANDS: "à main levée",
            Method.NAMED: "par appel nominal",
            Method.SECRET: "à bulletin secret",
            Method.MAIL: "par correspondance",
        }[self]


class Choice(StrEnum):
    """What is done with the votes of a seat. Votes for and against are cast, the others are not (domain.md §3.17)."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    BLANK = "blank"
    REFUSED = "refused"
    CONFLICT = "conflict"

    @property
    def label(self) -> str:
        """The French words."""
        return {
            Choice.FOR: "pour",
            Choice.AGAINST: "contre",
            Choice.ABSTAIN: "abstention",
            Choice.BLANK: "blanc ou nul",
            Choice.REFUSED: "refus de prendre part au vote",
            Choice.CONFLICT: "déport pour conflit d’intérêts",
        }[self]

    @property
    def is_cast(self) -> bool:
        """Whether it counts among the « voix exprimées »."""
        return self in (Choice.FOR, Choice.AGAINST)


SECRET_CHOICES = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.BLANK)
"""What a ballot paper may say: who refuses or stands aside puts none in the box."""

OUTSIDE_THE_BOX = (Choice.REFUSED, Choice.CONFLICT)
"""What is noted by name of a secret ballot too."""


@dataclass(frozen=True, slots=True)
class Elector:
    """A seat as it may vote, frozen at the vote: its weight, who uses it and how."""

    seat_id: int
    section: Section
    votes: int
    seat: str
    name: str
    person_id: int
    exercise: Exercise


def electors_of(floor: Floor) -> tuple[Elector, ...]:
    """Return who may vote at a moment of the session: each seat whose votes somebody uses."""
    return tuple(
        Elector(
            voice.seat.id,
            voice.seat.section,
            voice.seat.votes,
            voice.seat.label,
            voice.person.courteous_name,
            voice.person.id,
            voice.exercise,
        )
        for voice in floor.voices
        if voice.person and voice.exercise and voice.seat.votes
    )


def mail_electors(composition: Composition) -> tuple[Elector, ...]:
    """Return who may answer a written consultation: the titular of each voting seat, or else its substitute."""
    return electors_of(mail_floor(composition, datetime.combine(composition.at, time.min)))


def mail_floor(composition: Composition, at: datetime, answered: Collection[int] | None = None) -> Floor:
    """Return a written consultation as if those who answered, by seat, sat in a room; None: everybody who may."""
    return Floor(at, tuple(_by_mail(seat, answered) for seat in composition.seats if seat.section.votes), {})


def _by_mail(seat: Seat, answered: Collection[int] | None) -> Voice:
    holding = seat.titular or seat.substitute
    if holding is None or (answered is not None and seat.id not in answered):
        return Voice(seat)
    return Voice(seat, holding.person, Exercise.TITULAR if seat.titular else Exercise.SUBSTITUTE)


@dataclass(frozen=True, slots=True)
class Tally:
    """Ballots of one weight in one section that say the same: `heads` of them, each worth `weight` votes."""

    section: Section
    weight: int
    choice: Choice
    heads: int

    @property
    def votes(self) -> int:
        """The votes they are worth."""
        return self.weight * self.heads


def tallies_of(electors: Iterable[Elector], choices: Mapping[int, Choice]) -> tuple[Tally, ...]:
    """Count named ballots, choices by seat; a seat without a choice did not vote."""
    counted = Counter((each.section, each.votes, choices[each.seat_id]) for each in electors if each.seat_id in choices)
    return tuple(Tally(*key, heads) for key, heads in counted.items())


def in_bulk(
    electors: Iterable[Elector],
    choices: Mapping[int, Choice],
    choice: Choice | None,
    section: Section | None = None,
    *,
    only_blank: bool = False,
) -> dict[int, Choice]:
    """Return the choices once a section (None: everybody) makes the same one; a choice None takes theirs back.

    Who stands aside for a conflict of interest stays aside. `only_blank` leaves what is noted as it is.
    """
    changed = dict(choices)
    for each in electors:
        noted = choices.get(each.seat_id)
        if (section and each.section is not section) or noted is Choice.CONFLICT or (only_blank and noted):
            continue
        changed.pop(each.seat_id, None)
        if choice:
            changed[each.seat_id] = choice
    return changed


def refuse_tallies(electors: Sequence[Elector], tallies: Iterable[Tally]) -> tuple[str, ...]:
    """Return every reason why the count of a secret ballot cannot be right, in French: no more papers than voters."""
    return tuple(_tally_refusals(electors, tuple(tallies)))


def _tally_refusals(electors: Sequence[Elector], tallies: Sequence[Tally]) -> Iterator[str]:
    room = Counter((each.section, each.votes) for each in electors)
    counted = Counter[tuple[Section, int]]()
    for tally in tallies:
        if tally.heads < 0:
            yield "Un nombre de bulletins ne peut pas être négatif."
        counted[tally.section, tally.weight] += tally.heads
    for (section, weight), heads in counted.items():
        if heads > (most := room[section, weight]):
            worth = f"de {plural(weight, 'voix', 'voix')}"
            yield (
                f"{section.label}{NBSP}: {plural(heads, 'bulletin')} {worth} pour {plural(most, 'votant')} qui en "
                f"{'détient' if most < 2 else 'détiennent'} autant."
            )


@dataclass(frozen=True, slots=True)
class Share:
    """How often something was chosen: heads are seats or ballot papers, votes their weight."""

    heads: int = 0
    votes: int = 0

    def __add__(self, other: "Share") -> "Share":
        """Return both together."""
        return Share(self.heads + other.heads, self.votes + other.votes)


class Outcome(StrEnum):
    """What comes of a vote."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIED = "tied"
    NONE_CAST = "none_cast"

    @property
    def label(self) -> str:
        """The French word."""
        return {
            Outcome.ADOPTED: "adopté",
            Outcome.REJECTED: "rejeté",
            Outcome.TIED: "partage des voix",
            Outcome.NONE_CAST: "aucune voix exprimée",
        }[self]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a vote: what was chosen by section, by which majority it was judged, what comes of it."""

    outcome: Outcome
    majority: Majority
    shares: Mapping[tuple[Section, Choice], Share]

    def of(self, choice: Choice, section: Section | None = None) -> Share:
        """Return how often something was chosen, in a section or by all."""
        sections = (section,) if section else VOTING
        return sum((self.shares.get((each, choice), Share()) for each in sections), Share())

    @property
    def cast(self) -> int:
        """The « voix exprimées »: votes for and against."""
        return self.of(Choice.FOR).votes + self.of(Choice.AGAINST).votes

    @property
    def verdict(self) -> str:
        """« adopté », « partage des voix »; where both sections must agree, « désaccord entre les sections »."""
        equal = all(self.of(Choice.FOR, each).votes == self.of(Choice.AGAINST, each).votes for each in VOTING)
        if self.outcome is Outcome.TIED and self.majority is Majority.BY_SECTION and not equal:
            return "désaccord entre les sections"
        return self.outcome.label

    @property
    def words(self) -> str:
        """« Adopté : 22 voix pour, 11 voix contre, soit 33 voix exprimées. », in votes, not heads."""
        return f"{capital(self.verdict)}{NBSP}: {self.counts}."

    @property
    def counts(self) -> str:
        """« 22 voix pour, 11 voix contre, soit 33 voix exprimées ; abstention : 2 voix »."""
        won, lost = self.of(Choice.FOR).votes, self.of(Choice.AGAINST).votes
        cast = (
            f"{_votes(won)} pour, {_votes(lost)} contre, soit {_votes(self.cast)} "
            f"exprimée{'s' if self.cast > 1 else ''}"
        )
        others = [
            f"{choice.label}{NBSP}: {_votes(share.votes)}"
            for choice in Choice
            if not choice.is_cast and (share := self.of(choice)).heads
        ]
        return f"{cast}{NBSP}; {listing(others)}" if others else cast

    def section_words(self, section: Section) -> str:
        """« Section sociale : pour 12 voix (4 membres), contre 7 voix (3 membres) »."""
        told = [
            f"{choice.label} {_votes(share.votes)} ({plural(share.heads, 'membre')})"
            for choice in Choice
            if (share := self.of(choice, section)).heads
        ]
        return f"{section.label}{NBSP}: {', '.join(told) or 'aucun vote'}"


def _votes(number: int) -> str:
    return plural(number, "voix", "voix")


def result(tallies: Iterable[Tally], majority: Majority) -> Result:
    """Return the result: more votes for than against among those cast; equal, the votes are divided (partage).

    By section, both must agree; a section that casts nothing, or is divided, agrees to nothing.
    Example: 20 for, 15 against, 10 abstentions: adopted, 35 votes cast.
    """
    shares: dict[tuple[Section, Choice], Share] = {}
    for tally in tallies:
        key = (tally.section, tally.choice)
        shares[key] = shares.get(key, Share()) + Share(tally.heads, tally.votes)
    return Result(_outcome(shares, majority), majority, shares)


def _outcome(shares: Mapping[tuple[Section, Choice], Share], majority: Majority) -> Outcome:
    def leads(sections: Collection[Section]) -> int:
        ahead = sum(shares.get((each, Choice.FOR), Share()).votes for each in sections)
        behind = sum(shares.get((each, Choice.AGAINST), Share()).votes for each in sections)
        return (ahead > behind) - (ahead < behind)

    if not any(share.votes for (_, choice), share in shares.items() if choice.is_cast):
        return Outcome.NONE_CAST
    signs = {leads(VOTING)} if majority is Majority.CAST else {leads((each,)) for each in VOTING}
    return {frozenset({1}): Outcome.ADOPTED, frozenset({-1}): Outcome.REJECTED}.get(frozenset(signs), Outcome.TIED)


class Next(StrEnum):
    """What follows a result (domain.md §3.17)."""

    DONE = "done"
    SECOND_ROUND = "second_round"
    AT_A_MEETING = "at_a_meeting"
    NO_AGREEMENT = "no_agreement"

    @property
    def words(self) -> str:
        """What is to be done, in French."""
        return {
            Next.DONE: "Le vote est acquis.",
            Next.SECOND_ROUND: "Un second tour a lieu, à bulletin secret.",
            Next.AT_A_MEETING: (
                "Un second tour, à bulletin secret, n’est pas possible par correspondance. Inscrivez la question à "
                "l’ordre du jour d’une réunion."
            ),
            Next.NO_AGREEMENT: f"Le second tour ne départage pas les voix{NBSP}: l’absence d’accord est constatée.",
        }[self]


def follows(outcome: Outcome, round_number: int, *, by_mail: bool = False) -> Next:
    """Return what follows: divided votes go to a second, secret round; divided again, there is no agreement.

    What is written by mail is not secret: the second round waits for a meeting.
    """
    if outcome in (Outcome.ADOPTED, Outcome.REJECTED):
        return Next.DONE
    if by_mail:
        return Next.AT_A_MEETING
    return Next.SECOND_ROUND if round_number == 1 else Next.NO_AGREEMENT
