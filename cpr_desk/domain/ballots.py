"""The votes taken on the items of a meeting: each keeps who was there when it was taken (domain.md §3.14, 3.17)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cpr_desk.domain.attendance import Floor
from cpr_desk.domain.french import NBSP, date_digits, time_words
from cpr_desk.domain.quorum import Quorum
from cpr_desk.domain.session_rules import Majority
from cpr_desk.domain.voting import (
    Choice,
    Elector,
    Method,
    Next,
    Result,
    Tally,
    electors_of,
    follows,
    refuse_tallies,
    result,
    tallies_of,
)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as it was taken. `electors`, `quorum` in words and `has_quorum` are frozen then, for good.

    Named votes have `choices` by seat, secret ones `tallies`. `without_quorum` says why it was taken without quorum;
    `annulled_at` and `annul_reason` that it was taken again.
    """

    item_id: int
    question: str
    method: Method
    taken_at: datetime
    electors: tuple[Elector, ...]
    quorum: str
    has_quorum: bool
    round: int = 1
    majority: Majority = Majority.CAST
    choices: Mapping[int, Choice] = field(default_factory=dict)
    tallies: tuple[Tally, ...] = ()
    without_quorum: str = ""
    annulled_at: datetime | None = None
    annul_reason: str = ""
    id: int = 0

    @property
    def counted(self) -> tuple[Tally, ...]:
        """The ballots as they count, whether named or secret."""
        return self.tallies if self.method is Method.SECRET else tallies_of(self.electors, self.choices)

    @property
    def result(self) -> Result:
        """What came of it."""
        return result(self.counted, self.majority)

    @property
    def next(self) -> Next:
        """What follows it."""
        return follows(self.result.outcome, self.round)

    @property
    def is_valid(self) -> bool:
        """Whether it stands: it was not annulled."""
        return self.annulled_at is None

    @property
    def words(self) -> str:
        """The result in words, with how it was taken and the rule that judged it."""
        rounds = "" if self.round == 1 else ", second tour"
        told = f"Vote {self.method.label}{rounds}, à {time_words(self.taken_at.time())}. {self.result.words}"
        rule = f" Règle appliquée{NBSP}: {self.majority.label}."
        lacking = f" Vote enregistré sans quorum{NBSP}: {self.without_quorum.rstrip('.')}."
        annulled = ""
        if self.annulled_at:
            annulled = f" Vote annulé le {date_digits(self.annulled_at.date())}{NBSP}: {self.annul_reason.rstrip('.')}."
        ending = f" {self.next.words}" if self.next is not Next.DONE and self.is_valid else ""
        return f"{told}{rule}{'' if self.has_quorum else lacking}{ending}{annulled}"


def refuse_ballot(ballot: Ballot, earlier: Iterable[Ballot] = ()) -> tuple[str, ...]:
    """Return every reason why a vote may not be recorded as it is, in French."""
    return tuple(_refusals(ballot, [each for each in earlier if each.is_valid and each.id != ballot.id]))


def _refusals(ballot: Ballot, earlier: Sequence[Ballot]) -> Iterator[str]:
    if not ballot.question.strip():
        yield "Écrivez la question sur laquelle la commission vote."
    if not ballot.has_quorum and not ballot.without_quorum.strip():
        yield "Le quorum n’est pas atteint. Attendez des arrivées, ou indiquez le motif de voter sans lui."
    same = [each for each in earlier if each.item_id == ballot.item_id and each.question == ballot.question]
    if any(each.round == ballot.round for each in same):
        yield "Un vote est déjà enregistré sur cette question. Annulez-le avec un motif pour voter de nouveau."
    if ballot.round == 2:
        if not any(each.round == 1 and each.next is Next.SECOND_ROUND for each in same):
            yield "Un second tour suit un premier tour dont les voix sont partagées."
        if ballot.method is not Method.SECRET:
            yield "Le second tour a lieu à bulletin secret."
    if ballot.method is Method.SECRET:
        yield from refuse_tallies(ballot.electors, ballot.tallies)
    elif unknown := set(ballot.choices) - {each.seat_id for each in ballot.electors}:
        yield f"{len(unknown)} choix portent sur des sièges qui n’ont pas de voix à ce moment."


def changed_since(ballot: Ballot, floor: Floor, quorum: Quorum) -> tuple[str, ...]:
    """Return what the attendance, as it is noted now for the moment of a vote, tells differently, in French.

    A recorded vote never changes with it: it is told, and the vote is annulled and taken again by hand, or stands.
    """
    then = {each.seat_id: each for each in ballot.electors}
    now = {each.seat_id: each for each in electors_of(floor)}
    told = [
        f"{then[seat].seat}{NBSP}: {then[seat].name} a voté, mais n’est plus noté comme présent."
        for seat in then.keys() - now.keys()
    ]
    told += [
        f"{now[seat].seat}{NBSP}: {now[seat].name} est à présent noté comme présent, sans avoir voté."
        for seat in now.keys() - then.keys()
    ]
    told += [
        f"{then[seat].seat}{NBSP}: {then[seat].name} a voté{NBSP}; {now[seat].name} est à présent noté."
        for seat in then.keys() & now.keys()
        if then[seat].person_id != now[seat].person_id
    ]
    if ballot.has_quorum != quorum.is_reached:
        reached = "est" if quorum.is_reached else "n’est pas"
        told.append(f"Le quorum {reached} atteint avec les présences notées à présent.")
    return tuple(sorted(told))
