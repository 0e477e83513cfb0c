"""Who is sent the papers of a meeting, how and when, and whether that was in time (annexe 5, 1.2)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from cpr_desk.domain.composition import Composition, MandateRole, Person
from cpr_desk.domain.deadlines import Deadline
from cpr_desk.domain.french import NBSP, date_digits, listing, plural
from cpr_desk.domain.papers import Paper


class Channel(StrEnum):
    """How something was sent."""

    EMAIL = "email"
    LETTER = "letter"
    REGISTERED = "registered"
    HAND = "hand"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Channel.EMAIL: "courriel",
            Channel.LETTER: "courrier",
            Channel.REGISTERED: "lettre recommandée",
            Channel.HAND: "remise en main propre",
        }[self]

    def reaches(self, person: Person) -> bool:
        """Return whether the person has the address that the channel needs."""
        if self is Channel.EMAIL:
            return bool(person.email)
        return self is Channel.HAND or bool(person.address and person.postcode and person.city)


class Capacity(StrEnum):
    """In what capacity somebody receives the papers."""

    TITULAR = "titular"
    SUBSTITUTE = "substitute"
    CONSULTATIVE = "consultative"
    GUEST = "guest"
    EXPERT = "expert"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            Capacity.TITULAR: "titulaire",
            Capacity.SUBSTITUTE: "suppléant, pour information",
            Capacity.CONSULTATIVE: "voix consultative",
            Capacity.GUEST: "invité",
            Capacity.EXPERT: "expert",
        }[self]

    @property
    def is_convened(self) -> bool:
        """Whether the règlement asks that the person be convened: a vote depends on it."""
        return self is Capacity.TITULAR


class IssueKind(StrEnum):
    """What is issued for a meeting, version after version."""

    CONVOCATION = "convocation"
    AGENDA = "agenda"
    CANCELLATION = "cancellation"

    @property
    def label(self) -> str:
        """The French name."""
        return {
            IssueKind.CONVOCATION: "convocation",
            IssueKind.AGENDA: "ordre du jour",
            IssueKind.CANCELLATION: "annulation",
        }[self]


@dataclass(frozen=True, slots=True)
class Issue:
    """A version of what is sent, kept as it left. `facts` is what it tells of the meeting, in words, by their names.

    `without_opinions` says why an agenda left without those of the section presidents.
    """

    kind: IssueKind
    number: int
    issued_on: date
    sha256: str
    size: int
    facts: Mapping[str, str] = field(default_factory=dict)
    without_opinions: str = ""
    id: int = 0


def versions_in_force(issues: Iterable[Issue], kind: IssueKind) -> frozenset[int]:
    """Return the last version and those just before that tell the same: printed again it is no other convocation.

    Example: version 2 only adds the letter of a guest, what was sent of version 1 counts; version 3 tells another
    hour, nothing that left before it counts, not even if version 4 comes back to the first hour, nor what left before
    a cancellation that was told.
    """
    counting: list[Issue] = []
    for issue in sorted(issues, key=lambda issue: (issue.id, issue.number), reverse=True):
        if issue.kind is kind and (not counting or issue.facts == counting[0].facts):
            counting.append(issue)
        elif counting and issue.kind in (kind, IssueKind.CANCELLATION):
            break
    return frozenset(issue.number for issue in counting)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to write to: `seats` name what they sit for; `reason` says why the list was changed by hand."""

    person: Person
    capacity: Capacity
    seats: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecipientChange:
    """A change to the list that the composition gives: somebody added in a capacity, or left out (None), and why."""

    person: Person
    capacity: Capacity | None
    reason: str


def recipients(composition: Composition, changes: Iterable[RecipientChange] = ()) -> tuple[Recipient, ...]:
    """Return who receives the papers, once each, in the order of the official tables, then those added by hand.

    Somebody with several seats receives them in the weightiest capacity: titular, consultative voice, substitute: who
    sits is invited, though informed elsewhere. Of two changes on one person the later counts.
    """
    listed = {each.person.id: each for each in _from(composition)}
    for change in changes:
        known = listed.pop(change.person.id, None)
        if change.capacity is not None:
            seats = known.seats if known else ()
            listed[change.person.id] = Recipient(change.person, change.capacity, seats, change.reason)
    return tuple(listed.values())


def _from(composition: Composition) -> Iterator[Recipient]:
    held: dict[int, Recipient] = {}
    weight = (Capacity.TITULAR, Capacity.CONSULTATIVE, Capacity.SUBSTITUTE)
    for seat, role, holding in composition.holdings():
        capacity = Capacity(role.value) if seat.section.votes else Capacity.CONSULTATIVE
        if not seat.section.votes and role is MandateRole.SUBSTITUTE:
            capacity = Capacity.SUBSTITUTE
        known = held.get(holding.person.id)
        if known is None:
            held[holding.person.id] = Recipient(holding.person, capacity, (seat.label,))
            continue
        weightiest = min(known.capacity, capacity, key=weight.index)
        held[holding.person.id] = replace(known, capacity=weightiest, seats=(*known.seats, seat.label))
    yield from held.values()


def unreachable(to: Iterable[Recipient], channel: Channel) -> tuple[Recipient, ...]:
    """Return those whom a channel cannot reach, for want of an address."""
    return tuple(each for each in to if not channel.reaches(each.person))


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What was sent to one person: which version, when, how, and what came of it.

    `reference` is the number of a registered letter; `returned_on` the day mail came back, `acknowledged_on` the day
    of an acknowledgement; `scans` are the proofs attached.
    """

    recipient: Recipient
    version: int
    sent_on: date
    channel: Channel
    reference: str = ""
    returned_on: date | None = None
    acknowledged_on: date | None = None
    note: str = ""
    id: int = 0
    kind: IssueKind = IssueKind.CONVOCATION
    scans: tuple[Paper, ...] = ()

    @property
    def arrived(self) -> bool:
        """Whether nothing says that it did not arrive."""
        return self.returned_on is None


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether everybody was sent the last version in time: those in time, late, and not sent anything.

    What left late counts as urgent from the day on which both presidents had agreed to that (`urgent_from`). `changed`
    says what is no longer as it was told, « la date : jeudi 21 janvier 2027 au lieu de jeudi 14 janvier 2027 ».
    """

    deadline: Deadline
    in_time: tuple[Dispatch, ...]
    late: tuple[Dispatch, ...]
    missing: tuple[Recipient, ...]
    urgent_from: date | None = None
    changed: tuple[str, ...] = ()

    @property
    def urgent(self) -> tuple[Dispatch, ...]:
        """Those that left after the limit as both presidents had agreed."""
        return tuple(each for each in self.late if self.excuses(each))

    @property
    def overdue(self) -> tuple[Dispatch, ...]:
        """Those that left after the limit without that."""
        return tuple(each for each in self.late if not self.excuses(each))

    def excuses(self, sent: Dispatch) -> bool:
        """Return whether both presidents had agreed, on the day of a sending, to a shorter delay."""
        return self.urgent_from is not None and self.urgent_from <= sent.sent_on

    @property
    def is_regular(self) -> bool:
        """Whether everybody whom the règlement names was sent it in time, as it still is, and something was sent."""
        late = any(each.recipient.capacity.is_convened for each in self.late)
        missing = any(each.capacity.is_convened for each in self.missing)
        return bool(self.in_time) and not (late or missing or self.changed)

    @property
    def words(self) -> str:
        """« Envoi à 31 destinataires, le dernier le 19/01/2021 : dans les délais. », in French."""
        sent = (*self.in_time, *self.late)
        if not sent:
            return f"Aucun envoi n’est enregistré{NBSP}; limite le {date_digits(self.deadline.latest)}."
        last = max(each.sent_on for each in sent)
        told = f"Envoi à {plural(len(sent), 'destinataire')}, le dernier le {date_digits(last)}{NBSP}: "
        late = ((self.overdue, "hors délai"), (self.urgent, "en urgence"))
        if self.late:
            told += " et ".join(f"{plural(len(which), 'envoi')} {how}" for which, how in late if which)
            told += f" (limite le {date_digits(self.deadline.latest)})"
        else:
            told += "dans les délais"
        if self.missing:
            told += f", {plural(len(self.missing), 'destinataire')} sans envoi"
        if self.changed:
            told += f". À envoyer de nouveau, car ce qui a été annoncé a changé{NBSP}: {listing(self.changed)}"
        return f"{told}."


def proof(
    deadline: Deadline,
    to: Sequence[Recipient],
    sent: Iterable[Dispatch],
    versions: Collection[int],
    urgent_from: date | None = None,
) -> Proof:
    """Weigh what was sent of some versions against a deadline; for somebody written to twice the first arrival counts.

    A day equal to the last lawful one is in time. What came back counts as not sent, and what was sent to somebody who
    is no recipient any more proves nothing. Each counts in the capacity of the list, not in that of the sending.
    """
    listed = {each.person.id: each for each in to}
    first: dict[int, Dispatch] = {}
    for each in sorted(sent, key=lambda each: (each.sent_on, each.id)):
        who = each.recipient.person.id
        if each.version in versions and each.arrived and who in listed:
            first.setdefault(who, replace(each, recipient=listed[who]))
    return Proof(
        deadline,
        tuple(each for each in first.values() if each.sent_on <= deadline.latest),
        tuple(each for each in first.values() if each.sent_on > deadline.latest),
        tuple(each for each in to if each.person.id not in first),
        urgent_from,
    )
