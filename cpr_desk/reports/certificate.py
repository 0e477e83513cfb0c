"""The certificate of regularity: on one page where it fits, what was done when, and on which rules it rests."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import time

from cpr_desk.domain.agenda import numbers
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.certificate import (
    Evidence,
    Represented,
    Served,
    at_ballot,
    at_quorum,
    default_rules,
    exceptions,
    named,
    sent_between,
    served,
)
from cpr_desk.domain.commission import DEFAULT_RULE_NOTICE, Commission
from cpr_desk.domain.dispatch import Capacity, IssueKind, Proof
from cpr_desk.domain.dispatch_register import Outcome
from cpr_desk.domain.french import NBSP, capital, date_digits, date_words, day_words, listing, plural, time_words
from cpr_desk.domain.opinions import Opinion
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import Choice, Method
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    Column,
    Document,
    Inline,
    Look,
    Row,
    SignatureBox,
    Signatures,
    Table,
    bold,
    paragraph,
)

_TITLE = "Certificat de régularité"
_DEADLINES = (
    Column("Délais", 0.95),
    Column("Dernier jour pour envoyer", 1.5),
    Column("Envoi", 1.75),
    Column("Constat", 3.4),
)
_OPINIONS = (Column("Avis sur l’ordre du jour", 2.4), Column("Avis", 2.4), Column("Remarque", 3.6))
_TAKEN = (
    Column("Heure", 0.8),
    Column("Quorum et votes", 2.25),
    Column("Section sociale", 2),
    Column("Section professionnelle", 2),
    Column("Quorum", 0.95),
    Column("Résultat", 2.5),
)
_REMARKS = (Column("Exceptions", 2.6), Column("Motif", 5))
_ISSUES = (
    Column("Versions conservées", 1.25),
    Column("Éditée le", 0.85),
    Column("Envoyée", 1.05),
    Column("Empreinte SHA-256 du fichier", 5),
)


def certificate(commission: Commission, known: Evidence) -> Document:
    """Return the certificate of a meeting as it is known; a meeting to come or cancelled has one too."""
    meeting = known.session.meeting
    return Document(
        title=_TITLE,
        subject=wording.meeting_subject(meeting),
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(_TITLE, look=Look.TITLE),
            paragraph(
                f"{capital(wording.meeting_subject(meeting))}, n°{NBSP}{meeting.reference}, à la date du "
                f"{day_words(known.at)}",
                look=Look.SUBTITLE,
            ),
            *_facts(known),
            _table(_DEADLINES, _deadlines(known)),
            *_counting(known),
            _recipients(known),
            *_names(known),
            _table(_OPINIONS, map(_opinion, known.opinions)),
            *_session(known.session),
            *_remarks(known),
            *_rules(known),
            *_issues(known),
            _signature(commission, known),
        ),
        author=wording.author(commission),
    )


def _signature(commission: Commission, known: Evidence) -> Signatures:
    """Return the room to sign with the place and the day in it, which spares a line."""
    (box,) = wording.signature(commission).boxes
    caption = f"{wording.place_and_date(commission, known.at)}\n{box.caption}"
    return Signatures((SignatureBox(caption, box.name),))


def _table(columns: tuple[Column, ...], rows: Iterable[Row]) -> Table:
    return Table(columns, tuple(rows), compact=True)


def _facts(known: Evidence) -> Iterator[Block]:
    meeting, session = known.session.meeting, known.session
    when = wording.meeting_when(meeting)
    if meeting.opens_on:
        when = f"du {date_words(meeting.opens_on)} au {when}"
    held = f"séance {session.hours}" if session.hours else "" if meeting.is_written else "séance non ouverte"
    how = "par écrit" if meeting.is_written else meeting.mode.label
    chair = f"présidence{NBSP}: {known.chair.words}" if known.chair else ""
    told = "; ".join(part for part in (when, how, meeting.place, held, chair) if part).replace(";", f"{NBSP};")
    yield paragraph(
        f"{capital(told)}. Le secrétariat certifie les éléments ci-dessous, tels qu’ils sont enregistrés à la date du "
        f"certificat.",
        look=Look.SMALL,
    )


def _deadlines(known: Evidence) -> Iterator[Row]:
    for name, kind, proof in (
        ("Convocation", IssueKind.CONVOCATION, known.register.convocation),
        ("Ordre du jour", IssueKind.AGENDA, known.register.agenda),
    ):
        yield Row((name, date_words(proof.deadline.latest), _days(known, kind), _verdict(known, proof)))
    if known.register.is_cancelled:
        kind = IssueKind.CANCELLATION
        left = len(known.register.waiting(kind))
        told = f"{plural(left, 'personne convoquée', 'personnes convoquées')} sans annulation" if left else "Envoyée"
        yield Row(("Annulation", "sans délai fixé", _days(known, kind), told))


def _verdict(known: Evidence, proof: Proof) -> str:
    if known.register.is_cancelled and not (proof.in_time or proof.late):
        return "Sans objet, la réunion est annulée."
    return proof.words


def _days(known: Evidence, kind: IssueKind, version: int = 0) -> str:
    days = sent_between(known.register, kind, version)
    if days is None:
        return "non envoyée" if version else "aucun envoi"
    first, last = days
    return f"le {date_digits(first)}" if first == last else f"du {date_digits(first)} au {date_digits(last)}"


def _counting(known: Evidence) -> Iterator[Block]:
    """Tell how both limits were counted, what they have in common once; the day advised proves nothing."""
    both = (known.register.convocation.deadline, known.register.agenda.deadline)
    steps = dict.fromkeys(step for limit in both for step in limit.steps[:2])
    yield paragraph(f"{' '.join(steps)} {both[0].source}.", look=Look.SMALL)


_KINDS = (IssueKind.CONVOCATION, IssueKind.AGENDA, IssueKind.CANCELLATION)


def _kinds(known: Evidence) -> Sequence[IssueKind]:
    """Return what was or is to be sent: of a cancelled meeting nothing is to be sent but the cancellation."""
    if not known.register.is_cancelled:
        return _KINDS[:2]
    return [kind for kind in _KINDS if kind is IssueKind.CANCELLATION or sent_between(known.register, kind)]


def _recipients(known: Evidence) -> Table:
    """Count a row for each capacity, a column for each kind."""
    kinds = _kinds(known)
    groups = {kind: {group.capacity: group for group in served(known.register, kind)} for kind in kinds}
    columns = [Column("Destinataires", 1.7), Column("Nombre", 0.6)]
    columns += [Column(capital(kind.label), 4.6 / len(kinds)) for kind in kinds]
    rows = []
    for capacity in Capacity:
        found = [groups[kind].get(capacity) for kind in kinds]
        total = max((group.total for group in found if group), default=0)
        if total:
            told = (_outcomes(group) if group else "" for group in found)
            rows.append(Row((capital(capacity.label), str(total), *told)))
    return _table(tuple(columns), rows)


def _outcomes(group: Served) -> str:
    told = [(outcome.label, group.outcomes[outcome]) for outcome in Outcome if group.outcomes[outcome]]
    if group.unsent:
        told.append(("sans envoi", group.unsent))
    channels = _counted((channel.label, count) for channel, count in sorted(group.channels.items()))
    return f"{_counted(told)} ({channels})" if channels else _counted(told)


def _counted(told: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{label}{NBSP}: {count}" for label, count in told)


def _names(known: Evidence) -> Iterator[Block]:
    """Name those whose sending proves nothing; where nothing left yet, everybody waits and nobody is named."""
    told: list[Inline] = []
    for kind in _kinds(known):
        for outcome, words in _NAMED if sent_between(known.register, kind) else ():
            if people := named(known.register, kind, outcome):
                who = listing(person.courteous_name for person in people)
                told += ["\n" * bool(told), bold(f"{capital(kind.label)}, {words}{NBSP}: "), f"{who}."]
    if told:
        yield paragraph(*told, look=Look.SMALL)


_NAMED: Sequence[tuple[Outcome | None, str]] = (
    (Outcome.LATE, "hors délai"),
    (Outcome.RETURNED, "courrier revenu"),
    (Outcome.REPLACED, "version remplacée"),
    (None, "sans envoi"),
)


def _opinion(opinion: Opinion) -> Row:
    asked = f"Demandé le {date_digits(opinion.asked_on)}. " if opinion.asked_on and opinion.given_on else ""
    whose = f"Présidence de la {opinion.section.label.lower()}"
    return Row((whose, capital(opinion.words), f"{asked}{opinion.comment}".strip()))


def _session(session: Session) -> Iterator[Block]:
    rows = tuple(_taken(session))
    if rows:
        yield _table(_TAKEN, rows)
    else:
        told = "aucun vote enregistré" if session.meeting.is_written else "la séance n’est pas ouverte"
        yield paragraph(bold(f"Quorum et votes{NBSP}: "), f"{told}.", look=Look.SMALL)


def _taken(session: Session) -> Iterator[Row]:
    if session.sitting:
        quorum = session.quorum(session.sitting.opened_at)
        who = map(_represented, at_quorum(quorum))
        yield Row(
            (
                _at(session.sitting.opened_at.time()),
                "Ouverture",
                *who,
                _reached(session, reached=quorum.is_reached),
                "",
            )
        )
    places = dict(zip((item.id for item in session.meeting.agenda), numbers(session.meeting.agenda), strict=True))
    for ballot in session.ballots:
        yield _vote(session, ballot, places.get(ballot.item_id, ""))


def _vote(session: Session, ballot: Ballot, place: str) -> Row:
    result = ballot.result
    how = f"{ballot.method.label}{', second tour' if ballot.round > 1 else ''}"
    annulled = "" if ballot.is_valid else " (annulé)"
    won, lost = (plural(result.of(choice).votes, "voix", "voix") for choice in (Choice.FOR, Choice.AGAINST))
    return Row(
        (
            "Clôture" if ballot.method is Method.MAIL else _at(ballot.taken_at.time()),
            f"{place}. {ballot.question}" if place else ballot.question,
            *map(_represented, at_ballot(session, ballot)),
            _reached(session, reached=ballot.has_quorum),
            f"{capital(result.verdict)}{annulled}{NBSP}: {won} pour, {lost} contre, {how}",
        )
    )


def _at(moment: time) -> str:
    return capital(time_words(moment))


def _represented(part: Represented) -> str:
    return f"{part.heads}/{part.seats} sièges, {part.votes}/{part.all_votes}{NBSP}voix"


def _reached(session: Session, *, reached: bool) -> str:
    """Return whether the quorum was reached; of a second meeting none is asked."""
    if session.waived:
        return "non exigé"
    return "atteint" if reached else "non atteint"


def _remarks(known: Evidence) -> Iterator[Block]:
    found = exceptions(known)
    if found:
        yield _table(_REMARKS, (Row((each.title, each.reason)) for each in found))
    else:
        yield paragraph(bold(f"Exceptions{NBSP}: "), "aucune.", look=Look.SMALL)


def _rules(known: Evidence) -> Iterator[Block]:
    told = f"{NBSP}; ".join(default_rules(known))
    yield paragraph(
        bold(f"Règles que les textes laissent ouvertes ({DEFAULT_RULE_NOTICE}){NBSP}: "), f"{told}.", look=Look.SMALL
    )


def _issues(known: Evidence) -> Iterator[Block]:
    rows = tuple(
        Row(
            (
                f"{capital(each.kind.label)} n°{NBSP}{each.number}",
                date_digits(each.issued_on),
                _days(known, each.kind, each.number),
                each.sha256,
            )
        )
        for each in known.register.issues
    )
    if rows:
        yield _table(_ISSUES, rows)
    else:
        yield paragraph(bold(f"Versions conservées{NBSP}: "), "aucune n’est encore éditée.", look=Look.SMALL)
