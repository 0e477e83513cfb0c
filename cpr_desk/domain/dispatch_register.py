"""The register of what was sent for a meeting: a line a person, each sending with what came of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cpr_desk.domain.deadlines import MeetingDeadlines
from cpr_desk.domain.dispatch import Dispatch, Issue, IssueKind, Proof, Recipient, proof, versions_in_force


class Outcome(StrEnum):
    """What a sending is worth as a proof."""

    IN_TIME = "in_time"
    LATE = "late"
    URGENT = "urgent"
    REPEATED = "repeated"
    RETURNED = "returned"
    REPLACED = "replaced"
    SENT = "sent"

    @property
    def label(self) -> str:
        """The French words, said of a sending (« envoi »)."""
        return {
            Outcome.IN_TIME: "dans les délais",
            Outcome.LATE: "hors délai",
            Outcome.URGENT: "en urgence",
            Outcome.REPEATED: "renvoi d’un envoi à temps",
            Outcome.RETURNED: "revenu",
            Outcome.REPLACED: "version remplacée",
            Outcome.SENT: "envoyé",
        }[self]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """All that was sent to one person, the oldest first; `is_recipient` while the person is to be written to."""

    recipient: Recipient
    sent: tuple[Dispatch, ...] = ()
    is_recipient: bool = True

    @property
    def id(self) -> int:
        """The identity of the person."""
        return self.recipient.person.id

    def of(self, kind: IssueKind) -> tuple[Dispatch, ...]:
        """Return what was sent of one kind, the oldest first."""
        return tuple(each for each in self.sent if each.kind is kind)

    def last(self, kind: IssueKind) -> Dispatch | None:
        """Return what was sent last of one kind, if anything was."""
        return next(reversed(self.of(kind)), None)


@dataclass(frozen=True, slots=True)
class Register:
    """Everything issued and sent for a meeting, weighed against both deadlines; `is_cancelled` is the meeting's."""

    issues: tuple[Issue, ...]
    lines: tuple[RegisterLine, ...]
    convocation: Proof
    agenda: Proof
    is_cancelled: bool = False

    def issues_of(self, kind: IssueKind) -> tuple[Issue, ...]:
        """Return the versions of one kind, the oldest first."""
        return tuple(issue for issue in self.issues if issue.kind is kind)

    def proof_of(self, kind: IssueKind) -> Proof | None:
        """Return how one kind stands against its deadline; a cancellation has none."""
        return {IssueKind.CONVOCATION: self.convocation, IssueKind.AGENDA: self.agenda}.get(kind)

    def outcome(self, sent: Dispatch) -> Outcome:
        """Return what a sending is worth: what came back proves nothing, nor does a version since replaced.

        A late one is urgent when both presidents had agreed to it, and takes nothing from one that left in time.
        """
        if not sent.arrived:
            return Outcome.RETURNED
        weighed = self.proof_of(sent.kind)
        if weighed is None:
            return Outcome.SENT
        if sent.version not in versions_in_force(self.issues, sent.kind):
            return Outcome.REPLACED
        if sent.sent_on <= weighed.deadline.latest:
            return Outcome.IN_TIME
        if any(each.recipient.person.id == sent.recipient.person.id for each in weighed.in_time):
            return Outcome.REPEATED
        return Outcome.URGENT if weighed.excuses(sent) else Outcome.LATE

    def counting(self, line: RegisterLine, kind: IssueKind) -> Dispatch | None:
        """Return the sending that proves most: the first to arrive of a version in force, else the last one."""
        in_force = versions_in_force(self.issues, kind)
        counts = (each for each in line.of(kind) if each.arrived and each.version in in_force)
        return next(counts, line.last(kind))

    def audience(self, kind: IssueKind) -> tuple[Recipient, ...]:
        """Return who is to be sent one kind: the recipients; of a cancellation, whoever was sent a convocation."""
        return tuple(line.recipient for line in self._expecting(kind))

    def waiting(self, kind: IssueKind) -> tuple[Recipient, ...]:
        """Return those of the audience to whom nothing that counts was sent of one kind."""
        return self._without(kind, versions_in_force(self.issues, kind))

    def untold(self, facts: Mapping[str, str]) -> tuple[Recipient, ...]:
        """Return who was convened and was sent no cancellation that tells these facts."""
        kind = IssueKind.CANCELLATION
        return self._without(kind, {each.number for each in self.issues_of(kind) if each.facts == facts})

    def _expecting(self, kind: IssueKind) -> Iterator[RegisterLine]:
        for line in self.lines:
            if line.of(IssueKind.CONVOCATION) if kind is IssueKind.CANCELLATION else line.is_recipient:
                yield line

    def _without(self, kind: IssueKind, versions: Collection[int]) -> tuple[Recipient, ...]:
        return tuple(
            line.recipient
            for line in self._expecting(kind)
            if not any(each.arrived and each.version in versions for each in line.of(kind))
        )


def register(
    to: Sequence[Recipient],
    sent: Iterable[Dispatch],
    issues: Iterable[Issue],
    deadlines: MeetingDeadlines,
    *,
    is_cancelled: bool = False,
    urgent_from: date | None = None,
    changed: tuple[str, ...] = (),
) -> Register:
    """Return the register of a meeting: its recipients in order, then those who were written to and no longer are.

    Both presidents agreed to a convocation without its delay on `urgent_from`; `changed` says what the last one tells
    that is no longer so.
    """
    known, every = tuple(issues), tuple(sorted(sent, key=lambda each: (each.sent_on, each.id)))
    convocation, agenda = (
        proof(limit, to, [each for each in every if each.kind is kind], versions_in_force(known, kind), agreed)
        for kind, limit, agreed in (
            (IssueKind.CONVOCATION, deadlines.convocation, urgent_from),
            (IssueKind.AGENDA, deadlines.agenda, None),
        )
    )
    told = replace(convocation, changed=changed)
    return Register(known, tuple(_lines(to, every)), told, agenda, is_cancelled)


def _lines(to: Sequence[Recipient], sent: Sequence[Dispatch]) -> Iterator[RegisterLine]:
    received: dict[int, list[Dispatch]] = {}
    for each in sent:
        received.setdefault(each.recipient.person.id, []).append(each)
    for recipient in to:
        yield RegisterLine(recipient, tuple(received.pop(recipient.person.id, ())))
    for others in received.values():
        yield RegisterLine(others[-1].recipient, tuple(others), is_recipient=False)
