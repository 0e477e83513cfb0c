"""The commission, its seats with dated weights, persons and their dated mandates."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cpr_desk.domain.commission import CommissionKind
from cpr_desk.domain.composition import MandateRole, Regime, Section
from cpr_desk.domain.mandates import EndReason
from cpr_desk.domain.organisations import Indemnity, LetterChannel
from cpr_desk.storage.models.base import Base, Dated, dated, enum_text


class CommissionRow(Base):
    """A commission with its secretariat; `rules` holds only the settings that differ from the defaults.

    `region_name` is the name of its territory: the région of a CPR, the département of a CPL, nothing for the CPN.
    """

    __tablename__ = "commission"

    kind: Mapped[CommissionKind] = mapped_column(enum_text(CommissionKind))
    name: Mapped[str] = mapped_column(String(200))
    region_code: Mapped[str] = mapped_column(String(3))
    region_name: Mapped[str] = mapped_column(String(100))
    installed_on: Mapped[date]
    secretariat_name: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    signatory: Mapped[str] = mapped_column(String(200), default="")
    signatory_title: Mapped[str] = mapped_column(String(200), default="")
    logo: Mapped[bytes | None]
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class ProfessionRow(Base):
    """A profession of the professional section."""

    __tablename__ = "profession"

    code: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    indemnity: Mapped[Indemnity | None] = mapped_column(enum_text(Indemnity))


class OrganisationRow(Base):
    """A union, federation, scheme or body that designates, and how one writes to it."""

    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    full_name: Mapped[str] = mapped_column(String(300), default="")
    addressee: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    channel: Mapped[LetterChannel] = mapped_column(enum_text(LetterChannel), default=LetterChannel.POST)
    copied: Mapped[bool] = mapped_column(default=False)
    indemnity: Mapped[Indemnity | None] = mapped_column(enum_text(Indemnity))


class SeatRow(Dated, Base):
    """A seat; it exists whether or not somebody holds it."""

    __tablename__ = "seat"
    __table_args__ = dated()

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"), index=True)
    section: Mapped[Section] = mapped_column(enum_text(Section))
    regime: Mapped[Regime | None] = mapped_column(enum_text(Regime))
    profession_id: Mapped[int | None] = mapped_column(ForeignKey("profession.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    rank: Mapped[int] = mapped_column(default=1)


class SeatWeightRow(Dated, Base):
    """The votes of a seat and its place in the official table, from a date."""

    __tablename__ = "seat_weight"
    __table_args__ = dated(
        CheckConstraint("votes BETWEEN 0 AND 99", name="votes_in_range"),
        Index("ix_seat_weight_seat_id_valid_from", "seat_id", "valid_from"),
    )

    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    votes: Mapped[int]
    position: Mapped[int]


class PersonRow(Base):
    """A person, once, whatever the number of roles."""

    __tablename__ = "person"

    first_name: Mapped[str] = mapped_column(String(200), default="")
    last_name: Mapped[str] = mapped_column(String(200))
    civility: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    profession: Mapped[str] = mapped_column(String(120), default="")
    folded_name: Mapped[str] = mapped_column(String(400), index=True)


class DistinctPersonsRow(Base):
    """Two persons whose names are alike, and who were said not to be one; the older record first."""

    __tablename__ = "distinct_persons"
    __table_args__ = (UniqueConstraint("one_id", "other_id"), CheckConstraint("one_id < other_id", name="in_order"))

    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class MandateRow(Dated, Base):
    """Who holds a seat, as titular or substitute, from–to: by which letter, and why it ended."""

    __tablename__ = "mandate"
    __table_args__ = dated(Index("ix_mandate_seat_id_valid_from", "seat_id", "valid_from"))

    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[MandateRole] = mapped_column(enum_text(MandateRole))
    letter_on: Mapped[date | None]
    letter_reference: Mapped[str] = mapped_column(String(100), default="")
    end_reason: Mapped[EndReason | None] = mapped_column(enum_text(EndReason))
    end_note: Mapped[str] = mapped_column(String(500), default="")


class SectionPresidentRow(Dated, Base):
    """The president of a section, from–to (annexe 5, 1.3)."""

    __tablename__ = "section_president"
    __table_args__ = dated(UniqueConstraint("commission_id", "section", "valid_from"))

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    section: Mapped[Section] = mapped_column(enum_text(Section))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class PresidencyExceptionRow(Base):
    """A year in which another section presides than the alternation says, and why."""

    __tablename__ = "presidency_exception"
    __table_args__ = (UniqueConstraint("commission_id", "year"),)

    commission_id: Mapped[int] = mapped_column(ForeignKey("commission.id"))
    year: Mapped[int]
    section: Mapped[Section] = mapped_column(enum_text(Section))
    reason: Mapped[str] = mapped_column(String(500))
    decided_on: Mapped[date | None]
