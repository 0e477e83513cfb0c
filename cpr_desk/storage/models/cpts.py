"""The register: a CPTS, and what happened to it on which day."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.adhesion import Step
from cpr_desk.domain.schedule import Kind
from cpr_desk.storage.models.base import Base, enum_text


class CptsRow(Base):
    """A CPTS; `folded` is the text that searches read, `sort_name` the key that sorts (both folded beforehand)."""

    __tablename__ = "cpts"
    __table_args__ = (UniqueConstraint("commission_id", "code"), Index("ix_cpts_sort_name", "sort_name", "id"))

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(300))
    department: Mapped[str] = mapped_column(String(3))
    contact: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    comment: Mapped[str] = mapped_column(String(4000), default="")
    association: Mapped[str] = mapped_column(String(300), default="")
    association_on: Mapped[date | None]
    folded: Mapped[str] = mapped_column(String(1000))
    sort_name: Mapped[str] = mapped_column(String(300))


class CptsStepRow(Base):
    """A step reached on a day; the state at a date is the last row of that day or before.

    `exception` is why a step was taken that the rules would not have.
    """

    __tablename__ = "cpts_step"
    __table_args__ = (Index("ix_cpts_step_cpts_id_day_id", "cpts_id", "day", "id"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    day: Mapped[date]
    step: Mapped[Step] = mapped_column(enum_text(Step))
    author: Mapped[str] = mapped_column(String(200), default="")
    comment: Mapped[str] = mapped_column(String(2000), default="")
    exception: Mapped[str] = mapped_column(String(500), default="")


class CptsFigureRow(Base):
    """Population and members as known from a day; `size` is only what was stated without a population."""

    __tablename__ = "cpts_figure"
    __table_args__ = (
        Index("ix_cpts_figure_cpts_id_day_id", "cpts_id", "day", "id"),
        CheckConstraint("population IS NULL OR population >= 0", name="population_not_negative"),
        CheckConstraint("members IS NULL OR members >= 0", name="members_not_negative"),
        CheckConstraint("size BETWEEN 1 AND 4", name="size_known"),
    )

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    day: Mapped[date]
    population: Mapped[int | None]
    population_source: Mapped[str] = mapped_column(String(200), default="")
    members: Mapped[int | None]
    size: Mapped[int | None]


class CptsAreaRow(Base):
    """The communes of a CPTS from a day on: inhabitants by INSEE code, as the data of `year` had them."""

    __tablename__ = "cpts_area"
    __table_args__ = (UniqueConstraint("cpts_id", "since"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    since: Mapped[date]
    year: Mapped[int]
    populations: Mapped[dict[str, int]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(String(500), default="")


class CptsPaperRow(Base):
    """A paper of the file, copied into the data folder under its hash, or only ticked off (`sha256` empty).

    `code` is the piece of the checklist that it is, `step_id` the step that it belongs to.
    """

    __tablename__ = "cpts_paper"
    __table_args__ = (CheckConstraint("size >= 0", name="size_not_negative"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("cpts_step.id"), index=True)
    code: Mapped[str] = mapped_column(String(30), default="")
    label: Mapped[str] = mapped_column(String(300), default="")
    received_on: Mapped[date | None]
    comment: Mapped[str] = mapped_column(String(500), default="")
    name: Mapped[str] = mapped_column(String(300), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")


class CptsMissionRow(Base):
    """A mission of the contract; `started_on` None while only planned, `chosen_on` where nobody noted it."""

    __tablename__ = "cpts_mission"
    __table_args__ = (UniqueConstraint("cpts_id", "mission"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    mission: Mapped[str] = mapped_column(String(30))
    started_on: Mapped[date | None]
    chosen_on: Mapped[date | None]
    planned_on: Mapped[date | None]
    deployed_on: Mapped[date | None]
    plan: Mapped[str] = mapped_column(String(20_000), default="")
    plan_written_on: Mapped[date | None]


class CptsPaymentRow(Base):
    """Money paid to a CPTS, in cents; the four `due_…` name the line it pays (a `DueKey`), or are None."""

    __tablename__ = "cpts_payment"
    __table_args__ = (Index("ix_cpts_payment_cpts_id_paid_on", "cpts_id", "paid_on"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    paid_on: Mapped[date]
    cents: Mapped[int]
    label: Mapped[str] = mapped_column(String(200), default="")
    reference: Mapped[str] = mapped_column(String(100), default="")
    due_code: Mapped[str | None] = mapped_column(String(60))
    due_kind: Mapped[Kind | None] = mapped_column(enum_text(Kind))
    due_year: Mapped[int | None]
    due_on: Mapped[date | None]


class RegisterViewRow(Base):
    """A view of the register that somebody named: filters, columns, sort."""

    __tablename__ = "register_view"
    __table_args__ = (UniqueConstraint("commission_id", "name"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    name: Mapped[str] = mapped_column(String(100))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)


class ColumnMatchRow(Base):
    """What a column of the registers taken in holds, by its folded header: an empty `field` leaves it out."""

    __tablename__ = "column_match"
    __table_args__ = (UniqueConstraint("commission_id", "header"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    header: Mapped[str] = mapped_column(String(200))
    field: Mapped[str] = mapped_column(String(60))
