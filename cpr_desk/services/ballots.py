"""Use cases on votes: record one, enter answers that come by mail, annul one with its reason.

Who may vote and the quorum are read from the session when the vote is recorded, and frozen with it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from cpr_desk.domain.ballots import Ballot, Vote, refuse_answers, refuse_ballot
from cpr_desk.domain.french import NBSP, date_words, squeeze, time_words, typeset
from cpr_desk.domain.meetings import Meeting
from cpr_desk.domain.sitting import Session
from cpr_desk.domain.voting import Method
from cpr_desk.errors import UserError
from cpr_desk.services.session import session_of
from cpr_desk.storage import decisions
from cpr_desk.storage import session as sessions
from cpr_desk.storage.approval import refuse_signed
from cpr_desk.storage.database import Database

LONGEST_QUESTION, LONGEST_REASON = 2000, 500
_LABEL = 60


def record_vote(db: Database, meeting: Meeting, vote: Vote) -> Ballot:
    """Record a vote of the session and return it as it stands, electors and quorum frozen.

    Raises UserError as `domain.ballots.refuse_ballot`, every reason at once, and outside of the session.
    """
    if meeting.is_written or vote.method is Method.MAIL:
        raise UserError("Une consultation écrite se vote par correspondance.", "Saisissez les réponses reçues.")
    session = session_of(db, meeting)
    _refuse_moment(session, vote.at)
    return _write(db, session, vote, "Enregistrer le vote")


def enter_answers(db: Database, meeting: Meeting, vote: Vote, today: date) -> Ballot:
    """Record the answers to a written consultation as far as they came; `vote.ballot_id` is the vote they complete.

    Those after the closing are kept and do not count. Raises UserError as `refuse_ballot` and `refuse_answers`.
    """
    if not meeting.is_written:
        raise UserError("Cette réunion n’est pas une consultation écrite.", "Le vote a lieu en séance.")
    if meeting.is_cancelled:
        raise UserError("Cette consultation est annulée.", "Rétablissez-la avant de saisir des réponses.")
    _refuse(refuse_answers(vote, meeting.opens_on, today))
    return _write(db, session_of(db, meeting), replace(vote, method=Method.MAIL), "Saisir les réponses au vote")


def annul_vote(db: Database, meeting: Meeting, ballot: Ballot, reason: str, at: datetime) -> None:
    """Annul a vote, which stays on record with its reason, so that the question may be put again.

    Raises UserError without reason, twice, while a second round stands on it, or a decision that was not withdrawn.
    """
    session = session_of(db, meeting)
    known = next((each for each in session.ballots if each.id == ballot.id), None)
    if known is None or not known.is_valid:
        raise UserError("Ce vote est déjà annulé.", "Actualisez la page (F5) pour le voir.")
    if not squeeze(reason):
        raise UserError("Un vote ne s’annule qu’avec un motif.", f"Écrivez-le{NBSP}: le relevé de décisions le dit.")
    if any(_follows(each, known) for each in session.ballots):
        raise UserError("Un second tour a suivi ce vote.", "Annulez d’abord le second tour.")
    with db.unit_of_work(_labelled("Annuler le vote", known.question)) as work:
        refuse_signed(work, meeting.id)
        carried = (each for each in decisions.of_meeting(work, meeting.id) if each.ballot_id == known.id)
        if stands := next((each for each in carried if not each.withdrawn_on), None):
            raise UserError(
                f"{stands.reference} ({stands.kind.label}) repose sur ce vote.",
                f"Inscrivez d’abord son retrait (onglet «{NBSP}Suites{NBSP}»).",
            )
        annulled = replace(known, annulled_at=at, annul_reason=squeeze(reason)[:LONGEST_REASON])
        sessions.write_ballot(work, meeting.id, annulled)


def _write(db: Database, session: Session, vote: Vote, doing: str) -> Ballot:
    tidy = replace(vote, question=typeset(squeeze(vote.question)), without_quorum=squeeze(vote.without_quorum))
    if len(tidy.question) > LONGEST_QUESTION or len(tidy.without_quorum) > LONGEST_REASON:
        raise UserError(
            "La question ou le motif est trop long.",
            f"Une question compte {LONGEST_QUESTION} caractères au plus, un motif {LONGEST_REASON}.",
        )
    ballot = session.ballot(tidy)
    _refuse(refuse_ballot(ballot, session.ballots))
    with db.unit_of_work(_labelled(doing, ballot.question)) as work:
        refuse_signed(work, session.meeting.id)
        row = sessions.write_ballot(work, session.meeting.id, ballot)
        work.flush()
        return replace(ballot, id=row.id)


def _refuse_moment(session: Session, at: datetime) -> None:
    sitting = session.sitting
    if sitting is None:
        raise UserError("La séance n’est pas ouverte.", "Ouvrez-la et notez les présences avant de voter.")
    if at < sitting.opened_at or (sitting.closed_at and at > sitting.closed_at):
        raise UserError(
            f"À {time_words(at.time())}, le {date_words(at.date())}, la séance n’a pas lieu{NBSP}: {session.hours}.",
            "Vérifiez l’heure du vote.",
        )


def _follows(later: Ballot, first: Ballot) -> bool:
    same = (later.item_id, later.question) == (first.item_id, first.question)
    return same and later.is_valid and later.round == 2 and first.round == 1


def _labelled(doing: str, question: str) -> str:
    short = question if len(question) <= _LABEL else f"{question[:_LABEL].rstrip()}…"
    return f"{doing} «{NBSP}{short}{NBSP}»"


def _refuse(reasons: Iterable[str]) -> None:
    if told := " ".join(reasons):
        raise UserError(told, "Corrigez la saisie, puis enregistrez de nouveau.")
