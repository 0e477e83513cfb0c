"""The votes taken on the items of a meeting: each keeps who was there when it was taken (domain.md §3.14, 3.17)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cpr_desk.domain.agenda import Item, ItemKind
from cpr_desk.domain.attendance import Floor
from cpr_desk.domain.french import NBSP, date_digits, date_words, fold, plural, time_words
from cpr_desk.domain.quorum import Quorum
from cpr_desk.domain.session_rules import Majority
from cpr_desk.domain.voting import (
    OUTSIDE_THE_BOX,
    Choice,
    Elector,
    Method,
    Next,
    Result,
    Share,
    Tally,
    electors_of,
    follows,
    refuse_tallies,
    result,
    tallies_of,
)

_OPINION_ON = "avis sur "
TOO_FEW_ANSWERS = f"Les réponses reçues n’atteignent pas le quorum{NBSP}: ce vote n’emporte pas de décision."
"""What is said of a mail vote without quorum (our default: nobody may choose to do without it)."""


def question_on(item: Item) -> str:
    """Return the question that an item proposes: « Avis favorable sur… » where an opinion is asked, else its title."""
    title = item.title.rstrip(" .")
    if item.kind is not ItemKind.OPINION:
        return title
    if fold(title).startswith(_OPINION_ON):
        return f"Avis favorable sur {title[len(_OPINION_ON) :]}"
    return f"Avis favorable sur «{NBSP}{title}{NBSP}»"


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote as a person notes it, before the session says who may vote and with what quorum.

    `answered_on` are the days on which mail answers came, by seat; `ballot_id` is the mail vote that they complete.
    """

    item_id: int
    question: str
    method: Method
    at: datetime
    round: int = 1
    choices: Mapping[int, Choice] = field(default_factory=dict)
    tallies: tuple[Tally, ...] = ()
    answered_on: Mapping[int, date] = field(default_factory=dict)
    without_quorum: str = ""
    ballot_id: int = 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as it was taken. `electors`, `quorum` in words and `has_quorum` are frozen then, for good.

    Named votes have `choices` by seat; secret ones `tallies`, and `choices` of those who put no paper in the box. A
    mail vote is taken when it closes (`taken_at`): its answers came on `answered_on`, those after the closing day do
    not count, and its quorum follows the answers. `without_quorum` says why it was taken without quorum; `annulled_at`
    and `annul_reason` that it was taken again.
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
    answered_on: Mapping[int, date] = field(default_factory=dict)
    id: int = 0

    @property
    def counted(self) -> tuple[Tally, ...]:
        """The ballots as they count, whether named or secret."""
        if self.method is Method.SECRET:
            return (*self.tallies, *tallies_of(self.electors, self.outside_the_box))
        return tallies_of(self.electors, self.in_time)

    @property
    def outside_the_box(self) -> Mapping[int, Choice]:
        """Who is noted by name as taking no part: a refusal, a conflict of interest."""
        return {seat: choice for seat, choice in self.choices.items() if choice in OUTSIDE_THE_BOX}

    @property
    def in_time(self) -> Mapping[int, Choice]:
        """The choices that count: of a mail vote those that came up to the closing day."""
        return in_time(self.choices, self.answered_on, self.taken_at.date())

    @property
    def late(self) -> tuple[Elector, ...]:
        """Those whose answer came after the closing, and does not count."""
        return tuple(each for each in self.electors if each.seat_id in self.choices.keys() - self.in_time.keys())

    @property
    def unused(self) -> Share:
        """The seats that could vote and of which no ballot was counted, with their votes."""
        counted = self.counted
        return Share(
            len(self.electors) - sum(tally.heads for tally in counted),
            sum(each.votes for each in self.electors) - sum(tally.votes for tally in counted),
        )

    @property
    def result(self) -> Result:
        """What came of it."""
        return result(self.counted, self.majority)

    @property
    def next(self) -> Next:
        """What follows it."""
        return follows(self.result.outcome, self.round, by_mail=self.method is Method.MAIL)

    @property
    def is_valid(self) -> bool:
        """Whether it stands: it was not annulled."""
        return self.annulled_at is None

    @property
    def decides(self) -> bool:
        """Whether something may rest on it: it stands, with its quorum or a reason to do without."""
        return self.is_valid and (self.has_quorum or bool(self.without_quorum))

    def is_open(self, today: date) -> bool:
        """Return whether answers by mail may still come on a day: the closing day itself is one."""
        return self.method is Method.MAIL and self.is_valid and today <= self.taken_at.date()

    def words_on(self, today: date) -> str:
        """Return the result in words, or, while answers by mail may come, how many came: nothing is decided yet."""
        if not self.is_open(today):
            return self.words
        return (
            f"Vote par correspondance en cours, jusqu’au {date_words(self.taken_at.date())} inclus{NBSP}: "
            f"{self._answers}. À ce jour{NBSP}: {self.result.counts}."
        )

    @property
    def words(self) -> str:
        """The result in words, with how it was taken and the rule that judged it."""
        rounds = "" if self.round == 1 else ", second tour"
        told = f"Vote {self.method.label}{rounds}, {self._when}. {self.result.words}{self._silent}"
        rule = f" Règle appliquée{NBSP}: {self.majority.label}."
        lacking = f" Vote enregistré sans quorum{NBSP}: {self.without_quorum.rstrip('.')}."
        if not self.without_quorum:
            lacking = f" {TOO_FEW_ANSWERS}"
        annulled = ""
        if self.annulled_at:
            annulled = f" Vote annulé le {date_digits(self.annulled_at.date())}{NBSP}: {self.annul_reason.rstrip('.')}."
        ending = f" {self.next.words}" if self.next is not Next.DONE and self.is_valid else ""
        return f"{told}{rule}{'' if self.has_quorum else lacking}{ending}{annulled}"

    @property
    def _silent(self) -> str:
        """Return what tells a reader why the votes counted are fewer than those in the room."""
        silent = self.unused
        if not silent.heads or self.method is Method.MAIL:
            return ""
        return f" Sans vote{NBSP}: {plural(silent.heads, 'siège')}, {plural(silent.votes, 'voix', 'voix')}."

    @property
    def _when(self) -> str:
        if self.method is not Method.MAIL:
            return f"à {time_words(self.taken_at.time())}"
        late = f", {plural(len(self.late), 'réponse')} hors délai" if self.late else ""
        return f"clos le {date_digits(self.taken_at.date())}, {self._answers}{late}"

    @property
    def _answers(self) -> str:
        return f"{plural(len(self.in_time), 'réponse')} sur {len(self.electors)}"


def in_time(choices: Mapping[int, Choice], answered_on: Mapping[int, date], closes_on: date) -> dict[int, Choice]:
    """Return the choices that came up to the closing day; those without a day were made in the room."""
    return {seat: choice for seat, choice in choices.items() if answered_on.get(seat, closes_on) <= closes_on}


def to_vote_again(ballots: Iterable[Ballot]) -> tuple[Ballot, ...]:
    """Return the first rounds in force whose votes are divided, and that no second round followed yet."""
    valid = [each for each in ballots if each.is_valid]
    followed = {(each.item_id, each.question) for each in valid if each.round == 2}
    return tuple(
        each for each in valid if each.next is Next.SECOND_ROUND and (each.item_id, each.question) not in followed
    )


def refuse_ballot(ballot: Ballot, earlier: Iterable[Ballot] = ()) -> tuple[str, ...]:
    """Return every reason why a vote may not be recorded as it is, in French."""
    return tuple(_refusals(ballot, [each for each in earlier if each.is_valid and each.id != ballot.id]))


def _refusals(ballot: Ballot, earlier: Sequence[Ballot]) -> Iterator[str]:
    if not ballot.question.strip():
        yield "Écrivez la question sur laquelle la commission vote."
    if not ballot.has_quorum and not ballot.without_quorum.strip() and ballot.method is not Method.MAIL:
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
        aside = ballot.outside_the_box
        if set(ballot.choices) - set(aside):
            yield "Un bulletin secret ne se note pas par siège."
        yield from refuse_tallies([each for each in ballot.electors if each.seat_id not in aside], ballot.tallies)
    if unknown := set(ballot.choices) - {each.seat_id for each in ballot.electors}:
        yield f"{plural(len(unknown), 'choix', 'choix')} pour des sièges qui n’ont pas de voix à ce moment."


def refuse_answers(vote: Vote, opens_on: date | None, today: date) -> tuple[str, ...]:
    """Return every reason why the answers to a written consultation may not be recorded, in French.

    An answer after the closing day is recorded, and does not count.
    """
    days = vote.answered_on.values()
    told = []
    if set(vote.choices) != set(vote.answered_on):
        told.append("Indiquez quand chaque réponse est arrivée.")
    if opens_on and any(day < opens_on for day in days):
        told.append(f"Une réponse ne peut pas précéder l’ouverture de la consultation, le {date_digits(opens_on)}.")
    if any(day > today for day in days):
        told.append("Une réponse ne peut pas être datée d’un jour à venir.")
    return tuple(told)


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
