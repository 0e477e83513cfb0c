"""The certificate of regularity of a meeting: what is known of its deadlines, quorum and exceptions, and how."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cpr_desk.domain.attendance import Exercise
from cpr_desk.domain.ballots import TOO_FEW_ANSWERS, Ballot
from cpr_desk.domain.composition import VOTING, Person, Section
from cpr_desk.domain.dispatch import Capacity, Channel, Dispatch, IssueKind, Recipient, RecipientChange
from cpr_desk.domain.dispatch_register import Outcome, Register, RegisterLine
from cpr_desk.domain.french import NBSP, date_digits, listing, plural, time_words
from cpr_desk.domain.opinions import Opinion
from cpr_desk.domain.presidency import Chair
from cpr_desk.domain.quorum import Quorum
from cpr_desk.domain.roll import turning_points
from cpr_desk.domain.rule_sources import RULE_SOURCES
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import Choice, Elector, Method


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a certificate rests on, as it is known on `at`.

    `given_late` are sentences on opinions given once the agenda had left; `chair` is who presides by the alternation.
    """

    session: Session
    register: Register
    opinions: tuple[Opinion, ...]
    given_late: tuple[str, ...]
    left_out: tuple[RecipientChange, ...]
    chair: Chair | None
    at: date


@dataclass(frozen=True, slots=True)
class Served:
    """What one kind did for those in one capacity: how many are to be sent it, by what, with what outcome."""

    capacity: Capacity
    total: int
    outcomes: Counter[Outcome]
    channels: Counter[Channel]

    @property
    def unsent(self) -> int:
        """How many nothing was sent to."""
        return self.total - self.outcomes.total()


def served(register: Register, kind: IssueKind) -> tuple[Served, ...]:
    """Return, capacity by capacity, what was sent of one kind: of each person the sending that proves most."""
    found: dict[Capacity, list[Dispatch | None]] = {}
    for line in _lines(register, kind):
        found.setdefault(line.recipient.capacity, []).append(register.counting(line, kind))
    return tuple(
        Served(
            capacity,
            len(found[capacity]),
            Counter(register.outcome(each) for each in found[capacity] if each),
            Counter(each.channel for each in found[capacity] if each),
        )
        for capacity in Capacity
        if capacity in found
    )


def named(register: Register, kind: IssueKind, outcome: Outcome | None) -> tuple[Person, ...]:
    """Return those whose sending had an outcome, or to whom nothing was sent (None)."""
    return tuple(
        line.recipient.person
        for line in _lines(register, kind)
        if (register.outcome(sent) if (sent := register.counting(line, kind)) else None) is outcome
    )


def sent_between(register: Register, kind: IssueKind, version: int = 0) -> tuple[date, date] | None:
    """Return the first and the last day on which one kind left, or one version of it; None when nothing did."""
    days = [
        each.sent_on for line in register.lines for each in line.of(kind) if version in (0, each.version)
    ]  # fmt: skip
    return (min(days), max(days)) if days else None


def _lines(register: Register, kind: IssueKind) -> Iterator[RegisterLine]:
    audience = {each.person.id for each in register.audience(kind)}
    return (line for line in register.lines if line.id in audience)


@dataclass(frozen=True, slots=True)
class Represented:
    """How many seats and votes of a section took part at a moment, of how many, and how many seats by proxy."""

    section: Section
    heads: int
    seats: int
    votes: int
    all_votes: int
    by_proxy: int = 0

    @property
    def words(self) -> str:
        """« 10/13 sièges, dont 1 par pouvoir »."""
        return f"{self.heads}/{self.seats} sièges{f', dont {self.by_proxy} par pouvoir' if self.by_proxy else ''}"


def at_quorum(quorum: Quorum) -> tuple[Represented, ...]:
    """Return who was represented when a quorum was counted."""
    return tuple(
        Represented(count.section, count.heads, count.seats, count.votes, count.all_votes, count.by_proxy)
        for count in quorum.counts
    )


def at_ballot(session: Session, ballot: Ballot) -> tuple[Represented, ...]:
    """Return who took part, frozen at the vote; by mail, who answered in time.

    Who stood aside for a conflict of interest is left out as in the quorum frozen with the vote, by the setting.
    """
    left = session.rules.conflict_leaves_quorum
    voters = [
        each
        for each in ballot.electors
        if (ballot.method is not Method.MAIL or each.seat_id in ballot.in_time)
        and not (left and ballot.choices.get(each.seat_id) is Choice.CONFLICT)
    ]
    return tuple(
        _represented(session, section, [each for each in voters if each.section is section]) for section in VOTING
    )


def _represented(session: Session, section: Section, voters: Sequence[Elector]) -> Represented:
    return Represented(
        section,
        len(voters),
        len(session.composition.of(section)),
        sum(each.votes for each in voters),
        session.composition.votes(section),
        sum(each.exercise is Exercise.PROXY for each in voters),
    )


def first_reached(session: Session) -> Quorum | None:
    """Return the quorum as it was first reached after an opening without it, None where there is no such moment.

    Members are noted as they come: that the first minute counts too few is no exception.
    """
    opening, *later = turning_points(session) or (None,)
    if opening is None or opening.is_reached:
        return None
    return next((each for each in later if each.is_reached), None)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something out of the ordinary, and why."""

    title: str
    reason: str


def exceptions(known: Evidence) -> tuple[Remark, ...]:
    """Return everything that the ordinary course of a meeting does not have, each with its reason."""
    return (
        *_of_meeting(known),
        *_of_sendings(known.register, known.at),
        *_of_agenda(known),
        *_of_list(known),
        *_of_session(known.session),
        *_of_votes(known),
    )


def _of_meeting(known: Evidence) -> Iterator[Remark]:
    meeting = known.session.meeting
    if meeting.cancelled_on:
        yield Remark(f"Réunion annulée le {date_digits(meeting.cancelled_on)}", _ended(meeting.cancel_reason))
    if meeting.urgency:
        yield Remark("Convocation en urgence", f"{_ended(meeting.urgency)} Délai abrégé admis par réglage.")
    for move in meeting.moves:
        yield Remark("Réunion déplacée", move.words)
    if meeting.second_of is not None:
        yield Remark("Seconde réunion", "Elle suit une réunion sans quorum et délibère quel que soit le nombre.")
    if known.chair and known.chair.mention:
        yield Remark("Présidence", known.chair.mention)


def _of_sendings(register: Register, at: date) -> Iterator[Remark]:
    """Yield what was not sent at all though its limit is past; single late sendings are told by name elsewhere."""
    for what, proof in (("Convocation", register.convocation), ("Ordre du jour", register.agenda)):
        sent = proof.in_time or proof.late
        if not sent and not register.is_cancelled and at > proof.deadline.latest:
            yield Remark(
                f"{what} sans envoi enregistré", f"La limite du {date_digits(proof.deadline.latest)} est passée."
            )


def _of_agenda(known: Evidence) -> Iterator[Remark]:
    for issue in known.register.issues_of(IssueKind.AGENDA):
        if issue.without_opinions:
            title = f"Ordre du jour, version {issue.number}, édité sans les deux avis"
            yield Remark(title, _ended(issue.without_opinions))
    for sentence in known.given_late:
        yield Remark("Avis donné après l’envoi", sentence)


def _of_list(known: Evidence) -> Iterator[Remark]:
    for each in _changed(known.register):
        added = "ajoutée" if each.person.is_feminine else "ajouté"
        yield Remark(
            f"{each.person.courteous_name}, {added} aux destinataires ({each.capacity.label})", _ended(each.reason)
        )
    for change in known.left_out:
        removed = "retirée" if change.person.is_feminine else "retiré"
        yield Remark(f"{change.person.courteous_name}, {removed} des destinataires", _ended(change.reason))


def _changed(register: Register) -> Iterator[Recipient]:
    return (line.recipient for line in register.lines if line.is_recipient and line.recipient.reason)


def _of_session(session: Session) -> Iterator[Remark]:
    sitting = session.sitting
    if sitting is None:
        return
    if sitting.chair_id:
        person = session.person(sitting.chair_id)
        name = person.courteous_name if person else "une autre personne"
        yield Remark(f"Séance présidée par {name}", _ended(sitting.chair_reason))
    yield from _quorum_changes(session)
    if sitting.constat_at:
        yield Remark("Constat de carence", f"Quorum non atteint, constaté à {time_words(sitting.constat_at.time())}.")


def _quorum_changes(session: Session) -> Iterator[Remark]:
    ordinary = first_reached(session)
    for before, quorum in pairwise(turning_points(session)):
        if quorum.is_reached != before.is_reached and quorum != ordinary:
            word = "atteint" if quorum.is_reached else "perdu"
            told = (f"{each.section.label}{NBSP}: {each.words}." for each in at_quorum(quorum))
            yield Remark(f"Quorum {word} à {time_words(quorum.at.time())}", " ".join(told))


def _of_votes(known: Evidence) -> Iterator[Remark]:
    for ballot in known.session.ballots:
        asked = f"«{NBSP}{ballot.question}{NBSP}»"
        if not ballot.has_quorum:
            yield Remark(f"Vote sans quorum, {asked}", _ended(ballot.without_quorum) or TOO_FEW_ANSWERS)
        if ballot.late:
            names = listing(each.name for each in ballot.late)
            yield Remark(f"Réponses arrivées après la clôture, {asked}", f"Sans effet{NBSP}: {names}.")
        if ballot.annulled_at:
            day = date_digits(ballot.annulled_at.date())
            yield Remark(f"Vote annulé le {day}, {asked}", _ended(ballot.annul_reason))
    for ballot, told in known.session.disturbed():
        asked = f"«{NBSP}{ballot.question}{NBSP}»"
        yield Remark(f"Présences corrigées depuis le vote, {asked}", " ".join(told))


def _ended(words: str) -> str:
    told = words.strip()
    return f"{told[:1].upper()}{told[1:].rstrip('.')}." if told else ""


def default_rules(known: Evidence) -> tuple[str, ...]:
    """Return the rules applied that no text of the convention states, in words: the settings of domain.md, C and D."""
    told = _rules_in_words(known)
    return tuple(words for name, words in told if RULE_SOURCES[name].certainty.is_default)


def _rules_in_words(known: Evidence) -> Sequence[tuple[str, str]]:
    rules, session = known.session.rules, known.session
    told = [("counting", f"délais en {rules.counting.label}")]
    if known.session.meeting.urgency:
        told.append(("urgent_allowed", "délai abrégé avec l’accord des deux présidents"))
    if known.chair and known.chair.acting:
        told.append(("vacant_chair", rules.vacant_chair.label))
    if session.sitting or session.ballots:
        base, rounding = rules.quorum_base.label, rules.quorum_rounding.label
        told.append(("quorum_base", f"quorum par section sur {base}, {rounding}"))
    if session.sitting:
        counted = "comptés" if rules.proxies_in_quorum else "non comptés"
        held = plural(rules.proxies_received, "pouvoir") + " au plus par membre" if rules.proxies_received else ""
        told.append(("proxies_received", held or "aucun pouvoir admis"))
        told.append(("proxies_in_quorum", f"pouvoirs {counted} dans le quorum"))
    if session.ballots:
        told.append(("majority", listing(dict.fromkeys(each.majority.label for each in session.ballots))))
    if session.meeting.second_of is not None or (session.sitting and session.sitting.constat_at):
        told.append(("second_meeting_months", f"seconde réunion dans le délai de {rules.second_meeting_months} mois"))
    return told
