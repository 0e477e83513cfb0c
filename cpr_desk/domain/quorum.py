"""Whether the commission may deliberate: the quorum of each section, live and over the session (domain.md §3.14–15)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from cpr_desk.domain.attendance import Exercise, Floor, Presence, Voice, floor_at
from cpr_desk.domain.calendar import add_months
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Rules
from cpr_desk.domain.composition import VOTING, Composition, Person, Section
from cpr_desk.domain.french import NBSP, plural
from cpr_desk.domain.session_rules import QuorumBase


@dataclass(frozen=True, slots=True)
class Count:
    """The quorum of one section at a moment. `counted` and `needed` are in the unit of the setting: seats or votes.

    `heads` of `seats` and `votes` of `all_votes` tell both units, whatever the setting; `by_proxy` of the heads are
    there by proxy. `callable` are titulars and substitutes who are not there and whose coming would count.
    """

    section: Section
    base: int
    needed: int
    counted: int
    heads: int
    seats: int
    votes: int
    all_votes: int
    in_votes: bool = False
    by_proxy: int = 0
    callable: tuple[Person, ...] = ()

    @property
    def missing(self) -> int:
        """How many seats or votes the quorum lacks."""
        return max(self.needed - self.counted, 0)

    @property
    def is_reached(self) -> bool:
        """Whether the section has its quorum; a section without any seat has none."""
        return self.base > 0 and not self.missing

    @property
    def seats_words(self) -> str:
        """« 7 sièges représentés sur 13, dont 1 par pouvoir »: those may count for nothing in the quorum."""
        proxies = f", dont {self.by_proxy} par pouvoir" if self.by_proxy else ""
        return f"{plural(self.heads, 'siège représenté', 'sièges représentés')} sur {self.seats}{proxies}"

    @property
    def words(self) -> str:
        """« Section sociale : 7 sièges représentés sur 13, 19 voix sur 35 ; quorum de 7 sièges atteint »."""
        unit = ("voix", "voix") if self.in_votes else ("siège", "sièges")
        need = plural(self.needed, *unit)
        verdict = "atteint" if self.is_reached else f"non atteint, il manque {plural(self.missing, *unit)}"
        if not self.base:
            verdict = "non atteint, la section n’a aucun siège à compter"
        return (
            f"{self.section.label}{NBSP}: {self.seats_words}, {plural(self.votes, 'voix', 'voix')} sur "
            f"{self.all_votes}{NBSP}; quorum de {need} {verdict}"
        )


@dataclass(frozen=True, slots=True)
class Quorum:
    """The quorum of both sections at a moment; `waived` for a second meeting, valid whatever the number present."""

    at: datetime
    counts: tuple[Count, ...]
    waived: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether the commission may deliberate."""
        return self.waived or all(count.is_reached for count in self.counts)

    @property
    def words(self) -> str:
        """Each section in a sentence, with what it means."""
        told = ". ".join(count.words for count in self.counts)
        second = f" Seconde réunion, valable quel que soit le nombre de présents ({DEFAULT_RULE_NOTICE})."
        return f"{told}.{second if self.waived else ''}"


def rule_words(rules: Rules) -> str:
    """Return how the quorum of each section is counted, by the settings, as a document prints it."""
    proxies = "les pouvoirs aussi" if rules.proxies_in_quorum else "les pouvoirs n’y comptent pas"
    base = "en voix" if rules.quorum_base is QuorumBase.VOTES else f"sur {rules.quorum_base.label}"
    return (
        f"Quorum de chaque section{NBSP}: {rules.quorum_rounding.label}, comptée {base}. Y comptent les membres "
        f"présents ou remplacés par leur suppléant{NBSP}; {proxies} ({DEFAULT_RULE_NOTICE})."
    )


def quorum_of(
    floor: Floor, rules: Rules, *, waived: bool = False, aside: Collection[int] = (), there: Collection[int] = ()
) -> Quorum:
    """Return the quorum of a moment; seats `aside` (conflict of interest) count in the base, not among those there.

    Members present or replaced by their substitute must be at least half of each section (domain.md §3.14, certainty
    C); base, rounding and whether a proxy counts are settings. `there` are ids of persons present, who need no call.
    Example: 35 professional seats, all counted, rounded up: 18 needed, though 19 are designated.
    """
    return Quorum(floor.at, tuple(_count(floor, rules, section, aside, there) for section in VOTING), waived)


def _count(floor: Floor, rules: Rules, section: Section, aside: Collection[int], there: Collection[int]) -> Count:
    voices = floor.of(section)
    base = [voice for voice in voices if rules.quorum_base is not QuorumBase.DESIGNATED or _is_held(voice)]
    counted = [voice for voice in base if voice.seat.id not in aside and _counts(voice, rules)]
    heads = [voice for voice in voices if voice.exercise and voice.seat.id not in aside]
    in_votes = rules.quorum_base is QuorumBase.VOTES
    size = _size(base, in_votes=in_votes)
    return Count(
        section,
        size,
        rules.quorum_rounding.half(size),
        _size(counted, in_votes=in_votes),
        len(heads),
        len(voices),
        sum(voice.votes for voice in heads),
        sum(voice.seat.votes for voice in voices),
        in_votes,
        sum(not voice.in_person for voice in heads),
        tuple(_callable(base, there)),
    )


def _is_held(voice: Voice) -> bool:
    return bool(voice.seat.titular or voice.seat.substitute)


def _counts(voice: Voice, rules: Rules) -> bool:
    return voice.in_person or (rules.proxies_in_quorum and voice.exercise is Exercise.PROXY)


def _size(voices: Collection[Voice], *, in_votes: bool) -> int:
    return sum(voice.seat.votes for voice in voices) if in_votes else len(voices)


def _callable(voices: Collection[Voice], there: Collection[int]) -> Iterator[Person]:
    for voice in voices:
        if not voice.in_person:
            for holding in (voice.seat.titular, voice.seat.substitute):
                if holding and holding.person.id not in there:
                    yield holding.person


def live(
    composition: Composition, presence: Presence, rules: Rules, at: datetime, *, waived: bool = False
) -> tuple[Floor, Quorum]:
    """Return who sits at a moment, and the quorum that makes."""
    floor = floor_at(composition, presence, rules, at)
    there = {stay.person_id for stay in presence.stays if stay.covers(at)}
    return floor, quorum_of(floor, rules, waived=waived, there=there)


def history(
    composition: Composition, presence: Presence, rules: Rules, until: datetime, *, waived: bool = False
) -> tuple[Quorum, ...]:
    """Return the quorum at each moment at which it changed, the first one first, up to a moment.

    Example: 14:00 reached, 15:10 lost when two members leave, 15:25 reached again.
    """
    told: list[Quorum] = []
    for moment in presence.moments():
        if moment > until:
            break
        quorum = live(composition, presence, rules, moment, waived=waived)[1]
        if not told or _figures(told[-1]) != _figures(quorum):
            told.append(quorum)
    return tuple(told)


def _figures(quorum: Quorum) -> list[tuple[int, int, int]]:
    return [(count.counted, count.heads, count.votes) for count in quorum.counts]


def second_meeting_limit(held_on: date, months: int) -> date:
    """Return the last day of the second meeting after one without quorum (domain.md §3.15, certainty C).

    Example: 31 January, one month: 28 February, or the 29th in a leap year.
    """
    return add_months(held_on, months)
