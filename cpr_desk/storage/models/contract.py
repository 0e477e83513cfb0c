"""The contract of a CPTS: what happened to it, sizes, indicators, dialogues, crises, once-only amounts; own scales."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.contract import EndKind, EventKind
from cpr_desk.domain.dossier import DialogueKind
from cpr_desk.domain.missions import Mission
from cpr_desk.domain.scale import GrantKind
from cpr_desk.storage.models.base import Base, enum_text


class ContractRow(Base):
    """What is known of a contract beside its signature, which is the step `step_id`; `ended_on` is its last day."""

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("step_id"),
        CheckConstraint("years BETWEEN 1 AND 20", name="years_sensible"),
        CheckConstraint("(ended_on IS NULL) = (end_kind IS NULL)", name="end_has_kind"),
    )

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("cpts_step.id"))
    years: Mapped[int]
    effect_on: Mapped[date | None]
    cpts_party: Mapped[str] = mapped_column(String(300), default="")
    ars_party: Mapped[str] = mapped_column(String(300), default="")
    insurance_party: Mapped[str] = mapped_column(String(300), default="")
    comment: Mapped[str] = mapped_column(String(2000), default="")
    ended_on: Mapped[date | None]
    end_kind: Mapped[EndKind | None] = mapped_column(enum_text(EndKind))
    end_reason: Mapped[str] = mapped_column(String(500), default="")
    end_decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)


class ContractEventRow(Base):
    """An amendment, a renewal or a suspension: its last day is `planned_until`, then `until` once it was lifted."""

    __tablename__ = "contract_event"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="ends_after_start"),
        CheckConstraint("planned_until IS NULL OR planned_until >= since", name="planned_after_start"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(enum_text(EventKind))
    since: Mapped[date]
    until: Mapped[date | None]
    planned_until: Mapped[date | None]
    signed_on: Mapped[date | None]
    label: Mapped[str] = mapped_column(String(300), default="")
    comment: Mapped[str] = mapped_column(String(2000), default="")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)


class CptsSizeRow(Base):
    """The size retained on a day."""

    __tablename__ = "cpts_size"
    __table_args__ = (UniqueConstraint("cpts_id", "day"), CheckConstraint("size BETWEEN 1 AND 4", name="size_known"))

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    day: Mapped[date]
    size: Mapped[int]
    population: Mapped[int | None]
    comment: Mapped[str] = mapped_column(String(500), default="")


class IndicatorRow(Base):
    """An indicator that a CPTS follows in one of its missions; `national` where the accord gives it."""

    __tablename__ = "indicator"

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"), index=True)
    mission: Mapped[Mission] = mapped_column(enum_text(Mission))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(500))
    unit: Mapped[str] = mapped_column(String(60), default="")
    national: Mapped[bool] = mapped_column(default=False)


class IndicatorYearRow(Base):
    """An indicator in a year of contract (from 1). Numbers are decimal text: SQLite has no exact decimals."""

    __tablename__ = "indicator_year"
    __table_args__ = (UniqueConstraint("indicator_id", "year"), CheckConstraint("year >= 1", name="year_from_one"))

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    year: Mapped[int]
    weight: Mapped[str] = mapped_column(String(30), default="1")
    start: Mapped[str | None] = mapped_column(String(30))
    target: Mapped[str | None] = mapped_column(String(30))
    result: Mapped[str | None] = mapped_column(String(30))


class MissionRateRow(Base):
    """The rate retained for a mission in a year of contract, 0 to 1 as decimal text."""

    __tablename__ = "mission_rate"
    __table_args__ = (UniqueConstraint("cpts_id", "mission", "year"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    mission: Mapped[Mission] = mapped_column(enum_text(Mission))
    year: Mapped[int]
    rate: Mapped[str] = mapped_column(String(30))
    comment: Mapped[str] = mapped_column(String(500), default="")


class DialogueRow(Base):
    """A dialogue de gestion planned or held."""

    __tablename__ = "dialogue"

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"), index=True)
    kind: Mapped[DialogueKind] = mapped_column(enum_text(DialogueKind))
    mission: Mapped[Mission | None] = mapped_column(enum_text(Mission))
    year: Mapped[int | None]
    planned_on: Mapped[date | None]
    held_on: Mapped[date | None]
    attendees: Mapped[str] = mapped_column(String(2000), default="")
    notes: Mapped[str] = mapped_column(String(20_000), default="")
    conclusions: Mapped[str] = mapped_column(String(20_000), default="")


class CrisisRow(Base):
    """A grave health crisis that was declared in the territory of a commission."""

    __tablename__ = "crisis"

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"), index=True)
    declared_on: Mapped[date]
    label: Mapped[str] = mapped_column(String(300))


class CptsCrisisRow(Base):
    """A CPTS that a crisis concerns."""

    __tablename__ = "cpts_crisis"
    __table_args__ = (UniqueConstraint("crisis_id", "cpts_id"),)

    crisis_id: Mapped[int] = mapped_column(ForeignKey("crisis.id"))
    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"), index=True)


class CptsGrantRow(Base):
    """An amount paid once that was granted to a CPTS."""

    __tablename__ = "cpts_grant"
    __table_args__ = (UniqueConstraint("cpts_id", "kind"),)

    cpts_id: Mapped[int] = mapped_column(ForeignKey("cpts.id"))
    kind: Mapped[GrantKind] = mapped_column(enum_text(GrantKind))
    day: Mapped[date]
    comment: Mapped[str] = mapped_column(String(500), default="")


class ScaleRow(Base):
    """A scale that a secretariat added, or corrected (the code of one of the program): what a scale file holds."""

    __tablename__ = "scale"

    code: Mapped[str] = mapped_column(String(60), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_on: Mapped[date]
    comment: Mapped[str] = mapped_column(String(500), default="")
