"""Meetings, their agenda, the papers and opinions on it."""

from datetime import date, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.agenda import ItemKind, Verdict
from cpr_desk.domain.composition import Section
from cpr_desk.domain.meetings import MeetingKind, MeetingMode
from cpr_desk.storage.models.base import Base, enum_text


class MeetingRow(Base):
    """A meeting; its number counts within the calendar year of the commission.

    A written consultation opens on `opens_on` and closes on `held_on`. `urgent_…_on` are the agreements to a shorter
    delay; `uid` and `sequence` are those of its calendar entry: who has the entry with a number ignores lower ones.
    `second_of` is the meeting without quorum that it follows.
    """

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
    ends: Mapped[time | None]
    opens_on: Mapped[date | None]
    joint_with: Mapped[str] = mapped_column(String(200), default="")
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    urgent_president_on: Mapped[date | None]
    urgent_vice_president_on: Mapped[date | None]
    uid: Mapped[str] = mapped_column(String(60), default="")
    sequence: Mapped[int] = mapped_column(default=0, info={"only_rises": True})
    second_of: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))


class MeetingMoveRow(Base):
    """A convened meeting was moved: what it was before, when that was decided, and why."""

    __tablename__ = "meeting_move"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    decided_on: Mapped[date]
    was_on: Mapped[date]
    was_starts: Mapped[time | None]
    was_ends: Mapped[time | None]
    was_opens_on: Mapped[date | None]
    was_place: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(String(500))


class AgendaItemRow(Base):
    """One item of an agenda, in order; levels 1 and 2 are sub-items."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        CheckConstraint("level BETWEEN 0 AND 2", name="level_known"),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="minutes_positive"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    level: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(1000))
    kind: Mapped[ItemKind] = mapped_column(enum_text(ItemKind), default=ItemKind.INFORMATION)
    speaker: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[int | None]
    text: Mapped[str] = mapped_column(String(20_000), default="")
    cpts_id: Mapped[int | None] = mapped_column(ForeignKey("cpts.id"))
    carried_from: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))


class AgendaOpinionRow(Base):
    """What a section president thinks of an agenda: asked, given, on the version whose hash is kept."""

    __tablename__ = "agenda_opinion"
    __table_args__ = (UniqueConstraint("meeting_id", "section"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    section: Mapped[Section] = mapped_column(enum_text(Section))
    asked_on: Mapped[date | None]
    given_on: Mapped[date | None]
    verdict: Mapped[Verdict | None] = mapped_column(enum_text(Verdict))
    comment: Mapped[str] = mapped_column(String(2000), default="")
    agenda_hash: Mapped[str] = mapped_column(String(64), default="")


class AgendaTemplateRow(Base):
    """An agenda to start from; `items` are those of the domain, as plain values."""

    __tablename__ = "agenda_template"
    __table_args__ = (UniqueConstraint("commission_id", "name"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    name: Mapped[str] = mapped_column(String(200))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class PaperRow(Base):
    """A file copied into the data folder under its hash: a paper of an agenda item, or the proof of a dispatch."""

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("(item_id IS NULL) <> (dispatch_id IS NULL)", name="one_owner"),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )

    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    dispatch_id: Mapped[int | None] = mapped_column(ForeignKey("dispatch.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
