"""The register of what was sent for a meeting: a line a person, each sending with what came of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cpr_desk.domain.deadlines import MeetingDeadlines
from cpr_desk.domain.dispatch import Dispatch, Issue, IssueKind, Proof, Recipient, proof, versions_in_force


class Outcome(StrEnum):
    """What a sending is worth as a proof."""

    IN_TIME = "in_time"
    LATE = "late"
    RETURNED = "returned"
    REPLACED = "replaced"
    SENT = "sent"

    @property
    def label(self) -> str:
        """The French words, said of a sending (« envoi »)."""
        return {
            Outcome.IN_TIME: "dans les délais",
            Outcome.LATE: "hors délai",
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
    """Everything issued and sent for a meeting, weighed against both deadlines."""

    issues: tuple[Issue, ...]
    lines: tuple[RegisterLine, ...]
    convocation: Proof
    agenda: Proof

    def issues_of(self, kind: IssueKind) -> tuple[Issue, ...]:
        """Return the versions of one kind, the oldest first."""
        return tuple(issue for issue in self.issues if issue.kind is kind)

    def proof_of(self, kind: IssueKind) -> Proof | None:
        """Return how one kind stands against its deadline; a cancellation has none."""
        return {IssueKind.CONVOCATION: self.convocation, IssueKind.AGENDA: self.agenda}.get(kind)

    def outcome(self, sent: Dispatch) -> Outcome:
        """Return what a sending is worth: what came back proves nothing, nor does a version since replaced."""
        if not sent.arrived:
            return Outcome.RETURNED
        weighed = self.proof_of(sent.kind)
        if weighed is None:
            return Outcome.SENT
        if sent.version not in versions_in_force(self.issues, sent.kind):
            return Outcome.REPLACED
        return Outcome.IN_TIME if sent.sent_on <= weighed.deadline.latest else Outcome.LATE

    def waiting(self, kind: IssueKind) -> tuple[Recipient, ...]:
        """Return the recipients to whom nothing that counts was sent of one kind."""
        in_force = versions_in_force(self.issues, kind)
        return tuple(
            line.recipient
            for line in self.lines
            if line.is_recipient and not any(each.arrived and each.version in in_force for each in line.of(kind))
        )


def register(
    to: Sequence[Recipient], sent: Iterable[Dispatch], issues: Iterable[Issue], deadlines: MeetingDeadlines
) -> Register:
    """Return the register of a meeting: its recipients in order, then those who were written to and no longer are."""
    known, every = tuple(issues), tuple(sorted(sent, key=lambda each: (each.sent_on, each.id)))
    convocation, agenda = (
        proof(limit, to, [each for each in every if each.kind is kind], versions_in_force(known, kind))
        for kind, limit in ((IssueKind.CONVOCATION, deadlines.convocation), (IssueKind.AGENDA, deadlines.agenda))
    )
    return Register(known, tuple(_lines(to, every)), convocation, agenda)


def _lines(to: Sequence[Recipient], sent: Sequence[Dispatch]) -> Iterator[RegisterLine]:
    received: dict[int, list[Dispatch]] = {}
    for each in sent:
        received.setdefault(each.recipient.person.id, []).append(each)
    for recipient in to:
        yield RegisterLine(recipient, tuple(received.pop(recipient.person.id, ())))
    for others in received.values():
        yield RegisterLine(others[-1].recipient, tuple(others), is_recipient=False)
