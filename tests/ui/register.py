"""An invented register, and its columns, for the tests of tables."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cpr_desk.ui.models.columns import Column, Kind


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    signed: date | None
    population: int | None
    paid: Decimal | None


COLUMNS: tuple[Column[Line], ...] = (
    Column("name", "Nom", lambda line: line.name, tooltip=lambda line: f"CPTS {line.name}"),
    Column("signed", "Signée le", lambda line: line.signed, Kind.DATE),
    Column("population", "Population", lambda line: line.population, Kind.INT),
    Column("paid", "Versé", lambda line: line.paid, Kind.EUROS),
)

LINES = (
    Line(1, "Œuvre du Layon", date(2021, 2, 4), 37500, Decimal(50000)),
    Line(2, "L’Haÿ des Roses", None, 120000, None),
    Line(3, "Erdre et Loire", date(2020, 3, 1), None, Decimal("12345.67")),
    Line(4, "École du Haut-Anjou", date(2022, 1, 15), 8000, Decimal(0)),
)


def many(count: int) -> tuple[Line, ...]:
    """Return a long register."""
    return tuple(
        Line(number, f"Communauté n° {number * 7919 % count:05d}", date(2020, 1, 1) + timedelta(days=number % 900),
             number * 7919 % 200_000, Decimal(number))
        for number in range(1, count + 1)
    )  # fmt: skip
