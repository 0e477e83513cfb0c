"""A scale on paper, as the accord prints it: amounts by size with their totals, rules, delays, sources."""

from collections.abc import Sequence
from datetime import date

from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import NBSP, date_digits, since_until
from cpr_desk.domain.rule_sources import RuleSource
from cpr_desk.domain.scale import Scale
from cpr_desk.domain.scale_table import RowKind, TableRow, details_of, table_of
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.reports import wording
from cpr_desk.reports.document import (
    Block,
    BulletList,
    Column,
    Document,
    Heading,
    Kind,
    Look,
    Row,
    Table,
    bold,
    paragraph,
)

_AMOUNTS = (Column("Ligne", 3.4), *(Column(size.label, 1.1, Kind.EUROS) for size in SizeClass))
_RULES = (Column("Ligne", 2), Column("Règle", 3.6), Column("Source", 2.4))


def scale_sheet(commission: Commission, scale: Scale, until: date | None, origin: str) -> Document:
    """Return the sheet of a scale; `until` is its last day, None while no other follows; `origin` says whose it is."""
    rows = table_of(scale)
    since = scale.in_force_from
    days = since_until(since, until) if until else f"à partir du {date_digits(since)}"
    return Document(
        title="Barème de l’ACI",
        subject=f"{scale.label}, {days}",
        letterhead=wording.letterhead(commission),
        blocks=(
            paragraph(f"Barème de l’ACI{NBSP}: {scale.label}", look=Look.TITLE),
            paragraph(f"En vigueur {days}, {origin}", look=Look.SUBTITLE),
            paragraph("Euros par année de contrat.", look=Look.SMALL),
            Table(_AMOUNTS, tuple(_row(row) for row in rows)),
            *_beside(rows),
            Heading("Tailles, délais et sources"),
            BulletList(tuple((sentence,) for sentence in details_of(scale))),
        ),
        author=wording.author(commission),
    )


def _row(row: TableRow) -> Row:
    total = row.is_total
    return Row((bold(row.label) if total else row.label, *row.amounts), is_total=row.kind is RowKind.TOTAL)


def _beside(rows: Sequence[TableRow]) -> tuple[Block, ...]:
    told = tuple(
        Row((row.label, row.rule, RuleSource(row.source, row.certainty).sentence)) for row in rows if not row.is_total
    )
    return Heading("Règle et source de chaque ligne"), Table(_RULES, told, compact=True)
