"""Recipients changed by hand, versions issued and what was sent of them, row by row."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cpr_desk.domain.composition import Person
from cpr_desk.domain.dispatch import Capacity, Channel, Dispatch, Issue, IssueKind, Recipient, RecipientChange
from cpr_desk.domain.papers import Paper
from cpr_desk.domain.registered import Letter
from cpr_desk.storage.models import (
    DispatchRow,
    IssueLetterRow,
    IssueRow,
    MandateRow,
    MeetingRow,
    PaperRow,
    PersonRow,
    RecipientChangeRow,
    SeatRow,
)
from cpr_desk.storage.persons import person_of

_BETWEEN_SEATS = "\n"


def recipient_changes(session: Session, meeting_id: int) -> tuple[RecipientChange, ...]:
    """Return the changes by hand to the recipients of a meeting, in the order they were made."""
    query = (
        select(RecipientChangeRow, PersonRow)
        .join(PersonRow, PersonRow.id == RecipientChangeRow.person_id)
        .where(RecipientChangeRow.meeting_id == meeting_id)
        .order_by(RecipientChangeRow.id)
    )
    return tuple(RecipientChange(person_of(person), row.capacity, row.reason) for row, person in session.execute(query))


def write_change(session: Session, meeting_id: int, person_id: int, capacity: Capacity | None, reason: str) -> None:
    """Record a change, in the place of an earlier one on the same person."""
    row = _change_of(session, meeting_id, person_id) or RecipientChangeRow(meeting_id=meeting_id, person_id=person_id)
    row.capacity, row.reason = capacity, reason
    session.add(row)


def remove_change(session: Session, meeting_id: int, person_id: int) -> None:
    """Let the composition decide again on a person."""
    if row := _change_of(session, meeting_id, person_id):
        session.delete(row)


def _change_of(session: Session, meeting_id: int, person_id: int) -> RecipientChangeRow | None:
    return session.scalar(
        select(RecipientChangeRow).where(
            RecipientChangeRow.meeting_id == meeting_id, RecipientChangeRow.person_id == person_id
        )
    )


def mandates_that_change(
    session: Session, commission_id: int, first: date, last: date
) -> tuple[tuple[Person, date, date | None], ...]:
    """Return who holds or held a mandate that begins or ends between two days, with its dates, by name."""
    query = (
        select(PersonRow, MandateRow.valid_from, MandateRow.valid_to)
        .join(MandateRow, MandateRow.person_id == PersonRow.id)
        .join(SeatRow, SeatRow.id == MandateRow.seat_id)
        .where(
            SeatRow.commission_id == commission_id,
            MandateRow.valid_from.between(first, last) | MandateRow.valid_to.between(first, last),
        )
        .order_by(PersonRow.folded_name, MandateRow.valid_from)
    )
    return tuple((person_of(person), since, until) for person, since, until in session.execute(query))


def issues(session: Session, meeting_id: int) -> tuple[Issue, ...]:
    """Return every version issued for a meeting, by kind, the oldest first."""
    rows = session.scalars(select(IssueRow).where(IssueRow.meeting_id == meeting_id).order_by(IssueRow.number))
    order = list(IssueKind)
    return tuple(sorted((_issue_of(row) for row in rows), key=lambda issue: order.index(issue.kind)))


def _issue_of(row: IssueRow) -> Issue:
    return Issue(
        row.kind, row.number, row.issued_on, row.sha256, row.size, dict(row.facts), row.without_opinions, row.id
    )


def add_issue(session: Session, meeting_id: int, issue: Issue) -> Issue:
    """Store a version under the next number of its kind, and return it."""
    highest = session.scalar(
        select(func.max(IssueRow.number)).where(IssueRow.meeting_id == meeting_id, IssueRow.kind == issue.kind)
    )
    row = IssueRow(
        meeting_id=meeting_id,
        kind=issue.kind,
        number=(highest or 0) + 1,
        issued_on=issue.issued_on,
        sha256=issue.sha256,
        size=issue.size,
        without_opinions=issue.without_opinions,
        facts=dict(issue.facts),
    )
    session.add(row)
    session.flush()
    return _issue_of(row)


def add_letters(session: Session, issue_id: int, letters: Iterable[tuple[int, range]]) -> None:
    """Store which pages of a version, counted from 0, are the letter of which person."""
    for person_id, pages in letters:
        session.add(IssueLetterRow(issue_id=issue_id, person_id=person_id, first_page=pages.start, pages=len(pages)))


def letters(session: Session, issue_id: int) -> dict[int, tuple[int, ...]]:
    """Return the pages of a version that are each person's, by their ids: those of two letters once records are one."""
    found: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    query = select(IssueLetterRow).where(IssueLetterRow.issue_id == issue_id).order_by(IssueLetterRow.first_page)
    for row in session.scalars(query):
        found[row.person_id] += tuple(range(row.first_page, row.first_page + row.pages))
    return dict(found)


def dispatches(session: Session, meeting_id: int) -> tuple[Dispatch, ...]:
    """Return everything sent for a meeting, in the order of the days."""
    scans: defaultdict[int | None, list[Paper]] = defaultdict(list)
    attached = (
        select(PaperRow)
        .join(DispatchRow, DispatchRow.id == PaperRow.dispatch_id)
        .join(IssueRow, IssueRow.id == DispatchRow.issue_id)
        .where(IssueRow.meeting_id == meeting_id)
        .order_by(PaperRow.position)
    )
    for row in session.scalars(attached):
        scans[row.dispatch_id].append(Paper(row.name, row.media_type, row.size, row.sha256, id=row.id))
    query = (
        select(DispatchRow, IssueRow, PersonRow)
        .join(IssueRow, IssueRow.id == DispatchRow.issue_id)
        .join(PersonRow, PersonRow.id == DispatchRow.person_id)
        .where(IssueRow.meeting_id == meeting_id)
        .order_by(DispatchRow.sent_on, DispatchRow.id)
    )
    return tuple(
        Dispatch(
            Recipient(person_of(person), row.capacity, tuple(row.seats.split(_BETWEEN_SEATS)) if row.seats else ()),
            issue.number,
            row.sent_on,
            row.channel,
            row.reference,
            row.returned_on,
            row.acknowledged_on,
            row.note,
            row.id,
            issue.kind,
            tuple(scans[row.id]),
        )
        for row, issue, person in session.execute(query)
    )


def registered_letters(session: Session, commission_id: int, but: int = 0) -> tuple[Letter, ...]:
    """Return every registered letter of a commission that has a number, save that of one dispatch."""
    query = (
        select(PersonRow, DispatchRow.sent_on, DispatchRow.reference)
        .join(DispatchRow, DispatchRow.person_id == PersonRow.id)
        .join(IssueRow, IssueRow.id == DispatchRow.issue_id)
        .join(MeetingRow, MeetingRow.id == IssueRow.meeting_id)
        .where(
            MeetingRow.commission_id == commission_id,
            DispatchRow.channel == Channel.REGISTERED,
            DispatchRow.reference != "",
            DispatchRow.id != but,
        )
        .order_by(DispatchRow.id)
    )
    return tuple(Letter(person_of(person), on, number) for person, on, number in session.execute(query))


def add_dispatch(session: Session, issue_id: int, sent: Dispatch) -> None:
    """Record that a version was sent to one person, in the capacity and for the seats of that day."""
    row = DispatchRow(
        issue_id=issue_id,
        person_id=sent.recipient.person.id,
        capacity=sent.recipient.capacity,
        seats=_BETWEEN_SEATS.join(sent.recipient.seats),
    )
    write_dispatch(row, sent)
    session.add(row)


def write_dispatch(row: DispatchRow, sent: Dispatch) -> None:
    """Copy when and how something was sent, and what came of it, into its columns."""
    row.sent_on, row.channel, row.reference, row.note = sent.sent_on, sent.channel, sent.reference, sent.note
    row.returned_on, row.acknowledged_on = sent.returned_on, sent.acknowledged_on


def remove_dispatch(session: Session, row: DispatchRow) -> None:
    """Remove what was recorded by mistake, with the proofs attached to it."""
    for paper in scans_of(session, row.id):
        session.delete(paper)
    session.flush()
    session.delete(row)


def scans_of(session: Session, dispatch_id: int) -> Sequence[PaperRow]:
    """Return the proofs attached to what was sent to one person, in order."""
    query = select(PaperRow).where(PaperRow.dispatch_id == dispatch_id).order_by(PaperRow.position)
    return session.scalars(query).all()


def rows_of_scan(session: Session, dispatch_ids: Collection[int], scan: Paper) -> Sequence[PaperRow]:
    """Return one proof as each of some dispatches has it: under the same name, with the same content."""
    query = select(PaperRow).where(
        PaperRow.dispatch_id.in_(dispatch_ids), PaperRow.name == scan.name, PaperRow.sha256 == scan.sha256
    )
    return session.scalars(query).all()


def add_scan(session: Session, dispatch_id: int, scan: Paper) -> None:
    """Add a proof after those that a dispatch has."""
    last = session.scalar(select(func.max(PaperRow.position)).where(PaperRow.dispatch_id == dispatch_id))
    session.add(
        PaperRow(
            dispatch_id=dispatch_id,
            position=(last or 0) + 1,
            name=scan.name,
            media_type=scan.media_type,
            size=scan.size,
            sha256=scan.sha256,
        )
    )
    session.flush()
