"""The recipients of a meeting as a table shows them: how to reach each, what was sent, what came of it."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import Channel, Dispatch, IssueKind
from cpr_desk.domain.dispatch_register import Outcome, Register, RegisterLine
from cpr_desk.domain.french import NBSP, capital, date_digits, listing
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind

_MARKS = {
    Outcome.IN_TIME: ("circle-check", Tone.DONE),
    Outcome.SENT: ("circle-check", Tone.DONE),
    Outcome.LATE: ("octagon-alert", Tone.LATE),
    Outcome.URGENT: ("circle-check", Tone.DONE),
    Outcome.REPEATED: ("circle-check", Tone.DONE),
    Outcome.RETURNED: ("triangle-alert", Tone.URGENT),
    Outcome.REPLACED: ("history", Tone.NEUTRAL),
}


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A line of the register as seen from a day; `left_out` says why somebody was taken off the list."""

    line: RegisterLine
    register: Register
    today: date
    left_out: str = ""

    @property
    def id(self) -> int:
        """The identity of the person."""
        return self.line.id

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.line.recipient.person

    @property
    def is_changed(self) -> bool:
        """Whether somebody changed by hand what the composition says of the person."""
        return bool(self.left_out or (self.line.is_recipient and self.line.recipient.reason))

    @property
    def capacity(self) -> str:
        """« Titulaire », « Expert (point 3) », « Retiré (mandat contesté) »."""
        if self.left_out:
            word = _tr("Retirée") if self.person.is_feminine else _tr("Retiré")
            return f"{word} ({self.left_out})"
        recipient = self.line.recipient
        told = capital(recipient.capacity.label)
        if not self.line.is_recipient:
            return _tr("{capacity}, n’est plus destinataire").format(capacity=told)
        return f"{told} ({recipient.reason})" if recipient.reason else told

    @property
    def is_reachable(self) -> bool:
        """Whether mail or the post reaches the person."""
        return any(channel.reaches(self.person) for channel in (Channel.EMAIL, Channel.LETTER))

    @property
    def address(self) -> str:
        """The mail address, else the postal one, else what is to be done."""
        person = self.person
        if Channel.EMAIL.reaches(person):
            return person.email
        if Channel.LETTER.reaches(person):
            return ", ".join((*person.address.splitlines(), f"{person.postcode} {person.city}"))
        return _tr("à compléter")

    def state(self, kind: IssueKind) -> str:
        """« 20/05/2021, dans les délais, courriel », « à envoyer », « non envoyé »; empty for who receives nothing."""
        if sent := self.register.counting(self.line, kind):
            return ", ".join((date_digits(sent.sent_on), self.register.outcome(sent).label, sent.channel.label))
        if not self._expects(kind):
            return ""
        return _tr("non envoyé") if self._is_past(kind) else _tr("à envoyer")

    def mark(self, kind: IssueKind) -> QIcon | None:
        """Return the icon of that state."""
        if sent := self.register.counting(self.line, kind):
            return icon(*_MARKS[self.register.outcome(sent)])
        if not self._expects(kind):
            return None
        return icon("octagon-alert", Tone.LATE) if self._is_past(kind) else icon("clock", Tone.UPCOMING)

    def history(self, kind: IssueKind) -> str:
        """Return everything sent of a kind, a line each."""
        return "\n".join(told(each, self.register) for each in self.line.of(kind))

    def _expects(self, kind: IssueKind) -> bool:
        if self.register.is_cancelled or kind is IssueKind.CANCELLATION:
            return self.register.is_cancelled and kind is IssueKind.CANCELLATION and bool(
                self.line.of(IssueKind.CONVOCATION))  # fmt: skip
        return self.line.is_recipient and not self.left_out

    def _is_past(self, kind: IssueKind) -> bool:
        weighed = self.register.proof_of(kind)
        return weighed is not None and self.today > weighed.deadline.latest


def told(sent: Dispatch, register: Register) -> str:
    """Return one sending in words, « convocation, version 1, le 20/05/2021, courriel : dans les délais »."""
    what = f"{sent.kind.label}, version{NBSP}{sent.version}, le {date_digits(sent.sent_on)}, {sent.channel.label}"
    more = [
        sent.reference,
        f"revenu le {date_digits(sent.returned_on)}" if sent.returned_on else "",
        f"accusé le {date_digits(sent.acknowledged_on)}" if sent.acknowledged_on else "",
        sent.note,
        f"preuve{NBSP}: {listing([scan.name for scan in sent.scans])}" if sent.scans else "",
    ]
    outcome = register.outcome(sent).label
    return f"{', '.join((what, *filter(None, more)))}{NBSP}: {outcome}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("DispatchTab", text)


def recipient_columns() -> tuple[Column[RecipientLine], ...]:
    """Return the columns of the recipients."""
    return (
        Column("person", _tr("Personne"), lambda each: each.person.courteous_name, width=196,
               tooltip=lambda each: each.person.courteous_name),
        _sent(IssueKind.CANCELLATION, _tr("Annulation"), 190, shown=False),
        _sent(IssueKind.CONVOCATION, _tr("Convocation"), 238),
        _sent(IssueKind.AGENDA, _tr("Ordre du jour"), 238),
        Column("capacity", _tr("Qualité"), lambda each: each.capacity, width=130, tooltip=lambda each: each.capacity),
        Column("seats", _tr("Siège"), lambda each: listing(each.line.recipient.seats) or None, width=150,
               tooltip=lambda each: "\n".join(each.line.recipient.seats)),
        Column("address", _tr("Adresse"), lambda each: each.address, width=180, tooltip=lambda each: each.address,
               icon=lambda each: None if each.is_reachable else icon("triangle-alert", Tone.URGENT)),
        Column("acknowledged", _tr("Accusé"), lambda each: _last(each, "acknowledged_on"), width=120,
               sort_key=lambda each: _last_day(each, "acknowledged_on")),
        Column("returned", _tr("Retour"), lambda each: _last(each, "returned_on"), width=120,
               sort_key=lambda each: _last_day(each, "returned_on")),
        Column("scans", _tr("Preuves"), lambda each: _scans(each) or None, Kind.INT, width=80,
               tooltip=lambda each: "\n".join(scan.name for sent in each.line.sent for scan in sent.scans)),
    )  # fmt: skip


def _sent(kind: IssueKind, header: str, width: int, *, shown: bool = True) -> Column[RecipientLine]:
    def day(each: RecipientLine) -> date | None:
        sent = each.line.last(kind)
        return sent.sent_on if sent else None

    return Column(
        kind.value, header, lambda each: each.state(kind) or None, sort_key=day, width=width, shown=shown,
        icon=lambda each: each.mark(kind), tooltip=lambda each: each.history(kind),
    )  # fmt: skip


def _scans(each: RecipientLine) -> int:
    return sum(len(sent.scans) for sent in each.line.sent)


def _last_day(each: RecipientLine, field: str) -> date | None:
    return max((day for sent in each.line.sent if (day := getattr(sent, field))), default=None)


def _last(each: RecipientLine, field: str) -> str | None:
    day = _last_day(each, field)
    return date_digits(day) if day else None
