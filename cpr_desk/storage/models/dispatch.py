"""What was issued for a meeting, in which version, and to whom it was sent."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.dispatch import Capacity, Channel, IssueKind
from cpr_desk.storage.models.base import Base, enum_text


class RecipientChangeRow(Base):
    """A change by hand to those whom the composition makes recipients: added in a capacity, or left out (none)."""

    __tablename__ = "recipient_change"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[Capacity | None] = mapped_column(enum_text(Capacity))
    reason: Mapped[str] = mapped_column(String(500), default="")


class IssueRow(Base):
    """A version of what is sent for a meeting, kept in the data folder under its hash.

    `facts` are the day, hour and place that it tells; `without_opinions` says why an agenda left without them.
    """

    __tablename__ = "issue"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    kind: Mapped[IssueKind] = mapped_column(enum_text(IssueKind))
    number: Mapped[int]
    issued_on: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    without_opinions: Mapped[str] = mapped_column(String(500), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class IssueLetterRow(Base):
    """The pages of a version, counted from 0, that are one person's letter; a version without any is for everybody."""

    __tablename__ = "issue_letter"
    __table_args__ = (CheckConstraint("first_page >= 0 AND pages > 0", name="pages_positive"),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_page: Mapped[int]
    pages: Mapped[int]


class DispatchRow(Base):
    """A version sent to one person: when, how, and what came of it."""

    __tablename__ = "dispatch"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(enum_text(Capacity))
    seats: Mapped[str] = mapped_column(String(1000), default="")
    channel: Mapped[Channel] = mapped_column(enum_text(Channel))
    sent_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(100), default="")
    returned_on: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(500), default="")


class LetterTemplateRow(Base):
    """The wording of a letter as a commission changed it; the one that comes with the program stays for its return."""

    __tablename__ = "letter_template"
    __table_args__ = (UniqueConstraint("commission_id", "name"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    name: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(50_000))
