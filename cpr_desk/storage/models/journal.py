"""The journal: one entry a committed use case, with every row before and after."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.storage.models.base import Base


class JournalEntryRow(Base):
    """Who did what, when (UTC), under which label; `reverts` names the entry that this one undoes or does again."""

    __tablename__ = "journal_entry"

    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(100))
    label: Mapped[str] = mapped_column(String(500))
    reverts: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))


class JournalRow(Base):
    """One row that the use case inserted (`before` None), changed, or deleted (`after` None)."""

    __tablename__ = "journal_row"

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
