"""What every table shares: naming of constraints, enums as checked text, from–to dates."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import SchemaItem


class Base(DeclarativeBase):
    """The declarative base; the naming convention lets migrations name any constraint."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    id: Mapped[int] = mapped_column(primary_key=True)


def enum_text(kind: type[StrEnum]) -> Enum:
    """Store an enum by its value, as text that the database checks."""
    return Enum(
        kind, native_enum=False, create_constraint=True, length=20, values_callable=lambda e: [m.value for m in e]
    )


class Dated:
    """A row valid from `valid_from` to `valid_to`, both included; `valid_to` None while it runs."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    def covers(self, day: date) -> bool:
        """Return whether the row is valid on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def dated(*others: SchemaItem) -> tuple[SchemaItem, ...]:
    """Return the table arguments of a `Dated` row: it never ends before it starts."""
    return (*others, CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_start"))
