"""Meetings and their agenda."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.meetings import MeetingKind, MeetingMode
from cpr_desk.storage.models.base import Base, enum_text


class MeetingRow(Base):
    """A meeting; its number counts within the calendar year of the commission."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("commission_id", "year", "number"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    year: Mapped[int]
    number: Mapped[int]
    kind: Mapped[MeetingKind] = mapped_column(enum_text(MeetingKind))
    mode: Mapped[MeetingMode] = mapped_column(enum_text(MeetingMode))
    held_on: Mapped[date] = mapped_column(index=True)
    starts: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")


class AgendaItemRow(Base):
    """One item of an agenda, in order; level 1 is a sub-item."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        CheckConstraint("level IN (0, 1)", name="level_known"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    level: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(1000))
