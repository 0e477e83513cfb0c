"""The tables of communes: those of a CPTS, those that no CPTS holds, those that two share."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject

from cpr_desk.domain.communes import Commune
from cpr_desk.domain.coverage import Overlap
from cpr_desk.domain.region_map import Plotted
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.table import TableModel


def _tr(text: str) -> str:
    return QCoreApplication.translate("Communes", text)


def commune_columns(departments: Mapping[str, str]) -> list[Column[Commune]]:
    """Return what is shown of a commune; `departments` names the départements by INSEE code."""
    return [
        Column("code", _tr("Code"), lambda each: each.code, width=64),
        Column("name", _tr("Commune"), lambda each: each.name, grows=True),
        Column(
            "department",
            _tr("Dépt"),
            lambda each: each.department,
            tooltip=lambda each: departments.get(each.department, each.department),
            width=52,
        ),
        Column("population", _tr("Habitants"), lambda each: each.population, Kind.INT, width=84),
    ]


class CommunesModel(TableModel[Commune]):
    """Communes; one is the same by its code."""

    def __init__(self, columns: list[Column[Commune]], parent: QObject | None = None) -> None:
        super().__init__(columns, identity=lambda each: each.code, parent=parent)


def overlap_columns() -> list[Column[Overlap[Plotted]]]:
    """Return what is shown of two CPTS that share communes."""
    return [
        Column("first", _tr("CPTS"), lambda each: each.first.name, tooltip=lambda each: each.first.name, width=130),
        Column(
            "second", _tr("et CPTS"), lambda each: each.second.name, tooltip=lambda each: each.second.name, width=130
        ),
        Column(
            "communes",
            _tr("Communes partagées"),
            lambda each: each.sentence,
            grows=True,
            tooltip=lambda each: each.sentence,
        ),
        Column("population", _tr("Habitants"), lambda each: each.population, Kind.INT, width=90),
    ]
