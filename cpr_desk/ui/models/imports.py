"""The tables of an import: what it would change, and what is wrong or remarkable in the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from cpr_desk.domain.french import NBSP
from cpr_desk.office.importing import CompositionPreview, Preview
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind

_BETWEEN = f"{NBSP}; "
_LOOKS = {
    "added": ("plus", Tone.DONE),
    "changed": ("pencil", Tone.UPCOMING),
    "ended": ("x", Tone.LATE),
}


class Finding(Protocol):
    """A problem or a warning of the file, with its place."""

    @property
    def sheet(self) -> str:
        """The sheet."""

    @property
    def row(self) -> int:
        """Its row, 0 for the whole sheet."""

    @property
    def column(self) -> str:
        """The header of the column, or its letter."""

    @property
    def value(self) -> str:
        """What the cell holds."""

    @property
    def message(self) -> str:
        """What is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as the table shows it; `row` None for what the file does not hold."""

    id: int
    status: str
    word: str
    sheet: str
    row: int | None
    subject: str
    details: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as the table shows it."""

    id: int
    sheet: str
    row: int | None
    column: str
    value: str
    message: str


def change_rows(preview: Preview) -> list[ChangeRow]:
    """Return the changes of a preview, in the order of the file."""
    if isinstance(preview, CompositionPreview):
        seats = [(change, change.line, (change.line or change.seat)) for change in preview.proposal.changes]
        return [
            ChangeRow(
                number,
                change.status.value,
                change.status.label,
                line.sheet if line else "",
                line.row if line else None,
                f"{place.section.label} – {place.label}" if place else "",
                _BETWEEN.join(change.details),
            )
            for number, (change, line, place) in enumerate(seats)
        ]
    return [
        ChangeRow(
            number,
            change.status.value,
            change.status.label,
            change.line.sheet,
            change.line.row,
            change.adhesion.name,
            _BETWEEN.join(change.details),
        )
        for number, change in enumerate(preview.proposal.changes)
    ]


def finding_rows(findings: Iterable[Finding]) -> list[FindingRow]:
    """Return problems or warnings as rows."""
    return [
        FindingRow(number, each.sheet, each.row or None, each.column, each.value, each.message)
        for number, each in enumerate(findings)
    ]


def change_columns(*, seats: bool) -> tuple[Column[ChangeRow], ...]:
    """Return the columns of the changes, to seats or to CPTS."""
    tr = QCoreApplication.translate
    looks = {status: icon(*look) for status, look in _LOOKS.items()}
    subject = tr("Import", "Siège") if seats else tr("Import", "CPTS")
    return (
        Column(
            "status",
            tr("Import", "Changement"),
            lambda row: row.word.capitalize(),
            icon=lambda row: looks[row.status],
            width=128,
        ),
        Column("sheet", tr("Import", "Feuille"), lambda row: row.sheet, width=112),
        Column("row", tr("Import", "Ligne"), lambda row: row.row, Kind.INT, width=60),
        Column("subject", subject, lambda row: row.subject, tooltip=lambda row: row.subject, width=250),
        Column(
            "details",
            tr("Import", "Détail"),
            lambda row: row.details,
            tooltip=lambda row: row.details.replace(_BETWEEN, "\n"),
            width=240,
        ),
    )


def finding_columns(message: str) -> tuple[Column[FindingRow], ...]:
    """Return the columns of problems or warnings; `message` heads what is said of them."""
    tr = QCoreApplication.translate
    return (
        Column("sheet", tr("Import", "Feuille"), lambda row: row.sheet, width=112),
        Column("row", tr("Import", "Ligne"), lambda row: row.row, Kind.INT, width=60),
        Column("column", tr("Import", "Colonne"), lambda row: row.column, width=110),
        Column("value", tr("Import", "Valeur"), lambda row: row.value, tooltip=lambda row: row.value, width=130),
        Column(
            "message",
            message,
            lambda row: row.message,
            tooltip=lambda row: row.message,
            width=240,
        ),
    )
