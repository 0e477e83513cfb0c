"""The register: a CPTS, and what happened to it on which day."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.adhesion import Step
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
    folded: Mapped[str] = mapped_column(String(1000))
    sort_name: Mapped[str] = mapped_column(String(300))


class CptsStepRow(Base):
    """A step reached on a day; the state at a date is the last row of that day or before."""

    __tablename__ = "cpts_step"
    __table_args__ = (Index("ix_cpts_step_cpts_id_day_id", "cpts_id", "day", "id"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    day: Mapped[date]
    step: Mapped[Step] = mapped_column(enum_text(Step))


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


class CptsMissionRow(Base):
    """A mission of the contract; `started_on` None while only planned."""

    __tablename__ = "cpts_mission"
    __table_args__ = (UniqueConstraint("cpts_id", "mission"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    mission: Mapped[str] = mapped_column(String(30))
    started_on: Mapped[date | None]


class CptsPaymentRow(Base):
    """Money paid to a CPTS, in cents."""

    __tablename__ = "cpts_payment"
    __table_args__ = (Index("ix_cpts_payment_cpts_id_paid_on", "cpts_id", "paid_on"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    paid_on: Mapped[date]
    cents: Mapped[int]
    label: Mapped[str] = mapped_column(String(200), default="")


class ColumnMatchRow(Base):
    """What a column of the registers taken in holds, by its folded header: an empty `field` leaves it out."""

    __tablename__ = "column_match"
    __table_args__ = (UniqueConstraint("commission_id", "header"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    header: Mapped[str] = mapped_column(String(200))
    field: Mapped[str] = mapped_column(String(60))
