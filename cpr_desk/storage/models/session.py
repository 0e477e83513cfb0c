"""The session of a meeting: who was there and when, proxies, votes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.session_rules import Majority
from cpr_desk.domain.voting import Method
from cpr_desk.storage.models.base import Base, enum_text


class SittingRow(Base):
    """The session itself, local time.

    `chair_id` None leaves the chair to the rule of the day; `constat_at` is when the lack of quorum was stated.
    """

    __tablename__ = "sitting"
    __table_args__ = (CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closes_after_opening"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chair_reason: Mapped[str] = mapped_column(String(500), default="")
    secretary: Mapped[str] = mapped_column(String(200), default="")
    constat_at: Mapped[datetime | None]


class StayRow(Base):
    """A person in the session from–to, local time; `seat_id` is the seat chosen by a substitute of several."""

    __tablename__ = "stay"
    __table_args__ = (CheckConstraint("left_at IS NULL OR left_at > arrived_at", name="leaves_after_arrival"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    remote: Mapped[bool] = mapped_column(default=False)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))


class ExcuseRow(Base):
    """Somebody excused from a session, or noted as absent."""

    __tablename__ = "excuse"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    excused: Mapped[bool]


class ProxyRow(Base):
    """The votes of a seat, given by who holds it to another member of the section, for one session."""

    __tablename__ = "proxy"
    __table_args__ = (
        CheckConstraint("giver_id <> holder_id", name="two_persons"),
        CheckConstraint("revoked_at IS NULL OR revoked_at >= given_at", name="revoked_after_given"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(String(100), default="")


class BallotRow(Base):
    """A vote on an item, with the electors and the quorum frozen as plain values when it was taken.

    `choices` are those of named votes by seat, `tallies` the counts of a secret one, `answered_on` the days on which
    answers by mail came, by seat.
    """

    __tablename__ = "ballot"
    __table_args__ = (CheckConstraint("round IN (1, 2)", name="round_known"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    question: Mapped[str] = mapped_column(String(2000))
    method: Mapped[Method] = mapped_column(enum_text(Method))
    round: Mapped[int]
    majority: Mapped[Majority] = mapped_column(enum_text(Majority))
    taken_at: Mapped[datetime]
    electors: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    choices: Mapped[dict[str, str]] = mapped_column(JSON)
    tallies: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answered_on: Mapped[dict[str, str]] = mapped_column(JSON)
    quorum: Mapped[str] = mapped_column(String(2000))
    has_quorum: Mapped[bool]
    without_quorum: Mapped[str] = mapped_column(String(500), default="")
    annulled_at: Mapped[datetime | None]
    annul_reason: Mapped[str] = mapped_column(String(500), default="")
