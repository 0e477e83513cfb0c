"""What the journal says of the register: which CPTS changed since, and everything that was recorded of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session

from cpr_desk.storage.journal import Image
from cpr_desk.storage.models import (
    Base,
    CommissionRow,
    ContractEventRow,
    ContractRow,
    CptsRow,
    CrisisRow,
    IndicatorRow,
    IndicatorYearRow,
    JournalEntryRow,
    JournalRow,
    ScaleRow,
)

_CPTS = CptsRow.__tablename__
_OWN = tuple(table.name for table in Base.metadata.sorted_tables if "cpts_id" in table.columns)
_BELOW: Mapping[str, tuple[str, Any]] = {
    ContractEventRow.__tablename__: ("contract_id", ContractRow),
    IndicatorYearRow.__tablename__: ("indicator_id", IndicatorRow),
}
"""Tables whose rows hang on a CPTS through another row."""
_EVERYBODY = (CommissionRow.__tablename__, CrisisRow.__tablename__, ScaleRow.__tablename__)
"""Tables that bear upon any CPTS: rules, crises, amounts."""
_MANY = 2000
"""More rows than this, of an import, tell no more than that everything may have changed."""


def last_entry(session: Session) -> int:
    """Return the id of the last entry, 0 before any."""
    return session.scalar(select(func.max(JournalEntryRow.id))) or 0


def touched_since(session: Session, entry_id: int) -> frozenset[int] | None:
    """Return the CPTS of which anything was changed after an entry; None when it may be any of them."""
    query = select(JournalRow.table_name, JournalRow.row_id, JournalRow.before, JournalRow.after)
    rows = session.execute(query.where(JournalRow.entry_id > entry_id).limit(_MANY + 1)).all()
    if len(rows) > _MANY or any(row.table_name in _EVERYBODY for row in rows):
        return None
    found: set[int | None] = set()
    owners: dict[str, set[int]] = {name: set() for name in _BELOW}
    for table, row_id, before, after in rows:
        if table == _CPTS:
            found.add(row_id)
        for image in filter(None, (before, after)):
            found.add(image.get("cpts_id"))
            if table in _BELOW:
                owners[table].add(image[_BELOW[table][0]])
    for table, ids in owners.items():
        owner = _BELOW[table][1]
        found |= set(session.scalars(select(owner.cpts_id).where(owner.id.in_(ids)))) if ids else set()
    return frozenset(found - {None})  # type: ignore[arg-type] # what is left is numbers


def may_touch(session: Session, entry_id: int) -> bool:
    """Return whether anything that a register is made of was changed after an entry."""
    tables = (_CPTS, *_OWN, *_BELOW, *_EVERYBODY)
    query = select(JournalRow.id).where(JournalRow.entry_id > entry_id, JournalRow.table_name.in_(tables))
    return session.scalar(query.limit(1)) is not None


def changes_of(session: Session, cpts_id: int) -> Sequence[Row[tuple[int, Any, str, str, str, Image, Image]]]:
    """Return (entry, when in UTC, who, label, table, before, after) of each change of a CPTS, the latest first.

    It goes through the whole journal: a second for a large one.
    """
    own = or_(
        (JournalRow.table_name == _CPTS) & (JournalRow.row_id == cpts_id),
        JournalRow.table_name.in_(_OWN) & (_of("cpts_id") == cpts_id),
        *(_through(session, cpts_id, table) for table in _BELOW),
    )
    query = (
        select(
            JournalEntryRow.id,
            JournalEntryRow.at,
            JournalEntryRow.who,
            JournalEntryRow.label,
            JournalRow.table_name,
            JournalRow.before,
            JournalRow.after,
        )
        .join(JournalRow, JournalRow.entry_id == JournalEntryRow.id)
        .where(own)
        .order_by(JournalEntryRow.id.desc(), JournalRow.id)
    )
    return session.execute(query).all()


def _of(column: str) -> ColumnElement[int]:
    return func.coalesce(JournalRow.after[column].as_integer(), JournalRow.before[column].as_integer())


def _through(session: Session, cpts_id: int, table: str) -> ColumnElement[bool]:
    """Select what hangs on the rows that a CPTS has or had."""
    key, owner = _BELOW[table]
    once = select(JournalRow.row_id).where(JournalRow.table_name == owner.__tablename__, _of("cpts_id") == cpts_id)
    ids = set(session.scalars(once))
    return (JournalRow.table_name == table) & _of(key).in_(ids)
