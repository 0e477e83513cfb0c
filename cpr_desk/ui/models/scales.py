"""Columns of the scales, of the table of one, of what another would change."""

from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from cpr_desk.domain.french import NBSP, date_digits
from cpr_desk.domain.rule_sources import RuleSource
from cpr_desk.domain.scale_changes import Difference
from cpr_desk.domain.scale_effects import Effect, SizePair, YearLine
from cpr_desk.domain.scale_table import TableRow
from cpr_desk.domain.sizes import SizeClass
from cpr_desk.domain.statement import Compared
from cpr_desk.services.scales import KnownScale
from cpr_desk.ui import theme
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.rows import Index
from cpr_desk.ui.models.table import TableModel

_ITEM = Qt.ItemDataRole


def _tr(text: str) -> str:
    return QCoreApplication.translate("Scales", text)


def scale_columns() -> tuple[Column[KnownScale], ...]:
    """Return the columns of the list of scales."""
    return (
        Column("label", _tr("Barème"), lambda row: row.scale.label, width=170),
        Column("from", _tr("À partir du"), lambda row: row.scale.in_force_from, Kind.DATE, width=100),
        Column("until", _tr("Jusqu’au"), lambda row: row.until, Kind.DATE, width=100),
        Column("origin", _tr("Origine"), lambda row: row.origin_words, width=220, tooltip=lambda row: row.comment),
        Column("source", _tr("Source"), lambda row: row.scale.source, width=320, tooltip=_source, grows=True),
        Column("code", _tr("Code"), lambda row: row.scale.code, width=120, shown=False),
        Column("changed", _tr("Modifié le"), lambda row: row.changed_on, Kind.DATE, width=100, shown=False),
    )


def table_columns() -> tuple[Column[TableRow], ...]:
    """Return the columns of the table of a scale: lines by the four sizes, as the accord prints them."""
    sizes = tuple(Column(f"size-{size}", size.label, _amount_of(size), Kind.EUROS, width=112) for size in SizeClass)
    return (
        Column("label", _tr("Ligne"), lambda row: row.label, width=330, tooltip=lambda row: row.rule, grows=True),
        *sizes,
        Column("source", _tr("Source"), _certainty, width=240, tooltip=_certainty),
    )  # fmt: skip


def difference_columns() -> tuple[Column[Difference], ...]:
    """Return the columns of what differs between two scales."""
    return (
        Column(
            "what", _tr("Dans le barème"), lambda row: row.what, width=300, tooltip=lambda row: row.what, grows=True
        ),
        Column("before", _tr("Avant"), lambda row: row.before, width=240, tooltip=lambda row: row.before, grows=True),
        Column("after", _tr("Après"), lambda row: row.after, width=240, tooltip=lambda row: row.after, grows=True),
    )


def effect_columns() -> tuple[Column[Effect], ...]:
    """Return the columns of what would change for each CPTS."""
    return (
        Column("name", _tr("CPTS"), lambda row: row.name, width=220, tooltip=lambda row: row.name, grows=True),
        Column("size", _tr("Taille"), lambda row: _sizes(row.size), width=76),
        Column("retained", _tr("Taille du contrat"), lambda row: _sizes(row.retained), width=124),
        Column("now", _tr("Dû avant"), lambda row: row.now, Kind.EUROS, width=112),
        Column("then", _tr("Dû après"), lambda row: row.then, Kind.EUROS, width=112),
        Column("difference", _tr("Écart"), lambda row: row.difference, Kind.EUROS, width=104),
        Column("past", _tr("Dont déjà échu"), lambda row: row.past or None, Kind.EUROS, width=116),
        Column("ends", _tr("Fin du contrat"), lambda row: _days(row.ends), width=170, shown=False),
        Column("code", _tr("Code"), lambda row: row.code, width=100, shown=False),
    )


def year_line_columns() -> tuple[Column[YearLine], ...]:
    """Return the columns of the lines that would change for one CPTS, year of contract by year of contract."""
    return (
        Column("year", _tr("Année du contrat"), lambda row: row.year, width=250),
        Column("label", _tr("Ligne"), lambda row: row.line.label, width=220, grows=True,
               tooltip=lambda row: row.line.label),
        *(
            Column(column.key, column.header, _of_line(column), Kind.EUROS, width=column.width)
            for column in _compared_columns()
        ),
    )  # fmt: skip


def civil_year_columns() -> tuple[Column[Compared], ...]:
    """Return the columns of what falls due in each calendar year."""
    return (Column("label", _tr("Année civile"), lambda row: row.label, width=140), *_compared_columns())


class TotalsModel(TableModel[TableRow]):
    """The table of a scale, its totals in bold."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(table_columns(), parent=parent)

    def data(self, index: Index, role: int = _ITEM.DisplayRole) -> Any:
        if role == _ITEM.FontRole and index.isValid() and self.row(index.row()).is_total:
            return theme.font(bold=True)
        return super().data(index, role)


def _compared_columns() -> tuple[Column[Compared], ...]:
    return (
        Column("now", _tr("Avant"), lambda row: row.now, Kind.EUROS, width=112),
        Column("then", _tr("Après"), lambda row: row.then, Kind.EUROS, width=112),
        Column("difference", _tr("Écart"), lambda row: row.difference, Kind.EUROS, width=112),
    )


def _of_line(column: Column[Compared]) -> Any:
    return lambda row: column.value(row.line)


def _amount_of(size: SizeClass) -> Any:
    return lambda row: row.amount(size)


def _certainty(row: TableRow) -> str:
    return RuleSource(row.source, row.certainty).sentence if row.source else ""


def _source(row: KnownScale) -> str:
    return f"{row.scale.source}{NBSP}; {row.scale.note}" if row.scale.note else row.scale.source


def _sizes(pair: SizePair) -> str:
    before, after = (str(int(size)) if size else "–" for size in pair)
    return before if before == after else f"{before} → {after}"


def _days(pair: tuple[date | None, date | None]) -> str:
    before, after = (date_digits(day) if day else "–" for day in pair)
    return before if before == after else f"{before} → {after}"
