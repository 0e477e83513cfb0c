"""The minutes of a meeting, row by row: passages, draft, versions, signatures, approval."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cpr_desk.domain.composition import Section
from cpr_desk.domain.french import day_words
from cpr_desk.domain.minutes import Draft, Minutes, Part, Passages, Place, Signature, Unlocking, Version
from cpr_desk.storage.models import (
    Base,
    MeetingRow,
    MinutesDraftRow,
    MinutesPassageRow,
    MinutesRow,
    MinutesSignatureRow,
    MinutesUnlockingRow,
    MinutesVersionRow,
    SittingRow,
)

_DRAFTS = Base.metadata.tables[MinutesDraftRow.__tablename__]


def minutes_of(session: Session, meeting_id: int) -> Minutes:
    """Return the minutes of a meeting, empty as long as nothing was written."""
    return many(session, (meeting_id,))[meeting_id]


def many(session: Session, meetings: Collection[int]) -> dict[int, Minutes]:
    """Return the minutes of several meetings, by meeting, in as many queries as for one."""
    told: dict[int, dict[Place, str]] = defaultdict(dict)
    for text in session.scalars(select(MinutesPassageRow).where(MinutesPassageRow.meeting_id.in_(meetings))):
        told[text.meeting_id][text.item_id, text.part] = text.text
    versions: dict[int, list[Version]] = defaultdict(list)
    query = select(MinutesVersionRow).where(MinutesVersionRow.meeting_id.in_(meetings))
    for version in session.scalars(query.order_by(MinutesVersionRow.number)):
        versions[version.meeting_id].append(_version(version))
    signatures: dict[int, list[Signature]] = defaultdict(list)
    for meeting_id, signature in _signatures(session, meetings):
        signatures[meeting_id].append(signature)
    unlockings: dict[int, list[Unlocking]] = defaultdict(list)
    opened = select(MinutesUnlockingRow).where(MinutesUnlockingRow.meeting_id.in_(meetings))
    for each in session.scalars(opened.order_by(MinutesUnlockingRow.id)):
        unlockings[each.meeting_id].append(Unlocking(each.unlocked_on, each.reason))
    rows = {
        row.meeting_id: row for row in session.scalars(select(MinutesRow).where(MinutesRow.meeting_id.in_(meetings)))
    }
    return {
        number: Minutes(
            told[number], tuple(versions[number]), tuple(signatures[number]), *_approval(session, rows.get(number)),
            tuple(unlockings[number]),
        )
        for number in meetings
    }  # fmt: skip


def _approval(session: Session, row: MinutesRow | None) -> tuple[date | None, str, bool]:
    """Return when and in which meeting minutes were approved, and whether that locks them."""
    if row is None:
        return None, "", False
    where = session.get_one(MeetingRow, row.approved_in_id) if row.approved_in_id else None
    return row.approved_on, f"{where.kind.label} du {day_words(where.held_on)}" if where else "", row.locked


def minutes_row(session: Session, meeting_id: int) -> MinutesRow | None:
    """Return the approval of the minutes of a meeting, if anything was noted of it."""
    return session.scalar(select(MinutesRow).where(MinutesRow.meeting_id == meeting_id))


def passages(session: Session, meeting_id: int) -> Passages:
    """Return what was written."""
    rows = session.scalars(select(MinutesPassageRow).where(MinutesPassageRow.meeting_id == meeting_id))
    return {(row.item_id, row.part): row.text for row in rows}


def write_passages(session: Session, meeting_id: int, changes: Passages) -> None:
    """Store passages by their places; an empty one leaves no row."""
    rows = session.scalars(select(MinutesPassageRow).where(MinutesPassageRow.meeting_id == meeting_id))
    known = {(row.item_id, row.part): row for row in rows}
    for (item_id, part), text in changes.items():
        row = known.get((item_id, part))
        if not text:
            if row:
                session.delete(row)
            continue
        row = row or MinutesPassageRow(meeting_id=meeting_id, item_id=item_id, part=part)
        row.text = text
        session.add(row)


def draft_of(session: Session, meeting_id: int) -> Draft | None:
    """Return what was typed and not saved, if anything was."""
    row = session.scalar(select(MinutesDraftRow).where(MinutesDraftRow.meeting_id == meeting_id))
    return Draft(_passages(row.passages), row.saved_at) if row else None


def write_draft(session: Session, meeting_id: int, changes: Passages, at: datetime) -> None:
    """Keep what is typed in the place of what was kept before.

    Through the table, not the class: a draft every few seconds is no use case, and is neither journalled nor undone.
    """
    remove_draft(session, meeting_id)
    kept = {"meeting_id": meeting_id, "passages": _plain(changes), "saved_at": at}
    session.connection().execute(insert(_DRAFTS), kept)


def remove_draft(session: Session, meeting_id: int) -> None:
    """Forget what was kept aside."""
    session.connection().execute(delete(_DRAFTS).where(_DRAFTS.c.meeting_id == meeting_id))


def add_version(session: Session, meeting_id: int, version: Version) -> Version:
    """Store a version and return it with its number and id."""
    number = 1 + max((row.number for row in _version_rows(session, meeting_id)), default=0)
    row = MinutesVersionRow(
        meeting_id=meeting_id, number=number, made_on=version.made_on, sha256=version.sha256, size=version.size,
        passages=_plain(version.passages),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _version(row)


def add_signature(session: Session, version_id: int, signature: Signature) -> None:
    """Store who signed a version."""
    session.add(
        MinutesSignatureRow(
            version_id=version_id, section=signature.section, name=signature.name, signed_on=signature.signed_on
        )
    )


def remove_signature(session: Session, version_id: int, section: Section) -> None:
    """Take back a signature recorded by mistake."""
    query = select(MinutesSignatureRow).where(
        MinutesSignatureRow.version_id == version_id, MinutesSignatureRow.section == section
    )
    for row in session.scalars(query):
        session.delete(row)


def approve(session: Session, meeting_id: int, approved_on: date, approved_in_id: int | None) -> None:
    """Store the approval, which locks."""
    row = minutes_row(session, meeting_id) or MinutesRow(meeting_id=meeting_id)
    row.approved_on, row.approved_in_id, row.locked = approved_on, approved_in_id, True
    session.add(row)


def unlock(session: Session, meeting_id: int, unlocked_on: date, reason: str) -> None:
    """Open approved minutes again, and keep why."""
    row = minutes_row(session, meeting_id)
    if row:
        row.locked = False
    session.add(MinutesUnlockingRow(meeting_id=meeting_id, unlocked_on=unlocked_on, reason=reason))


def with_session(session: Session, commission_id: int) -> frozenset[int]:
    """Return the meetings of a commission whose session was opened."""
    query = (
        select(SittingRow.meeting_id)
        .join(MeetingRow, MeetingRow.id == SittingRow.meeting_id)
        .where(MeetingRow.commission_id == commission_id)
    )
    return frozenset(session.scalars(query))


def _version_rows(session: Session, meeting_id: int) -> list[MinutesVersionRow]:
    query = select(MinutesVersionRow).where(MinutesVersionRow.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(MinutesVersionRow.number)))


def _version(row: MinutesVersionRow) -> Version:
    return Version(row.number, row.made_on, row.sha256, row.size, _passages(row.passages), row.id)


def _signatures(session: Session, meetings: Collection[int]) -> Iterator[tuple[int, Signature]]:
    query = (
        select(MinutesSignatureRow, MinutesVersionRow.meeting_id, MinutesVersionRow.number)
        .join(MinutesVersionRow, MinutesVersionRow.id == MinutesSignatureRow.version_id)
        .where(MinutesVersionRow.meeting_id.in_(meetings))
        .order_by(MinutesVersionRow.number, MinutesSignatureRow.section.desc())
    )
    for row, meeting_id, number in session.execute(query):
        yield meeting_id, Signature(row.section, row.name, row.signed_on, number)


def _plain(told: Passages) -> list[dict[str, Any]]:
    return [{"item": item, "part": part.value, "text": text} for (item, part), text in told.items()]


def _passages(stored: Iterable[Mapping[str, Any]]) -> Passages:
    return {(each["item"], Part(each["part"])): each["text"] for each in stored}
