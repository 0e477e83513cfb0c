"""The session of a meeting, row by row: presence, proxies, votes."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpr_desk.domain.attendance import Excuse, Exercise, Presence, Proxy, Stay
from cpr_desk.domain.ballots import Ballot
from cpr_desk.domain.composition import Person, Section
from cpr_desk.domain.sitting import Sitting
from cpr_desk.domain.voting import Choice, Elector, Tally
from cpr_desk.storage.models import BallotRow, ExcuseRow, PersonRow, ProxyRow, SittingRow, StayRow
from cpr_desk.storage.persons import person_of


def sitting_row(session: Session, meeting_id: int) -> SittingRow | None:
    """Return the session of a meeting, if it was opened."""
    return session.scalar(select(SittingRow).where(SittingRow.meeting_id == meeting_id))


def sitting_of(session: Session, meeting_id: int) -> Sitting | None:
    """Return the session of a meeting as a value, if it was opened."""
    row = sitting_row(session, meeting_id)
    if row is None:
        return None
    return Sitting(row.opened_at, row.closed_at, row.chair_id, row.chair_reason, row.secretary, row.constat_at)


def presence_of(session: Session, meeting_id: int) -> Presence:
    """Return everything that was noted of who is there."""
    stays = session.scalars(select(StayRow).where(StayRow.meeting_id == meeting_id).order_by(StayRow.id))
    excuses = session.scalars(select(ExcuseRow).where(ExcuseRow.meeting_id == meeting_id).order_by(ExcuseRow.id))
    proxies = session.scalars(select(ProxyRow).where(ProxyRow.meeting_id == meeting_id).order_by(ProxyRow.id))
    return Presence(
        tuple(Stay(r.person_id, r.arrived_at, r.left_at, r.remote, r.seat_id, r.id) for r in stays),
        tuple(Excuse(r.person_id, r.excused, r.id) for r in excuses),
        tuple(Proxy(r.seat_id, r.giver_id, r.holder_id, r.given_at, r.revoked_at, r.reference, r.id) for r in proxies),
    )


def people(session: Session, ids: Iterable[int]) -> tuple[Person, ...]:
    """Return persons by id, in the order of their names."""
    query = select(PersonRow).where(PersonRow.id.in_(set(ids))).order_by(PersonRow.folded_name)
    return tuple(person_of(row) for row in session.scalars(query))


def write_stay(session: Session, meeting_id: int, stay: Stay) -> StayRow:
    """Store a stay, new or known by its id."""
    row = session.get_one(StayRow, stay.id) if stay.id else StayRow(meeting_id=meeting_id, person_id=stay.person_id)
    row.arrived_at, row.left_at, row.remote, row.seat_id = stay.arrived_at, stay.left_at, stay.remote, stay.seat_id
    session.add(row)
    return row


def set_excuse(session: Session, meeting_id: int, person_id: int, excused: bool | None) -> None:
    """Note somebody as excused (True) or absent (False); None takes the note back."""
    row = session.scalar(select(ExcuseRow).where(ExcuseRow.meeting_id == meeting_id, ExcuseRow.person_id == person_id))
    if excused is None:
        if row:
            session.delete(row)
        return
    row = row or ExcuseRow(meeting_id=meeting_id, person_id=person_id)
    row.excused = excused
    session.add(row)


def write_proxy(session: Session, meeting_id: int, proxy: Proxy) -> ProxyRow:
    """Store a proxy, new or known by its id."""
    row = session.get_one(ProxyRow, proxy.id) if proxy.id else ProxyRow(meeting_id=meeting_id)
    row.seat_id, row.giver_id, row.holder_id = proxy.seat_id, proxy.giver_id, proxy.holder_id
    row.given_at, row.revoked_at, row.reference = proxy.given_at, proxy.revoked_at, proxy.reference
    session.add(row)
    return row


def ballots_of(session: Session, meeting_id: int) -> tuple[Ballot, ...]:
    """Return every vote of a meeting in the order they were taken, those annulled too."""
    query = select(BallotRow).where(BallotRow.meeting_id == meeting_id).order_by(BallotRow.taken_at, BallotRow.id)
    return tuple(_ballot_of(row) for row in session.scalars(query))


def write_ballot(session: Session, meeting_id: int, ballot: Ballot) -> BallotRow:
    """Store a vote, new or known by its id, electors and counts as plain values."""
    row = session.get_one(BallotRow, ballot.id) if ballot.id else BallotRow(meeting_id=meeting_id)
    row.item_id, row.question, row.method, row.round = ballot.item_id, ballot.question, ballot.method, ballot.round
    row.majority, row.taken_at = ballot.majority, ballot.taken_at
    row.electors = [asdict(elector) for elector in ballot.electors]
    row.choices = {str(seat): choice.value for seat, choice in ballot.choices.items()}
    row.tallies = [asdict(tally) for tally in ballot.tallies]
    row.answered_on = {str(seat): day.isoformat() for seat, day in ballot.answered_on.items()}
    row.quorum, row.has_quorum, row.without_quorum = ballot.quorum, ballot.has_quorum, ballot.without_quorum
    row.annulled_at, row.annul_reason = ballot.annulled_at, ballot.annul_reason
    session.add(row)
    return row


def _ballot_of(row: BallotRow) -> Ballot:
    return Ballot(
        item_id=row.item_id,
        question=row.question,
        method=row.method,
        taken_at=row.taken_at,
        electors=tuple(
            Elector(**each | {"section": Section(each["section"]), "exercise": Exercise(each["exercise"])})
            for each in row.electors
        ),
        quorum=row.quorum,
        has_quorum=row.has_quorum,
        round=row.round,
        majority=row.majority,
        choices={int(seat): Choice(choice) for seat, choice in row.choices.items()},
        tallies=tuple(
            Tally(**each | {"section": Section(each["section"]), "choice": Choice(each["choice"])})
            for each in row.tallies
        ),
        without_quorum=row.without_quorum,
        annulled_at=row.annulled_at,
        annul_reason=row.annul_reason,
        answered_on={int(seat): date.fromisoformat(day) for seat, day in row.answered_on.items()},
        id=row.id,
    )
