"""What follows a meeting: minutes, decisions followed up, indemnities."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.composition import Section
from cpr_desk.domain.decisions import DecisionKind
from cpr_desk.domain.indemnities import Basis
from cpr_desk.domain.minutes import Part
from cpr_desk.storage.models.base import Base, enum_text


class MinutesRow(Base):
    """The approval of the minutes of a meeting; `locked` goes off when they are opened again."""

    __tablename__ = "minutes"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    approved_on: Mapped[date | None]
    approved_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    locked: Mapped[bool] = mapped_column(default=False)


class MinutesUnlockingRow(Base):
    """Approved minutes were opened again."""

    __tablename__ = "minutes_unlocking"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unlocked_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))


class MinutesPassageRow(Base):
    """What was written on an item (none: on the whole meeting), in one part of the minutes."""

    __tablename__ = "minutes_passage"
    __table_args__ = (UniqueConstraint("meeting_id", "item_id", "part"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    part: Mapped[Part] = mapped_column(enum_text(Part))
    text: Mapped[str] = mapped_column(String(50_000))


class MinutesDraftRow(Base):
    """What was typed and not saved yet, kept every few seconds without a journal entry, to be offered after a crash."""

    __tablename__ = "minutes_draft"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    passages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    saved_at: Mapped[datetime]


class MinutesVersionRow(Base):
    """A version of the minutes, its PDF kept in the data folder under its hash, and the passages it told."""

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    made_on: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    passages: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class MinutesSignatureRow(Base):
    """Who signed a version of the minutes for a section."""

    __tablename__ = "minutes_signature"
    __table_args__ = (UniqueConstraint("version_id", "section"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"))
    section: Mapped[Section] = mapped_column(enum_text(Section))
    name: Mapped[str] = mapped_column(String(400))
    signed_on: Mapped[date]


class DecisionRow(Base):
    """A decision or opinion, numbered by year; withdrawn, it keeps its number."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("commission_id", "kind", "year", "number"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    kind: Mapped[DecisionKind] = mapped_column(enum_text(DecisionKind))
    year: Mapped[int]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(5000))
    taken_on: Mapped[date]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"))
    cpts_id: Mapped[int | None] = mapped_column(ForeignKey("cpts.id"), index=True)
    responsible: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(2000), default="")
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")


class IndemnityRateRow(Base):
    """What a profession (none: every other one) is paid from a date, in cents."""

    __tablename__ = "indemnity_rate"
    __table_args__ = (
        UniqueConstraint("profession_id", "valid_from"),
        CheckConstraint("half_day_cents IS NULL OR half_day_cents >= 0", name="half_day_not_negative"),
        CheckConstraint("session_cents IS NULL OR session_cents >= 0", name="session_not_negative"),
    )

    profession_id: Mapped[int | None] = mapped_column(ForeignKey("profession.id"))
    valid_from: Mapped[date]
    half_day_cents: Mapped[int | None]
    session_cents: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(300), default="")


class IndemnityRow(Base):
    """What a person is paid for a meeting, in cents; `cents` None while no rate is known.

    `by_hand`: the basis was chosen by a person, and no calculation changes it.
    """

    __tablename__ = "indemnity"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("cents IS NULL OR cents >= 0", name="cents_not_negative"),
        CheckConstraint("travel_cents >= 0", name="travel_not_negative"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    basis: Mapped[Basis] = mapped_column(enum_text(Basis))
    cents: Mapped[int | None]
    travel_cents: Mapped[int] = mapped_column(default=0)
    travel_note: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    by_hand: Mapped[bool] = mapped_column(default=False)
