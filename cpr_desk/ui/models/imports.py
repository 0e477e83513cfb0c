"""The tables of an import: what it would change, and what is wrong or remarkable in the file."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor

from cpr_desk.domain.composition import MandateRole
from cpr_desk.domain.french import NBSP, capital
from cpr_desk.office.importing import CompositionPreview, Decisions, PaymentsPreview, Preview, RegisterPreview
from cpr_desk.ui import theme
from cpr_desk.ui.colours import Tone
from cpr_desk.ui.icons import icon
from cpr_desk.ui.models.columns import Column, Kind
from cpr_desk.ui.models.rows import Index
from cpr_desk.ui.models.table import TableModel

EndKey = tuple[int, MandateRole | None]
ItemRole = Qt.ItemDataRole
_BETWEEN = f"{NBSP}; "
_UNDECIDED = "undecided"
LOOKS = {
    "added": ("plus", Tone.DONE),
    "changed": ("pencil", Tone.UPCOMING),
    "ended": ("x", Tone.LATE),
    _UNDECIDED: ("circle-help", Tone.URGENT),
    "known": ("check", Tone.NEUTRAL),
    "left_out": ("x", Tone.NEUTRAL),
}
"""The icon and the tone of each state of a change."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Import", text)


def words_of(look: str, count: int) -> str:
    """Return the name of a state of changes, for one or several."""
    one, several = {
        "added": (_tr("ajout"), _tr("ajouts")),
        "changed": (_tr("modification"), _tr("modifications")),
        "ended": (_tr("fin"), _tr("fins")),
        _UNDECIDED: (_tr("fin à confirmer"), _tr("fins à confirmer")),
        "known": (_tr("déjà enregistré"), _tr("déjà enregistrés")),
        "left_out": (_tr("laissé de côté"), _tr("laissés de côté")),
    }[look]
    return one if count < 2 else several


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
    """One change as the table shows it; `row` None for what the file does not hold.

    `end` names an end that a person ticks, `ticked` whether they did.
    """

    id: Hashable
    status: str
    section: str
    subject: str
    what: str
    before: str
    after: str
    remark: str = ""
    sheet: str = ""
    row: int | None = None
    end: EndKey | None = None
    ticked: bool = False
    amount: Decimal | None = None

    @property
    def look(self) -> str:
        """The status, or that it is still to be decided."""
        return _UNDECIDED if self.end and not self.ticked else self.status

    @property
    def word(self) -> str:
        """What the first column says."""
        return words_of(self.look, 1).capitalize()

    @property
    def sentence(self) -> str:
        """The whole row, for who wants to read it in full."""
        place = " – ".join(part for part in (self.section, self.subject, self.what) if part)
        values = " → ".join(part for part in (self.before, self.after) if part)
        return f"{place}{NBSP}: {values}" + (f". {self.remark}" if self.remark else "")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as the table shows it."""

    id: int
    sheet: str
    row: int | None
    column: str
    value: str
    message: str


class ChangesModel(TableModel[ChangeRow]):
    """The changes; an end has a box to tick beside its state, and `asked` tells that it was clicked."""

    asked = Signal(object, bool)

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if index.isValid() and role in (ItemRole.ForegroundRole, ItemRole.BackgroundRole, ItemRole.CheckStateRole):
            return self._painted(self.row(index.row()), self.columns[index.column()].key, role)
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._end_at(index) else flags

    def setData(self, index: Index, value: Any, role: int = ItemRole.EditRole) -> bool:
        end = self._end_at(index)
        if role != ItemRole.CheckStateRole or not end:
            return False
        self.asked.emit(end, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _end_at(self, index: Index) -> EndKey | None:
        if not index.isValid() or self.columns[index.column()].key != "status":
            return None
        return self.row(index.row()).end

    def _painted(self, row: ChangeRow, key: str, role: int) -> Any:
        if role == ItemRole.CheckStateRole:
            if key != "status" or not row.end:
                return None
            return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        if key != "status":
            return None
        colours, tone = theme.colours(), LOOKS[row.look][1]
        return QColor(colours.ink(tone) if role == ItemRole.ForegroundRole else colours.tint(tone))


def change_rows(preview: Preview, made: Decisions) -> list[ChangeRow]:
    """Return the changes of a preview, in the order of the file."""
    if isinstance(preview, PaymentsPreview):
        return list(_payment_rows(preview))
    return list(_seat_rows(preview, made) if isinstance(preview, CompositionPreview) else _register_rows(preview))


def _payment_rows(preview: PaymentsPreview) -> Iterator[ChangeRow]:
    """Yield what is added, then what is there already or left out."""
    for number, change in enumerate((*preview.proposal.changes, *preview.proposal.known)):
        line, part = change.line, change.parts[0]
        name = change.payee.name if change.payee else line.typed
        values = (part.status.value, "", name, part.what, "", part.after, part.remark)
        yield ChangeRow((number, 0), *values, line.sheet, line.row, amount=line.payment.amount)


def _seat_rows(preview: CompositionPreview, made: Decisions) -> Iterator[ChangeRow]:
    for number, change in enumerate(preview.proposal.changes):
        place = change.line or change.seat
        for rank, part in enumerate(change.parts):
            yield ChangeRow(
                change.end or (number, rank),
                part.status.value,
                place.section.label if place else "",
                place.label if place else "",
                capital(part.what),
                part.before,
                part.after,
                part.remark,
                change.line.sheet if change.line else "",
                change.line.row if change.line else None,
                change.end,
                change.end in made.ends,
            )


def _register_rows(preview: RegisterPreview) -> Iterator[ChangeRow]:
    """Yield one row for a new CPTS, one for each field that changes of a known one."""
    for number, change in enumerate(preview.proposal.changes):
        line, name = change.line, change.adhesion.name
        if change.current is None:
            told = _BETWEEN.join(part.text for part in change.parts)
            status = change.status.value
            yield ChangeRow((number, 0), status, "", name, _tr("Fiche"), "", told, "", line.sheet, line.row)
            continue
        for rank, part in enumerate(change.parts):
            values = (part.status.value, "", name, part.what, part.before, part.after, part.remark)
            yield ChangeRow((number, rank), *values, line.sheet, line.row)


def finding_rows(findings: Iterable[Finding]) -> list[FindingRow]:
    """Return problems or warnings as rows."""
    return [
        FindingRow(number, each.sheet, each.row or None, each.column, each.value, each.message)
        for number, each in enumerate(findings)
    ]


def change_columns(kind: str) -> tuple[Column[ChangeRow], ...]:
    """Return the columns of the changes, to seats (« composition »), to CPTS (« adhesions ») or of « payments »."""
    seats = kind == "composition"
    looks = {status: icon(*look) for status, look in LOOKS.items()}

    def text(key: str, header: str, value: Callable[[ChangeRow], str], width: int) -> Column[ChangeRow]:
        return Column(key, header, value, tooltip=lambda row: row.sentence.replace(_BETWEEN, "\n"), width=width)

    place: tuple[Column[ChangeRow], ...] = (
        Column("sheet", _tr("Feuille"), lambda row: row.sheet, width=112, shown=not seats),
        Column("row", _tr("Ligne"), lambda row: row.row, Kind.INT, width=60, shown=not seats),
    )
    status: Column[ChangeRow] = Column(
        "status", _tr("État"), lambda row: row.word, icon=lambda row: looks[row.look], width=164
    )
    if kind == "payments":
        return (
            status,
            text("subject", _tr("CPTS"), lambda row: row.subject, 210),
            text("what", _tr("Versement"), lambda row: row.what, 220),
            Column("amount", _tr("Montant"), lambda row: row.amount, Kind.EUROS, width=110),
            text("remark", _tr("Ligne payée"), lambda row: row.remark, 260),
            *place,
        )
    section = text("section", _tr("Section"), lambda row: row.section, 144)
    remark = text("remark", _tr("Remarque"), lambda row: row.remark, 240)
    return (
        status,
        *((section,) if seats else ()),
        text("subject", _tr("Siège") if seats else _tr("CPTS"), lambda row: row.subject, 150 if seats else 220),
        text("what", _tr("Rôle") if seats else _tr("Champ"), lambda row: row.what, 104 if seats else 150),
        text("before", _tr("Avant"), lambda row: row.before, 130),
        text("after", _tr("Après"), lambda row: row.after, 130 if seats else 240),
        *((remark,) if seats else ()),
        *place,
    )


def finding_columns(message: str) -> tuple[Column[FindingRow], ...]:
    """Return the columns of problems or warnings; `message` heads what is said of them."""
    return (
        Column("sheet", _tr("Feuille"), lambda row: row.sheet, width=112),
        Column("row", _tr("Ligne"), lambda row: row.row, Kind.INT, width=60),
        Column("column", _tr("Colonne"), lambda row: row.column, width=110),
        Column("value", _tr("Valeur"), lambda row: row.value, tooltip=lambda row: row.value, width=130),
        Column("message", message, lambda row: row.message, tooltip=lambda row: row.message, width=240),
    )
