"""Use cases on decisions and opinions: record them under the next numbers, follow them until they are done."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.decisions import Decision, DecisionKind, Listed, as_of, proposals, refuse_decision
from cpr_desk.domain.french import NBSP, date_words, plural, squeeze
from cpr_desk.domain.meetings import Meeting
from cpr_desk.errors import UserError
from cpr_desk.services import meetings, register
from cpr_desk.storage import decisions
from cpr_desk.storage import session as sessions
from cpr_desk.storage.approval import refuse_signed
from cpr_desk.storage.database import Database
from cpr_desk.storage.models import DecisionRow, MeetingRow

LONGEST_TEXT, LONGEST_NOTE = 5000, 2000


def decisions_of(db: Database, meeting: Meeting) -> tuple[Decision, ...]:
    """Return the decisions of a meeting in the order they were recorded, those withdrawn too."""
    with db.reading() as session:
        return decisions.of_meeting(session, meeting.id)


def all_decisions(db: Database, commission_id: int) -> tuple[Decision, ...]:
    """Return every decision of a commission, by year, kind and number."""
    with db.reading() as session:
        return decisions.of_commission(session, commission_id)


def decisions_on(db: Database, cpts_id: int) -> tuple[Decision, ...]:
    """Return the decisions and opinions on a CPTS, the last one first."""
    with db.reading() as session:
        return decisions.of_cpts(session, cpts_id)


def register_at(db: Database, commission: Commission, at: date) -> tuple[Listed, ...]:
    """Return the register of a commission as it stood on a day, by year, kind and number."""
    return listed(db, commission, as_of(all_decisions(db, commission.id), at), at)


def listed(db: Database, commission: Commission, known: Sequence[Decision], today: date) -> tuple[Listed, ...]:
    """Return decisions in the same order, each with its meeting and the CPTS concerned by name."""
    ids = {each.cpts_id for each in known if each.cpts_id}
    named = register.adhesions_at(db, commission.id, today, ids) if ids else ()
    names = {each.id: each.name for each in named}
    held = {each.id: each.reference for each in meetings.list_meetings(db, commission.id)}
    return tuple(Listed(each, held[each.meeting_id], names.get(each.cpts_id or 0, "")) for each in known)


def proposals_of(db: Database, meeting: Meeting) -> tuple[Decision, ...]:
    """Return a decision to record for each vote won and not recorded yet."""
    with db.reading() as session:
        ballots = sessions.ballots_of(session, meeting.id)
        return proposals(meeting, ballots, decisions.of_meeting(session, meeting.id))


def record_decisions(db: Database, meeting: Meeting, wanted: Sequence[Decision], today: date) -> tuple[Decision, ...]:
    """Record decisions under the next numbers of their kind and year, and return them.

    The numbers are taken inside the transaction: no hole, none twice. Only the last recording can be undone, so that
    undoing leaves no hole either. Raises UserError as `domain.refuse_decision`, for a meeting to come or cancelled,
    and once its minutes are approved.
    """
    if meeting.is_cancelled or meeting.on > today:
        raise UserError(
            f"La réunion du {date_words(meeting.on)} n’a rien décidé encore.",
            "Une décision s’enregistre une fois la réunion tenue.",
        )
    tidy = [_tidy(each) for each in wanted]
    for each in tidy:
        _refuse(each, today)
    with db.unit_of_work(f"Enregistrer {counted(tidy)} de la réunion du {date_words(meeting.on)}") as session:
        refuse_signed(session, meeting.id)
        commission_id = session.get_one(MeetingRow, meeting.id).commission_id
        rows = []
        for each in tidy:
            number = decisions.next_number(session, commission_id, each.kind, each.taken_on.year)
            rows.append(decisions.add(session, replace(each, number=number, year=each.taken_on.year)))
        return tuple(map(decisions.decision_of, rows))


def change_decision(db: Database, wanted: Decision, today: date) -> Decision:
    """Change what is said of a decision and its follow-up; its number, kind and meeting stay.

    Raises UserError as `domain.refuse_decision`; its text stays once the minutes are approved.
    """
    tidy = _tidy(wanted)
    _refuse(tidy, today)
    with db.unit_of_work(f"Modifier {named(wanted)}") as session:
        row = session.get_one(DecisionRow, wanted.id)
        if row.text != tidy.text:
            refuse_signed(session, row.meeting_id)
        decisions.write(row, tidy)
        return decisions.decision_of(row)


def mark_done(db: Database, wanted: Sequence[Decision], on: date, today: date) -> None:
    """Note on which day decisions were carried out. Raises UserError for a day that cannot be."""
    done = [replace(each, done_on=on) for each in wanted]
    for each in done:
        _refuse(each, today)
    whose = named(done[0]) if len(done) == 1 else counted(done)
    with db.unit_of_work(f"Noter comme fait{NBSP}: {whose}") as session:
        for each in done:
            session.get_one(DecisionRow, each.id).done_on = on


def withdraw(db: Database, decision: Decision, reason: str, on: date, today: date) -> None:
    """Withdraw a decision: it keeps its number. Raises UserError without a reason or for a day that cannot be."""
    wanted = replace(decision, withdrawn_on=on, withdrawn_reason=squeeze(reason))
    _refuse(wanted, today)
    with db.unit_of_work(f"Retirer {named(decision)}") as session:
        decisions.write(session.get_one(DecisionRow, decision.id), wanted)


def named(decision: Decision) -> str:
    """Return « la décision D 2021-01 », « l’avis A 2021-01 »."""
    article = "l’avis" if decision.kind is DecisionKind.OPINION else "la décision"
    return f"{article} {decision.reference}"


def counted(wanted: Iterable[Decision]) -> str:
    """Return « 2 décisions et 1 avis »."""
    kinds = [each.kind for each in wanted]
    told = [
        plural(kinds.count(kind), kind.label, "avis" if kind is DecisionKind.OPINION else "")
        for kind in DecisionKind
        if kind in kinds
    ]
    return " et ".join(told)


def _tidy(decision: Decision) -> Decision:
    return replace(
        decision,
        text=decision.text.strip(),
        responsible=squeeze(decision.responsible),
        note=decision.note.strip(),
        withdrawn_reason=squeeze(decision.withdrawn_reason),
    )


def _refuse(decision: Decision, today: date) -> None:
    if refusals := refuse_decision(decision, today):
        raise UserError(refusals[0], "Corrigez-le, puis enregistrez de nouveau.")
    if len(decision.text) > LONGEST_TEXT or len(decision.note) > LONGEST_NOTE:
        raise UserError(
            "Ce texte est trop long.",
            f"Une décision compte {LONGEST_TEXT} caractères au plus, une observation {LONGEST_NOTE}.",
        )
